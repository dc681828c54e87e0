"""All commands by name. Textual's own palette speaks English and lies over other widgets' borders; this one fills the
screen and speaks the person's language."""

from textual import events
from textual.app import ComposeResult, SystemCommand
from textual.widgets import Input

from studykit.markup.screen import Line, Run
from studykit.text.width import fit, width
from studykit.tui.keys import named
from studykit.tui.render import Room
from studykit.tui.screens.base import StudyScreen
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.prompt import Prompt
from studykit.tui.widgets.row import Row


class PaletteScreen(StudyScreen):
    """What is typed is looked for in the commands; enter does the one that is chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.commands: list[SystemCommand] = []
        self.found: list[SystemCommand] = []

    def compose(self) -> ComposeResult:
        yield Prompt(self.app.words("tui-palette-search"))
        yield Chooser(id="commands")
        yield Row(id="keys")

    def on_mount(self) -> None:
        words = self.app.words
        keys = [Key("↑ ↓", words("tui-choose")), Key(named("enter", words.language), words("tui-do")),
                Key("Esc", words("tui-back"))]  # fmt: skip
        self.query_one("#keys", Row).say(key_row(keys, Room(self.app.size.width).text))
        below = self.app.screen_stack[-2]
        self.commands = [*self.app.get_system_commands(below)]
        self._look_for("")

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._look_for(event.value)

    def _look_for(self, typed: str) -> None:
        wanted = typed.casefold().split()
        self.found = [command for command in self.commands if all(word in _said(command) for word in wanted)]
        size = max((width(command.title) for command in self.commands), default=0) + 3
        lines: list[Line] = [(Run(fit(command.title, size)), Run(command.help, "muted")) for command in self.found]
        self.query_one(Chooser).choose_from(lines or [(Run(self.app.words("tui-palette-none"), "muted"),)], 0)

    def hear(self, event: events.Key) -> None:
        move = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}.get(event.key)
        if move is not None:
            event.stop()
            self.query_one(Chooser).move(move)
        elif event.key == "escape":
            event.stop()
            self.app.pop_screen()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._do()

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self._do()

    def _do(self) -> None:
        place = self.query_one(Chooser).place
        if place < len(self.found):
            self.app.pop_screen()
            self.app.call_later(self.found[place].callback)


def _said(command: SystemCommand) -> str:
    return f"{command.title} {command.help}".casefold()
