"""What the next build must know of this one's comparisons, so that it can tell which notes a change is about.

A note's questions are compared with those of the whole vault, and its cards could be taken for another note's drafts.
Where only few notes changed, both are asked of what is kept here (`changes.looks`, `changes.keys`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TypeGuard

from studykit.changes.keys import keys_of_card, keys_of_draft
from studykit.changes.looks import LookOf, packed
from studykit.changes.matches import Standing
from studykit.drafting.lints.fronts import front_of
from studykit.drafting.lints.together import CHOICES_LEAST
from studykit.flows.planning.steps import Compared, Plan
from studykit.model.card import Choice, Content, content_digest
from studykit.model.ids import NotePath
from studykit.store.looks import Looks

_PLACES = 16
NOWHERE = NotePath("\x00")
"""Stands for the note of a card whose note is not there."""


@dataclass
class Fronts:
    """A note's normalised questions."""

    free: set[str] = field(default_factory=set)
    standing: set[str] = field(default_factory=set)
    choices: int = 0
    """Of the free ones: see `keys_at_one_place`."""


def owner(compared: Compared, index: int) -> NotePath:
    """The note that a card is about: of a line in a map the note that the line is about, while one is."""
    offer = compared.matched.get(index)
    return offer.concept.note if offer is not None else compared.cards[index][2] or NOWHERE


def asked(compared: Compared) -> dict[int, str]:
    """The questions that were compared as new, by the index of their offers."""
    return dict(zip(compared.free, compared.fronts, strict=True))


def fronts(compared: Compared, asked: Mapping[int, str], settled: Collection[NotePath] = ()) -> dict[NotePath, Fronts]:
    """What was compared, by note; of those that are `settled` what the next build will compare: new cards stand."""
    found: dict[NotePath, Fronts] = defaultdict(Fronts)
    for index, front in asked.items():
        (draft, _), concept, _ = compared.offers[index]
        mine, content = found[concept.note], draft.content
        if index in compared.new and concept.note in settled:
            mine.standing.add(front)
            continue
        mine.free.add(front)
        if _is_choice(content):
            mine.choices = with_key(mine.choices, content)
    for index, (_, card, _) in enumerate(compared.cards):
        assert card.stamp is not None  # only stamped cards take part
        now = compared.merged.get(card.stamp.id, card)
        mine = found[owner(compared, index)]
        if now.stamp is not None and not now.stamp.retired:
            mine.standing.add(front_of(now.content))
        offer = compared.matched.get(index)
        if offer is not None and offer.offered.draft.content != now.content:
            mine.standing.add(front_of(offer.offered.draft.content))
    return found


def with_key(choices: int, content: Content) -> int:
    """Count a choice with one right option: how many there are, and in the lower bits at which places."""
    right = [place for place, option in enumerate(content.options) if option.right] if _is_choice(content) else []
    return (choices + (1 << _PLACES)) | 1 << min(right[0], _PLACES - 1) if len(right) == 1 else choices


def _is_choice(content: Content) -> TypeGuard[Choice]:
    return isinstance(content, Choice)


def keys_at_one_place(choices: Iterable[int]) -> bool:
    """Whether that many choices have their key at the same place that a lint says so, of all of them together."""
    count = places = 0
    for one in choices:
        count += one >> _PLACES
        places |= one & (1 << _PLACES) - 1
    return count >= CHOICES_LEAST and places.bit_count() == 1


def looks(found: Mapping[NotePath, Fronts], look_of: LookOf) -> list[Looks]:
    """The same as the store keeps it, in the order of the notes."""
    look = look_of.__getitem__
    return [
        Looks(note, packed(map(look, mine.free)), packed(map(look, mine.standing)), mine.choices)
        for note, mine in sorted(found.items(), key=itemgetter(0))
    ]


def ties(compared: Compared, digest: Callable[[Content], str] = content_digest) -> dict[str, set[int]]:
    """By note, the keys by which a pass across notes could pair what a pass within its note will not.

    It will pair a card that is new with its draft. `digest` gives `content_digest`.
    """
    found: dict[str, set[int]] = defaultdict(set)
    settled = set()
    for index, (_, card, note) in enumerate(compared.cards):
        assert card.stamp is not None  # only stamped cards take part
        offer = compared.matched.get(index)
        now = compared.merged.get(card.stamp.id, card)
        if offer is not None and now.stamp is not None:
            draft = offer.offered.draft
            if now.stamp.base == content_digest(draft.content):
                settled.add(id(offer))
                continue
        found[owner(compared, index)] |= keys_of_card(Standing(now, note))
    for index, offer in enumerate(compared.offers):
        is_new = index in compared.new and offer.offered.note.endswith(".md")
        if not is_new and id(offer) not in settled:
            found[offer.concept.note] |= keys_of_draft(offer.offered, digest)
    return found


def loose_keys(compared: Compared) -> tuple[set[int], set[int]]:
    """The keys by which this plan's own cards, and its drafts, could have been paired across notes, had others been
    there."""
    taken = {id(offer) for index, offer in compared.matched.items() if index in compared.local}
    cards: set[int] = set()
    drafts: set[int] = set()
    for index, (_, card, note) in enumerate(compared.cards):
        if index not in compared.local:
            cards |= keys_of_card(Standing(card, note))
    for offer in compared.offers:
        if id(offer) not in taken:
            drafts |= keys_of_draft(offer.offered)
    return cards, drafts


def pending_by_note(plan: Plan) -> Counter[str]:
    """How many drafts wait, by note."""
    return Counter(step.note for step in plan.steps if step.action == "pending")
