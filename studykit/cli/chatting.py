"""The quiz as a conversation in the terminal: lines in, replies in words; what is talked of is `quiz.chat_talk`'s."""

import time
from collections.abc import Iterable
from dataclasses import replace

from studykit.cli import output
from studykit.cli.language import text
from studykit.cli.quiz_aloud import SOLUTIONS, Aloud
from studykit.cli.quiz_ending import read_answer
from studykit.cli.quiz_report import tell_before, tell_report
from studykit.cli.quiz_tutor import Say, explained
from studykit.flows.quiz.sitting import QuizSitting
from studykit.quiz.chat_conversation import Conversation
from studykit.quiz.chat_replies import Asked, Ended, Hinted, Marked, Read, Reply, Said, Standing, Told


class Chat(Aloud):
    """One conversation, read from standard input."""

    def __init__(self, sitting: QuizSitting, say: Say = output.data) -> None:
        super().__init__(sitting, say)
        self.talk = Conversation(sitting, self._begin)

    def run(self) -> bool:
        """Talk until nothing more is to be said; False where the person went before the end, or the input ended."""
        self.agree_first()
        self._tell(self.talk.question())
        while not self.talk.over:
            line = read_answer(text("chat-you"))
            if line is None:
                self.say(text("chat-kept"))
                return False
            self._tell(self.talk.hear(line, self.took_ms()))
        return not self.talk.stopped

    def _begin(self, topic: str) -> QuizSitting:
        """A quiz on something else, of the same kind."""
        self.sitting = QuizSitting(
            self.sitting.study, replace(self.sitting.wanted, deck=topic, seed=None, weak=False, new=False)
        )
        return self.sitting

    # What is replied

    def _tell(self, replies: Iterable[Reply]) -> None:
        for reply in replies:
            match reply:
                case Asked():
                    self._ask(reply)
                case Told():
                    self._told(reply)
                case Hinted():
                    self.lines(text(reply.code, text=reply.text, count=reply.count))
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
        self.lines(text(asked.instruction, asks=asked.asks))
        for line in asked.lines:
            self.lines(line)
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
            for solution in told.solutions[:SOLUTIONS]:
                self.lines(solution)
        if told.detail:
            self.lines(told.detail)
        self.say(text("chat-next-or-why"))

    def _compare(self, told: Told) -> None:
        """An answer in one's own words: the reference, what of it was found, and a model's mark where there is one."""
        self.say(text("chat-compare"))
        self.lines(told.solutions[0])
        found = self.talk.entry(told.id)
        assert found is not None
        assessment = self.assessed(found[0])
        if assessment is not None:
            self.say(text("quiz-model-take-chat", points=assessment.points))
            return
        listed = [text("list-comma").join(terms) or "–" for terms in (told.met, told.missing)]
        self.say(text("quizzing-terms", met=listed[0], missing=listed[1]))
        self.say(text("chat-mark-it"))

    def _explain(self, read: Read) -> None:
        self.passage(read.path, read.line, read.heading, read.paragraph)
        found = self.talk.entry(read.id)
        if self.tutor is not None and found is not None:
            explained(self.tutor, found[1].question, self.say, self.lines)

    def _standing(self, now: Standing) -> None:
        self.say(text("chat-standing", right=now.right, answered=now.answered, count=now.count, hints=now.hints))
        if now.weakest:
            self.say(text("chat-standing-weakest", section=now.weakest))

    def _end(self, ended: Ended) -> None:
        self.say("")
        tell_report(self.sitting, self.say)
        if ended.to_give_back:
            self.say("")
            self.say(text("chat-offer", count=ended.to_give_back))
