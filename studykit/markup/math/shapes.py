"""The shapes that a formula is drawn with, made of boxes alone: rules, radicals, braces, frames, scripts, grids."""

from collections.abc import Sequence

from studykit.markup.math.box import Box, beside, blank, flat, placed, spread, stacked
from studykit.markup.math.delimiters import delimiter


def over(top: Box, bottom: Box, *, wider: bool) -> Box:
    """A fraction. `wider` makes the rule longer than what it parts, so that it is not taken for one of theirs."""
    cells = max(top.width, bottom.width, 1) + 2 * wider
    return stacked([top, flat("─" * cells), bottom], 1)


def radical(body: Box, index: str) -> Box:
    """A root over one line or more, with an index of which may be nothing."""
    if body.height == 1:
        whole = Box((" " + "_" * body.width, "√" + body.lines[0]), body.width + 1, 1)
    else:
        last = body.height - 1
        lines = [" ┌" + "─" * body.width]
        lines += [("√│" if place == last else " │") + text for place, text in enumerate(body.lines)]
        whole = Box(tuple(lines), body.width + 2, body.baseline + 1, body.tall)
    if not index:
        return whole
    corner = blank(flat(index).width, whole.baseline, whole.under)
    lines = [*corner.lines[:-2], index, corner.lines[-1]]
    return beside([corner._replace(lines=tuple(lines)), whole])


def braced(body: Box, *, above: bool) -> Box:
    """A horizontal brace over or under a box."""
    cells = max(body.width, 3)
    half = (cells - 3) // 2
    left, middle, right = "╭┴╮" if above else "╰┬╯"
    brace = flat(left + "─" * half + middle + "─" * (cells - 3 - half) + right)
    return stacked([brace, body], 1) if above else stacked([body, brace], 0)


def arrow(head: str, above: Box | None, below: Box | None) -> Box:
    """An arrow that is longer than what stands on it and under it."""
    cells = max(label.width for label in (above, below, blank(0)) if label is not None) + 2
    shaft = flat("─" * (cells - 1) + head if head == "→" else head + "─" * (cells - 1))
    boxes = [box for box in (above, shaft, below) if box is not None]
    return stacked(boxes, 0 if above is None else 1)


def framed(body: Box) -> Box:
    """A frame of lines."""
    edge = "─" * (body.width + 2)
    lines = (f"┌{edge}┐", *(f"│ {each} │" for each in body.lines), f"└{edge}┘")
    return Box(lines, body.width + 4, body.baseline + 1, tall=True)


def roofed(body: Box, sign: str) -> Box:
    """A sign above the middle of a box, on which fences need not grow."""
    roof = placed(flat(sign), body.width)
    return body._replace(lines=(*roof.lines, *body.lines), baseline=body.baseline + 1)


def along(base: Box, above: Box | None, below: Box | None, *, over: bool, under: bool) -> Box:
    """Scripts at the upper and lower right corner of something tall; `over` and `under` set them just outside of it."""
    cells = max(box.width for box in (above, below) if box is not None)
    lines = [" " * cells] * base.height
    if below is not None:
        lines[len(lines) - (not under) :] = placed(below, cells, "l").lines
    baseline = base.baseline
    if above is not None:
        lines[: not over] = placed(above, cells, "l").lines
        baseline += above.height * over
    return beside([base, Box(tuple(lines), cells, baseline)])


def raised(base: Box, on_line: Box, above: Box | None, below: Box | None) -> Box:
    """Scripts beside one line: small ones on it, others on the lines above and below it."""
    cells = max(box.width for box in (on_line, above, below) if box is not None)
    lines: list[str] = [] if above is None else list(placed(above, cells, "l").lines)
    baseline = len(lines)
    lines += placed(on_line, cells, "l").lines
    lines += [] if below is None else placed(below, cells, "l").lines
    return beside([base, Box(tuple(lines), cells, baseline)])


def fence(opening: str, body: Box, closing: str, *, padding: int = 0) -> Box:
    """A box between delimiters, which are as tall as it is if it is tall."""
    above, under = (body.baseline, body.under) if body.tall else (0, 0)
    room = padding if body.height > 1 else 0
    left, right = blank(room * bool(opening)), blank(room * bool(closing))
    return beside([delimiter(opening, above, under), left, body, right, delimiter(closing, above, under)])


def grid(
    rows: Sequence[Sequence[Box]], columns: str, gaps: Sequence[int], rules: frozenset[int], lines: frozenset[int]
) -> Box:
    """Cells in columns, with vertical rules before some columns and horizontal lines above some rows."""
    count = max((len(row) for row in rows), default=0)
    widths = [max((row[at].width for row in rows if at < len(row)), default=0) for at in range(count)]
    drawn = []
    for row in rows:
        boxes: list[Box] = []
        above = max((box.baseline for box in row), default=0)
        under = max((box.under for box in row), default=0)
        for at in range(count + 1):
            between = gaps[(at - 1) % len(gaps)] if 0 < at < count else 0
            if at in rules:
                boxes += [blank(at > 0), Box(("│",) * (above + 1 + under), 1, above), blank(at < count)]
            elif between:
                boxes.append(blank(between))
            if at < count:
                box = row[at] if at < len(row) else blank(0)
                boxes.append(placed(box, widths[at], columns[at % len(columns)]))
        drawn.append(beside(boxes) if boxes else blank(0))
    out: list[Box] = []
    cells = max((box.width for box in drawn), default=0)
    for place, box in enumerate(spread(drawn)):
        out += [flat("─" * cells), box] if place in lines else [box]
    if len(rows) in lines:
        out.append(flat("─" * cells))
    if not out:
        return blank(0)
    whole = stacked(out, 0, "l")
    return whole._replace(baseline=(whole.height - 1) // 2, tall=whole.height > 1)
