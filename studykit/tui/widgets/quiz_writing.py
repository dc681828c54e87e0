"""The place to type an answer in: a word or a few lines. Enter answers; a line is broken with Ctrl+J or Shift+Enter."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from studykit.tui.render import Room


class Writing(TextArea):
    """A text that wraps and grows to a few rows."""

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        text: str

    DEFAULT_CSS = """
    Writing { height: auto; max-height: 6; border: none; padding: 0; display: none; background: $panel; }
    Writing:focus { border: none; }
    """

    def __init__(self) -> None:
        super().__init__(compact=True, highlight_cursor_line=False)

    def ask(self, text: str, rows: int, most: int, placeholder: str) -> None:
        """Be seen with a text, at least and at most so many rows high."""
        self.placeholder = placeholder
        self.load_text(text)
        self.move_cursor(self.document.end)
        margin = Room(self.app.size.width).margin
        self.styles.padding = (0, margin)  # a margin would narrow its siblings too
        self.styles.min_height = rows
        self.styles.max_height = most
        self.display = True

    def on_key(self, event: events.Key) -> None:
        # Textual calls the base's too, unless it is prevented
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self.text))
        elif event.key in ("ctrl+j", "shift+enter"):
            event.stop()
            event.prevent_default()
            self.insert("\n")
