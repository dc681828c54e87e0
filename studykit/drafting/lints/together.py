"""Lints of many drafts at once: the same card twice, cards that are mixed up with each other, too many of a unit.

Comparing every pair would be quadratic. Two fronts can only be as alike as `INTERFERENCE` or `DUPLICATE` asks when
they share one of their rarest pairs of characters, so each front is indexed under those alone and compared with what
stands there, at most `COMPARED` texts: on a vault whose questions all look alike, the least telling comparisons go.

A large vault has fifty thousand fronts, so what is kept of each is its text, a number and a few places in the index.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache, partial, reduce
from itertools import chain, islice
from math import ceil
from operator import add, or_
from types import MappingProxyType
from typing import Final

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, Verdict, error, flag
from studykit.model.card import Choice, Cloze, Content, Draft
from studykit.text.normal import counts, normal

DUPLICATE: Final = 0.7
INTERFERENCE: Final = 0.8
WORDS_A_CARD: Final = 60
CARDS_A_UNIT: Final = 8
COMPARED: Final = 64
"""How many texts one front is compared with at most."""
_BITS: Final = 240
_SHARED: Final = DUPLICATE / (1 + DUPLICATE) - 1e-9
"""What share of the pairs of two texts both have, where they are as alike as `DUPLICATE`."""
_AT_HAND: Final = 1024
"""Of how many fronts the pairs are kept: those that a front is compared with mostly came shortly before it."""
CHOICES_LEAST: Final = 5
"""Fewer choices say nothing about where the key stands."""

_FAMILIES: Final = {Cloze: "cloze", Choice: "choice"}
"""Only cards of one family are compared; all others are questions."""


def check_together(
    drafts: Sequence[Draft],
    standing: Sequence[Content] = (),
    *,
    contexts: Sequence[Context] | None = None,
    authored: Collection[int] = (),
    filled: Mapping[Hashable, int] = MappingProxyType({}),
) -> list[list[Finding]]:
    """What the drafts are to each other and to the cards that stand, a list for each draft.

    The later of two drafts gets the finding, so drafts come best first. `contexts`, one for each draft, tell which
    drafts share a unit and how long it is; without them, drafts of one heading count as one unit, by number alone.
    `filled` says how many cards stand below a heading, (note, heading), where there are no `contexts`.
    `authored` are the indexes of drafts that are the person's own words: they are only flagged, but for a question and
    answer that are there already, letter for letter. Cards that are the drafts' own former selves do not belong in
    `standing`: they would be found as duplicates.
    """
    findings: list[list[Finding]] = [[] for _ in drafts]
    _alike(drafts, standing, findings, frozenset(authored))
    _dense(drafts, contexts, findings, filled)
    _key_position(drafts, findings)
    return findings


def _front(content: Content) -> str:
    """What is asked, as it is compared."""
    return normal(deletions(content.text).left if isinstance(content, Cloze) else content.front)


def _answer(content: Content) -> str:
    """What has to be recalled."""
    if isinstance(content, Cloze):
        return "\x00".join(sorted(normal(deletion.text) for deletion in deletions(content.text).found))
    return normal(content.back)


def _whole(content: Content) -> str:
    """All of it. Clozes of one sentence with other deletions have equal wholes: they are not mixed up."""
    if isinstance(content, Cloze):
        return normal(deletions(content.text).whole)
    return f"{normal(content.front)}\x00{normal(content.back)}"


def _shown(content: Content) -> str:
    """How a finding names a card."""
    return content.front.strip().replace("\n", " ")[:60]


def _pairs(front: str) -> Iterable[str]:
    """Each pair of neighbouring characters of a front; one character is its own pair."""
    return set(map(add, front, front[1:])) if len(front) > 1 else front


def _ranks_of(ranks: Mapping[str, int], texts: Sequence[str], number: int) -> frozenset[int]:
    return frozenset(map(ranks.__getitem__, _pairs(texts[number])))


class _Fronts:
    """The fronts of many cards, entered one after the other and compared with those that came before."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.contents = contents
        self.texts = [_front(content) for content in contents]
        often = Counter(chain.from_iterable(map(_pairs, self.texts)))
        self.ranks = {pair: rank for rank, pair in enumerate(sorted(sorted(often), key=often.__getitem__))}
        """The rarest pair is 0."""
        bits = [1 << bit for bit in range(_BITS)]
        self.bits = [bits[rank % _BITS] for rank in range(len(self.ranks))]
        """By rank."""
        self.marks: list[int] = []
        """A bit for each pair of a front, several pairs to a bit."""
        self.sizes: list[int] = []
        """How many pairs a front has."""
        self.equal: dict[tuple[str, str], int] = {}
        self.index: dict[str, dict[int, list[int]]] = {}
        """By family and rank of a rare pair the numbers of the fronts that have it, in order."""
        # It holds no `self`: that would be a cycle, and nobody collects those while a build runs
        self.pairs_of = lru_cache(maxsize=_AT_HAND)(partial(_ranks_of, self.ranks, self.texts))

    def enter(self, number: int, *, look: bool) -> tuple[Finding | None, bool]:
        """What the next card is to those before it where somebody looks, and whether it is one of them exactly."""
        content, front = self.contents[number], self.texts[number]
        family = _FAMILIES.get(type(content), "question")
        index = self.index.setdefault(family, {})
        ranks = sorted(map(self.ranks.__getitem__, _pairs(front)))
        mark = reduce(or_, map(self.bits.__getitem__, ranks), 0)
        self.marks.append(mark)
        self.sizes.append(len(ranks))
        rare = ranks[: len(ranks) - ceil(DUPLICATE * len(ranks)) + 1]
        same = self.equal.setdefault((family, front), number) if front else number
        finding, exact = None, False
        if look and same != number:
            other = self.contents[same]
            finding, exact = error("lint-duplicate", other=_shown(other)), _answer(other) == _answer(content)
        elif look:
            finding = self._near(number, ranks, self._candidates(rare, mark, len(ranks), index))
        for rank in rare:
            numbers = index.get(rank)
            if numbers is None:
                index[rank] = [number]
            else:
                numbers.append(number)
        return finding, exact

    def _candidates(self, rare: Sequence[int], mark: int, size: int, index: Mapping[int, Sequence[int]]) -> list[int]:
        """The fronts that share a rare pair, the rarest first, of each pair the latest; but those that share too few.

        What two fronts share is at most the bits that their marks share, and those pairs of one that fell on the bit
        of another. Few are left by the first look, which asks for what even the shortest would have to share.
        """
        found: dict[int, None] = {}
        for rank in rare:
            numbers = index.get(rank)
            if numbers is not None:
                found |= dict.fromkeys(numbers[: -COMPARED - 1 : -1])
                if len(found) >= COMPARED:
                    break
        marks, sizes, lost = self.marks, self.sizes, size - mark.bit_count()
        least = ceil(DUPLICATE * size) - lost
        near = [number for number in islice(found, COMPARED) if (mark & marks[number]).bit_count() >= least]
        return [
            number for number in near if (mark & marks[number]).bit_count() + lost >= _SHARED * (size + sizes[number])
        ]

    def _near(self, own: int, ranks: Sequence[int], candidates: Sequence[int]) -> Finding | None:
        content = self.contents[own]
        mine = frozenset(ranks) if candidates else frozenset()
        confused: Finding | None = None
        for number in candidates:
            other, theirs = self.contents[number], self.pairs_of(number)
            shared = len(mine & theirs)
            alike = shared / (len(mine) + len(theirs) - shared)
            if alike < DUPLICATE:
                continue
            if _answer(other) == _answer(content):
                return error("lint-duplicate", other=_shown(other))
            if alike >= INTERFERENCE and confused is None and _whole(other) != _whole(content):
                confused = flag("lint-interference", other=_shown(other))
        return confused


