"""Why an answer is so, as a model explains it from the note alone: each sentence with the passage it rests on.

A sentence is shown only where its passage stands in the note and where it brings no number and no address that the
note does not have. What falls is counted, and that is told: nobody takes a made-up source for one of their notes.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from studykit.llm.request import Shape
from studykit.quiz.judging import solutions
from studykit.quiz.question import Matching, Question, SeveralOf, TrueFalse
from studykit.text.safe import safe_line, safe_text

MOST: Final = 8
"""Sentences of one explanation."""
AROUND: Final = 3000
"""Characters of the note that are sent on either side of the quote."""
_LONGEST: Final = 600
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{0,20}://\S{1,300}|\bwww\.\S{1,300}")
_TEXT: Final = {"type": "string"}

EXPLANATION: Final = Shape(
    "explanation",
    {
        "type": "object",
        "properties": {
            "sentences": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"text": _TEXT, "quote": _TEXT},
                    "required": ["text", "quote"],
                    "additionalProperties": False,
                },
            },
        },
        "required": ["sentences"],
        "additionalProperties": False,
    },
)
"""What a model answers: sentences, each with the passage of the note from which it follows."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an explanation, with the passage that was found in the note."""

    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """An explanation as far as it can be believed."""

    sentences: tuple[Sentence, ...]
    dropped: int
    """Sentences that were left out: what they rest on is not in the note."""
    by: str
    """The model's name."""

    def as_object(self) -> dict[str, Any]:
        """As JSON has it."""
        told = [{"text": one.text, "quote": one.quote} for one in self.sentences]
        return {"sentences": told, "dropped": self.dropped, "by": self.by}


class Shown(NamedTuple):
    """What a model is shown of a question and its note."""

    question: str
    answer: str
    note: str
    """As it is written, so that passages can be copied from it."""

    @property
    def text(self) -> str:
        """All of it as one text."""
        return f"The question: {self.question}\n\nThe answer: {self.answer}\n\nThe piece of the note:\n\n{self.note}"


def to_explain(question: Question, note: str) -> Shown | None:
    """What a model is shown.

    None for a question that joins several notes: there is no one note to explain it from.
    """
    body = question.body
    if isinstance(body, Matching) or (isinstance(body, SeveralOf) and not question.origin.faces):
        return None
    # What is said of a term to mislead may be another note's: only the truth is sent
    asks = body.term if isinstance(body, TrueFalse) else question.asks
    return Shown(asks, "\n".join(solutions(question)[:3]), note)


def around(text: str, start: int, end: int) -> str:
    """A note near a passage, cut at the ends of lines; all of it where it is short."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    if first:
        first = text.find("\n", first, start) + 1 or first
    if last < len(text):
        cut = text.rfind("\n", end, last)
        last = cut if cut > 0 else last
    return text[first:last].strip("\n")


def believed(item: Mapping[str, Any], note: str, holds: Callable[[str], bool]) -> Sentence | None:
    """A sentence, or None where its passage is not in the note or it says what the note does not.

    `holds` tells whether a passage stands in the note, in whatever way quotes are compared.
    """
    text, quote = item.get("text"), item.get("quote")
    if not isinstance(text, str) or not isinstance(quote, str):
        return None
    text, quote = safe_line(safe_text(text)).strip(), safe_text(quote).strip()
    if not text or len(text) > _LONGEST or not quote or not holds(quote):
        return None
    if any(number not in note for number in _NUMBER.findall(text)) or _ADDRESS.search(text) is not None:
        return None
    return Sentence(text, quote)
