"""Pictures and sounds of imported notes: which name of which import is which file, by the digest of its bytes."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from studykit.store.backup import list_backups

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


def needed_digests(store: sqlite3.Connection, folder: Path) -> set[str] | None:
    """Every file that the store, a backup of it, or a store that was put aside needs: a backup holds no files itself.

    None where one of them cannot be read, and so may need any file.
    """
    found = media_digests(store)
    for path in (*(backup.path for backup in list_backups(folder)), *folder.glob("study-replaced-*.db")):
        try:
            with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
                if copy.execute("SELECT 1 FROM sqlite_schema WHERE name = 'imported_media'").fetchone() is not None:
                    found |= media_digests(copy)
        except sqlite3.Error:
            return None
    return found
