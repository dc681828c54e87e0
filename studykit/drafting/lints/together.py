"""Lints of many drafts at once: the same card twice, cards that are mixed up with each other, too many of a unit."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, Verdict, flag
from studykit.drafting.lints.fronts import Fronts, front_of
from studykit.model.card import Choice, Content, Draft
from studykit.text.normal import counts

WORDS_A_CARD: Final = 60
CARDS_A_UNIT: Final = 8
CHOICES_LEAST: Final = 5
"""Fewer choices say nothing about where the key stands."""


def check_together(
    drafts: Sequence[Draft],
    standing: Sequence[Content] = (),
    *,
    contexts: Sequence[Context] | None = None,
    authored: Collection[int] = (),
    filled: Mapping[Hashable, int] = MappingProxyType({}),
    fronts: Sequence[str] | None = None,
) -> list[list[Finding]]:
    """What the drafts are to each other and to the cards that stand, a list for each draft.

    The later of two drafts gets the finding, so drafts come best first. `contexts`, one for each draft, tell which
    drafts share a unit and how long it is; without them, drafts of one heading count as one unit, by number alone.
    `filled` says how many cards stand below a heading, (note, heading), where there are no `contexts`.
    `authored` are the indexes of drafts that are the person's own words: they are only flagged, but for a question and
    answer that are there already, letter for letter. Cards that are the drafts' own former selves do not belong in
    `standing`: they would be found as duplicates.
    `fronts` are what is compared of the drafts (`fronts.front_of`), where it is known.
    """
    findings: list[list[Finding]] = [[] for _ in drafts]
    _alike(drafts, standing, findings, frozenset(authored), fronts)
    _dense(drafts, contexts, findings, filled)
    _key_position(drafts, findings)
    return findings


def _alike(
    drafts: Sequence[Draft],
    standing: Sequence[Content],
    findings: list[list[Finding]],
    authored: frozenset[int],
    texts: Sequence[str] | None,
) -> None:
    """Lint 18: fronts that are equal, or 0.7 alike with equal answers. Lint 19: 0.8 alike with other answers."""
    contents = [*standing, *[draft.content for draft in drafts]]
    fronts = Fronts(contents, [*map(front_of, standing), *texts] if texts is not None else None)
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
    seen: defaultdict[Hashable, int] = defaultdict(int, filled)
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
