"""Deck files that go along with a backup of the store.

The store holds every deck file as the last build left it. What lies on the disk otherwise when a backup is made (edited
since, not built yet, broken), and what was rejected, is put into the copy beside that, so that a backup is both.
"""

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from studykit.errors import StudykitError
from studykit.files import read_regular

REJECTED: Final = "rejected.jsonl"
_LIMIT: Final = 256 * 1024 * 1024
_TABLE: Final = "files_beside"


def keep_files(copy: sqlite3.Connection, decks: Path) -> None:
    """Put into a copy of the store what its table of deck files does not say of a folder. What cannot be read is not
    kept."""
    digests: dict[str, str] = {}
    with suppress(sqlite3.OperationalError):  # of a store before its first migration
        digests = dict(copy.execute("SELECT file, digest FROM decks"))
    copy.execute("BEGIN")
    copy.execute(f"DROP TABLE IF EXISTS {_TABLE}")
    copy.execute(f"CREATE TABLE {_TABLE} (file TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT")
    for file, path in _files(decks):
        with suppress(OSError, StudykitError, UnicodeEncodeError):
            data = read_regular(path, _LIMIT)
            if hashlib.sha256(data).hexdigest() != digests.get(file):
                copy.execute(f"INSERT INTO {_TABLE} VALUES (?, ?)", (file, data))
    copy.execute("COMMIT")


def _files(decks: Path) -> Iterator[tuple[str, Path]]:
    for root, folders, names in os.walk(decks):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            file = path.relative_to(decks).as_posix()
            if (name.lower().endswith(".md") and not name.startswith(".")) or file == REJECTED:
                yield file, path


def kept_files(backup: Path) -> dict[str, bytes]:
    """The deck files of a backup, and `rejected.jsonl` where there was one, by their paths in the decks' folder."""
    with closing(sqlite3.connect(f"{backup.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        tables = {name for (name,) in copy.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        found: dict[str, bytes] = {}
        if "decks" in tables:
            found = {file: text.encode() for file, text in copy.execute("SELECT file, text FROM decks")}
        if _TABLE in tables:
            found |= dict(copy.execute(f"SELECT file, data FROM {_TABLE}"))
    return dict(sorted(found.items()))


def leave_out(path: Path) -> None:
    """Make a store of a backup: what was put beside its tables is no part of it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute(f"DROP TABLE IF EXISTS {_TABLE}")
