"""The shapes of a model's answers, and how the prompt describes them.

Flat on purpose: objects in one list, strings, whole numbers and enumerations are what every server can enforce. All
names are required, as strict servers want it; what a card's kind has no use for is empty.
"""

import json
from typing import Any, Final

from studykit.llm.request import Shape

KINDS: Final = ("basic", "cloze", "choice")
VERDICTS: Final = ("confirm", "revise", "drop")
_TEXT: Final[dict[str, Any]] = {"type": "string"}
_NUMBER: Final[dict[str, Any]] = {"type": "integer"}
_YES: Final[dict[str, Any]] = {"type": "boolean"}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _one_of(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


_STANDING: Final = _list(_object(number=_NUMBER, verdict=_one_of(*VERDICTS)))
_CARD: Final[dict[str, dict[str, Any]]] = {
    "kind": _one_of(*KINDS),
    "front": _TEXT,
    "answer": _TEXT,
    "wrong": _list(_TEXT),
    "detail": _TEXT,
    "replaces": _NUMBER,
}
_OPTIONAL: Final = frozenset(("standing", "answer", "wrong", "detail", "replaces"))

CARDS: Final = Shape("cards", _object(standing=_STANDING, cards=_list(_object(**_CARD, quote=_TEXT))), _OPTIONAL)
"""Of `draft` and `redo`."""
SECTION: Final = Shape(
    "section_cards",
    _object(standing=_STANDING, cards=_list(_object(**_CARD, quotes=_list(_object(note=_NUMBER, quote=_TEXT))))),
    _OPTIONAL,
)
"""Of `section`."""
JUDGEMENT: Final = Shape(
    "judgement",
    _object(
        cards=_list(_object(number=_NUMBER, alone=_YES, one=_YES, entailed=_YES, point=_YES, reason=_TEXT)),
    ),
    frozenset(("reason",)),
)
"""Of `judge`."""


def described(shape: Shape) -> str:
    """A shape as a prompt shows it: an example whose values say what belongs there."""
    return json.dumps(_example(shape.schema), ensure_ascii=False)


def _example(schema: Any) -> Any:
    match schema["type"]:
        case "object":
            return {name: _example(inner) for name, inner in schema["properties"].items()}
        case "array":
            return [_example(schema["items"])]
        case "integer":
            return 0
        case "boolean":
            return True
    return " | ".join(schema["enum"]) if "enum" in schema else "…"
