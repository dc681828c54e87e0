"""The interface as an application: its screens, the keys that all of them share, the palette and the themes."""

import gc
from collections.abc import Callable, Iterable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.screen import Screen

from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import Sitting
from studykit.tui.keys import MOVES, SHARED, Keymap
from studykit.tui.theme import DAY, NIGHT, themes, usual
from studykit.tui.words import Words

Edit = Callable[[str, int], None]
"""Opens a file at a line in the person's editor and waits for it."""


class StudyApp(App[int]):
    """The terminal interface of one study. Its result is the exit code.

    It begins with a sitting, or with the deck tree where there is none. `driver` is another than Textual would choose.
    """

    ENABLE_COMMAND_PALETTE = False  # Textual's own speaks English, and lies over borders; `:` opens ours
    ESCAPE_TO_MINIMIZE = False

    def __init__(
        self, study: Study, words: Words, edit: Edit, sitting: Sitting | None = None, driver: type[Driver] | None = None
    ) -> None:
        super().__init__(driver_class=driver)
        self.study = study
        self.words = words
        self.edit = edit
        self.sitting = sitting
        self.keymap = Keymap(study.workspace.config.keys)
        self.browse_keymap = Keymap(study.workspace.config.browse_keys)
        self.quiz_keymap = Keymap(study.workspace.config.quiz_keys)
        """What goes before it in the browser, and in a quiz."""
        self.failure: Exception | None = None
        """What could not be written; the command line says it again at the end."""
        self.answers = 0
        """Answers that were given, and are on the disk."""
        for theme in themes():
            self.register_theme(theme)
        self.theme = usual()

    def get_default_screen(self) -> Screen[None]:
        """The first screen."""
        if self.sitting is None:
            from studykit.tui.screens.decks import DeckScreen

            return DeckScreen(self.study)
        from studykit.tui.screens.review import ReviewScreen

        return ReviewScreen(self.sitting)

    def on_mount(self) -> None:
        # The command line switched it off for its short runs; what is there by now stays to the end
        gc.freeze()
        gc.enable()

    # What every screen can do. A screen's own keys come first; an event that it leaves comes up here

    def on_key(self, event: events.Key) -> None:
        action = self.keymap.shared(event)
        if action is not None:
            event.stop()
            self.perform(action)

    def perform(self, action: str) -> None:
        """Do what an action means on every screen; nothing where it has no meaning."""
        method = getattr(self, f"do_{action}", None)
        if method is not None:
            method()

    def do_help(self) -> None:
        self.show("help", "HelpScreen")

    def do_palette(self) -> None:
        self.show("palette", "PaletteScreen")

    def action_command_palette(self) -> None:
        self.do_palette()

    def do_browse(self) -> None:
        self.show("browse", "BrowseScreen", self.study)

    def do_statistics(self) -> None:
        self.show("statistics", "StatisticsScreen", self.study)

    def do_quiz(self) -> None:
        self.show("quiz_start", "QuizStartScreen", self.study)

    def do_drafts(self) -> None:
        self.show("drafts", "DraftsScreen", self.study)

    def do_decks(self) -> None:
        self.show("decks", "DeckScreen", self.study)

    def do_theme(self) -> None:
        self.theme = DAY if self.theme == NIGHT else NIGHT

    def do_back(self) -> None:
        """Leave the screen; the last one leaves the interface."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            self.leave()

    def leave(self) -> None:
        """Leave the interface: all that was acknowledged is on the disk."""
        self.exit(0 if self.failure is None else 1)

    def action_help_quit(self) -> None:
        """Ctrl+C. Textual says in English how to quit; ours quits, as nothing can be lost."""
        self.leave()

    def show(self, module: str, name: str, *arguments: object) -> None:
        """Go to a screen, loaded when it is first wanted; back to it, where it is open below."""
        kind = getattr(import_module(f"studykit.tui.screens.{module}"), name)
        for depth, screen in enumerate(reversed(self.screen_stack)):
            if isinstance(screen, kind):
                for _ in range(depth):
                    self.pop_screen()
                return
        self.push_screen(kind(*arguments))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """What the palette offers on a screen, in the person's language: what the screen can do, then what all can."""
        for action in self.keymap.keys:
            if action not in SHARED and action not in MOVES and hasattr(screen, f"do_{action}"):
                said = getattr(screen, "command_texts", {}).get(action, "")
                yield self._command(action, getattr(screen, "perform", self.perform), said)
        for action in SHARED:
            if action not in ("palette", "back"):
                yield self._command(action, self.perform)
        yield SystemCommand(self.words("tui-key-leave"), "Ctrl+Q", self.leave)

    def _command(self, action: str, perform: Callable[[str], None], said: str = "") -> SystemCommand:
        key = self.keymap.shown(action, self.words.language, every=True)
        return SystemCommand(self.words(said or f"tui-help-{action}"), key, partial(perform, action))

    def edit_at(self, path: Path, line: int) -> None:
        """Give the terminal to the person's editor, at a line of a file."""
        with self.suspend():
            self.edit(str(path), line)
