"""Drafting by rules, offline: each rule reads a unit's structure and proposes cards. A table of rules, one a file.

Tier 1, the rules whose cards nine people in ten would keep: the author's own questions, the MOC's gloss, the note's
summary, acronyms that the note spells out, formulas that the note names.
"""

from collections.abc import Collection
from typing import Final

from studykit.drafting.rules import acronym, brief, formula, gloss, inline, question
from studykit.drafting.rules.proposal import Rule
from studykit.drafting.unit import Unit
from studykit.model.card import Draft, Source

VERSION: Final = 1
"""Part of a unit's fingerprint: another version drafts again."""

RULES: Final[dict[str, Rule]] = {
    "question": question.draft,
    "inline": inline.draft,
    "formula": formula.draft,
    "brief": brief.draft,
    "gloss": gloss.draft,
    "acronym": acronym.draft,
}

AUTHORED: Final = frozenset({"rules:question", "rules:inline"})
"""Cards in the author's own words: a lint may flag one, never drop it."""


def draft(unit: Unit, *, off: Collection[str] = ()) -> list[Draft]:
    """Every card the rules propose for a unit, in the order of the note within each rule."""
    return [
        Draft(
            content=proposal.content,
            source=Source(unit.moc_link if proposal.from_moc else unit.link, proposal.heading, proposal.quote),
            by=f"rules:{name}",
            tags=unit.note.tags,
            line=proposal.line,
            score=proposal.score,
        )
        for name, rule in RULES.items()
        if name not in off
        for proposal in rule(unit)
    ]
