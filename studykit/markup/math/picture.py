"""From the source of a formula to what is shown: the two entrances of this package."""

from typing import NamedTuple

from studykit.markup.math.box import Box
from studykit.markup.math.breaking import broken
from studykit.markup.math.commands import read
from studykit.markup.math.layout import layout
from studykit.markup.math.line import line
from studykit.markup.math.nodes import Unreadable


class Picture(NamedTuple):
    """A formula drawn on several lines."""

    lines: tuple[str, ...]
    """From top to bottom, without blanks at their ends."""
    baseline: int
    """The line on which the text around it stands, counted from 0."""


def render_display(source: str, width: int) -> Picture | None:
    """The formula (without its dollars) in at most `width` cells, broken into lines where it must be.

    None where it is unknown, unbalanced or empty, or stays too wide: then `render_inline` may do, or the source.
    """
    try:
        node = read(source)
        box: Box | None = layout(node)
        if box is not None and box.width > width:
            box = broken(node, width)
    except Unreadable:
        return None
    if box is None:
        return None
    lines = tuple(text.rstrip() for text in box.lines)
    return Picture(lines, box.baseline) if any(lines) else None


def render_inline(source: str) -> str | None:
    """The formula (without its dollars) on one line. None where it is unknown, unbalanced or empty."""
    try:
        text = line(read(source)).strip()
    except Unreadable:
        return None
    return text or None
