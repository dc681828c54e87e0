"""Card syntaxes of other flashcard tools, read where they stand in a note and never written.

    page       the lines, with code, mathematics, links and fields written over
    marks      ids and schedules that the tools wrote below their cards, and decks that notes name
    reading    what the readers share
    framed separated highlights tagged questions lists headed braces      the syntaxes

A line belongs to one card: the syntaxes are asked in the order of `model.inline.SYNTAXES`, within one the longest mark
first. What another tool wrote for itself is read as what it is and stays out of the card.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from studykit.markup.document import Document
from studykit.markup.inline import braces, framed, headed, highlights, lists, questions, separated, tagged
from studykit.markup.inline.page import Page
from studykit.markup.inline.reading import Reading
from studykit.model.inline import SYNTAXES, Inline, InlineCard, InlineFault, Syntax

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


_MARKS: Final[Mapping[Syntax, tuple[str, ...]]] = {
    "obsidian-to-anki": ("START",),
    "inka": ("Deck:", "Tags:"),
    "yanki": ("---", "***", "___", "~~", "_"),
    "hashcards": ("Q:", "C:"),
    "headings": ("#",),
    "anki": ("{{c",),
}
"""What stands in every card of a syntax."""


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
    meant = [
        syntax
        for syntax in SYNTAXES
        if syntax in options.syntaxes
        and _is_read(syntax, options, folder)
        and _may_hold(document.text, syntax, options)
    ]
    if not meant:
        return _NOTHING
    reading = Reading(Page(document), options, properties)
    cards: list[InlineCard] = []
    for syntax in meant:
        for reader in _READERS[syntax]:
            cards.extend(reader(reading, syntax))
    return Found(tuple(sorted(cards, key=lambda card: card.whole)), tuple(reading.faults))


def _may_hold(text: bytes, syntax: Syntax, options: Inline) -> bool:
    """Whether a mark of the syntax stands anywhere in a text: most notes of most vaults are told by that."""
    return any(mark in text for mark in _marks(syntax, options))


@lru_cache(maxsize=64)
def _marks(syntax: Syntax, options: Inline) -> tuple[bytes, ...]:
    between = (options.separator, options.reversed_separator)
    match syntax:
        case "spaced-repetition":
            marks = (*between, options.line_separator, options.reversed_line_separator, *options.cloze)
        case "flashcards":
            marks = (*between, *(f"#{name}" for tag in options.card_tags for name in (tag, tag.capitalize())))
        case _:
            marks = _MARKS[syntax]
    return tuple(mark.encode() for mark in marks if mark)


def _is_read(syntax: Syntax, options: Inline, folder: str) -> bool:
    """Whether a syntax is on in a folder: those that take every note for cards are on in some alone."""
    if syntax == "headings" and options.folders:
        return _within(folder, options.folders)
    return syntax != "yanki" or _within(folder, options.folders)


def _within(folder: str, folders: tuple[str, ...]) -> bool:
    return any(folder == name or folder.startswith(f"{name.strip('/')}/") for name in folders)
