"""Decks that notes name for their cards: `#flashcards/a/b`, `cards-deck:` and their like. Each has a file of its own.

To the rest of a build such a deck is one more section, of no map and no folder: its path is the name behind `::`, with
which no folder begins. So one note may have cards at its home and in decks that it names.
"""

from dataclasses import replace
from typing import Final

from studykit.decks.deck import Header
from studykit.flows.drafting.draft import Drafted
from studykit.flows.reading.scan import Scan
from studykit.model.card import Draft
from studykit.model.concept import Section, SectionId
from studykit.text.safe import safe_line

_MARK: Final = "::"
_LONGEST: Final = 200
"""Characters of a deck's name."""


def named_section(draft: Draft) -> Section | None:
    """The section of the deck that a note names for a draft; None where it names none."""
    if draft.brought is None or not draft.brought.deck:
        return None
    levels = (" ".join(safe_line(level).split()) for level in draft.brought.deck.split("::"))
    deck = "::".join(level for level in levels if level)[:_LONGEST].strip(" :")
    return Section(SectionId("", (f"{_MARK}{deck}",)), deck, 0, ()) if deck else None


def is_named(section: SectionId) -> bool:
    """Whether a section is that of a deck which notes name."""
    return not section.moc and section.path[:1] != () and section.path[0].startswith(_MARK)


def is_named_header(header: Header) -> bool:
    """Whether a file is that of a deck which notes name."""
    return not header.moc and header.section.startswith(_MARK)


def deck_of(section: SectionId) -> str:
    """The name of the deck of such a section."""
    return section.path[0].removeprefix(_MARK)


def sections_of(drafted: Drafted) -> dict[SectionId, Section]:
    """The sections of all decks that notes name for their drafts, in the order of their names."""
    found = (named_section(draft) for _, drafts in drafted.concepts for draft in drafts)
    return {section.id: section for section in sorted(filter(None, found), key=lambda section: section.id)}


def with_named(scanned: Scan, drafted: Drafted) -> Scan:
    """The scan with the decks that its notes name among its sections."""
    named = sections_of(drafted)
    if named.keys() <= scanned.sections.keys():
        return scanned
    wider = replace(scanned, sections={**scanned.sections, **named})
    if (known := vars(scanned).get("names")) is not None:
        wider.__dict__["names"] = known  # a cached property
    return wider
