"""What says that two questions ask for two facts, however alike they read: other numbers, other names, a negation."""

from collections.abc import Collection
from functools import lru_cache
from re import IGNORECASE
from typing import Final, NamedTuple

from studykit.text.expression import Expression
from studykit.text.normal import normal

_NUMBER: Final = Expression(r"\d+(?:\.\d+)?|[二两三四五六七八九十百千]")
_NEGATION: Final = Expression(
    r"不(?!同|仅|但|过|断|妨|如|光)|无(?!论|非)|非(?!常)|没|未(?!来)|\b(?:not?|never|without|cannot|non|neither|nor)\b|n['’]t\b"
    r"|\b(?:un(?!der|it|til|ion|iq)|in(?=\w+able\b)|im(?=\w+ible\b|possible))\w+",
    IGNORECASE,
)
_QUOTED: Final = Expression(r"[「“『][^「“『」”』]*[」”』]")
_LATIN_NAME: Final = Expression(r"\b[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9-]*\b")
_SHORTEST_NAME: Final = 2


class _Signs(NamedTuple):
    numbers: tuple[str, ...]
    negations: int
    names: frozenset[str]


@lru_cache(maxsize=4096)
def _signs(question: str) -> _Signs:
    names = [*_LATIN_NAME.findall(question), *_QUOTED.findall(question)]
    numbers = tuple(sorted(_NUMBER.findall(question)))
    return _Signs(numbers, len(_NEGATION.findall(question)), frozenset(map(normal, names)))


def difference(mine: str, theirs: str) -> str:
    """In which of these two questions differ, as no rewording does: `numbers`, `negations`, `names`; empty for none."""
    one, other = _signs(mine), _signs(theirs)
    return next((name for name in _Signs._fields if getattr(one, name) != getattr(other, name)), "")


def another_fact(mine: str, theirs: str) -> bool:
    """Whether two questions differ in what no rewording changes."""
    return bool(difference(mine, theirs))


def another_concept(mine: str, theirs: str, names: Collection[str]) -> bool:
    """Whether one question names a concept where the other names another. `names` are normalised."""
    one, other = _named(normal(mine), names), _named(normal(theirs), names)
    return bool(one - other) and bool(other - one)


def _named(text: str, names: Collection[str]) -> set[str]:
    """The names in a text; one that is part of a longer one does not count."""
    found = [name for name in names if len(name) >= _SHORTEST_NAME and name in text]
    return {name for name in found if not any(name != other and name in other for other in found)}
