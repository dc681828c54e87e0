"""What a line typed into the plain quiz means: a key, or an answer to a question of its kind.

Full-width letters and digits are those of the keyboard, so that no Chinese input method has to be left. Where a letter
is an answer and a key too (`f` to a true or false question) it is the answer; `:f` is always the key.
"""

import unicodedata
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from studykit.quiz.judging import Given
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written

KEYS: Final = frozenset("hfovqsnp?")
UNKNOWN: Final = "-"
_TRUE: Final = frozenset({"t", "true", "y", "yes", "对", "是", "正确", "√", "✓"})
_FALSE: Final = frozenset({"f", "false", "no", "错", "否", "错误", "×", "✗", "x"})


@dataclass(frozen=True, slots=True)
class Said:
    """A line: a key with a number, or an answer; neither where it was not understood."""

    key: str = ""
    number: int = 0
    given: Given | None = None


def read_line(line: str, question: Question, *, exam: bool) -> Said:
    """What a line says to a question that is asked."""
    plain = unicodedata.normalize("NFKC", line).strip()
    folded = plain.casefold()
    typing = isinstance(question.body, Written | Free)
    if not plain:
        return Said("")
    if plain == UNKNOWN:
        return Said(given=Given())
    if typing and plain.startswith("=") and len(plain) == 2:
        return Said(given=Given(plain[1]))
    if len(folded) == 2 and folded[0] == ":" and folded[1] in KEYS:
        return Said(folded[1])
    given = None if typing else _picked(folded, question)
    if given is not None:
        return Said(given=given)
    name, _, number = folded.partition(" ")
    if exam and name == "g" and number.strip().isdecimal():
        return Said("g", int(number))
    if exam and not typing and folded.isdecimal():
        return Said("g", int(folded))
    if folded in KEYS:
        return Said(folded)
    return Said(given=Given(line.strip())) if typing else Said("!")


def _picked(folded: str, question: Question) -> Given | None:
    """The places that letters name; None where they are not an answer to this question."""
    body = question.body
    if isinstance(body, TrueFalse):
        return Given(picked=(1,)) if folded in _TRUE else Given(picked=(0,)) if folded in _FALSE else None
    letters = [ascii_lowercase.find(letter) for letter in folded if letter.isalnum() and not letter.isdecimal()]
    if any(place < 0 for place in letters) or not letters or len(set(letters)) < len(letters):
        return None
    match body:
        case OneOf(options):
            fits = len(letters) == 1 and letters[0] < len(options)
        case SeveralOf(options):
            fits = max(letters) < len(options)
            letters.sort()
        case Matching(terms, glosses, _):
            fits = len(letters) == len(terms) and max(letters) < len(glosses)
        case Ordering(steps, _):
            fits = sorted(letters) == list(range(len(steps)))
        case _:
            fits = False
    return Given(picked=tuple(letters)) if fits else None


def shown_lines(question: Question) -> list[str]:
    """What is shown under a question, one Markdown text a line: options, terms and glosses, steps."""
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return _lettered([option.text for option in options])
        case Matching(terms, glosses, _):
            return [*(f"{number}. {term}" for number, term in enumerate(terms, 1)), "", *_lettered(glosses)]
        case Ordering(steps, _):
            return _lettered(steps)
        case _:
            return []


def _lettered(texts: "tuple[str, ...] | list[str]") -> list[str]:
    return [f"{ascii_lowercase[place].upper()}. {text}" for place, text in enumerate(texts)]
