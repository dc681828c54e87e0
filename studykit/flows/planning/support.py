"""Whether the cards that stand still have their quotes in the vault. Where too much of it is gone, a build stops."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from studykit.errors import StoppedError
from studykit.flows.reading.quotes import Quotes
from studykit.flows.reading.scan import Scan
from studykit.model.card import Card
from studykit.model.ids import NotePath

GONE_SHARE: Final = 0.3
"""The share of notes with cards that may vanish in one build; more is an unmounted disk or a wrong path."""
_GLOSS: Final = "rules:gloss"


class Support:
    """The quotes of cards, which are given by their indexes. Each is looked up once."""

    def __init__(self, scan: Scan, cards: Sequence[tuple[str, Card, NotePath | None]]) -> None:
        """`cards` are file, card, and the note it was read in, where that is there."""
        self.cards = cards
        self.quotes = Quotes(scan)
        self.found: dict[int, bool | None] = {}
        """Of cards that were looked up: whether their quote stands in their note, somewhere else (None), or nowhere."""
        self.elsewhere: dict[str, tuple[str, bool]] = {}
        """By card: a quote that its own note does not hold, and whether another one does."""

    def look_up(self, indices: Iterable[int]) -> None:
        """Find out where the quotes of some cards stand. All that are not in their notes are looked for at once."""
        missing: dict[int, str] = {}
        for index in indices:
            _, card, note = self.cards[index]
            stamp, source = card.stamp, card.source
            if index in self.found or stamp is None or not stamp.base or source is None or not source.quote.strip():
                continue
            here = stamp.by == _GLOSS if note is None else self.quotes.stands_in(source.quote, note)
            if here:
                self.found[index] = True
            else:
                missing[index] = source.quote
        anywhere = self.quotes.anywhere(missing.values()) if missing else set()
        self.found |= {index: None if quote in anywhere else False for index, quote in missing.items()}

    def standing(self, indices: Collection[int], *, force: bool) -> dict[int, bool]:
        """For drafted cards that nobody offered again: whether their quote stands.

        StoppedError where too many of the notes that cards were read in are gone, unless `force`.
        """
        self.look_up(indices)
        found = {index: self.found[index] for index in indices if index in self.found}
        for index, stands in found.items():
            _, card, note = self.cards[index]
            assert card.stamp is not None  # only stamped cards were looked up
            assert card.source is not None
            if note is None and card.stamp.by == _GLOSS:
                found[index] = not card.stamp.retired  # a map that is gone takes no card with it
            elif not stands:
                self.elsewhere[card.stamp.id] = card.source.quote, stands is None
        if not force:
            self._guard([index for index, stands in found.items() if stands is False and self.found[index] is False])
        return {index: stands is not False for index, stands in found.items()}

    def _guard(self, gone: Sequence[int]) -> None:
        names = {card.source.note for _, card, _ in self.cards if card.source is not None and card.source.note}
        missing = {
            source.note
            for index in gone
            if (source := self.cards[index][1].source) is not None and self.cards[index][2] is None
        }
        if len(missing) > max(GONE_SHARE * len(names), 1):
            shown = ", ".join(sorted(missing)[:5])
            raise StoppedError("too-much-gone", gone=len(missing), notes=len(names), examples=shown)
