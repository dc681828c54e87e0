"""Copies of the store that are known to be good: made while others write, verified, hashed, thinned.

A bit that flips in a page can escape SQLite's own checks; the SHA-256 beside a backup lets none through. A backup is
put in place before its hash, so that one that was cut short has no hash and is never taken for a good one.
"""

import hashlib
import re
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, NamedTuple

from studykit.errors import StoreError
from studykit.files import replacing, write_bytes_in_place
from studykit.store.faults import told
from studykit.store.kept import keep_files
from studykit.store.thinning import kept

FOLDER: Final = "backups"
_NAME: Final = re.compile(r"study-([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{6})\.db")
_TIME: Final = "%Y-%m-%dT%H%M%S"


class Backup(NamedTuple):
    """A copy of the store, by its name; whether it is good only `check` can say."""

    path: Path
    at: datetime
    """When it was made (UTC)."""
    size: int


class Contents(NamedTuple):
    """What a good backup holds."""

    version: int
    """Of the schema."""
    reviews: int
    faces: int


def back_up(store: sqlite3.Connection, folder: Path, at_ms: int, decks: Path | None = None) -> Backup:
    """Copy the open store into its folder's `backups`, verified; others may read and write meanwhile.

    With `decks`, the deck files of this folder go along as they lie there now (`kept`); without, as the last build
    left them. Of a store that is damaged no copy is kept: StoreError `store-damaged`, with the newest good backup.
    """
    try:
        return _back_up(store, folder, at_ms, decks)
    except StoreError as error:
        (version,) = store.execute("PRAGMA user_version").fetchone()
        raise with_backup(error, folder, version) from error


def with_backup(error: StoreError, folder: Path, version: int) -> StoreError:
    """An error of a store that cannot be used, with the backup that could be put in its place, where there is one."""
    if error.code not in ("store-missing", "store-newer", "store-damaged"):
        return error
    backup = newest_good(folder, version)
    return error if backup is None else StoreError(f"{error.code}-backup", **error.parameters, backup=backup.path)


def _back_up(store: sqlite3.Connection, folder: Path, at_ms: int, decks: Path | None) -> Backup:
    with told(folder / "study.db"):
        path, at = _reserve(folder / FOLDER, datetime.fromtimestamp(at_ms // 1000, UTC))
        least = _contents(store)
        try:
            with replacing(path) as temporary:
                with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
                    store.backup(copy)
                    if decks is not None:
                        keep_files(copy, decks)
                    copy.execute("PRAGMA journal_mode = DELETE")  # one file, that a reader can take as it is
                found = _examine(temporary, folder / "study.db")
                if any(now < before for now, before in zip(found, least, strict=True)):
                    raise StoreError(
                        "store-damaged", path=str(folder / "study.db"), detail="rows are missing in a copy"
                    )
                digest = _digest(temporary)
            write_bytes_in_place(_hash_of(path), f"{digest}  {path.name}\n".encode())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    return Backup(path, at, path.stat().st_size)


def _reserve(place: Path, at: datetime) -> tuple[Path, datetime]:
    """An empty file of a name that no other process has taken, if need be of a later second."""
    place.mkdir(parents=True, exist_ok=True)
    while True:
        path = place / f"study-{at.strftime(_TIME)}.db"
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            at += timedelta(seconds=1)
        else:
            return path, at


def back_up_daily(store: sqlite3.Connection, folder: Path, at_ms: int, decks: Path | None = None) -> Backup | None:
    """`back_up`, and thin what is there, unless a backup of this day (UTC) is there already."""
    now = datetime.fromtimestamp(at_ms // 1000, UTC)
    before = list_backups(folder)
    if any(backup.at.date() == now.date() for backup in before):
        return None
    made = back_up(store, folder, at_ms, decks)
    thin(folder, now)
    return made


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a store's folder that have a hash, the newest first."""
    backups = []
    for path in (folder / FOLDER).glob("study-*.db"):
        if (name := _NAME.fullmatch(path.name)) and _hash_of(path).is_file():
            with suppress(ValueError, OSError):  # no day of a calendar, or gone a moment ago
                at = datetime.strptime(name[1], _TIME).replace(tzinfo=UTC)
                backups.append(Backup(path, at, path.stat().st_size))
    return sorted(backups, key=lambda backup: backup.at, reverse=True)


def check(path: Path) -> Contents:
    """What a backup holds, after its hash and its pages were checked. StoreError `backup-bad` where one is wrong."""
    try:
        said = _hash_of(path).read_text(encoding="ascii").split()
        if said[:1] != [_digest(path)]:
            raise StoreError("backup-bad", path=str(path), detail="SHA-256")
        return _examine(path, path)
    except (OSError, ValueError, sqlite3.Error, StoreError) as error:
        detail = error.parameters.get("detail", "") if isinstance(error, StoreError) else error
        raise StoreError("backup-bad", path=str(path), detail=str(detail)) from error


def newest_good(folder: Path, version: int) -> Backup | None:
    """The newest backup that is whole and of a schema no newer than `version`."""
    for backup in list_backups(folder):
        with suppress(StoreError):
            if check(backup.path).version <= version:
                return backup
    return None


def thin(folder: Path, now: datetime) -> int:
    """Remove backups that newer ones make superfluous (`thinning`). Returns how many."""
    backups = list_backups(folder)
    keep = kept([backup.at for backup in backups], now)
    gone = [backup.path for backup in backups if backup.at not in keep]
    for path in gone:
        _hash_of(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    _sweep(folder / FOLDER, now - timedelta(days=1))
    return len(gone)


def _sweep(place: Path, before: datetime) -> None:
    """Remove what killed processes left behind, once it is too old to be under way."""
    left = [*place.glob(".studykit-*.tmp*"), *(p for p in place.glob("study-*.db") if not _hash_of(p).exists())]
    for path in left:
        with suppress(OSError):
            if path.stat().st_mtime < before.timestamp() and (path.suffix != ".db" or not path.stat().st_size):
                path.unlink()


def _examine(path: Path, blamed: Path) -> Contents:
    """A closed database file's contents; StoreError `store-damaged` about `blamed` where its pages do not agree."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        (verdict,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise StoreError("store-damaged", path=str(blamed), detail=verdict)
        return _contents(copy)


def _contents(store: sqlite3.Connection) -> Contents:
    (version,) = store.execute("PRAGMA user_version").fetchone()
    tables = {name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    reviews, faces = (
        store.execute(f"SELECT count(*) FROM {table}").fetchone()[0] if table in tables else 0
        for table in ("reviews", "faces")
    )
    return Contents(version, reviews, faces)


def _hash_of(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
