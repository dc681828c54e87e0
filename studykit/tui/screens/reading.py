"""Screens that are read: a text that scrolls, and below it the way back; and pages that tell what keys do."""

from abc import abstractmethod
from collections.abc import Sequence

from textual.app import ComposeResult

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.text.width import fit, width
from studykit.tui.render import Room
from studykit.tui.screens.base import ScrollingScreen
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller


class ReadingScreen(ScrollingScreen):
    """Lines to read between a head and the keys."""

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Scroller(id="text")
        yield Row(id="keys")


class PageScreen(ReadingScreen):
    """One text, laid out anew where there is more room or less."""

    @abstractmethod
    def lines(self, room: Room) -> Sequence[Line]:
        """The text in so much room."""

    def on_mount(self) -> None:
        words = self.app.words
        key = self.app.keymap.shown("back", words.language)
        self.query_one("#keys", Row).say([Part(key, "key", "back"), Part(f" {words('tui-back')}", "muted", "back")])

    def on_resize(self) -> None:
        self.scroller.show(self.lines(Room(self.app.size.width)), self.scroller.top)

    def do_show(self) -> None:
        self.app.pop_screen()


class HelpPage(PageScreen):
    """What keys do. The key that asked for it leads back."""

    def do_help(self) -> None:
        self.app.pop_screen()


def key_lines(told: Sequence[tuple[str, str]], room: Room, size: int = 0) -> list[Line]:
    """Keys, and beside each what it does; those that a person took away are left out.

    `size` are the columns of the keys, where other keys stand above or below.
    """
    size = size or key_columns([key for key, _ in told])
    lines: list[Line] = []
    for key, text in told:
        for number, line in enumerate(wrap([Run(text)], max(8, room.text - size)) if key else ()):
            lines.append((Run(fit("" if number else key, size), "key"), *line))
    return lines


def key_columns(keys: Sequence[str]) -> int:
    """How many columns some keys take, with the gap behind them."""
    return max(map(width, keys), default=0) + 3
