"""A quiz under way: its session, each decision written before the session goes on, and what it does to the schedule.

What it does to the schedule is `quiz.schedule`'s; what was missed and not due may be given back at the end, as one
ordinary Again.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from studykit.errors import UsageError
from studykit.flows.decks.places import paragraph_of
from studykit.flows.learning.study import Study
from studykit.flows.quiz.material import Wanted, questions_of
from studykit.flows.quiz.model_marks import QuizMarks, marks_objects
from studykit.flows.quiz.schedule import Fate, QuizSchedule
from studykit.model.card import Source
from studykit.model.review import FaceKey
from studykit.quiz.decisions import Answered, Decision, Flagged, Marked, Overridden, Submitted
from studykit.quiz.hints import Hint
from studykit.quiz.judging import Given
from studykit.quiz.marking import Assessment
from studykit.quiz.question import Question
from studykit.quiz.report import Report, Score, report
from studykit.quiz.session import Asking, Entry, Finished, OutOfTurn, QuizSession
from studykit.store import quizzes
from studykit.store.quizzes import KeptQuiz

__all__ = ["Fate", "Miss", "QuizSitting", "Wanted", "name_of", "result_object"]

Kept = TypeVar("Kept", bound=Decision)


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that was not answered rightly at first."""

    place: int
    entry: Entry
    fate: Fate

    @property
    def keys(self) -> tuple[FaceKey, ...]:
        """The faces it was about."""
        return self.entry.question.origin.faces


