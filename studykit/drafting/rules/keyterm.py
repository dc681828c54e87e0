"""Terms that the note defines: entries whose gloss has a definition's form, or that stand under a glossary's title."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.defining import (
    defines,
    is_noun_phrase,
    is_remark,
    is_term,
    names_remarks,
    names_terms,
    repeats,
)
from studykit.drafting.rules.entries import Entry, Group, card, groups
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.rules.steps import states_order
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import weight

SHOWN_MOST: Final = 30
"""The longest definition that a card shows without being flagged (lint 3)."""
_SHOWN_LEAST: Final = 5
_MOST_OF: Final = 0.6
_FORMED_LEAST: Final = 2


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each entry that defines its term."""
    for group, entries in defined(unit):
        for entry in entries:
            heading = without_label(group.heading)
            topic = "" if is_generic(heading) else heading
            name = f"{entry.term}{entry.aside}"
            content = Basic(asking.meaning(unit, name, topic), entry.said, entry.rest)
            yield card(unit, group, entry, content, 0.66)


@lru_cache(maxsize=1)
def defined(unit: Unit) -> tuple[tuple[Group, list[Entry]], ...]:
    """Each group with its entries that define. Kept for the rules that draft from what is left."""
    return tuple((group, _defined(unit, group)) for group in groups(unit))


def _defined(unit: Unit, group: Group) -> list[Entry]:
    """The entries of a group that define: each by its own form, or by the heading above them."""
    if len(group.entries) < max(2, _MOST_OF * group.size):
        return []
    if names_remarks(group.heading) or (group.ordered and states_order(group.heading, "")):
        return []
    likely = [entry for entry in group.entries if _may_define(entry)]
    if len(likely) < 2 or len(likely) < _MOST_OF * group.size:
        return []
    formed = [entry for entry in likely if defines(entry.said, chinese=unit.chinese)]
    if names_terms(group.heading) or (not unit.chinese and len(formed) >= _MOST_OF * len(likely)):
        return [entry for entry in likely if entry in formed or _is_phrase(unit, entry)]
    return formed if len(formed) >= _FORMED_LEAST else []


def _is_phrase(unit: Unit, entry: Entry) -> bool:
    return not unit.chinese and is_noun_phrase(entry.said)


def _may_define(entry: Entry) -> bool:
    return (
        not entry.linked
        and is_term(entry.term)
        and _SHOWN_LEAST <= weight(entry.said) <= SHOWN_MOST
        and not is_remark(entry.said)
        and not repeats(entry.term, entry.said)
    )
