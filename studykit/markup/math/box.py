"""Rectangles of text: what is put together when a formula is drawn. All lines of a box are equally wide."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from studykit.markup.math.nodes import Unreadable
from studykit.text.width import width

HIGHEST: Final = 60
"""Lines of the highest picture that is drawn. It keeps the work linear in the formula."""


class Box(NamedTuple):
    """Lines of equal width with a baseline."""

    lines: tuple[str, ...]
    width: int
    """Cells of every line."""
    baseline: int
    """The line on which neighbours stand, counted from 0."""
    tall: bool = False
    """Whether fences grow with it. Scripts alone make nothing tall."""

    @property
    def height(self) -> int:
        return len(self.lines)

    @property
    def under(self) -> int:
        """Lines below the baseline."""
        return len(self.lines) - 1 - self.baseline


def flat(text: str) -> Box:
    """One line of text."""
    return Box((text,), width(text), 0)


def blank(cells: int, above: int = 0, under: int = 0) -> Box:
    """Nothing, so wide and high."""
    return Box((" " * cells,) * (above + 1 + under), cells, above)


def beside(boxes: Sequence[Box]) -> Box:
    """Boxes on one baseline, from left to right."""
    if len(boxes) == 1:
        return boxes[0]
    above = under = cells = 0
    tall = False
    for box in boxes:
        above, under = max(above, box.baseline), max(under, box.under)
        cells += box.width
        tall = tall or box.tall
    if _checked(above + 1 + under) == 1:
        return Box(("".join(box.lines[0] for box in boxes),), cells, 0, tall)
    columns = []
    for box in boxes:
        empty = (" " * box.width,)
        columns.append(empty * (above - box.baseline) + box.lines + empty * (under - box.under))
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), cells, above, tall)


def placed(box: Box, cells: int, alignment: str = "c") -> Box:
    """The box in so many cells, to the left, the right or the middle (`l r c`)."""
    room = cells - box.width
    if room <= 0:
        return box
    left = {"l": 0, "r": room, "c": room // 2}[alignment]
    before, after = " " * left, " " * (room - left)
    return box._replace(lines=tuple(before + line + after for line in box.lines), width=cells)


def stacked(boxes: Sequence[Box], main: int, alignment: str = "c") -> Box:
    """Boxes from top to bottom; the baseline is that of the box numbered `main`."""
    cells = max(box.width for box in boxes)
    lines = tuple(line for box in boxes for line in placed(box, cells, alignment).lines)
    _checked(len(lines))
    return Box(lines, cells, sum(box.height for box in boxes[:main]) + boxes[main].baseline, tall=True)


def spread(boxes: Iterable[Box]) -> list[Box]:
    """The boxes with an empty line between two where one has a part below or above its line.

    Without it the scripts of one line would look like those of the other.
    """
    out: list[Box] = []
    for box in boxes:
        if out and (out[-1].under or box.baseline):
            last = out[-1]
            out[-1] = last._replace(lines=(*last.lines, " " * last.width))
        out.append(box)
    return out


def _checked(height: int) -> int:
    if height > HIGHEST:
        raise Unreadable("too high")
    return height
