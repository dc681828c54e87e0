"""What is seen of a review: the card, its answer made ready while the person thinks, the rows around it, the prompt."""

import time
from typing import Final

from textual.app import ComposeResult
from textual.timer import Timer

from studykit.errors import StudykitError
from studykit.flows.review.sitting import Shown, Sitting
from studykit.markup.screen import Line
from studykit.model.card import Typed
from studykit.model.review import FaceKey, Rating, Step
from studykit.scheduling.progress import Answer
from studykit.tui.lines import Room, Rows, answer_of, question_of
from studykit.tui.screens.base import ScrollingScreen
from studykit.tui.widgets.prompt import Prompt
from studykit.tui.widgets.review_rows import buttons, head, keys
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller

_NOTICE_SECONDS: Final = 4.0
_AHEAD: Final = 0.03
"""Seconds after a card was shown that its answer is made ready, while the person thinks."""


class ReviewStage(ScrollingScreen):
    """One sitting, as it stands."""

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.answers: list[tuple[Rating, int]] = []
        """What was said in this sitting, and how long it took (ms)."""
        self.shown: Shown | None = None
        """The card that is asked; None while the next one is waited for."""
        self.question: tuple[Line, ...] = ()
        self.steps: tuple[Step, Step, Step, Step] | None = None
        self.typed = ""
        self.shown_at = 0.0
        self.asking = ""
        """What the prompt is for: `typed`, `flag`; empty where there is none."""
        self.reading = ""
        """What is read in the place of the card: `quote`, `math`, `link`; empty for the card."""
        self._answer: tuple[Line, ...] | None = None
        self._ahead: Timer | None = None
        self._notice: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Scroller(id="card")
        yield Row(id="buttons")
        yield Row(id="keys")

    @property
    def answered(self) -> bool:
        """Whether the answer is shown."""
        return isinstance(self.sitting.session.position, Answer)

    # The card

    def ask(self) -> None:
        """Show the card that is asked from its beginning, and have its answer typed where it is."""
        self.typed, self.reading, self.steps = "", "", None
        self.shown_at = time.monotonic()
        self.lay_out()
        if self.shown is not None and isinstance(self.shown.card.content, Typed) and not self.answered:
            self.prompt("typed", self.app.words("tui-type"))
        else:
            self.put_away_prompt()
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(_AHEAD, self._think_ahead)

    def lay_out(self, top: int = 0) -> None:
        """The card for the room there is, from a line on, and the rows around it."""
        assert self.shown is not None
        self.question, self._answer = question_of(self.shown, Room(self.app.size.width), self.app.words), None
        self.scroller.show(self.answer if self.answered else self.question, top)
        self.say_rows()

    @property
    def answer(self) -> tuple[Line, ...]:
        """The lines of the turned card, made when they are first wanted."""
        if self._answer is None:
            assert self.shown is not None
            self._answer = answer_of(self.shown, Room(self.app.size.width), self.app.words, self.typed)
        return self._answer

    def next_steps(self) -> tuple[Step, Step, Step, Step] | None:
        """When the card comes back after each answer; None in a cram."""
        if self.steps is None and self.shown is not None:
            self.steps = self.sitting.session.steps(self.sitting.study.clock.now_ms())
        return self.steps

    def _think_ahead(self) -> None:
        """While the person thinks: the answer's strips, what the buttons say, the file of the next card."""
        if self.shown is None:
            return
        self.scroller.ready(self.answer)
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

    # The rows around it

    def on_resize(self) -> None:
        self.fit()
        if self.shown is not None:
            self.lay_out(self.scroller.top)

    def fit(self) -> None:
        """Few rows are the card's: first the keys go, then the counts."""
        rows = Rows(self.app.size.height)
        self.query_one("#keys").display = rows.keys
        self.query_one("#head").display = rows.head
        self.scroller.styles.margin = (rows.gap, 0, 0, 0)

    def say_rows(self) -> None:
        """Say anew what stands around the card."""
        self.query_one("#head", Row).say(*head(self))
        self.query_one("#buttons", Row).say(buttons(self))
        if self._notice is None:
            self.query_one("#keys", Row).say(keys(self))

    def notice(self, said: str, *, stays: bool = False) -> None:
        """Say something in the keys' row, for a moment or until the next key."""
        if self._notice is not None:
            self._notice.stop()
        row = self.query_one("#keys", Row)
        row.display = True
        row.say([Part(said, "notice")])
        self._notice = self.set_timer(_NOTICE_SECONDS if not stays else 3600, self.end_notice)

    def end_notice(self) -> None:
        """Say the keys again."""
        if self._notice is not None:
            self._notice.stop()
            self._notice = None
            self.fit()
            self.query_one("#keys", Row).say(keys(self))

    # The prompt

    def prompt(self, purpose: str, label: str, text: str = "") -> None:
        """Ask for a line of text; the keys are text until it is put away."""
        self.end_notice()
        self.asking = purpose
        self.mount(Prompt(label, text), before="#buttons")
        self.say_rows()

    def put_away_prompt(self) -> None:
        """Keys are keys again."""
        if self.asking:
            self.asking = ""
            self.set_focus(None)
            self.query(Prompt).remove()
            self.say_rows()
