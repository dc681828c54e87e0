"""How every note's questions look, and by what else a card of one note could be taken for a draft of another."""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from struct import pack, unpack
from typing import Final, NamedTuple

from studykit.store.table import hold

_SIZE: Final = 4
"""Bytes of a key."""


class Looks(NamedTuple):
    """The looks (`changes.looks.packed`) of a note's questions, as the last build compared them."""

    note: str
    free: bytes
    """Of drafts that are no card."""
    standing: bytes
    """Of cards, and of the drafts that they are."""
    choices: int
    """Where the keys of choices are, of drafts that are no card (`flows.known.likeness`)."""


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
    connection: sqlite3.Connection, now: Mapping[str, Collection[int]], notes: Collection[str] | None = None
) -> None:
    """Make the table hold the keys of notes; with `notes`, those of others stay."""
    rows = [(note, _packed(keys)) for note, keys in sorted(now.items(), key=itemgetter(0))]
    hold(connection, "ties", ("note",), ("keys",), rows, ("note", notes) if notes is not None else None)


def tied(connection: sqlite3.Connection, keys: Iterable[int], notes: Collection[str]) -> bool:
    """Whether one of the keys is also another note's."""
    wanted = set(keys)
    if not wanted:  # as after most edits: the table is asked as a whole
        return False
    rows = connection.execute("SELECT note, keys FROM ties")
    return any(note not in notes and not wanted.isdisjoint(_unpacked(data)) for note, data in rows)


def tied_to(connection: sqlite3.Connection, keys: Iterable[int], notes: Collection[str]) -> bool:
    """Whether one of the keys is one of these notes'."""
    wanted = set(keys)
    query = "SELECT keys FROM ties WHERE note = ?"
    rows = (row for note in notes for row in connection.execute(query, (note,)))
    return any(not wanted.isdisjoint(_unpacked(data)) for (data,) in rows)


def _packed(keys: Collection[int]) -> bytes:
    """The keys of a note, in order, four bytes each: there are many, and a row for each would take ten times as much
    time and room."""
    return pack(f"<{len(keys)}I", *sorted(keys))


def _unpacked(data: bytes) -> tuple[int, ...]:
    return unpack(f"<{len(data) // _SIZE}I", data)
