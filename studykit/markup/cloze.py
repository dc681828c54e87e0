"""The grammar of a cloze: `{{c1::text::hint}}` as Anki has it, read as one who writes mathematics means it.

Anki ends a deletion at the first `}}`. Here braces are counted, so that `{{c1::\\frac{1}{x^{2}}}}` is one deletion;
what is written for Anki has its inner `}}` broken (see `html`). The rules, in one pass from left to right:

- `{{c`, a number from 1 to 499 and `::` open a deletion, also within another one and within code or mathematics;
- within a deletion `{` and `}` must balance, but those after a backslash and those in `code` do not count;
- the first `::` that stands in no braces and no code begins the hint; the next free `}}` ends the deletion.

A deletion that does not end is no deletion: its marker is text, and `unclosed` says where it stands.
"""

import re
from typing import Final, NamedTuple

LARGEST_NUMBER: Final = 499
"""The largest number of a deletion that Anki makes a card for."""

DEEPEST: Final = 8
"""How many deletions may stand within each other; a marker within so many is text."""

_TOKEN: Final = re.compile(r"\\.|\{\{c([0-9]{1,3})::|`+|[{}]|::", re.DOTALL)


class Deletion(NamedTuple):
    """One deletion. Offsets are characters of the text: `text[start:end]` is the deletion with its markers."""

    start: int
    end: int
    number: int
    text: str
    """What is hidden, as written; it may hold further deletions."""
    hint: str
    """Empty where there is none."""


class _Open:
    """A deletion whose end is not found yet, and the braces that are open within it."""

    __slots__ = ("braces", "content", "hint", "number", "start")

    def __init__(self, start: int, content: int, number: int) -> None:
        self.start = start
        self.content = content
        self.number = number
        self.hint = -1
        self.braces = 0


def deletions(text: str) -> list[Deletion]:
    """The deletions of a text in the order in which they begin, those within others included. Never raises."""
    return _scan(text)[0]


def unclosed(text: str) -> list[int]:
    """Where deletions begin that never end: offsets of their `{{`. Empty for a text that Anki and we read alike."""
    return _scan(text)[1]


def cloze_numbers(text: str) -> list[int]:
    """The numbers of the deletions, each once, ascending: the cards that Anki makes."""
    return sorted({deletion.number for deletion in deletions(text)})


def _scan(text: str) -> tuple[list[Deletion], list[int]]:
    found: list[Deletion] = []
    stack: list[_Open] = []
    code_ends: dict[int, int] | None = None
    position = 0
    while (token := _TOKEN.search(text, position)) is not None:
        position = token.end()
        value = token.group()
        if token[1] is not None:
            if 1 <= int(token[1]) <= LARGEST_NUMBER and len(stack) < DEEPEST:
                stack.append(_Open(token.start(), token.end(), int(token[1])))
            else:
                position = token.start() + 1
                if stack:
                    stack[-1].braces += 1
        elif not stack:
            if value[0] == "{":
                position = token.start() + 1
            continue
        elif value[0] == "`":
            code_ends = _code_ends(text) if code_ends is None else code_ends
            position = code_ends.get(token.start(), position)
        elif value == "{":
            stack[-1].braces += 1
        elif value == "::":
            if not stack[-1].braces and stack[-1].hint < 0:
                stack[-1].hint = token.start()
        elif value == "}":
            if stack[-1].braces:
                stack[-1].braces -= 1
            elif text.startswith("}", position):
                position += 1
                found.append(_closed(text, stack.pop(), position))
    found.sort()
    return found, [deletion.start for deletion in stack]


def _closed(text: str, opened: _Open, end: int) -> Deletion:
    inner_end = end - 2
    hint = "" if opened.hint < 0 else text[opened.hint + 2 : inner_end]
    content = text[opened.content : inner_end if opened.hint < 0 else opened.hint]
    return Deletion(opened.start, end, opened.number, content, hint)


def _code_ends(text: str) -> dict[int, int]:
    """From the start of each run of backticks that opens code to the end of that code.

    Code of one or two backticks ends within its paragraph. One pass from the right, as the next run of the same length
    is the one that closes.
    """
    ends: dict[int, int] = {}
    following: dict[int, int] = {}
    blank = len(text) + 1
    for token in reversed(list(re.finditer(r"`+|\n[ \t]*\n", text))):
        if token.group()[0] != "`":
            blank = token.start()
            continue
        length = len(token.group())
        end = following.get(length)
        if end is not None and (length > 2 or end <= blank):
            ends[token.start()] = end
        following[length] = token.end()
    return ends
