"""inka2: between two rules, `Deck:` and `Tags:`, then numbered questions with their answers as quotations."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from studykit.markup.inline.braces import curly
from studykit.markup.inline.marks import deck_name, words_as_tags
from studykit.markup.inline.reading import Reading
from studykit.model.inline import InlineCard, Piece, Syntax

_NUMBER: Final = re.compile(rb"\d{1,4}\.[ \t]+")
_QUOTED: Final = re.compile(rb"[ \t]*>[ \t]?")
_RULE: Final = b"---"
_ID: Final = re.compile(rb"<!--[ \t]*ID:[ \t]*(\d{1,16})[ \t]*-->")


def listed(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """A section without `Deck:` or `Tags:` at its head is none of inka2's."""
    lines = reading.page.lines
    number = 0
    while number < lines.count:
        if lines[number].text.rstrip() != _RULE or number in reading.taken:
            number += 1
            continue
        end = next((n for n in range(number + 1, lines.count) if lines[n].text.rstrip() == _RULE), lines.count)
        deck, tags, first = _head(reading, number + 1, end)
        if first is None:
            number = end  # the next rule may open a section
            continue
        yield from _section(reading, syntax, first, end, deck, tags)
        number = end + 1


def _head(reading: Reading, number: int, end: int) -> tuple[str, tuple[str, ...], int | None]:
    deck, tags = "", tuple[str, ...]()
    seen = False
    for place in range(number, end):
        line = reading.page.lines[place]
        text = reading.page.string(Piece(line.start, line.end)).strip()
        if text.startswith("Deck:"):
            deck, seen = deck_name(text.removeprefix("Deck:")), True
        elif text.startswith("Tags:"):
            tags, seen = words_as_tags(text.removeprefix("Tags:")), True
        elif text:
            return deck, tags, place if seen else None
    return deck, tags, None


def _section(
    reading: Reading, syntax: Syntax, number: int, end: int, deck: str, tags: tuple[str, ...]
) -> Iterator[InlineCard]:
    page = reading.page
    starts = [place for place in range(number, end) if not page.lines[place].verbatim]
    starts = [place for place in starts if _NUMBER.match(page.lines[place].text)]
    for start, following in pairwise([*starts, end]):
        last = following - 1
        while last > start and (page.lines[last].blank or _is_id(reading, last)):
            last -= 1
        opened = _NUMBER.match(page.lines[start].text)
        assert opened is not None
        answer = next((n for n in range(start + 1, last + 1) if page.lines[n].text.lstrip().startswith(b">")), None)
        begin = page.lines[start].start + opened.end()
        taken = list(range(start, last + 1))
        if answer is not None:
            front, back = Piece(begin, page.lines[answer].start), Piece(page.lines[answer].start, page.lines[last].end)
            card = reading.card(syntax, "basic", taken, front, back, tags=tags, deck=deck)
        else:
            front = page.trimmed(begin, page.lines[last].end)
            hidden = curly(reading, front)
            written = b"{{c" in page.text[slice(*front)]
            card = reading.card(syntax, "cloze", taken, front, None, hidden, tags, deck) if hidden or written else None
        if card is not None:
            yield card._replace(notes=_ids_above(reading, start) or card.notes)


def _is_id(reading: Reading, number: int) -> bool:
    line = reading.page.lines[number]
    return _ID.fullmatch(reading.page.text[line.start : line.end].strip()) is not None


def _ids_above(reading: Reading, number: int) -> tuple[int, ...]:
    """inka2 writes the id on the line before the question."""
    line = reading.page.lines[number - 1]
    found = _ID.fullmatch(reading.page.text[line.start : line.end].strip())
    return (int(found[1]),) if found is not None else ()