class QuizSitting:
    """A session of a quiz, with its writing. UsageError where there is nothing to ask.

    `questions` are those to ask, where they were made elsewhere.
    """

    def __init__(
        self, study: Study, wanted: Wanted, kept: KeptQuiz | None = None, *, questions: Sequence[Question] = ()
    ) -> None:
        self.study = study
        now = study.clock.now_ms()
        if kept is None:
            seed = wanted.seed if wanted.seed is not None else now % 1_000_000
            self.wanted = replace(wanted, seed=seed)
            self.name = f"quiz{uuid.uuid4().hex[:12]}"
            questions = questions or questions_of(study, self.wanted)
            quizzes.add_quiz(study.store, self.name, self.wanted.as_object(), questions, now)
            self.session = QuizSession(questions, self.wanted.terms, now)
            self._number = 0
        else:
            self.wanted, self.name = Wanted.read(kept.wanted), kept.name
            decisions, last_ms = quizzes.read_decisions(study.store, kept.name)
            away = kept.away_ms + max(0, now - max(last_ms, kept.seen_ms))
            self.session = QuizSession.resumed(
                quizzes.read_questions(study.store, kept.name), self.wanted.terms, kept.started_ms, decisions,
                away_ms=away,
            )  # fmt: skip
            self._number = len(decisions)
            quizzes.keep_away(study.store, self.name, away, now)
        self.marks = QuizMarks(study.store, self.name)
        """What a model made of answers in the person's own words."""
        self.schedule = QuizSchedule(
            study, self.name, reviews=self.wanted.reviews, is_easy=lambda place: self.marks.of(place).easy
        )
        self.before = _before(study, self.wanted, self.name)
        """The score of the last exam of the same deck, to compare an exam with."""

    @classmethod
    def resume(cls, study: Study, name: str = "") -> "QuizSitting":
        """Go on with a quiz that was broken off, the last one for an empty name. UsageError where there is none."""
        open_ones = quizzes.read_quizzes(study.store, ended=False)
        kept = next((one for one in open_ones if name in ("", one.name)), None)
        if kept is None:
            raise UsageError("quiz-none-open")
        sitting = cls(study, Wanted.read(kept.wanted), kept)
        sitting._settle_all()
        sitting._finish()
        return sitting

    # What can be seen

    @property
    def finished(self) -> bool:
        """Whether nothing more is asked."""
        return isinstance(self.session.position, Finished)

    def due(self) -> int:
        """How many of the questions are about a card that is due: answering them is a review."""
        now = self.study.clock.moment()
        open_ones = [entry for entry in self.session.entries if not entry.again and entry.given is None]
        return sum(self.schedule.is_review(entry.question, now) for entry in open_ones)

    def elsewhere(self) -> int:
        """How many of the questions are about cards of which Anki has the schedule."""
        return sum(self.schedule.in_anki(entry.question) for entry in self.session.entries if not entry.again)

    def left_ms(self) -> int | None:
        """What is left of an exam's time; None in practice."""
        return self.session.left_ms(self.study.clock.now_ms())

    def paragraph(self, place: int) -> tuple[str, int | None, str]:
        """(path, line, paragraph) where the answer to a question can be read; the quote alone where it is gone."""
        origin = self.session.entries[place].question.origin
        if origin.place != origin.note:
            return origin.place, None, origin.quote
        note = origin.note.removesuffix(".md")
        return paragraph_of(self.study.workspace, Source(note, origin.heading, origin.quote))

    # What is decided: on the disk when these return

    def answer(self, given: Given, took_ms: int) -> Answered:
        """Answer the shown question."""
        return self._keep(self.session.answer(given, self.study.clock.now_ms(), took_ms))

    def hint(self) -> Hint:
        """Show one more hint of the shown question. OutOfTurn where there is none."""
        self._keep(self.session.hint(self.study.clock.now_ms()))
        return self.session.hints()[-1]

    def flag(self, on: bool | None = None) -> Flagged:
        """Mark the shown question for later, or take the mark away; with None the other of the two."""
        entry = self.session.entry
        wanted = on if on is not None else not (entry is not None and entry.flagged)
        return self._keep(self.session.flag(wanted, self.study.clock.now_ms()))

    def override(self, place: int) -> Overridden:
        """Say that a verdict was the wrong one. What was typed is remembered as another right answer."""
        entry = self.session.entries[place]
        decision = self._keep(self.session.override(place, self.study.clock.now_ms()))
        typed = decision.alias or (entry.given.text.strip() if entry.overridden and entry.given is not None else "")
        if typed:
            about = [name_of(key) for key in entry.question.origin.faces] or [entry.question.origin.note]
            quizzes.keep_name(self.study.store, self.name, about, typed, right=decision.right)
        return decision

    def mark(self, place: int, points: int, *, easy: bool = False) -> Marked:
        """Give a free answer the person's points, 0 to 4; `easy` is their word that it came easily."""
        return self._mark(place, points, taken=False, easy=easy)

    def assess(self, place: int, assessment: Assessment) -> None:
        """Keep what a model made of a free answer. It decides nothing: the person takes it, or marks it otherwise."""
        self.marks.keep(place, assessment=assessment)
        self._finish()

    def take_mark(self, place: int) -> Marked:
        """Take the model's mark of a free answer. OutOfTurn where it has none."""
        assessment = self.marks.of(place).assessment
        if assessment is None:
            raise OutOfTurn("no model has marked it")
        return self._mark(place, assessment.points, taken=True, easy=False)

    def _mark(self, place: int, points: int, *, taken: bool, easy: bool) -> Marked:
        decision = self.session.mark(place, points, self.study.clock.now_ms())
        self.marks.keep(place, taken=taken, easy=easy)  # first: the schedule follows from the decision
        return self._keep(decision)

    def skip(self) -> bool:
        """Leave the shown question open: it comes again behind those that are open yet. False where it is the last."""
        place = self.session.place
        if place is None or not isinstance(self.session.position, Asking):
            raise OutOfTurn("nothing is asked")
        entries = self.session.entries
        places = [*range(place + 1, len(entries)), *range(place)]
        found = next((one for one in places if entries[one].given is None), None)
        if found is not None:
            self.session.position = Asking(found)
        return found is not None

    def submit(self) -> Submitted:
        """End an exam, which is judged then; a practice stops where it is."""
        return self._keep(self.session.submit(self.study.clock.now_ms()))

    def go_on(self) -> None:
        """From a verdict to the next question; behind the last one the quiz has ended."""
        self.session.go_on()
        self._finish()

    # What it came to

    def report(self) -> Report:
        """The result as it stands; kept for good where nothing more is asked."""
        self._finish()
        return report(self.session, self.before)

    def misses(self) -> list[Miss]:
        """The questions that were answered wrongly at first, and what became of each in the schedule."""
        found = []
        for place, entry in enumerate(self.session.entries):
            verdict = self.session.verdict(place)
            if not entry.again and entry.given is not None and verdict is not None and verdict.right is False:
                found.append(Miss(place, entry, self.schedule.fate(place, entry)))
        return found

    def to_give_back(self) -> int:
        """How many misses may be given back."""
        return sum(miss.fate is Fate.OPEN for miss in self.misses())

    def give_back(self, misses: Iterable[Miss] | None = None) -> int:
        """Say one ordinary Again, now, of these misses or of all that may be given back. How many it was."""
        given = 0
        for miss in self.misses() if misses is None else list(misses):
            key = self.schedule.blamed(miss.place, miss.entry)
            if key is not None and self.schedule.fate(miss.place, miss.entry) is Fate.OPEN:
                given += self.schedule.give_back(miss.place, key)
        self._finish()
        return given

    # How it is written

    def _keep(self, decision: Kept) -> Kept:
        if not quizzes.add_decision(self.study.store, self.name, self._number, decision.at_ms, decision):
            raise UsageError("quiz-elsewhere")
        self._number += 1
        self.session.advance(decision)
        match decision:
            case Answered(place=place) | Overridden(place=place) | Marked(place=place):
                self.schedule.settle(place, self.session.entries[place], self.session.verdict(place))
            case Submitted():
                self._settle_all()
        self._finish()
        return decision

    def _settle_all(self) -> None:
        for place, entry in enumerate(self.session.entries):
            self.schedule.settle(place, entry, self.session.verdict(place))

    def _finish(self) -> None:
        if not self.finished:
            return
        self._settle_all()
        now = self.session.ended_ms or max((entry.at_ms for entry in self.session.entries), default=0)
        quizzes.keep_report(self.study.store, self.name, now or 1, result_object(self))


def result_object(sitting: QuizSitting) -> dict[str, Any]:
    """What a quiz came to as JSON: the report, its `faces` and `notes` that were missed, and what became of each."""
    misses = sitting.misses()
    return {
        "quiz": sitting.name,
        "seed": sitting.wanted.seed,
        **report(sitting.session, sitting.before).as_object(),
        "faces": [list(key) for miss in misses for key in miss.keys],
        "notes": list(dict.fromkeys(miss.entry.question.origin.note for miss in misses)),
        "schedule": {fate.value: sum(miss.fate is fate for miss in misses) for fate in Fate},
        "marks": marks_objects(sitting.marks, sitting.session.entries),
    }


def name_of(key: FaceKey) -> str:
    """A face as the remembered names have it."""
    return f"{key.card}/{key.face}"


def _before(study: Study, wanted: Wanted, name: str) -> Score | None:
    """The total of the last exam of the same deck."""
    if not wanted.minutes:
        return None
    for kept in quizzes.read_quizzes(study.store, ended=True):
        if kept.name != name and kept.wanted["minutes"] and kept.wanted["deck"] == wanted.deck and kept.report:
            total = kept.report["total"]
            return Score("", total["right"], total["asked"], total["points"])
    return None
