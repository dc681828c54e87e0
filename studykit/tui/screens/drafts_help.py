"""The keys of the drafts that wait, and how they are searched."""

from typing import Final

from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.text.width import fit, width
from studykit.tui.render import Room, plain_lines
from studykit.tui.screens.browse_help import ReadingScreen
from studykit.tui.widgets.row import Part, Row

_KEYS: Final = {
    "accept": "tui-help-accept", "reject": "tui-help-reject", "edit": "tui-drafts-help-edit",
    "redraft": "tui-help-redraft", "undo": "tui-drafts-help-undo", "accept_all": "tui-help-accept_all",
    "reject_all": "tui-help-reject_all", "browse": "tui-drafts-help-search", "narrow": "tui-help-narrow",
    "quote": "tui-drafts-help-quote", "open": "tui-help-open", "show": "tui-drafts-help-show",
    "statistics": "tui-drafts-help-statistics", "back": "browse-key-back",
}  # fmt: skip


class DraftsHelpScreen(ReadingScreen):
    """What each key does, as it is set; then the language of queries."""

    def on_mount(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        key = keymap.shown("back", words.language)
        self.query_one("#keys", Row).say(
            [Part(key, "key", "back"), Part(f" {words('browse-key-back')}", "muted", "back")]
        )

    def on_resize(self) -> None:
        words, room = self.app.words, Room(self.app.size.width)
        shown = {name: self.app.keymap.shown(name, words.language, every=True) for name in _KEYS}
        size = max(map(width, shown.values())) + 3
        lines: list[Line] = [(Run(words("tui-help-drafting"), "heading"),), ()]
        for name, key in shown.items():
            if key:
                body = wrap([Run(words(_KEYS[name]))], max(8, room.text - size))
                lines += [
                    (Run(fit(key if number == 0 else "", size), "key"), *line) for number, line in enumerate(body)
                ]
        lines += [(), *wrap([Run(words("tui-drafts-help-note"), "muted")], room.text), ()]
        lines += [(Run(words("tui-drafts-help-searching"), "heading"),), ()]
        lines += plain_lines(words("tui-drafts-help-query"), room)
        self.scroller.show(lines, self.scroller.top)

    def do_help(self) -> None:
        self.app.pop_screen()
