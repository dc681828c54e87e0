"""One sitting of a quiz: the state machine that screens, the plain quiz and the chat server share.

    practice   asking ── answer ──▶ told ── go_on ──▶ the next question, the missed ones once more, finished
    exam       asking ── answer ──▶ the next open question; any question by `go`; ── submit ──▶ finished

A session decides and does not write: `answer`, `hint`, `flag`, `override`, `mark` and `submit` return a decision and
change nothing; the flow writes it, and only then `advance` takes the session on. The same questions and decisions give
the same session, so what was written is all that `resumed` needs.

In an exam nothing is told before it is submitted: `verdict` is None until then.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from studykit.quiz.decisions import Answered, Decision, Flagged, Hinted, Marked, Overridden, Submitted
from studykit.quiz.hints import Hint, hints_of
from studykit.quiz.judging import POINTS, Given, Verdict, judge, marked
from studykit.quiz.question import Free, Question, Written

D = TypeVar("D", bound=Decision)
MINUTE_MS = 60_000


class OutOfTurn(Exception):
    """The session does not stand where this can be done. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a quiz is held."""

    minutes: int = 0
    """Of an exam; 0 for practice."""
    repeat_missed: bool = True
    """Whether missed questions come once more at the end of a practice."""

    @property
    def exam(self) -> bool:
        """No feedback until the end, any order, a time."""
        return self.minutes > 0


@dataclass(frozen=True, slots=True)
class Asking:
    """The question at a place is asked."""

    place: int


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict on the question at a place is shown. In free text the person marks it first."""

    place: int


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing more is asked."""


Position = Asking | Told | Finished


@dataclass(frozen=True, slots=True)
class Entry:
    """A question that is asked, with all that became of it."""

    question: Question
    again: bool = False
    """It was missed before; it does not count in the score."""
    given: Given | None = None
    verdict: Verdict | None = None
    hints: int = 0
    flagged: bool = False
    overridden: bool = False
    took_ms: int = 0
    at_ms: int = 0


class QuizSession:
    """Questions being asked. `started_ms` is when; `away_ms` is how long an exam lay closed, which does not count."""

    def __init__(self, questions: Sequence[Question], terms: Terms, started_ms: int, *, away_ms: int = 0) -> None:
        self.terms = terms
        self.started_ms = started_ms
        self.away_ms = away_ms
        self.entries: tuple[Entry, ...] = tuple(map(Entry, questions))
        """In the order in which they are asked, those that come again at the end."""
        self.position: Position = Asking(0) if questions else Finished()
        self.ended_ms: int | None = None
        self.timed_out = False
        self._offered: Decision | None = None

    @classmethod
    def resumed(
        cls,
        questions: Sequence[Question],
        terms: Terms,
        started_ms: int,
        decisions: Iterable[Decision],
        *,
        away_ms: int = 0,
    ) -> "QuizSession":
        """The session as these decisions left it, at the first question that is open."""
        session = cls(questions, terms, started_ms, away_ms=away_ms)
        for decision in decisions:
            session._take(decision)
        if session.ended_ms is None:
            session.position = session._open_from(0)
        return session

    # What can be seen

    @property
    def place(self) -> int | None:
        """The place of the question that is shown; None at the end."""
        return None if isinstance(self.position, Finished) else self.position.place

    @property
    def entry(self) -> Entry | None:
        """The question that is shown, with what became of it so far."""
        return None if self.place is None else self.entries[self.place]

    def verdict(self, place: int) -> Verdict | None:
        """The verdict on a question; None before an answer, and in an exam before its end."""
        if self.terms.exam and self.ended_ms is None:
            return None
        return self.entries[place].verdict

    def hints(self) -> tuple[Hint, ...]:
        """The hints of the shown question that were given."""
        entry = self.entry
        return () if entry is None else hints_of(entry.question)[: entry.hints]

    def left_ms(self, now_ms: int) -> int | None:
        """What is left of an exam's time, never below 0; None in practice."""
        if not self.terms.exam:
            return None
        return max(0, self.started_ms + self.away_ms + self.terms.minutes * MINUTE_MS - now_ms)

    def unmarked(self) -> list[int]:
        """Places of free answers that the person has yet to mark; after an exam, at its end."""
        if self.terms.exam and self.ended_ms is None:
            return []
        return [n for n, one in enumerate(self.entries) if one.verdict is not None and one.verdict.right is None]

    # What can be decided

    def answer(self, given: Given, at_ms: int, took_ms: int) -> Answered:
        """Decide on an answer to the shown question. In an exam also again, while there is time."""
        place = self._asking()
        if self.left_ms(at_ms) == 0:
            raise OutOfTurn("the time is over")
        verdict = judge(self.entries[place].question, given)
        return self._offer(Answered(place, given, verdict, at_ms, took_ms))

    def hint(self, at_ms: int) -> Hinted:
        """Decide to show one more hint. Exams give none."""
        place = self._asking()
        entry = self.entries[place]
        if self.terms.exam or entry.hints >= len(hints_of(entry.question)):
            raise OutOfTurn("no more hints")
        return self._offer(Hinted(place, at_ms))

    def flag(self, on: bool, at_ms: int) -> Flagged:
        """Decide to mark the shown question for later."""
        if self.place is None:
            raise OutOfTurn("nothing is asked")
        return self._offer(Flagged(self.place, on, at_ms))

    def override(self, place: int, at_ms: int) -> Overridden:
        """Decide that a verdict was the wrong one: what was wrong is right, and is remembered where it was typed."""
        entry, verdict = self._entry(place), self.verdict(place)
        if verdict is None or verdict.right is None or isinstance(self.position, Asking):
            raise OutOfTurn("nothing was judged")
        typed = entry.given.text.strip() if entry.given is not None and isinstance(entry.question.body, Written) else ""
        return self._offer(Overridden(place, not verdict.right, "" if verdict.right else typed, at_ms))

    def mark(self, place: int, points: int, at_ms: int) -> Marked:
        """Decide on a person's points for free text, 0 to 4."""
        entry, verdict = self._entry(place), self.verdict(place)
        if verdict is None or not isinstance(entry.question.body, Free) or not 0 <= points <= POINTS:
            raise OutOfTurn("nothing to mark")
        return self._offer(Marked(place, points, at_ms))

    def submit(self, at_ms: int) -> Submitted:
        """Decide to end: an exam is judged then; a practice stops where it is."""
        if self.ended_ms is not None:
            raise OutOfTurn("it has ended")
        return self._offer(Submitted(at_ms, timed_out=self.left_ms(at_ms) == 0))

    def advance(self, decision: Decision) -> None:
        """Go on: the decision, the last one that was offered, has been written."""
        if decision is not self._offered:
            raise OutOfTurn("another decision has overtaken this one")
        self._offered = None
        self._take(decision)

    # What needs no decision

    def go_on(self) -> None:
        """From a verdict to the next question. Free text has to be marked first."""
        if not isinstance(self.position, Told):
            raise OutOfTurn("no verdict is shown")
        if self.position.place in self.unmarked():
            raise OutOfTurn("not marked yet")
        self._offered = None
        self.position = self._open_from(self.position.place + 1)

    def go(self, place: int) -> None:
        """In an exam, to any question."""
        if not self.terms.exam or self.ended_ms is not None or not 0 <= place < len(self.entries):
            raise OutOfTurn("nowhere to go")
        self._offered = None
        self.position = Asking(place)

    # How decisions change it

    def _take(self, decision: Decision) -> None:
        match decision:
            case Answered(place, given, verdict, at_ms, took_ms):
                spent = self.entries[place].took_ms + took_ms
                self._change(place, given=given, verdict=verdict, at_ms=at_ms, took_ms=spent)
                if self.terms.exam:
                    self.position = self._open_from(place + 1)
                else:
                    self._plan_again(place)
                    self.position = Told(place)
            case Hinted(place):
                self._change(place, hints=self.entries[place].hints + 1)
            case Flagged(place, on):
                self._change(place, flagged=on)
            case Overridden(place, right):
                old = self.entries[place].verdict
                assert old is not None
                verdict = replace(old, right=right, share=float(right), reason="grade-overridden")
                self._change(place, verdict=verdict, overridden=True)
                self._plan_again(place)
            case Marked(place, points):
                old = self.entries[place].verdict
                assert old is not None
                self._change(place, verdict=marked(old, points))
                self._plan_again(place)
            case Submitted(at_ms, timed_out):
                self.ended_ms, self.timed_out = at_ms, timed_out
                self.position = Finished()

    def _change(self, place: int, **changes: object) -> None:
        entries = list(self.entries)
        entries[place] = replace(entries[place], **changes)  # type: ignore[arg-type]
        self.entries = tuple(entries)

    def _plan_again(self, place: int) -> None:
        """A missed question stands once more at the end; not when it turned out to be right before it came."""
        entry = self.entries[place]
        if self.terms.exam or not self.terms.repeat_missed or entry.again or entry.verdict is None:
            return
        later = [n for n, one in enumerate(self.entries) if one.again and one.question is entry.question]
        missed = entry.verdict.right is False
        if missed and not later:
            self.entries += (Entry(entry.question, again=True),)
        elif not missed and later and self.entries[later[0]].given is None and self.ended_ms is None:
            self.entries = self.entries[: later[0]] + self.entries[later[0] + 1 :]

    def _open_from(self, start: int) -> Position:
        places = [*range(start, len(self.entries)), *range(start)]
        found = next((n for n in places if self.entries[n].given is None), None)
        if found is not None:
            return Asking(found)
        return Asking(min(start, len(self.entries) - 1)) if self.terms.exam and self.entries else Finished()

    def _asking(self) -> int:
        if not isinstance(self.position, Asking) or self.ended_ms is not None:
            raise OutOfTurn("nothing is asked")
        return self.position.place

    def _entry(self, place: int) -> Entry:
        if not 0 <= place < len(self.entries):
            raise OutOfTurn("no such question")
        return self.entries[place]

    def _offer(self, decision: D) -> D:
        self._offered = decision
        return decision
