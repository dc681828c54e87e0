"""Reviews shared between machines through files: this one's are appended, the others' are read and taken in.

`<folder>/<machine>.jsonl` is written by that machine alone, so that git and file synchronisers see no conflicts. A line
is appended after its review was committed to the store; what a crash kept from the file is appended at the next start.
How far a file was read is remembered with a digest of what was read; where that is no longer the file's beginning, the
file is read whole. Reading something twice changes nothing, so nothing here has to be exact but the appending.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from studykit.errors import StoreError, StudykitError
from studykit.files import read_regular, sync_folder
from studykit.model.problem import Problem, Severity, problem
from studykit.model.review import LogEntry
from studykit.store.journal_lines import Undo, parse_line, print_line
from studykit.store.log import Added, Replay, add_entries, read_own, read_own_undos
from studykit.store.transactions import reading, transaction

_LIMIT: Final = 1 << 30
_FLAGS: Final = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class Merged(NamedTuple):
    """What came in, what was appended to this machine's file, and what could not be read."""

    added: Added
    appended: int
    problems: tuple[Problem, ...]


class _Position(NamedTuple):
    """How far a file was read, and what was in the store then."""

    offset: int = 0
    digest: str = hashlib.sha256().hexdigest()
    size: int = -1
    mtime_ns: int = -1
    seq: int = 0
    """Of this machine's file: the reviews up to this one are in it."""
    undo: int = 0


class _Read(NamedTuple):
    position: _Position
    lines: tuple[LogEntry | Undo, ...]
    problems: tuple[Problem, ...]
    whole: bool


def append(path: Path, lines: Iterable[LogEntry | Undo]) -> None:
    """Append reviews and undos that are committed to this machine's file, and have them on the disk on return.

    Behind a line that broke off a new one is begun. StoreError `journal-unwritable` where it cannot be written.
    """
    data = b"".join(map(print_line, lines))
    try:
        made = not path.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, _FLAGS, 0o666)
        try:
            if _breaks_off(descriptor):
                data = b"\n" + data
            while data:  # one write as a rule, which no other process's comes between
                data = data[os.write(descriptor, data) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if made:
            sync_folder(path.parent)
    except OSError as error:
        raise StoreError("journal-unwritable", path=str(path), detail=error.strerror or str(error)) from error


def merge_journals(store: sqlite3.Connection, folder: Path, machine: str, replay: Replay) -> Merged:
    """Take in what the files of a folder hold that is not in the store, and append what this machine's file lacks.

    This machine's own file is read too: a store that was restored from a backup gets back from it what it lost. Files
    that did not change since the last time are not opened. StoreError as `transaction` and `append`.
    """
    before = _read_positions(store)
    files = sorted(folder.glob("*.jsonl")) if folder.is_dir() else []
    found: dict[str, _Read] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            if (read := _read(path, before.get(path.stem, _Position()))) is not None:
                found[path.stem] = read
                problems += read.problems
        except (OSError, UnicodeError, StudykitError) as error:
            problems.append(problem(Severity.ERROR, "journal-unreadable", str(path), detail=error))
    total = Added(0, 0, 0)
    if found:
        with transaction(store):
            for name, read in found.items():
                entries = [line for line in read.lines if isinstance(line, LogEntry)]
                undone = [(line.key, line.at_ms) for line in read.lines if isinstance(line, Undo)]
                added = add_entries(store, entries, undone, name, replay)
                total = Added(*(a + b for a, b in zip(total, added, strict=True)))
                _remember(store, name, read.position)
    appended = _append_missing(store, folder / f"{machine}.jsonl", before.get(machine, _Position()), found.get(machine))
    return Merged(total, appended, tuple(problems))


def _append_missing(store: sqlite3.Connection, path: Path, before: _Position, read: _Read | None) -> int:
    """Append what was committed here and is not in this machine's file. Returns the number of lines."""
    name = path.stem
    whole = not path.exists() or (read is not None and read.whole)
    since = _Position() if whole else before
    with reading(store):
        reviews = read_own(store, name, since.seq)
        undos = read_own_undos(store, name, since.undo)
    if not reviews and not undos:
        return 0
    there = {(type(line), line.key) for line in (read.lines if read else ())}
    lines = [entry for _, entry in reviews] + [Undo(key, at_ms) for _, key, at_ms in undos]
    missing = [line for line in lines if (type(line), line.key) not in there]
    if missing:
        append(path, missing)
    start = read.position if read else since
    end = _read(path, start)
    position = (end.position if end else start)._replace(
        seq=max([since.seq, *(row[0] for row in reviews)]), undo=max([since.undo, *(row[0] for row in undos)])
    )
    with transaction(store):
        _remember(store, name, position)
    return len(missing)


def _read(path: Path, before: _Position) -> _Read | None:
    """What a file holds beyond a position, or all of it where it is another file by now; None where it is the same."""
    status = path.stat()
    if (status.st_size, status.st_mtime_ns) == (before.size, before.mtime_ns):
        return None
    path.stem.encode()  # a name that is no text cannot be remembered
    data = read_regular(path, _LIMIT)
    hashed = hashlib.sha256(data[: before.offset])
    whole = len(data) < before.offset or hashed.hexdigest() != before.digest
    start = 0 if whole else before.offset
    end = data.rfind(b"\n") + 1
    if whole:
        hashed = hashlib.sha256()
    hashed.update(data[start:end])
    first = data.count(b"\n", 0, start) + 1
    lines: list[LogEntry | Undo] = []
    problems: list[Problem] = []
    for number, text in enumerate(data[start:end].split(b"\n"), first):
        if text.strip():
            line = parse_line(text)
            if line is None:
                problems.append(problem(Severity.WARNING, "journal-line", str(path), number))
            else:
                lines.append(line)
    seen = (len(data), status.st_mtime_ns)
    if data[end:].strip():
        problems.append(problem(Severity.WARNING, "journal-torn", str(path), data.count(b"\n") + 1))
        seen = (-1, -1)  # looked at again, and told again, until it is whole
    position = _Position(end, hashed.hexdigest(), *seen, 0 if whole else before.seq, 0 if whole else before.undo)
    return _Read(position, tuple(lines), tuple(problems), whole)


def _breaks_off(descriptor: int) -> bool:
    end = os.lseek(descriptor, 0, os.SEEK_END)
    if not end:
        return False
    os.lseek(descriptor, end - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"


def _read_positions(store: sqlite3.Connection) -> dict[str, _Position]:
    return {name: _Position(*rest) for name, *rest in store.execute("SELECT * FROM journals")}


def _remember(store: sqlite3.Connection, name: str, position: _Position) -> None:
    store.execute("INSERT OR REPLACE INTO journals VALUES (?, ?, ?, ?, ?, ?, ?)", (name, *position))
