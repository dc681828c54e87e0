"""spaced-repetition's deletions: `==x==`, `**x**`, `{{x}}`, with hints and groups.

==Sun==^[a star]        a hint          ==Sun==[^1]   with others of group 1
==1;;Sun;;a star==      both in one     ==Sun==[^ha]  asked on the second of two cards
"""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.inline.reading import Reading
from studykit.model.inline import Hidden, InlineCard, Piece, Syntax

_BEHIND: Final = re.compile(rb"(?:\^\[([^\[\]\n]{1,200})\])?(?:\[\^([0-9]{1,3}|[ash]{1,20})\])?")
_LARGEST: Final = 499
_LONGEST: Final = 2000
"""Bytes of one deletion."""


def deletions(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """A paragraph with deletions is a card."""
    lines = reading.page.lines
    behind = 0
    for number in reading.page.found(reading.signs.deletions_found):
        if number < behind or lines[number].verbatim or number in reading.taken:
            continue
        paragraph = _paragraph(reading, number)
        behind = paragraph[-1] + 1
        front = Piece(reading.content(lines[paragraph[0]]), lines[paragraph[-1]].end)
        hidden = _hidden(reading, front)
        if hidden:
            card = reading.card(syntax, "cloze", paragraph, front, None, hidden)
            if card is not None:
                yield card


def _paragraph(reading: Reading, number: int) -> list[int]:
    """The numbers of the lines of a paragraph, its heading among them where that stands right above."""
    first = last = number
    while first and _joins(reading, first - 1) and not reading.page.lines[first].text.startswith(b"#"):
        first -= 1
    while last + 1 < reading.page.lines.count and _goes_on(reading, last + 1):
        last += 1
    return list(range(first, last + 1))


def _goes_on(reading: Reading, number: int) -> bool:
    return _joins(reading, number) and not reading.page.lines[number].text.startswith(b"#")


def _joins(reading: Reading, number: int) -> bool:
    line = reading.page.lines[number]
    return not line.blank and not line.verbatim and number not in reading.taken


def _hidden(reading: Reading, piece: Piece) -> tuple[Hidden, ...]:
    found: list[tuple[Piece, Piece, str, str]] = []
    text = reading.page.free
    for opening, closing in reading.signs.deletions.items():
        start = text.find(opening, piece.start, piece.end)
        while start >= 0:
            inner = start + len(opening)
            end = text.find(closing, inner, min(piece.end, inner + _LONGEST))
            if end < 0:
                start = text.find(opening, inner + _LONGEST, piece.end) if inner + _LONGEST < piece.end else -1
                continue
            if end == inner or text[inner : inner + 1].isspace() or text[end - 1 : end].isspace():
                start = text.find(opening, inner, piece.end)
                continue
            behind = _BEHIND.match(text, end + len(closing), piece.end)
            outer = Piece(start, behind.end() if behind is not None else end + len(closing))
            hint = _text(behind[1]) if behind is not None else ""
            group = _text(behind[2]) if behind is not None else ""
            hidden = Piece(inner, end)
            if text.count(b";;", inner, end):
                hidden, group, hint = _parts(text, hidden, group, hint)
            found.append((outer, hidden, group, hint))
            start = text.find(opening, outer.end, piece.end)
    return _numbered(sorted(found))


def _text(found: bytes | None) -> str:
    return (found or b"").decode("utf-8", "replace")


def _parts(text: bytearray, inner: Piece, group: str, hint: str) -> tuple[Piece, str, str]:
    """`1;;answer;;hint`, `answer;;hint` or `1;;answer`."""
    first, last = text.find(b";;", inner.start, inner.end), text.rfind(b";;", inner.start, inner.end)
    number = text[inner.start : first].strip()
    start, end = inner
    if number.isdigit() and len(number) < 4:
        group, start = number.decode(), first + 2
    if last >= start:
        hint, end = text[last + 2 : inner.end].decode("utf-8", "replace").strip(), last
    return Piece(start, end), group, hint


def _numbered(found: list[tuple[Piece, Piece, str, str]]) -> tuple[Hidden, ...]:
    """Deletions of one group share a number; one without a group has its own. Those within others are left out."""
    hidden: list[Hidden] = []
    numbers: dict[str, int] = {}
    for outer, inner, group, hint in found:
        if hidden and outer.start < hidden[-1].outer.end:
            continue
        if group and not group.isdigit():
            number = group.find("a") + 1
            if not number:
                continue  # it is shown or hidden, and never asked
            group = str(number)
        key = group or f"own {outer.start}"
        number = numbers.setdefault(key, len(numbers) + 1)
        if number <= _LARGEST:
            hidden.append(Hidden(outer, inner, number, hint))
    return tuple(hidden)
