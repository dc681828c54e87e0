"""All keys, as they are set."""

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.tui.render import Room
from studykit.tui.screens.reading import HelpPage, key_columns, key_lines

_GROUPS = (
    ("tui-help-review", ("show", "again", "hard", "good", "easy", "undo", "edit", "open", "quote", "math", "suspend",
                         "bury", "flag", "delete")),
    ("tui-help-moving", ("down", "up", "page_down", "page_up", "top", "bottom", "fold")),
    ("tui-help-drafting", ("accept", "reject", "redraft", "accept_all", "reject_all", "narrow")),
    ("tui-help-everywhere", ("decks", "browse", "statistics", "quiz", "drafts", "theme", "palette", "help", "back")),
)  # fmt: skip


class HelpScreen(HelpPage):
    """What the keys do."""

    def lines(self, room: Room) -> list[Line]:
        words, keymap = self.app.words, self.app.keymap
        told = {
            title: [(keymap.shown(action, words.language, every=True), words(f"tui-help-{action}")) for action in group]
            for title, group in _GROUPS
        }
        size = key_columns([key for group in told.values() for key, _ in group])
        lines: list[Line] = []
        for title, group in told.items():
            lines += [(Run(words(title), "heading"),), *key_lines(group, room, size), ()]
        for code in ("tui-help-keys", "tui-help-plain"):
            lines += wrap([Run(words(code), "muted")], room.text)
        return lines
