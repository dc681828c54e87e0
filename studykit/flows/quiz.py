"""A quiz under way: its session, each decision written before the session goes on, and what it does to the schedule.

A due card that is answered is a review, unless the person said no. Any other answer is a row of the log and changes
nothing; what was missed of these may be given back at the end, as one ordinary Again. Every entry has a key made of
the quiz and the question, so that nothing counts twice, whatever was broken off and resumed.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from studykit.errors import UsageError
from studykit.flows.places import paragraph_of
from studykit.flows.quiz_material import Wanted, questions_of
from studykit.flows.review import persist
from studykit.flows.study import Study
from studykit.model.card import Source
from studykit.model.review import FaceKey, Learning, LogEntry, Rating, Relearning, Review, ReviewKind, Standing, Step
from studykit.quiz.decisions import Answered, Decision, Flagged, Marked, Overridden, Submitted
from studykit.quiz.hints import Hint
from studykit.quiz.judging import Given, rating
from studykit.quiz.question import Question
from studykit.quiz.report import Report, Score, report
from studykit.quiz.session import Entry, Finished, QuizSession
from studykit.scheduling.answer import logged, outcomes
from studykit.scheduling.day import Moment
from studykit.scheduling.decisions import Record
from studykit.scheduling.fuzz import BALANCED_DAYS, DueLoad
from studykit.store import actions, quizzes
from studykit.store.faces import Face, read_face, read_siblings
from studykit.store.forecast import due_by_day
from studykit.store.journal import append
from studykit.store.journal_lines import Undo as UndoLine
from studykit.store.quizzes import KeptQuiz

Kept = TypeVar("Kept", bound=Decision)


class Fate(StrEnum):
    """What became of a missed question in the schedule."""

    OPEN = "open"
    """It may be given back: nothing was said to the schedule yet."""
    REVIEWED = "reviewed"
    """Its card was due: the answer was a review."""
    GIVEN = "given"
    """It was given back."""
    ANKI = "anki"
    """Anki has its schedule."""
    ASLEEP = "asleep"
    """Its card is suspended, or in no deck any more."""
    NONE = "none"
    """It was no card's: what a map says of a concept."""


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
    """A session of a quiz, with its writing. UsageError where there is nothing to ask."""

    def __init__(self, study: Study, wanted: Wanted, kept: KeptQuiz | None = None) -> None:
        self.study = study
        now = study.clock.now_ms()
        if kept is None:
            seed = wanted.seed if wanted.seed is not None else now % 1_000_000
            self.wanted = replace(wanted, seed=seed)
            self.name = f"quiz{uuid.uuid4().hex[:12]}"
            questions = questions_of(study, self.wanted)
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
        if not self.wanted.reviews:
            return 0
        now = self.study.clock.moment()
        open_ones = [entry for entry in self.session.entries if not entry.again and entry.given is None]
        return sum(any(self._is_due(key, now) for key in entry.question.origin.faces) for entry in open_ones)

    def elsewhere(self) -> int:
        """How many of the questions are about cards of which Anki has the schedule."""
        return sum(self._in_anki(entry.question) for entry in self.session.entries if not entry.again)

    def left_ms(self) -> int | None:
        """What is left of an exam's time; None in practice."""
        return self.session.left_ms(self.study.clock.now_ms())

    def paragraph(self, place: int) -> tuple[str, int | None, str]:
        """(path, line, paragraph) where the answer to a question can be read; the quote alone where it is gone."""
        origin = self.session.entries[place].question.origin
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

    def mark(self, place: int, points: int) -> Marked:
        """Give a free answer its points, 0 to 4."""
        return self._keep(self.session.mark(place, points, self.study.clock.now_ms()))

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
                found.append(Miss(place, entry, self._fate(place, entry)))
        return found

    def give_back(self, misses: Iterable[Miss] | None = None) -> int:
        """Say one ordinary Again, now, of these misses or of all that may be given back. How many cards it was."""
        given = 0
        for miss in self.misses() if misses is None else list(misses):
            if self._fate(miss.place, miss.entry) is not Fate.OPEN:
                continue
            for key in miss.keys:
                now = self.study.clock.moment()
                face = read_face(self.study.store, key)
                if face is not None:
                    self._review(face, Rating.AGAIN, now, self._back_key(miss.place, key), 0)
                    given += 1
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
                self._settle(place)
            case Submitted():
                self._settle_all()
        self._finish()
        return decision

    def _settle_all(self) -> None:
        for place in range(len(self.session.entries)):
            self._settle(place)

    def _settle(self, place: int) -> None:
        """Make the log say of a question what its verdict is now."""
        entry, verdict = self.session.entries[place], self.session.verdict(place)
        if entry.again or entry.given is None or verdict is None:
            return
        wanted = rating(verdict, entry.hints)
        for key in entry.question.origin.faces:
            made = quizzes.read_logged(self.study.store, self._prefix(place, key))
            if (made[-1].rating if made else None) == wanted:
                continue
            if made and not made[-1].undone:
                self._take_back(made[-1].key, place)
            if wanted is not Rating.AGAIN:
                self._not_missed(place, key)
            if wanted is not None:
                self._log(place, key, wanted, f"{self._prefix(place, key)}{len(made)}")

    def _log(self, place: int, key: FaceKey, wanted: Rating, name: str) -> None:
        entry = self.session.entries[place]
        now = self.study.clock.at(entry.at_ms)
        face = read_face(self.study.store, key)
        blame = wanted is not Rating.AGAIN or len(entry.question.origin.faces) == 1  # of several, which was not known?
        if self.wanted.reviews and blame and face is not None and _due(face, now):
            self._review(face, wanted, now, name, entry.took_ms, place)
            return
        standing = face.standing if face is not None else Standing()
        log = LogEntry(
            name, key.card, key.face, now.at_ms, now.day, wanted, ReviewKind.QUIZ, Step(0, 0), 0, entry.took_ms,
            self.study.machine,
        )  # fmt: skip
        persist(self.study, Record(log, standing, standing), self._session(place))

    def _review(self, face: Face, wanted: Rating, now: Moment, name: str, took_ms: int, place: int = -1) -> None:
        study, options = self.study, self.study.options(face.place.deck)
        siblings = (one.standing.state for one in read_siblings(study.store, face.key.card) if one.key != face.key)
        days = frozenset(state.due_day for state in siblings if isinstance(state, Review))
        load = DueLoad(due_by_day(study.store, now.day, now.day + BALANCED_DAYS), days)
        outcome = outcomes(face.standing, options, study.model, now, face.key, load).of(wanted)
        log = logged(outcome, face.key, key=name, took_ms=took_ms, machine=study.machine)
        suspend = outcome.leech and options.leech_action == "suspend"
        record = Record(log, face.standing, outcome.standing, outcome.leech, suspend)
        persist(study, record, self._session(place))

    def _not_missed(self, place: int, key: FaceKey) -> None:
        """Take the Again back that was given for a miss which turned out to be none."""
        back = quizzes.read_logged(self.study.store, self._back_key(place, key))
        if back and not back[-1].undone:
            self._take_back(back[-1].key, -1)

    def _take_back(self, key: str, place: int) -> None:
        study, session = self.study, self._session(place)
        last = actions.last_actions(study.store, 1, session)
        now = study.clock.now_ms()
        if last and last[0].review == key:
            actions.undo(study.store, study.replayed, now, study.machine, session)
        else:
            quizzes.take_back(study.store, key, now, study.machine, study.replayed)
        if study.journal is not None:
            append(study.journal, [UndoLine(key, now)])

    def _finish(self) -> None:
        if not self.finished:
            return
        self._settle_all()
        now = self.session.ended_ms or max((entry.at_ms for entry in self.session.entries), default=0)
        quizzes.keep_report(self.study.store, self.name, now or 1, result_object(self))

    # The schedule

    def _fate(self, place: int, entry: Entry) -> Fate:
        keys = entry.question.origin.faces
        if not keys:
            return Fate.NONE
        if self._in_anki(entry.question):
            return Fate.ANKI
        made = [one for key in keys for one in quizzes.read_logged(self.study.store, self._prefix(place, key))]
        if any(one.kind != ReviewKind.QUIZ and not one.undone for one in made):
            return Fate.REVIEWED
        if any(quizzes.read_logged(self.study.store, self._back_key(place, key)) for key in keys):
            return Fate.GIVEN
        faces = [read_face(self.study.store, key) for key in keys]
        awake = all(face is not None and face.active and not face.marks.suspended for face in faces)
        return Fate.OPEN if awake else Fate.ASLEEP

    def _in_anki(self, question: Question) -> bool:
        origin = question.origin
        return bool(origin.faces) and self.study.workspace.config.learned_in(origin.section) == "anki"

    def _is_due(self, key: FaceKey, now: Moment) -> bool:
        face = read_face(self.study.store, key)
        return face is not None and _due(face, now)

    def _prefix(self, place: int, key: FaceKey) -> str:
        return f"{self.name}-{place}-{key.card}-{key.face}-"

    def _back_key(self, place: int, key: FaceKey) -> str:
        return f"{self.name}-back-{place}-{key.card}-{key.face}"

    def _session(self, place: int) -> str:
        return f"{self.name}-{place}"


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
    }


def name_of(key: FaceKey) -> str:
    """A face as the remembered names have it."""
    return f"{key.card}/{key.face}"


def _due(face: Face, now: Moment) -> bool:
    if not face.active or face.marks.suspended or face.marks.buried_day >= now.day:
        return False
    match face.standing.state:
        case Review(due_day=due_day):
            return due_day <= now.day
        case Learning(due_ms=due_ms) | Relearning(due_ms=due_ms):
            return due_ms <= now.at_ms
        case _:
            return False


def _before(study: Study, wanted: Wanted, name: str) -> Score | None:
    """The total of the last exam of the same deck."""
    if not wanted.minutes:
        return None
    for kept in quizzes.read_quizzes(study.store, ended=True):
        if kept.name != name and kept.wanted["minutes"] and kept.wanted["deck"] == wanted.deck and kept.report:
            total = kept.report["total"]
            return Score("", total["right"], total["asked"], total["points"])
    return None
