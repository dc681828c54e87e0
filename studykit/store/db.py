"""Opening the store: found or made, checked, migrated. Everything else in the package takes the open connection."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

from studykit.errors import StoreError
from studykit.store.migrations import STEPS

FILE_NAME: Final = "study.db"
VERSION: Final = len(STEPS)


Store = sqlite3.Connection
"""An open store, as the other modules of the package take it."""


@contextmanager
def transaction(store: Store) -> Iterator[None]:
    """All that is written in the block, or nothing of it."""
    store.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        store.execute("ROLLBACK")
        raise
    store.execute("COMMIT")


def exists(folder: Path) -> bool:
    """Whether a store is there."""
    return (folder / FILE_NAME).exists()


def open_store(folder: Path) -> sqlite3.Connection:
    """The store in a folder, made where neither it nor a trace of one is there.

    A folder that holds backups or other files of a store but no store is an error: it was lost, and a new, empty one
    would look as if nothing had ever been learned. Raises StoreError for that, for a file that is no database, and
    for one that a newer studykit has written.
    """
    path = folder / FILE_NAME
    if not path.exists() and folder.is_dir() and (traces := _traces(folder)):
        raise StoreError("store-missing", path=str(path), traces=", ".join(traces))
    folder.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version > VERSION:
            raise StoreError("store-newer", path=str(path), version=version, known=VERSION)
        if version < VERSION:
            _migrate(connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise StoreError("store-damaged", path=str(path), detail=str(error)) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _traces(folder: Path) -> list[str]:
    """Files that say that a store once stood here; a lock says nothing."""
    return sorted(entry.name for entry in folder.iterdir() if entry.suffix != ".lock")[:5]


def _sqlite_utils() -> ModuleType:
    """sqlite-utils without pandas, which it loads where it can (half a second) for types that we do not use."""
    hidden = "pandas" not in sys.modules
    if hidden:
        sys.modules["pandas"] = None  # type: ignore[assignment] # an import of it fails as if it were not there
    try:
        return import_module("sqlite_utils")
    finally:
        if hidden:
            del sys.modules["pandas"]


def _migrate(connection: sqlite3.Connection) -> None:
    """Run the steps that are missing, each in a transaction with its version, one process at a time."""
    db = _sqlite_utils().Database(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])  # another process may have been first
        for number, step in enumerate(STEPS[version:], start=version + 1):
            step(db)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
