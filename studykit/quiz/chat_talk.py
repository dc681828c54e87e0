"""A quiz in turns, without a screen, a model or a language: what is asked for, by id, and what is replied.

    talk.question()                          the open question
    talk.answer(id, text) · hint(id) · explain(id) · mark(id, points) · take_mark(id) · skip(id) · change(id)
    talk.go_on() · standing() · finish() · give_back() · begin(topic)

An empty id is the question that is spoken of. A conversation in words (`chat_conversation`) is made of these turns.
The quiz behind it (`Quiz`) writes each decision before it goes on, so that a conversation that is killed lost nothing.
A program that says the same twice changes nothing the second time: what was answered stays answered.
"""

from collections.abc import Callable
from typing import Protocol

from studykit.errors import UsageError
from studykit.quiz.chat_reading import given_of, shown_lines
from studykit.quiz.chat_replies import Asked, Ended, Hinted, Marked, Read, Reply, Standing, Told, said
from studykit.quiz.decisions import Answered, Overridden, Submitted
from studykit.quiz.decisions import Marked as MarkDecision
from studykit.quiz.hints import Hint, hints_of
from studykit.quiz.judging import Given, answer_text, asked_text, solutions
from studykit.quiz.question import Free
from studykit.quiz.report import Report
from studykit.quiz.session import Entry, OutOfTurn, QuizSession
from studykit.quiz.session import Told as ToldPosition


class Quiz(Protocol):
    """A quiz that writes what is decided: on the disk when these return."""

    session: QuizSession

    @property
    def finished(self) -> bool: ...

    def answer(self, given: Given, took_ms: int) -> Answered: ...

    def hint(self) -> Hint: ...

    def override(self, place: int) -> Overridden: ...

    def mark(self, place: int, points: int, *, easy: bool = False) -> MarkDecision: ...

    def take_mark(self, place: int) -> MarkDecision: ...

    def submit(self) -> Submitted: ...

    def skip(self) -> bool: ...

    def go_on(self) -> None: ...

    def paragraph(self, place: int) -> tuple[str, int | None, str]: ...

    def report(self) -> Report: ...

    def to_give_back(self) -> int: ...

    def give_back(self) -> int: ...


