"""A formula that is too wide for one line, broken before relations and signs as a person would break it.

Breaks are as few, as far out and as good as can be: before a relation rather than a sign, outside of fences rather
than inside. What would take more than a few lines is not worth looking at.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from studykit.markup.math.box import Box, spread, stacked
from studykit.markup.math.delimiters import delimiter
from studykit.markup.math.layout import Piece, items_of, pieces, together
from studykit.markup.math.nodes import Fenced, Grid, Node

INDENT: Final = 4
"""Cells before a line that continues another."""
MOST_LINES: Final = 8
"""Lines of text, however high each is, that a formula is broken into."""

_PER_LINE: Final = 100
_PER_LEVEL: Final = (0, 30, 60, 150)
"""What it costs that a break is so deep in fences."""
_AFTER_A_WIDE_BLANK: Final = 0
_SIGNS: Final = {"relation": 6, "binary": 12}
_AFTER_A_COMMA: Final = 40
_BETWEEN_FACTORS: Final = 90


class _Segment(NamedTuple):
    piece: Piece
    cost: int | None
    """Of a break before it, None where there may be none."""


def broken(node: Node, width: int) -> Box | None:
    """The formula in lines of at most so many cells, None where it cannot be broken so that it stays readable."""
    rows = [tuple(item for cell in row for item in items_of(cell)) for row in _rows(node)]
    boxes: list[Box] = []
    for row in rows:
        found = _broken_row(row, width)
        if found is None:
            return None
        boxes += found
    return stacked(spread(boxes), 0, "l")


def _rows(node: Node) -> Sequence[Sequence[Node]]:
    if isinstance(node, Grid) and not node.opening and not node.closing and not node.rules:
        return node.rows
    return ((node,),)


def _broken_row(row: Sequence[Node], width: int) -> list[Box] | None:
    drawn = pieces(row)
    whole = together(drawn)
    if whole.width <= width:
        return [whole]
    if whole.width > width * MOST_LINES:
        return None
    segments = _segments(drawn, width // 3, 0)
    starts = _best_starts(segments, width)
    return None if starts is None else _lines(segments, starts)


def _lines(segments: Sequence[_Segment], starts: Sequence[int]) -> list[Box]:
    boxes = []
    for place, start in enumerate(starts):
        end = starts[place + 1] if place + 1 < len(starts) else len(segments)
        line = [segment.piece for segment in segments[start:end]]
        indent = INDENT if place else 0
        boxes.append(together([line[0]._replace(gap=indent), *line[1:]]))
    return boxes


def _segments(row: Sequence[Piece], width: int, level: int) -> list[_Segment]:
    """The pieces of a row; fences that are wider than so many cells are opened."""
    out: list[_Segment] = []
    before: Piece | None = None
    for piece in row:
        cost = None if before is None else _cost(before, piece, level)
        item = piece.item
        if isinstance(item, Fenced) and piece.box.width > width and level + 1 < len(_PER_LEVEL):
            out += _opened(piece, item, cost, width, level)
        else:
            out.append(_Segment(piece, cost))
        before = piece
    return out


def _opened(piece: Piece, item: Fenced, cost: int | None, width: int, level: int) -> list[_Segment]:
    row = pieces(items_of(item.body))
    body = together(row)
    above, under = (body.baseline, body.under) if body.tall else (0, 0)
    inside = _segments(row, width, level + 1)
    opening = Piece(delimiter(item.opening, above, under), piece.gap, "open", item)
    closing = Piece(delimiter(item.closing, above, under), 0, "close", item)
    return [_Segment(opening, cost), *inside, _Segment(closing, None)]


def _cost(before: Piece, piece: Piece, level: int) -> int | None:
    """What a break between two pieces costs; the first sign of a line is the one that the line begins with."""
    deep = _PER_LEVEL[level]
    if piece.gap > 1:
        return _AFTER_A_WIDE_BLANK + deep
    if piece.kind in _SIGNS:
        return _SIGNS[piece.kind] + deep
    if before.kind == "punctuation":
        return _AFTER_A_COMMA + deep
    if piece.gap and before.kind not in ("relation", "binary", "operator", "big"):
        return _BETWEEN_FACTORS + deep
    return None


def _best_starts(segments: Sequence[_Segment], width: int) -> list[int] | None:
    """Where lines begin, at the least cost. None where it takes too many lines, or a piece is wider than a line.

    Dynamic programming from the left; a line holds at most `width` pieces that are not empty.
    """
    best: list[tuple[int, int] | None] = [(0, -1)] + [None] * len(segments)
    """For each place the cost of all lines up to it, and where the last of them begins."""
    for start, segment in enumerate(segments):
        cost = 0 if start == 0 else segment.cost
        so_far = best[start]
        if cost is None or so_far is None:
            continue
        used = INDENT if start else 0
        for end in range(start, len(segments)):
            piece = segments[end].piece
            used += piece.box.width + (piece.gap if end > start else 0)
            if used > width:
                break
            total = so_far[0] + cost + _PER_LINE
            known = best[end + 1]
            if known is None or total <= known[0]:
                best[end + 1] = (total, start)
    starts: list[int] = []
    end = len(segments)
    while end > 0:
        found = best[end]
        if found is None:
            return None
        end = found[1]
        starts.append(end)
    return starts[::-1] if len(starts) <= MOST_LINES else None
