"""The keys of a quiz."""

from typing import Final

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.text.width import fit, width
from studykit.tui.render import Room
from studykit.tui.screens.browse_help import ReadingScreen
from studykit.tui.widgets.row import Part, Row

_HELP: Final = (
    ("A B C…  1 2 3…", "choose"), (("up", "down"), "move"), (("choose",), "space"), (("take_back",), "back"),
    (("answer",), "enter"), ("Esc", "escape"), (("hint",), "hint"), (("flag",), "flag"), (("override",), "override"),
    (("quote",), "quote"), ("0 … 5", "mark"), (("next", "previous"), "go"), (("finish",), "finish"),
    (("back",), "later"),
)  # fmt: skip
"""The keys, or the actions that they are set for, and the text that says what they do."""


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
        lines: list[Line] = [(Run(words("tui-quiz-practice"), "heading"),), ()]
        opening = self.app.keymap.shown("open", words.language)
        printed = [keys if isinstance(keys, str) else "  ".join(filter(None, map(self._keys, keys)))
                   for keys, _ in _HELP]  # fmt: skip
        size = max(map(width, printed)) + 2
        for key, (_, name) in zip(printed, _HELP, strict=True):
            body = wrap([Run(words(f"tui-quiz-help-{name}", open=opening))], room.text - size)
            heads = [Run(fit(key, size), "key"), *[Run(" " * size)] * (len(body) - 1)]
            lines += [(head, *line) for head, line in zip(heads, body, strict=True)]
        self.scroller.show(lines, self.scroller.top)

    def _keys(self, action: str) -> str:
        """Every key of an action, in a quiz."""
        keymap = self.app.quiz_keymap if action in self.app.quiz_keymap.keys else self.app.keymap
        every = keymap.shown(action, self.app.words.language, every=True).split()
        return " ".join(every[:2] if action != "back" else every[:1])

    def do_help(self) -> None:
        self.app.pop_screen()

    def do_show(self) -> None:
        self.app.pop_screen()
