"""What a line typed into the plain quiz means: a key, or an answer to a question of its kind.

Full-width letters and digits are those of the keyboard, so that no Chinese input method has to be left. Where a letter
is an answer and a key too (`f` to a true or false question) it is the answer; `:f` is always the key.
"""

import unicodedata
from dataclasses import dataclass
from typing import Final

from studykit.quiz.chat_reading import picked_of, shown_lines
from studykit.quiz.judging import Given
from studykit.quiz.question import Free, Question, Written

__all__ = ["KEYS", "UNKNOWN", "Said", "read_line", "shown_lines"]

KEYS: Final = frozenset("hfovqsnp?")
UNKNOWN: Final = "-"


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
    given = None if typing else picked_of(folded, question)
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
