"""Putting a backup in the store's place. What stood there is put aside under a name of its own and never deleted.

At every moment either the old store, or none, or the restored one stands; none is told as lost, with its backups. The
write-ahead log of the old store is never left beside the restored one, as SQLite would apply it there.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final

from studykit.errors import StoreError
from studykit.files import replacing, sync_folder
from studykit.store.backup import check
from studykit.store.faults import is_database, told
from studykit.store.kept import leave_out

WAIT_SECONDS: Final = 2.0
"""For another process to end that has the store open."""


def restore(folder: Path, backup: Path, at_ms: int) -> Path | None:
    """Put a backup in the place of the store. Returns the file that was put aside, None where there was no store.

    StoreError `backup-bad` where the backup is not whole, and `store-busy` where another process has the store open:
    what it would write would go to the file put aside.
    """
    check(backup)
    store = folder / "study.db"
    aside: Path | None = None
    with told(store), replacing(store) as temporary:
        shutil.copyfile(backup, temporary)
        leave_out(temporary)
        if store.exists() and is_database(store):
            _settle(store)
        if any(path.exists() for path in (store, *_sides(store))):
            aside = _put_aside(store, at_ms)
    return aside


def _settle(store: Path) -> None:
    """Have the store in one file, and be sure that nobody else has it open. A damaged one is left as it is."""
    with closing(sqlite3.connect(store, timeout=WAIT_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreError("store-busy", path=str(store)) from error


def _put_aside(store: Path, at_ms: int) -> Path:
    aside = unused(store.with_name(f"study-replaced-{stamp(at_ms)}.db"))
    for side, other in zip(_sides(store), _sides(aside), strict=True):
        if side.exists():
            shutil.copyfile(side, other)
            with other.open("rb+") as file:
                os.fsync(file.fileno())
    if store.exists():
        store.replace(aside)  # from here on the store is missing, which every command says
    sync_folder(store.parent)
    for side in _sides(store):
        side.unlink(missing_ok=True)
    return aside


def _sides(store: Path) -> tuple[Path, Path]:
    return store.with_name(store.name + "-wal"), store.with_name(store.name + "-shm")


def stamp(at_ms: int) -> str:
    """A moment as the names of what was put aside have it."""
    return datetime.fromtimestamp(at_ms // 1000, UTC).strftime("%Y-%m-%dT%H%M%S")


def unused(path: Path) -> Path:
    """This path, or with a number behind its name where something stands there."""
    return next(one for one in _names(path) if not one.exists())


def _names(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")
