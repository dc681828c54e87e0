"""The names of a vault as one text, in which a build of few notes looks up the handful that it asks for."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from studykit.flows.scan import Scan

_FIELD: Final = "\x1f"
_LINE: Final = "\x1e"
_PART: Final = "\x1d"
"""Stand between what `names` holds. A vault with one of them in a name is read as a whole each time."""
_INDEXES: Final = ("_paths", "_tails", "_aliases")
"""Of `Resolver`, in this order; behind them, in a part of their own, all titles and aliases."""


def names_fact(scanned: Scan) -> str:
    """The resolver's index, and all names: kept whole, as they are made from every note. Empty where they cannot be.

    Text that is looked up as it is: of what a large vault's names are, a build of few notes asks for a handful.
    """
    indexes: list[Mapping[str, Sequence[str]]] = [vars(scanned.resolver)[name] for name in _INDEXES]
    said = [*(name for index in indexes for key, found in index.items() for name in (key, *found)), *scanned.names]
    if any(sign in name for sign in (_FIELD, _LINE, _PART) for name in said):
        return ""
    lines = [sorted(_FIELD.join((key, *found)) for key, found in index.items()) for index in indexes]
    fact = _PART.join(map(_LINE.join, (*lines, sorted(scanned.names))))
    try:
        fact.encode()
    except UnicodeEncodeError:  # a file's name in another encoding
        return ""
    return fact


class Index:
    """What a dictionary would find, in sorted lines."""

    def __init__(self, lines: str) -> None:
        self._text = lines

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split(_LINE)

    def get(self, key: str, default: Sequence[str] | None = None) -> Sequence[str] | None:
        start = f"{key}{_FIELD}"
        at = bisect_left(self._lines, start)
        found = at < len(self._lines) and self._lines[at].startswith(start)
        return self._lines[at].split(_FIELD)[1:] if found else default

    def items(self) -> Iterator[tuple[str, Sequence[str]]]:
        for line in self._lines:
            key, *found = line.split(_FIELD)
            yield key, found


class Names:
    """What the fact `names` holds; kept between builds where a process makes several."""

    def __init__(self, fact: str) -> None:
        *indexes, names = fact.split(_PART)
        self.indexes = [Index(lines) for lines in indexes]
        self.plain = frozenset(names.split(_LINE))


def is_whole(fact: str) -> bool:
    """Whether a text is what `names_fact` made of a vault."""
    return fact.count(_PART) == len(_INDEXES)
