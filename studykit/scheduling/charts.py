"""Charts of block characters: plain text that lines up in a terminal, beside Chinese labels too."""

from collections.abc import Sequence
from itertools import pairwise

from studykit.text.safe import safe_line
from studykit.text.width import fit, width

_HEIGHTS = "▁▂▃▄▅▆▇█"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_SHADES = "·░▒▓█"


def gathered(values: Sequence[float], columns: int) -> list[float]:
    """The values in at most so many columns: sums of neighbours where there are more, in shares that differ by one."""
    if len(values) <= columns:
        return list(values)
    edges = [at * len(values) // columns for at in range(columns + 1)]
    return [sum(values[start:end]) for start, end in pairwise(edges)]


def sparkline(values: Sequence[float], columns: int) -> str:
    """One line, a character a value: heights from nothing to the greatest. Nothing is a blank, however small the rest.

    `columns` at least 1.
    """
    shown = gathered(values, columns)
    top = max(shown, default=0)
    return "".join(
        " " if value <= 0 else _HEIGHTS[min(len(_HEIGHTS) - 1, int(value / top * len(_HEIGHTS)))] for value in shown
    )


def bars(rows: Sequence[tuple[str, float]], columns: int, number: str = "{:.0f}") -> list[str]:
    """A line a row: label, bar, number; all of them within the columns, bars to scale.

    Labels take a third at most and are cut with an ellipsis; `number` formats the value. Negative values have no bar.
    """
    if not rows:
        return []
    labels = [safe_line(label) for label, _ in rows]
    numbers = [number.format(value) for _, value in rows]
    for_label = min(max(map(width, labels)), max(1, columns // 3))
    for_number = max(map(width, numbers))
    for_bar = max(0, columns - for_label - for_number - 2)
    top = max(value for _, value in rows)
    return [
        f"{fit(label, for_label)} {fit(_bar(value / top if top > 0 else 0, for_bar), for_bar)} {text:>{for_number}}"
        for label, (_, value), text in zip(labels, rows, numbers, strict=True)
    ]


def _bar(share: float, columns: int) -> str:
    eighths = round(max(0.0, share) * columns * 8)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + _EIGHTHS[rest]


def shaded(weeks: Sequence[Sequence[int | None]], columns: int) -> list[str]:
    """A calendar as seven lines, Monday first: a column a week, the latest at the right, as many as fit.

    A dot is a day without an answer, a blank one that has not come; four shades up to the busiest day shown.
    """
    shown = weeks[max(0, len(weeks) - columns) :]
    top = max((count for week in shown for count in week if count), default=0)
    return ["".join(_shade(week[day], top) for week in shown).rstrip() for day in range(7)]


def _shade(count: int | None, top: int) -> str:
    if count is None:
        return " "
    return _SHADES[0] if count <= 0 else _SHADES[-(-count * (len(_SHADES) - 1) // top)]
