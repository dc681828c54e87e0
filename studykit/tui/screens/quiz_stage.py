"""What is seen of a quiz: the question, what was told of it, the rows around it, the paragraph where it can be read."""

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.timer import Timer
from textual.worker import Worker, WorkerState

from studykit.flows.quiz.sitting import QuizSitting
from studykit.markup.screen import Line
from studykit.model.card import Source
from studykit.quiz.judging import Verdict
from studykit.quiz.question import Free
from studykit.quiz.session import Entry, Told
from studykit.tui.lines import Rows
from studykit.tui.render import Room, marked_lines, plain_lines
from studykit.tui.screens.base import ScrollingScreen
from studykit.tui.widgets.quiz_attempt import Attempt
from studykit.tui.widgets.quiz_lines import question_lines
from studykit.tui.widgets.quiz_rows import buttons, head, keys
from studykit.tui.widgets.quiz_told import Paragraph, source_lines, verdict_lines
from studykit.tui.widgets.quiz_writing import Writing
from studykit.tui.widgets.row import Part, Row
from studykit.tui.widgets.scroller import Scroller

_NOTICE_SECONDS: Final = 4.0


class QuizStage(ScrollingScreen):
    """One sitting of a quiz, as it stands."""

    def __init__(self, sitting: QuizSitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.attempt: Attempt | None = None
        self.reading = False
        """Whether the paragraph is read in the place of the question."""
        self.paragraphs: dict[int, Paragraph] = {}
        """Where answers can be read, by place: looked up while the person thinks."""
        self._notice: Timer | None = None

    def compose(self) -> ComposeResult:
        yield Row(id="head")
        yield Scroller(id="card")
        yield Writing()
        yield Row(id="buttons")
        yield Row(id="keys")

    # Where the quiz stands

    @property
    def place(self) -> int | None:
        """The question that is shown: the session's, after an exam the first that the person has yet to mark."""
        session = self.sitting.session
        if session.place is not None:
            return session.place
        return next(iter(session.unmarked()), None)

    @property
    def entry(self) -> Entry | None:
        """The question that is shown, with what became of it."""
        return None if self.place is None else self.sitting.session.entries[self.place]

    @property
    def told(self) -> bool:
        """Whether the verdict is shown."""
        return isinstance(self.sitting.session.position, Told) or self.to_mark

    @property
    def to_mark(self) -> bool:
        """Whether the person has to mark their own words first."""
        return self.place is not None and self.place in self.sitting.session.unmarked()

    @property
    def writing(self) -> Writing:
        """Where answers are typed."""
        return self.query_one(Writing)

    @property
    def typing(self) -> bool:
        """Whether keys are text."""
        return self.focused is self.writing

    @property
    def verdict(self) -> Verdict | None:
        """What is told of the shown question."""
        return self.sitting.session.verdict(self.place) if self.told and self.place is not None else None

    # What is on the screen

    def on_resize(self) -> None:
        rows = Rows(self.app.size.height)
        self.query_one("#keys").display = rows.keys
        self.scroller.styles.margin = (rows.gap, 0, 0, 0)
        if self.attempt is not None:
            self.lay_out(self.scroller.top)
            self.say_rows()

    def lay_out(self, top: int | None = None) -> None:
        """Draw the question, and what was told of it; from a line on, or from where it is to be read."""
        room, entry = Room(self.app.size.width), self.entry
        if entry is None or self.attempt is None:
            return
        if self.reading:
            self.scroller.show(self._paragraph_lines(entry, room))
            return
        words, rows = self.app.words, Rows(self.app.size.height)
        height = rows.height - 2 - rows.keys - rows.gap  # of the card, once nothing is typed
        told = self.verdict is not None
        lines, cursor = question_lines(self.attempt, self.sitting.session.hints(), room, words, told=told)
        if told and self.place is not None:
            lines += verdict_lines(entry, room, words)
            lines += self.mark_lines()
            if top is None:  # nothing moves, where the verdict can be seen so
                top = max(0, len(lines) - height)
            lines += source_lines(entry.question, self.paragraphs.get(self.place), room, words)
            lines += self.more_lines()
        elif top is not None and self.attempt.rows:  # the row that is chosen stays to be seen
            top = min(max(top, cursor - height + 2), cursor)
        self.scroller.show(lines, top or 0)

    @property
    def explains(self) -> bool:
        """Whether a model can be asked why an answer is so."""
        return False

    def mark_lines(self) -> list[Line]:
        """What stands below a verdict of somebody else's mark; here nobody else marks."""
        return []

    def more_lines(self) -> list[Line]:
        """What stands below the source; here nothing."""
        return []

    def ask(self) -> None:
        """Have the answer typed, where it is; else put the place to type away."""
        attempt, entry = self.attempt, self.entry
        if attempt is None or entry is None or self.told or not attempt.written:
            self.set_focus(None)
            self.writing.display = False
            return
        free = isinstance(entry.question.body, Free)
        most = 3 if self.app.size.height < 20 or not free else 6
        code = "tui-quiz-own-words" if free else "tui-quiz-type"
        self.writing.ask(attempt.text, 2 if free else 1, most, self.app.words(code))
        self.set_focus(self.writing)

    def say_rows(self) -> None:
        """Say anew what stands around the question."""
        self.query_one("#head", Row).say(*head(self))
        if self._notice is None:
            self.query_one("#buttons", Row).say(buttons(self))
        self.query_one("#keys", Row).say(keys(self))

    def notice(self, said: str, *, stays: bool = False) -> None:
        """Say something where it is said how to go on, for a moment or until the next key."""
        if self._notice is not None:
            self._notice.stop()
        self.query_one("#buttons", Row).say([Part(said, "notice")])
        self._notice = self.set_timer(3600 if stays else _NOTICE_SECONDS, self.end_notice)

    def end_notice(self) -> None:
        """Say how to go on again."""
        if self._notice is not None:
            self._notice.stop()
            self._notice = None
            self.query_one("#buttons", Row).say(buttons(self))

    # The paragraph

    def read(self, reading: bool) -> None:
        """Show the paragraph in the place of the question, or the question again."""
        self.reading = reading
        self.lay_out()
        self.say_rows()

    def look_up(self) -> None:
        """Find the paragraph of the shown question beside the person's thinking: a vault may be large."""
        place, sitting = self.place, self.sitting
        if place is not None and place not in self.paragraphs:
            self.run_worker(lambda: (place, sitting.paragraph(place)), thread=True, exclusive=True, exit_on_error=False)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is WorkerState.SUCCESS and isinstance(event.worker.result, tuple):
            place, found = event.worker.result
            self.paragraphs[place] = Paragraph(*found)
            if place == self.place and self.told and not self.reading:
                self.lay_out(self.scroller.top)

    def open_note(self) -> None:
        """The note of the shown question in Obsidian."""
        from studykit.anki.fields import obsidian_link
        from studykit.tui.opening import open_link

        if self.entry is None:
            return
        workspace, origin = self.sitting.study.workspace, self.entry.question.origin
        name = workspace.config.obsidian_vault or workspace.vault.resolve().name
        link = obsidian_link(name, Source(origin.note.removesuffix(".md"), origin.heading, origin.quote))
        if open_link(link):
            self.notice(self.app.words("tui-opened", link=link))
        else:  # all of it, so that it can be copied
            self.scroller.show(plain_lines(self.app.words("review-open", link=link), Room(self.app.size.width)))

    def _paragraph_lines(self, entry: Entry, room: Room) -> Sequence[Line]:
        place = self.place
        assert place is not None
        if place not in self.paragraphs:
            self.paragraphs[place] = Paragraph(*self.sitting.paragraph(place))
        path, line, text = self.paragraphs[place]
        where = f"{path}:{line}" if line else path
        return [*plain_lines(where, room), (), *marked_lines(text, entry.question.origin.quote, room)]
