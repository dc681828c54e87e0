"""A table in so many columns: ruled where it fits with its cells wrapped, else a record a row with the heads named."""

from collections.abc import Sequence
from typing import Final

from studykit.markup.screen.runs import Line, Run, line_width
from studykit.markup.screen.wrap import wrap

_NARROWEST: Final = 6
"""Columns that a cell needs at least to be read."""
_GAP: Final = Run(" │ ", "rule")

Cell = list[Run]


def table_lines(rows: Sequence[Sequence[Cell]], alignments: Sequence[str], columns: int) -> list[Line]:
    """The lines of a table whose first row is its head."""
    count = max((len(row) for row in rows), default=0)
    if not count:
        return []
    full = [[*row, *([] for _ in range(count - len(row)))] for row in rows]
    room = columns - 3 * (count - 1)
    widest = [max(_natural(row[index]) for row in full) for index in range(count)]
    if sum(widest) > room:
        if room < count * _NARROWEST:
            return _records(full, columns)
        widest = _shrunk(widest, room)
    lines: list[Line] = []
    for number, row in enumerate(full):
        lines += _row(row, widest, alignments)
        if number == 0:
            lines.append((Run("─┼─".join("─" * size for size in widest), "rule"),))
    return lines


def _natural(cell: Cell) -> int:
    return max(1, max((line_width(line) for line in wrap(cell, 10_000)), default=1))


def _shrunk(widest: list[int], room: int) -> list[int]:
    """The widths cut to the room: all to one limit, the smaller ones left as they are."""
    rest, sizes = room, list(widest)
    for place, (size, index) in enumerate(sorted((size, index) for index, size in enumerate(widest))):
        share = max(_NARROWEST, rest // (len(widest) - place))
        sizes[index] = min(size, share)
        rest -= sizes[index]
    while sum(sizes) > room:
        sizes[sizes.index(max(sizes))] -= 1
    return sizes


def _row(row: list[Cell], widest: list[int], alignments: Sequence[str]) -> list[Line]:
    cells = [wrap(cell, size) for cell, size in zip(row, widest, strict=True)]
    lines: list[Line] = []
    for number in range(max(len(cell) for cell in cells)):
        line: list[Run] = []
        for index, (cell, size) in enumerate(zip(cells, widest, strict=True)):
            if index:
                line.append(_GAP)
            part = cell[number] if number < len(cell) else ()
            left, right = _padding(size - line_width(part), alignments[index] if index < len(alignments) else "")
            line += [*([Run(left)] if left else []), *part, *([Run(right)] if right else [])]
        lines.append(tuple(line))
    return lines


def _padding(blanks: int, alignment: str) -> tuple[str, str]:
    if alignment == "right":
        return " " * blanks, ""
    if alignment == "center":
        return " " * (blanks // 2), " " * (blanks - blanks // 2)
    return "", " " * blanks


def _records(rows: list[list[Cell]], columns: int) -> list[Line]:
    """Too many columns for the screen: each row a paragraph a cell, with its head before it."""
    lines: list[Line] = []
    head, *body = rows
    for number, row in enumerate(body):
        if number:
            lines.append((Run("─" * min(columns, 20), "rule"),))
        for name, cell in zip(head, row, strict=True):
            if name or cell:
                lines += wrap([*(run._replace(style="strong") for run in name), Run(": ", "rule"), *cell], columns)
    return lines or wrap([run for cell in head for run in (*cell, Run(" "))], columns)
