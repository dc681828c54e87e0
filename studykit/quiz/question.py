"""A question of a quiz as a value: what is asked, what is right, and where it can be read.

    OneOf       one of three to five options          Written    a typed answer, or the gap of a cloze
    SeveralOf   some of the options                    Matching   terms to glosses
    TrueFalse   whether a statement holds              Ordering   the steps of a list
                                                       Free       in one's own words; the person grades

`instruction` is the code of a message that says what to do, with `{asks}` for the text; texts are Markdown.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from studykit.model.card import Option
from studykit.model.review import FaceKey
from studykit.quiz.grading import Expected

IMPORTED: Final = "anki:"
"""How a quiz names the place of a card that came from Anki, with its id behind: it has no note."""


class QuestionKind(StrEnum):
    """How something is asked."""

    CHOICE = "choice"
    SEVERAL = "several"
    TRUE_FALSE = "true-false"
    CLOZE = "cloze"
    TYPED = "typed"
    MATCHING = "matching"
    ORDERING = "ordering"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Options, exactly one of them right."""

    options: tuple[Option, ...]

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.CHOICE


@dataclass(frozen=True, slots=True)
class SeveralOf:
    """Options, at least one right and one wrong."""

    options: tuple[Option, ...]

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.SEVERAL


@dataclass(frozen=True, slots=True)
class TrueFalse:
    """A statement: `term` and what is said of it."""

    term: str
    gloss: str
    holds: bool
    truth: str
    """What is really said of the term."""

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.TRUE_FALSE


@dataclass(frozen=True, slots=True)
class Written:
    """A typed answer. For a cloze the text with its gap is what is asked."""

    expected: Expected
    cloze: bool = False
    hint: str = ""
    """The hint that a cloze brings with it."""

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.CLOZE if self.cloze else QuestionKind.TYPED


@dataclass(frozen=True, slots=True)
class Matching:
    """Terms, and what is said of them in another order: `key[n]` is the place of the gloss of `terms[n]`."""

    terms: tuple[str, ...]
    glosses: tuple[str, ...]
    key: tuple[int, ...]

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.MATCHING


@dataclass(frozen=True, slots=True)
class Ordering:
    """Steps as they are shown: `key` names their places in the right order."""

    steps: tuple[str, ...]
    key: tuple[int, ...]

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.ORDERING


@dataclass(frozen=True, slots=True)
class Free:
    """An answer in one's own words, held beside the reference; `terms` are what one would look for in it."""

    reference: str
    terms: tuple[str, ...]

    @property
    def kind(self) -> QuestionKind:
        return QuestionKind.FREE


Body = OneOf | SeveralOf | TrueFalse | Written | Matching | Ordering | Free


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the answer can be read, and which faces of cards it is about."""

    note: str
    section: str
    heading: str = ""
    quote: str = ""
    faces: tuple[FaceKey, ...] = ()
    """Empty for a question of glosses: nothing of the schedule hangs on it."""

    @property
    def place(self) -> str:
        """Where that is, for a person: the note; of a card that came from Anki, which has none, its deck."""
        return self.section if self.note.startswith(IMPORTED) else self.note


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Two questions with the same id ask the same thing in the same way."""

    id: str
    instruction: str
    asks: str
    body: Body
    origin: Origin
    detail: str = ""
    """What is shown after the answer beside it."""

    @property
    def kind(self) -> QuestionKind:
        """How it is asked."""
        return self.body.kind
