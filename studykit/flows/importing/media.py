"""The files that imported notes name, put into the store's folder `media` under the digest of their bytes.

They are read whole into a folder of their own, each within its bound and all within one, before anything else is
written; then they take their names by renames. What a killed run left there belongs to nobody, and the next one sweeps
it out.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from studykit.anki.archive import LARGEST_RATIO, SMALL, Archive, PackageError
from studykit.files import sync_folder
from studykit.store.imported_media import Medium

FOLDER: Final = "media"
LARGEST_TOTAL: Final = 16 << 30
"""Bytes of all files of one package."""
_STAGE: Final = "incoming"
_NAMED: Final = re.compile(
    r"""<(?:img|audio|video|source|embed)\b[^<>]*?\ssrc\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s<>"']+))"""
    r"""|<object\b[^<>]*?\sdata\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s<>"']+))|\[sound:([^\]]*)\]""",
    re.IGNORECASE,
)


def files_named(html: str) -> Iterator[set[str]]:
    """The files that a field names, each as it is written and as it may be meant."""
    for match in _NAMED.finditer(html):
        written = match[match.lastindex or 0]
        plain = unescape(written) if "&" in written else written
        if plain:
            yield {written, plain, unquote(plain)} if "%" in plain else {written, plain}


def wanted_files(fields: Iterable[Collection[str]], present: Collection[str]) -> tuple[set[str], set[str]]:
    """Which files of a package its notes need, and which it has not.

    Those whose names begin with `_` are its templates'.
    """
    wanted = {name for name in present if name.startswith("_")}
    missing: set[str] = set()
    for note in fields:
        for html in note:
            if "<" in html or "[sound:" in html:
                for names in files_named(html):
                    there = names.intersection(present)
                    wanted |= there
                    if not there and not any("://" in name or name.startswith("data:") for name in names):
                        missing |= names
    return wanted, missing


class Stage:
    """Files on their way into the store."""

    def __init__(self, store: Path) -> None:
        self.folder = store / FOLDER
        self._stage = self.folder / _STAGE
        self.media: list[Medium] = []

    def take(self, archive: Archive, names: Iterable[str]) -> None:
        """Read files of a package. PackageError where one is damaged or too large; then `drop`."""
        shutil.rmtree(self._stage, ignore_errors=True)
        total, bound = 0, min(LARGEST_TOTAL, max(SMALL, archive.path.stat().st_size * LARGEST_RATIO))
        for number, name in enumerate(sorted(names)):
            self._stage.mkdir(parents=True, exist_ok=True)
            target = self._stage / str(number)
            hashed, size = hashlib.sha256(), 0
            with target.open("wb") as file:
                for chunk in archive.stream_medium(name):
                    hashed.update(chunk)
                    size += file.write(chunk)
                    if total + size > bound:
                        raise PackageError("package-large", path=str(archive.path), entry="media", bound=bound)
                file.flush()
                os.fsync(file.fileno())
            total += size
            self.media.append(Medium(name, hashed.hexdigest(), size))

    def keep(self) -> None:
        """Give the files their names for good. What is there already has the same bytes."""
        for number, medium in enumerate(self.media):
            source, target = self._stage / str(number), self.folder / medium.digest
            if target.exists():
                source.unlink(missing_ok=True)
            else:
                source.replace(target)
        if self.media:
            sync_folder(self.folder)
        self.drop()

    def drop(self) -> None:
        """Remove what has no name yet."""
        shutil.rmtree(self._stage, ignore_errors=True)


def sweep(store: Path, needed: Collection[str] | None) -> int:
    """Remove files that nothing needs; none where nobody can say what is needed. Returns how many."""
    folder = store / FOLDER
    removed = 0
    if needed is not None and folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_file() and path.name not in needed:
                path.unlink(missing_ok=True)
                removed += 1
    return removed
