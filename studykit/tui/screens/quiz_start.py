"""Before a quiz: of what, how many, which kinds, practice or exam. Enter begins at once with what was chosen last."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from textual import events
from textual.app import ComposeResult

from studykit.errors import StudykitError
from studykit.flows.learning.study import Study
from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.review.sitting import decks_of
from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.quiz.question import QuestionKind
from studykit.scheduling.limits import lineage
from studykit.store.quizzes import KeptQuiz, read_questions, read_quizzes
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.keys import names_of
from studykit.tui.render import Room
from studykit.tui.screens.base import ListScreen
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.quiz_choices import ROWS, Choices, remember, remembered
from studykit.tui.widgets.row import Part, Row

_STEPS: Final = {"right": 1, "l": 1, "space": 1, "left": -1, "h": -1}


class QuizStartScreen(ListScreen):
    """What a quiz shall be. `deck` is the one that is chosen at first; None for the one of the last time."""

    def __init__(self, study: Study, deck: str | None = None) -> None:
        super().__init__()
        self.study = study
        last = remembered(study.store)
        names = {parent for name in decks_of(study) for parent in (name, *lineage(name)) if parent}
        self.names = sorted(names)
        wanted = last.deck if deck is None else deck
        self.choices = replace(last, deck=wanted if wanted in names else "")
        self.kept: KeptQuiz | None = None
        """A quiz that was broken off."""

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Chooser(id="choices")
        yield Row(id="buttons")
        yield Row(id="keys")

    def on_mount(self) -> None:
        self.query_one("#head", Row).say([Part(self.app.words("tui-quiz-start"), "heading")])
        self.chooser.styles.margin = (1, 0, 0, 0)

    def on_screen_resume(self) -> None:
        self.kept = next(iter(read_quizzes(self.study.store, ended=False)), None)
        self._lay_out(self.chooser.place)

    def on_resize(self) -> None:
        self._lay_out(self.chooser.place)

    # What is on the screen

    def _lay_out(self, place: int) -> None:
        words, room = self.app.words, Room(self.app.size.width)
        labels = [words(f"tui-quiz-start-{row}") for row in ROWS]
        size = max(map(width, labels)) + 2
        lines: list[Line] = []
        for row, label in zip(ROWS, labels, strict=True):
            off = row == "minutes" and not self.choices.exam
            look = "muted" if off else "strong"
            lines.append((Run(fit(label, size), "muted"), Run(fit(self._said(row), max(8, room.text - size)), look)))
        for number, kind in enumerate(QuestionKind, 1):
            sign = "[x]" if kind.value in self.choices.kinds else "[ ]"
            lines.append((Run(" " * size), Run(f"{number} ", "key"), Run(f"{sign} {words(f'quiz-kind-{kind.value}')}")))
        if self.kept is not None:
            count = len(read_questions(self.study.store, self.kept.name))
            date = datetime.fromtimestamp(self.kept.started_ms / 1000, self.study.clock.zone)
            said = words("tui-quiz-start-kept", count=count, date=f"{date:%Y-%m-%d %H:%M}", key=self._retake)
            lines += [(), *wrap([Run(said, "muted")], room.text)]
        self.chooser.choose_from(lines, min(place, len(ROWS) + len(QuestionKind) - 1))
        self._say_keys()

    def _said(self, row: str) -> str:
        words, choices = self.app.words, self.choices
        match row:
            case "deck":
                return " › ".join(safe_line(choices.deck).split("::")) if choices.deck else words("tui-all-decks")
            case "count":
                return str(choices.count)
            case "kinds":
                every = len(choices.kinds) == len(QuestionKind)
                named = [words(f"quiz-kind-{kind}") for kind in choices.kinds]
                return words("tui-quiz-start-all") if every else words("tui-quiz-comma").join(named)
            case "from":
                return words(f"tui-quiz-start-{choices.cards}")
            case "reviews":
                return words("tui-quiz-start-counts" if choices.reviews else "tui-quiz-start-counts-not")
            case "mode":
                return words("tui-quiz-start-exam" if choices.exam else "tui-quiz-start-practice")
            case _:
                if not choices.exam:
                    return words("tui-quiz-start-no-time")
                return words("tui-quiz-start-time", minutes=choices.minutes)

    def _say_keys(self) -> None:
        words = self.app.words
        shown, room = partial(self.app.keymap.shown, language=words.language), Room(self.app.size.width).text
        first = [
            Key(self.app.quiz_keymap.shown("answer", words.language), words("tui-quiz-start-begin"), "show"),
            Key("← →", words("tui-quiz-start-change")),
            Key(shown("decks"), words("tui-quiz-start-choose-deck"), "decks"),
        ]
        self.query_one("#buttons", Row).say(key_row(first, room, strong=("show",)))
        last = [Key("1–8", words("tui-quiz-start-toggle"))]
        if self.kept is not None:
            last.append(Key(self._retake, words("tui-quiz-start-resume"), "retake"))
        last.append(Key(shown("back"), words("tui-quiz-back"), "back"))
        self.query_one("#keys", Row).say(key_row(last, room))

    @property
    def _retake(self) -> str:
        return self.app.quiz_keymap.shown("retake", self.app.words.language)

    def notice(self, said: str) -> None:
        """Say something until the next key."""
        self.query_one("#buttons", Row).say([Part(said, "notice")])

    # Keys

    def hear(self, event: events.Key) -> None:
        names, action = names_of(event), self.app.quiz_keymap.action(event)
        step = next((_STEPS[name] for name in names if name in _STEPS), 0)
        digit = next((int(name) for name in names if len(name) == 1 and name in "12345678"), 0)
        if step:
            self._change(step)
        elif digit:
            self._toggle(digit - 1)
        elif action == "answer":
            self.perform("show")
        elif action == "retake" and self.kept is not None:
            self.perform("retake")
        else:
            super().hear(event)
            return
        event.stop()
        event.prevent_default()

    def perform(self, action: str) -> None:
        self._say_keys()
        super().perform(action)

    def _change(self, step: int) -> None:
        place = self.chooser.place
        if place >= len(ROWS):
            self._toggle(place - len(ROWS))
        elif ROWS[place] == "deck":
            self.do_decks()
        else:
            self._choose(self.choices.changed(ROWS[place], step))

    def _toggle(self, place: int) -> None:
        changed = self.choices.toggled(place)
        if changed == self.choices:
            self.notice(self.app.words("tui-quiz-start-one-kind"))
        else:
            self._choose(changed)

    def _choose(self, choices: Choices) -> None:
        self.choices = choices
        self._lay_out(self.chooser.place)

    def do_decks(self) -> None:
        """Choose the deck from all of them."""
        from studykit.tui.screens.choosing import ChoosingScreen

        every = self.app.words("tui-all-decks")

        def done(name: str) -> None:
            self._choose(replace(self.choices, deck="" if name == every else name))

        self.app.push_screen(ChoosingScreen(self.app.words("tui-quiz-start-deck"), [every, *self.names], done))

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self._change(1)

    def do_show(self) -> None:
        """Begin."""
        self._begin(lambda: QuizSitting(self.study, self.choices.wanted()))

    def do_retake(self) -> None:
        self._begin(lambda: QuizSitting.resume(self.study))

    def _begin(self, make: Callable[[], QuizSitting]) -> None:
        from studykit.tui.screens.quiz import QuizScreen

        try:
            remember(self.study.store, self.choices)
            sitting = make()
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error))
            return
        self.app.push_screen(QuizScreen(sitting))

    def go(self, count: int) -> None:
        last = len(ROWS) + len(QuestionKind) - 1
        self.chooser.move(max(-self.chooser.place, min(count, last - self.chooser.place)))
