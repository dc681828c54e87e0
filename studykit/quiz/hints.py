"""Hints, from the least to the most: a person asks for one at a time before answering, and they are counted.

Help that gives the answer away is no help to learning: the quote comes last, with the answer masked.
"""

import re
from dataclasses import dataclass
from typing import Final

from studykit.distractors import shuffled
from studykit.markup.plain import to_plain
from studykit.quiz.grading import form_of
from studykit.quiz.judging import asked_text, solutions
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, Written
from studykit.text.normal import normal

MASK: Final = "▁▁▁"


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint: the code of a message with its parameters."""

    code: str
    text: str = ""
    """What the message shows."""
    count: int = 0
    eliminated: int | None = None
    """The place of an option that is wrong."""


def hints_of(question: Question) -> tuple[Hint, ...]:
    """All hints of a question in the order in which they are given; the flow shows one at a time."""
    found: list[Hint] = []
    match question.body:
        case Written(expected=expected, hint=hint):
            if hint:
                found.append(Hint("hint-own", hint))
            answer = to_plain(expected.answer)
            if form_of(expected.answer) in ("text", "list", "code") and len(answer) > 1:
                found.append(Hint("hint-first", answer[0], len(answer)))
            else:
                found.append(Hint("hint-length", "", len(answer)))
        case OneOf(options) | SeveralOf(options):
            wrong = [option.text for option in options if not option.right]
            if len(wrong) > 1:
                first = shuffled(wrong, question.id)[0]
                place = next(number for number, option in enumerate(options) if option.text == first)
                found.append(Hint("hint-not-this", first, eliminated=place))
        case Matching(terms, glosses, key):
            found.append(Hint("hint-pair", f"{terms[0]} — {glosses[key[0]]}"))
        case Ordering(steps, key):
            found.append(Hint("hint-step", steps[key[0]]))
        case Free(terms=terms):
            if terms:
                found.append(Hint("hint-terms", "", len(terms)))
        case _:
            pass
    heading = _heading(question)
    if heading:
        found.append(Hint("hint-heading", heading))
    quote = masked_quote(question)
    if quote:
        found.append(Hint("hint-quote", quote))
    return tuple(found)


def _heading(question: Question) -> str:
    """Where to look: the heading, else the section; empty where that is asked, or is the answer."""
    origin = question.origin
    text = origin.heading or origin.section.rpartition("::")[2]
    plain, asks = normal(text), normal(asked_text(question))
    answers = [normal(answer) for answer in solutions(question)]
    if not plain or plain in asks or any(answer and (answer in plain or plain in answer) for answer in answers):
        return ""
    return text


def masked_quote(question: Question) -> str:
    """The quote with every name of the answer masked; empty where nothing would be left, or nothing was masked."""
    if isinstance(question.body, Matching | Ordering | Free | SeveralOf):
        return ""
    quote = to_plain(question.origin.quote)
    answers = sorted({to_plain(text).strip("$ ") for text in solutions(question)}, key=len, reverse=True)
    hidden = quote
    for answer in answers:
        if answer:
            hidden = re.sub(re.escape(answer), MASK, hidden, flags=re.IGNORECASE)
    rest = re.sub(r"[\W_]+", "", hidden.replace(MASK, ""))
    return hidden if hidden != quote and len(rest) >= 2 else ""
