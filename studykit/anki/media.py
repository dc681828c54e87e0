"""Pictures and sounds of cards: names that hold the digest of their bytes, so that no two files are ever mixed up.

Anki keeps what is in its media folder under a name (for names that begin with `_` without even looking), so a changed
picture needs a new name. The one place of this package that reads files of the vault.
"""

import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

from studykit.markup.obsidian import IMAGES, SOUNDS, suffix

LARGEST_FILE: Final = 50 * 1024 * 1024
"""Bytes of one file; a longer recording belongs elsewhere than in a flashcard."""
LARGEST_TOTAL: Final = 1024 * 1024 * 1024
"""Bytes of all files of one package."""

_LONGEST_NAME: Final = 100
"""Bytes of a name; Anki cuts at 120."""
_UNSAFE: Final = re.compile(r"[^\w.()+-]+")


class Media:
    """The files that a package will carry, gathered while its cards are rendered.

    `resolve` gives the file for the target of an embed, or None; only regular files are read, no links to files.
    An instance's `name` is the `image` of `markup.html.to_html`.
    """

    def __init__(
        self,
        resolve: Callable[[str], Path | None],
        *,
        largest_file: int = LARGEST_FILE,
        largest_total: int = LARGEST_TOTAL,
    ) -> None:
        self._resolve = resolve
        self._largest_file = largest_file
        self._remaining = largest_total
        self._names: dict[str, str | None] = {}
        self.files: dict[str, Path] = {}
        """From the name in Anki's media folder to the file: what `write_package` takes."""
        self.refused: list[str] = []
        """Targets of files that were found and left out: too large, no regular file, not readable."""

    def name(self, target: str) -> str | None:
        """The file's name in Anki's media folder, or None where there is no file to carry."""
        if target not in self._names:
            self._names[target] = self._take(target)
        return self._names[target]

    def _take(self, target: str) -> str | None:
        if suffix(target) not in IMAGES | SOUNDS:
            return None
        path = self._resolve(target)
        if path is None:
            return None
        read = _digest(path, min(self._largest_file, self._remaining))
        if read is None:
            self.refused.append(target)
            return None
        digest, size = read
        name = media_name(path.name, digest)
        if name not in self.files:
            self._remaining -= size
            self.files[name] = path
        return name


def media_name(name: str, digest: str) -> str:
    """`图 1.png` and a digest in hex → `图_1-0a1b2c3d.png`: NFC, no character with a meaning for Anki or an address."""
    stem, dot, ending = unicodedata.normalize("NFC", name).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    tail = f"-{digest[:8]}.{ending.lower()}" if ending else f"-{digest[:8]}"
    safe = _UNSAFE.sub("_", stem).strip(".") or "file"
    return safe.encode()[: _LONGEST_NAME - len(tail.encode())].decode("utf-8", "ignore") + tail


def _digest(path: Path, largest: int) -> tuple[str, int] | None:
    """SHA-256 (hex) and size of a regular file of at most `largest` bytes; None for all else."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None  # asked first, as opening a pipe would wait
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > largest or not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            return hashlib.file_digest(file, "sha256").hexdigest(), size
    except OSError:
        return None
