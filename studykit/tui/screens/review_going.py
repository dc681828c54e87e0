"""A review as it goes on: what is decided is written first, and then the next card is shown."""

import time
from collections.abc import Callable
from typing import Final

from textual.timer import Timer

from studykit.errors import StudykitError
from studykit.flows.review.sitting import Shown, Sitting
from studykit.model.review import FaceKey, Rating
from studykit.scheduling.decisions import Record
from studykit.scheduling.progress import Answer, Finished, Question, Waiting
from studykit.scheduling.session import OutOfTurn
from studykit.tui.lines import Room, plain_lines
from studykit.tui.screens.review_stage import ReviewStage

LONGEST_MS: Final = 60_000
"""An answer that took longer is logged as this: the person was away."""
_UNDONE: Final = {"Record": "review", "Suspend": "suspend", "Bury": "bury", "SetFlag": "flag", "Delete": "delete"}
"""What an action that was taken back is called in the messages."""


class ReviewGoing(ReviewStage):
    """One sitting, and what is written of it."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self.over = False
        """Whether the person left this sitting for the decks."""
        self._was_left = False
        self._clock: Timer | None = None

    def on_mount(self) -> None:
        self.fit()
        self.go_on()

    def on_screen_suspend(self) -> None:
        self._was_left = True

    def on_screen_resume(self) -> None:
        """Another screen may have changed the card: it is read anew."""
        if self.app.screen is not self:
            return  # it was seen for no moment: another came at once
        if self.over:
            self.app.leave()
            return
        if self._was_left and self.shown is not None and not self.asking:
            self._was_left = False
            self.sitting.forget_texts()
            self._look_again()

    def _look_again(self) -> None:
        """Show the card as it is now: it may have changed, or be asked no more."""
        row = self.sitting.session.progress.row
        again = self._read(row.key) if row is not None else None
        if again is None:
            self.go_on()
        elif again != self.shown:
            self.shown = again
            self.lay_out(self.scroller.top)

    # What is asked

    def go_on(self) -> None:
        """Show what the session asks now."""
        words, session = self.app.words, self.sitting.session
        if self._clock is not None:
            self._clock.stop()
            self._clock = None
        if session.is_over(self.sitting.study.clock.now_ms()):
            self.sitting = self.sitting.anew()
            self.notice(words("tui-new-day"))
            session = self.sitting.session
        while isinstance(position := session.position, Question | Answer):
            self.shown = self._read(position.row.key)
            if self.shown is not None:
                self.ask()
                return
            session.withdraw(frozenset([position.row.card]), self.sitting.study.clock.now_ms())
        self.shown = None
        self.put_away_prompt()
        if isinstance(position, Waiting):
            self._wait()
            self._clock = self.set_interval(1.0, self._wait)
        else:
            assert isinstance(position, Finished)
            self.finish()

    def _read(self, key: FaceKey) -> Shown | None:
        """The card of a face; None, and why, where it is asked no more."""
        try:
            shown = self.sitting.shown(key)
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error))
            return None
        if shown is None:
            self.notice(self.app.words("review-gone"))
        elif self.sitting.withdrawn(key):
            self.notice(self.app.words("review-suspended"))
            return None
        return shown

    def _wait(self) -> None:
        """Count down to the next card in its steps, and go on by itself."""
        now = self.sitting.study.clock.now_ms()
        session = self.sitting.session
        if session.is_over(now) or session.wake(now):
            self.go_on()
            return
        assert isinstance(session.position, Waiting)
        left = max(0, session.position.until_ms - now) // 1000
        said = self.app.words("tui-waiting", left=f"{left // 60}:{left % 60:02}")
        self.scroller.show(plain_lines(said, Room(self.app.size.width)))
        self.say_rows()

    def finish(self) -> None:
        """Show what the sitting came to so far."""
        from studykit.tui.screens.summary import SummaryScreen

        self.scroller.show(())
        self.say_rows()
        self.app.push_screen(SummaryScreen(self))

    def do_decks(self) -> None:
        """To the decks: this sitting is over, so that no card is asked in two of them."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        else:  # Textual keeps its first screen: who comes back to it leaves
            self.over = True
            self.app.do_decks()

    # What is decided

    def reveal(self) -> None:
        """Show the answer, nothing of the question moved."""
        self.sitting.session.reveal()
        self.scroller.show(self.answer, self.scroller.top)
        self.say_rows()

    def rate(self, rating: Rating) -> None:
        """Say how it was known; before the answer is shown, nothing."""
        if not self.answered:
            return
        took = min(round((time.monotonic() - self.shown_at) * 1000), LONGEST_MS)
        try:
            record = self.sitting.rate(rating, took)
        except (StudykitError, OSError) as error:
            self._failed(error)
            return
        self.answers.append((rating, took))
        self.app.answers += 1
        note = self.shown.place.note if self.shown is not None else ""
        self.end_notice()
        self.go_on()
        if record.leech:
            self.notice(self.app.words("review-leech", lapses=record.after.lapses, note=note))

    def carry_out(self, what: Callable[[], None], said: str) -> None:
        """Do something to the card that is asked; what was said of it stays for a moment."""
        if self.shown is None:
            return
        before = self.sitting.session.position
        try:
            what()
        except (StudykitError, OSError) as error:
            self._failed(error)
            return
        if self.sitting.session.position != before:
            self.go_on()
        else:
            self._look_again()
        self.notice(self.app.words(said, key=self.app.keymap.shown("undo", self.app.words.language)))

    def undo(self) -> bool:
        """Take the last decision back, and show what was asked then; whether there was one."""
        try:
            undone = self.sitting.undo()
        except OutOfTurn:
            self.notice(self.app.words("review-undo-none"))
            return False
        except (StudykitError, OSError) as error:
            self._failed(error)
            return False
        if isinstance(undone, Record) and self.answers:
            self.answers.pop()
        self.go_on()
        self.notice(self.app.words("review-undone", what=self.app.words(f"undo-{_UNDONE[type(undone).__name__]}")))
        return True

    def _failed(self, error: Exception) -> None:
        """What could not be written is said, and the session stands where it stood."""
        self.app.failure = error
        self.notice(self.app.words.error(error), stays=True)
