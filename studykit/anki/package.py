"""Writing a package: collection and media as one zip, whole or not at all, the same bytes for the same cards."""

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfileobj
from typing import Final

from studykit.anki.collection import Filled, fill
from studykit.anki.fields import PackageNote
from studykit.anki.media import LARGEST_FILE
from studykit.files import replacing

_COLLECTION: Final = "collection.anki2"
_CHUNK: Final = 1 << 18
_COMPRESSION_LEVEL: Final = 1
"""Of text, level 6 takes three times as long for a tenth less."""


@dataclass(frozen=True, slots=True)
class PackageSummary:
    """What a package holds."""

    notes: int
    cards: int
    media: int
    decks: tuple[str, ...]
    """Names of the decks, parents included."""
    size: int
    """Bytes of the file."""


def write_package(path: Path, notes: Iterable[PackageNote], media: Mapping[str, Path]) -> PackageSummary:
    """Write the notes, in their order, and the media files (by their names in Anki) to `path`.

    Notes are taken one batch at a time and never held. ValueError for a GUID that comes twice, a note that does not fit
    its note type, or a medium without a plain name; OSError where a file cannot be read or written. `path` then is what
    it was before.
    """
    return write_filled(path, lambda collection: fill(collection, notes), media)


def write_filled(path: Path, fill_it: Callable[[Path], Filled], media: Mapping[str, Path]) -> PackageSummary:
    """Write a package whose collection `fill_it` makes in an empty file. Errors as `write_package`."""
    for name in media:
        if not name or name in (".", "..") or any(c in name for c in "/\\\0"):
            raise ValueError(f"{name!r} is no name for a medium")
    descriptor, name = tempfile.mkstemp(
        dir=path.parent, prefix=".studykit-", suffix=".tmp"
    )  # `remove_leftovers` knows it
    os.close(descriptor)
    collection = Path(name)
    try:
        filled = fill_it(collection)
        with replacing(path) as beside:
            _zip(beside, collection, media)
            _verify(beside, collection, filled, media)
            size = beside.stat().st_size
    finally:
        collection.unlink(missing_ok=True)
    return PackageSummary(filled.notes, filled.cards, len(media), filled.decks, size)


def _zip(target: Path, collection: Path, media: Mapping[str, Path]) -> None:
    names = sorted(media)
    with zipfile.ZipFile(target, "w", compresslevel=_COMPRESSION_LEVEL) as package:
        _add(package, collection, _COLLECTION, zipfile.ZIP_DEFLATED)
        listed = json.dumps({str(place): name for place, name in enumerate(names)}, ensure_ascii=False)
        package.writestr(_entry("media", zipfile.ZIP_DEFLATED), listed)
        for place, name in enumerate(names):
            _add(package, media[name], str(place), zipfile.ZIP_STORED)  # pictures and sounds are compressed already


def _add(package: zipfile.ZipFile, source: Path, name: str, compression: int) -> None:
    entry = _entry(name, compression)
    entry.file_size = source.stat().st_size
    if compression == zipfile.ZIP_STORED and entry.file_size > LARGEST_FILE:
        raise ValueError(f"{source} is too large for a package")
    with source.open("rb") as read, package.open(entry, "w") as written:
        copyfileobj(read, written, _CHUNK)


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    """An entry without the time and the rights that the same content would have elsewhere."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    entry._compresslevel = _COMPRESSION_LEVEL  # type: ignore[attr-defined]  # public only from Python 3.13 on
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _verify(package: Path, collection: Path, filled: Filled, media: Mapping[str, Path]) -> None:
    """Read the package back, every byte of it against its checksum, and count what the collection holds.

    OSError where something is not as it was written: a disk that is full or lies.
    """
    with zipfile.ZipFile(package) as opened:
        expected = [_COLLECTION, "media", *map(str, range(len(media)))]
        if opened.namelist() != expected or opened.testzip() is not None:
            raise OSError(f"{package} was not written as it should be")
    connection = sqlite3.connect(f"{collection.absolute().as_uri()}?mode=ro", uri=True)
    try:
        counts = connection.execute("SELECT (SELECT count(*) FROM notes), (SELECT count(*) FROM cards)").fetchone()
    finally:
        connection.close()
    if counts != (filled.notes, filled.cards):
        raise OSError(f"{package} holds {counts} of {filled.notes} notes and {filled.cards} cards")
