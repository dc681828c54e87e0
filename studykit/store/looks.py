"""How every note's questions look, and by what else a card of one note could be taken for a draft of another."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from studykit.store.table import hold


class Looks(NamedTuple):
    """The looks (`changes.looks.packed`) of a note's questions, as the last build compared them."""

    note: str
    free: bytes
    """Of drafts that are no card."""
    standing: bytes
    """Of cards, and of the drafts that they are."""
    choices: int
    """Where the keys of choices are, of drafts that are no card (`flows.likeness`)."""


def write_looks(connection: sqlite3.Connection, now: Iterable[Looks], notes: Collection[str] | None = None) -> int:
    """Make the table hold these; with `notes`, the rows of others stay."""
    within = ("note", notes) if notes is not None else None
    return hold(connection, "looks", Looks._fields[:1], Looks._fields[1:], now, within)


def read_looks(connection: sqlite3.Connection, notes: Collection[str]) -> Iterator[Looks]:
    """The looks of those of some notes that have a question."""
    query = (
        "SELECT note, free, standing, choices FROM json_each(?) AS asked CROSS JOIN looks ON looks.note = asked.value"
    )
    return (Looks(*row) for row in connection.execute(query, (json.dumps(list(notes)),)))


def read_standing(connection: sqlite3.Connection, note: str) -> list[tuple[str, str]]:
    """The cards of a note: (file, id), by file."""
    return connection.execute("SELECT file, id FROM cards WHERE note = ? ORDER BY file", (note,)).fetchall()


def write_ties(
    connection: sqlite3.Connection, now: Iterable[tuple[int, str]], notes: Collection[str] | None = None
) -> None:
    """Make the table hold (key, note); with `notes`, those of others stay."""
    number = cache(_number)
    if notes is None:
        connection.execute("DELETE FROM ties")
    else:
        connection.executemany("DELETE FROM ties WHERE note = ?", [(number(note),) for note in notes])
    rows = sorted({(key, number(note)) for key, note in now})
    connection.executemany("INSERT OR IGNORE INTO ties (key, note) VALUES (?, ?)", rows)


def tied(connection: sqlite3.Connection, keys: Iterable[int], notes: Collection[str]) -> bool:
    """Whether one of the keys is also another note's."""
    query, mine = "SELECT note FROM ties WHERE key = ?", set(map(_number, notes))
    return any(note not in mine for key in keys for (note,) in connection.execute(query, (key,)))


def tied_to(connection: sqlite3.Connection, keys: Iterable[int], notes: Collection[str]) -> bool:
    """Whether one of the keys is one of these notes'."""
    query, wanted = "SELECT note FROM ties WHERE key = ?", set(map(_number, notes))
    return any(note in wanted for key in keys for (note,) in connection.execute(query, (key,)))


def _number(note: str) -> int:
    """A note in the table of ties: there are many rows, and a number takes a sixth of a path's room in each."""
    return int.from_bytes(blake2b(note.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")
