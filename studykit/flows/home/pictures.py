"""Which file of the vault a picture or sound of Anki's media folder is: its name there holds a digest of its bytes."""

import hashlib
import re
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from studykit.anki.media import media_name
from studykit.markup.obsidian import IMAGES, SOUNDS, suffix
from studykit.vault import load

_DIGEST: Final = re.compile(r"-[0-9a-f]{8}(?=(?:\.[^.]*)?\Z)")
_NO_DIGEST: Final = "0" * 8


class Pictures:
    """From names in Anki to targets of embeds, and back. Files are read only for a name that no card here shows.

    `medium` gives the bytes of a file of Anki's media folder, `attachments` lists the vault's files.
    """

    def __init__(
        self, vault: Path, medium: Callable[[str], bytes | None], attachments: Callable[[], Iterable[str]]
    ) -> None:
        self._vault = vault
        self._medium = medium
        self._list = attachments
        self._shown: dict[str, str] = {}

    def begin(self) -> None:
        """Forget what the last card shows: two files of one name in two folders are told apart by their cards."""
        self._shown = {}

    def any(self, target: str) -> str | None:
        """For rendering what is compared: every picture by its target, whether its file is there or not."""
        if suffix(target) not in IMAGES | SOUNDS:
            return None
        self._shown[_stem(target)] = target
        return target

    def there(self, target: str) -> str | None:
        """For rendering what is compared: as a package made now would show it."""
        name = self.any(target)
        return name if name is not None and self._is_here(target) else None

    def target(self, name: str) -> str:
        """What an embed in the vault says for a name in Anki; the name itself where no file is known for it."""
        stem = _DIGEST.sub(f"-{_NO_DIGEST}", name)
        if stem != name:
            shown = self._shown.get(stem)
            if shown is not None:
                return shown
            for path in self._by_stem.get(stem, ()):
                if media_name(path.rpartition("/")[2], self._digest(path)) == name:
                    return path
        for path in self._by_stem.get(_stem(name), ()):
            if path.rpartition("/")[2] == name and self._is_same(path, name):
                return path
        return name

    def _is_here(self, target: str) -> bool:
        place = self._vault / target
        return place.is_file() and place.resolve().is_relative_to(self._vault.resolve())

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self._list()):
            if suffix(path) in IMAGES | SOUNDS:
                found.setdefault(_stem(path), []).append(path)
        return found

    def _digest(self, path: str) -> str:
        data = load.read_bytes(self._vault, path)
        return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else _NO_DIGEST

    def _is_same(self, path: str, name: str) -> bool:
        data = self._medium(name)
        return data is not None and hashlib.sha256(data).hexdigest() == self._digest(path)


def _stem(target: str) -> str:
    return media_name(target.rpartition("/")[2], _NO_DIGEST)
