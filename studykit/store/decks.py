"""Deck files and their cards as a build last left them: what tells an edit, a deletion, a file that went missing."""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple


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


def write_decks(connection: sqlite3.Connection, now: Mapping[str, StoredDeck]) -> int:
    """Make the table hold these files. Returns the rows written: none where nothing changed."""
    before = read_decks(connection)
    changed = [deck for file, deck in now.items() if before.get(file) != deck]
    gone = [(file,) for file in before if file not in now]
    connection.executemany("DELETE FROM decks WHERE file = ?", gone + [(deck.file,) for deck in changed])
    connection.executemany("INSERT INTO decks VALUES (?, ?, ?, ?, ?, ?)", changed)
    return len(changed) + len(gone)


def write_cards(connection: sqlite3.Connection, cards: Iterable[StoredCard]) -> int:
    """Make the table hold these cards. Returns the rows written: none where nothing changed."""
    now = {card.id: card for card in cards}
    before = read_cards(connection)
    changed = [card for card in now.values() if before.get(card.id) != card]
    gone = [(key,) for key in before if key not in now]
    connection.executemany("DELETE FROM cards WHERE id = ?", gone + [(card.id,) for card in changed])
    connection.executemany("INSERT INTO cards VALUES (?, ?, ?, ?, ?, ?)", changed)
    return len(changed) + len(gone)
