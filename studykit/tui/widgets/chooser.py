"""A list of lines of which one is chosen."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from studykit.markup.screen import Line
from studykit.tui.widgets.scroller import Scroller


class Chooser(Scroller):
    """Lines that are gone through with the keys, and chosen with enter or a click."""

    @dataclass
    class Chosen(Message):
        """A line was clicked twice, or once where it was the chosen one already."""

        place: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.place = 0
        """The line that is chosen."""

    def choose_from(self, lines: Sequence[Line], place: int) -> None:
        """Show these lines, one of them chosen."""
        self.lines = lines
        self.place = max(0, min(place, len(lines) - 1))
        self._follow()
        self.refresh()

    def move(self, count: int) -> None:
        """Choose another line, as far as there are lines."""
        before = self._seen()
        self.place = max(0, min(self.place + count, len(self.lines) - 1))
        self._follow()
        self._draw(before)

    def looks(self, number: int) -> str:
        return "chosen" if number == self.place and self.lines else ""

    def on_click(self, event: events.Click) -> None:
        place = self.top + event.y
        if place >= len(self.lines):
            return
        event.stop()
        if place == self.place:
            self.post_message(self.Chosen(place))
        self.move(place - self.place)

    def on_resize(self) -> None:
        self._follow()  # Textual calls the base's too

    def _follow(self) -> None:
        height = max(1, self.size.height)
        self.top = self._within(min(max(self.top, self.place - height + 1), self.place))
