"""Charts for the statistics screen as styled lines: columns of days, a year of weeks. Shapes say it, not colours."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from studykit.markup.screen import Line, Run
from studykit.scheduling.charts import shaded
from studykit.text.width import fit, width

_EIGHTHS: Final = " ▁▂▃▄▅▆▇█"


def column_lines(values: Sequence[int], labels: Sequence[str], height: int, columns: int) -> list[Line]:
    """Columns side by side, the greatest value and 0 at the left, a label under every so many.

    `labels` are one a value; those for which there is no room are left out.
    """
    top = max(values, default=0)
    margin = max(len(str(top)), 1) + 1
    step = max(1, min(3, (columns - margin) // max(1, len(values))))
    lines: list[Line] = []
    for row in range(height, 0, -1):
        name = str(top) if row == height else ""
        cells = []
        for value in values:
            eighths = -(-value * height * 8 // top) if top and value > 0 else 0
            cell = _EIGHTHS[max(0, min(8, eighths - 8 * (row - 1)))]
            cells.append(cell * max(1, step - 1) + (" " if step > 1 else ""))
        lines.append((Run(f"{name:>{margin - 1}} ", "muted"), Run("".join(cells), "bar")))
    lines.append((Run(f"{'0':>{margin - 1}} " + "─" * (step * len(values)), "muted"),))
    under, free = "", 0
    for place, label in enumerate(labels):
        at = place * step
        if label and at >= free and at + width(label) <= columns - margin:
            under += " " * (at - width(under)) + label
            free = width(under) + 1
    lines.append((Run(" " * margin + under, "muted"),))
    return lines


def year_lines(
    weeks: Sequence[Sequence[int | None]], today: int, months: Sequence[str], weekdays: Sequence[str], columns: int
) -> list[Line]:
    """A year, a column a week and a line a weekday, with the names of months above, as many weeks as fit."""
    size = max(map(width, weekdays)) + 1
    shown = min(len(weeks), columns - size)
    monday = today - date.fromordinal(today).weekday() - 7 * (shown - 1)
    head, month = "", date.fromordinal(monday).month
    for place in range(shown):
        first = date.fromordinal(monday + 7 * place)
        name = months[first.month - 1]
        if first.month != month and place >= width(head) and place + width(name) <= shown:
            head += " " * (place - width(head)) + name + " "
        month = first.month
    lines: list[Line] = [(Run(" " * size + head.rstrip(), "muted"),)]
    for row, line in enumerate(shaded(weeks, shown)):
        lines.append((Run(fit(weekdays[row] if row % 2 == 0 else "", size), "muted"), Run(line, "bar")))
    return lines


def scale_line(less: str, more: str) -> Line:
    """What the shades mean."""
    return (Run(f"{less} ", "muted"), Run("·░▒▓█", "bar"), Run(f" {more}", "muted"))
