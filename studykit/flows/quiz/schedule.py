"""What a quiz does to the schedule: the log says of each question what its verdict is now, once.

A due card that is answered is a review, unless the person said no. Any other answer is a row of the log and changes
nothing. Every entry's key is made of the quiz, the question and the face, so that nothing counts twice, whatever was
broken off and resumed; a verdict that changes takes its entry back and makes another.
"""

from collections.abc import Callable
from enum import StrEnum

from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import persist
from studykit.model.review import FaceKey, Learning, LogEntry, Rating, Relearning, Review, ReviewKind, Standing, Step
from studykit.quiz.judging import Verdict, rating
from studykit.quiz.question import Question
from studykit.quiz.session import Entry
from studykit.scheduling.answer import logged, outcomes
from studykit.scheduling.day import Moment
from studykit.scheduling.decisions import Record
from studykit.scheduling.fuzz import BALANCED_DAYS, DueLoad
from studykit.store import actions, quizzes
from studykit.store.faces import Face, read_face, read_siblings
from studykit.store.forecast import due_by_day
from studykit.store.journal import append
from studykit.store.journal_lines import Undo as UndoLine

_BACK = -1
"""In the place of a question's: what was given back."""


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


class QuizSchedule:
    """The schedule as one quiz sees it. `reviews` says whether answers to due cards are reviews.

    `is_easy` tells of a place whether the person said that it came easily.
    """

    def __init__(
        self, study: Study, name: str, *, reviews: bool, is_easy: Callable[[int], bool] = lambda _: False
    ) -> None:
        self.study = study
        self.name = name
        self.reviews = reviews
        self.is_easy = is_easy

    def settle(self, place: int, entry: Entry, verdict: Verdict | None) -> None:
        """Make the log say of a question what its verdict is now."""
        if entry.again or entry.given is None or verdict is None:
            return
        wanted = rating(verdict, entry.hints, easy=self.is_easy(place))
        blamed = self.blamed(place, entry) if wanted is Rating.AGAIN else None
        for key in entry.question.origin.faces:
            said = wanted if blamed in (None, key) else None  # one miss is one Again
            made = quizzes.read_logged(self.study.store, self._prefix(place, key))
            standing = made[-1].rating if made and not made[-1].undone else None
            if standing == said:
                continue
            if standing is not None:
                self._take_back(made[-1].key, place)
            if wanted is not Rating.AGAIN:
                self._not_missed(place, key)
            if said is not None:
                self._log(place, entry, key, said, f"{self._prefix(place, key)}{len(made)}")

    def blamed(self, place: int, entry: Entry) -> FaceKey | None:
        """The one face that a miss is said of; None for a question that is about no card.

        An ordering is drawn from several faces, and which of them was not known cannot be seen. It is the one that it
        was said of before, else the first that is due, else the first.
        """
        keys = entry.question.origin.faces
        if len(keys) < 2:
            return next(iter(keys), None)
        for key in keys:
            made = quizzes.read_logged(self.study.store, self._prefix(place, key))
            if any(one.rating == Rating.AGAIN for one in made):
                return key
        now = self.study.clock.at(entry.at_ms)
        return next((key for key in keys if self.reviews and self._is_due(key, now)), keys[0])

    def give_back(self, place: int, key: FaceKey, rating: Rating = Rating.AGAIN) -> bool:
        """Say one ordinary Again, or another rating, now, of a face; False where nobody knows the face."""
        face = read_face(self.study.store, key)
        if face is not None:
            self._review(face, rating, self.study.clock.moment(), self._back_key(place, key), 0, _BACK)
        return face is not None

    def given_back(self, place: int, key: FaceKey) -> Rating | None:
        """What `give_back` said of a face, though it was taken back since; None where nothing was said."""
        said = quizzes.read_logged(self.study.store, self._back_key(place, key))
        return Rating(said[-1].rating) if said else None

    def _log(self, place: int, entry: Entry, key: FaceKey, wanted: Rating, name: str) -> None:
        now = self.study.clock.at(entry.at_ms)
        face = read_face(self.study.store, key)
        if self.reviews and face is not None and is_due(face, now):
            self._review(face, wanted, now, name, entry.took_ms, place)
            return
        standing = face.standing if face is not None else Standing()
        log = LogEntry(
            name, key.card, key.face, now.at_ms, now.day, wanted, ReviewKind.QUIZ, Step(0, 0), 0, entry.took_ms,
            self.study.machine,
        )  # fmt: skip
        persist(self.study, Record(log, standing, standing), self._session(place))

    def _review(self, face: Face, wanted: Rating, now: Moment, name: str, took_ms: int, place: int) -> None:
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
            self._take_back(back[-1].key, _BACK)

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

    def fate(self, place: int, entry: Entry) -> Fate:
        """What became of a missed question."""
        keys = entry.question.origin.faces
        if not keys:
            return Fate.NONE
        if self.in_anki(entry.question):
            return Fate.ANKI
        made = [one for key in keys for one in quizzes.read_logged(self.study.store, self._prefix(place, key))]
        if any(one.kind != ReviewKind.QUIZ and not one.undone for one in made):
            return Fate.REVIEWED
        if any(quizzes.read_logged(self.study.store, self._back_key(place, key)) for key in keys):
            return Fate.GIVEN
        faces = [read_face(self.study.store, key) for key in keys]
        awake = all(face is not None and face.active and not face.marks.suspended for face in faces)
        return Fate.OPEN if awake else Fate.ASLEEP

    def in_anki(self, question: Question) -> bool:
        """Whether Anki has the schedule of a question's cards."""
        origin = question.origin
        return bool(origin.faces) and self.study.workspace.config.learned_in(origin.section) == "anki"

    def is_review(self, question: Question, now: Moment) -> bool:
        """Whether an answer would be a review: a card of it is due."""
        return self.reviews and any(self._is_due(key, now) for key in question.origin.faces)

    def _is_due(self, key: FaceKey, now: Moment) -> bool:
        face = read_face(self.study.store, key)
        return face is not None and is_due(face, now)

    def _prefix(self, place: int, key: FaceKey) -> str:
        return f"{self.name}-{place}-{key.card}-{key.face}-"

    def _back_key(self, place: int, key: FaceKey) -> str:
        return f"{self.name}-back-{place}-{key.card}-{key.face}"

    def _session(self, place: int) -> str:
        return f"{self.name}-{place}"


def is_due(face: Face, now: Moment) -> bool:
    """Whether a face would be asked now."""
    if not face.active or face.marks.suspended or face.marks.buried_day >= now.day:
        return False
    match face.standing.state:
        case Review(due_day=due_day):
            return due_day <= now.day
        case Learning(due_ms=due_ms) | Relearning(due_ms=due_ms):
            return due_ms <= now.at_ms
        case _:
            return False
