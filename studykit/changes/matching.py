"""Which new draft is which standing card: exact passes first, then the most alike of the same note, with vetoes.

A card's identity is carried from build to build by this alone, so it would rather leave a card unmatched (it stands
as it is while its quote does) than give its history to another fact.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rapidfuzz.fuzz import ratio

from studykit.model.card import Card, Draft, content_digest
from studykit.model.ids import NotePath
from studykit.text.normal import normal

ALIKE: Final = 0.72
"""The least similarity (0 to 1) at which a draft is taken for a standing card whose text changed."""
MARGIN: Final = 0.06
"""By how much the best match must beat the next; a closer race is ambiguous and nobody wins it."""

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)?")
_NEGATION: Final = re.compile(r"不|无|非|没|未|\b(?:not?|never|without|non|un\w+|in\w+able)\b|n't", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[「“『][^」”』]*[」”』]")
_LATIN_NAME: Final = re.compile(r"\b[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9-]*\b")


class Standing(NamedTuple):
    """A card that stands in a deck, and the note it was read in."""

    card: Card
    note: NotePath | None
    """None where its note is no longer there."""


class Offered(NamedTuple):
    """A new draft and its note."""

    draft: Draft
    note: NotePath


class Match(NamedTuple):
    """A standing card (its index) and the draft (its index) that is the same card."""

    standing: int
    offered: int
    how: str
    """`base`, `front`, `moved`, `alike`."""


class Matches(NamedTuple):
    """What was matched; each index at most once. `ambiguous` holds standing cards that two drafts fit as well."""

    pairs: tuple[Match, ...]
    ambiguous: tuple[int, ...]


def match(standing: Sequence[Standing], offered: Sequence[Offered]) -> Matches:
    """Match drafts with stamped cards. The exact passes are linear; the last one is a note's own affair."""
    state = _State(standing, offered)
    state.exact("base", lambda s: (s.note, _base(s.card)), lambda o: (o.note, content_digest(o.draft.content)))
    state.exact(
        "front",
        lambda s: (s.note, s.card.content.kind, normal(s.card.content.front)),
        lambda o: (o.note, o.draft.content.kind, normal(o.draft.content.front)),
    )
    state.exact("moved", lambda s: _base(s.card), lambda o: content_digest(o.draft.content))
    ambiguous = state.alike()
    return Matches(tuple(state.pairs), tuple(ambiguous))


def _base(card: Card) -> str:
    return card.stamp.base if card.stamp is not None and card.stamp.base else content_digest(card.content)


class _State:
    def __init__(self, standing: Sequence[Standing], offered: Sequence[Offered]) -> None:
        self.standing = standing
        self.offered = offered
        self.cards = dict.fromkeys(range(len(standing)))
        self.drafts = dict.fromkeys(range(len(offered)))
        self.pairs: list[Match] = []

    def take(self, card: int, draft: int, how: str) -> None:
        del self.cards[card]
        del self.drafts[draft]
        self.pairs.append(Match(card, draft, how))

    def exact(self, how: str, mine: Callable[[Standing], Hashable], theirs: Callable[[Offered], Hashable]) -> None:
        """Pair what has the same key, in order; what is left over on either side goes on to the next pass."""
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for index in self.cards:
            waiting[mine(self.standing[index])].append(index)
        for index in list(self.drafts):
            found = waiting.get(theirs(self.offered[index]))
            if found:
                self.take(found.pop(0), index, how)

    def alike(self) -> list[int]:
        """Pair the most alike of a note, best first."""
        by_note: dict[NotePath, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for index in self.cards:
            note = self.standing[index].note
            if note is not None:
                by_note[note][0].append(index)
        for index in self.drafts:
            by_note[self.offered[index].note][1].append(index)
        ambiguous: list[int] = []
        for cards, drafts in by_note.values():
            if cards and drafts:
                ambiguous += self.assign(cards, drafts)
        return ambiguous

    def assign(self, cards: Iterable[int], drafts: Iterable[int]) -> list[int]:
        draft_list = list(drafts)
        scored = [
            (score, card, draft)
            for card in cards
            for draft in draft_list
            if (score := similarity(self.standing[card].card, self.offered[draft].draft)) >= ALIKE
        ]
        scored.sort(key=lambda item: (-item[0], item[1], item[2]))
        best: Mapping[int, list[float]] = defaultdict(list)
        for score, card, _ in scored:
            best[card].append(score)
        ambiguous = [card for card, scores in best.items() if len(scores) > 1 and scores[0] - scores[1] < MARGIN]
        for _, card, draft in scored:
            if card in self.cards and draft in self.drafts and card not in ambiguous:
                self.take(card, draft, "alike")
        return ambiguous


def similarity(card: Card, draft: Draft) -> float:
    """How alike a card and a draft are, 0 to 1; 0 where something says that they are two facts.

    Vetoes: another kind; other numbers, other names (in capitals or quotation marks), a negation more or less on the
    front.
    """
    mine, theirs = card.content, draft.content
    if mine.kind is not theirs.kind:
        return 0.0
    for pattern in (_NUMBER, _LATIN_NAME, _QUOTED):
        if sorted(pattern.findall(mine.front)) != sorted(pattern.findall(theirs.front)):
            return 0.0
    if len(_NEGATION.findall(mine.front)) != len(_NEGATION.findall(theirs.front)):
        return 0.0
    front = ratio(normal(mine.front), normal(theirs.front)) / 100
    back = ratio(normal(mine.back), normal(theirs.back)) / 100
    source = card.source
    quote = ratio(normal(source.quote), normal(draft.source.quote)) / 100 if source is not None else 0.0
    heading = 1.0 if source is not None and normal(source.heading) == normal(draft.source.heading) else 0.0
    if not mine.back:
        return 0.75 * front + 0.15 * quote + 0.1 * heading
    return 0.5 * front + 0.25 * back + 0.15 * quote + 0.1 * heading
