"""What is said in a conversation, as values: whoever shows them puts them into words, or into JSON for an assistant.

Each has a `kind` and `as_object()`. A question has an id of its own in its quiz: what an assistant answers twice by
mistake is answered once. The right answer is in no value before the question was answered.
"""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

from studykit.quiz.report import Report


@dataclass(frozen=True, slots=True)
class Asked:
    """A question."""

    kind: ClassVar[str] = "question"
    id: str
    form: str
    """The kind of question, `choice`, `free` …"""
    number: int
    """From 1."""
    count: int
    again: bool
    """It was missed before and comes once more."""
    section: str
    instruction: str
    """The code of a message that says what to do, with `{asks}`."""
    asks: str
    """Markdown."""
    lines: tuple[str, ...]
    """Options with their letters, terms and glosses, or steps."""


@dataclass(frozen=True, slots=True)
class Hinted:
    """A hint: the code of a message with its parameters."""

    kind: ClassVar[str] = "hint"
    id: str
    code: str
    text: str
    count: int
    left: int
    """Further hints there are."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer came to."""

    kind: ClassVar[str] = "verdict"
    id: str
    given: str
    right: bool | None
    """None for an answer in one's own words that is not marked yet."""
    share: float
    reason: str
    """The code of a message, with `{matched}`."""
    matched: str
    solutions: tuple[str, ...]
    met: tuple[str, ...]
    missing: tuple[str, ...]
    detail: str
    note: str
    heading: str


@dataclass(frozen=True, slots=True)
class Read:
    """Where the answer can be read: the quote in its paragraph."""

    kind: ClassVar[str] = "explanation"
    id: str
    path: str
    line: int | None
    heading: str
    paragraph: str
    quote: str


@dataclass(frozen=True, slots=True)
class Marked:
    """The points of an answer in one's own words."""

    kind: ClassVar[str] = "mark"
    id: str
    points: int
    taken: bool
    """Whether they are the model's."""
    right: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How it goes so far."""

    kind: ClassVar[str] = "standing"
    right: int
    answered: int
    count: int
    hints: int
    weakest: str
    """The section of which most was missed; empty for none."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The end, with what it came to."""

    kind: ClassVar[str] = "report"
    report: Report
    to_give_back: int
    """Missed questions whose cards are not due: on consent, each is one Again now."""

    def as_object(self) -> dict[str, Any]:
        """As JSON has it."""
        return {"kind": self.kind, "report": self.report.as_object(), "to_give_back": self.to_give_back}


@dataclass(frozen=True, slots=True)
class Said:
    """A plain word: the code of a message with its parameters."""

    kind: ClassVar[str] = "said"
    code: str
    parameters: tuple[tuple[str, str], ...] = ()


Reply = Asked | Hinted | Told | Read | Marked | Standing | Ended | Said


def said(code: str, **parameters: object) -> Said:
    """A plain word."""
    return Said(code, tuple((name, str(value)) for name, value in parameters.items()))


def reply_object(reply: Reply) -> dict[str, Any]:
    """A reply as JSON has it."""
    if isinstance(reply, Ended):
        return reply.as_object()
    values = {field.name: getattr(reply, field.name) for field in fields(reply)}
    if isinstance(reply, Said):
        values["parameters"] = dict(reply.parameters)
    return {"kind": reply.kind} | {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
