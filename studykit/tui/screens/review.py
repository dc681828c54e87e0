"""The review: a card, its answer, four buttons; here are its keys."""

from typing import TYPE_CHECKING

from textual import events

from studykit.flows.review.sitting import Sitting
from studykit.model.review import Rating
from studykit.scheduling.progress import Question
from studykit.tui.screens.card_elsewhere import CardElsewhere
from studykit.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from textual.widgets import Input


class ReviewScreen(CardElsewhere):
    """One sitting, and its keys."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__(sitting)
        self.confirming = False
        """Whether the next `delete` deletes."""

    def ask(self) -> None:
        self.confirming = False
        super().ask()

    def hear(self, event: events.Key) -> None:
        if self.asking and event.key == "escape":
            event.stop()
            self.put_away_prompt()
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
            self.end_notice()
        if confirming and action == "delete":
            self.carry_out(self.sitting.delete, "tui-deleted")
        elif confirming and action == "back":
            return
        elif self.reading and action in ("quote", "math", "open", "back", "show"):
            self.read_card()
        else:
            super().perform(action)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        event.stop()
        purpose, said = self.asking, event.value.strip()
        self.put_away_prompt()
        if purpose == "flag":
            self.carry_out(lambda: self.sitting.flag(said or None), "review-flagged" if said else "review-unflagged")
        elif purpose == "typed":
            self.typed = said
            self.lay_out()
            self.reveal()

    def do_show(self) -> None:
        if isinstance(self.sitting.session.position, Question):
            self.put_away_prompt()
            self.reveal()
        elif self.answered:
            # The answer began below the screen, and nothing may move: first it is read, then rated
            hidden = len(self.question) + 3 >= self.scroller.top + self.scroller.size.height
            if not (hidden and self.scroller.scroll_lines(self.scroller.page)):
                self.rate(Rating.GOOD)

    def do_again(self) -> None:
        self.rate(Rating.AGAIN)

    def do_hard(self) -> None:
        self.rate(Rating.HARD)

    def do_good(self) -> None:
        self.rate(Rating.GOOD)

    def do_easy(self) -> None:
        self.rate(Rating.EASY)

    def do_undo(self) -> None:
        self.undo()

    def do_suspend(self) -> None:
        self.carry_out(self.sitting.suspend, "review-suspended")

    def do_bury(self) -> None:
        self.carry_out(self.sitting.bury, "review-buried")

    def do_flag(self) -> None:
        if self.shown is not None:
            self.prompt("flag", self.app.words("tui-flag"), self.shown.flag)

    def do_delete(self) -> None:
        if self.shown is not None:
            self.notice(self.app.words("tui-delete-sure", key=self.app.keymap.shown("delete", "")), stays=True)
            self.confirming = True

    def do_back(self) -> None:
        """To what it came to so far; where nothing was answered, to where the review began from."""
        if self.answers:
            self.finish()
        else:
            self.app.do_back()
