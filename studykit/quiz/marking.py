"""An answer in one's own words as a model marks it: what it is shown, what it may say, how much of that is believed.

The rubric is the question's key terms. A model says of each whether the answer has it and copies the words that say
so; words that do not stand in the answer are no evidence, and what hangs on them is not met. Points are 0 to 4, never
more: that an answer came easily only the person knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from studykit.llm.request import Shape
from studykit.markup.plain import to_plain
from studykit.quiz.judging import POINTS
from studykit.quiz.question import Free, Question
from studykit.text.normal import normal
from studykit.text.safe import safe_line

_REASON: Final = 240
_ANSWER: Final = 4000
"""Characters of an answer that are sent: a longer one is no answer any more."""
_TEXT: Final = {"type": "string"}

MARK: Final = Shape(
    "mark",
    {
        "type": "object",
        "properties": {
            "points": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "number": {"type": "integer"},
                        "met": {"type": "boolean"},
                        "quote": _TEXT,
                    },
                    "required": ["number", "met", "quote"],
                    "additionalProperties": False,
                },
            },
            "mark": {"type": "integer", "enum": list(range(POINTS + 1))},
            "reason": _TEXT,
        },
        "required": ["points", "mark", "reason"],
        "additionalProperties": False,
    },
    frozenset(("quote", "reason")),
)
"""What a model answers: each point of the rubric with the learner's words for it, then the mark."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a model made of an answer. It decides nothing: it is shown, and the person takes it or not."""

    points: int
    """0 to 4."""
    met: tuple[str, ...]
    unmet: tuple[str, ...]
    reason: str
    """One sentence, the model's own words."""
    by: str
    """The model's name."""
    doubted: int = 0
    """Points that it said were met without words of the answer that say so."""

    def as_object(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "points": self.points,
            "met": list(self.met),
            "unmet": list(self.unmet),
            "reason": self.reason,
            "by": self.by,
            "doubted": self.doubted,
        }

    @classmethod
    def read(cls, found: Mapping[str, Any]) -> "Assessment":
        """What `as_object` made."""
        return cls(
            int(found["points"]), tuple(found["met"]), tuple(found["unmet"]), str(found["reason"]), str(found["by"]),
            int(found["doubted"]),
        )  # fmt: skip


def rubric(question: Question) -> tuple[str, ...]:
    """What is looked for in an answer: the key terms, else the reference as a whole. Empty for what is not free."""
    if not isinstance(question.body, Free):
        return ()
    return question.body.terms or (question.body.reference,)


def to_mark(question: Question, answer: str) -> dict[str, Any]:
    """What a model is shown, as one object, so that no text of it can pass for another."""
    assert isinstance(question.body, Free)
    return {
        "question": question.asks,
        "reference": question.body.reference,
        "quote": question.origin.quote,
        "points": [f"{number}. {point}" for number, point in enumerate(rubric(question), 1)],
        "answer": answer[:_ANSWER],
    }


def assessed(question: Question, answer: str, value: Mapping[str, Any], by: str) -> Assessment:
    """A model's answer of the shape `MARK`, as far as it can be believed.

    A point that is met without evidence is not met, and then the mark is no higher than the share of points that are.
    """
    points = rubric(question)
    said, shown = _key(answer), set[int]()
    doubted = 0
    for one in value["points"]:
        place = one["number"] - 1
        if not one["met"] or not 0 <= place < len(points) or place in shown:
            continue
        evidence = _key(one["quote"])
        if evidence and evidence in said:
            shown.add(place)
        else:
            doubted += 1
    mark = max(0, min(value["mark"], POINTS))
    if doubted:
        mark = min(mark, round(POINTS * len(shown) / len(points)))
    return Assessment(
        mark,
        tuple(point for place, point in enumerate(points) if place in shown),
        tuple(point for place, point in enumerate(points) if place not in shown),
        safe_line(value["reason"])[:_REASON],
        by,
        doubted,
    )


@dataclass(frozen=True, slots=True)
class BothMarks:
    """One answer that a model and the person have marked."""

    model: int
    person: int
    accepted: bool
    """Whether the person took the model's mark as it was, and did not put one of their own."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a model's marks and a person's agree."""

    both: int
    """Answers that both have marked."""
    accepted: int
    """Of these, those in which the person took the model's mark."""
    same: int
    """Of those that the person marked themselves, those with the same points."""
    near: int
    """One point apart."""
    far: int
    harsher: int
    """The model gave fewer points than the person."""

    def as_object(self) -> dict[str, int]:
        """As JSON has it."""
        return {name: getattr(self, name) for name in self.__slots__}


def agreement(marks: "list[BothMarks] | tuple[BothMarks, ...]") -> Agreement:
    """How often two sets of marks say the same. Marks that were only taken say nothing and are counted apart."""
    own = [one for one in marks if not one.accepted]
    apart = [abs(one.model - one.person) for one in own]
    return Agreement(
        len(marks), len(marks) - len(own), apart.count(0), apart.count(1), sum(one > 1 for one in apart),
        sum(one.model < one.person for one in own),
    )  # fmt: skip


def _key(text: str) -> str:
    """A text as evidence is compared: its letters and digits alone."""
    return "".join(sign for sign in normal(to_plain(text)) if sign.isalnum())
