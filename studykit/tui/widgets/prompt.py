"""A line to type in: the answer of a card that asks for it, the word of a flag."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.css.query import NoMatches

from studykit.text.width import width
from studykit.tui.render import Room

if TYPE_CHECKING:
    from textual.widgets import Input


class Prompt(Horizontal):
    """A label and an input. It is mounted where something is asked, takes the cursor, and is removed when answered.

    Textual's `Input` is imported when the first one is made: a review of other cards does not wait for it.
    """

    DEFAULT_CSS = """
    Prompt { height: 1; }
    Prompt Static { color: $accent; text-style: bold; }
    Prompt Input { width: 1fr; height: 1; border: none; padding: 0; background: $panel; }
    """

    def __init__(self, label: str, text: str = "") -> None:
        super().__init__()
        self.label = label
        self.early = text
        """What stands in it at first, and what was typed before there was an input."""

    def compose(self) -> ComposeResult:
        from textual.widgets import Input, Static

        label = Static(f"{self.label} ", markup=False)
        label.styles.width = width(self.label) + 1
        yield label
        yield Input(compact=True, select_on_focus=False)

    def on_mount(self) -> None:
        self.styles.padding = (0, Room(self.app.size.width).margin)
        line = self._line()
        if line is not None:
            line.insert_text_at_cursor(self.early)
            line.focus()

    def take(self, event: events.Key) -> None:
        """A key that came before the cursor was here."""
        if event.character is not None and event.is_printable and self._line() is None:
            self.early += event.character

    def _line(self) -> "Input | None":
        try:
            return self.query_one("Input")  # type: ignore[return-value]
        except NoMatches:
            return None
