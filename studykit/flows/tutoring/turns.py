"""A quiz for a chat assistant: turns by id, as objects with words; the keys of answers and the schedule stay here.

    tutoring.start(topic) · next(quiz)                  a question, without what is right
    tutoring.hint(id) · answer(id, text) · explain(id)  and skip, mark, correct
    tutoring.report(quiz) · due() · search(query)
    tutoring.propose(quiz) → confirm(id)                ratings reach the schedule when the person has agreed, once

Ids name their quiz, so that a server that was killed, or another one, goes on where an id leads: what was answered is
on the disk. Nothing of private notes goes out (`tutoring.curtain`). All of it is called from one thread.
"""

import time
from collections.abc import Callable
from typing import Any, Final

from studykit.errors import StudykitError, UsageError
from studykit.flows.cards.rows import Shelf
from studykit.flows.decks.taking_in import take_in
from studykit.flows.learning.study import Study
from studykit.flows.quiz.material import questions_of
from studykit.flows.quiz.model import Tutor, tutor_of
from studykit.flows.quiz.sitting import QuizSitting, Wanted
from studykit.flows.review.sitting import decks_of
from studykit.flows.tutoring.cards import due_object, found_object, is_ours
from studykit.flows.tutoring.curtain import Curtain
from studykit.flows.tutoring.ratings import Proposal, quiz_of_proposal
from studykit.flows.tutoring.replies import object_of, sitting_of
from studykit.flows.tutoring.words import Say, said_object
from studykit.quiz.chat_replies import Reply, Told, said
from studykit.quiz.chat_talk import Talk
from studykit.quiz.judging import POINTS
from studykit.quiz.marking import Assessment
from studykit.quiz.question import QuestionKind
from studykit.quiz.session import OutOfTurn
from studykit.store.quizzes import read_quiz

Object = dict[str, Any]
MOST: Final = 50
"""Questions of a quiz, at most."""
_LONGEST_MS: Final = 600_000


