"""A quiz as it goes on: what is answered is written first, and then the next question is shown."""

import time
from collections.abc import Callable
from typing import Final

from studykit.errors import StudykitError
from studykit.flows.quiz.sitting import QuizSitting
from studykit.quiz.judging import POINTS
from studykit.quiz.session import Asking, OutOfTurn, Told
from studykit.tui.screens.quiz_stage import QuizStage
from studykit.tui.widgets.quiz_attempt import Attempt
from studykit.tui.widgets.quiz_rows import head
from studykit.tui.widgets.row import Row

LONGEST_MS: Final = 600_000
"""An answer that took longer is logged as this: the person was away."""
_LAST_MS: Final = 1500
"""Before an exam's end what was put, but not answered, is taken as the answer."""


class QuizGoing(QuizStage):
    """One sitting of a quiz, and what is written of it."""

    def __init__(self, sitting: QuizSitting) -> None:
        super().__init__(sitting)
        self.confirming = ""
        """What the same key does when it is pressed once more: `show`, `finish`."""
        self.shown_at = 0.0

    def go_on(self) -> None:
        """Show what the session asks now; at its end the report."""
        self.end_notice()
        self.reading, self.confirming = False, ""
        entry = self.entry
        if entry is None:
            from studykit.tui.screens.quiz_report import QuizReportScreen

            self.attempt = None
            self.app.push_screen(QuizReportScreen(self.sitting))
            return
        self.attempt = Attempt(entry.question, entry.given)
        self.shown_at = time.monotonic()
        self.ask()
        self.lay_out()
        self.say_rows()
        if self.told or not self.sitting.session.terms.exam:
            self.look_up()

    def tick(self) -> None:
        """The time of an exam, told each minute; at its end it is handed in."""
        session, left = self.sitting.session, self.sitting.left_ms()
        if left is None or session.ended_ms is not None:
            return
        if 0 < left <= _LAST_MS:
            self.keep()
        if left == 0 and self.carry_out(self.sitting.submit):
            while self.app.screen is not self and self in self.app.screen_stack:
                self.app.pop_screen()  # a help page, for one
            self.go_on()
        elif self.is_current:
            self.query_one("#head", Row).say(*head(self))

    def ask_to_finish(self) -> None:
        """End the quiz: asked once more, as an exam cannot be gone back to."""
        session = self.sitting.session
        if session.ended_ms is not None or self.sitting.finished:
            return
        self.keep()
        self.say_rows()
        self.confirming = "finish"
        entries = session.entries
        count, flagged = sum(entry.given is None for entry in entries), sum(entry.flagged for entry in entries)
        code = "tui-quiz-hand-in-sure" if session.terms.exam else "tui-quiz-finish-sure"
        key = self.app.quiz_keymap.shown("finish", self.app.words.language)
        self.notice(self.app.words(code, open=count, flagged=flagged, key=key), stays=True)

    # What is written, before the screen goes on

    def answer(self) -> None:
        """Answer with what was put. When an exam has its last answer, it is asked whether to hand it in."""
        attempt, session = self.attempt, self.sitting.session
        assert attempt is not None
        fresh = any(entry.given is None for entry in session.entries)
        if not self.carry_out(lambda: self.sitting.answer(attempt.given(), self.took())):
            return
        self.app.answers += 1
        self.go_on()
        if fresh and session.terms.exam and all(entry.given is not None for entry in session.entries):
            self.set_focus(None)
            self.ask_to_finish()

    def keep(self) -> None:
        """In an exam what stands is the answer, also where Enter was not pressed."""
        session, attempt, entry = self.sitting.session, self.attempt, self.entry
        position = session.position
        if not session.terms.exam or attempt is None or entry is None or not isinstance(position, Asking):
            return
        if attempt.written:
            attempt.text = self.writing.text
        given = attempt.given()
        if attempt.empty or given == entry.given:
            return
        if self.carry_out(lambda: self.sitting.answer(given, self.took())):
            self.app.answers += 1
            session.go(position.place)
            self.shown_at = time.monotonic()

    def took(self) -> int:
        """How long the question has been looked at, in milliseconds."""
        return min(round((time.monotonic() - self.shown_at) * 1000), LONGEST_MS)

    def go(self, count: int) -> None:
        """In an exam, to the question so many further; from the last one to the first."""
        session, place = self.sitting.session, self.place
        if session.terms.exam and session.ended_ms is None and place is not None:
            self.keep()
            session.go((place + count) % len(session.entries))
            self.go_on()

    def mark(self, points: int) -> None:
        """Give the person's own words their points; one more than there are says that it came easily."""
        place, easy = self.place, points > POINTS
        if place is None or not self.carry_out(lambda: self.sitting.mark(place, min(points, POINTS), easy=easy)):
            return
        if isinstance(self.sitting.session.position, Told):
            self.lay_out(self.scroller.top)
            self.say_rows()
        else:
            self.go_on()

    def submit(self) -> None:
        """End the quiz."""
        if self.carry_out(self.sitting.submit):
            self.go_on()

    def carry_out(self, what: Callable[[], object]) -> bool:
        """Whether it is written. Where it could not be, that is said, and the quiz stands where it stood."""
        try:
            what()
        except OutOfTurn:  # the time was over between two ticks: the next one hands in
            return False
        except (StudykitError, OSError) as error:
            self.app.failure = error
            self.notice(self.app.words.error(error), stays=True)
            return False
        return True
