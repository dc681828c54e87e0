"""hashcards and repeater: `Q:` … `A:` … and `C:` with `[deletions]`, each up to the next, a rule or a heading."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.inline.reading import Reading
from studykit.markup.inline.signs import found_by
from studykit.model.inline import Hidden, InlineCard, Piece, Syntax

_OPENINGS: Final = found_by(b"Q:", b"C:")
_LABEL: Final = re.compile(rb"(Q|A|C):[ \t]*")
_END: Final = re.compile(rb"(?:-{3,}[ \t]*|#{1,6}[ \t].*)\Z")
_DELETION: Final = re.compile(rb"(?<![\\!\]])\[([^\[\]\n^][^\[\]\n]*)\](?![(\[:])")


def questions(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """An answer goes on over blank lines, as it does in these tools."""
    lines = reading.page.lines
    behind = 0
    for number in reading.page.found(_OPENINGS):
        label = _label(reading, number) if number >= behind else ""
        if label not in ("Q", "C"):
            continue
        middle = _next(reading, number)
        end = middle
        if label == "Q" and middle < lines.count and _label(reading, middle) == "A":
            end = _next(reading, middle)
        taken = list(range(number, _last(reading, number, end) + 1))
        card = None
        start = lines[number].start
        opened = _LABEL.match(lines[number].text)
        assert opened is not None
        if label == "C":
            front = reading.page.trimmed(start + opened.end(), lines[taken[-1]].end)
            hidden = _hidden(reading, front)
            card = reading.card(syntax, "cloze", taken, front, None, hidden) if hidden else None
        elif end > middle:
            front = Piece(start + opened.end(), lines[middle].start)
            answers = _LABEL.match(lines[middle].text)
            assert answers is not None
            back = Piece(lines[middle].start + answers.end(), lines[taken[-1]].end)
            card = reading.card(syntax, "basic", taken, front, back)
        if card is not None:
            yield card
        behind = max(end, number + 1)


def _label(reading: Reading, number: int) -> str:
    line = reading.page.lines[number]
    found = None if line.verbatim or number in reading.taken else _LABEL.match(line.text)
    return "" if found is None else found[1].decode()


def _next(reading: Reading, number: int) -> int:
    """The number of the next line with a label or that ends a card; the count of lines where none does."""
    lines = reading.page.lines
    for place in range(number + 1, lines.count):
        if place in reading.taken or _label(reading, place):
            return place
        if not lines[place].verbatim and _END.match(lines[place].text):
            return place
    return lines.count


def _last(reading: Reading, number: int, end: int) -> int:
    """The last line before `end` that is not blank."""
    last = end - 1
    while last > number and reading.page.lines[last].blank:
        last -= 1
    return last


def _hidden(reading: Reading, piece: Piece) -> tuple[Hidden, ...]:
    found = _DELETION.finditer(reading.page.free, piece.start, piece.end)
    return tuple(
        Hidden(Piece(*match.span()), Piece(*match.span(1)), number, "") for number, match in enumerate(found, start=1)
    )
