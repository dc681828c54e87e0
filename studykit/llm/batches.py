"""Batches through the API, where a host offers it: upload a file, start it, ask how it goes, fetch its results."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from studykit.llm.batch import PATH
from studykit.llm.endpoint import Endpoint
from studykit.llm.errors import ModelError
from studykit.llm.wire import Wire, sdk_of
from studykit.text.safe import safe_line

_Value = TypeVar("_Value")


class BatchState(NamedTuple):
    """How a batch is doing."""

    id: str
    state: str
    """As the API calls it: `validating`, `in_progress`, `completed`, `failed`, `expired` …"""
    done: int
    total: int
    output: tuple[str, ...] = ()
    """The files of results and of errors, where there are some."""


def submit(endpoint: Endpoint, path: Path) -> str:
    """Upload a file of requests and start it. Returns the number of the batch."""

    async def run(client: Any) -> str:
        with path.open("rb") as stream:
            uploaded = await client.files.create(file=stream, purpose="batch")
        made = await client.batches.create(input_file_id=uploaded.id, endpoint=PATH, completion_window="24h")
        return str(made.id)

    return _run(endpoint, run)


def state_of(endpoint: Endpoint, number: str) -> BatchState:
    """How a batch is doing."""

    async def run(client: Any) -> BatchState:
        found = await client.batches.retrieve(number)
        counts = found.request_counts
        files = tuple(str(one) for one in (found.output_file_id, found.error_file_id) if one)
        done, total = (counts.completed + counts.failed, counts.total) if counts is not None else (0, 0)
        return BatchState(number, safe_line(str(found.status)), done, total, files)

    return _run(endpoint, run)


def fetch(endpoint: Endpoint, file: str) -> bytes:
    """A file of results."""

    async def run(client: Any) -> bytes:
        return bytes((await client.files.content(file)).content)

    return _run(endpoint, run)


def _run(endpoint: Endpoint, work: Callable[[Any], Awaitable[_Value]]) -> _Value:
    """One call. ModelError where the host refuses it, has no batches, or cannot be reached."""

    async def run() -> _Value:
        wire = Wire(endpoint, retries=2)
        try:
            return await work(sdk_of(wire))
        except (ValueError, TypeError, AttributeError) as error:
            raise ModelError("batch-refused", host=endpoint.host, detail=type(error).__name__) from None
        except Exception as error:
            if type(error).__module__.partition(".")[0] != "openai":
                raise
            status = getattr(error, "status_code", None)
            if status is None:
                raise ModelError("model-unreachable", host=endpoint.host) from None
            raise ModelError("batch-refused", host=endpoint.host, detail=f"status {status}") from None
        finally:
            await wire.close()

    return asyncio.run(run())
