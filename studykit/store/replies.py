"""What models answered, kept under a digest of all that was asked: a second build sends nothing.

Each reply is written in a transaction of its own as it comes, so that a killed run loses only what was on its way.
What is read back is checked again by whoever asked: a reply is text from outside, wherever it was kept.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from studykit.store.transactions import transaction


class KeptReply(NamedTuple):
    """One answer of a model, as it came."""

    key: str
    unit: str
    host: str
    model: str
    text: str
    truncated: bool
    sent: int
    """Tokens, as the server counted or as they were estimated."""
    received: int
    at: int
    """Seconds since 1970 (UTC)."""


class FailedUnit(NamedTuple):
    """A unit that a model could not do when its text had this fingerprint. Its old cards stand."""

    unit: str
    fingerprint: str
    code: str
    """Of `messages/model.py`."""
    parameters: tuple[tuple[str, str], ...]
    at: int


def read_reply(connection: sqlite3.Connection, key: str) -> KeptReply | None:
    """The reply that is kept under a key."""
    row = connection.execute("SELECT * FROM replies WHERE key = ?", (key,)).fetchone()
    return KeptReply._make((*row[:5], bool(row[5]), *row[6:])) if row is not None else None


def write_reply(connection: sqlite3.Connection, reply: KeptReply) -> None:
    """Keep a reply. It outlives the process when this returns; a power cut may cost the last ones, and no more."""
    marks = ", ".join("?" * len(reply))
    with _unsynced(connection), transaction(connection):
        connection.execute(f"INSERT OR REPLACE INTO replies VALUES ({marks})", _bound(reply))


def write_replies(connection: sqlite3.Connection, replies: Iterable[KeptReply]) -> int:
    """Keep many that came together, as a batch does: all or none. Returns how many were new."""
    before = connection.total_changes
    with transaction(connection):
        marks = ", ".join("?" * len(KeptReply._fields))
        connection.executemany(f"INSERT OR IGNORE INTO replies VALUES ({marks})", map(_bound, replies))
    return connection.total_changes - before


def forget_replies(connection: sqlite3.Connection, before: int) -> int:
    """Forget what came before a time (seconds since 1970). Returns how many."""
    with transaction(connection):
        return connection.execute("DELETE FROM replies WHERE at < ?", (before,)).rowcount


def read_learnt(connection: sqlite3.Connection, host: str, model: str) -> str:
    """What a host and model were found to take, as it was written; empty where nothing is known."""
    row = connection.execute("SELECT value FROM learnt WHERE host = ? AND model = ?", (host, model)).fetchone()
    return str(row[0]) if row is not None else ""


def write_learnt(connection: sqlite3.Connection, host: str, model: str, value: str) -> None:
    """Keep what a host and model take."""
    with transaction(connection):
        connection.execute("INSERT OR REPLACE INTO learnt VALUES (?, ?, ?)", (host, model, value))


def read_failed(connection: sqlite3.Connection) -> dict[str, FailedUnit]:
    """Every unit that could not be done, by key."""
    rows = connection.execute("SELECT unit, fingerprint, code, parameters, at FROM failed_units ORDER BY unit")
    return {
        unit: FailedUnit(unit, mark, code, tuple((name, value) for name, value in json.loads(parameters)), at)
        for unit, mark, code, parameters, at in rows
    }


def write_failed(connection: sqlite3.Connection, failed: FailedUnit) -> None:
    """Keep why a unit could not be done."""
    with transaction(connection):
        connection.execute(
            "INSERT OR REPLACE INTO failed_units VALUES (?, ?, ?, ?, ?)",
            (*failed[:3], json.dumps(failed.parameters, ensure_ascii=False), failed.at),
        )


def clear_failed(connection: sqlite3.Connection, units: Iterable[str]) -> None:
    """Forget failures of units that have been done since, or are gone."""
    with transaction(connection):
        connection.executemany("DELETE FROM failed_units WHERE unit = ?", [(unit,) for unit in units])


@contextmanager
def _unsynced(connection: sqlite3.Connection) -> Iterator[None]:
    """Write without waiting for the disk: while it waits no answer is read, and a reply can be had again for a cent.

    The log is written all the same, and the next commit that waits brings it to the disk.
    """
    connection.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
    finally:
        connection.execute("PRAGMA synchronous = FULL")


def _bound(reply: KeptReply) -> tuple[str | int, ...]:
    """A reply as SQLite takes it: a lone surrogate is no text for it."""
    return (*reply[:4], reply.text.encode("utf-8", "replace").decode("utf-8"), int(reply.truncated), *reply[6:])
