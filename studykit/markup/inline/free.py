"""A document's text with all that is no text written over: code, mathematics, links, HTML, templates, fields.

Most blocks of most notes hold nothing that a card is made of, so that each is gone through when one of its lines is
asked for. Offsets are the same in both texts.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from studykit.markup.document import Block, Document
from studykit.markup.inline.signs import found_by
from studykit.model.inline import Piece

_INERT: Final = b"\x02"
UNSEEN: Final = b"\x03"
"""HTML: a card drops it."""
FILLERS: Final = _INERT + UNSEEN
_VERBATIM: Final = frozenset(("code", "html"))
_SPANS: Final = frozenset(("math", "display", "code", "link", "image", "html"))
_BLANKS: Final = b" \t\r"
_new: Final = tuple.__new__
_KEY, _VALUE = 60, 400
"""Bytes of a Dataview field's name and value at most."""
(_TEMPLATE,) = found_by(b"<%")


class Line(NamedTuple):
    """A line. Offsets are bytes of the document, `text` is what stands free on it."""

    start: int
    end: int
    text: bytes
    blank: bool
    """Nothing stands on it; a blank line within code is none."""
    verbatim: bool
    """It lies within code or HTML."""


class Free:
    """What stands free in a document, of those lines that were asked for."""

    def __init__(self, document: Document) -> None:
        self.text = bytearray(document.text)
        """The text as far as it was gone through, byte for byte as long."""
        self._source = document.text
        blocks = [one for one in document.blocks if one.spans or one.children or one.kind in _VERBATIM]
        self._blocks: list[Block | None] = [*blocks, None]
        """Those that may hold something inert; None for those that are done, and behind the last."""
        self._starts = [*[block.start for block in blocks], len(self.text) + 1]
        self._ends = [block.end for block in blocks]
        self._verbatim: list[Piece] = []
        """Code and HTML of the blocks that are done, in order."""
        if _TEMPLATE.places(document.text):
            self._go_through(0, len(self.text))
            _fill_between(self.text, b"<%", b"%>")
            self._blocks, self._starts, self._ends = [None, None], [0, len(self.text) + 1], [len(self.text) + 1]

    def made(self, start: int, end: int) -> Line:
        """What stands free on a line."""
        number = bisect_right(self._ends, start)
        verbatim = False
        if self._starts[number] <= end:
            self._go_through(number, end)
            text = bytes(self.text[start:end])
            if self._verbatim:
                before = bisect_right(self._verbatim, (end + 1,))
                verbatim = before > 0 and start < self._verbatim[before - 1].end
        else:
            text = self._source[start:end]
        if text.find(b"::") >= 0:
            _fill_fields(self.text, start, end)
            text = bytes(self.text[start:end])
        return _new(Line, (start, end, text, not verbatim and not text.strip(_BLANKS), verbatim))

    def unwritten(self, places: Iterable[int]) -> Iterator[int]:
        """Those of some bytes that are not written over; those of fields are on lines that were made."""
        ends, starts, blocks, text = self._ends, self._starts, self._blocks, self.text
        for place in places:
            number = bisect_right(ends, place)
            if starts[number] <= place:
                if blocks[number] is not None:
                    self._go_through(number, place)
                if text[place] in FILLERS:
                    continue
            yield place

    def _go_through(self, number: int, end: int) -> None:
        """Write over what is inert in the blocks from this one on that begin up to a byte."""
        while self._starts[number] <= end:
            block = self._blocks[number]
            if block is not None:
                self._blocks[number] = None
                self._write_over(block)
            number += 1

    def _write_over(self, block: Block) -> None:
        waiting = [block]
        for kind, start, end, _, _, _, children, spans in waiting:
            if kind in _VERBATIM:
                _fill(self.text, start, end, UNSEEN if kind == "html" else _INERT)
                insort(self._verbatim, Piece(start, end))
            for span, first, last, _ in spans:
                if span in _SPANS:
                    _fill(self.text, first, last, UNSEEN if span == "html" else _INERT)
            waiting += children


def _fill(copy: bytearray, start: int, end: int, filler: bytes) -> None:
    if copy.find(b"\n", start, end) < 0:
        copy[start:end] = filler * (end - start)
        return
    lines = bytes(copy[start:end]).split(b"\n")
    copy[start:end] = b"\n".join([filler * len(line) for line in lines])


def _fill_between(copy: bytearray, opening: bytes, closing: bytes) -> None:
    start = copy.find(opening)
    while start >= 0:
        end = copy.find(closing, start)
        if end < 0:
            return
        _fill(copy, start, end + len(closing), _INERT)
        start = copy.find(opening, end)


def _fill_fields(copy: bytearray, start: int, stop: int) -> None:
    """Dataview's fields in brackets on a line: `[due:: 2026-01-01]`, `(key:: value)`."""
    position = copy.find(b"::", start, stop)
    while position >= 0:
        first = max(start, position - _KEY)
        opening = max(copy.rfind(b"[", first, position), copy.rfind(b"(", first, position))
        end = position + 2
        if opening >= 0:
            mark = b"]" if copy[opening : opening + 1] == b"[" else b")"
            closing = copy.find(mark, position, min(stop, position + _VALUE))
            if closing >= 0 and _is_key(copy[opening + 1 : position]):
                _fill(copy, opening, closing + 1, _INERT)
                end = closing + 1
        position = copy.find(b"::", end, stop)


def _is_key(text: bytearray) -> bool:
    words = bytes(text).decode("utf-8", "replace")
    return bool(words) and not words[-1].isspace() and all(c.isalnum() or c in "-_ " for c in words)
