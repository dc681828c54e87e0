"""Whether a card's quote still stands somewhere in the vault: asked before a card is retired, and only then."""

from collections.abc import Iterable
from functools import lru_cache

from studykit.drafting.grounding import Normalised
from studykit.flows.scan import Scan
from studykit.model.ids import NotePath
from studykit.model.problem import Problem
from studykit.text.encoding import decode
from studykit.vault.load import read_bytes


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
        if path in self._scan.unread or path in self._scan.damaged:
            return True
        index = self._index(path)
        return index is None or index.find(quote) is not None

    def anywhere(self, quotes: Iterable[str]) -> set[str]:
        """Those of some quotes that stand in any note. Each note is read once, and looked at closely where its bytes
        hold the quote's longest line."""
        missing = {quote: _longest_line(quote) for quote in quotes}
        found: set[str] = set()
        if self._scan.unread:
            return set(missing)  # it may stand in one that cannot be read
        for path in self._scan.notes:
            if not missing:
                break
            raw = read_bytes(self._scan.root, path)
            if isinstance(raw, Problem):
                return found | set(missing)
            here = {quote for quote, line in missing.items() if line in raw}
            found |= here
            for quote in here:
                del missing[quote]
        return found


def _longest_line(quote: str) -> bytes:
    return max(quote.split("\n"), key=len).strip().encode()
