"""An Anki package as a file that may hold anything: its version, its collection, its media, all within bounds.

A package is a zip. What says its version is a small message in `meta`; without one it is the older kind, whose
collection is a plain SQLite file. The newest kind compresses collection and media once more, as a stream of Zstandard
that names no size: it is read piece by piece and given up at the bound, whatever it claims. Beside its collection it
carries a small one for old programs that asks for an update; that one is never read.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from studykit.anki import wire
from studykit.errors import StudykitError

LARGEST_COLLECTION: Final = 4 << 30
LARGEST_MEDIUM: Final = 256 << 20
LARGEST_MAP: Final = 64 << 20
LARGEST_RATIO: Final = 500
"""How many times its packed size a collection may have, where it is larger than `SMALL`."""
SMALL: Final = 64 << 20
MOST_ENTRIES: Final = 200_000
_CHUNK: Final = 1 << 18
_COLLECTIONS: Final = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}


class PackageError(StudykitError):
    """A package that cannot be read; the parameters name the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A package that is open."""

    path: Path
    version: int
    """1 and 2: the older kinds; 3: the compressed one."""
    media: Mapping[str, str]
    """From the name in Anki, without folders, to the entry that holds it."""
    package: zipfile.ZipFile

    def extract_collection(self, target: Path) -> None:
        """Write the collection to a file, at most `LARGEST_COLLECTION` bytes. PackageError where it is damaged."""
        entry = _COLLECTIONS[self.version]
        with _readable(self.path), target.open("wb") as written:
            packed = self.package.getinfo(entry).compress_size
            for chunk in self._chunks(entry, min(LARGEST_COLLECTION, max(SMALL, packed * LARGEST_RATIO))):
                written.write(chunk)

    def medium(self, name: str) -> bytes:
        """A medium's bytes. KeyError for one that is not there; PackageError where it is damaged or too large."""
        return b"".join(self.stream_medium(name))

    def stream_medium(self, name: str) -> Iterator[bytes]:
        """A medium's bytes, piece by piece. Errors as `medium`."""
        entry = self.media[name]
        with _readable(self.path):
            yield from self._chunks(entry, LARGEST_MEDIUM)

    def _chunks(self, entry: str, bound: int) -> Iterator[bytes]:
        try:
            opened: IO[bytes] = self.package.open(entry)
        except KeyError:
            raise PackageError("package-lacks", path=str(self.path), entry=entry) from None
        with opened:
            yield from _bounded(_plain(opened) if self.version == 3 else opened, bound, self.path, entry)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """A package, open for reading.

    PackageError for what is no package, is damaged, or is of a version that is not known.
    """
    with _readable(path), zipfile.ZipFile(path) as package:
        names = package.namelist()
        if len(names) > MOST_ENTRIES:
            raise PackageError("package-large", path=str(path), entry="", bound=MOST_ENTRIES)
        version = _version(path, package, set(names))
        entries = {name for name in names if name.isdecimal()}
        yield Archive(path, version, _media(path, package, version, entries), package)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What the libraries raise for a damaged file, as the one error that a person sees."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise PackageError("package-damaged", path=str(path), detail=str(error)) from error
    except OSError as error:
        raise PackageError("package-unreadable", path=str(path), detail=error.strerror or str(error)) from error


def _version(path: Path, package: zipfile.ZipFile, names: set[str]) -> int:
    if "meta" not in names:
        version = 2 if _COLLECTIONS[2] in names else 1
    else:
        with package.open("meta") as opened:
            version = wire.number(b"".join(_bounded(opened, 1 << 16, path, "meta")), 1)
        if version not in _COLLECTIONS:
            raise PackageError("package-newer", path=str(path), version=version)
    if _COLLECTIONS[version] not in names:
        raise PackageError("package-lacks", path=str(path), entry=_COLLECTIONS[version])
    return version


def _media(path: Path, package: zipfile.ZipFile, version: int, entries: set[str]) -> dict[str, str]:
    """Names reduced to what follows the last slash; the first of two of one name stands."""
    try:
        opened: IO[bytes] = package.open("media")
    except KeyError:
        return {}
    with opened:
        data = b"".join(_bounded(_plain(opened) if version == 3 else opened, LARGEST_MAP, path, "media"))
    found: dict[str, str] = {}
    for entry, name in _listed(data, version):
        base = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")
        if base not in ("", ".", "..") and entry in entries:
            found.setdefault(base, entry)
    return found


def _listed(data: bytes, version: int) -> Iterator[tuple[str, str]]:
    if version == 3:
        place = 0
        for field, value in wire.fields(data):
            if field == 1 and isinstance(value, bytes):
                yield str(place), wire.text(value, 1)
                place += 1
        return
    listed = json.loads(data.decode("utf-8", "replace") or "{}")
    if isinstance(listed, dict):
        yield from ((str(entry), str(name)) for entry, name in listed.items())


def _plain(opened: IO[bytes]) -> IO[bytes]:
    import zstandard

    class _Stream(io.RawIOBase):
        """The library's reader, whose own error is turned into one that all callers know."""

        def __init__(self) -> None:
            self._reader = zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(opened)

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            try:
                return self._reader.read(size)
            except zstandard.ZstdError as error:
                raise ValueError(str(error)) from error

    return _Stream()  # type: ignore[return-value]  # it is only read


def _bounded(opened: IO[bytes], bound: int, path: Path, entry: str) -> Iterator[bytes]:
    taken = 0
    while chunk := opened.read(_CHUNK):
        taken += len(chunk)
        if taken > bound:
            raise PackageError("package-large", path=str(path), entry=entry, bound=bound)
        yield chunk
