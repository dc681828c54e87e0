"""Which other tools' cards a vault holds: what `init` tells, and writes as a line of the settings.

Careful, as a highlight or two colons stand in many a note that is no flashcard's: a syntax counts where its plugin is
there, where a tool has left its marks beside cards, or where there are many that nothing else looks like.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from studykit.flows.inline.maps import beside_lists
from studykit.flows.inline.plugins import options_of, plugins_of
from studykit.flows.reading.scan import Scan, read_document
from studykit.markup.inline import read_inline
from studykit.model.inline import SYNTAXES, Inline, InlineCard, Syntax
from studykit.model.note import Note
from studykit.text.safe import safe_line

EXAMPLES: Final = 5
_ENOUGH: Final[Mapping[Syntax, int]] = {
    "obsidian-to-anki": 3,
    "inka": 3,
    "hashcards": 5,
    "flashcards": 3,
    "spaced-repetition": 3,
    "anki": 3,
}
"""Cards that show by themselves that a syntax is in use; of the others only a plugin does."""
_LABEL: Final = re.compile(rb"^(?:Q|C):[ \t]", re.MULTILINE)
_LONGEST: Final = 100
"""Characters of an example's side."""


class Example(NamedTuple):
    """A card as it was found, each side cut to a line."""

    front: str
    back: str
    note: str
    line: int


class InlineFound(NamedTuple):
    """A syntax that a vault uses."""

    syntax: Syntax
    cards: int
    notes: int
    known: int
    """Cards beside which the tool has left an id or a schedule."""
    plugin: bool
    """Whether its plugin is there."""
    examples: tuple[Example, ...]


def find_inline(scanned: Scan) -> tuple[Inline, tuple[InlineFound, ...]]:
    """The options for a vault, and what was found of each syntax that is in them. Reads notes, writes nothing."""
    plugins = plugins_of(scanned.root)
    options = options_of(plugins)
    asked = [one for one in SYNTAXES if one in plugins or one in _ENOUGH]
    cards: dict[Syntax, list[tuple[Note, InlineCard, tuple[str, str], int]]] = {one: [] for one in asked}
    highlights = [0, 0]
    for note in scanned.notes.values():
        for syntax, card, sides, line in _cards_of(scanned, note, options, asked):
            if syntax == "spaced-repetition" and card.kind == "cloze":
                tagged = _has_deck(note, options)
                highlights[tagged] += not card.schedules
                if not tagged and not card.schedules:
                    continue  # a highlight, in a note that its tool does not look at
            cards[syntax].append((note, card, sides, line))
    found = []
    for syntax in asked:
        known = sum(bool(card.notes or card.schedules) for _, card, _, _ in cards[syntax])
        enough = known or len(cards[syntax]) >= _ENOUGH.get(syntax, 1 << 30)
        if not cards[syntax] or not (enough or syntax in plugins):
            continue
        shown = tuple(Example(*sides, note.path, line) for note, _, sides, line in cards[syntax][:EXAMPLES])
        notes = len({note.path for note, *_ in cards[syntax]})
        found.append(InlineFound(syntax, len(cards[syntax]), notes, known, syntax in plugins, shown))
    if highlights[0] > highlights[1]:  # most highlights are only highlights here
        options = replace(options, cloze=tuple(mark for mark in options.cloze if mark not in ("==", "**")))
    return replace(options, syntaxes=tuple(one.syntax for one in found)), tuple(found)


def _cards_of(
    scanned: Scan, note: Note, options: Inline, asked: list[Syntax]
) -> Iterator[tuple[Syntax, InlineCard, tuple[str, str], int]]:
    """The cards of a note, by every syntax that it may use."""
    folder = note.path.rpartition("/")[0]
    document = read_document(scanned.root, note)
    if document is None:
        return
    for syntax in asked:
        if not _MAY[syntax](document.text, note, options):
            continue
        only = replace(options, syntaxes=(syntax,))
        found = read_inline(document, only, note.properties, folder)
        for card in (beside_lists(found, document) if note.path in scanned.mocs else found).cards:
            sides = (_line(document.slice(*card.front[0])), _line("".join(document.slice(*p) for p in card.back)))
            yield syntax, card, sides, document.line_at(card.whole.start)


def _line(text: str) -> str:
    shown = " ".join(safe_line(text.replace("\n", " ")).split())
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"


def _has_deck(note: Note, options: Inline) -> bool:
    return any(tag.partition("/")[0].casefold() in {t.casefold() for t in options.deck_tags} for tag in note.tags)


def _spaced(text: bytes, note: Note, options: Inline) -> bool:
    return b"<!--SR:" in text or _has_deck(note, options) or any(f"#{t}".encode() in text for t in options.deck_tags)


def _tagged(text: bytes, note: Note, options: Inline) -> bool:
    if "cards-deck" in note.properties:
        return True
    names = "|".join(map(re.escape, options.card_tags))
    return re.search(rf"#(?:{names})(?:[-/_]reverse)?(?![\w/-])".encode(), text) is not None


_MAY: Final[Mapping[Syntax, Callable[[bytes, Note, Inline], bool]]] = {
    "obsidian-to-anki": lambda text, _note, _options: b"START" in text,
    "inka": lambda text, _note, _options: b"---" in text and (b"Deck:" in text or b"Tags:" in text),
    "yanki": lambda _text, _note, options: bool(options.folders),
    "hashcards": lambda text, _note, _options: _LABEL.search(text) is not None,
    "headings": lambda _text, _note, _options: False,
    "flashcards": _tagged,
    "spaced-repetition": _spaced,
    "anki": lambda text, _note, _options: b"{{c" in text,
}
"""Whether a note may hold cards of a syntax: asked before it is read for them."""
