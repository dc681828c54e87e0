"""Browsing: all cards in a table, a line to search them, and what is done to many at once; here are its keys."""

from textual import events
from textual.widgets import Input

from studykit.errors import StudykitError
from studykit.flows.cards.browse import Order
from studykit.flows.cards.searching import parse_query
from studykit.tui.screens.browse_doing import BrowseDoing
from studykit.tui.widgets.chooser import Chooser


class BrowseScreen(BrowseDoing):
    """The cards of a study, and the keys on them."""

    def hear(self, event: events.Key) -> None:
        self.said = ""
        if self.is_typing:
            self._typing(event)
            return
        name = self.app.browse_keymap.action(event)
        if name is None:
            super().hear(event)
        else:
            event.stop()
            event.prevent_default()
            self.perform(name)

    def _typing(self, event: events.Key) -> None:
        if event.key in ("down", "enter", "tab"):
            self.set_focus(None)
        elif event.key == "escape" and self.line.value:
            self.line.value = ""
        elif event.key == "escape":
            self.set_focus(None)
        elif event.key == "f1":
            self.do_help()
        else:
            return
        event.stop()
        event.prevent_default()
        self.say_keys()

    def perform(self, action: str) -> None:
        """As everywhere; what went wrong is said, and another key than `delete` takes its question back."""
        if action != "delete":
            self.sure = False
        try:
            super().perform(action)
        except (StudykitError, OSError) as error:
            self.said = self.app.words.error(error)
        self.say_rows()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        try:
            self.terms = parse_query(event.value)
        except StudykitError as error:
            self.notice(self.app.words.error(error))
            return
        self.said = ""
        self.table.place = 0
        self.found = self.browser.find(self.all, self.terms, self.order)
        self.show(0)

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self.set_focus(None)
        self.perform("read")

    def on_card_table_marked(self) -> None:
        self.perform("mark")

    def do_browse(self) -> None:
        """To the line that searches."""
        self.line.focus()

    def do_help(self) -> None:
        from studykit.tui.screens.browse_help import BrowseHelpScreen

        self.app.push_screen(BrowseHelpScreen())

    def do_read(self) -> None:
        """Show the chosen card whole."""
        from studykit.tui.screens.browse_card import CardScreen

        if self.found:
            self.app.push_screen(CardScreen(self))

    def do_mark(self) -> None:
        entry = self.chosen
        if entry is not None and not entry.id:
            self.notice(self.app.words("browse-no-id"))
        elif entry is not None:
            self.marked ^= {entry.id}
            self.table.move(1)
            self.table.redraw()

    def do_mark_all(self) -> None:
        ids = {entry.id for entry in self.found if entry.id}
        self.marked = set() if ids <= self.marked else self.marked | ids
        self.table.redraw()

    def do_sort(self) -> None:
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.found = self.browser.find(self.all, self.terms, self.order)
        self.show(0)

    def do_up(self) -> None:
        if self.table.place == 0:
            self.line.focus()
        super().do_up()
