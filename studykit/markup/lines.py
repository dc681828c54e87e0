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
_LINE: Final = re.compile(
    r"""
    ^(?: (?: ([^\W\d_][\w-]{0,60}+):                            # a name
           | ([ ]{0,4}+-)(?=[ ]) )                              # or what begins an item
         (?: [ ]++
             (?: ([^\W\d_](?:[^:#\n]|:(?=\S))*+)                # a text
               | ("[^"\\\n]*+"|'[^'\n]*+')                      # one in quotation marks
               | ([0-9]{4}-[0-9]{2}-[0-9]{2})                   # a date
               | ([1-9][0-9]{0,8}+|0)                           # a number
               | (\[(?:[^\W\d_][\w ./-]*+(?:,[ ]?(?=[^\W\d_]))?)*+\]) ) )? )?$  # a list
    """,
    re.MULTILINE | re.VERBOSE,
)
"""A whole line, which may be empty."""

Value = str | int | date | list["Value"] | None


class _Unusual(Exception):
    """A word that is not as usual."""


def read_lines(text: str) -> dict[str, Value] | None:
    """The properties that a block of YAML holds, None where it must go the long way."""
    if " \n" in text or text.endswith(" ") or not text.replace("\n", "").isprintable():
        return None
    found = _LINE.findall(text)
    if len(found) <= text.count("\n"):  # a line was passed over
        return None
    properties: dict[str, Value] = {}
    items: list[Value] = []
    name = indentation = ""
    value: Value
    try:
        for begins, dash, word, quoted, day, number, several in found:
            if word:
                value = _word(word)
            elif quoted:
                value = intern(quoted[1:-1])
            elif day:
                value = date.fromisoformat(day)
            elif number:
                value = int(number)
            elif several:
                value = [_word(one.strip()) for one in several[1:-1].split(",")] if several != "[]" else []
            else:
                value = None
            if begins:
                if begins in properties or begins.lower() in _WORDS:
                    return None
                name, items = begins, []
                properties[intern(name)] = value
            elif dash:
                if not name or value is None:
                    return None
                if properties[name] is None:
                    properties[name], indentation = items, dash
                if properties[name] is not items or dash != indentation:
                    return None
                items.append(value)
    except (_Unusual, ValueError):  # a date that is none
        return None
    return properties


def _word(text: str) -> str:
    if text.lower() in _WORDS:
        raise _Unusual
    return intern(text)
