"""What a quiz came to: the score by section and by kind, what was missed and where to read it again, in order.

The first answer to a question counts; one that came again does not. A value: `as_object` for JSON, and the writers in
`report_text` for people.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from studykit.quiz.judging import answer_text, asked_text, solutions
from studykit.quiz.session import Entry, QuizSession


@dataclass(frozen=True, slots=True)
class Score:
    """Answers of one section, of one kind, or of all."""

    name: str
    """The section or the kind; empty for all."""
    right: int
    asked: int
    points: float
    """Shares added up: half of a matching is half a point."""

    @property
    def share(self) -> float:
        """Of what was asked, the part that was right, 0 to 1; 0 where nothing was asked."""
        return self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that was not answered rightly at first."""

    question: str
    kind: str
    given: str
    solution: tuple[str, ...]
    heading: str
    quote: str
    cards: tuple[str, ...]
    """Ids of the cards it was about: what may be offered to the schedule."""
    recovered: bool
    """It was right when it came again."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A note to read again."""

    note: str
    section: str
    headings: tuple[str, ...]
    missed: tuple[Missed, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a quiz."""

    exam: bool
    timed_out: bool
    total: Score
    sections: tuple[Score, ...]
    kinds: tuple[Score, ...]
    unanswered: int
    unmarked: int
    """Free answers that nobody has marked: not counted."""
    hints: int
    overridden: int
    flagged: tuple[str, ...]
    took_ms: int
    again: tuple[Reading, ...]
    """What to read again: the note that most was missed of first."""
    before: Score | None = None
    """The total of the last exam, to compare with."""

    @property
    def gained(self) -> float | None:
        """By how much the share of right answers grew since the last one; None without one."""
        return None if self.before is None else self.total.share - self.before.share

    def as_object(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "exam": self.exam,
            "timed_out": self.timed_out,
            "total": score_object(self.total),
            "sections": [{"section": one.name, **score_object(one)} for one in self.sections],
            "kinds": [{"kind": one.name, **score_object(one)} for one in self.kinds],
            "unanswered": self.unanswered,
            "unmarked": self.unmarked,
            "hints": self.hints,
            "overridden": self.overridden,
            "flagged": list(self.flagged),
            "seconds": round(self.took_ms / 1000, 1),
            "before": None if self.before is None else score_object(self.before),
            "again": [
                {
                    "note": reading.note,
                    "section": reading.section,
                    "headings": list(reading.headings),
                    "missed": [_missed_object(missed) for missed in reading.missed],
                }
                for reading in self.again
            ],
        }


def report(session: QuizSession, before: Score | None = None) -> Report:
    """The result of a session as it stands. In an exam questions without an answer were missed."""
    first = [entry for entry in session.entries if not entry.again]
    unmarked = [entry for entry in first if entry.verdict is not None and entry.verdict.right is None]
    counted = [e for e in first if _counts(e, session) and e not in unmarked]
    recovered = {e.question.id for e in session.entries if e.again and e.verdict is not None and e.verdict.right}
    return Report(
        exam=session.terms.exam,
        timed_out=session.timed_out,
        total=_score("", counted),
        sections=_scores(counted, lambda entry: entry.question.origin.section),
        kinds=_scores(counted, lambda entry: entry.question.kind.value),
        unanswered=sum(entry.given is None or entry.given.empty for entry in first),
        unmarked=len(unmarked),
        hints=sum(entry.hints for entry in session.entries),
        overridden=sum(entry.overridden for entry in session.entries),
        flagged=tuple(asked_text(entry.question) for entry in first if entry.flagged),
        took_ms=sum(entry.took_ms for entry in session.entries),
        again=_readings([entry for entry in counted if not _right(entry)], recovered),
        before=before,
    )


def score_object(score: Score) -> dict[str, Any]:
    """A score as JSON has it, without its name."""
    return {
        "right": score.right,
        "asked": score.asked,
        "points": round(score.points, 2),
        "share": round(score.share, 4),
    }


def _counts(entry: Entry, session: QuizSession) -> bool:
    return entry.verdict is not None or (session.terms.exam and session.ended_ms is not None)


def _right(entry: Entry) -> bool:
    return entry.verdict is not None and entry.verdict.right is True


def _score(name: str, entries: Sequence[Entry]) -> Score:
    points = sum(entry.verdict.share for entry in entries if entry.verdict is not None)
    return Score(name, sum(map(_right, entries)), len(entries), points)


def _scores(entries: Sequence[Entry], name: Callable[[Entry], str]) -> tuple[Score, ...]:
    names = dict.fromkeys(map(name, entries))
    return tuple(_score(one, [entry for entry in entries if name(entry) == one]) for one in names)


def _readings(missed: Sequence[Entry], recovered: set[str]) -> tuple[Reading, ...]:
    by_note: dict[str, list[Entry]] = {}
    for entry in missed:
        by_note.setdefault(entry.question.origin.place, []).append(entry)
    readings = []
    for note, entries in sorted(by_note.items(), key=lambda item: -len(item[1])):
        headings = dict.fromkeys(e.question.origin.heading for e in entries if e.question.origin.heading)
        told = tuple(_missed(entry, entry.question.id in recovered) for entry in entries)
        readings.append(Reading(note, entries[0].question.origin.section, tuple(headings), told))
    return tuple(readings)


def _missed(entry: Entry, recovered: bool) -> Missed:
    question = entry.question
    given = "" if entry.given is None else answer_text(question, entry.given)
    cards = tuple(dict.fromkeys(key.card for key in question.origin.faces))
    origin = question.origin
    return Missed(
        asked_text(question), question.kind.value, given, solutions(question), origin.heading, origin.quote, cards,
        recovered,
    )  # fmt: skip


def _missed_object(missed: Missed) -> dict[str, Any]:
    return {
        "question": missed.question,
        "kind": missed.kind,
        "given": missed.given,
        "solution": list(missed.solution),
        "heading": missed.heading,
        "quote": missed.quote,
        "cards": list(missed.cards),
        "recovered": missed.recovered,
    }
