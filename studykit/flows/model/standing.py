"""Which cards a model is told of: those that stand for a unit, and some of other notes that show a person's taste."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from studykit.drafting.grounding import Normalised
from studykit.drafting.unit import Unit
from studykit.flows.decks.standing import Standing
from studykit.model.card import Card, Draft, content_digest
from studykit.model.concept import SectionId
from studykit.store.decisions import Decision

_EXAMPLES: Final = 4
_OWN: Final = "me"


class Stands(NamedTuple):
    """A card that stands."""

    shown: Draft
    """As the model is told of it: as it stands."""
    base: Draft | None
    """What the unit offers where the model confirms it; None where a person wrote or changed it: it stands anyway."""


class StandingCards:
    """The cards that stand, by the note that they were read in."""

    def __init__(self, standing: Standing, decisions: Iterable[Decision]) -> None:
        self._cards: dict[str, list[Card]] = defaultdict(list)
        self._liked: dict[tuple[str, str], list[Draft]] = defaultdict(list)
        """What the person wrote over or accepted, by (map, section) of its deck."""
        accepted = {one.placed for one in decisions if one.state == "accepted" and one.placed and not one.undone}
        for file, card in standing.cards():
            if card.source is None or card.stamp is None or card.stamp.retired:
                continue
            self._cards[card.source.note].append(card)
            if card.stamp.base and (card.edited or card.stamp.id in accepted):
                header = standing.decks[file].header
                self._liked[header.moc, header.section].append(_as_draft(card))

    def of_unit(self, unit: Unit, before: Sequence[Draft], every: Callable[[], Collection[str]]) -> list[Stands]:
        """The cards of a unit: those it drafted, those whose quote it holds; the first unit has what no unit holds.

        `every` gives the texts of all units of the note: it is asked only where a card's quote is not in this one.
        """
        drafted = {content_digest(draft.content): draft for draft in before}
        cards = self._cards.get(unit.link, [])
        if not cards:
            return []
        text = Normalised("\n\n".join(filter(None, (unit.text, unit.summary, unit.concept.gloss_quote))))
        found: list[Stands] = []
        for card in cards:
            assert card.stamp is not None  # others were left out
            assert card.source is not None
            own = card.stamp.base in drafted or text.find(card.source.quote) is not None
            if own or (unit.opens_note and not any(card.source.quote in other for other in every())):
                found.append(_stands(card))
        return found

    def of_section(self, before: Sequence[Draft]) -> list[Stands]:
        """The cards that a section as a whole gave before."""
        wanted = {content_digest(draft.content) for draft in before}
        links = dict.fromkeys(draft.source.note for draft in before)
        cards = [card for link in links for card in self._cards.get(link, [])]
        return [_stands(card) for card in cards if card.stamp is not None and card.stamp.base in wanted]

    def examples(self, section: SectionId, link: str) -> list[Draft]:
        """Cards of other notes that this person changed or accepted: those of the same section first."""
        here = (section.moc, " / ".join(section.path))
        groups = [self._liked.get(here, []), *(group for key, group in sorted(self._liked.items()) if key != here)]
        found = (draft for group in groups for draft in group if draft.source.note != link)
        return [draft for draft, _ in zip(found, range(_EXAMPLES), strict=False)]


def offered(told: Sequence[Draft], drafts: Iterable[Draft], stands: Sequence[Stands]) -> Iterator[Draft]:
    """What a unit offers: a standing card that is confirmed as it was drafted, and nothing for what a person wrote.

    `told` are the drafts that the model was told of, in the order of `stands`.
    """
    bases = {id(shown): one.base for shown, one in zip(told, stands, strict=True)}
    own = {one.shown.content for one in stands if one.base is None}
    for made in drafts:
        base = bases.get(id(made), made)
        if base is not None and base.content not in own:
            yield base


def _stands(card: Card) -> Stands:
    assert card.stamp is not None  # the caller has looked
    shown = _as_draft(card)
    return Stands(shown, shown if card.stamp.base and not card.edited else None)


def _as_draft(card: Card) -> Draft:
    assert card.stamp is not None  # the caller has looked
    assert card.source is not None
    return Draft(card.content, card.source, card.stamp.by or _OWN, card.stamp.tags)
