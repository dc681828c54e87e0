"""The end of a quiz: the score, what was missed by note, and what to read again. The misses may be given back here."""

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.app import ComposeResult

from studykit.errors import StudykitError
from studykit.flows.quiz.schedule import Fate
from studykit.flows.quiz.sitting import QuizSitting
from studykit.markup.screen import Line, Run
from studykit.messages.spans import duration
from studykit.quiz.judging import asked_text
from studykit.quiz.report import Missed, Reading, Score
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.render import Room
from studykit.tui.screens.base import ScrollingScreen
from studykit.tui.screens.quiz_paragraph import ParagraphScreen
from studykit.tui.widgets.figures import share_bar
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.quiz_lines import plain_line, text_lines
from studykit.tui.widgets.quiz_places import Places
from studykit.tui.widgets.row import Part, Row

_BAR = 20

_OWN_WORDS: Final = frozenset(("cloze", "typed", "free"))
"""Kinds whose answer a person writes."""


class QuizReportScreen(ScrollingScreen):
    """What a quiz came to."""

    def __init__(self, sitting: QuizSitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.report = sitting.report()
        self.missed: list[tuple[Reading, Missed]] = []
        """In the order in which they can be chosen."""
        self.confirming = False
        self.said = ""
        """What was done with the misses."""

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Places(id="report")
        yield Row(id="keys")

    @property
    def places(self) -> Places:
        return self.query_one(Places)

    def on_mount(self) -> None:
        self._lay_out()

    def on_resize(self) -> None:
        self._lay_out()

    # What is on the screen

    def _lay_out(self) -> None:
        words, room, report = self.app.words, Room(self.app.size.width), self.report
        name = words("tui-quiz-exam" if report.exam else "tui-quiz-practice")
        deck = safe_line(self.sitting.wanted.deck) or words("tui-all-decks")
        self.query_one("#head", Row).say([Part(name, "strong"), Part(f" · {' › '.join(deck.split('::'))}", "muted")])
        lines, stops = self._lines(room)
        self.places.read(lines, stops, self.places.stop or 0)
        self._say_keys()

    def _lines(self, room: Room) -> tuple[list[Line], list[int]]:
        words, report = self.app.words, self.report
        total = report.total
        lines: list[Line] = []
        if total.asked:
            said = words("tui-quiz-score", right=total.right, asked=total.asked, percent=round(100 * total.share))
            lines.append((*share_bar(total.share, _BAR), Run(f"  {said}", "heading")))
        else:
            lines.append((Run(words("tui-quiz-nothing-asked"), "heading"),))
        if report.timed_out:
            lines.append((Run(words("tui-quiz-timed-out"), "again"),))
        if report.gained is not None:
            lines.append((Run(words("tui-quiz-gained", gained=round(100 * report.gained)), "strong"),))
        time = duration(report.took_ms / 1000, words.language)
        facts = words("tui-quiz-facts", time=time, hints=report.hints, unanswered=report.unanswered,
                      overridden=report.overridden)  # fmt: skip
        lines += plain_line(facts, room, "muted")
        lines += self._misses(room)
        lines += self._scores("quiz-by-section", [(s.name.replace("::", " › "), s) for s in report.sections], room)
        lines += self._scores("quiz-by-kind", [(words(f"quiz-kind-{s.name}"), s) for s in report.kinds], room)
        if report.flagged:
            lines += [(), (Run(f"⚑ {words('tui-quiz-flagged')}", "heading"),)]
            for asked in report.flagged:
                lines += [(Run("  "), *line) for line in text_lines(asked, room.text - 2, words)]
        return self._again(lines, room)

    def _misses(self, room: Room) -> list[Line]:
        """What may be done with the misses, and what was done."""
        words = self.app.words
        if self.said:
            return [(), *plain_line(self.said, room, "right")]
        fates = [miss.fate for miss in self.sitting.misses()]
        lines: list[Line] = []
        for fate, look in ((Fate.OPEN, "strong"), (Fate.REVIEWED, "muted"), (Fate.ANKI, "muted")):
            count = fates.count(fate)
            if count:
                lines += plain_line(words(f"tui-quiz-misses-{fate.value}", count=count, key=self._retake), room, look)
        return [(), *lines] if lines else []

    def _scores(self, code: str, scores: Sequence[tuple[str, Score]], room: Room) -> list[Line]:
        if not scores:
            return []
        words = self.app.words
        size = max(12, min(room.text - 18, max(width(safe_line(name)) for name, _ in scores) + 2))
        lines: list[Line] = [(), (Run(words(code), "heading"),)]
        for name, score in scores:
            counts = f"{score.right:>3}/{score.asked:<3}"
            lines.append((Run(fit(safe_line(name), size)), Run(counts, "strong"),
                          Run(f"{round(100 * score.share):>4} %", "muted")))  # fmt: skip
        return lines

    def _again(self, lines: list[Line], room: Room) -> tuple[list[Line], list[int]]:
        """What was missed, by note: each question can be chosen."""
        words, stops = self.app.words, []
        self.missed = []
        lines += [(), (Run(words("quiz-read-again"), "heading"),)]
        if not self.report.again:
            lines.append((Run(words("tui-quiz-all-right" if self.report.total.asked else "tui-quiz-nothing-asked")),))
        for reading in self.report.again:
            lines += [(), *plain_line(self._note(reading), room, "link")]
            for missed in reading.missed:
                stops.append(len(lines))
                self.missed.append((reading, missed))
                question = text_lines(missed.question, room.text - 4, words)
                lines += [
                    (Run("  ✗ " if n == 0 else "    ", "again"), *line) for n, line in enumerate(question or [()])
                ]
                given = missed.given or words("tui-quiz-no-answer")
                picked = missed.kind not in _OWN_WORDS  # words of the cards then, and Markdown as those
                lines += self._said("quiz-given", given, room, "muted", plain=not picked)
                lines += self._said("quiz-solution", "\n".join(missed.solution), room, "")
                if missed.recovered:
                    lines.append((Run("    "), Run(words("tui-quiz-recovered"), "muted")))
        return lines, stops

    def _said(self, code: str, text: str, room: Room, look: str, *, plain: bool = False) -> list[Line]:
        """A text behind its name, its further lines below its first."""
        words = self.app.words
        name = words("tui-quiz-named", name=words(code))
        inner = Room(room.width - 4 - width(name))
        body = plain_line(text, inner, look) if plain else text_lines(text, inner.text, words)
        inset = "    " + " " * width(name)
        return [(Run(f"    {name}" if n == 0 else inset, "muted"), *line) for n, line in enumerate(body or [()])]

    def _note(self, reading: Reading) -> str:
        headings = self.app.words("tui-quiz-comma").join(reading.headings[:2])
        return safe_line(f"{reading.note} › {headings}" if headings else reading.note)

    def _say_keys(self, said: str = "") -> None:
        words = self.app.words
        wanted = []
        if self.missed:
            key = self.app.quiz_keymap.shown("answer", words.language)
            wanted.append(Key(key, words("tui-quiz-open-quote"), "show"))
        if self.open_misses:
            wanted.append(Key(self._retake, words("tui-quiz-give-back"), "give_back"))
        wanted.append(Key(self.app.keymap.shown("back", words.language), words("tui-quiz-leave"), "back"))
        keys = key_row(wanted, Room(self.app.size.width).text, strong=("show",))
        self.query_one("#keys", Row).say([Part(said, "notice")] if said else keys)

    @property
    def _retake(self) -> str:
        return self.app.quiz_keymap.shown("retake", self.app.words.language)

    @property
    def open_misses(self) -> int:
        """How many missed questions may be given back."""
        return sum(miss.fate is Fate.OPEN for miss in self.sitting.misses())

    # Keys

    def hear(self, event: events.Key) -> None:
        action = {"retake": "give_back", "answer": "show"}.get(self.app.quiz_keymap.action(event) or "")
        if action is not None:
            event.stop()
            event.prevent_default()
            self.perform(action)
        else:
            super().hear(event)

    def perform(self, action: str) -> None:
        """As everywhere; consent is forgotten by any other key."""
        confirming, self.confirming = self.confirming, False
        self._say_keys()
        if action == "give_back" and confirming:
            self._give_back()
        elif not (confirming and action == "back"):
            super().perform(action)

    def do_give_back(self) -> None:
        count = self.open_misses
        if not count:
            self._say_keys(self.app.words("tui-quiz-nothing-to-give"))
            return
        self.confirming = True
        self._say_keys(self.app.words("tui-quiz-give-back-sure", count=count, key=self._retake))

    def _give_back(self) -> None:
        try:
            count = self.sitting.give_back()
        except (StudykitError, OSError) as error:
            self.app.failure = error
            self._say_keys(self.app.words.error(error))
            return
        self.said = self.app.words("tui-quiz-given-back", count=count)
        self._lay_out()

    def on_chooser_chosen(self, event: Places.Chosen) -> None:
        event.stop()
        self.do_show()

    def do_show(self) -> None:
        """The paragraph of the chosen miss; without one, leave."""
        stop = self.places.stop
        if stop is None:
            self.do_back()
            return
        _, missed = self.missed[stop]
        entries = self.sitting.session.entries
        asked = [asked_text(entry.question) for entry in entries]
        if missed.question in asked:
            path, line, text = self.sitting.paragraph(asked.index(missed.question))
            self.app.push_screen(ParagraphScreen(f"{path}:{line}" if line else path, text, missed.quote))

    def do_back(self) -> None:
        """Leave the quiz, which lies below, too: it has ended."""
        self.app.pop_screen()
        self.app.do_back()

    def do_down(self) -> None:
        self.places.move(1)

    def do_up(self) -> None:
        self.places.move(-1)
