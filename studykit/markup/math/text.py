"""Words inside a formula, `\\text{…}`: blanks count, little is a command, and `$…$` is mathematics again."""

import re
from collections.abc import Callable
from typing import Final

from studykit.markup.math.nodes import EMPTY, Atom, Node, Row, Space, Unreadable

_ESCAPED: Final = re.compile(r"\\([%$#&_{} ,])|[{}]|~")


def text_nodes(source: str, read: Callable[[str], Node]) -> Node:
    """The words of a text, and what `read` makes of the mathematics in it."""
    pieces = re.split(r"(?<!\\)\$", source)
    if len(pieces) % 2 == 0:
        raise Unreadable("a dollar without its partner")
    items: list[Node] = []
    for place, piece in enumerate(pieces):
        items += [read(piece)] if place % 2 else _words(piece)
    if len(items) == 1:
        return items[0]
    return Row(tuple(items)) if items else EMPTY


def _words(source: str) -> list[Node]:
    if "\\" in _ESCAPED.sub("", source):
        raise Unreadable("a command among words")
    text = _ESCAPED.sub(_plain, source)
    words = " ".join(text.split())
    if not words:
        return [Space(1, firm=True)] if text else []
    before: list[Node] = [Space(1, firm=True)] if text[0].isspace() else []
    after: list[Node] = [Space(1, firm=True)] if text[-1].isspace() else []
    return [*before, Atom(words, "word"), *after]


def _plain(match: re.Match[str]) -> str:
    if match.group() == "~":
        return " "
    escaped = match[1]
    return "" if escaped is None else " " if escaped == "," else escaped
