"""A quiz as GIFT, the text format that Moodle imports.

Format: https://docs.moodle.org/en/GIFT_format. A question is `::title::[markdown]text{answers}`; questions are parted
by a blank line, so that no text may hold one: line ends are written `\\n`. The characters `~ = # { } :` and the
backslash get a backslash before them. What GIFT has no kind for: an ordering becomes a matching of places and steps.
Formulas stay as they are written, between dollars. In a short answer a bare `*` would stand for anything, and a text
that begins like `[html]` would lose that: the one gets Moodle's backslash, the other its own format before it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from studykit.quiz.grading import form_of
from studykit.quiz.judging import asked_text
from studykit.quiz.numerals import quantity
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written
from studykit.quiz.spelling import narrowed
from studykit.text.safe import safe_text

_ESCAPED: Final = re.compile(r"([\\~=#{}:])")
_WEIGHT: Final = re.compile(r"%-?\d")
_FORMAT: Final = re.compile(r"\[(?:html|markdown|moodle|plain)\]")


def to_gift(questions: Iterable[Question], prompt: Callable[[Question], str] = asked_text) -> str:
    """The questions in their order. `prompt` gives what is asked with its instruction."""
    return "".join(f"{_question(question, prompt(question))}\n\n" for question in questions)


def gift_text(text: str) -> str:
    """A text in which nothing is GIFT's own."""
    escaped = _escaped(text)
    return f"[markdown]{escaped}" if _FORMAT.match(escaped) else escaped


def _escaped(text: str) -> str:
    text = safe_text(text).strip().replace("->", "→")
    return _ESCAPED.sub(r"\\\1", text).replace("\n", "\\n")


def _question(question: Question, asks: str) -> str:
    lines = [f"::{question.id}::[markdown]{_escaped(asks)}{{"]
    match question.body:
        case OneOf(options):
            lines += [_weighed("=" if option.right else "~", gift_text(option.text)) for option in options]
        case SeveralOf(options):
            right = sum(option.right for option in options)
            share = {True: _percent(100 / right), False: "-100"}
            lines += [f"\t~%{share[option.right]}%{gift_text(option.text)}" for option in options]
        case TrueFalse(holds=holds, term=term, truth=truth):
            lines.append(f"\t{'TRUE' if holds else 'FALSE'}#{gift_text(f'{term} — {truth}')}")
        case Written(expected=expected):
            number = quantity(narrowed(expected.answer)) if form_of(expected.answer) == "number" else None
            if number is not None and not number.unit and not expected.aliases:
                lines.append(f"\t#{float(number.value):.12g}:0")
            else:
                lines += [
                    _weighed("=", _escaped(text.replace("*", r"\*"))) for text in (expected.answer, *expected.aliases)
                ]
        case Matching(terms, glosses, key):
            pairs = zip(terms, key, strict=True)
            lines += [f"\t={gift_text(term)} -> {_escaped(glosses[place])}" for term, place in pairs]
        case Ordering(steps, key):
            lines += [f"\t={number} -> {_escaped(steps[place])}" for number, place in enumerate(key, 1)]
        case Free(reference=reference):
            lines.append(f"\t####{gift_text(reference)}")
    return "\n".join([*lines, "}"])


def _weighed(sign: str, text: str) -> str:
    """An answer; one that begins like a weight gets its own weight before it."""
    weight = "" if not _WEIGHT.match(text) else "%100%" if sign == "=" else "%0%"
    return f"\t{sign}{weight}{text}"


def _percent(share: float) -> str:
    """A weight as Moodle lists them: 50, 33.33333."""
    return f"{share:.5f}".rstrip("0").rstrip(".")
