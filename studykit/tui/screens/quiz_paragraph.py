"""A paragraph of a note, to read again what was missed."""

from studykit.tui.render import Room, marked_lines, plain_lines
from studykit.tui.screens.browse_help import ReadingScreen
from studykit.tui.widgets.row import Part, Row


class ParagraphScreen(ReadingScreen):
    """A paragraph of a note with the quote in it marked."""

    def __init__(self, where: str, text: str, quote: str) -> None:
        super().__init__()
        self.where, self.text, self.quote = where, text, quote

    def on_mount(self) -> None:
        words = self.app.words
        key = self.app.keymap.shown("back", words.language)
        self.query_one("#keys", Row).say(
            [Part(key, "key", "back"), Part(f" {words('tui-quiz-back')}", "muted", "back")]
        )

    def on_resize(self) -> None:
        room = Room(self.app.size.width)
        self.scroller.show([*plain_lines(self.where, room), (), *marked_lines(self.text, self.quote, room)])

    def do_show(self) -> None:
        self.app.pop_screen()

    def do_quote(self) -> None:
        self.app.pop_screen()
