"""A document's lines with all that is no text written over: code, mathematics, links, HTML, templates, fields.

A mark of a card counts only where it stands free; what a card says is then cut from the text itself, as offsets are
the same in both.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from studykit.markup.document import Block, Document
from studykit.model.inline import Piece

_INERT: Final = b"\x02"
_UNSEEN: Final = b"\x03"
"""HTML: a card drops it."""
_BLANKS: Final = b" \t\x01" + _UNSEEN
_VERBATIM: Final = frozenset(("code", "html"))
_KEY, _VALUE = 60, 400
"""Bytes of a Dataview field's name and value at most."""
_SPANS: Final = frozenset(("math", "display", "code", "link", "image"))


class Line(NamedTuple):
    """A line. Offsets are bytes of the document, `text` is what stands free on it."""

    start: int
    end: int
    text: bytes
    blank: bool
    """Nothing stands on it; a blank line within code is none."""
    verbatim: bool
    """It lies within code or HTML."""


class Page:
    """A document as the readers of syntaxes see it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text
        self._verbatim: list[Piece] = []
        copy = bytearray(document.text)
        for block in _walk(document.blocks):
            if block.kind in _VERBATIM:
                _fill(copy, block.start, block.end, _UNSEEN if block.kind == "html" else _INERT)
                self._verbatim.append(Piece(block.start, block.end))
            for span in block.spans:
                if span.kind in _SPANS or span.kind == "html":
                    _fill(copy, span.start, span.end, _UNSEEN if span.kind == "html" else _INERT)
        _fill_between(copy, b"<%", b"%>")
        _fill_fields(copy)
        self.free = bytes(copy)
        """The text with what is inert written over, byte for byte as long."""

    @cached_property
    def lines(self) -> Sequence[Line]:
        """Every line, in order."""
        lines = []
        starts = [piece.start for piece in self._verbatim]
        position = 0
        for text in self.free.split(b"\n"):
            end = position + len(text)
            found = bisect_right(starts, end) - 1
            inside = found >= 0 and position < self._verbatim[found].end
            lines.append(Line(position, end, text, not inside and not text.strip(b" \t\r"), inside))
            position = end + 1
        return lines

    def trimmed(self, start: int, end: int) -> Piece:
        """A stretch without blanks, line ends and HTML at its edges."""
        text = self.free[start:end]
        left = len(text) - len(text.lstrip(_BLANKS + b"\n"))
        right = len(text.rstrip(_BLANKS + b"\n"))
        return Piece(start + left, start + max(left, right))

    def string(self, piece: Piece) -> str:
        """What stands there."""
        return self.document.slice(piece.start, piece.end)


def _walk(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _walk(block.children)


def _fill(copy: bytearray, start: int, end: int, filler: bytes) -> None:
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
