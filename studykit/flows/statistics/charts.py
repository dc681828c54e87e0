"""Charts as SVG for the page of statistics: sizes in units of a phone's pixels, colours by class from the page's style.

Every mark says its figure as a `<title>`. All text that comes in is escaped here.
"""

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Final, NamedTuple

from studykit.text.safe import safe_line

WIDTH: Final = 340
_HEAT_STEPS: Final = 4
_LABEL_WEEKS: Final = 3
"""Columns that the name of a month takes."""


class Bar(NamedTuple):
    """One bar: its height, what is written under it (may be empty), and its title."""

    value: float
    label: str
    title: str


def words(text: object) -> str:
    """A text as it may stand in the page."""
    return escape(safe_line(str(text)))


def columns(bars: Sequence[Bar], name: str, height: int = 130) -> str:
    """Bars side by side, with a line for the greatest value."""
    top = max((bar.value for bar in bars), default=0)
    room, floor = WIDTH - 34, height - 20
    step = room / max(1, len(bars))
    parts = [
        f'<line class="axis" x1="30" x2="{WIDTH}" y1="{floor}" y2="{floor}"/>',
        f'<line class="grid" x1="30" x2="{WIDTH}" y1="14" y2="14"/>',
        f'<text class="small" x="26" y="18" text-anchor="end">{top:g}</text>',
        f'<text class="small" x="26" y="{floor + 4}" text-anchor="end">0</text>',
    ]
    for place, bar in enumerate(bars):
        tall = (floor - 14) * bar.value / top if top else 0
        x = 32 + place * step
        parts.append(
            f'<g><title>{words(bar.title)}</title><rect class="hit" x="{x:.1f}" y="14" width="{step:.1f}" '
            f'height="{floor - 14}"/><rect class="bar" x="{x + 0.8:.1f}" y="{floor - tall:.1f}" '
            f'width="{max(1.0, step - 1.6):.1f}" height="{tall:.1f}" rx="1"/></g>'
        )
        if bar.label:
            at, anchor = (x, "start") if place < len(bars) - 4 else (WIDTH, "end")
            text = words(bar.label)
            parts.append(f'<text class="small" x="{at:.1f}" y="{height - 5}" text-anchor="{anchor}">{text}</text>')
    return _svg("".join(parts), WIDTH, height, name)


def stacked(shares: Sequence[tuple[str, int, str]], name: str) -> str:
    """One bar of parts: (class, count, title). Parts are told apart by their order too, as the list under it."""
    whole = sum(count for _, count, _ in shares)
    x, parts = 0.0, []
    for kind, count, title in shares:
        if not count:
            continue
        wide = WIDTH * count / whole
        parts.append(
            f'<rect class="{kind}" x="{x:.1f}" y="0" width="{max(0.5, wide - 1):.1f}" height="22" rx="2">'
            f"<title>{words(title)}</title></rect>"
        )
        x += wide
    return _svg("".join(parts), WIDTH, 22, name)


def heatmap(
    weeks: Sequence[Sequence[int | None]], room: int, monday: date, months: Sequence[str],
    tip: Callable[[str, int], str], top: int, name: str,
) -> str:  # fmt: skip
    """Weeks as columns, Monday first, in the room of so many. `tip` says a date and its count.

    `top` is the busiest day of the year.
    """
    cell = 12
    parts = []
    firsts = [date.fromordinal(monday.toordinal() + 7 * place) for place in range(len(weeks))]
    begun = [0] + [place for place in range(1, len(firsts)) if firsts[place].month != firsts[place - 1].month]
    for place, following in zip(begun, [*begun[1:], len(weeks)], strict=True):
        if following - place >= _LABEL_WEEKS:
            month = words(months[firsts[place].month - 1])
            parts.append(f'<text class="small" x="{place * cell}" y="9">{month}</text>')
    for place, week in enumerate(weeks):
        for row, count in enumerate(week):
            if count is None:
                continue
            day = date.fromordinal(firsts[place].toordinal() + row).isoformat()
            level = 0 if count <= 0 else -(-count * _HEAT_STEPS // max(1, top))
            parts.append(
                f'<rect class="h{level}" x="{place * cell}" y="{14 + row * cell}" width="10" height="10" rx="2">'
                f"<title>{words(tip(day, count))}</title></rect>"
            )
    return _svg("".join(parts), room * cell, 14 + 7 * cell, name)


def scale() -> str:
    """The steps of the heatmap, from nothing to most."""
    return '<svg class="scale" viewBox="0 0 58 10" width="58" height="10" aria-hidden="true">' + "".join(
        f'<rect class="h{level}" x="{level * 12}" y="0" width="10" height="10" rx="2"/>' for level in range(5)
    ) + "</svg>"  # fmt: skip


def meter(ratio: float, name: str) -> str:
    """A share of one as a bar."""
    return _svg(
        f'<rect class="track" width="100" height="8" rx="2"/><rect class="bar" width="{100 * ratio:.1f}" height="8" '
        f'rx="2"/>', 100, 8, name, "meter",
    )  # fmt: skip


def _svg(inner: str, width: float, height: float, name: str, kind: str = "chart") -> str:
    return (
        f'<svg class="{kind}" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{words(name)}" '
        f'preserveAspectRatio="xMinYMin meet">{inner}</svg>'
    )
