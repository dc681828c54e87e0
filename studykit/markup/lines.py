"""Frontmatter as nearly all notes have it, read line by line: names with a text, a number, a date or a list of them.

What is read here means the same to every reader of YAML. Whatever else a line holds, be it a quotation mark too many,
and nothing of the frontmatter is read here: it goes the long way (`frontmatter`), which the tests hold this one to.
"""

import re
from datetime import date
from sys import intern
from typing import Final

_WORDS: Final = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))
"""What YAML takes, in some spelling, for something else than a text."""
_LINE: Final = re.compile(r"([^\W\d_][\w-]{0,60}+):(?: ++(\S.*+))?")
_ITEM: Final = re.compile(r"( {0,4}+)- ++(\S.*+)")
_TEXT: Final = re.compile(r"[^\W\d_](?:[^:#]|:(?=\S))*+")
_QUOTED: Final = re.compile(r"\"([^\"\\]*+)\"|'([^']*+)'")
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,8}+|0")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LIST: Final = re.compile(r"\[((?:[^\W\d_][\w ./-]*+(?:, ?(?=[^\W\d_]))?)*+)\]")

Value = str | int | date | list["Value"] | None


class _Unusual(Exception):
    """A line that is not as usual."""


def read_lines(text: str) -> dict[str, Value] | None:
    """The properties that a block of YAML holds, None where it must go the long way."""
    properties: dict[str, Value] = {}
    items: list[Value] = []
    name, indentation = "", ""
    try:
        for line in text.split("\n"):
            if not line.isprintable() or line[-1:] == " ":
                return None
            if (found := _LINE.fullmatch(line)) is not None:
                name, value = found.groups()
                if name in properties or name.lower() in _WORDS:
                    return None
                items = []
                properties[intern(name)] = _value(value) if value is not None else None
            elif (found := _ITEM.fullmatch(line)) is not None and name:
                if properties[name] is None:
                    properties[name], indentation = items, found[1]
                if properties[name] is not items or found[1] != indentation:
                    return None
                items.append(_value(found[2]))
            elif line:
                return None
    except (_Unusual, ValueError):  # a date that is none
        return None
    return properties


def _value(text: str) -> Value:
    if _TEXT.fullmatch(text) is not None:
        return _word(text)
    if (found := _QUOTED.fullmatch(text)) is not None:
        return intern(found[found.lastindex or 0])
    if (found := _DATE.fullmatch(text)) is not None:
        return date(*map(int, found.groups()))
    if _NUMBER.fullmatch(text) is not None:
        return int(text)
    if (found := _LIST.fullmatch(text)) is not None:
        return [_word(word.strip()) for word in found[1].split(",")] if found[1] else []
    raise _Unusual


def _word(text: str) -> str:
    if text.lower() in _WORDS:
        raise _Unusual
    return intern(text)
