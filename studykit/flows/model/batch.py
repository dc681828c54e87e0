"""Draft in batches: what a build would ask goes into files, results come back as answers that are kept.

The next build finds them, as if it had asked. A line that failed or could not be read is asked by that build.
"""

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from studykit.drafting.asking import request_of
from studykit.drafting.model import read_kept
from studykit.files import write_bytes_in_place
from studykit.flows.model.store import StoredAnswers, learnt_of
from studykit.flows.model.unit import walk_through
from studykit.flows.workspace import Workspace
from studykit.llm.answer import read_answer
from studykit.llm.batch import MOST_BYTES, MOST_LINES, line_of, read_line
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.request import Request, cache_key
from studykit.store.db import Store
from studykit.store.replies import KeptReply, read_reply, write_replies


class Written(NamedTuple):
    """A file of requests."""

    path: Path
    requests: int


class Taken(NamedTuple):
    """What files of results held."""

    new: int
    known: int
    failed: int
    foreign: int
    """Lines that answer nothing that would be asked now, or are no results."""


def write_batch(workspace: Workspace, store: Store | None, folder: Path) -> list[Written]:
    """Write what would be asked now, as many lines and bytes a file as a batch may have."""
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    learnt = learnt_of(store, endpoint)
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Written] = []
    lines: list[bytes] = []
    size = 0

    def close() -> None:
        nonlocal size
        if lines:
            path = folder / f"batch-{len(written) + 1:03}.jsonl"
            write_bytes_in_place(path, b"".join(lines))
            path.chmod(0o600)
            written.append(Written(path, len(lines)))
        lines.clear()
        size = 0

    for _, request in _asked(workspace, store, endpoint):
        line = (line_of(request, endpoint, learnt) + "\n").encode()
        if len(lines) == MOST_LINES or size + len(line) > MOST_BYTES:
            close()
        lines.append(line)
        size += len(line)
    close()
    return written


def _asked(workspace: Workspace, store: Store | None, endpoint: Endpoint) -> Iterator[tuple[str, Request]]:
    walk = walk_through(workspace, store, model=endpoint.model)
    answers = StoredAnswers(store, endpoint)
    for ask in walk.asks():
        if read_kept(ask, endpoint, answers, walk.scan.names) is None:
            yield ask.key, request_of(ask)


def read_batch(workspace: Workspace, store: Store, files: Iterable[Path]) -> Taken:
    """Keep the answers in files of results. What is known already, cannot be read or failed is only counted."""
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    asked = {cache_key(request, endpoint): (unit, request) for unit, request in _asked(workspace, store, endpoint)}
    new = known = failed = foreign = 0
    now = int(time.time())
    for path in files:
        replies: dict[str, KeptReply] = {}
        with path.open(encoding="utf-8", errors="replace") as stream:
            for line in stream:
                if not line.strip():
                    continue
                result = read_line(line)
                if result is None:
                    foreign += 1
                elif result.error:
                    failed += 1
                elif result.id in replies or read_reply(store, result.id) is not None:
                    known += 1
                elif result.id not in asked:
                    foreign += 1
                else:
                    unit, request = asked[result.id]
                    answer = read_answer(result.text, request.shape, truncated=result.truncated, lenient=True)
                    if answer.value is None:
                        failed += 1
                        continue
                    used = result.usage
                    replies[result.id] = KeptReply(
                        result.id, unit, endpoint.host, endpoint.model, result.text, result.truncated, used.sent,
                        used.received, now,
                    )  # fmt: skip
        new += write_replies(store, replies.values())
    return Taken(new, known, failed, foreign)
