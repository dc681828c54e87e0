"""`\\begin{…} … \\end{…}`: how many columns each environment has, how they are aligned, what stands around them."""

import re
from typing import Final

from studykit.markup.math.nodes import EMPTY, Grid, Node, Unreadable
from studykit.markup.math.parser import Parser

_CELL_END: Final = frozenset(("&", "\\\\", "\\end", "\\cr"))
_BETWEEN_ROWS: Final = frozenset(("\\hline", "\\midrule", "\\toprule", "\\bottomrule"))

_ALIGNED: Final = Grid((), "rl", (0, 4), continued=True)
_MATRIX: Final = Grid((), "c", (2,))
_CASES: Final = Grid((), "l", (2,), opening="{")

_POSITION: Final = re.compile(r"\[[tbc]\]")
LENGTH: Final = re.compile(r"\*?\[\s*-?[0-9.]+\s*(?:pt|em|ex|mm|cm|px|in|mu|pc|sp)\s*\]")
"""The distance to the next row, after `\\\\`. Any other bracket belongs to the row."""

_STYLES: Final[dict[str, Grid]] = {
    **dict.fromkeys(("aligned", "align", "split", "alignat", "alignedat", "flalign"), _ALIGNED),
    **dict.fromkeys(("gather", "gathered"), Grid((), "c", (0,))),
    **dict.fromkeys(("equation", "displaymath", "math", "multline"), Grid((), "l", (0,))),
    "eqnarray": Grid((), "rcl", (1,)),
    "cases": _CASES,
    "dcases": _CASES,
    "rcases": Grid((), "l", (2,), closing="}"),
    "matrix": _MATRIX,
    "smallmatrix": _MATRIX,
    "pmatrix": _MATRIX._replace(opening="(", closing=")"),
    "bmatrix": _MATRIX._replace(opening="[", closing="]"),
    "Bmatrix": _MATRIX._replace(opening="{", closing="}"),
    "vmatrix": _MATRIX._replace(opening="|", closing="|"),
    "Vmatrix": _MATRIX._replace(opening="‖", closing="‖"),
    "array": _MATRIX,
    "subarray": _MATRIX,
}
_WITH_COLUMNS: Final = frozenset(("array", "subarray"))
_WITH_NUMBER: Final = frozenset(("alignat", "alignedat"))


def environment(parser: Parser) -> Node:
    """What stands from the name after `\\begin` to its `\\end`. An environment of one cell is that cell."""
    written = parser.raw()
    name = written.removesuffix("*")
    style = _STYLES.get(name)
    if style is None:
        raise Unreadable(f"unknown environment: {written}")
    parser.skip(_POSITION)
    if name in _WITH_COLUMNS:
        style = _with_columns(style, parser.raw())
    elif name in _WITH_NUMBER:
        parser.raw()
    rows, lines = _rows(parser)
    parser.take()
    if parser.raw() != written:
        raise Unreadable(f"another end than that of {written}")
    if len(rows) == 1 and len(rows[0]) == 1 and not (style.opening or style.closing or lines):
        return rows[0][0]
    return style._replace(rows=tuple(rows), lines=frozenset(lines))


def _rows(parser: Parser) -> tuple[list[tuple[Node, ...]], list[int]]:
    rows: list[tuple[Node, ...]] = []
    lines: list[int] = []
    while True:
        while parser.next in _BETWEEN_ROWS:
            parser.take()
            lines.append(len(rows))
        if parser.next == "\\end":
            return rows, lines
        cells = [parser.row(_CELL_END)]
        while parser.next == "&":
            parser.take()
            cells.append(parser.row(_CELL_END))
        rows.append(tuple(cells) if cells != [EMPTY] else (EMPTY,))
        if parser.next != "\\end":
            parser.take()
            parser.skip(LENGTH)


def _with_columns(style: Grid, columns: str) -> Grid:
    """A style with columns as an array names them, `c|rl`; what only spaces them is passed over."""
    letters, rules = "", set()
    for each in columns:
        if each == "|":
            rules.add(len(letters))
        elif each in "lcr":
            letters += each
        elif not each.isspace():
            raise Unreadable(f"unknown column: {each}")
    return style._replace(columns=letters or "c", rules=frozenset(rules))
