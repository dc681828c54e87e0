"""Opening the store: found or made, checked, migrated. Everything else in the package takes the open connection."""

import os
import sqlite3
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from studykit.errors import StoreError
from studykit.files import sync_folder
from studykit.store.backup import back_up, with_backup
from studykit.store.faults import is_database, translate
from studykit.store.migrations import STEPS, Database
from studykit.store.transactions import transaction

__all__ = ["FILE_NAME", "VERSION", "Store", "exists", "open_store", "transaction"]

FILE_NAME: Final = "study.db"
VERSION: Final = len(STEPS)


Store = sqlite3.Connection
"""An open store, as the other modules of the package take it."""


def exists(folder: Path) -> bool:
    """Whether a store is there."""
    return (folder / FILE_NAME).exists()


def open_store(folder: Path) -> sqlite3.Connection:
    """The store in a folder, made where neither it nor a trace of one is there.

    A folder that holds backups or other files of a store but no store is an error: it was lost, and a new, empty one
    would look as if nothing had ever been learned. Raises StoreError for that, for a file that is no database, and
    for one that a newer studykit has written; each names the newest good backup where there is one. Before its schema
    is changed the store is backed up.
    """
    path = folder / FILE_NAME
    made = not path.exists()
    if made and folder.is_dir() and (traces := _traces(folder)):
        error = StoreError("store-missing", path=str(path), traces=", ".join(traces))
        raise with_backup(error, folder, VERSION)
    folder.mkdir(parents=True, exist_ok=True)
    connection: sqlite3.Connection | None = None
    try:
        if not made and not is_database(path):
            raise StoreError("store-damaged", path=str(path), detail="no SQLite database")
        if made:  # what is beside it, the log too, gets the same rights
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(path, timeout=10, isolation_level=None)
        _prepare(connection, folder)
    except BaseException as reason:
        if connection is not None:
            connection.close()
        fault = translate(reason, path) if isinstance(reason, sqlite3.Error) else reason
        if isinstance(fault, StoreError):
            raise with_backup(fault, folder, VERSION) from reason
        raise
    if made:  # a name that is not on the disk would take with it all that is behind it
        sync_folder(folder)
        sync_folder(folder.parent)
    return connection


def _prepare(connection: sqlite3.Connection, folder: Path) -> None:
    connection.execute("PRAGMA page_size = 8192")  # of a new store: the drafts of most units fit on a page
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -16000")  # KiB: what a day's queue reads of a million faces stays there
    if sys.platform == "darwin":
        connection.execute("PRAGMA fullfsync = ON")  # fsync alone leaves the data in the drive's cache there
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version > VERSION:
        raise StoreError("store-newer", path=str(folder / FILE_NAME), version=version, known=VERSION)
    if version < VERSION:
        if version:
            back_up(connection, folder, _written_ms(folder))
        _migrate(connection, _sqlite_utils(connection) if version else New(connection))


def _written_ms(folder: Path) -> int:
    """When the store was last written: what a backup before a migration is called by."""
    times = [0]
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        with suppress(FileNotFoundError):
            times.append((folder / name).stat().st_mtime_ns // 1_000_000)
    return max(times)


def _traces(folder: Path) -> list[str]:
    """Files that say that a store once stood here; a lock says nothing."""
    return sorted(entry.name for entry in folder.iterdir() if entry.suffix != ".lock")[:5]


def _sqlite_utils(connection: sqlite3.Connection) -> Database:
    """sqlite-utils without pandas, which it loads where it can (half a second) for types that we do not use."""
    hidden = "pandas" not in sys.modules
    if hidden:
        sys.modules["pandas"] = None  # type: ignore[assignment] # an import of it fails as if it were not there
    try:
        from sqlite_utils import Database as Whole
    finally:
        if hidden:
            del sys.modules["pandas"]
    return Whole(connection, execute_plugins=False)  # they would be looked for in every package


class New(NamedTuple):
    """All that the steps ask for in a store that holds nothing: it is there long before sqlite-utils is imported."""

    conn: sqlite3.Connection

    def execute(self, sql: str) -> sqlite3.Cursor:
        """Run one statement."""
        return self.conn.execute(sql)


def _migrate(connection: sqlite3.Connection, db: Database) -> None:
    """Run the steps that are missing, each in a transaction with its version, one process at a time."""
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
