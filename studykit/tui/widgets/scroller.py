"""Lines that scroll: the card, a list, the help. It draws itself line by line and never asks for a new layout.

Only what is seen becomes strips, only rows that changed are drawn again, and the scrollbar's column is always kept. So
a card is turned, and twenty kilobytes are scrolled, at the price of the lines that change.
"""

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from studykit.markup.screen import Line
from studykit.tui.render import Room, strip_of

_WHEEL: Final = 3


class Scroller(Widget):
    """Lines, of which so many are seen as fit."""

    DEFAULT_CSS = "Scroller { height: 1fr; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines: Sequence[Line] = ()
        self.top = 0
        """The first line that is seen."""

    def show(self, lines: Sequence[Line], top: int = 0) -> None:
        """Show other lines, from one of them on."""
        before = self._seen()
        self.lines = lines
        self.top = self._within(top)
        self._draw(before)

    def scroll_lines(self, count: int) -> bool:
        """Go down, or up where negative; whether anything moved."""
        return self.go_to(self.top + count)

    def go_to(self, top: int) -> bool:
        """Let a line be the first that is seen, as far as there are lines."""
        before, was = self._seen(), self.top
        self.top = self._within(top)
        self._draw(before)
        return self.top != was

    @property
    def page(self) -> int:
        """Lines that a page key goes."""
        return max(1, self.size.height - 2)

    def ready(self, lines: Sequence[Line]) -> None:
        """Make the strips of lines that will be shown soon, while there is time."""
        for number in range(min(len(lines), self.size.height)):
            self._strip(lines, number)

    def render_line(self, y: int) -> Strip:
        """One row of the screen."""
        return self._row(y)

    def on_resize(self) -> None:
        self.top = self._within(self.top)
        self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_lines(-_WHEEL)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    # Drawing

    def looks(self, number: int) -> str:  # noqa: ARG002 of every line
        """The style under a line; a list marks the chosen one."""
        return ""

    def _within(self, top: int) -> int:
        return max(0, min(top, len(self.lines) - self.size.height))

    def _strip(self, lines: Sequence[Line], number: int, end: str = " ") -> Strip:
        room = Room(self.size.width)
        line = lines[number] if number < len(lines) else ()
        return strip_of(line, room.width, room.margin, self.app.theme, self.looks(number), end)

    def _row(self, y: int) -> Strip:
        return self._strip(self.lines, self.top + y, "▐" if y in self._thumb() else " ")

    def _thumb(self) -> range:
        """The rows of the scrollbar's thumb; none where everything is seen."""
        height, total = self.size.height, len(self.lines)
        if total <= height or not height:
            return range(0)
        size = max(1, height * height // total)
        start = (height - size) * self.top // (total - height)
        return range(start, start + size)

    def _seen(self) -> list[Strip]:
        """The rows as they are drawn now."""
        return [self._row(y) for y in range(self.size.height)]

    def _draw(self, before: list[Strip]) -> None:
        """Draw the rows that are others than before."""
        changed = [y for y, (old, new) in enumerate(zip(before, self._seen(), strict=False)) if old is not new]
        if changed:
            self.refresh(Region(0, changed[0], self.size.width, changed[-1] - changed[0] + 1))
