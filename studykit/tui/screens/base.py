"""What our screens have in common: a key is an action, and an action a method `do_…` of the screen or of the app."""

from typing import TYPE_CHECKING

from textual import events
from textual.screen import Screen

from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.row import Row
from studykit.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from studykit.tui.app import StudyApp


class StudyScreen(Screen[None]):
    """A screen whose keys are settings."""

    app: "StudyApp"
    AUTO_FOCUS = ""  # nothing: a key is an action until something is asked for
    DEFAULT_CSS = "StudyScreen { layout: vertical; overflow: hidden; }"

    @property
    def is_typing(self) -> bool:
        """Whether keys are text."""
        return self.focused is not None

    def on_key(self, event: events.Key) -> None:
        # Textual calls the `on_key` of every base too: a screen that hears otherwise overrides `hear` alone
        self.hear(event)

    def hear(self, event: events.Key) -> None:
        """Take a key, or leave it to the app."""
        action = None if self.is_typing else self.app.keymap.action(event)
        if action is not None:
            event.stop()
            event.prevent_default()
            self.perform(action)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        # A cursor that blinks is an animation too
        if self.app.animation_level == "none" and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    def on_row_clicked(self, event: Row.Clicked) -> None:
        event.stop()
        self.perform(event.action)

    def perform(self, action: str) -> None:
        """Do what a key or a click means here, else what it means everywhere; nothing where it means nothing."""
        method = getattr(self, f"do_{action}", None)
        if method is not None:
            method()
        else:
            self.app.perform(action)


class ScrollingScreen(StudyScreen):
    """A screen with one text that scrolls."""

    @property
    def scroller(self) -> Scroller:
        """The text."""
        return self.query_one(Scroller)

    def do_down(self) -> None:
        self.scroller.scroll_lines(1)

    def do_up(self) -> None:
        self.scroller.scroll_lines(-1)

    def do_page_down(self) -> None:
        self.scroller.scroll_lines(self.scroller.page)

    def do_page_up(self) -> None:
        self.scroller.scroll_lines(-self.scroller.page)

    def do_top(self) -> None:
        self.scroller.go_to(0)

    def do_bottom(self) -> None:
        self.scroller.go_to(len(self.scroller.lines))


class ListScreen(StudyScreen):
    """A screen with one list, of which a line is chosen."""

    @property
    def chooser(self) -> Chooser:
        """The list."""
        return self.query_one(Chooser)

    def go(self, count: int) -> None:
        """Choose another line, so many further."""
        self.chooser.move(count)

    def do_down(self) -> None:
        self.go(1)

    def do_up(self) -> None:
        self.go(-1)

    def do_page_down(self) -> None:
        self.go(self.chooser.page)

    def do_page_up(self) -> None:
        self.go(-self.chooser.page)

    def do_top(self) -> None:
        self.go(-len(self.chooser.lines))

    def do_bottom(self) -> None:
        self.go(len(self.chooser.lines))
