"""The keys of a quiz."""

from typing import Final

from studykit.markup.screen import Line, Run
from studykit.tui.render import Room
from studykit.tui.screens.reading import HelpPage, key_lines

_HELP: Final = (
    ("A B C…  1 2 3…", "choose"), (("up", "down"), "move"), (("choose",), "space"), (("take_back",), "back"),
    (("answer",), "enter"), ("Esc", "escape"), (("hint",), "hint"), (("flag",), "flag"), (("override",), "override"),
    (("quote",), "quote"), ("0 … 5", "mark"), (("next", "previous"), "go"), (("finish",), "finish"),
    (("back",), "later"),
)  # fmt: skip
"""The keys, or the actions that they are set for, and the text that says what they do."""


class QuizHelpScreen(HelpPage):
    """What each key does in a quiz."""

    def lines(self, room: Room) -> list[Line]:
        words = self.app.words
        opening = self.app.keymap.shown("open", words.language)
        told = [
            (keys if isinstance(keys, str) else "  ".join(filter(None, map(self._keys, keys))),
             words(f"tui-quiz-help-{name}", open=opening))
            for keys, name in _HELP
        ]  # fmt: skip
        return [(Run(words("tui-quiz-practice"), "heading"),), (), *key_lines(told, room)]

    def _keys(self, action: str) -> str:
        """Every key of an action, in a quiz."""
        keymap = self.app.quiz_keymap if action in self.app.quiz_keymap.keys else self.app.keymap
        every = keymap.shown(action, self.app.words.language, every=True).split()
        return " ".join(every[:2] if action != "back" else every[:1])
