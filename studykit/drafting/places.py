"""Where a quote stands in its note: heading and line, for the card's source."""

from studykit.drafting.grounding import Normalised, line_of
from studykit.drafting.unit import Unit
from studykit.model.card import Source
from studykit.text.once import once


class Places:
    """Finds quotes in one unit's note."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    @once
    def _text(self) -> str:
        return self._unit.document.text.decode("utf-8", "replace")

    @once
    def _index(self) -> Normalised:
        return Normalised(self._text)

    def source(self, quote: str) -> tuple[Source, int]:
        """The source of a quote and its line; the unit's first heading where it stands in an embed, or nowhere."""
        unit = self._unit
        place = self._index.find(quote)
        parts = unit.parts
        if place is None:
            first = parts[0] if parts else None
            line = unit.document.line_at(first.start) if first is not None else 0
            return Source(unit.link, first.title if first is not None else "", quote), line
        offset = len(self._text[: place.start].encode("utf-8"))
        part = next((part for part in reversed(parts) if part.start <= offset), parts[0] if parts else None)
        line = unit.document.first_line + line_of(self._text, place) - 1
        return Source(unit.link, part.title if part is not None else "", quote), line