class Talk:
    """One quiz in turns. `begin` makes another on a topic, or raises UsageError; without it there is only this one."""

    def __init__(self, quiz: Quiz, begin: Callable[[str], Quiz] | None = None) -> None:
        self.quiz = quiz
        self.ended = False
        """Whether the report was told."""
        self._begin = begin

    # What can be seen

    @property
    def place(self) -> int | None:
        """The question that is spoken of; behind the last one the first whose answer waits for points; else None."""
        session = self.quiz.session
        return session.place if session.place is not None else next(iter(session.unmarked()), None)

    @property
    def to_mark(self) -> bool:
        """Whether the answer that was told waits for its points."""
        return self.place is not None and self.place in self.quiz.session.unmarked()

    def id_of(self, place: int) -> str:
        """The id of a question in its quiz."""
        entry = self.quiz.session.entries[place]
        return f"{entry.question.id}-again" if entry.again else entry.question.id

    def entry(self, id: str) -> tuple[int, Entry] | None:
        """The question with an id and its place, the one that is spoken of for an empty id."""
        entries = self.quiz.session.entries
        found = self.place if not id else next((n for n in range(len(entries)) if self.id_of(n) == id), None)
        return None if found is None else (found, entries[found])

    # By id

    def question(self) -> tuple[Reply, ...]:
        """The open question; behind an answer the one that was answered; at the end the report."""
        place = self.place
        if place is None:
            return self._end()
        entry = self.quiz.session.entries[place]
        question = entry.question
        count = sum(not one.again for one in self.quiz.session.entries)
        asked = Asked(
            self.id_of(place), question.kind.value, place + 1, count, entry.again, question.origin.section,
            question.instruction, asked_text(question), tuple(shown_lines(question)),
        )  # fmt: skip
        return (asked,) if entry.given is None else (asked, self._told(place))

    def hint(self, id: str = "") -> tuple[Reply, ...]:
        """One more hint to the open question. They are counted."""
        found = self.entry(id)
        if found is None or found[0] != self.place:
            return (said("chat-no-such-question"),)
        place, entry = found
        try:
            hint = self.quiz.hint()
        except OutOfTurn:
            return (said("chat-no-hint"),)
        left = len(hints_of(entry.question)) - self.quiz.session.entries[place].hints
        return (Hinted(self.id_of(place), hint.code, hint.text, hint.count, left),)

    def answer(self, id: str, text: str, took_ms: int = 0) -> tuple[Reply, ...]:
        """Answer the open question in words; an empty text says that one does not know.

        A question that was answered before keeps its answer, and its verdict is told once more.
        """
        found = self.entry(id)
        if found is None:
            return (said("chat-no-such-question"),)
        place, entry = found
        if entry.given is not None:
            return (self._told(place),)
        if place != self.place:
            return (said("chat-not-its-turn"),)
        given = given_of(text, entry.question) if text.strip() else Given()
        if given is None:
            return (said(f"chat-how-{entry.question.kind.value}"),)
        return self._answered(given, took_ms)

    def explain(self, id: str = "") -> tuple[Reply, ...]:
        """Where the answer can be read. Only what was answered is explained: a hint is another thing."""
        found = self.entry(id)
        if found is None:
            return (said("chat-no-such-question"),)
        place, entry = found
        if entry.given is None:
            return (said("chat-answer-first"),)
        path, line, paragraph = self.quiz.paragraph(place)
        origin = entry.question.origin
        return (Read(self.id_of(place), path, line, origin.heading, paragraph or origin.quote, origin.quote),)

    def mark(self, id: str, points: int, *, easy: bool = False) -> tuple[Reply, ...]:
        """Give an answer in one's own words its points, 0 to 4."""
        return self._marked(id, lambda place: self.quiz.mark(place, points, easy=easy), taken=False)

    def take_mark(self, id: str = "") -> tuple[Reply, ...]:
        """Take the model's mark of such an answer."""
        return self._marked(id, self.quiz.take_mark, taken=True)

    def change(self, id: str = "", *, right: bool = True) -> tuple[Reply, ...]:
        """Say that a verdict was the wrong one. What is as one says already stays so."""
        found = self.entry(id)
        if found is None:
            return (said("chat-no-such-question"),)
        place, entry = found
        if entry.verdict is None or entry.verdict.right is None:
            return (said("chat-mark-it"),)
        if isinstance(entry.question.body, Free):
            return (said("chat-mark-it"),)
        if entry.verdict.right is right:
            return (said("chat-is-so"),)
        decision = self.quiz.override(place)
        return (said("chat-changed-name", name=decision.alias) if decision.alias else said("chat-changed"),)

    def go_on(self) -> tuple[Reply, ...]:
        """From a verdict to the next question; behind the last one, the report. A model's mark that stands is taken."""
        taken = self.take_mark() if self.to_mark else ()
        if self.place in self.quiz.session.unmarked():
            return (said("chat-mark-it"),)
        if isinstance(self.quiz.session.position, ToldPosition):
            self.quiz.go_on()
        return (*taken, *self.question())

    def skip(self, id: str = "") -> tuple[Reply, ...]:
        """Leave the open question for later."""
        found = self.entry(id)
        if found is None or found[0] != self.place or found[1].given is not None:
            return (said("chat-no-such-question"),)
        if not self.quiz.skip():
            return (said("chat-last-one"),)
        return (said("chat-skipped"), *self.question())

    def standing(self) -> Standing:
        """How it goes so far."""
        report = self.quiz.report()
        first = [entry for entry in self.quiz.session.entries if not entry.again]
        missed = [(one.asked - one.right, one.name) for one in report.sections if one.asked > one.right]
        weakest = max(missed, key=lambda one: one[0])[1] if missed else ""
        answered = sum(entry.given is not None for entry in first)
        return Standing(report.total.right, answered, len(first), report.hints, weakest)

    def finish(self) -> tuple[Reply, ...]:
        """End it here, with the report."""
        if not self.quiz.finished:
            self.quiz.submit()
        return self._end()

    def give_back(self) -> int:
        """Say one Again now of each miss that may be given back; how many it was. The second time it is none."""
        return self.quiz.give_back()

    def begin(self, topic: str) -> tuple[Reply, ...]:
        """Go on with a quiz on something else; the one that stands is kept. A topic nobody knows changes nothing."""
        if self._begin is None:
            return (said("chat-only-this"),)
        try:
            quiz = self._begin(topic)
        except UsageError as error:
            return (said(error.code, **error.parameters), *(self.question() if not self.quiz.finished else ()))
        kept = () if self.quiz.finished else (said("chat-other-kept"),)
        self.quiz, self.ended = quiz, False
        return (*kept, said("chat-about", topic=topic), *self.question())

    # How it is done

    def _answered(self, given: Given, took_ms: int) -> tuple[Reply, ...]:
        place = self.place
        assert place is not None
        self.quiz.answer(given, took_ms)
        return (self._told(place),)

    def _told(self, place: int) -> Told:
        entry = self.quiz.session.entries[place]
        question, verdict = entry.question, entry.verdict
        assert verdict is not None
        return Told(
            self.id_of(place), "" if entry.given is None else answer_text(question, entry.given), verdict.right,
            verdict.share, verdict.reason, verdict.matched, solutions(question), verdict.met, verdict.missing,
            question.detail, question.origin.place, question.origin.heading,
        )  # fmt: skip

    def _marked(self, id: str, mark: Callable[[int], MarkDecision], *, taken: bool) -> tuple[Reply, ...]:
        found = self.entry(id)
        if found is None:
            return (said("chat-no-such-question"),)
        try:
            decision = mark(found[0])
        except OutOfTurn:
            return (said("chat-mark-it" if taken else "chat-nothing-to-mark"),)
        verdict = self.quiz.session.entries[found[0]].verdict
        right = verdict is not None and verdict.right is True
        return (Marked(self.id_of(found[0]), decision.points, taken, right),)

    def _end(self) -> tuple[Reply, ...]:
        self.ended = True
        return (Ended(self.quiz.report(), self.quiz.to_give_back()),)
