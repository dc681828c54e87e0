"""The figures of a study as lines: today, what is kept, what is coming, the year, what is hard."""

from datetime import date
from typing import Final

from studykit.flows.cards.rows import plain_line
from studykit.flows.statistics.figures import Statistics
from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.messages.spans import duration
from studykit.scheduling.charts import bars
from studykit.scheduling.statistics import Hard, Share
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.widgets.chart_columns import column_lines, scale_line, year_lines
from studykit.tui.widgets.figures import right
from studykit.tui.words import Words

_HEIGHT: Final = 6
"""Lines of the forecast's columns."""


class Figures:
    """The lines for so many columns; some lead somewhere."""

    def __init__(self, found: Statistics, words: Words, room: int) -> None:
        self.found, self.words, self.room = found, words, room
        self.links: dict[int, str] = {}
        """By line, the query of the cards that it is about."""
        self.lines = [*self._today(), *self._retention(), *self._ahead(), *self._year(), *self._states(),
                      *self._groups()]  # fmt: skip
        self._hardest(self.lines)

    def _head(self, code: str, note: str = "") -> list[Line]:
        said = self.words(code)
        return [(), (Run(said, "heading"), Run(f"  {note}" if note else "", "muted"))]

    def _today(self) -> list[Line]:
        words, today = self.words, self.found.of_today
        took = duration(today.took_ms / 1000, words.language)
        said = words("stats-today", answers=today.answers, again=today.again, time=took)
        rest = words("stats-days", days=self.found.days_of_thirty, load=f"{self.found.load:.1f}")
        return [*wrap([Run(said, "strong")], self.room), *wrap([Run(rest)], self.room)]

    def _retention(self) -> list[Line]:
        words = self.words
        lines = self._head("chart-retention")
        if not self.found.ever.total.asked:
            return [*lines, (Run(words("chart-none"), "muted"),)]
        heads = [words(f"chart-{name}") for name in ("young", "mature", "total")]
        lines.append((Run(fit("", 14), "muted"), *(Run(right(head, 18), "muted") for head in heads)))
        for code, value in (("chart-month", self.found.month), ("chart-ever", self.found.ever)):
            shares = (value.young, value.mature, value.total)
            lines.append((Run(fit(words(code), 14)), *(Run(right(_share(share), 18)) for share in shares)))
        return [*lines, *wrap([Run(words("chart-retention-note"), "muted")], self.room)]

    def _ahead(self) -> list[Line]:
        words, ahead = self.words, self.found.ahead
        if not ahead.overdue and not any(ahead.days):
            return [*self._head("chart-forecast"), (Run(words("chart-forecast-none"), "muted"),)]
        values = [ahead.days[0] + ahead.overdue, *ahead.days[1:]] if ahead.days else []
        days = [date.fromordinal(self.found.today + place) for place in range(len(values))]
        labels = [f"{day.month}/{day.day}" if place % 5 == 0 else "" for place, day in enumerate(days)]
        total = words("chart-forecast-note", total=sum(values), overdue=ahead.overdue)
        return [*self._head("chart-forecast", total), *column_lines(values, labels, _HEIGHT, self.room)]

    def _year(self) -> list[Line]:
        words = self.words
        counts = [count for week in self.found.calendar for count in week if count]
        note = words("chart-heatmap-note", answers=sum(counts), days=len(counts))
        months, weekdays = words("chart-months").split(), words("chart-weekdays").split()
        return [
            *self._head("chart-heatmap", note),
            *year_lines(self.found.calendar, self.found.today, months, weekdays, self.room),
            scale_line(words("chart-less"), words("chart-more")),
        ]

    def _states(self) -> list[Line]:
        words = self.words
        rows = [(words(f"maturity-{state.value}"), float(count)) for state, count in self.found.states.items()]
        return [*self._head("chart-states", str(sum(self.found.states.values()))), *_bars(rows, self.room)]

    def _groups(self) -> list[Line]:
        lines: list[Line] = []
        for code, groups, short in (
            ("chart-by-deck", self.found.by_deck, True),
            ("chart-by-section", self.found.by_section, False),
        ):
            rows = [
                (name.rpartition("::")[2] if short else name, 100 * (value.total.ratio or 0))
                for name, value in sorted(groups.items())
                if name and value.total.asked
            ]
            if len(rows) > 1:
                lines += [*self._head(code), *_bars(rows, self.room, "{:.0f}%")]
        return lines

    def _hardest(self, lines: list[Line]) -> None:
        """The hardest cards, then their notes; each leads to a query that finds it."""
        words, links = self.words, self.links
        lines += self._head("chart-hardest")
        if not self.found.hardest:
            lines.append((Run(words("chart-none-hard"), "muted"),))
            return
        heads = [words("chart-lapses"), words("chart-again-share")]
        sizes = [max(width(head), 5) for head in heads]
        column = Run("".join(f"{right(head, size)}  " for head, size in zip(heads, sizes, strict=True)), "muted")
        lines.append((column, Run(words("chart-card"), "muted")))
        for hard in self.found.hardest:
            front = plain_line(self.found.fronts.get(hard.key, "")) if hard.key is not None else ""
            links[len(lines)] = f"id:{hard.key.card}" if hard.key is not None else ""
            lines.append(_hard_line(hard, front or safe_line(hard.note), sizes, self.room))
        lines += self._head("chart-notes")
        lines.append((column, Run(words("chart-note"), "muted")))
        for hard in self.found.hardest_notes:
            links[len(lines)] = f'note:"{hard.note.replace(chr(34), " ")}"'
            lines.append(_hard_line(hard, safe_line(hard.note), sizes, self.room))


def _bars(rows: list[tuple[str, float]], room: int, number: str = "{:.0f}") -> list[Line]:
    return [(Run(line),) for line in bars(rows, room, number)]


def _hard_line(hard: Hard, name: str, sizes: list[int], room: int) -> Line:
    figures = f"{hard.lapses:>{sizes[0]}}  {hard.figures.again_share:>{sizes[1]}.0%}  "
    return (Run(figures, "again"), Run(fit(name, max(8, room - width(figures)))))


def _share(share: Share) -> str:
    return "–" if share.ratio is None else f"{share.ratio:.1%} {share.kept}/{share.asked}"
