"""Delimiters as tall as what they hold, drawn from Unicode's bracket pieces."""

from typing import Final

from studykit.markup.math.box import Box, blank, flat

_PIECES: Final = {
    "(": ("⎛", "⎜", "⎜", "⎝"),
    ")": ("⎞", "⎟", "⎟", "⎠"),
    "[": ("⎡", "⎢", "⎢", "⎣"),
    "]": ("⎤", "⎥", "⎥", "⎦"),
    "⌊": ("⎢", "⎢", "⎢", "⎣"),
    "⌋": ("⎥", "⎥", "⎥", "⎦"),
    "⌈": ("⎡", "⎢", "⎢", "⎢"),
    "⌉": ("⎤", "⎥", "⎥", "⎥"),
    "{": ("⎧", "⎪", "⎨", "⎩"),
    "}": ("⎫", "⎪", "⎬", "⎭"),
    "|": ("│", "│", "│", "│"),
    "‖": ("║", "║", "║", "║"),
    "⟨": ("╱", "│", "⟨", "╲"),
    "⟩": ("╲", "│", "⟩", "╱"),
}
"""Top, between, middle, bottom."""
_TWO_LINES: Final = {"{": ("⎰", "⎱"), "}": ("⎱", "⎰")}


def delimiter(text: str, above: int, under: int) -> Box:
    """A delimiter that reaches so many lines above and under the baseline."""
    if not text:
        return blank(0, above, under)
    pieces = _PIECES.get(text)
    height = above + 1 + under
    if pieces is None or height == 1:
        return flat(text)
    top, between, middle, bottom = pieces
    if height == 2:
        return Box(_TWO_LINES.get(text, (top, bottom)), 1, above, tall=True)
    lines = [top, *[between] * (height - 2), bottom]
    lines[above if 0 < above < height - 1 else height // 2] = middle
    return Box(tuple(lines), 1, above, tall=True)
