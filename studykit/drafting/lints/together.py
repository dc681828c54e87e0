"""Lints of many drafts at once: the same card twice, cards that are mixed up with each other, too many of a unit.

Comparing every pair would be quadratic. Two fronts can only be as alike as `INTERFERENCE` or `DUPLICATE` asks when
they share one of their rarest pairs of characters, so each front is indexed under those alone and compared with what
stands there, at most `COMPARED` texts: on a vault whose questions all look alike, the least telling comparisons go.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from itertools import islice
from math import ceil
from typing import Final, NamedTuple

from studykit.drafting.lints.cloze import deletions
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, Verdict, error, flag
from studykit.model.card import Choice, Cloze, Content, Draft
from studykit.text.normal import bigrams, normal, weight

DUPLICATE: Final = 0.7
INTERFERENCE: Final = 0.8
WORDS_A_CARD: Final = 60
CARDS_A_UNIT: Final = 8
COMPARED: Final = 64
"""How many texts one front is compared with at most."""
_BITS: Final = 512
CHOICES_LEAST: Final = 5
"""Fewer choices say nothing about where the key stands."""


class _Face(NamedTuple):
    family: str
    front: str
    answer: str
    whole: str
    shown: str


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
    faces = [_face(content) for content in (*standing, *(draft.content for draft in drafts))]
    pairs = [bigrams(face.front) for face in faces]
    often = Counter(pair for of_one in pairs for pair in of_one)
    equal: dict[tuple[str, str], int] = {}
    ranks = {pair: rank for rank, pair in enumerate(sorted(often, key=lambda pair: (often[pair], pair)))}
    marks = [_mark(of_one, ranks) for of_one in pairs]
    index: dict[tuple[str, str], list[int]] = defaultdict(list)
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
        for pair in rare:
            index[face.family, pair].append(number)


def _same(face: _Face, other: _Face) -> Finding | None:
    return error("lint-duplicate", other=other.shown) if face.front else None


def _near(
    own: int,
    rare: Sequence[str],
    faces: Sequence[_Face],
    pairs: Sequence[frozenset[str]],
    marks: Sequence[int],
    index: Mapping[tuple[str, str], list[int]],
) -> Finding | None:
    face, mine, mark = faces[own], pairs[own], marks[own]
    found: dict[int, None] = {}
    for pair in rare:
        found |= dict.fromkeys(reversed(index.get((face.family, pair), ())[-COMPARED:]))
        if len(found) >= COMPARED:
            break
    size = len(mine)
    hidden = size - mark.bit_count()  # pairs that fell on the bit of another one
    confused: Finding | None = None
    for number in islice(found, COMPARED):
        both = size + len(pairs[number])
        if ((mark & marks[number]).bit_count() + hidden) * (1 + DUPLICATE) < DUPLICATE * both:
            continue  # they cannot share enough
        other = faces[number]
        shared = len(mine & pairs[number])
        alike = shared / (both - shared)
        if alike >= DUPLICATE and other.answer == face.answer:
            return error("lint-duplicate", other=other.shown)
        if alike >= INTERFERENCE and other.answer != face.answer and other.whole != face.whole:
            confused = confused or flag("lint-interference", other=other.shown)
    return confused


def _mark(pairs: frozenset[str], ranks: Mapping[str, int]) -> int:
    """A bit for each pair, several to a bit: what two texts share is at most the bits that they share and `hidden`."""
    mark = 0
    for pair in pairs:
        mark |= 1 << ranks[pair] % _BITS
    return mark


def _face(content: Content) -> _Face:
    """What is compared. Clozes of one sentence with other deletions have equal wholes: they are not mixed up."""
    shown = content.front.strip().replace("\n", " ")[:60]
    if isinstance(content, Cloze):
        taken = deletions(content.text)
        answer = "\x00".join(sorted(normal(deletion.text) for deletion in taken.found))
        return _Face("cloze", normal(taken.left), answer, normal(taken.whole), shown)
    front = normal(content.front)
    family = "choice" if isinstance(content, Choice) else "question"
    answer = normal(content.back)
    return _Face(family, front, answer, f"{front}\x00{answer}", shown)


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
