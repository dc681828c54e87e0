"""The quiz as a conversation in the terminal: lines in, replies in words; the conversation itself is `quiz.chat_talk`.

A model, where one is configured, marks answers in one's own words and explains; everything else is by rules.
"""

import shutil
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from studykit.cli import output
from studykit.cli.language import text
from studykit.cli.quiz_report import tell_before, tell_report
from studykit.cli.quiz_tutor import Say, explained, find_tutor, marked, tell_assessment
from studykit.flows.quiz import QuizSitting
from studykit.markup.screen import Labels, line_text, screen_lines
from studykit.quiz.chat_conversation import Conversation
from studykit.quiz.chat_replies import Asked, Ended, Hinted, Marked, Read, Reply, Said, Standing, Told
from studykit.quiz.question import Free

if TYPE_CHECKING:
    from studykit.flows.quiz_model import Tutor

_WIDEST = 100
_LONGEST_MS = 600_000
_SHOWN = 8
"""Solutions that are told."""


class Chat:
    """One conversation, read from standard input."""

    def __init__(self, sitting: QuizSitting, say: Say = output.data) -> None:
        self.say = say
        self.study = sitting.study
        self.talk = Conversation(sitting, self._begin)
        self.sitting = sitting
        self.columns = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
        self.labels = Labels(text("image"), text("sound"))
        self.shown_at = time.monotonic()
        self._tutors: list[Tutor | None] = []

    @property
    def tutor(self) -> "Tutor | None":
        """The model; looked for, and agreed to, when it is needed first."""
        self._find_tutor()
        return self._tutors[0]

    def _find_tutor(self) -> None:
        if not self._tutors:
            self._tutors.append(find_tutor(self.study))

    def run(self) -> bool:
        """Talk until nothing more is to be said; False where the person went before the end, or the input ended."""
        if any(isinstance(entry.question.body, Free) for entry in self.sitting.session.entries):
            self._find_tutor()  # agreed to before the first question, not behind an answer
        self._tell(self.talk.question())
        while not self.talk.over:
            line = self._read()
            if line is None:
                self.say(text("chat-kept"))
                return False
            took = min(round((time.monotonic() - self.shown_at) * 1000), _LONGEST_MS)
            self._tell(self.talk.hear(line, took))
        return not self.talk.stopped

    def _begin(self, topic: str) -> QuizSitting:
        """A quiz on something else, of the same kind."""
        self.sitting = QuizSitting(
            self.study, replace(self.sitting.wanted, deck=topic, seed=None, weak=False, new=False)
        )
        return self.sitting

    def _read(self) -> str | None:
        if output.is_terminal():
            click.echo(f"{text('chat-you')} > ", nl=False, err=True)
        line = sys.stdin.readline()
        return line.rstrip("\n") if line else None

    # What is replied

    def _tell(self, replies: Iterable[Reply]) -> None:
        for reply in replies:
            match reply:
                case Asked():
                    self._ask(reply)
                case Told():
                    self._told(reply)
                case Hinted():
                    self._lines(text(reply.code, text=reply.text, count=reply.count))
                case Read():
                    self._explain(reply)
                case Marked(points=points):
                    self.say(text("chat-marked", points=points))
                case Standing():
                    self._standing(reply)
                case Ended():
                    self._end(reply)
                case Said(code, parameters):
                    self.say(output.problem_text(code, dict(parameters)))
                    if code == "chat-about":
                        tell_before(self.sitting, self.say)

    def _ask(self, asked: Asked) -> None:
        self.say("")
        if asked.again:
            self.say(text("chat-again"))
        kind = text(f"quiz-kind-{asked.form}")
        head = f"{kind} · {asked.section}"
        self.say(head if asked.again else text("quizzing-head", place=asked.number, count=asked.count, head=head))
        self._lines(text(asked.instruction, asks=asked.asks))
        for line in asked.lines:
            self._lines(line)
        self.shown_at = time.monotonic()

    def _told(self, told: Told) -> None:
        if told.right is None:
            self._compare(told)
            return
        words = text(told.reason, matched=told.matched)
        if told.right is False and 0 < told.share < 1 and told.reason == "grade-chosen":
            self.say(text("chat-told-part", percent=round(100 * told.share)))
        else:
            self.say(text("chat-told-right" if told.right else "chat-told-wrong", reason=words))
        if not told.right:
            self.say(text("chat-so"))
            for solution in told.solutions[:_SHOWN]:
                self._lines(solution)
        if told.detail:
            self._lines(told.detail)
        self.say(text("chat-next-or-why"))

    def _compare(self, told: Told) -> None:
        """An answer in one's own words: the reference, what of it was found, and a model's mark where there is one."""
        self.say(text("chat-compare"))
        self._lines(told.solutions[0])
        found = self.talk.entry(told.id)
        assert found is not None
        place, entry = found
        assessment = self.sitting.marks.of(place).assessment
        if assessment is not None:
            tell_assessment(assessment, self.say)
        elif self.tutor is not None and entry.given is not None:
            assessment = marked(self.tutor, entry.question, entry.given.text, self.say)
            if assessment is not None:
                self.sitting.assess(place, assessment)
        if assessment is not None:
            self.say(text("quiz-model-take-chat", points=assessment.points))
            return
        listed = [", ".join(terms) or "–" for terms in (told.met, told.missing)]
        self.say(text("quizzing-terms", met=listed[0], missing=listed[1]))
        self.say(text("chat-mark-it"))

    def _explain(self, read: Read) -> None:
        where = f"{read.path}:{read.line}" if read.line else read.path
        self.say(f"{text('quizzing-from')}: {where}{f' # {read.heading}' if read.heading else ''}")
        self._lines(read.paragraph, "│ ")
        found = self.talk.entry(read.id)
        if self.tutor is not None and found is not None:
            explained(self.tutor, found[1].question, self.say, self._lines)

    def _standing(self, now: Standing) -> None:
        self.say(
            text("chat-standing", right=now.right, answered=now.answered, count=now.count, hints=now.hints)
        )  # fmt: skip
        if now.weakest:
            self.say(text("chat-standing-weakest", section=now.weakest))

    def _end(self, ended: Ended) -> None:
        self.say("")
        tell_report(self.sitting, self.say)
        if ended.to_give_back:
            self.say("")
            self.say(text("chat-offer", count=ended.to_give_back))

    def _lines(self, source: str, before: str = "  ") -> None:
        for line in screen_lines(source, self.columns - 4, "", self.labels):
            self.say(f"{before}{line_text(line)}".rstrip())
