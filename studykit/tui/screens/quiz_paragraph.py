"""A paragraph of a note, to read again what was missed."""

from studykit.markup.screen import Line
from studykit.tui.render import Room, marked_lines, plain_lines
from studykit.tui.screens.reading import PageScreen


class ParagraphScreen(PageScreen):
    """A paragraph of a note with the quote in it marked."""

    def __init__(self, where: str, text: str, quote: str) -> None:
        super().__init__()
        self.where, self.text, self.quote = where, text, quote

    def lines(self, room: Room) -> list[Line]:
        return [*plain_lines(self.where, room), (), *marked_lines(self.text, self.quote, room)]

    def do_quote(self) -> None:
        self.app.pop_screen()
