"""Reviews as lines of JSON, one object a line: how learning travels between machines in a folder that is synchronised.

The file of a machine is only ever appended to. Whatever it holds may come from anywhere: a line that is no review is
reported and left out, keys that are not known here are ignored.

    {"key": "…", "card": "k3f9w2qa7b", "face": "0", "at": 1795330800000, "day": 740673, "rating": 3,
     "kind": "review", "seconds": 0, "days": 12, "remaining": 0, "took": 5400, "machine": "laptop"}
    {"undo": "…", "at": 1795330860000}
"""

import json
from typing import Any, Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import LogEntry, Rating, ReviewKind, Step

_LARGEST: Final = 1 << 48
"""Of times in milliseconds and of spans: some thousand years, and far from where arithmetic ends."""
_LAST_DAY: Final = 3_652_059
"""The ordinal of the last day of the year 9999."""
_LONGEST: Final = 200
"""Characters of a key, a card, a face or a machine."""


class Undo(NamedTuple):
    """An entry was taken back."""

    key: str
    at_ms: int


def print_line(line: LogEntry | Undo) -> bytes:
    """One line with its end."""
    if isinstance(line, Undo):
        value: dict[str, Any] = {"undo": line.key, "at": line.at_ms}
    else:
        value = {
            "key": line.key, "card": line.card, "face": line.face, "at": line.at_ms, "day": line.day,
            "rating": int(line.rating), "kind": line.kind.value, "seconds": line.step.seconds, "days": line.step.days,
            "remaining": line.remaining, "took": line.took_ms, "machine": line.machine,
        }  # fmt: skip
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def parse_line(line: bytes) -> LogEntry | Undo | None:
    """What a line says, None where it is neither a review nor an undo."""
    try:
        value = json.loads(line)
        if not isinstance(value, dict):
            return None
        if "undo" in value:
            return Undo(_text(value, "undo"), _number(value, "at"))
        return LogEntry(
            _text(value, "key"), CardId(_text(value, "card")), _text(value, "face"), _number(value, "at"),
            _number(value, "day", _LAST_DAY), Rating(_number(value, "rating")), ReviewKind(_text(value, "kind")),
            Step(_number(value, "seconds"), _number(value, "days")), _number(value, "remaining"),
            _number(value, "took"), _text(value, "machine"),
        )  # fmt: skip
    except (ValueError, KeyError, RecursionError):
        return None


def _text(value: dict[str, Any], name: str) -> str:
    text = value[name]
    if not isinstance(text, str) or not 0 < len(text) <= _LONGEST or any("\ud800" <= c <= "\udfff" for c in text):
        raise ValueError(name)
    return text


def _number(value: dict[str, Any], name: str, largest: int = _LARGEST) -> int:
    number = value[name]
    if type(number) is not int or not 0 <= number <= largest:
        raise ValueError(name)
    return number
