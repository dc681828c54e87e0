"""Lints of many drafts at once: the same card twice, cards that are mixed up with each other, too many of a unit.

Comparing every pair would be quadratic. Two fronts can only be as alike as `INTERFERENCE` or `DUPLICATE` asks when
they share one of their rarest pairs of characters, so each front is indexed under those alone and compared with what
stands there, at most `COMPARED` texts: on a vault whose questions all look alike, the least telling comparisons go.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import reduce
from itertools import chain, islice
from math import ceil
from operator import or_
from typing import Final

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, Verdict, error, flag
from studykit.model.card import Choice, Cloze, Content, Draft
from studykit.text.normal import bigrams, normal, weight
from studykit.text.once import once

DUPLICATE: Final = 0.7
INTERFERENCE: Final = 0.8
WORDS_A_CARD: Final = 60
CARDS_A_UNIT: Final = 8
COMPARED: Final = 64
"""How many texts one front is compared with at most."""
_BITS: Final = 512
CHOICES_LEAST: Final = 5
"""Fewer choices say nothing about where the key stands."""


class _Face:
    """What is compared of a card. Few are alike enough that anybody asks for more than the front."""

    def __init__(self, content: Content) -> None:
        self.content = content
        if isinstance(content, Cloze):
            self.family = "cloze"
            self.front = normal(deletions(content.text).left)
        else:
            self.family = "choice" if isinstance(content, Choice) else "question"
            self.front = normal(content.front)

    @once
    def answer(self) -> str:
        """What has to be recalled."""
        if isinstance(self.content, Cloze):
            return "\x00".join(sorted(normal(deletion.text) for deletion in deletions(self.content.text).found))
        return normal(self.content.back)

    @once
    def whole(self) -> str:
        """All of it. Clozes of one sentence with other deletions have equal wholes: they are not mixed up."""
        if isinstance(self.content, Cloze):
            return normal(deletions(self.content.text).whole)
        return f"{self.front}\x00{self.answer}"

    @property
    def shown(self) -> str:
        """How a finding names it."""
        return self.content.front.strip().replace("\n", " ")[:60]


Index = dict[str, dict[str, list[int]]]
"""By family and rare pair, the numbers of the fronts that have it, in order."""


def check_together(
    drafts: Sequence[Draft],
    standing: Sequence[Content] = (),
    *,
    contexts: Sequence[Context] | None = None,
    authored: Collection[int] = (),
) -> list[list[Finding]]:
    """What the drafts are to each other and to the cards that stand, a list for each draft.

    The later of two drafts gets the finding, so drafts come best first. `contexts`, one for each draft, tell which
    drafts share a unit and how long it is; without them, drafts of one heading count as one unit, by number alone.
    `authored` are the indexes of drafts that are the person's own words: they are only flagged, but for a question and
    answer that are there already, letter for letter. Cards that are the drafts' own former selves do not belong in
    `standing`: they would be found as duplicates.
    """
    findings: list[list[Finding]] = [[] for _ in drafts]
    _alike(drafts, standing, findings, frozenset(authored))
    _dense(drafts, contexts, findings)
    _key_position(drafts, findings)
    return findings


def _alike(
    drafts: Sequence[Draft], standing: Sequence[Content], findings: list[list[Finding]], authored: frozenset[int]
) -> None:
    """Lint 18: fronts that are equal, or 0.7 alike with equal answers. Lint 19: 0.8 alike with other answers."""
    faces = [_Face(content) for content in (*standing, *(draft.content for draft in drafts))]
    pairs = [bigrams(face.front) for face in faces]
    often = Counter(chain.from_iterable(pairs))
    ranks = {pair: rank for rank, pair in enumerate(sorted(often, key=lambda pair: (often[pair], pair)))}
    bits = {pair: 1 << rank % _BITS for pair, rank in ranks.items()}
    marks = [reduce(or_, map(bits.__getitem__, of_one), 0) for of_one in pairs]
    equal: dict[tuple[str, str], int] = {}
    index: Index = {face.family: defaultdict(list) for face in faces}
    for number, face in enumerate(faces):
        position = number - len(standing)
        mine = pairs[number]
        rare = sorted(mine, key=ranks.__getitem__)[: len(mine) - ceil(DUPLICATE * len(mine)) + 1]
        if position >= 0:
            same = equal.get((face.family, face.front))
            finding = _same(face, faces[same]) if same is not None else _near(number, rare, faces, pairs, marks, index)
            if finding is not None:
                exact = same is not None and faces[same].answer == face.answer
                if position in authored and not exact:
                    finding = finding._replace(verdict=Verdict.FLAG)
                findings[position].append(finding)
        if face.front:
            equal.setdefault((face.family, face.front), number)
        of_family = index[face.family]
        for pair in rare:
            of_family[pair].append(number)


def _same(face: _Face, other: _Face) -> Finding | None:
    return error("lint-duplicate", other=other.shown) if face.front else None


def _near(
    own: int,
    rare: Sequence[str],
    faces: Sequence[_Face],
    pairs: Sequence[frozenset[str]],
    marks: Sequence[int],
    index: Index,
) -> Finding | None:
    face, mine = faces[own], pairs[own]
    confused: Finding | None = None
    for number in _candidates(rare, marks, marks[own], len(mine), index[face.family]):
        other = faces[number]
        shared = len(mine & pairs[number])
        alike = shared / (len(mine) + len(pairs[number]) - shared)
        if alike >= DUPLICATE and other.answer == face.answer:
            return error("lint-duplicate", other=other.shown)
        if alike >= INTERFERENCE and other.answer != face.answer and other.whole != face.whole:
            confused = confused or flag("lint-interference", other=other.shown)
    return confused


def _candidates(
    rare: Sequence[str], marks: Sequence[int], mark: int, size: int, index: Mapping[str, Sequence[int]]
) -> list[int]:
    """The fronts that share a rare pair, the rarest first, of each pair the latest; without those that share too few.

    A mark has a bit for each pair, several to a bit: what two fronts share is at most the bits that they share, and
    those pairs of one that fell on the bit of another.
    """
    found: dict[int, None] = {}
    for pair in rare:
        numbers = index.get(pair)
        if numbers is not None:
            found |= dict.fromkeys(reversed(numbers[-COMPARED:]))
            if len(found) >= COMPARED:
                break
    least = ceil(DUPLICATE * size) - (size - mark.bit_count())
    return [number for number in islice(found, COMPARED) if (mark & marks[number]).bit_count() >= least]


def _dense(drafts: Sequence[Draft], contexts: Sequence[Context] | None, findings: list[list[Finding]]) -> None:
    """Lint 23: more than one card for 60 words of a unit, or more than eight: those beyond are flagged."""
    seen: Counter[Hashable] = Counter()
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
                most[unit] = min(CARDS_A_UNIT, max(1, weight.__wrapped__(text) // WORDS_A_CARD))
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
