"""One name out of many: a deck to move cards to, a deck to look at. Typing narrows the list."""

from collections.abc import Callable, Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.widgets import Input

from studykit.flows.cards.rows import searchable
from studykit.markup.screen import Line, Run
from studykit.text.safe import safe_line
from studykit.text.width import fit
from studykit.tui.render import Room
from studykit.tui.screens.base import StudyScreen
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.row import Part, Row

_MOVES: Final = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}


class ChoosingScreen(StudyScreen):
    """`done` is called with the name that was chosen; not at all where the person leaves."""

    CSS = "ChoosingScreen Input { height: 1; border: none; background: $panel; }"

    def __init__(self, title: str, names: Sequence[str], done: Callable[[str], None]) -> None:
        super().__init__()
        self.title_text = title
        self.names = names
        self.found = list(names)
        self.done = done

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Input(compact=True, select_on_focus=False)
        yield Chooser(id="names")
        yield Row(id="keys")

    def on_mount(self) -> None:
        words = self.app.words
        self.query_one("#head", Row).say([Part(self.title_text, "strong")])
        self.query_one("#keys", Row).say([Part(words("browse-keys-decks"), "muted")])
        self.query_one(Input).focus()

    def on_resize(self) -> None:
        room = Room(self.app.size.width)
        self.query_one(Input).styles.padding = (0, room.margin)
        lines: list[Line] = [(Run(fit(safe_line(name), room.text)),) for name in self.found]
        self.query_one(Chooser).choose_from(lines or [(Run(self.app.words("browse-no-deck"), "muted"),)], 0)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        wanted = searchable(event.value).split()
        self.found = [name for name in self.names if all(word in searchable(name) for word in wanted)]
        self.on_resize()

    def hear(self, event: events.Key) -> None:
        chooser = self.query_one(Chooser)
        if event.key in _MOVES:
            chooser.move(_MOVES[event.key])
        elif event.key == "enter":
            self._choose(chooser.place)
        elif event.key == "escape":
            self.app.pop_screen()
        else:
            return
        event.stop()
        event.prevent_default()

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self._choose(event.place)

    def _choose(self, place: int) -> None:
        if place < len(self.found):
            self.app.pop_screen()
            self.done(self.found[place])
