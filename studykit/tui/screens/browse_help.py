"""How cards are searched, and the keys of the browser."""

from textual.app import ComposeResult

from studykit.markup.screen import Line
from studykit.markup.screen.runs import Run
from studykit.tui.render import Room, plain_lines
from studykit.tui.screens.base import StudyScreen
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller


class ReadingScreen(StudyScreen):
    """Lines to read, with the keys that scroll."""

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Scroller(id="text")
        yield Row(id="keys")

    @property
    def scroller(self) -> Scroller:
        return self.query_one(Scroller)

    def do_down(self) -> None:
        self.scroller.scroll_lines(1)

    def do_up(self) -> None:
        self.scroller.scroll_lines(-1)

    def do_page_down(self) -> None:
        self.scroller.scroll_lines(self.scroller.page)

    def do_page_up(self) -> None:
        self.scroller.scroll_lines(-self.scroller.page)

    def do_top(self) -> None:
        self.scroller.go_to(0)

    def do_bottom(self) -> None:
        self.scroller.go_to(len(self.scroller.lines))


class BrowseHelpScreen(ReadingScreen):
    """The language of queries, then the keys."""

    def on_mount(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        key = keymap.shown("back", words.language)
        self.query_one("#keys", Row).say(
            [Part(key, "key", "back"), Part(f" {words('browse-key-back')}", "muted", "back")]
        )

    def on_resize(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        room = Room(self.app.size.width)
        names = ("suspend", "delete", "undo", "edit", "open", "browse")
        keys = {name: keymap.shown(name, words.language) for name in names}
        keys["search"] = keys.pop("browse")
        lines: list[Line] = [
            (Run(words("browse-help-title"), "heading"),), (), *plain_lines(words("browse-query-help"), room), (),
            (Run(words("browse-title"), "heading"),), (), *plain_lines(words("browse-help-keys", **keys), room),
        ]  # fmt: skip
        self.scroller.show(lines, self.scroller.top)

    def do_help(self) -> None:
        self.app.pop_screen()
