"""The model of a quiz on the screen: it marks and explains in a thread of its own, and nobody waits for it.

What it says comes as a message, so that widgets are touched by the screen alone. The threads die with the program:
who leaves the quiz does not wait for a server.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from textual.message import Message

from studykit.config import Llm
from studykit.errors import StudykitError
from studykit.flows.quiz.sitting import QuizSitting
from studykit.llm.outcome import Failed, failed
from studykit.markup.screen import Line
from studykit.quiz.explaining import Explanation, Sentence
from studykit.quiz.marking import Assessment
from studykit.tui.render import Room
from studykit.tui.screens.quiz_going import QuizGoing
from studykit.tui.widgets.quiz_aside import (
    Explaining,
    assessment_lines,
    explanation_lines,
    failed_lines,
    marking_lines,
)

if TYPE_CHECKING:
    from studykit.flows.quiz.model import Tutor


class QuizTutored(QuizGoing):
    """One sitting of a quiz, with a model beside it where one is configured."""

    @dataclass
    class Marked(Message):
        """The model has marked an answer, or could not."""

        place: int
        found: Assessment | Failed

    @dataclass
    class Said(Message):
        """The model has said a sentence of its explanation."""

        place: int
        sentence: Sentence

    @dataclass
    class Explained(Message):
        """The explanation has ended."""

        place: int
        found: Explanation | Failed

    def __init__(self, sitting: QuizSitting) -> None:
        super().__init__(sitting)
        self.marking: set[int] = set()
        """Places of answers that are being marked."""
        self.unmarkable: dict[int, Failed] = {}
        self.explanations: dict[int, Explaining] = {}
        self._tutors: list[Tutor | None] = []

    @property
    def tutor(self) -> "Tutor | None":
        """The model; None where there is none that may be asked. Agreement is asked for before the screen."""
        if not self._tutors:
            self._tutors.append(self._find_tutor())
        return self._tutors[0]

    def _find_tutor(self) -> "Tutor | None":
        if self.sitting.study.workspace.config.llm == Llm():  # most have none: a key press need not load what asks one
            return None
        from studykit.flows.quiz.model import tutor_of

        try:
            return tutor_of(self.sitting.study)
        except StudykitError as error:
            self.notice(self.app.words("quiz-model-not-used", reason=self.app.words.error(error)))
            return None

    @property
    def explains(self) -> bool:
        return self.tutor is not None

    def go_on(self) -> None:
        super().go_on()
        self.assess()

    def assess(self) -> None:
        """Have the shown answer in one's own words marked, once."""
        place, entry = self.place, self.entry
        if place is None or entry is None or entry.given is None or not self.to_mark:
            return
        known = place in self.marking or place in self.unmarkable or self.sitting.marks.of(place).assessment is not None
        tutor = None if known else self.tutor
        if tutor is None:
            return
        question, answer = entry.question, entry.given.text
        self.marking.add(place)

        def work() -> None:
            found: Assessment | Failed = _nothing(tutor)
            try:
                found = tutor.mark(question, answer)
            finally:
                self.post_message(self.Marked(place, found))

        _begin(work)
        self.lay_out(self.scroller.top)

    def explain(self) -> None:
        """Have the shown answer explained from its note."""
        place, entry, tutor = self.place, self.entry, self.tutor
        if place is None or entry is None or tutor is None:
            return
        if place not in self.explanations:
            self.explanations[place] = Explaining(tutor.name)
            question = entry.question

            def tell(sentence: Sentence) -> None:
                self.post_message(self.Said(place, sentence))

            def work() -> None:
                found: Explanation | Failed = _nothing(tutor)
                try:
                    found = tutor.explain(question, tell)
                finally:
                    self.post_message(self.Explained(place, found))

            _begin(work)
        self._show_end()

    def take_mark(self) -> bool:
        """Take the model's mark of the shown answer; False where it has none."""
        place = self.place
        if place is None or self.sitting.marks.of(place).assessment is None:
            return False
        return self.carry_out(lambda: self.sitting.take_mark(place))

    # What came

    def on_quiz_tutored_marked(self, event: Marked) -> None:
        event.stop()
        self.marking.discard(event.place)
        if isinstance(event.found, Assessment):
            found = event.found
            self.carry_out(lambda: self.sitting.assess(event.place, found))
        else:
            self.unmarkable[event.place] = event.found
        if event.place == self.place and not self.reading:
            self.lay_out(self.scroller.top)
            self.say_rows()

    def on_quiz_tutored_said(self, event: Said) -> None:
        event.stop()
        self.explanations[event.place].sentences.append(event.sentence)
        self._show_end(event.place)

    def on_quiz_tutored_explained(self, event: Explained) -> None:
        event.stop()
        self.explanations[event.place].result = event.found
        self._show_end(event.place)

    def _show_end(self, place: int | None = None) -> None:
        """Show what came last, where it belongs to what is shown."""
        if place in (None, self.place) and self.told and not self.reading:
            self.lay_out(self.scroller.top)
            self.scroller.go_to(len(self.scroller.lines))

    # What is seen of it

    def mark_lines(self) -> list[Line]:
        room, words, place, entry = Room(self.app.size.width), self.app.words, self.place, self.entry
        if place is None or entry is None:
            return []
        assessment = self.sitting.marks.of(place).assessment
        if assessment is not None:
            return assessment_lines(assessment, self.sitting.marks.both(place, entry), room, words)
        if place in self.marking:
            return marking_lines(self.tutor.name if self.tutor is not None else "", room, words)
        return failed_lines(self.unmarkable[place], room, words) if place in self.unmarkable else []

    def more_lines(self) -> list[Line]:
        told = self.explanations.get(self.place) if self.place is not None else None
        return explanation_lines(told, Room(self.app.size.width), self.app.words) if told is not None else []


def _nothing(tutor: "Tutor") -> Failed:
    """What is told where not even a failure comes back: the screen waits for nothing that has ended."""
    return failed("model-strange", host=tutor.endpoint.host, detail="")


def _begin(work: Callable[[], object]) -> None:
    Thread(target=work, daemon=True).start()
