"""Whether a card's quote still stands somewhere in the vault: asked before a card is retired, and only then."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from studykit.drafting.grounding import Normalised
from studykit.flows.reading.scan import Scan
from studykit.model.ids import NotePath
from studykit.model.problem import Problem
from studykit.text.encoding import decode
from studykit.text.normal import folded
from studykit.vault.load import read_bytes

_WORD: Final = re.compile(r"[^\W_]+")


class Quotes:
    """Looks quotes up in the notes as they lie on the disk."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._index = lru_cache(maxsize=16)(self._read)

    def _read(self, path: NotePath) -> Normalised | None:
        raw = read_bytes(self._scan.root, path)
        if isinstance(raw, Problem):
            return None
        data = decode(raw).data
        return Normalised(data.decode("utf-8", "replace")) if data is not None else None

    def stands_in(self, quote: str, path: NotePath) -> bool:
        """Whether a note holds a quote; true where the note cannot be read, as nothing can be known then."""
        if path in self._scan.unread or path in self._scan.damaged or self._in_properties(quote, path):
            return True
        index = self._index(path)
        return index is None or index.find(quote) is not None

    def _in_properties(self, quote: str, path: NotePath) -> bool:
        """Whether the frontmatter holds it: YAML folds lines and undoes escapes, so that the file may not."""
        note = self._scan.notes.get(path)
        texts = note.properties.values() if note is not None else ()
        return any(isinstance(text, str) and folded(quote) in folded(text) for text in texts)

    def anywhere(self, quotes: Iterable[str]) -> set[str]:
        """Those of some quotes that stand in any note. Each note is read once, and looked at closely where it holds
        the quote's longest word."""
        missing = {quote: _longest_word(quote) for quote in quotes}
        found: set[str] = set()
        if self._scan.unread:
            return set(missing)  # it may stand in one that cannot be read
        for path in self._scan.notes:
            if not missing:
                break
            raw = read_bytes(self._scan.root, path)
            data = None if isinstance(raw, Problem) else decode(raw).data
            if data is None:
                return found | set(missing)
            text = unicodedata.normalize("NFC", data.decode("utf-8", "replace"))
            index: Normalised | None = None
            for quote, word in list(missing.items()):
                if word in text:
                    index = index or Normalised(text)
                    if index.find(quote) is not None or self._in_properties(quote, path):
                        found.add(quote)
                        del missing[quote]
        return found


def _longest_word(quote: str) -> str:
    return max(_WORD.findall(unicodedata.normalize("NFC", quote)), key=len, default="")
