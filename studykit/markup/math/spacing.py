"""The blanks between the signs of a row: TeX's classes and table, with one blank for every space of whatever size."""

from collections.abc import Sequence
from typing import Final

from studykit.markup.math.nodes import (
    Accent,
    Arrow,
    Atom,
    Boxed,
    Brace,
    Fenced,
    Fraction,
    Grid,
    Kind,
    Middle,
    Node,
    Phantom,
    Root,
    Scripts,
    Space,
    Tag,
)

_NAMES: Final = frozenset(("word", "operator", "big"))
_SPACED: Final[dict[Kind, frozenset[str]]] = {
    "ordinary": frozenset({*_NAMES, "binary", "relation", "inner"}),
    "word": frozenset({*_NAMES, "ordinary", "binary", "relation", "inner"}),
    "operator": frozenset({*_NAMES, "ordinary", "relation", "inner"}),
    "big": frozenset({*_NAMES, "ordinary", "relation", "open", "inner"}),
    "binary": frozenset({*_NAMES, "ordinary", "open", "inner"}),
    "relation": frozenset({*_NAMES, "ordinary", "open", "inner"}),
    "open": frozenset(),
    "close": frozenset({*_NAMES, "binary", "relation", "inner"}),
    "punctuation": frozenset({*_NAMES, "ordinary", "relation", "open", "inner"}),
    "inner": frozenset({*_NAMES, "ordinary", "binary", "relation", "open", "inner"}),
}
"""Which kinds have a blank after a kind. TeX, Appendix G and chapter 18, for the classes it has."""

_NO_BLANK_IN_SCRIPTS: Final = frozenset(("binary", "relation", "punctuation"))
_NOTHING_BEFORE: Final = frozenset(("binary", "operator", "big", "relation", "open", "punctuation"))
_NOTHING_AFTER: Final = frozenset(("relation", "close", "punctuation"))
_SIGNS: Final = ("+", "−", "±", "∓")
_SIGN: Final[tuple[Kind, Kind]] = ("ordinary", "open")
"""A `+` or `−` that belongs to what follows it."""

TAG_GAP: Final = 4
"""Blanks before the number of an equation."""


def gap(left: Kind, right: Kind, *, tight: bool = False) -> int:
    """Blanks between two neighbours; in scripts (`tight`) only names are kept apart."""
    if right not in _SPACED[left]:
        return 0
    if tight:
        apart = left in _NAMES or right in _NAMES
        return int(apart and left not in _NO_BLANK_IN_SCRIPTS and right not in _NO_BLANK_IN_SCRIPTS)
    return 1


_CLOSER: Final[dict[str, tuple[Kind, Kind]]] = {
    "/": ("close", "open"),
    "%": ("close", "ordinary"),
    "!": ("close", "ordinary"),
    "?": ("close", "ordinary"),
}
"""Signs that stand closer to their neighbours than their kind says."""


def _word(text: str) -> tuple[Kind, Kind]:
    """A name is kept apart from letters where it begins or ends in one itself."""
    return "word" if text[0].isalnum() else "ordinary", "word" if text[-1].isalnum() else "ordinary"


def kinds_of(node: Node) -> tuple[Kind, Kind]:
    """What a node is to its neighbour on the left and on the right."""
    if isinstance(node, Atom):
        return _CLOSER.get(node.text) or (_word(node.text) if node.kind == "word" else (node.kind, node.kind))
    if isinstance(node, Scripts):
        return kinds_of(node.base)
    match node:
        case Middle(kind=kind):
            return kind, kind
        case Accent(body=Atom(text=text)) if len(text) == 1:
            return "ordinary", "ordinary"
        case Accent():
            return "word", "word"
        case Phantom(body=body):
            return kinds_of(body)
        case Fraction(rule=True) | Boxed() | Brace():
            return "inner", "inner"
        case Tag():
            return "close", "close"
        case Fraction():
            return "open", "close"
        case Root():
            return "ordinary", "inner"
        case Arrow():
            return "relation", "relation"
        case Fenced(opening=opening, closing=closing) | Grid(opening=opening, closing=closing):
            return "open" if opening else "inner", "close" if closing else "inner"
        case _:
            return "ordinary", "ordinary"


def is_sign(node: Node) -> bool:
    """Whether a node may be the sign of what follows it, rather than join two things."""
    return isinstance(node, Atom) and node.text in _SIGNS


def settled(items: Sequence[Node], *, after_something: bool = False) -> list[tuple[Kind, Kind] | None]:
    """The kinds of a row's items, None for blanks; `+` and `−` are signs where they join nothing.

    `after_something` says that the row goes on from one on its left, as the right side of aligned equations does.
    """
    kinds = [None if isinstance(item, Space) else kinds_of(item) for item in items]
    previous: Kind | None = "ordinary" if after_something else None
    waiting: int | None = None
    """The place of a binary sign, until what follows is known."""
    for place, pair in enumerate(kinds):
        if pair is None:
            continue
        if waiting is not None and pair[0] in _NOTHING_AFTER:
            kinds[waiting] = ("ordinary", "ordinary")
        waiting = None
        if pair[0] == "binary":
            if previous is None or previous in _NOTHING_BEFORE:
                kinds[place] = _SIGN if is_sign(items[place]) else ("ordinary", "ordinary")
            else:
                waiting = place
        settled_pair = kinds[place]
        previous = settled_pair[1] if settled_pair else previous
    if waiting is not None:
        kinds[waiting] = ("ordinary", "ordinary")
    return kinds
