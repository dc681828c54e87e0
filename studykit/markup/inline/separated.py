"""spaced-repetition and flashcards: `question::answer`, and `?` on a line between question and answer."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.inline.free import Line
from studykit.markup.inline.marks import marks_behind
from studykit.markup.inline.reading import Reading
from studykit.model.inline import InlineCard, Piece, Syntax

_FIELD: Final = re.compile(r"[\w-]+(?: [\w-]+)?")
_IDENTIFIER_END: Final = re.compile(r"[A-Za-z_>)\]][\w>)\]]*\Z|[A-Za-z_]\w*\Z")
_IDENTIFIER: Final = re.compile(r"[A-Za-z_~]")
_NAMESPACES: Final = frozenset(("std", "boost", "crate", "self", "Self", "super", "core", "cv", "torch", "tf", "fmt"))
"""What stands before `::` in code, in any language with it."""


def on_a_line(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """The longer separator is looked for first, wherever it stands on the line."""
    for number in reading.page.found(reading.signs.between_found):
        line = reading.page.lines[number]
        if line.verbatim or number in reading.taken:
            continue
        for mark, both in reading.signs.between:
            place = line.text.find(mark)
            if place < 0:
                continue
            card = _card(reading, syntax, number, line, line.start + place, mark, both=both)
            if card is not None:
                yield card
            break


def _card(
    reading: Reading, syntax: Syntax, number: int, line: Line, place: int, mark: bytes, *, both: bool
) -> InlineCard | None:
    sides = _sides(reading, number, line, place, mark, both=both)
    return reading.card(syntax, "reversed" if both else "basic", [number], *sides) if sides is not None else None


def _sides(
    reading: Reading, number: int, line: Line, place: int, mark: bytes, *, both: bool
) -> tuple[Piece, Piece] | None:
    """What stands before and behind the separator at a byte; None where that is no card."""
    page = reading.page
    front = page.trimmed(reading.content(line), place)
    back = page.trimmed(place + len(mark), line.end)
    if front.end <= front.start or back.end <= back.start or line.text.lstrip().startswith(b"|"):
        return None
    if not both and front.end == place:
        asked = page.string(front)
        if back.start == place + len(mark):
            code = _is_namespace(asked) if reading.is_meant else _is_code(asked, page.string(back))
            if code and not _is_known(reading, number):
                return None
        elif _FIELD.fullmatch(asked.strip("*_")):
            return None  # Dataview's `key:: value`
    return front, back


def _is_card(reading: Reading, number: int) -> bool:
    """Whether a line is a card by itself."""
    line = reading.page.lines[number]
    for mark, both in reading.signs.between:
        place = line.text.find(mark)
        if place >= 0:
            return _sides(reading, number, line, line.start + place, mark, both=both) is not None
    return False


def _is_known(reading: Reading, number: int) -> bool:
    """Whether the tool has marked the line as a card of its own."""
    marks = marks_behind(reading.page, number)
    return bool(marks.notes or marks.schedules)


def _is_code(asked: str, answer: str) -> bool:
    """`std::vector` in a sentence: names on both sides, and nothing that reads as a question before them."""
    if asked.endswith(("?", "？")) or not _IDENTIFIER_END.search(asked) or not _IDENTIFIER.match(answer):
        return False
    words = asked.split()
    return len(words) < 3 or not words[-1][0].isupper() or not answer[0].isupper()


def _is_namespace(asked: str) -> bool:
    """The same in a note whose author says that it holds cards: what else is tight is one."""
    return asked.split()[-1] in _NAMESPACES


def between_lines(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """The paragraph above the line asks, the one below answers; with an end marker an answer may hold blank lines."""
    marks = reading.signs.alone
    ends = reading.options.end_marker.encode()
    lines = reading.page.lines
    for number in reading.page.found(reading.signs.alone_found):
        line = lines[number]
        mark = line.text.strip(b" \t")
        if mark not in marks or line.verbatim or number in reading.taken:
            continue
        above = [place for place in reading.paragraph(number, -1) if not reading.is_deck_line(lines[place])]
        headings = [place for place in above if lines[place].text.startswith(b"#")]
        above = [place for place in above if not headings or place > headings[-1]] or above[-1:]
        cards = [place for place in above if _is_card(reading, place)]
        above = [place for place in above if not cards or place > cards[-1]]
        below = _until(reading, number, ends) if ends else reading.paragraph(number, 1)
        if not above or not below:
            continue
        front = Piece(reading.content(lines[above[0]]), lines[above[-1]].end)
        back = Piece(lines[below[0]].start, lines[below[-1]].end)
        taken = [*above, number, *below]
        card = reading.card(syntax, "reversed" if marks[mark] else "basic", taken, front, back)
        if card is not None:
            yield card


def _until(reading: Reading, number: int, mark: bytes) -> list[int]:
    """The lines up to the end marker; up to a blank one where there is none before the next separator."""
    lines = reading.page.lines
    separators = (reading.options.line_separator.encode(), reading.options.reversed_line_separator.encode())
    for place in range(number + 1, lines.count):
        text = lines[place].text.strip()
        if lines[place].verbatim:
            continue
        if text == mark:
            reading.taken.add(place)
            return list(range(number + 1, place))
        if text in separators:
            break
    return reading.paragraph(number, 1)
