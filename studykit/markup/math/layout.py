"""A formula drawn in two dimensions: fractions over a rule, limits over and under, fences as tall as what they hold.

Scripts are drawn as a person draws them in plain text: small characters where Unicode has them all, else a line
above or below, on which the script itself stays one line.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from studykit.markup.math import shapes
from studykit.markup.math.alphabets import ACCENTS, SUBSCRIPTS, SUPERSCRIPTS, is_one_letter, scripted
from studykit.markup.math.box import Box, beside, blank, flat, stacked
from studykit.markup.math.delimiters import delimiter
from studykit.markup.math.line import line, script_of
from studykit.markup.math.nodes import (
    Accent,
    Arrow,
    Atom,
    Boxed,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Kind,
    Middle,
    Node,
    Phantom,
    Root,
    Row,
    Scripts,
    Space,
    Tag,
)
from studykit.markup.math.spacing import TAG_GAP, gap, is_sign, settled


class Piece(NamedTuple):
    """An item of a row, drawn."""

    box: Box
    gap: int
    """The blanks before it."""
    kind: Kind
    """What it is to its left neighbour."""
    item: Node


def layout(node: Node) -> Box:
    """The formula as a box. Unreadable where it is too high."""
    return _LAYOUTS[type(node)](node)


def items_of(node: Node) -> tuple[Node, ...]:
    """What stands side by side."""
    return node.items if isinstance(node, Row) else (node,)


def pieces(items: Sequence[Node], *, after_something: bool = False) -> list[Piece]:
    """The items of a row, drawn, with the blanks between them."""
    out: list[Piece] = []
    right: Kind | None = "ordinary" if after_something else None
    asked = 0
    for item, pair in zip(items, settled(items, after_something=after_something), strict=True):
        if pair is None:
            asked += item.cells if isinstance(item, Space) else 0
            continue
        cells = asked if right is None else max(gap(right, pair[0]), asked)
        if isinstance(item, Fraction) and out and is_sign(out[-1].item):
            # It would look like a part of the rule.
            cells = max(cells, 1)
        out.append(Piece(layout(item), TAG_GAP if isinstance(item, Tag) else cells, pair[0], item))
        right, asked = pair[1], 0
    if asked:
        out.append(Piece(blank(0), asked, "close", Space(0)))
    return _with_middles(out)


def _with_middles(row: list[Piece]) -> list[Piece]:
    """The row with its bars as tall as the rest of it."""
    if not any(isinstance(piece.item, Middle) for piece in row):
        return row
    tall = [piece.box for piece in row if piece.box.tall]
    above, under = max((box.baseline for box in tall), default=0), max((box.under for box in tall), default=0)
    return [
        piece._replace(box=delimiter(piece.item.text, above, under)) if isinstance(piece.item, Middle) else piece
        for piece in row
    ]


def together(row: Sequence[Piece]) -> Box:
    """Pieces side by side."""
    boxes: list[Box] = []
    for piece in row:
        if piece.gap:
            boxes.append(blank(piece.gap))
        boxes.append(piece.box)
    return beside(boxes) if boxes else blank(0)


def _row(node: Row) -> Box:
    return together(pieces(node.items))


def _script(node: Node | None) -> Box | None:
    """A script: one line, or as many as `\\\\substack` says."""
    if node is None:
        return None
    if isinstance(node, Grid) and not node.opening and not node.closing and node.rows:
        return stacked([flat(",".join(script_of(cell) for cell in cells)) for cells in node.rows], 0)
    return flat(script_of(node))


def _scripts(node: Scripts) -> Box:
    base, above, below = layout(node.base), _script(node.above), _script(node.below)
    if node.limits:
        boxes = [box for box in (above, base, below) if box is not None]
        return stacked(boxes, 0 if above is None else 1)
    small_above, small_below = _small(above, SUPERSCRIPTS), _small(below, SUBSCRIPTS)
    if base.tall:
        return shapes.along(
            base, small_above or above, small_below or below, over=not small_above, under=not small_below
        )
    integral = isinstance(node.base, Atom) and node.base.kind == "big"
    if integral and not ((above is None or small_above) and (below is None or small_below)):
        return shapes.raised(base, blank(0), above, below)
    if small_above and small_below:
        return beside([base, small_below, small_above])
    on_line = small_above or small_below or blank(0)
    return shapes.raised(base, on_line, None if small_above else above, None if small_below else below)


def _small(script: Box | None, table: dict[str, str]) -> Box | None:
    text = scripted(script.lines[0], table) if script is not None and script.height == 1 else None
    return None if text is None else flat(text)


def _fraction(node: Fraction) -> Box:
    top, bottom = layout(node.top), layout(node.bottom)
    if not node.rule:
        return stacked([top, blank(0), bottom], 1)
    widest = max(top.width, bottom.width)
    rules = [box.width for part, box in ((node.top, top), (node.bottom, bottom)) if isinstance(part, Fraction)]
    return shapes.over(top, bottom, wider=widest in rules)


def _root(node: Root) -> Box:
    body, on_line = layout(node.body), line(node)
    if body.height == 1 and "(" not in on_line:
        return flat(on_line)
    index = "" if node.degree is None else script_of(node.degree)
    return shapes.radical(body, scripted(index, SUPERSCRIPTS) or index)


def _accent(node: Accent) -> Box:
    if is_one_letter(line(node.body)):
        return flat(line(node))
    body, sign = layout(node.body), ACCENTS[node.name][1]
    if node.name == "underline":
        return body._replace(lines=(*body.lines, sign * body.width))
    if node.name == "bar":
        sign *= body.width
    elif node.name == "vec":
        sign = "─" * (body.width - 1) + sign
    return shapes.roofed(body, sign) if body.width else body


def _fenced(node: Fenced) -> Box:
    return shapes.fence(node.opening, layout(node.body), node.closing)


def _grid(node: Grid) -> Box:
    """Cells in columns; two cases on two lines get one between them for the point of the brace."""
    rows = [[_cell(cell, place, node) for place, cell in enumerate(cells)] for cells in node.rows]
    braces = node.opening == "{" or node.closing == "}"
    if braces and len(rows) == 2 and all(box.height == 1 for row in rows for box in row):
        rows.insert(1, [])
    body = shapes.grid(rows, node.columns, node.gaps, node.rules, node.lines)
    return shapes.fence(node.opening, body, node.closing, padding=1) if node.opening or node.closing else body


def _cell(cell: Node, place: int, node: Grid) -> Box:
    """A cell; the right side of an aligned equation goes on from the left one."""
    return together(pieces(items_of(cell), after_something=node.continued and place % 2 == 1))


def _phantom(node: Phantom) -> Box:
    body = layout(node.body)
    return blank(body.width, body.baseline, body.under)


_LAYOUTS: Final[dict[type, Callable[[Any], Box]]] = {
    Atom: lambda node: flat(node.text),
    Space: lambda node: blank(node.cells),
    Row: _row,
    Scripts: _scripts,
    Fraction: _fraction,
    Root: _root,
    Accent: _accent,
    Brace: lambda node: shapes.braced(layout(node.body), above=node.over),
    Arrow: lambda node: shapes.arrow(node.head, _script(node.above), _script(node.below)),
    Fenced: _fenced,
    Middle: lambda node: flat(node.text),
    Grid: _grid,
    Boxed: lambda node: shapes.framed(layout(node.body)),
    Phantom: _phantom,
    Tag: lambda node: flat(node.text),
}
