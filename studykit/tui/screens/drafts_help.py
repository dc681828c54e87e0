"""The keys of the drafts that wait, and how they are searched."""

from typing import Final

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.tui.render import Room, plain_lines
from studykit.tui.screens.reading import HelpPage, key_lines

_KEYS: Final = {
    "accept": "tui-help-accept", "reject": "tui-help-reject", "edit": "tui-drafts-help-edit",
    "redraft": "tui-help-redraft", "undo": "tui-drafts-help-undo", "accept_all": "tui-help-accept_all",
    "reject_all": "tui-help-reject_all", "browse": "tui-drafts-help-search", "narrow": "tui-help-narrow",
    "quote": "tui-drafts-help-quote", "open": "tui-help-open", "show": "tui-drafts-help-show",
    "statistics": "tui-drafts-help-statistics", "back": "browse-key-back",
}  # fmt: skip


class DraftsHelpScreen(HelpPage):
    """What each key does, as it is set; then the language of queries."""

    def lines(self, room: Room) -> list[Line]:
        words, keymap = self.app.words, self.app.keymap
        told = [(keymap.shown(name, words.language, every=True), words(code)) for name, code in _KEYS.items()]
        return [
            (Run(words("tui-help-drafting"), "heading"),), (), *key_lines(told, room), (),
            *wrap([Run(words("tui-drafts-help-note"), "muted")], room.text), (),
            (Run(words("tui-drafts-help-searching"), "heading"),), (),
            *plain_lines(words("tui-drafts-help-query"), room),
        ]  # fmt: skip
