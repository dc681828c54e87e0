"""What SQLite and the system report, as errors that a person can act on: full disk, another process, damage."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from studykit.errors import StoreError

_MAGIC: Final = b"SQLite format 3\0"


def is_database(path: Path) -> bool:
    """Whether a file begins as SQLite's do, or is empty. The log beside another one SQLite might throw away."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) in (_MAGIC, b"")


@contextmanager
def told(path: str | Path) -> Iterator[None]:
    """Run the block; what is the disk's fault or another process's becomes a StoreError that names `path`.

    Errors of another sort (a broken constraint, a wrong statement) are ours and pass as they are.
    """
    try:
        yield
    except sqlite3.Error as error:
        if (store_error := translate(error, path)) is None:
            raise
        raise store_error from error
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StoreError("store-full", path=str(path)) from error


def translate(error: sqlite3.Error, path: str | Path) -> StoreError | None:
    """The StoreError for one of SQLite's, None where it is not about the file."""
    where, detail = str(path), str(error)
    match getattr(error, "sqlite_errorcode", 0) & 0xFF:
        case sqlite3.SQLITE_FULL:
            return StoreError("store-full", path=where)
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreError("store-busy", path=where)
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreError("store-read-only", path=where)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return StoreError("store-damaged", path=where, detail=detail)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return StoreError("store-unwritable", path=where, detail=detail)
    return None
