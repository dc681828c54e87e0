"""All keys, as they are set."""

from textual.app import ComposeResult

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.text.width import fit, width
from studykit.tui.keys import Keymap
from studykit.tui.render import Room
from studykit.tui.screens.base import ScrollingScreen
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller

_GROUPS = (
    ("tui-help-review", ("show", "again", "hard", "good", "easy", "undo", "edit", "open", "quote", "math", "suspend",
                         "bury", "flag", "delete")),
    ("tui-help-moving", ("down", "up", "page_down", "page_up", "top", "bottom", "fold")),
    ("tui-help-drafting", ("accept", "reject", "redraft", "accept_all", "reject_all", "narrow")),
    ("tui-help-everywhere", ("decks", "browse", "statistics", "quiz", "drafts", "theme", "palette", "help", "back")),
)  # fmt: skip


class HelpScreen(ScrollingScreen):
    """What the keys do."""

    def __init__(self, keymap: Keymap) -> None:
        super().__init__()
        self.keys = keymap

    def compose(self) -> ComposeResult:
        yield Scroller(id="card")
        yield Row(id="keys")

    def on_mount(self) -> None:
        words = self.app.words
        self.query_one("#keys", Row).say(
            [
                Part(self.keys.shown("back", words.language), "key", "back"),
                Part(f" {words('tui-back')}", "muted", "back"),
            ]
        )
        self.on_resize()

    def on_resize(self) -> None:
        self.card.show(self._lines(Room(self.app.size.width)))

    def _lines(self, room: Room) -> list[Line]:
        words = self.app.words
        shown = {
            action: self.keys.shown(action, words.language, every=True) for _, group in _GROUPS for action in group
        }
        size = max(map(width, shown.values())) + 3
        lines: list[Line] = []
        for title, group in _GROUPS:
            lines += [(), (Run(words(title), "heading"),)]
            for action in group:
                if shown[action]:
                    lines.append((Run(fit(shown[action], size), "key"), Run(words(f"tui-help-{action}"))))
        lines.append(())
        for code in ("tui-help-keys", "tui-help-plain"):
            lines += wrap([Run(words(code), "muted")], room.text)
        return lines

    def do_help(self) -> None:
        self.app.pop_screen()

    def do_show(self) -> None:
        self.app.pop_screen()
