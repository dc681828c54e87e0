"""How cards are searched, and the keys of the browser."""

from typing import Final

from studykit.markup.screen import Line, Run
from studykit.tui.render import Room, plain_lines
from studykit.tui.screens.reading import HelpPage, key_lines

_HELP: Final = (
    "read", "mark", "mark_all", "suspend", "move", "delete", "undo", "edit", "open", "sort", "browse",
)  # fmt: skip


class BrowseHelpScreen(HelpPage):
    """The language of queries, then the keys."""

    def lines(self, room: Room) -> list[Line]:
        words = self.app.words
        return [
            (Run(words("browse-help-title"), "heading"),), (), *plain_lines(words("browse-query-help"), room), (),
            (Run(words("browse-title"), "heading"),), (),
            *key_lines([(self._keys(action), words(f"browse-help-{action}")) for action in _HELP], room),
        ]  # fmt: skip

    def _keys(self, action: str) -> str:
        own = self.app.browse_keymap
        return (own if action in own.keys else self.app.keymap).shown(action, self.app.words.language)