class Tutoring:
    """One chat. `say` puts a code into words; `clock` gives seconds, to see how long an answer took."""

    def __init__(self, study: Study, say: Say, clock: Callable[[], float] = time.monotonic) -> None:
        self.study = study
        self.say = say
        self._clock = clock
        self._talks: dict[str, Talk] = {}
        self._current = ""
        self._asked_at: dict[str, float] = {}
        self.curtain = Curtain(study)
        self._shelf = Shelf(study.workspace)
        self._tutors: list[Tutor | None] = []

    # A quiz

    def start(self, topic: str = "", count: int = 10, kinds: tuple[str, ...] = (), *, weak: bool = False) -> Object:
        """Begin a quiz and ask its first question. Answers write no ratings until they are confirmed."""
        return self._done(lambda: self._begin(topic, count, kinds, weak=weak))

    def next(self, quiz: str = "") -> Object:
        """The open question, or from a verdict to the next one; behind the last one the report."""
        name = quiz or self._current
        return self._done(lambda: self._asked(self._talk(name))) if name else self.start()

    def hint(self, id: str) -> Object:
        """One more hint to the open question."""
        return self._turn(id, lambda talk, inner: talk.hint(inner))

    def answer(self, id: str, text: str) -> Object:
        """Answer a question in the person's words; an empty text says that they do not know. Twice is once."""

        def turn(talk: Talk, inner: str) -> tuple[Reply, ...]:
            took = self._clock() - self._asked_at.get(id, self._clock())
            replies = talk.answer(inner, text, min(round(1000 * took), _LONGEST_MS))
            for reply in replies:
                if isinstance(reply, Told) and reply.right is None:
                    self._assess(talk, reply)
            return replies

        return self._turn(id, turn)

    def skip(self, id: str) -> Object:
        """Leave the open question for later."""
        made = self._turn(id, lambda talk, inner: talk.skip(inner)[:1])
        return self.next(made["quiz"]) if made.get("code") == "chat-skipped" else made

    def explain(self, id: str) -> Object:
        """Where an answered question can be read, with the paragraph."""
        return self._turn(id, lambda talk, inner: talk.explain(inner))

    def mark(self, id: str, points: int) -> Object:
        """Give an answer in the person's own words 0 to 4 points."""
        if not 0 <= points <= POINTS:
            return said_object(said("chat-mark-it"), self.say)
        return self._turn(id, lambda talk, inner: talk.mark(inner, points))

    def correct(self, id: str, *, right: bool) -> Object:
        """Say that a verdict was the wrong one, on the person's word."""
        return self._turn(id, lambda talk, inner: talk.change(inner, right=right))

    def report(self, quiz: str = "", *, finish: bool = False) -> Object:
        """How it goes; what it came to where it has ended, or where it is to end here."""

        def made() -> Object:
            talk = self._talk(quiz or self._current)
            replies: tuple[Reply, ...] = talk.finish() if finish or talk.quiz.finished else (talk.standing(),)
            return self._told(talk, replies)

        return self._done(made)

    # The cards

    def due(self) -> Object:
        """What today asks, deck by deck, and the quizzes of chats that were broken off."""

        def made() -> Object:
            self._take_in()
            return due_object(self.study, self.curtain)

        return self._done(made)

    def search(self, query: str, limit: int = 10) -> Object:
        """Cards by the language of `cards list`: their questions. Those of notes that are being asked are held back."""
        return self._done(lambda: found_object(self._shelf, query, limit, self.curtain, self._being_asked()))

    # The schedule

    def propose(self, quiz: str = "") -> Object:
        """The ratings that a quiz would write, with the id under which they are confirmed. Nothing is written."""
        return self._done(lambda: self._proposal(quiz or self._current).as_object())

    def to_ask(self, id: str) -> str:
        """What the person is asked before a proposal is written; empty where there is nothing to ask about it."""
        self._look_again()
        try:
            found = self._proposal(quiz_of_proposal(id))
        except StudykitError:
            return ""
        return found.question if found.id == id and found.left else ""

    def confirm(self, id: str) -> Object:
        """Write the ratings of a proposal. The same id again writes nothing more, one that is out of date nothing."""

        def made() -> Object:
            found = self._proposal(quiz_of_proposal(id))
            if found.id != id:
                return {"kind": "stale", "text": self.say("mcp-stale"), "proposal": found.as_object()}
            return found.written_object()

        return self._done(made)

    # How it is done

    def _done(self, make: Callable[[], Object]) -> Object:
        """What is replied, an error in words; everything behind the curtain once more."""
        self._look_again()
        try:
            made = make()
        except StudykitError as error:
            made = self._failed(error)
        return dict(self.curtain.cleared(made))

    def _failed(self, error: StudykitError) -> Object:
        parameters = dict(error.parameters)
        if "known" in parameters:
            names = [name for name in decks_of(self.study) if not self.curtain.holds_deck(name)]
            parameters["known"] = ", ".join(names) or "-"
        return {"kind": "error", "code": error.code, "text": self.say(error.code, **parameters)}

    def _turn(self, id: str, turn: Callable[[Talk, str], tuple[Reply, ...]]) -> Object:
        """A turn about a question; once more where another process has gone on with the quiz meanwhile."""
        name, _, inner = id.partition(".")

        def made() -> Object:
            for again in (False, True):
                talk = self._talk(name)
                found = talk.entry(inner) if inner else None
                if found is None or not self.curtain.may_ask(found[1].question):
                    return said_object(said("chat-no-such-question"), self.say)
                try:
                    return self._told(talk, turn(talk, inner))
                except UsageError as error:
                    if error.code != "quiz-elsewhere" or again:
                        raise
                    del self._talks[name]
                except OutOfTurn:
                    return said_object(said("chat-not-its-turn"), self.say)
            raise AssertionError

        return self._done(made)

    def _begin(self, topic: str, count: int, kinds: tuple[str, ...], *, weak: bool) -> Object:
        self._take_in()
        asked = tuple(QuestionKind(kind) for kind in kinds)
        seed = self.study.clock.now_ms() % 1_000_000
        wanted = Wanted(topic.strip(), max(1, min(count, MOST)), asked, weak=weak, reviews=False, seed=seed)
        questions = questions_of(self.study, wanted, self.curtain.sieve)
        sitting = QuizSitting(self.study, wanted, questions=questions)
        self._talks[sitting.name] = talk = Talk(sitting)
        return self._asked(talk)

    def _asked(self, talk: Talk) -> Object:
        """On to the next question that may go out; the end where none of those that are open may."""
        replies = talk.go_on()
        for _ in talk.quiz.session.entries:
            found = talk.entry("")
            if found is None or self.curtain.may_ask(found[1].question):
                return self._told(talk, replies)
            if found[1].given is not None or not talk.quiz.skip():
                break
            replies = talk.question()
        return self._told(talk, talk.finish())

    def _told(self, talk: Talk, replies: tuple[Reply, ...]) -> Object:
        """Replies as one object: the last one, what was said before it beside it."""
        self._current = sitting_of(talk).name
        found = [object_of(reply, talk, self.say, self.curtain) for reply in replies]
        for one in found:
            if one["kind"] == "question":
                self._asked_at.setdefault(one["id"], self._clock())
        made = found[-1] | {"quiz": self._current}
        return made | {"before": found[:-1]} if len(found) > 1 else made

    def _assess(self, talk: Talk, told: Told) -> None:
        """Have the model mark an answer, where one is set up and its host was agreed to; else the person marks."""
        found, sitting = talk.entry(told.id), sitting_of(talk)
        assert found is not None
        place, entry = found
        tutor = self._tutor()
        if tutor is None or entry.given is None or entry.given.empty or sitting.marks.of(place).assessment is not None:
            return
        assessment = tutor.mark(entry.question, entry.given.text)
        if isinstance(assessment, Assessment):
            sitting.assess(place, assessment)

    def _tutor(self) -> Tutor | None:
        if not self._tutors:
            try:
                self._tutors.append(tutor_of(self.study))
            except StudykitError:  # one that cannot be used is as none: the answer is kept, and the person marks it
                self._tutors.append(None)
        return self._tutors[0]

    def _talk(self, name: str) -> Talk:
        """A quiz of a chat by its name, resumed where it is not open here. UsageError where there is none."""
        if name not in self._talks:
            kept = read_quiz(self.study.store, name)
            if kept is None or not is_ours(kept):
                raise UsageError("mcp-no-quiz")
            open_again = QuizSitting.resume(self.study, name) if not kept.ended_ms else None
            self._talks[name] = Talk(open_again or QuizSitting(self.study, Wanted.read(kept.wanted), kept))
        return self._talks[name]

    def _proposal(self, quiz: str) -> Proposal:
        return Proposal(sitting_of(self._talk(quiz)), self.say, self.curtain)

    def _being_asked(self) -> set[str]:
        """The cards and notes of questions that are open in a quiz of this chat."""
        origins = [
            entry.question.origin for talk in self._talks.values() for entry in talk.quiz.session.entries
            if not talk.quiz.finished and entry.given is None
        ]  # fmt: skip
        return {key.card for origin in origins for key in origin.faces} | {origin.note for origin in origins}

    def _take_in(self) -> None:
        self.study.taken_in = take_in(self.study.workspace, self.study.store)

    def _look_again(self) -> None:
        """See what is private now."""
        if not self.curtain.still_true():
            self.curtain = Curtain(self.study)
