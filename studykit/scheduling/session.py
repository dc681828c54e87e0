"""One sitting of a review: the state machine that the terminal, the plain review, the quiz and the chat server share.

    question ── reveal ──▶ answer ── rate ──▶ the next question, or waiting, or finished

A session decides and does not write. `rate`, `suspend`, `bury`, `flag`, `delete` and `undo` return a decision and
change nothing; the flow writes it, and only then `advance` takes the session on. So a failed write leaves it where it
was, and what the screen shows as done is on the disk:

    decision = session.rate(Rating.GOOD, now_ms, took_ms)
    persist(decision)
    session.advance(decision)

What is not possible where the session stands (a rating before the answer is shown, a decision that another has
overtaken) is refused with `OutOfTurn`, which changes nothing either.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeVar

from studykit.model.ids import CardId
from studykit.model.review import (
    FaceKey,
    Flag,
    Learning,
    Rating,
    Relearning,
    ReviewKind,
    Standing,
    Step,
)
from studykit.scheduling.answer import Outcomes, logged
from studykit.scheduling.decisions import Action, Bury, Decision, Delete, Record, Scope, SetFlag, Suspend, Undo
from studykit.scheduling.progress import Answer, Counts, Position, Progress, Question, Waiting
from studykit.scheduling.queue import OptionsOf, Queue
from studykit.scheduling.rows import Kind, Row

CRAM_AGAIN_MS = 60_000
"""How soon a face comes back that a cram found not known."""


D = TypeVar("D", bound=Decision)


class OutOfTurn(Exception):
    """The session does not stand where this can be done. Nothing was changed."""


class Offer(NamedTuple):
    """A face as it stands now, and what each answer would lead to."""

    standing: Standing
    outcomes: Outcomes


class Session:
    """A queue being worked off. `answers` reads a face's standing and computes its outcomes at a time (ms).

    `name` is this session's own, as entries' keys begin with it; `machine` goes into the log. With `only_log` (`CRAM`,
    `QUIZ`) answers are logged as such and the schedule is left alone; what a cram did not know comes back in a minute.
    """

    def __init__(
        self,
        queue: Queue,
        answers: Callable[[FaceKey, int], Offer],
        options: OptionsOf,
        now_ms: int,
        *,
        name: str,
        machine: str,
        only_log: ReviewKind | None = None,
    ) -> None:
        self.day = queue.day
        self.end_ms = queue.end_ms
        self.progress = Progress.start(queue, now_ms)
        """Where the session stands, all of it."""
        self.history: tuple[tuple[Progress, Action], ...] = ()
        """What can be taken back, with where the session stood before each."""
        self._answers = answers
        self._options = options
        self._name = name
        self._machine = machine
        self._only_log = only_log
        self._advanced = 0
        self._offered: Decision | None = None
        self._withdrawn: frozenset[CardId] = frozenset()

    @property
    def position(self) -> Position:
        """Question, answer, waiting or finished."""
        return self.progress.position

    @property
    def counts(self) -> Counts:
        """What is left: new, learning, due."""
        return self.progress.counts

    def is_over(self, now_ms: int) -> bool:
        """Whether the study day has ended: a new queue is due, for a new session."""
        return now_ms >= self.end_ms

    def steps(self, now_ms: int) -> tuple[Step, Step, Step, Step] | None:
        """When the face would come back after Again, Hard, Good, Easy; None where the schedule is left alone."""
        if self._only_log is not None:
            return None
        again, hard, good, easy = self._answers(self._asked().key, now_ms).outcomes
        return again.step, hard.step, good.step, easy.step

    def reveal(self) -> None:
        """Show the answer. It has to be a question that is asked."""
        if not isinstance(self.position, Question):
            raise OutOfTurn("reveal", self.position)
        self.progress = replace(self.progress, position=Answer(self.position.row))

    def wake(self, now_ms: int) -> bool:
        """Go on if the session was waiting and something may be asked by now; whether it did."""
        if not isinstance(self.position, Waiting) or now_ms < self.position.until_ms:
            return False
        self.progress = self.progress.asked(now_ms)
        return True

    def rate(self, rating: Rating, at_ms: int, took_ms: int) -> Record:
        """Decide on an answer. The answer has to be shown."""
        if not isinstance(self.position, Answer):
            raise OutOfTurn("rate", self.position)
        row = self.position.row
        standing, outcomes = self._answers(row.key, at_ms)
        outcome = outcomes.of(rating)
        entry = logged(outcome, row.key, key=f"{self._name}.{self._advanced}", took_ms=took_ms, machine=self._machine)
        if self._only_log is not None:
            entry = replace(entry, kind=self._only_log, step=Step(0, 0), remaining=0)
            return self._offer(Record(entry, standing, standing))
        suspend = outcome.leech and self._options(row.deck).leech_action == "suspend"
        return self._offer(Record(entry, standing, outcome.standing, outcome.leech, suspend))

    def suspend(self, at_ms: int, scope: Scope = Scope.CARD) -> Suspend:
        """Decide to ask this no more until the person says so."""
        row = self._asked()
        return self._offer(Suspend(row.key, row.note, scope, at_ms))

    def bury(self, at_ms: int, scope: Scope = Scope.CARD) -> Bury:
        """Decide to ask this no more today."""
        row = self._asked()
        return self._offer(Bury(row.key, row.note, scope, self.day, at_ms))

    def flag(self, flag: Flag | None, at_ms: int) -> SetFlag:
        """Decide to mark the face for later, or to take the mark away."""
        return self._offer(SetFlag(self._asked().key, flag, at_ms))

    def delete(self, at_ms: int) -> Delete:
        """Decide that the card goes for good."""
        return self._offer(Delete(self._asked().card, at_ms))

    def undo(self, at_ms: int) -> Undo:
        """Decide to take the last decision back that was not; possible as well when waiting or finished."""
        if not self.history:
            raise OutOfTurn("undo", self.position)
        return self._offer(Undo(self.history[-1][1], at_ms))

    def advance(self, decision: Decision) -> None:
        """Go on: the decision, the last one that was offered, has been written."""
        if decision is not self._offered:
            raise OutOfTurn("advance", decision)
        self._offered = None
        self._advanced += 1
        if isinstance(decision, Undo):
            self.progress = self._without_withdrawn(self.history[-1][0], decision.at_ms)
            self.history = self.history[:-1]
        else:
            before = self.progress
            self.progress = self._after(decision)
            self.history = (*self.history, (before, decision))

    def withdraw(self, cards: frozenset[CardId], now_ms: int) -> None:
        """These cards are gone, or were answered elsewhere: ask them no more, after an undo neither.

        Nothing is decided by that, and nothing that was offered before can be carried out.
        """
        self._offered = None
        self._withdrawn |= cards
        self.progress = self._without_withdrawn(self.progress, now_ms)

    def _without_withdrawn(self, progress: Progress, now_ms: int) -> Progress:
        if not self._withdrawn:
            return progress
        return progress.without(lambda row: row.card in self._withdrawn, now_ms)

    def _after(self, action: Action) -> Progress:
        match action:
            case Record(entry=entry, suspend=suspend):
                # A leech's siblings go on: the lapse was this face's
                return self.progress.answered(None if suspend else self._again(action), entry.at_ms)
            case SetFlag():
                return self.progress
            case Delete(card, at_ms):
                return self.progress.without(lambda row: row.card == card, at_ms)
            case Suspend() | Bury():
                return self.progress.without(_within(action), action.at_ms)

    def _again(self, record: Record) -> Row | None:
        """The row with which the answered face comes back today; None if it does not."""
        row = self._asked()
        if self._only_log is not None:
            if self._only_log is not ReviewKind.CRAM or record.entry.rating is not Rating.AGAIN:
                return None
            return row._replace(kind=Kind.LEARNING, due=record.entry.at_ms + CRAM_AGAIN_MS)
        state = record.after.state
        if not isinstance(state, Learning | Relearning) or state.due_ms >= self.end_ms:
            return None
        return row._replace(
            kind=Kind.LEARNING, due=state.due_ms, last_day=state.last_day, stability=state.memory.stability
        )

    def _asked(self) -> Row:
        row = self.progress.row
        if row is None:
            raise OutOfTurn("ask", self.position)
        return row

    def _offer(self, decision: D) -> D:
        self._offered = decision
        return decision


def _within(action: Suspend | Bury) -> Callable[[Row], bool]:
    key, note = action.key, action.note
    match action.scope:
        case Scope.FACE:
            return lambda row: row.key == key
        case Scope.CARD:
            return lambda row: row.card == key.card
        case Scope.NOTE:
            # A card of the person's own may come from no note
            return lambda row: row.card == key.card or (note != "" and row.note == note)
