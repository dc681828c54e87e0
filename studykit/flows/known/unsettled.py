"""Which notes have to be looked at again by the next build, though nothing in them changes.

A card that is new stands when the next build comes, and what stands is compared with every draft that is none. Mostly
that says nothing which this build did not say: whatever is too like a draft is too like the card that was made of it.
Where that can be seen, a note is settled, and the next build need not open it; after a first build, nearly all are.
"""

from collections.abc import Callable, Collection, Mapping
from functools import reduce
from typing import Final

from studykit.changes.faces import in_order
from studykit.changes.keys import keys_of_card, keys_of_draft
from studykit.changes.looks import LookOf, Sought, alike
from studykit.changes.matches import Offered, Standing
from studykit.flows.known.likeness import NOWHERE, keys_at_one_place, owner, with_key
from studykit.flows.planning.steps import Compared, Plan
from studykit.model.card import Choice, Content, content_digest
from studykit.model.ids import NotePath

_CHANGES: Final = frozenset({"new", "updated", "retired", "revived"})
_MOST_ASKED: Final = 200


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
    offer, (_, card, _) = compared.matched.get(index), compared.cards[index]
    stamp = compared.merged.get(card.stamp.id, card).stamp if card.stamp is not None else None
    return offer is not None and stamp is not None and stamp.base == content_digest(offer.offered.draft.content)


def settled_by(
    plan: Plan, asked: Mapping[int, str], look_of: LookOf, elsewhere: Callable[[str], bool] = lambda _: False
) -> set[NotePath]:
    """The notes whose cards changed, and of which the next build decides as this one did.

    A card that is, word for word, a draft of its note is that draft again, and one that no draft is stays without:
    what is left over on both sides is what is left over now. Nobody is in a race then that was in none. A new card of
    which nothing was said says nothing of a draft either, as the lints say the same of two questions whichever came
    first. A card that could be taken for a draft of the note by what supports both, and a text that is drafted twice,
    of which only one is the card, leave the note to be looked at again.

    `asked` are the questions that were compared as new (`likeness.asked`). `elsewhere` tells of a question whether a
    draft that is no card, and that the plan is not about, is like it.
    """
    compared = plan.compared
    assert compared is not None  # every plan says what it compared
    found = {NotePath(step.note) for step in plan.steps if step.note and step.action in _CHANGES}
    if not found or (compared.new and keys_at_one_place([_choices(compared)])):
        return set()
    found -= {compared.offers[index].concept.note for index in _disputed(compared, asked, look_of, elsewhere)}
    found -= {NotePath(step.note) for step in plan.placed.values()}
    found -= compared.races
    found -= {owner(compared, index) for index in compared.matched if not _is_drafted(compared, index)}
    return found - _drafted_twice(compared, asked) - _like_loose_cards(compared)


def _disputed(
    compared: Compared, asked: Mapping[int, str], look_of: LookOf, elsewhere: Callable[[str], bool]
) -> list[int]:
    """The new cards of which something was said that concerns a draft which is no card: it is alike, or stands below
    the same heading. Of very many nobody asks what it was, nor of a line in a map, which many notes share."""
    said = [index for index, plain in compared.new.items() if not plain]
    if not said or len(said) > _MOST_ASKED:
        return said
    waiting = [index for index in compared.free if index not in compared.new]
    sources = [compared.offers[index].offered.draft.source for index in waiting]
    headings = {(source.note, source.heading) for source in sources}
    fronts = list({asked[index] for index in waiting})
    looks = [look_of[front] for front in fronts]
    found = []
    for index in said:
        (draft, note), concept, _ = compared.offers[index]
        if (
            note != concept.note
            or (draft.source.note, draft.source.heading) in headings
            or any(alike(fronts[place], asked[index]) for place in Sought(asked[index]).among(looks))
            or elsewhere(asked[index])
        ):
            found.append(index)
    return found


def _choices(compared: Compared) -> int:
    """Where the keys of all choices are that were compared as new."""
    contents = (compared.offers[index].offered.draft.content for index in compared.free)
    return reduce(with_key, (content for content in contents if isinstance(content, Choice)), 0)


def _drafted_twice(compared: Compared, asked: Mapping[int, str]) -> set[NotePath]:
    """The notes of which a new card is the text of another draft as well: matching takes the first for the card."""
    offers = compared.offers
    waiting = [index for index in compared.free if index not in compared.new]
    fronts = {(offers[index].offered.note, asked[index]) for index in waiting}
    new = [index for index in compared.new if (offers[index].offered.note, asked[index]) in fronts]
    if not new:  # as mostly: two texts that are the same ask the same
        return set()
    others = {_text(offers[index].offered) for index in waiting}
    return {offers[index].concept.note for index in new if _text(offers[index].offered) in others}


def _text(offered: Offered) -> tuple[NotePath, Content]:
    return offered.note, in_order(offered.draft.content)


def _like_loose_cards(compared: Compared) -> set[NotePath]:
    """The notes with a draft that is a card only now, and for which a card that no draft is could have been taken: by
    what supports both, which is asked where one card and one draft alone have it."""
    loose = [(card, note) for index, (_, card, note) in enumerate(compared.cards) if not _is_drafted(compared, index)]
    if not loose:
        return set()
    keys = {key for card, note in loose for key in keys_of_card(Standing(card, note))}
    before = {id(compared.matched[index]) for index in compared.local}
    return {
        offer.concept.note
        for offer in compared.offers
        if id(offer) not in before and not keys.isdisjoint(keys_of_draft(offer.offered))
    }
