"""How cards are searched, and the keys of the browser."""

from typing import Final

from textual.app import ComposeResult

from studykit.markup.screen import Line
from studykit.markup.screen.runs import Run
from studykit.text.width import fit, width
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


_HELP: Final = (
    "read", "mark", "mark_all", "suspend", "move", "delete", "undo", "edit", "open", "sort", "browse",
)  # fmt: skip


class BrowseHelpScreen(ReadingScreen):
    """The language of queries, then the keys."""

    def on_mount(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        key = keymap.shown("back", words.language)
        self.query_one("#keys", Row).say(
            [Part(key, "key", "back"), Part(f" {words('browse-key-back')}", "muted", "back")]
        )

    def on_resize(self) -> None:
        words, room = self.app.words, Room(self.app.size.width)
        keys = [self._keys(action) for action in _HELP]
        size = max(map(width, keys)) + 2
        lines: list[Line] = [
            (Run(words("browse-help-title"), "heading"),), (), *plain_lines(words("browse-query-help"), room), (),
            (Run(words("browse-title"), "heading"),), (),
            *((Run(f"  {fit(key, size)}", "key"), Run(words(f"browse-help-{action}")))
              for key, action in zip(keys, _HELP, strict=True) if key),
        ]  # fmt: skip
        self.scroller.show(lines, self.scroller.top)

    def _keys(self, action: str) -> str:
        own = self.app.browse_keymap
        return (own if action in own.keys else self.app.keymap).shown(action, self.app.words.language)

    def do_help(self) -> None:
        self.app.pop_screen()
