"""Drafts that wait for a person: a list, the card that is chosen beside its quote, and keys that decide.

What is decided, and how it is taken back, is the desk's; here it is shown.
"""

from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from studykit.flows.drafts.desk import key_of
from studykit.flows.drafts.view import View, Viewer
from studykit.flows.learning.study import Study
from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.tui.render import Room
from studykit.tui.screens.drafts_deciding import Deciding
from studykit.tui.screens.drafts_making import make_cards
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.drafts_lines import card_lines, quote_lines, reason_lines
from studykit.tui.widgets.drafts_rows import (
    DraftTable,
    between_parts,
    columns_of,
    draft_line,
    head_parts,
    key_parts,
)
from studykit.tui.widgets.row import Part
from studykit.tui.widgets.scroller import Scroller
from studykit.tui.widgets.wide import Made, WideRow

SIDE_BY_SIDE: Final = 100
"""From so many columns on the quote stands beside the card, else below it."""
_LOW: Final = 20
"""Below so many rows the keys go: the card comes first."""

_LEAVES: Final = ("back", "decks", "quiz")
"""Actions that lead away: then the cards are made."""


class DraftsScreen(Deciding):
    """The drafts of a workspace; `query` says which are shown at first."""

    command_texts: ClassVar = {name: f"tui-drafts-help-{name}" for name in ("show", "quote", "edit", "undo")}
    """What the palette calls actions that mean something else here."""

    CSS = """
    DraftsScreen #search { height: 1; width: 1fr; border: none; padding: 0 1; background: $panel; }
    DraftsScreen #panes { height: 1fr; }
    """

    def __init__(self, study: Study, query: str = "") -> None:
        super().__init__(study, query)
        self.viewer = Viewer(study.workspace, study.store)
        self.view: View | None = None
        self.paragraph: bool | None = None
        """Whether the quote is shown in its paragraph; None for what the room allows."""

    def compose(self) -> ComposeResult:
        yield WideRow(id="head")
        yield Input(
            self.query_text, placeholder=self.app.words("tui-drafts-search"), compact=True, select_on_focus=False,
            id="search",
        )  # fmt: skip
        yield DraftTable(id="drafts")
        yield WideRow(id="between")
        with Horizontal(id="panes"):
            yield Scroller(id="card")
            yield Scroller(id="quote")
        yield WideRow(id="keys")

    @property
    def card(self) -> Scroller:
        return self.query_one("#card", Scroller)

    # What is on the screen

    @property
    def beside(self) -> bool:
        """Whether the quote stands beside the card."""
        return self.app.size.width >= SIDE_BY_SIDE

    def on_resize(self) -> None:
        self._fit()
        self.show()

    def _fit(self) -> None:
        """Who gets how many rows and columns. A new layout is made only where something changes."""
        columns, rows = self.app.size
        count = max(1, len(self.found) + (3 if self.reading else 0))
        self.table.styles.height = max(1, min(count, max(4, rows // 4 if rows >= _LOW else rows // 5)))
        self.query_one("#keys").display = rows >= _LOW or bool(self.said)
        self.search_line.display = bool(self.search_line.value) or self.search_line.has_focus
        quote = self.query_one("#quote", Scroller)
        quote.display = self.beside and self.view is not None
        self.card.styles.width = columns // 2 if quote.display else "1fr"

    def show(self, place: int | None = None) -> None:
        """Draw all of it anew."""
        columns = columns_of(self.app.size.width)
        lines = Made(self.found, lambda row: draft_line(row.held, columns, asked=key_of(row.held) in self.asked))
        self.table.choose_from(lines, self.table.place if place is None else place)
        self.table.refresh()
        self.show_chosen()
        self._fit()

    def show_chosen(self) -> None:
        """The draft that is chosen, and the rows around it."""
        held = self.chosen
        self.view = self.viewer.view(held) if held is not None else None
        self._lay_out()
        self.say_rows()

    def _lay_out(self) -> None:
        words, columns, view = self.app.words, self.app.size.width, self.view
        if view is None:
            self.card.show(self._nothing(Room(columns)))
            self.query_one("#between", WideRow).say(between_parts("", "", columns))
            return
        place = f"{view.path}:{view.line}" if view.line is not None else view.path
        self.query_one("#between", WideRow).say(between_parts(place, view.held.draft.by, columns))
        paragraph = self.beside if self.paragraph is None else self.paragraph
        left = Room(columns // 2 if self.beside else columns)
        card: list[Line] = [*reason_lines(view, left, words), (), *card_lines(view, left, words)]
        right = Room(columns - columns // 2) if self.beside else left
        quote = quote_lines(view, right, words, paragraph=paragraph)
        if self.beside:
            self.query_one("#quote", Scroller).show(quote)
            self.card.show(card)
        else:
            self.card.show([*card, (), *quote])

    def _nothing(self, room: Room) -> list[Line]:
        """Why no draft is shown, and what to do."""
        words, keymap = self.app.words, self.app.keymap
        if self.reading:
            return []
        if self.desk.rows:
            said = words("tui-drafts-no-match")
        elif self.desk.done:
            keys = {name: keymap.shown(name, words.language) for name in ("undo", "back")}
            said = words("tui-drafts-all-done", count=self.desk.done, **keys)
        else:
            said = words("tui-drafts-empty")
        return [line for part in said.split("\n") for line in (wrap([Run(part)], room.text) if part else [()])]

    def say_rows(self) -> None:
        """Say anew what is counted, and the keys or the notice."""
        app, desk = self.app, self.desk
        head = head_parts(
            app.words, len(self.found), len(desk.rows), desk.done, len(self.asked), reading=self.reading
        )  # fmt: skip
        self.query_one("#head", WideRow).say(head)
        keys = key_parts(
            app.words, app.keymap, app.size.width, typing=self.is_typing, asking=bool(self.asking),
            again=bool(self.why) and self.asking.startswith("reject"), some=bool(self.found),
        )  # fmt: skip
        self.query_one("#keys", WideRow).say([Part(self.said, "notice")] if self.said else keys)
        self.query_one("#keys").display = app.size.height >= _LOW or bool(self.said)

    # Keys

    def hear(self, event: events.Key) -> None:
        if self.asking:
            self.hear_answer(event)
        elif self.is_typing:
            if self.typing(event):
                self.said = ""
                self._fit()
                self.say_rows()
        elif event.key == "escape" and self.search_line.value and not self.sure:
            event.stop()
            self.search_line.value = ""
        else:
            super().hear(event)

    def perform(self, action: str) -> None:
        ends = action == "back" and len(self.app.screen_stack) == 1  # then the command line builds
        if action in _LEAVES and not self.sure and not ends:
            self.stale = True
            if self.desk.unbuilt:
                make_cards(self.app, self.desk)
        super().perform(action)

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self.show_chosen()

    def do_help(self) -> None:
        from studykit.tui.screens.drafts_help import DraftsHelpScreen

        self.app.push_screen(DraftsHelpScreen())

    def do_statistics(self) -> None:
        """How flags agree with what was decided."""
        from studykit.tui.screens.drafts_agreement import AgreementScreen

        self.app.push_screen(AgreementScreen(self.study.store))

    def do_show(self) -> None:
        """Read on, in the card and then in the quote; from the end back to the beginning."""
        quote = self.query_one("#quote", Scroller)
        if self.card.scroll_lines(self.card.page) or (self.beside and quote.scroll_lines(quote.page)):
            return
        self.card.go_to(0)
        quote.go_to(0)

    def do_quote(self) -> None:
        self.paragraph = not (self.beside if self.paragraph is None else self.paragraph)
        self._lay_out()

    def do_open(self) -> None:
        from studykit.flows.decks.places import link_of
        from studykit.model.card import Card
        from studykit.tui.opening import open_link

        held = self.chosen
        if held is not None:
            link = link_of(self.study.workspace, Card(held.draft.content, held.draft.source, None))
            opened = open_link(link)
            self.notice(self.app.words("tui-opened" if opened else "review-open", link=link))

    def go(self, count: int) -> None:
        super().go(count)
        self.show_chosen()
