"""An answer as it comes: the whole items of its one list, each as soon as it has ended.

Streaming is an attempt. It teaches nothing, repairs nothing and waits for nothing: where a server refuses it, or what
it says is no such list, `stream_items` says so, and whoever asked asks again in the ordinary way (`Client.ask`), which
learns and repairs. Items that have come stay: a connection that breaks takes no more than what was still to come.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from studykit.llm.body import body_of
from studykit.llm.endpoint import Endpoint
from studykit.llm.ladder import Learnt
from studykit.llm.request import Request
from studykit.llm.wire import Wire, sdk_of
from studykit.text.safe import safe_line

_LONGEST: Final = 60_000
"""Characters beyond which no answer to one question goes on."""


class Streamed(NamedTuple):
    """What came of an attempt."""

    items: int
    """Items that were given to `each`."""
    whole: bool
    """Whether the answer ended by itself, as a list in its shape."""
    refusal: str = ""
    """What a model says that declines; empty for one that does not."""
    text: str = ""


async def stream_items(
    endpoint: Endpoint,
    request: Request,
    learnt: Learnt,
    each: Callable[[Mapping[str, Any]], None],
    transport: Any = None,
) -> Streamed:
    """Ask for an answer whose shape is one list, and give each of its items to `each` as it ends.

    Never raises for what a server does: an attempt that came to nothing has no items and is not whole.
    """
    wire = Wire(endpoint, retries=0, transport=transport)
    body = body_of(request, endpoint, learnt)
    form = body.pop("response_format", None)  # by the SDK's side door, as `Wire.send` says
    reader = _Reader(next(iter(request.shape.schema["properties"])), each)
    try:
        async with asyncio.timeout(3 * endpoint.timeout):  # of all of it: each piece that drips keeps within its time
            stream = await sdk_of(wire).chat.completions.create(
                **body, stream=True, extra_body=form and {"response_format": form}
            )
            async for chunk in stream:
                if not reader.take(chunk):
                    break
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in _THEIRS and not isinstance(error, _ODD):
            raise
        reader.broken = True
    finally:
        await wire.close()
    return reader.result()


_THEIRS: Final = ("openai", "httpx2", "httpcore2")
_ODD: Final = (ValueError, TypeError, AttributeError, LookupError, RecursionError, OSError)


class _Ends:
    """Counts the objects of the first list of a JSON text that have ended, character by character."""

    def __init__(self) -> None:
        self.ended = 0
        self._depth = 0
        self._quoted = self._escaped = False

    def take(self, text: str) -> None:
        """Go on with more of the text."""
        for sign in text:
            if self._quoted:
                self._quoted = self._escaped or sign != '"'
                self._escaped = sign == "\\" and not self._escaped
            elif sign == '"':
                self._quoted = True
            elif sign in "{[":
                self._depth += 1
            elif sign in "}]":
                self._depth -= 1
                self.ended += sign == "}" and self._depth == _ITEMS


_ITEMS: Final = 2
"""How deep the items of the list stand: in the object and in the list."""


class _Reader:
    """The text so far, and how many items of it were given on."""

    def __init__(self, name: str, each: Callable[[Mapping[str, Any]], None]) -> None:
        self._name, self._each = name, each
        self._text = ""
        self._ends = _Ends()
        self._start = -1
        """Where the object begins, behind thoughts and fences; -1 before it has."""
        self._given = 0
        self._finish = ""
        self._refusal = ""
        self.broken = False

    def take(self, chunk: Any) -> bool:
        """Take in what came; False where no more is wanted."""
        choices = getattr(chunk, "choices", None)
        if not isinstance(choices, list) or not choices:
            return True
        delta = getattr(choices[0], "delta", None)
        piece, refusal = getattr(delta, "content", None), getattr(delta, "refusal", None)
        finish = getattr(choices[0], "finish_reason", None)
        self._finish = finish if isinstance(finish, str) else self._finish
        self._refusal += refusal if isinstance(refusal, str) else ""
        if isinstance(piece, str) and piece:
            self._read(piece)
        return len(self._text) <= _LONGEST

    def _read(self, piece: str) -> None:
        before = len(self._text)
        self._text += piece
        if _THOUGHT in self._text[max(0, before - len(_THOUGHT)) :] and not self._given:
            self._start, self._ends = -1, _Ends()  # what looked like an answer was a thought
            before = self._text.rfind(_THOUGHT) + len(_THOUGHT)
        if self._start < 0:
            self._start = before = self._text.find("{", before)
            if self._start < 0:
                return
        self._ends.take(self._text[max(before, self._start) :])
        if self._ends.ended > self._given:
            for item in (self._items() or [])[self._given : self._ends.ended]:
                self._given += 1
                if isinstance(item, dict):
                    self._each(item)

    def result(self) -> Streamed:
        """What it came to."""
        if self._finish == "content_filter" and not self._refusal:
            self._refusal = self._finish
        ended = not self.broken and self._finish in ("stop", "")
        return Streamed(self._given, ended and self._items() is not None, safe_line(self._refusal)[:200], self._text)

    def _items(self) -> list[Any] | None:
        from jiter import from_json  # comes with the SDK

        if self._start < 0:
            return None
        try:
            data = self._text[self._start :].encode("utf-8", "replace")
            value = from_json(data, partial_mode=True, allow_inf_nan=False)
        except ValueError:
            return None
        found = value.get(self._name) if isinstance(value, dict) else None
        return found if isinstance(found, list) else None


_THOUGHT: Final = "</think>"
