"""How learning goes: today, what is kept, what is coming, the year, what is hard. Of all decks or of one."""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from textual import events, work
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import get_current_worker

from studykit.flows.cards import plain_line
from studykit.flows.review import decks_of
from studykit.flows.statistics import Statistics, gather
from studykit.flows.study import Study
from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.messages.spans import duration
from studykit.scheduling.charts import bars
from studykit.scheduling.statistics import Hard, Share
from studykit.store.db import open_store
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.render import Room
from studykit.tui.screens.base import StudyScreen
from studykit.tui.widgets.chart_columns import column_lines, scale_line, year_lines
from studykit.tui.widgets.chart_linked import Linked
from studykit.tui.widgets.row import Part, Row

_HEIGHT: Final = 6
"""Lines of the forecast's columns."""


class StatisticsScreen(StudyScreen):
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
        self._say_keys()
        lines = [*self._today(found, room), *self._retention(found, room), *self._ahead(found, room)]
        lines += [*self._year(found, room), *self._states(found, room), *self._groups(found, room)]
        links: dict[int, str] = {}
        self._hardest(found, room, lines, links)
        self.charts.show_linked(lines, links, self.charts.top)

    def _say_keys(self) -> None:
        words, keymap = self.app.words, self.app.keymap
        known = [("Tab", "hard", "next_link"), (words("browse-enter"), "cards", "follow"), ("n", "deck", "choose_deck"),
                 (keymap.shown("browse", words.language), "search", "browse"),
                 (keymap.shown("back", words.language), "back", "back")]  # fmt: skip
        parts: list[Part] = []
        for key, name, action in known:
            parts += [Part(key, "key", action), Part(f" {words(f'browse-key-{name}')}   ", "muted", action)]
        self.query_one("#keys", Row).say(parts)

    def _head(self, code: str, note: str = "") -> list[Line]:
        said = self.app.words(code)
        return [(), (Run(said, "heading"), Run(f"  {note}" if note else "", "muted"))]

    def _today(self, found: Statistics, room: int) -> list[Line]:
        words, today = self.app.words, found.of_today
        took = duration(today.took_ms / 1000, words.language)
        said = words("stats-today", answers=today.answers, again=today.again, time=took)
        rest = words("stats-days", days=found.days_of_thirty, load=f"{found.load:.1f}")
        return [*wrap([Run(said, "strong")], room), *wrap([Run(rest)], room)]

    def _retention(self, found: Statistics, room: int) -> list[Line]:
        words = self.app.words
        lines = self._head("chart-retention")
        if not found.ever.total.asked:
            return [*lines, (Run(words("chart-none"), "muted"),)]
        heads = [words(f"chart-{name}") for name in ("young", "mature", "total")]
        lines.append((Run(fit("", 14), "muted"), *(Run(_right(head, 18), "muted") for head in heads)))
        for code, value in (("chart-month", found.month), ("chart-ever", found.ever)):
            shares = (value.young, value.mature, value.total)
            lines.append((Run(fit(words(code), 14)), *(Run(_right(_share(share), 18)) for share in shares)))
        return [*lines, *wrap([Run(words("chart-retention-note"), "muted")], room)]

    def _ahead(self, found: Statistics, room: int) -> list[Line]:
        words, ahead = self.app.words, found.ahead
        values = [ahead.days[0] + ahead.overdue, *ahead.days[1:]] if ahead.days else []
        days = [date.fromordinal(found.today + place) for place in range(len(values))]
        labels = [f"{day.month}/{day.day}" if place % 5 == 0 else "" for place, day in enumerate(days)]
        total = words("chart-forecast-note", total=sum(values), overdue=ahead.overdue)
        return [*self._head("chart-forecast", total), *column_lines(values, labels, _HEIGHT, room)]

    def _year(self, found: Statistics, room: int) -> list[Line]:
        words = self.app.words
        counts = [count for week in found.calendar for count in week if count]
        note = words("chart-heatmap-note", answers=sum(counts), days=len(counts))
        months, weekdays = words("chart-months").split(), words("chart-weekdays").split()
        return [
            *self._head("chart-heatmap", note),
            *year_lines(found.calendar, found.today, months, weekdays, room),
            scale_line(words("chart-less"), words("chart-more")),
        ]

    def _states(self, found: Statistics, room: int) -> list[Line]:
        words = self.app.words
        rows = [(words(f"maturity-{state.value}"), float(count)) for state, count in found.states.items()]
        return [*self._head("chart-states", str(sum(found.states.values()))), *_bars(rows, room)]

    def _groups(self, found: Statistics, room: int) -> list[Line]:
        lines: list[Line] = []
        for code, groups, short in (
            ("chart-by-deck", found.by_deck, True),
            ("chart-by-section", found.by_section, False),
        ):
            rows = [
                (name.rpartition("::")[2] if short else name, 100 * (value.total.ratio or 0))
                for name, value in sorted(groups.items())
                if name and value.total.asked
            ]
            if len(rows) > 1:
                lines += [*self._head(code), *_bars(rows, room, "{:.0f}%")]
        return lines

    def _hardest(self, found: Statistics, room: int, lines: list[Line], links: dict[int, str]) -> None:
        words = self.app.words
        lines += self._head("chart-hardest")
        if not found.hardest:
            lines.append((Run(words("chart-none-hard"), "muted"),))
            return
        heads = [words("chart-lapses"), words("chart-again-share")]
        sizes = [max(width(head), 5) for head in heads]
        column = Run("".join(f"{_right(head, size)}  " for head, size in zip(heads, sizes, strict=True)), "muted")
        lines.append((column, Run(words("chart-card"), "muted")))
        for hard in found.hardest:
            front = plain_line(found.fronts.get(hard.key, "")) if hard.key is not None else ""
            links[len(lines)] = f"id:{hard.key.card}" if hard.key is not None else ""
            lines.append(_hard_line(hard, front or safe_line(hard.note), sizes, room))
        lines += self._head("chart-notes")
        lines.append((column, Run(words("chart-note"), "muted")))
        for hard in found.hardest_notes:
            links[len(lines)] = f'note:"{hard.note.replace(chr(34), " ")}"'
            lines.append(_hard_line(hard, safe_line(hard.note), sizes, room))

    # Keys

    def on_key(self, event: events.Key) -> None:
        action = {"tab": "next_link", "shift+tab": "previous_link", "enter": "follow", "n": "choose_deck"}.get(
            event.key
        )
        if action is None:
            super().on_key(event)
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

    def do_down(self) -> None:
        self.charts.scroll_lines(1)

    def do_up(self) -> None:
        self.charts.scroll_lines(-1)

    def do_page_down(self) -> None:
        self.charts.scroll_lines(self.charts.page)

    def do_page_up(self) -> None:
        self.charts.scroll_lines(-self.charts.page)

    def do_top(self) -> None:
        self.charts.go_to(0)

    def do_bottom(self) -> None:
        self.charts.go_to(len(self.charts.lines))


def _bars(rows: list[tuple[str, float]], room: int, number: str = "{:.0f}") -> list[Line]:
    return [(Run(line),) for line in bars(rows, room, number)]


def _hard_line(hard: Hard, name: str, sizes: list[int], room: int) -> Line:
    figures = f"{hard.lapses:>{sizes[0]}}  {hard.figures.again_share:>{sizes[1]}.0%}  "
    return (Run(figures, "again"), Run(fit(name, max(8, room - width(figures)))))


def _share(share: Share) -> str:
    return "–" if share.ratio is None else f"{share.ratio:.1%} {share.kept}/{share.asked}"


def _right(text: str, columns: int) -> str:
    return " " * max(0, columns - width(text)) + text


def _lineages(names: list[str]) -> list[str]:
    """The decks and those above them."""
    every = {"::".join(name.split("::")[: depth + 1]) for name in names for depth in range(name.count("::") + 1)}
    return sorted(every)