def _alike(
    drafts: Sequence[Draft], standing: Sequence[Content], findings: list[list[Finding]], authored: frozenset[int]
) -> None:
    """Lint 18: fronts that are equal, or 0.7 alike with equal answers. Lint 19: 0.8 alike with other answers."""
    fronts = _Fronts([*standing, *(draft.content for draft in drafts)])
    for number in range(len(fronts.contents)):
        position = number - len(standing)
        finding, exact = fronts.enter(number, look=position >= 0)
        if finding is not None:
            if position in authored and not exact:
                finding = finding._replace(verdict=Verdict.FLAG)
            findings[position].append(finding)


def _dense(
    drafts: Sequence[Draft],
    contexts: Sequence[Context] | None,
    findings: list[list[Finding]],
    filled: Mapping[Hashable, int],
) -> None:
    """Lint 23: more than one card for 60 words of a unit, or more than eight: those beyond are flagged."""
    seen: Counter[Hashable] = Counter(filled)
    most: dict[Hashable, int] = {}
    for position, draft in enumerate(drafts):
        unit: Hashable
        if contexts is None:
            unit = (draft.source.note, draft.source.heading)
            allowed = CARDS_A_UNIT
        else:
            text = contexts[position].unit_text
            unit = (draft.source.note, text)
            if unit not in most:
                most[unit] = min(CARDS_A_UNIT, max(1, sum(counts.__wrapped__(text)) // WORDS_A_CARD))
            allowed = most[unit]
        seen[unit] += 1
        if seen[unit] > allowed:
            findings[position].append(flag("lint-density", count=seen[unit], most=allowed))


def _key_position(drafts: Sequence[Draft], findings: list[list[Finding]]) -> None:
    """Lint 22, over many: the key stands at the same place in every choice, so nobody shuffled them."""
    places: dict[int, int] = {}
    for position, draft in enumerate(drafts):
        if isinstance(draft.content, Choice):
            right = [place for place, option in enumerate(draft.content.options) if option.right]
            if len(right) == 1:
                places[position] = right[0]
    if len(places) >= CHOICES_LEAST and len(set(places.values())) == 1:
        for position, place in places.items():
            findings[position].append(flag("lint-choice-position", place=place + 1))
