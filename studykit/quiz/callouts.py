"""A quiz as Markdown callouts: readable in Obsidian, the answers folded away, and read by quiz plugins.

    > [!question] Which one is it?
    > a) one
    > b) two
    >> [!success]- Answer
    >> b) two

Options are `a)`, `b)` …; of a matching the terms count from `a` and the glosses from `n`. Texts are the notes' own
Markdown, each on one line; what would begin a callout or a heading in them is escaped.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from string import ascii_lowercase
from typing import Final

from studykit.model.card import Option
from studykit.quiz.judging import asked_text
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written
from studykit.text.safe import safe_line

_SECOND_GROUP: Final = 13
_OPENS: Final = re.compile(r"^(?=[>#+\-*=_~<]|\[!|```)|(?<=^[0-9a-z])(?=[.)])|(?<=^[0-9]{2})(?=[.)])")
"""Where what begins a block, a callout or an option gets a backslash: before its first sign, in `1.` before the dot."""


def to_callouts(questions: Iterable[Question], prompt: Callable[[Question], str] = asked_text) -> str:
    """The questions in their order. `prompt` gives what is asked with its instruction."""
    return "\n".join("\n".join(_question(question, prompt(question))) + "\n" for question in questions)


def callout_text(text: str) -> str:
    """A text on one line that begins nothing of Markdown's own."""
    return _OPENS.sub(r"\\", safe_line(text.replace("\n", " ")))


def _question(question: Question, asks: str) -> list[str]:
    head = [f"> [!question] {safe_line(asks)}"]
    match question.body:
        case OneOf(options) | SeveralOf(options):
            lines = _lettered([option.text for option in options])
            return [*head, *(f"> {line}" for line in lines), *_answers(_chosen(options, lines))]
        case TrueFalse(holds=holds):
            return [*head, *_answers(["True" if holds else "False"])]
        case Written(expected=expected):
            return [*head, *_answers([callout_text(text) for text in (expected.answer, *expected.aliases)])]
        case Matching(terms, glosses, key):
            pairs = [f"{_letter(n)}) -> {_letter(place + _SECOND_GROUP)})" for n, place in enumerate(key)]
            return [*head, *_groups(terms, glosses), *_answers(pairs)]
        case Ordering(steps, key):
            lines = _lettered(steps)
            return [*head, *(f"> {line}" for line in lines), *_answers([lines[place] for place in key])]
        case Free(reference=reference):
            return [*head, *_answers([callout_text(reference)])]


def _groups(terms: Sequence[str], glosses: Sequence[str]) -> list[str]:
    first = [f">> {line}" for line in _lettered(terms)]
    second = [f">> {line}" for line in _lettered(glosses, _SECOND_GROUP)]
    return [">> [!example] Group A", *first, ">", ">> [!example] Group B", *second, ">"]


def _answers(lines: Sequence[str]) -> list[str]:
    return [">> [!success]- Answer", *(f">> {line}" for line in lines)]


def _chosen(options: Sequence[Option], lines: Sequence[str]) -> list[str]:
    return [line for option, line in zip(options, lines, strict=True) if option.right]


def _lettered(texts: Sequence[str], start: int = 0) -> list[str]:
    return [f"{_letter(number)}) {safe_line(text)}" for number, text in enumerate(texts, start)]


def _letter(number: int) -> str:
    return ascii_lowercase[number % 26]
