"""Deck files and their cards as a build last left them: what tells an edit, a deletion, a file that went missing."""

import sqlite3
from collections.abc import Iterable
from operator import itemgetter
from typing import NamedTuple

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


def read_decks(connection: sqlite3.Connection) -> dict[str, StoredDeck]:
    """Every deck file, by file."""
    return {row[0]: StoredDeck(*row) for row in connection.execute("SELECT * FROM decks")}


def read_cards(connection: sqlite3.Connection) -> dict[str, StoredCard]:
    """Every card, by id."""
    return {row[0]: StoredCard(*row) for row in connection.execute("SELECT * FROM cards")}


def write_decks(connection: sqlite3.Connection, now: Iterable[StoredDeck]) -> int:
    """Make the table hold these files, taken one by one. Returns the rows written: none where nothing changed."""
    return hold(connection, "decks", StoredDeck._fields[:1], StoredDeck._fields[1:], now)


def write_cards(connection: sqlite3.Connection, now: Iterable[StoredCard]) -> int:
    """Make the table hold these cards. Returns the rows written: none where nothing changed."""
    return hold(connection, "cards", StoredCard._fields[:1], StoredCard._fields[1:], sorted(now, key=itemgetter(0)))
