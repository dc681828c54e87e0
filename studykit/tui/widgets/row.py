"""One line of the screen: a head, the buttons, the keys. Its parts can be clicked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from studykit.markup.screen import Run
from studykit.text.width import fit, width
from studykit.tui.render import Room, strip_of


class Part(NamedTuple):
    """A piece of the line."""

    text: str
    style: str = ""
    action: str = ""
    """What a click on it does; empty for nothing."""


class Row(Widget):
    """A line of parts. Those on the right end stand at the right margin, or fall away where there is no room."""

    @dataclass
    class Clicked(Message):
        """A part with an action was clicked."""

        action: str

    DEFAULT_CSS = "Row { height: 1; width: 1fr; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.parts: Sequence[Part] = ()
        self.right: Sequence[Part] = ()

    def say(self, parts: Sequence[Part], right: Sequence[Part] = ()) -> None:
        """Show other parts."""
        if (self.parts, self.right) != (parts, right):
            self.parts, self.right = parts, right
            self.refresh()

    @property
    def room(self) -> Room:
        """Where text stands, the same as the card's."""
        return Room(self.size.width)

    def placed(self) -> list[Part]:
        """All parts with the blanks between; what does not fit ends in an ellipsis."""
        left, right = sum(width(part.text) for part in self.parts), sum(width(part.text) for part in self.right)
        gap = self.room.text - left - right
        if right and gap > 0:
            return [*self.parts, Part(" " * gap), *self.right]
        return _fitting(self.parts, self.room.text) if left > self.room.text else [*self.parts]

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 there is one
        line = tuple(Run(part.text, part.style) for part in self.placed())
        return strip_of(line, self.size.width, self.room.margin, self.app.theme)

    def on_click(self, event: events.Click) -> None:
        column = self.room.margin
        for part in self.placed():
            column += width(part.text)
            if event.x < column:
                if part.action:
                    event.stop()
                    self.post_message(self.Clicked(part.action))
                return

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()


def _fitting(parts: Sequence[Part], columns: int) -> list[Part]:
    out: list[Part] = []
    for part in parts:
        if width(part.text) >= columns:
            return [*out, part._replace(text=fit(part.text, columns))] if columns > 0 else out
        out.append(part)
        columns -= width(part.text)
    return out
