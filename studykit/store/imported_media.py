"""Pictures and sounds of imported notes: which name of which import is which file, by the digest of its bytes."""

import sqlite3
from collections.abc import Iterable
from itertools import islice
from typing import Final, NamedTuple

_BATCH: Final = 2_000


class Medium(NamedTuple):
    """A file of a package: its name there, and what holds it here."""

    name: str
    digest: str
    """SHA-256 of its bytes: the name of the file in the store's folder `media`."""
    size: int


def read_media(store: sqlite3.Connection, number: int) -> dict[str, Medium]:
    """The files of one import, by their names."""
    rows = store.execute("SELECT name, digest, size FROM imported_media WHERE import = ?", (number,))
    return {row[0]: Medium._make(row) for row in rows}


def find_medium(store: sqlite3.Connection, number: int, name: str) -> Medium | None:
    """A file that a note names: of its own import, else the newest of this name."""
    row = store.execute(
        "SELECT name, digest, size FROM imported_media WHERE name = ? ORDER BY import = ? DESC, import DESC LIMIT 1",
        (name, number),
    ).fetchone()
    return None if row is None else Medium._make(row)


def add_media(store: sqlite3.Connection, media: Iterable[Medium], number: int) -> None:
    """Add the files of an import. In the caller's transaction."""
    stream = ((number, *medium) for medium in media)
    while batch := list(islice(stream, _BATCH)):
        store.executemany("INSERT INTO imported_media (import, name, digest, size) VALUES (?, ?, ?, ?)", batch)


def media_digests(store: sqlite3.Connection) -> set[str]:
    """Every file that an import needs."""
    return {digest for (digest,) in store.execute("SELECT DISTINCT digest FROM imported_media")}
