"""The keys of a quiz."""

from typing import Final

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.text.width import fit
from studykit.tui.render import Room
from studykit.tui.screens.browse_help import ReadingScreen
from studykit.tui.widgets.row import Part, Row

_KEYS: Final = (
    ("A B C…  1 2 3…", "choose"), ("↑ ↓  j k", "move"), ("Space", "space"), ("⌫", "back"), ("Enter", "enter"),
    ("Esc", "escape"), ("h", "hint"), ("f", "flag"), ("o", "override"), ("v", "quote"), ("0 … 4", "mark"),
    ("n p  → ←", "go"), ("s", "finish"), ("q", "later"),
)  # fmt: skip
_SIZE: Final = 17


class QuizHelpScreen(ReadingScreen):
    """What each key does in a quiz."""

    def on_mount(self) -> None:
        words = self.app.words
        key = self.app.keymap.shown("back", words.language)
        self.query_one("#keys", Row).say(
            [Part(key, "key", "back"), Part(f" {words('tui-quiz-back')}", "muted", "back")]
        )

    def on_resize(self) -> None:
        words, room = self.app.words, Room(self.app.size.width)
        names = {"Space": "空格", "Enter": "回车"} if words.language == "zh" else {}
        lines: list[Line] = [(Run(words("tui-quiz-practice"), "heading"),), ()]
        for key, name in _KEYS:
            body = wrap([Run(words(f"tui-quiz-help-{name}"))], room.text - _SIZE)
            heads = [Run(fit(names.get(key, key), _SIZE), "key"), *[Run(" " * _SIZE)] * (len(body) - 1)]
            lines += [(head, *line) for head, line in zip(heads, body, strict=True)]
        self.scroller.show(lines, self.scroller.top)

    def do_help(self) -> None:
        self.app.pop_screen()

    def do_show(self) -> None:
        self.app.pop_screen()
