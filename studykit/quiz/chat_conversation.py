"""A quiz as a conversation: what a person says, by the rules of `chat`, and what is replied. No screen, no model.

    conversation = Conversation(sitting, begin=…)
    replies = conversation.question()
    while not conversation.over: replies = conversation.hear(line)

Everything that can be said can be done by id as well (`chat_talk.Talk`), for whom a program speaks.
"""

from collections.abc import Callable

from studykit.quiz.chat import Heard, Intent, heard
from studykit.quiz.chat_reading import is_plainly_given
from studykit.quiz.chat_replies import Reply, said
from studykit.quiz.chat_talk import Quiz, Talk
from studykit.quiz.judging import POINTS, Given
from studykit.quiz.question import Free
from studykit.quiz.session import Asking

_ASKED = frozenset({Intent.UNKNOWN, Intent.WHY, Intent.HINT, Intent.NEXT, Intent.SKIP, Intent.REPEAT, Intent.ABOUT,
                    Intent.STANDING, Intent.STOP, Intent.FINISH, Intent.HELP, Intent.EMPTY})  # fmt: skip
"""Wishes that make sense while a question is open; all other words are its answer."""
_TOLD = _ASKED - {Intent.UNKNOWN, Intent.HINT} | {Intent.RIGHT, Intent.WRONG, Intent.EASY}
_OFFERED = frozenset({Intent.YES, Intent.NO, Intent.ABOUT, Intent.STOP})


class Conversation(Talk):
    """One conversation. `begin` makes a quiz on a topic; without it there is only this one."""

    def __init__(self, quiz: Quiz, begin: Callable[[str], Quiz] | None = None) -> None:
        super().__init__(quiz, begin)
        self.stopped = False
        """The person has gone; the quiz is kept as it stands."""
        self._declined = False

    @property
    def offering(self) -> bool:
        """Whether it was asked if the misses go back to the schedule."""
        return self.ended and not self._declined and self.quiz.to_give_back() > 0

    @property
    def over(self) -> bool:
        """Whether nothing more is to be said."""
        return self.stopped or (self.ended and not self.offering)

    def hear(self, line: str, took_ms: int = 0) -> tuple[Reply, ...]:
        """What is said to a line."""
        if self.offering:
            return self._offered(line)
        asking = isinstance(self.quiz.session.position, Asking)
        meant = heard(line, may=_ASKED if asking else _TOLD)
        if asking and self._is_answer(line, meant):
            return self.answer("", meant.text if meant.intent is Intent.ANSWER else line.strip(), took_ms)
        match meant.intent:
            case Intent.ANSWER if asking:  # it asks something
                return (said("chat-your-question"),)
            case Intent.STOP:
                self.stopped = True
                return (self.standing(), said("chat-kept"))
            case Intent.FINISH:
                return self.finish()
            case Intent.STANDING:
                return (self.standing(),)
            case Intent.HELP:
                return (said("chat-help"),)
            case Intent.ABOUT:
                return self.begin(meant.text)
            case Intent.REPEAT:
                return self.question()
        return self._while_asking(meant, took_ms) if asking else self._while_told(meant)

    def _is_answer(self, line: str, meant: Heard) -> bool:
        if meant.sure or meant.intent is Intent.EMPTY:
            return meant.intent is Intent.ANSWER
        if meant.intent not in _ASKED | {Intent.ANSWER}:  # a word that is a wish only after the answer
            return True
        entry = self.quiz.session.entry
        return entry is not None and is_plainly_given(line, entry.question)

    def _while_asking(self, meant: Heard, took_ms: int) -> tuple[Reply, ...]:
        match meant.intent:
            case Intent.HINT:
                return self.hint()
            case Intent.UNKNOWN:
                return self._answered(Given(), took_ms)
            case Intent.SKIP | Intent.NEXT:
                return self.skip()
            case Intent.WHY:
                return (said("chat-answer-first"),)
        return (said("chat-say-something"),)

    def _while_told(self, meant: Heard) -> tuple[Reply, ...]:
        points = _points(meant.text) if self._is_free() else None
        if points is not None:
            return self.mark("", points)
        match meant.intent:
            case Intent.EASY if self._is_free():
                return self.mark("", POINTS, easy=True)
            case Intent.WHY:
                return self.explain()
            case Intent.NEXT | Intent.EMPTY | Intent.SKIP | Intent.EASY:
                return self.go_on()
            case Intent.RIGHT | Intent.WRONG:
                return self.change(right=meant.intent is Intent.RIGHT)
        return (said("chat-mark-it" if self.to_mark else "chat-not-understood"),)

    def _offered(self, line: str) -> tuple[Reply, ...]:
        """An answer to the question whether the misses go back to the schedule."""
        meant = heard(line, may=_OFFERED)
        if meant.intent is Intent.ABOUT:
            return self.begin(meant.text)
        self._declined = True
        if meant.intent is Intent.YES:
            return (said("chat-given-back", count=self.give_back()),)
        return (said("chat-not-given-back"),)

    def _is_free(self) -> bool:
        found = self.entry("")
        return found is not None and isinstance(found[1].question.body, Free)


def _points(said: str) -> int | None:
    """The points that a line is; None where it is none. `3`, `3 points`, `3分`."""
    number = said.strip().rstrip("分点 .。").removesuffix("points").removesuffix("point").strip()
    return int(number) if number.isdecimal() and int(number) <= POINTS else None
