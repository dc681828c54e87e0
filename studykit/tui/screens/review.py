"""The review: a card, its answer, four buttons. What is asked and what is written is the sitting's."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual import events
from textual.app import ComposeResult
from textual.timer import Timer

from studykit.errors import StudykitError
from studykit.flows.review import Shown, Sitting
from studykit.markup.screen import Line
from studykit.model.card import Typed
from studykit.model.review import FaceKey, Rating, Step
from studykit.scheduling.decisions import Record
from studykit.scheduling.progress import Answer, Finished, Question, Waiting
from studykit.scheduling.session import OutOfTurn
from studykit.tui.lines import Room, Rows, answer_of, plain_lines, question_of
from studykit.tui.screens.card_elsewhere import CardElsewhere
from studykit.tui.widgets.prompt import Prompt
from studykit.tui.widgets.review_rows import buttons, head, keys
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller

if TYPE_CHECKING:
    from textual.widgets import Input

LONGEST_MS: Final = 60_000
"""An answer that took longer is logged as this: the person was away."""
_NOTICE_SECONDS: Final = 4.0
_AHEAD: Final = 0.03
"""Seconds after a card was shown that its answer is made ready, while the person thinks."""


class ReviewScreen(CardElsewhere):
    """One sitting."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.answers: list[tuple[Rating, int]] = []
        """What was said in this sitting, and how long it took (ms)."""
        self.shown: Shown | None = None
        self.question: tuple[Line, ...] = ()
        self._answer: tuple[Line, ...] | None = None
        self.steps: tuple[Step, Step, Step, Step] | None = None
        self.typed = ""
        self.shown_at = 0.0
        self.asking = ""
        """What the prompt is for: `typed`, `flag`; empty where there is none."""
        self._was_left = False
        self._over = False
        self.confirming = False
        """Whether the next `delete` deletes."""
        self._ahead: Timer | None = None
        self._clock: Timer | None = None
        self._notice: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Scroller(id="card")
        yield Row(id="buttons")
        yield Row(id="keys")

    # What is on the screen

    @property
    def answered(self) -> bool:
        """Whether the answer is shown."""
        return isinstance(self.sitting.session.position, Answer)

    def on_mount(self) -> None:
        self._fit()
        self.go_on()

    def on_screen_suspend(self) -> None:
        self._was_left = True

    def on_screen_resume(self) -> None:
        """Another screen may have changed the card: it is read anew."""
        if self.app.screen is not self:
            return  # it was seen for no moment: another came at once
        if self._over:
            self.app.leave()
            return
        if self._was_left and self.shown is not None and not self.asking:
            self._was_left = False
            self.sitting.forget_texts()
            row = self.sitting.session.progress.row
            again = self._read(row.key) if row is not None else None
            if again is None:
                self.go_on()
            elif again != self.shown:
                self.shown = again
                self._lay_out(self.card.top)

    def on_resize(self) -> None:
        self._fit()
        if self.shown is not None:
            self._lay_out(self.card.top)

    def _fit(self) -> None:
        """Few rows are the card's: first the keys go, then the counts."""
        rows = Rows(self.app.size.height)
        self.query_one("#keys").display = rows.keys
        self.query_one("#head").display = rows.head
        self.card.styles.margin = (rows.gap, 0, 0, 0)

    def go_on(self) -> None:
        """Show what the session asks now."""
        words, session = self.app.words, self.sitting.session
        if self._clock is not None:
            self._clock.stop()
            self._clock = None
        if session.is_over(self.sitting.study.clock.now_ms()):
            self.sitting = Sitting(self.sitting.study, self.sitting.deck)
            self.notice(words("tui-new-day"))
            session = self.sitting.session
        while isinstance(position := session.position, Question | Answer):
            self.shown = self._read(position.row.key)
            if self.shown is not None:
                self._ask()
                return
            session.withdraw(frozenset([position.row.card]), self.sitting.study.clock.now_ms())
        self.shown = None
        self._put_away_prompt()
        if isinstance(position, Waiting):
            self._wait()
            self._clock = self.set_interval(1.0, self._wait)
        else:
            assert isinstance(position, Finished)
            self._finish()

    def _read(self, key: FaceKey) -> Shown | None:
        """The card of a face; None, and why, where there is none any more."""
        try:
            shown = self.sitting.shown(key)
        except (StudykitError, OSError) as error:
            self.notice(self.app.words.error(error))
            return None
        if shown is None:
            self.notice(self.app.words("review-gone"))
        return shown

    def _ask(self) -> None:
        self.typed, self.reading, self.confirming, self.steps = "", "", False, None
        self.shown_at = time.monotonic()
        self._lay_out()
        wants_typing = self.shown is not None and isinstance(self.shown.card.content, Typed) and not self.answered
        if wants_typing:
            self._prompt("typed", self.app.words("tui-type"))
        else:
            self._put_away_prompt()
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(_AHEAD, self._think_ahead)

    def _lay_out(self, top: int = 0) -> None:
        """The card for the room there is, and the rows around it."""
        assert self.shown is not None
        self.question, self._answer = question_of(self.shown, Room(self.app.size.width), self.app.words), None
        self.card.show(self.answer if self.answered else self.question, top)
        self.say_rows()

    @property
    def answer(self) -> tuple[Line, ...]:
        """The lines of the turned card, made when they are first wanted."""
        if self._answer is None:
            assert self.shown is not None
            self._answer = answer_of(self.shown, Room(self.app.size.width), self.app.words, self.typed)
        return self._answer

    def say_rows(self) -> None:
        self.query_one("#head", Row).say(*head(self))
        self.query_one("#buttons", Row).say(buttons(self))
        if self._notice is None:
            self.query_one("#keys", Row).say(keys(self))

    def _think_ahead(self) -> None:
        """While the person thinks: the answer's strips, what the buttons say, the file of the next card."""
        if self.shown is None:
            return
        self.card.ready(self.answer)
        self.next_steps()
        for rank, _ in self.sitting.session.progress.main.at_hand()[:1]:
            self._warm(self.sitting.session.progress.main.order[rank].key)

    def _warm(self, key: FaceKey) -> None:
        try:
            following = self.sitting.shown(key)
        except (StudykitError, OSError):
            return  # told when it is its turn
        if following is not None:
            answer_of(following, Room(self.app.size.width), self.app.words)

    def next_steps(self) -> tuple[Step, Step, Step, Step] | None:
        """When the card comes back after each answer; None in a cram."""
        if self.steps is None and self.shown is not None:
            self.steps = self.sitting.session.steps(self.sitting.study.clock.now_ms())
        return self.steps

    def _wait(self) -> None:
        """Count down to the next card in its steps, and go on by itself."""
        now = self.sitting.study.clock.now_ms()
        session = self.sitting.session
        if session.is_over(now) or session.wake(now):
            self.go_on()
            return
        assert isinstance(session.position, Waiting)
        left = max(0, session.position.until_ms - now) // 1000
        self.card.show(plain_lines(self.app.words("tui-waiting", left=f"{left // 60}:{left % 60:02}"),
                                   Room(self.app.size.width)))  # fmt: skip
        self.say_rows()

    def _finish(self) -> None:
        from studykit.tui.screens.summary import SummaryScreen

        self.card.show(())
        self.say_rows()
        self.app.push_screen(SummaryScreen(self))

    def notice(self, said: str, *, stays: bool = False) -> None:
        """Say something in the keys' row, for a moment or until the next key."""
        if self._notice is not None:
            self._notice.stop()
        row = self.query_one("#keys", Row)
        row.display = True
        row.say([Part(said, "notice")])
        self._notice = self.set_timer(_NOTICE_SECONDS if not stays else 3600, self._end_notice)

    def _end_notice(self) -> None:
        if self._notice is not None:
            self._notice.stop()
            self._notice = None
            self._fit()
            self.query_one("#keys", Row).say(keys(self))

    # The prompt

    def _prompt(self, purpose: str, label: str) -> None:
        self.asking = purpose
        self.mount(Prompt(label), before="#buttons")

    def _put_away_prompt(self) -> None:
        if self.asking:
            self.asking = ""
            self.set_focus(None)
            self.query(Prompt).remove()

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        event.stop()
        purpose, said = self.asking, event.value.strip()
        self._put_away_prompt()
        if purpose == "flag":
            self._carry_out(lambda: self.sitting.flag(said or None), "review-flagged" if said else "review-unflagged")
        elif purpose == "typed":
            self.typed = said
            self._lay_out()
            self._reveal()

    # Keys

    def hear(self, event: events.Key) -> None:
        if self.asking and event.key == "escape":
            event.stop()
            self._put_away_prompt()
        elif self.asking and self.focused is None:
            event.stop()
            for prompt in self.query(Prompt):
                prompt.take(event)
        else:
            super().hear(event)

    def perform(self, action: str) -> None:
        """As everywhere, but what is asked once more is forgotten by any other key, and what is read is left first."""
        confirming, self.confirming = self.confirming, False
        if confirming:
            self._end_notice()
        if confirming and action == "delete":
            self._carry_out(self.sitting.delete, "review-deleted")
        elif confirming and action == "back":
            return
        elif self.reading and action in ("quote", "math", "open", "back", "show"):
            self.read_card()
        else:
            super().perform(action)

    def do_show(self) -> None:
        if isinstance(self.sitting.session.position, Question):
            self._put_away_prompt()
            self._reveal()
        elif self.answered:
            # The answer began below the screen, and nothing may move: first it is read, then rated
            hidden = len(self.question) + 3 >= self.card.top + self.card.size.height
            if not (hidden and self.card.scroll_lines(self.card.page)):
                self._rate(Rating.GOOD)

    def do_again(self) -> None:
        self._rate(Rating.AGAIN)

    def do_hard(self) -> None:
        self._rate(Rating.HARD)

    def do_good(self) -> None:
        self._rate(Rating.GOOD)

    def do_easy(self) -> None:
        self._rate(Rating.EASY)

    def do_back(self) -> None:
        if self.answers:
            self._finish()
        else:
            self.app.do_back()

    def do_decks(self) -> None:
        """To the decks: this sitting is over, so that no card is asked in two of them."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        else:  # Textual keeps its first screen: who comes back to it leaves
            self._over = True
            self.app.do_decks()

    def do_suspend(self) -> None:
        self._carry_out(self.sitting.suspend, "review-suspended")

    def do_bury(self) -> None:
        self._carry_out(self.sitting.bury, "review-buried")

    def do_flag(self) -> None:
        if self.shown is not None:
            self._prompt("flag", self.app.words("tui-flag"))

    def do_delete(self) -> None:
        if self.shown is not None:
            self.notice(self.app.words("tui-delete-sure", key=self.app.keymap.shown("delete", "")), stays=True)
            self.confirming = True

    def do_undo(self) -> None:
        self.undo()

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
        self.notice(self.app.words("review-undone", what=self.app.words(f"undo-{UNDONE[type(undone).__name__]}")))
        return True

    def _reveal(self) -> None:
        self.sitting.session.reveal()
        self.card.show(self.answer, self.card.top)
        self.say_rows()

    def _rate(self, rating: Rating) -> None:
        if not self.answered:
            return  # before the answer is shown, the four keys do nothing
        took = min(round((time.monotonic() - self.shown_at) * 1000), LONGEST_MS)
        try:
            record = self.sitting.rate(rating, took)
        except (StudykitError, OSError) as error:
            self._failed(error)
            return
        self.answers.append((rating, took))
        self.app.answers += 1
        note = self.shown.place.note if self.shown is not None else ""
        self._end_notice()
        self.go_on()
        if record.leech:
            self.notice(self.app.words("review-leech", lapses=record.after.lapses, note=note))

    def _carry_out(self, what: Callable[[], None], said: str) -> None:
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
        self.notice(self.app.words(said))

    def _failed(self, error: Exception) -> None:
        """What could not be written is said, and the session stands where it stood."""
        self.app.failure = error
        self.notice(self.app.words.error(error), stays=True)


UNDONE: Final = {"Record": "review", "Suspend": "suspend", "Bury": "bury", "SetFlag": "flag", "Delete": "delete"}
"""What an action that was taken back is called in the messages."""
