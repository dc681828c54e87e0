"""How a plain quiz ends: answers in one's own words marked, the report told, and what was missed given back."""

import sys
import unicodedata
from collections.abc import Callable
from typing import Protocol

import click

from studykit.cli import output
from studykit.cli.language import text
from studykit.cli.quiz_report import tell_report
from studykit.flows.quiz.sitting import Fate, QuizSitting
from studykit.markup.plain import to_plain
from studykit.quiz.judging import answer_text, asked_text
from studykit.quiz.question import Question
from studykit.quiz.session import Entry

Say = Callable[[str], None]
_YES = ("y", "yes", "是", "好")


class Showing(Protocol):
    """What of a plain quiz is needed to mark an answer."""

    sitting: QuizSitting
    say: Say

    def lines(self, source: str, before: str = "  ") -> None: ...

    def tell(self, place: int) -> None: ...

    def prompt_to_mark(self, place: int) -> str: ...

    def mark(self, place: int, said: str) -> bool: ...


def end(quiz: Showing) -> None:
    """Mark what is left to mark, tell the report, offer to give misses back."""
    _mark_all(quiz)
    quiz.say("")
    tell_report(quiz.sitting, quiz.say)
    _offer(quiz)


def read_answer(prompt: str, always: Say | None = None) -> str | None:
    """A line of the input; None at its end. The prompt goes to a person only, unless it has to be `always` seen."""
    if output.is_terminal():
        click.echo(f"{prompt} > ", nl=False, err=True)
    elif always is not None:
        always(prompt)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


def folded(line: str | None) -> str:
    """What was typed, whatever width and case it was typed in."""
    return unicodedata.normalize("NFKC", line or "").strip().casefold()


def _mark_all(quiz: Showing) -> None:
    """Have the person mark the free answers of an exam. What they leave is told in the report as not marked."""
    session = quiz.sitting.session
    while session.unmarked():
        place = session.unmarked()[0]
        entry = session.entries[place]
        quiz.say("")
        quiz.lines(text(entry.question.instruction, asks=asked_text(entry.question)))
        quiz.say(f"{text('quiz-given')}: {_given(entry)}")
        quiz.tell(place)
        line = read_answer(quiz.prompt_to_mark(place))
        if line is None or folded(line) == "q":
            return
        quiz.mark(place, folded(line))


def _offer(quiz: Showing) -> None:
    """Ask whether what was missed and is not due goes back to the schedule."""
    misses = [miss for miss in quiz.sitting.misses() if miss.fate is Fate.OPEN]
    if not misses:
        return
    quiz.say("")
    for miss in misses:
        quiz.lines(f"- {_short(miss.entry.question)}")
    line = read_answer(text("quizzing-give-back", count=len(misses)), always=quiz.say)
    if folded(line) in _YES:
        quiz.say(text("quizzing-given", count=quiz.sitting.give_back(misses)))
    else:
        quiz.say(text("quizzing-not-given"))


def _given(entry: Entry) -> str:
    return "" if entry.given is None else answer_text(entry.question, entry.given)


def _short(question: Question) -> str:
    return " ".join(to_plain(asked_text(question)).split())[:120]
