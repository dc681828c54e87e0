"""Questions and decisions as JSON has them, and back: a quiz that was broken off goes on with the very same questions.

    {"kind": "choice", "options": [["text", true], …], …}        {"decision": "answered", "place": 3, …}

What is read was written here; ValueError for anything else.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from studykit.model.card import Option
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.quiz.decisions import Answered, Decision, Flagged, Hinted, Marked, Overridden, Submitted
from studykit.quiz.grading import Expected
from studykit.quiz.judging import Given, Verdict
from studykit.quiz.question import (
    Body,
    Free,
    Matching,
    OneOf,
    Ordering,
    Origin,
    Question,
    QuestionKind,
    SeveralOf,
    TrueFalse,
    Written,
)

Object = dict[str, Any]
_DECISIONS: Final[dict[str, type[Decision]]] = {
    "answered": Answered,
    "hinted": Hinted,
    "flagged": Flagged,
    "overridden": Overridden,
    "marked": Marked,
    "submitted": Submitted,
}
_NAMES: Final = {kind: name for name, kind in _DECISIONS.items()}


def question_object(question: Question) -> Object:
    """A question as an object."""
    origin = question.origin
    return {
        "id": question.id,
        "kind": question.kind.value,
        "instruction": question.instruction,
        "asks": question.asks,
        "detail": question.detail,
        "note": origin.note,
        "section": origin.section,
        "heading": origin.heading,
        "quote": origin.quote,
        "faces": [list(key) for key in origin.faces],
        **_body_object(question.body),
    }


def read_question(found: Mapping[str, Any]) -> Question:
    """The question that `question_object` made."""
    try:
        kind = QuestionKind(found["kind"])
        faces = tuple(FaceKey(CardId(card), face) for card, face in found["faces"])
        origin = Origin(found["note"], found["section"], found["heading"], found["quote"], faces)
        body = _READERS[kind](found)
        return Question(found["id"], found["instruction"], found["asks"], body, origin, found["detail"])
    except (KeyError, TypeError) as error:
        raise ValueError("not a question of a quiz") from error


def decision_object(decision: Decision) -> Object:
    """A decision as an object."""
    found: Object = {"decision": _NAMES[type(decision)], **_fields(decision)}
    if isinstance(decision, Answered):
        found["given"] = _fields(decision.given)
        found["verdict"] = _fields(decision.verdict)
    return found


def read_decision(found: Mapping[str, Any]) -> Decision:
    """The decision that `decision_object` made."""
    values = dict(found)
    try:
        kind = _DECISIONS[values.pop("decision")]
        if kind is Answered:
            given, verdict = values["given"], dict(values["verdict"])
            values["given"] = Given(given["text"], tuple(given["picked"]))
            for name in ("accepted", "met", "missing"):
                verdict[name] = tuple(verdict[name])
            values["verdict"] = Verdict(**verdict)
        return kind(**values)
    except (KeyError, TypeError) as error:
        raise ValueError("not a decision of a quiz") from error


def _fields(value: Decision | Given | Verdict) -> Object:
    return {name: getattr(value, name) for name in value.__slots__}


def _body_object(body: Body) -> Object:
    match body:
        case OneOf(options) | SeveralOf(options):
            return {"options": [[option.text, option.right] for option in options]}
        case TrueFalse(term, gloss, holds, truth):
            return {"term": term, "gloss": gloss, "holds": holds, "truth": truth}
        case Written(expected, _, hint):
            lists = {"aliases": list(expected.aliases), "others": list(expected.others)}
            return {"answer": expected.answer, **lists, "hint": hint}
        case Matching(terms, glosses, key):
            return {"terms": list(terms), "glosses": list(glosses), "key": list(key)}
        case Ordering(steps, key):
            return {"steps": list(steps), "key": list(key)}
        case Free(reference, terms):
            return {"reference": reference, "terms": list(terms)}


def _options(found: Mapping[str, Any]) -> tuple[Option, ...]:
    return tuple(Option(text, right) for text, right in found["options"])


def _written(found: Mapping[str, Any]) -> Written:
    expected = Expected(found["answer"], tuple(found["aliases"]), tuple(found["others"]))
    return Written(expected, found["kind"] == QuestionKind.CLOZE, found["hint"])


_READERS: Final[dict[QuestionKind, Callable[[Mapping[str, Any]], Body]]] = {
    QuestionKind.CHOICE: lambda found: OneOf(_options(found)),
    QuestionKind.SEVERAL: lambda found: SeveralOf(_options(found)),
    QuestionKind.TRUE_FALSE: lambda found: TrueFalse(found["term"], found["gloss"], found["holds"], found["truth"]),
    QuestionKind.CLOZE: _written,
    QuestionKind.TYPED: _written,
    QuestionKind.MATCHING: lambda found: Matching(tuple(found["terms"]), tuple(found["glosses"]), tuple(found["key"])),
    QuestionKind.ORDERING: lambda found: Ordering(tuple(found["steps"]), tuple(found["key"])),
    QuestionKind.FREE: lambda found: Free(found["reference"], tuple(found["terms"])),
}
