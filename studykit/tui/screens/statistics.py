"""How learning goes: today, what is kept, what is coming, the year, what is hard. Of all decks or of one."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from textual import events, work
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import get_current_worker

from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import decks_of
from studykit.flows.statistics.figures import Statistics, gather
from studykit.store.db import open_store
from studykit.text.safe import safe_line
from studykit.tui.keys import named, names_of
from studykit.tui.render import Room
from studykit.tui.screens.base import ScrollingScreen
from studykit.tui.widgets.chart_figures import Figures
from studykit.tui.widgets.chart_linked import Linked
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.row import Part, Row

_KEYS: Final = {"tab": "next_link", "shift+tab": "previous_link", "enter": "follow", "n": "choose_deck"}


class StatisticsScreen(ScrollingScreen):
    """The figures of a study."""

    @dataclass
    class Gathered(Message):
        """The figures are there."""

        found: Statistics

    def __init__(self, study: Study) -> None:
        super().__init__()
        self.study = study
        self.deck = ""
        """All decks where it is empty."""
        self.found: Statistics | None = None

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Linked(id="charts")
        yield Row(id="keys")

    @property
    def charts(self) -> Linked:
        return self.query_one(Linked)

    def on_mount(self) -> None:
        words = self.app.words
        reading = Part(f"  {words('browse-reading')}", "muted")
        self.query_one("#head", Row).say([Part(words("chart-title"), "strong"), reading])
        self._say_keys()

    def on_screen_resume(self) -> None:
        self.read()

    def on_resize(self) -> None:
        if self.found is not None:
            self._lay_out()

    @work(thread=True, exclusive=True)
    def read(self) -> None:
        """Gather the figures anew, over a connection of its own: a hundred thousand cards take a second or two."""
        with closing(open_store(self.study.workspace.store)) as store:
            found = gather(replace(self.study, store=store), self.deck)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Gathered(found))

    def on_statistics_screen_gathered(self, event: Gathered) -> None:
        event.stop()
        self.found = event.found
        self._lay_out()

    # What is on the screen

    def _lay_out(self) -> None:
        words = self.app.words
        found = self.found
        assert found is not None
        room = Room(self.app.size.width).text
        deck = safe_line(found.deck) or words("chart-all")
        today = date.fromordinal(found.today).isoformat()
        self.query_one("#head", Row).say(
            [Part(words("chart-title"), "strong"), Part(f"  {deck}", "muted", "choose_deck")], [Part(today, "muted")]
        )
        figures = Figures(found, words, room)
        self.charts.show_linked(figures.lines, figures.links, self.charts.top)
        self._say_keys()

    def _say_keys(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        hard = [("Tab", "hard", "next_link"), (named("enter", words.language), "cards", "follow")]
        known = [*(hard if self.charts.links else []), ("n", "deck", "choose_deck"),
                 (keymap.shown("browse", words.language), "search", "browse"),
                 (keymap.shown("back", words.language), "back", "back")]  # fmt: skip
        wanted = [Key(key, words(f"browse-key-{name}"), action) for key, name, action in known]
        self.query_one("#keys", Row).say(key_row(wanted, Room(self.app.size.width).text))

    # Keys

    def hear(self, event: events.Key) -> None:
        action = next((_KEYS[name] for name in names_of(event) if name in _KEYS), None)
        if action is None:
            super().hear(event)
            return
        event.stop()
        event.prevent_default()
        self.perform(action)

    def on_linked_followed(self) -> None:
        self.do_follow()

    def do_next_link(self) -> None:
        self.charts.choose(1)

    def do_previous_link(self) -> None:
        self.charts.choose(-1)

    def do_follow(self) -> None:
        """Show the cards that the chosen line is about."""
        from studykit.tui.screens.browse import BrowseScreen

        if self.charts.link:
            self.app.push_screen(BrowseScreen(self.study, self.charts.link))

    def do_choose_deck(self) -> None:
        from studykit.tui.screens.choosing import ChoosingScreen

        every = self.app.words("chart-all")
        names = _lineages(decks_of(self.study))
        self.app.push_screen(
            ChoosingScreen(self.app.words("chart-title"), [every, *names], lambda name: self._of(name, every))
        )

    def _of(self, name: str, every: str) -> None:
        self.deck = "" if name == every else name
        self.charts.go_to(0)


def _lineages(names: list[str]) -> list[str]:
    """The decks and those above them."""
    every = {"::".join(name.split("::")[: depth + 1]) for name in names for depth in range(name.count("::") + 1)}
    return sorted(every)
