"""A document's lines and what stands free on them.

A mark of a card counts only where it stands free; what a card says is then cut from the text itself, as offsets are
the same in both.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from io import BytesIO
from itertools import accumulate, chain
from typing import Final

from studykit.markup.document import Document
from studykit.markup.inline.free import FILLERS, UNSEEN, Free, Line
from studykit.markup.inline.signs import Sign
from studykit.model.inline import Piece

_EDGES: Final = b" \t\n\x01" + UNSEEN
_new: Final = tuple.__new__


class Lines(dict[int, Line]):
    """The lines of a text by their numbers. Most are never looked at, so that each is made when it is asked for."""

    def __init__(self, text: bytes, free: Free) -> None:
        super().__init__()
        self._free = free
        self.starts: list[int] = [*accumulate(map(len, BytesIO(text + b"\n").readlines()), initial=0)]
        """Of every line, and where one behind the last would begin."""
        self.count: Final = len(self.starts) - 1

    def __missing__(self, number: int) -> Line:
        starts = self.starts
        line = self[number] = self._free.made(starts[number], starts[number + 1] - 1)
        return line

    def number_at(self, place: int) -> int:
        """The number of the line in which a byte stands."""
        return bisect_right(self.starts, place) - 1

    def end(self, number: int) -> int:
        """Where a line ends."""
        return self.starts[number + 1] - 1


class Page:
    """A document as the readers of syntaxes see it."""

    def __init__(self, document: Document, places: Mapping[Sign, Sequence[int]]) -> None:
        """`places` tells of signs where each is found in the text, free or not."""
        self.document = document
        self.text = document.text
        self._free = Free(document)
        self.free = self._free.text
        """The text with what is inert written over, byte for byte as long, on every line that was asked for."""
        self.lines = Lines(document.text, self._free)
        self._places = places
        self._found: dict[tuple[Sign, ...], list[int]] = {}

    def found(self, signs: tuple[Sign, ...]) -> list[int]:
        """The numbers of the lines on which one of these is found free, in their order."""
        numbers = self._found.get(signs)
        if numbers is None:
            every = [self._places[one] for one in signs if one in self._places]
            places = every[0] if len(every) == 1 else sorted(chain.from_iterable(every))
            numbers = self._found[signs] = self._free_lines(places) if places else []
        return numbers

    def _free_lines(self, places: Sequence[int]) -> list[int]:
        """The numbers of the lines on which one of these bytes stands free; `places` ascend."""
        lines, starts = self.lines, self.lines.starts
        numbers: list[int] = []
        behind = 0
        for place in self._free.unwritten(places):
            if place < behind:
                continue
            number = bisect_right(starts, place) - 1
            end = lines[number].end
            if self.free[place] not in FILLERS:  # no field either, now that its line was made
                numbers.append(number)
                behind = end
        return numbers

    def make_all(self) -> None:
        """Make every line: `free` is whole from now on."""
        for number in range(self.lines.count):
            self.lines[number]

    def trimmed(self, start: int, end: int) -> Piece:
        """A stretch without blanks, line ends and HTML at its edges."""
        if start < end and self.free[start] not in _EDGES and self.free[end - 1] not in _EDGES:
            return _new(Piece, (start, end))
        text = self.free[start:end]
        right = len(text.rstrip(_EDGES))
        left = len(text) - len(text.lstrip(_EDGES))
        return _new(Piece, (start + left, start + max(left, right)))

    def string(self, piece: Piece) -> str:
        """What stands there."""
        return self.document.slice(piece.start, piece.end)
