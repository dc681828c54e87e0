"""A document's lines with all that is no text written over: code, mathematics, links, HTML, templates, fields.

A mark of a card counts only where it stands free; what a card says is then cut from the text itself, as offsets are
the same in both.
"""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import Final, NamedTuple, overload

from studykit.markup.document import Document
from studykit.model.inline import Piece

_INERT: Final = b"\x02"
_UNSEEN: Final = b"\x03"
"""HTML: a card drops it."""
_EDGES: Final = b" \t\n\x01" + _UNSEEN
_VERBATIM: Final = frozenset(("code", "html"))
_KEY, _VALUE = 60, 400
"""Bytes of a Dataview field's name and value at most."""
_SPANS: Final = frozenset(("math", "display", "code", "link", "image", "html"))


class Line(NamedTuple):
    """A line. Offsets are bytes of the document, `text` is what stands free on it."""

    start: int
    end: int
    text: bytes
    blank: bool
    """Nothing stands on it; a blank line within code is none."""
    verbatim: bool
    """It lies within code or HTML."""


class Lines(Sequence[Line]):
    """The lines of a text. Most are never looked at, so that each is made when it is asked for."""

    def __init__(self, text: bytes, verbatim: Sequence[Piece]) -> None:
        self._text = text
        self._starts: list[int] = [0, *map(add, accumulate(map(len, text.split(b"\n"))), count(1))]
        """Of every line, and where one behind the last would begin."""
        self._verbatim = verbatim
        self._first = [piece.start for piece in verbatim]
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> Line: ...
    @overload
    def __getitem__(self, number: slice) -> list[Line]: ...

    def __getitem__(self, number: int | slice) -> Line | list[Line]:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        line = self._made.get(number)
        if line is None:
            line = self._made[number] = self._line(number if number >= 0 else len(self) + number)
        return line

    def number_at(self, place: int) -> int:
        """The number of the line in which a byte stands."""
        return bisect_right(self._starts, place) - 1

    def start(self, number: int) -> int:
        """Where a line begins."""
        return self._starts[number]

    def end(self, number: int) -> int:
        """Where a line ends."""
        return self._starts[number + 1] - 1

    def _line(self, number: int) -> Line:
        if not 0 <= number < len(self):
            raise IndexError(number)
        start, end = self._starts[number], self._starts[number + 1] - 1
        text = self._text[start:end]
        found = bisect_right(self._first, end) - 1
        inside = found >= 0 and start < self._verbatim[found].end
        return Line(start, end, text, not inside and not text.strip(b" \t\r"), inside)


class Page:
    """A document as the readers of syntaxes see it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self._verbatim: list[Piece] = []
        copy = bytearray(document.text)
        waiting = list(reversed(document.blocks))
        while waiting:
            block = waiting.pop()
            if block.kind in _VERBATIM:
                _fill(copy, block.start, block.end, _UNSEEN if block.kind == "html" else _INERT)
                self._verbatim.append(Piece(block.start, block.end))
            for span in block.spans:
                if span.kind in _SPANS:
                    _fill(copy, span.start, span.end, _UNSEEN if span.kind == "html" else _INERT)
            if block.children:
                waiting += reversed(block.children)
        _fill_between(copy, b"<%", b"%>")
        _fill_fields(copy)
        self.free = bytes(copy)
        """The text with what is inert written over, byte for byte as long."""

    @cached_property
    def lines(self) -> "Lines":
        """Every line, in order."""
        return Lines(self.free, self._verbatim)

    def with_mark(self, *marks: bytes) -> list[int]:
        """The numbers of the lines on which one of these stands, in their order."""
        free, lines = self.free, self.lines
        found: set[int] = set()
        for mark in marks:
            place = free.find(mark) if mark else -1
            while place >= 0:
                number = lines.number_at(place)
                found.add(number)
                place = free.find(mark, lines.end(number))
        return sorted(found)

    def beginning_with(self, *marks: bytes) -> list[int]:
        """The numbers of the lines that may begin with one of these, blanks apart, in their order."""
        found = {0} if self.free.lstrip(b" \t").startswith(tuple(filter(None, marks))) else set()
        for mark in filter(None, marks):
            for before in (b"\n", b" ", b"\t"):
                place = self.free.find(before + mark)
                while place >= 0:
                    found.add(self.lines.number_at(place + 1))
                    place = self.free.find(before + mark, place + 1)
        return sorted(found)

    def trimmed(self, start: int, end: int) -> Piece:
        """A stretch without blanks, line ends and HTML at its edges."""
        text = self.free[start:end]
        right = len(text.rstrip(_EDGES))
        left = len(text) - len(text.lstrip(_EDGES))
        return Piece(start + left, start + max(left, right))

    def string(self, piece: Piece) -> str:
        """What stands there."""
        return self.document.slice(piece.start, piece.end)


def _fill(copy: bytearray, start: int, end: int, filler: bytes) -> None:
    if copy.find(b"\n", start, end) < 0:
        copy[start:end] = filler * (end - start)
        return
    lines = bytes(copy[start:end]).split(b"\n")
    copy[start:end] = b"\n".join(filler * len(line) for line in lines)


def _fill_between(copy: bytearray, opening: bytes, closing: bytes) -> None:
    start = copy.find(opening)
    while start >= 0:
        end = copy.find(closing, start)
        if end < 0:
            return
        _fill(copy, start, end + len(closing), _INERT)
        start = copy.find(opening, end)


def _fill_fields(copy: bytearray) -> None:
    """Dataview's fields in brackets: `[due:: 2026-01-01]`, `(key:: value)`."""
    position = copy.find(b"::")
    while position >= 0:
        first = max(copy.rfind(b"\n", max(0, position - _KEY), position), position - _KEY, 0)
        opening = max(copy.rfind(mark, first, position) for mark in (b"[", b"("))
        end = position + 2
        if opening >= 0:
            mark = b"]" if copy[opening : opening + 1] == b"[" else b")"
            closing = copy.find(mark, position, position + _VALUE)
            on_line = closing > 0 and copy.find(b"\n", position, closing) < 0
            if on_line and _is_key(copy[opening + 1 : position]):
                _fill(copy, opening, closing + 1, _INERT)
                end = closing + 1
        position = copy.find(b"::", end)


def _is_key(text: bytearray) -> bool:
    words = bytes(text).decode("utf-8", "replace")
    return bool(words) and not words[-1].isspace() and all(c.isalnum() or c in "-_ " for c in words)
