"""Deck files and their cards as a build last left them: what tells an edit, a deletion, a file that went missing."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from studykit.store.table import hold


class StoredDeck(NamedTuple):
    """A deck file as it was when a build was done with it."""

    file: str
    """Relative to the decks' folder, `/` between parts."""
    mtime_ns: int
    size: int
    inode: int
    digest: str
    text: str


class StoredCard(NamedTuple):
    """A card as it stood in its file."""

    id: str
    file: str
    note: str
    kind: str
    front: str
    digest: str
    """`content_digest` of what stood there."""


def read_deck_stats(connection: sqlite3.Connection) -> dict[str, tuple[int, int, int]]:
    """Each deck file's mtime, size and inode, by file."""
    return {file: (m, s, i) for file, m, s, i in connection.execute("SELECT file, mtime_ns, size, inode FROM decks")}


def read_digests(connection: sqlite3.Connection) -> dict[str, str]:
    """The digest of each deck file, by file."""
    return dict(connection.execute("SELECT file, digest FROM decks"))


def read_decks(connection: sqlite3.Connection, files: Iterable[str] | None = None) -> dict[str, StoredDeck]:
    """Every deck file, by file; or some of them."""
    return {row[0]: StoredDeck(*row) for row in _rows(connection, "decks", files)}


def read_cards(connection: sqlite3.Connection, files: Iterable[str] | None = None) -> dict[str, StoredCard]:
    """Every card, by id; or those of some files."""
    return {row[0]: StoredCard(*row) for row in _rows(connection, "cards", files)}


def _rows(connection: sqlite3.Connection, table: str, files: Iterable[str] | None) -> Iterator[tuple[Any, ...]]:
    if files is None:
        yield from connection.execute(f"SELECT * FROM {table}")
    else:
        for file in files:
            yield from connection.execute(f"SELECT * FROM {table} WHERE file = ?", (file,))


def files_of(connection: sqlite3.Connection, notes: Iterable[str]) -> set[str]:
    """The files in which cards of some notes stand."""
    query = "SELECT DISTINCT file FROM cards WHERE note = ?"
    return {file for note in notes for (file,) in connection.execute(query, (note,))}


def known_ids(connection: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """Those of some ids that a card has."""
    query = "SELECT id FROM cards WHERE id = ?"
    return {found for key in ids for (found,) in connection.execute(query, (key,))}


def write_decks(connection: sqlite3.Connection, now: Iterable[StoredDeck], files: Collection[str] | None = None) -> int:
    """Make the table hold these files, taken one by one. Returns the rows written: none where nothing changed.

    With `files`, rows of other files stay as they are.
    """
    within = ("file", files) if files is not None else None
    return hold(connection, "decks", StoredDeck._fields[:1], StoredDeck._fields[1:], now, within)


def write_cards(connection: sqlite3.Connection, now: Iterable[StoredCard], files: Collection[str] | None = None) -> int:
    """Make the table hold these cards. Returns the rows written: none where nothing changed.

    With `files`, cards of other files stay as they are.
    """
    within = ("file", files) if files is not None else None
    rows = sorted(now, key=itemgetter(0))
    return hold(connection, "cards", StoredCard._fields[:1], StoredCard._fields[1:], rows, within)


def standing_ids(connection: sqlite3.Connection) -> set[str]:
    """Every id that a card has."""
    return {key for (key,) in connection.execute("SELECT id FROM cards")}
