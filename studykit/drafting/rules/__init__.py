"""Drafting by rules, offline: each rule reads a unit's structure and proposes cards. A table of rules, one a file.

    tier 0   cards that the author wrote for another tool, where the settings name its syntax
    tier 1   the author's own words for it: questions, the map's gloss, summaries, acronyms, named formulas
    tier 2   structure that says what belongs to what: tables, comparisons, defined terms, definitions, callouts, steps,
             code with its purpose, questions that a paragraph opens with, choices
    tier 3   patterns in prose, asked with their breadcrumb: `X 是 … 的 Y`, other terms and labels, see-also, bold

Where a structure holds cards of both kinds, a strict rule takes the plain form and another one what it leaves: `table`
and `cell`, `keyterm` and `term` or `label`.
A rule's cards go into decks where nine in ten were marked as usable; those of which about half were wait for a person;
the rest is off unless the settings ask for it. The author's own questions are never held back.
"""

from collections.abc import Collection
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.drafting import RULES_VERSION
from studykit.drafting.rules import (
    acronym,
    asked,
    bold,
    brief,
    callout,
    cell,
    choice,
    code,
    comparison,
    copula,
    definition,
    formula,
    gloss,
    inline,
    keyterm,
    label,
    question,
    seealso,
    steps,
    table,
    term,
    written,
)
from studykit.drafting.rules.proposal import Proposal, Rule
from studykit.drafting.rules.topic import names_myths, names_topic
from studykit.drafting.unit import Unit
from studykit.model.card import Draft, Source

VERSION: Final = RULES_VERSION
"""Part of a unit's fingerprint."""


class Entry(NamedTuple):
    """A rule and what becomes of its cards."""

    rule: Rule
    tier: int
    default: str
    """`decks`, `wait` or `off`, unless the settings say otherwise."""


RULES: Final[dict[str, Entry]] = {
    "written": Entry(written.draft, 0, "decks"),
    "question": Entry(question.draft, 1, "decks"),
    "inline": Entry(inline.draft, 1, "decks"),
    "formula": Entry(formula.draft, 1, "decks"),
    "brief": Entry(brief.draft, 1, "wait"),
    "gloss": Entry(gloss.draft, 1, "wait"),
    "acronym": Entry(acronym.draft, 1, "decks"),
    "asked": Entry(asked.draft, 2, "decks"),
    "definition": Entry(definition.draft, 2, "decks"),
    "callout": Entry(callout.draft, 2, "decks"),
    "table": Entry(table.draft, 2, "decks"),
    "comparison": Entry(comparison.draft, 2, "wait"),
    "keyterm": Entry(keyterm.draft, 2, "decks"),
    "steps": Entry(steps.draft, 2, "decks"),
    "cell": Entry(cell.draft, 2, "off"),
    "code": Entry(code.draft, 2, "decks"),
    "choice": Entry(choice.draft, 2, "off"),
    "term": Entry(term.draft, 3, "wait"),
    "label": Entry(label.draft, 3, "off"),
    "copula": Entry(copula.draft, 3, "decks"),
    "seealso": Entry(seealso.draft, 3, "wait"),
    "bold": Entry(bold.draft, 3, "off"),
}

WRITTEN: Final = "rules:written"
"""Cards as they stand in the note: no cap leaves one out, and no flag holds one back."""
AUTHORED: Final = frozenset({WRITTEN, "rules:question", "rules:inline"})
"""Cards in the author's own words: a lint may flag one, never drop it."""
DEFAULT_OFF: Final = frozenset(name for name, entry in RULES.items() if entry.default == "off")


def draft(unit: Unit, *, off: Collection[str] = DEFAULT_OFF) -> list[Draft]:
    """Every card the rules propose for a unit, in the order of the note within each rule.

    In a note whose title names nothing (a date, `Untitled`), only what stands under a heading that does; nothing of
    what is listed as a myth or a mistake. Lines that are a card of the author's already give no other.
    """
    link, tags = unit.link, unit.note.tags
    found: list[Draft] = []
    has_place: dict[str, bool] = {}
    taken = _lines(unit) if unit.inline else frozenset()
    for rule, by, authored in _asked(frozenset(off), alone=unit.inline_alone):
        for proposal in rule(unit):
            if taken and by != WRITTEN and _overlaps(proposal, taken):
                continue
            content, quote, heading, line, score, from_moc, flags, own, brought = proposal
            if not authored and heading not in has_place:
                has_place[heading] = _has_place(unit, heading)
            if authored or has_place[heading]:
                source = Source(unit.moc_link if from_moc else link, heading, quote)
                every = tuple(dict.fromkeys((*tags, *own))) if own else tags
                found.append(Draft(content, source, by, every, line, score, flags, brought))
    return found


@lru_cache(maxsize=8)
def _asked(off: frozenset[str], *, alone: bool) -> tuple[tuple[Rule, str, bool], ...]:
    """The rules that are asked, each with what its drafts are said to be by, and whether they are the author's own.

    `alone`: only for the cards that the author wrote for another tool.
    """
    every = [(entry.rule, f"rules:{name}") for name, entry in RULES.items() if name not in off]
    return tuple([(rule, by, by in AUTHORED) for rule, by in every if by == WRITTEN or not alone])


def _lines(unit: Unit) -> frozenset[int]:
    """The lines of the note that are cards of another tool."""
    line_at = unit.document.line_at
    pieces = (card.whole for card in unit.inline)
    return frozenset(line for piece in pieces for line in range(line_at(piece.start), line_at(piece.end) + 1))


def _overlaps(proposal: Proposal, lines: Collection[int]) -> bool:
    if proposal.from_moc or not proposal.line:
        return False
    return any(line in lines for line in range(proposal.line, proposal.line + proposal.quote.count("\n") + 1))


def _has_place(unit: Unit, heading: str) -> bool:
    """Whether a card made from what stands under a heading says what it belongs to, and is meant as it is said."""
    return (unit.has_name or names_topic(heading)) and not names_myths(heading)
