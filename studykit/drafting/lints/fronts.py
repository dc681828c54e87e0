"""The fronts of many cards, and which of those that came before each is too like.

Comparing every pair would be quadratic. Two fronts can only be as alike as `INTERFERENCE` or `DUPLICATE` asks when
they share one of their rarest pairs of characters, so each front is indexed under those alone and compared with what
stands there, at most `COMPARED` texts: on a vault whose questions all look alike, the least telling comparisons go.

A large vault has fifty thousand fronts, so what is kept of each is its text, the ranks of its pairs, and a number that
tells it from most others and stands at a few places in the index.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import chain, count, cycle, islice
from math import ceil
from operator import add, or_
from typing import Final

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.model.card import Choice, Cloze, Content
from studykit.text.normal import normal

DUPLICATE: Final = 0.7
INTERFERENCE: Final = 0.8
COMPARED: Final = 32
"""How many texts one front is compared with at most."""
_SHARED: Final = DUPLICATE / (1 + DUPLICATE) - 1e-9
"""What share of the pairs of two texts both have, where they are as alike as `DUPLICATE`."""
_BITS: Final = 120
"""How many bits of a mark stand for pairs."""
_NUMBER: Final = 30
"""How many bits below those hold the number of the front."""
_NUMBERS: Final = (1 << _NUMBER) - 1

_FAMILIES: Final = {Cloze: "cloze", Choice: "choice"}
"""Only cards of one family are compared; all others are questions."""


class Fronts:
    """The fronts of many cards, entered one after the other and compared with those that came before."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self.contents = contents
        self.texts = [_front(content) for content in contents]
        self.ranks, pairs = _ranks(self.texts)
        """Of each front the ranks of its pairs, the rarest first."""
        bits = list(islice(cycle([1 << _NUMBER + bit for bit in range(_BITS)]), pairs))
        self.marks = [reduce(or_, map(bits.__getitem__, ranks), number) for number, ranks in enumerate(self.ranks)]
        """The number of each front, and above it a bit for each of its pairs, several pairs to a bit.

        One value holds all that a first look at a front takes: those of a large vault are far apart in memory.
        """
        self.equal: dict[tuple[str, str], int] = {}
        self.index: dict[str, defaultdict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        """By family and rank of a rare pair the marks of the fronts that have it, in order."""

    def enter(self, number: int, *, look: bool) -> tuple[Finding | None, bool]:
        """What the next card is to those before it where somebody looks, and whether it is one of them exactly."""
        content, front, ranks = self.contents[number], self.texts[number], self.ranks[number]
        family = _FAMILIES.get(type(content), "question")
        index = self.index[family]
        places = [index[rank] for rank in ranks[: len(ranks) - ceil(DUPLICATE * len(ranks)) + 1]]
        same = self.equal.setdefault((family, front), number) if front else number
        finding, exact = None, False
        if look and same != number:
            other = self.contents[same]
            finding, exact = error("lint-duplicate", other=_shown(other)), _answer(other) == _answer(content)
        elif look:
            finding = self._near(number, self._candidates(number, places))
        for place in places:
            place.append(self.marks[number])
        return finding, exact

    def _candidates(self, own: int, places: Sequence[Sequence[int]]) -> list[int]:
        """The fronts that share a rare pair, the rarest first, of each pair the latest; but those that share too few.

        What two fronts share is at most the bits that their marks share, and those pairs of one that fell on the bit
        of another. Few are left by the first look, which asks for what even the shortest would have to share.
        """
        found: list[int] = []
        known: set[int] = set()
        for place in places:
            if place:
                latest = place[: -COMPARED - 1 : -1]
                if known:
                    latest = [mark for mark in latest if mark not in known]
                found += latest
                if len(found) >= COMPARED:
                    break
                known.update(latest)
        bits, ranks = self.marks[own] ^ own, self.ranks
        size = len(ranks[own])
        lost = size - bits.bit_count()
        least = ceil(DUPLICATE * size) - lost
        near = [mark for mark in found[:COMPARED] if (bits & mark).bit_count() >= least]
        return [
            number
            for mark in near
            if (bits & mark).bit_count() + lost >= _SHARED * (size + len(ranks[number := mark & _NUMBERS]))
        ]

    def _near(self, own: int, candidates: Sequence[int]) -> Finding | None:
        content = self.contents[own]
        mine = set(self.ranks[own]) if candidates else set()
        confused: Finding | None = None
        for number in candidates:
            other, theirs = self.contents[number], self.ranks[number]
            shared = len(mine.intersection(theirs))
            alike = shared / (len(mine) + len(theirs) - shared)
            if alike < DUPLICATE:
                continue
            if _answer(other) == _answer(content):
                return error("lint-duplicate", other=_shown(other))
            if alike >= INTERFERENCE and confused is None and _whole(other) != _whole(content):
                confused = flag("lint-interference", other=_shown(other))
        return confused


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
    """The pairs of neighbouring characters of a front, in order; one character is its own pair."""
    return map(add, front, front[1:]) if len(front) > 1 else front


def _ranks(fronts: Iterable[str]) -> tuple[list[list[int]], int]:
    """Of each front the ranks of its pairs in order, the rarest pair of all being 0; and how many pairs there are."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    numbered = [list(set(map(numbers.__getitem__, _pairs(front)))) for front in fronts]
    often, pairs = Counter(chain.from_iterable(numbered)), list(numbers)
    ranks = [0] * len(pairs)
    for rank, number in enumerate(sorted(sorted(often, key=pairs.__getitem__), key=often.__getitem__)):
        ranks[number] = rank
    return [sorted(map(ranks.__getitem__, own)) for own in numbered], len(pairs)
