"""Files written so that a reader finds the old one or the new one and never a part, read without surprises, and locked.

A file is written beside its place under a name of our own, flushed to the disk, put in place by one rename, and its
folder flushed, so that what was acknowledged survives a killed process and a lost power supply.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Final

from studykit.errors import StudykitError

_PREFIX: Final = ".studykit-"
_SUFFIX: Final = ".tmp"
_LOCKED_BYTE: Final = 1 << 30
"""Windows locks bytes and lets nobody read them: one far behind the process id."""

_O_BINARY: Final[int] = getattr(os, "O_BINARY", 0)
_O_NONBLOCK: Final[int] = getattr(os, "O_NONBLOCK", 0)
_O_CLOEXEC: Final[int] = getattr(os, "O_CLOEXEC", 0)
_O_NOFOLLOW: Final[int] = getattr(os, "O_NOFOLLOW", 0)
_O_NOCTTY: Final[int] = getattr(os, "O_NOCTTY", 0)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Yield an empty file in the folder of `path` to be written; it takes the place of `path` when the block ends.

    An error in the block removes it and leaves `path` as it was. A symbolic link stays one: the file that it leads to
    is replaced. Permissions of a file that stands are kept. StudykitError `file-not-regular` where something else than
    a file stands there; OSError as the system gives it. The file must be closed when the block ends.
    """
    target = Path(os.path.realpath(path))
    mode = _mode(target)
    temporary = _create_beside(target, 0o666 if mode is None else mode | 0o600)
    try:
        yield temporary
        _sync_file(temporary, mode)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def write_bytes_in_place(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, and have it on the disk on return. Errors as `replacing`."""
    with replacing(path) as temporary:
        temporary.write_bytes(data)


def read_regular(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes. Symbolic links are followed.

    StudykitError `file-not-regular` for pipes, devices and folders, which are never opened, and `file-too-large`;
    OSError as the system gives it.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise StudykitError("file-not-regular", path=path)
    descriptor = os.open(path, os.O_RDONLY | _O_BINARY | _O_NONBLOCK | _O_CLOEXEC | _O_NOCTTY)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # it was another one a moment ago
            raise StudykitError("file-not-regular", path=path)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise StudykitError("file-too-large", path=path, limit=limit)
    return data


def remove_leftovers(folder: Path) -> int:
    """Remove what killed writers left beside their files in a folder. For the holder of the lock alone."""
    removed = 0
    for path in sorted(folder.glob(f"{_PREFIX}*{_SUFFIX}")):
        with suppress(OSError):
            path.unlink()
            removed += 1
    return removed


def sync_folder(folder: Path) -> None:
    """Have a folder's names on the disk, on systems that can."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            with suppress(OSError):  # some network file systems refuse it for folders
                os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold a lock while the block runs: one writer in a workspace. The system gives it free when the process dies.

    The lock file holds the holder's process id and stays there. StudykitError `workspace-locked` with `pid` (`?` where
    it cannot be read) when another holds it; OSError where the file cannot be opened or the file system has no locks.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _O_CLOEXEC | _O_NOFOLLOW | _O_BINARY | _O_NONBLOCK, 0o666)
    try:
        if not _take(descriptor):
            raise StudykitError("workspace-locked", path=path, pid=_holder(descriptor))
        try:
            os.ftruncate(descriptor, 0)
            os.write(descriptor, b"%d\n" % os.getpid())
            yield
        finally:
            os.ftruncate(descriptor, 0)
            _give(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _give(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _give(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 32).strip()
    return text.decode("ascii") if text.isdigit() else "?"


def _mode(target: Path) -> int | None:
    """The permissions of the file that stands there, None where there is none."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        raise StudykitError("file-not-regular", path=target)
    return stat.S_IMODE(mode) & 0o777


def _create_beside(target: Path, mode: int) -> Path:
    """A new empty file in the target's folder, with the permissions that the person's umask leaves of `mode`."""
    for number in count():
        path = target.with_name(f"{_PREFIX}{os.getpid()}-{number}{_SUFFIX}")
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _O_CLOEXEC, mode)
        except FileExistsError:
            continue
        os.close(descriptor)
        return path
    raise AssertionError("count() ends")


def _sync_file(path: Path, mode: int | None) -> None:
    with path.open("rb+") as file:
        if mode is not None:  # only now: the file may be one that its owner cannot write to
            path.chmod(mode)
        if sys.platform == "darwin":
            with suppress(OSError):  # fsync alone leaves the data in the drive's cache there
                fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
                return
        os.fsync(file.fileno())
