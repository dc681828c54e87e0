"""Which notes have to be looked at again by the next build, though nothing in them changes.

A card that is new stands when the next build comes, and what stands is compared with every draft that is none. Mostly
that says nothing which this build did not say: whatever is too like a draft is too like the card that was made of it.
Where that can be seen, a note is settled, and the next build need not open it; after a first build, nearly all are.
"""

from collections.abc import Collection
from functools import reduce
from typing import Final

from studykit.changes.faces import in_order
from studykit.changes.keys import keys_of_card, keys_of_draft
from studykit.changes.looks import alike, look
from studykit.changes.matches import Standing
from studykit.flows.alike import look_of
from studykit.flows.likeness import NOWHERE, front_of, keys_at_one_place, owner, with_key
from studykit.flows.steps import Compared, Plan
from studykit.model.card import content_digest
from studykit.model.ids import NotePath

_CHANGES: Final = frozenset({"new", "updated", "retired", "revived", "deleted"})
_MOST_ASKED: Final = 200
_FIRST: Final = frozenset({"new", "pending"})
"""What happens where a note had no card before."""


def unsettled(plan: Plan, settled: Collection[NotePath]) -> list[str]:
    """Notes whose cards changed: with what stands now, the next build may decide otherwise about them."""
    changed = {step.note for step in plan.steps if step.note and step.action in _CHANGES}
    return sorted(note for note in changed if note not in settled)


def loose(plan: Plan) -> set[NotePath]:
    """Notes with a card that is not, word for word, a draft of its note: another draft may be it some day."""
    compared = plan.compared
    assert compared is not None  # every plan says what it compared
    return {owner(compared, index) for index in range(len(compared.cards)) if not _is_drafted(compared, index)} - {
        NOWHERE
    }


def _is_drafted(compared: Compared, index: int) -> bool:
    """Whether a card is what was drafted for it (`likeness.ties`)."""
    offer, (_, card, note) = compared.matched.get(index), compared.cards[index]
    stamp = compared.merged.get(card.stamp.id, card).stamp if card.stamp is not None else None
    if offer is None or stamp is None or offer.offered.note != note:
        return False
    return stamp.base == content_digest(offer.offered.draft.content)


def settled_by(plan: Plan, loose_elsewhere: Collection[NotePath] = ()) -> set[NotePath]:
    """The notes that had no card, and of whose first ones the next build decides as this one did.

    That is so where nothing was said of any of them: the lints say the same of two questions whichever came first, so
    no draft is too like them. A card that could be taken for one of their drafts, and a text that is drafted twice,
    of which only one is the card, leave the note to be looked at again. `loose_elsewhere` are notes with such cards
    that the plan is not about; by its words a card of theirs is none of its drafts.
    """
    compared = plan.compared
    assert compared is not None  # every plan says what it compared
    found = {NotePath(step.note) for step in plan.steps if step.action == "new"}
    if not found or keys_at_one_place([_choices(compared)]):
        return set()
    found -= {compared.offers[index].concept.note for index in _disputed(compared)}
    found -= {NotePath(step.note) for step in plan.placed.values()}
    found -= {NotePath(step.note) for step in plan.steps if step.action not in _FIRST}
    found -= {owner(compared, index) for index in range(len(compared.cards))}
    return found - _drafted_twice(compared) - _like_loose_cards(compared, found, {*loose(plan), *loose_elsewhere})


def _disputed(compared: Compared) -> list[int]:
    """The new cards of which something was said that concerns a draft which is no card: it is alike, or stands below
    the same heading. Of very many nobody asks what it was."""
    said = [index for index, plain in compared.new.items() if not plain]
    if not said or len(said) > _MOST_ASKED:
        return said
    drafts = [compared.offers[index].offered.draft for index in compared.free if index not in compared.new]
    headings = {(draft.source.note, draft.source.heading) for draft in drafts}
    fronts = {front_of(draft.content) for draft in drafts}
    looks = [(look(front), front) for front in fronts]
    found = []
    for index in said:
        draft = compared.offers[index].offered.draft
        front = front_of(draft.content)
        mine, least = look_of(front)
        if (draft.source.note, draft.source.heading) in headings or any(
            (one & mine).bit_count() >= least and alike(other, front) for one, other in looks
        ):
            found.append(index)
    return found


def _choices(compared: Compared) -> int:
    """Where the keys of all choices are that were compared as new."""
    return reduce(with_key, (compared.offers[index].offered.draft.content for index in compared.free), 0)


def _drafted_twice(compared: Compared) -> set[NotePath]:
    """The notes of which a new card is the text of another draft as well: matching takes the first for the card."""
    others = {
        (note, in_order(draft.content))
        for draft, note in (compared.offers[index].offered for index in compared.free if index not in compared.new)
    }
    new = (compared.offers[index] for index in compared.new)
    return {one.concept.note for one in new if (one.offered.note, in_order(one.offered.draft.content)) in others}


def _like_loose_cards(compared: Compared, notes: Collection[NotePath], places: Collection[NotePath]) -> set[NotePath]:
    """Those of some notes with a draft for which a card that no draft is could be taken; such cards are in `places`."""
    cards = [(card, note) for index, (_, card, note) in enumerate(compared.cards) if not _is_drafted(compared, index)]
    if not cards and not places:
        return set()
    keys = {key for card, note in cards for key in keys_of_card(Standing(card, note))}
    return {
        offer.concept.note
        for offer in compared.offers
        if offer.concept.note in notes
        and (offer.offered.note in places or not keys.isdisjoint(keys_of_draft(offer.offered)))
    }
