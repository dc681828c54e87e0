"""Card syntaxes of other flashcard tools, read where they stand in a note and never written.

    signs      what is looked for, by the options
    free       the text with code, mathematics, links and fields written over
    page       its lines
    marks      ids and schedules that the tools wrote below their cards, and decks that notes name
    reading    what the readers share
    framed separated highlights tagged questions lists headed braces      the syntaxes

A line belongs to one card: the syntaxes are asked in the order of `model.inline.SYNTAXES`, within one the longest mark
first. What another tool wrote for itself is read as what it is and stays out of the card.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from studykit.markup.document import Document
from studykit.markup.inline import braces, framed, headed, highlights, lists, questions, separated, tagged
from studykit.markup.inline.page import Page
from studykit.markup.inline.reading import Reading
from studykit.markup.inline.signs import signs_of
from studykit.model.inline import Inline, InlineCard, InlineFault, Syntax

_Reader = Callable[[Reading, Syntax], Iterator[InlineCard]]
_READERS: Final[Mapping[Syntax, tuple[_Reader, ...]]] = {
    "obsidian-to-anki": (framed.framed,),
    "inka": (lists.listed,),
    "yanki": (headed.whole,),
    "hashcards": (questions.questions,),
    "headings": (headed.headed,),
    "flashcards": (tagged.tagged, separated.on_a_line),
    "spaced-repetition": (separated.between_lines, separated.on_a_line, highlights.deletions),
    "anki": (braces.marked,),
}


class Found(NamedTuple):
    """What a note holds."""

    cards: tuple[InlineCard, ...]
    """In the order of the note."""
    faults: tuple[InlineFault, ...]


_NOTHING: Final = Found((), ())


def read_inline(document: Document, options: Inline, properties: Mapping[str, Any], folder: str = "") -> Found:
    """The cards that a note holds in the syntaxes that are on. Never raises; linear in the note.

    `properties` is the note's frontmatter, `folder` the path of its folder in the vault, for syntaxes that are on in
    some folders alone.
    """
    signs = signs_of(options)
    text = document.text
    places = {sign: found for sign in signs.every if (found := sign.places(text))}
    if not places:
        return _NOTHING
    meant = [
        syntax
        for syntax, found_by in signs.syntaxes
        if not places.keys().isdisjoint(found_by) and _is_read(syntax, options, folder)
    ]
    if not meant:
        return _NOTHING
    reading = Reading(Page(document, places), options, signs, properties)
    cards: list[InlineCard] = []
    for syntax in meant:
        for reader in _READERS[syntax]:
            cards.extend(reader(reading, syntax))
    return Found(tuple(sorted(cards, key=lambda card: card.whole)), tuple(reading.faults))


def _is_read(syntax: Syntax, options: Inline, folder: str) -> bool:
    """Whether a syntax is on in a folder: those that take every note for cards are on in some alone."""
    if syntax == "headings" and options.folders:
        return _within(folder, options.folders)
    return syntax != "yanki" or _within(folder, options.folders)


def _within(folder: str, folders: tuple[str, ...]) -> bool:
    return any(folder == name or folder.startswith(f"{name.strip('/')}/") for name in folders)
