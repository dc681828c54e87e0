"""The fronts of many cards, and which of those that came before each is too like.

Comparing every pair would be quadratic. Two fronts can only be as alike as `INTERFERENCE` or `DUPLICATE` asks when
they share one of their rarest pairs of characters, so each front is indexed under those alone and compared with what
stands there, at most `COMPARED` texts: on a vault whose questions all look alike, the least telling comparisons go.

A large vault has fifty thousand fronts, so what is kept of each is its text, the ranks of its pairs, and a number that
tells it from most others and stands at a few places in the index.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, count, cycle, islice, pairwise
from math import ceil
from struct import Struct
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

_normal: Final = normal.__wrapped__
"""Fronts are nearly all different: looking for them among others takes longer."""
_FAMILIES: Final = {Cloze: "cloze", Choice: "choice"}
"""Only cards of one family are compared; all others are questions."""
_Family = tuple[dict[str, int], defaultdict[int, list[int]]]
"""By text the first front that has it; by rank of a rare pair the fronts that have it, in order."""


class Fronts:
    """The fronts of many cards, entered one after the other and compared with those that came before."""

    def __init__(self, contents: Sequence[Content], texts: Sequence[str] | None = None) -> None:
        """`texts` are the fronts as they are compared (`front_of`), where they are known."""
        self.contents = contents
        self.texts = texts if texts is not None else [front_of(content) for content in contents]
        self.ranks, pairs = _ranks(self.texts)
        """Of each front the ranks of its pairs, the rarest first."""
        self.marks = [*_marks(self.ranks, pairs)]
        self.families: defaultdict[str, _Family] = defaultdict(lambda: ({}, defaultdict(list)))

    def enter(self, number: int, *, look: bool) -> tuple[Finding | None, bool]:
        """What the next card is to those before it where somebody looks, and whether it is one of them exactly."""
        content, front, ranks = self.contents[number], self.texts[number], self.ranks[number]
        first, index = self.families[_FAMILIES.get(type(content), "question")]
        places = [index[rank] for rank in ranks[: len(ranks) - ceil(DUPLICATE * len(ranks)) + 1]]
        same = first.setdefault(front, number) if front else number
        finding, exact = None, False
        if look and same != number:
            other = self.contents[same]
            finding, exact = error("lint-duplicate", other=_shown(other)), _answer(other) == _answer(content)
        elif look and (near := self._candidates(number, places)):
            finding = self._near(number, near)
        for place in places:
            place.append(number)
        return finding, exact

    def _candidates(self, own: int, places: Sequence[Sequence[int]]) -> list[int]:
        """The fronts that share a rare pair, the rarest first, of each pair the latest; but those that share too few.

        What two fronts share is at most the bits that their marks share, and those pairs of one that fell on the bit
        of another. Few are left by the first look, which asks for what even the shortest would have to share.
        """
        found: list[int] = []
        for place in places:
            if place:
                found += place[: -COMPARED - 1 : -1]
                if len(found) >= COMPARED:
                    found = list(dict.fromkeys(found))
                    if len(found) >= COMPARED:
                        break
        marks, ranks = self.marks, self.ranks
        bits, size = marks[own], len(ranks[own])
        lost = size - bits.bit_count()
        least = ceil(DUPLICATE * size) - lost
        near = [number for number in found[:COMPARED] if (bits & marks[number]).bit_count() >= least]
        return near and [
            number
            for number in near
            if (bits & marks[number]).bit_count() + lost >= _SHARED * (size + len(ranks[number]))
        ]

    def _near(self, own: int, candidates: Sequence[int]) -> Finding | None:
        content = self.contents[own]
        mine = set(self.ranks[own])
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


def front_of(content: Content) -> str:
    """What is asked, as it is compared: of a cloze what stands around its deletions."""
    return _normal(deletions(content.text).left if isinstance(content, Cloze) else content.question)


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


def _pairs(front: str) -> tuple[int, ...]:
    """The pairs of neighbouring characters of a front, each a number; one character is its own pair.

    A number has both as UTF-16 has them, one after the other: made in half the time of a text of two characters.
    """
    size = len(front)
    data = front.encode("utf-16-le", "surrogatepass")
    if size < 2 or len(data) != 2 * size:
        return _rare_pairs(front)
    return _numbers(size // 2).unpack_from(data) + _numbers((size - 1) // 2).unpack_from(data, 2)  # odd ones behind


def _rare_pairs(front: str) -> tuple[int, ...]:
    """`_pairs` of a front of one character, or with one that UTF-16 has in two halves: no number is that of others."""
    letters = [*map(ord, front)]
    return tuple([one & 0xFFFF | other << 16 | one >> 16 << 37 for one, other in pairwise(letters)] or letters)


@lru_cache(maxsize=256)
def _numbers(count: int) -> Struct:
    return Struct(f"<{count}I")


def _ranks(fronts: Iterable[str]) -> tuple[list[list[int]], int]:
    """Of each front the ranks of its pairs in order, the rarest pair of all being 0; and how many pairs there are."""
    numbers: defaultdict[int, int] = defaultdict(count().__next__)
    numbered = [list(set(map(numbers.__getitem__, _pairs(front)))) for front in fronts]
    often = Counter(chain.from_iterable(numbered))
    rarity = [often[number] << 48 | (pair & 0xFFFF) << 32 | pair >> 16 for pair, number in numbers.items()]
    ranks = [0] * len(rarity)
    for rank, number in enumerate(sorted(often, key=rarity.__getitem__)):
        ranks[number] = rank
    return [sorted(map(ranks.__getitem__, own)) for own in numbered], len(ranks)


def _marks(ranks: Iterable[Iterable[int]], pairs: int) -> Iterator[int]:
    """Of each front a bit for each of its pairs, several pairs to a bit."""
    bits = list(islice(cycle([1 << bit for bit in range(_BITS)]), pairs))
    for own in ranks:
        mark = 0
        for rank in own:
            mark |= bits[rank]
        yield mark
