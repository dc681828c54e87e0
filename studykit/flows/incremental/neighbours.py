"""The notes that a build is not about and that ask much the same as one that it is about: theirs is compared too."""

from collections.abc import Mapping, Sequence

from studykit.changes.looks import Sought, alike, look, unpacked
from studykit.drafting.lints.fronts import front_of
from studykit.drafting.rules import AUTHORED
from studykit.flows.incremental.meant import Meant
from studykit.flows.incremental.stored_text import cards_in
from studykit.flows.known import likeness
from studykit.flows.known.alike import Alike
from studykit.flows.known.world import World
from studykit.model.card import Card, Content, Draft
from studykit.model.ids import NotePath
from studykit.store.db import Store
from studykit.store.decks import read_decks
from studykit.store.drafts import drafts_of
from studykit.store.looks import read_standing
from studykit.store.outlines import read_concept


class Neighbours:
    """What other notes ask."""

    def __init__(self, store: Store, world: World, meant: Meant, looks: Alike) -> None:
        self.store = store
        self.world = world
        self.meant = meant
        self.looks = looks
        self.joining: set[NotePath] = set()
        """Those that have to be planned as well."""
        self.free: dict[str, list[tuple[Draft, str, int]]] = {}
        self.cards: dict[str, list[tuple[Card, str, int]]] = {}
        """By note, what was asked for: a build that takes in more and more notes asks for much of it again."""
        self.places: dict[str, tuple[object, ...]] = {}
        self.place_of: Mapping[Draft, tuple[object, ...]] = {}
        """Where each draft comes among all."""

    def near(self, drafts: Sequence[Draft]) -> list[Content]:
        """What stands elsewhere and is like one of some new drafts, and new drafts there that come before it.

        A note with a draft that comes before one and after another has to join, and one that asks just what an author
        asked: the first card of those is compared letter for letter.
        """
        found: list[Content] = []
        asked = [(front_of(draft.content), draft) for draft in drafts]
        sought = {front: Sought(front) for front, _ in asked}
        authored = {front for front, draft in asked if draft.by in AUTHORED}
        for front in sought:
            for note in self.others_near(front, free=False):
                cards = self.cards_of(note)
                if any(card.edited and card.stamp is not None and card.stamp.base for card, _, _ in cards):
                    self.joining.add(NotePath(note))  # what it was drafted as counts too
                if front in authored and any(theirs == front for _, theirs, _ in cards):
                    self.joining.add(NotePath(note))
                found += [
                    card.content
                    for card, theirs, seen in cards
                    if card.stamp is not None and not card.stamp.retired
                    if sought[front].may_be(seen) and alike(theirs, front)
                ]
        for note in dict.fromkeys(note for front in sought for note in self.others_near(front, free=True)):
            if self.world.is_of_models(note):
                self.joining.add(NotePath(note))  # a section as a whole may have given it drafts
            for other, theirs, seen in self.free_of(note):
                mine = [draft for front, draft in asked if sought[front].may_be(seen) and alike(theirs, front)]
                before = {(-other.score, self.place(note)) < (-draft.score, self.place_of[draft]) for draft in mine}
                if before == {True}:
                    found.append(other.content)
                if len(before) > 1 or (before and theirs in authored):
                    self.joining.add(NotePath(note))
        self.joining.discard(likeness.NOWHERE)
        return found

    def place(self, note: str) -> tuple[object, ...]:
        """Where a note comes among all that are drafted."""
        if note not in self.places:
            concept = read_concept(self.store, note)
            self.places[note] = self.world.place(concept) if concept is not None else ()
        return self.places[note]

    def others_near(self, front: str, *, free: bool) -> list[str]:
        """The notes that are not meant with a card, or a draft that is none (`free`), that could be like a question."""
        return self.looks.near(front, free=free, without=self.meant.whole)

    def free_like(self, front: str) -> set[NotePath]:
        """The other notes with a draft like this question that is no card."""
        sought = Sought(front)
        return {
            NotePath(note)
            for note in self.others_near(front, free=True)
            if any(sought.may_be(seen) and alike(theirs, front) for _, theirs, seen in self.free_of(note))
            or self.world.is_of_models(note)
        }

    def free_of(self, note: str) -> list[tuple[Draft, str, int]]:
        """The drafts of a note that are no card, with their fronts and looks; or look like one of those."""
        if note not in self.free:
            shown = set(unpacked(self.looks.of(note).free))
            drafts = ((draft, front_of(draft.content)) for draft in drafts_of(self.store, note))
            self.free[note] = [(draft, front, seen) for draft, front in drafts if (seen := look(front)) in shown]
        return self.free[note]

    def cards_of(self, note: str) -> list[tuple[Card, str, int]]:
        """The cards of a note that is not meant, as the last build left them, with their fronts and looks."""
        if note not in self.cards:
            standing = read_standing(self.store, "" if note == likeness.NOWHERE else note)
            wanted = {card for _, card in standing}
            decks = read_decks(self.store, dict.fromkeys(file for file, _ in standing)).values()
            cards = (card for deck in decks for card in cards_in(deck.text, deck.file, wanted))
            self.cards[note] = [(card, front := front_of(card.content), look(front)) for card in cards]
        return self.cards[note]
