"""Answers that are lists: `选择、扩展、模拟` in any order and with any separators. Steps with arrows are no lists."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from studykit.quiz.spelling import spelled, without_particles

_SEPARATOR: Final = re.compile(r"\s*[、,，;；\n]\s*")
_LAST: Final = re.compile(r"\s*(?:和|与|及|以及|\band\b|&)\s*", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[。.!?！？:：→()（）=]|->")
_LONGEST_ITEM: Final = 24
"""Characters of a thing that a list names; longer pieces are clauses, and their order matters."""


@lru_cache(maxsize=4096)
def items(text: str) -> tuple[str, ...]:
    """What a list names: at least two things parted by `、`, or three by commas. Empty for what is no list."""
    pieces = _SEPARATOR.split(text.strip(" 。."))
    least = 2 if "、" in text else 3
    if len(pieces) < least or not all(0 < len(piece) <= _LONGEST_ITEM for piece in pieces):
        return ()
    if _SENTENCE.search(text.strip(" 。.")) is not None:
        return ()
    return tuple(pieces)


def same_items(expected: str, typed: str) -> bool:
    """Whether a typed answer names all that the list names and nothing else, in any order."""
    wanted = items(expected)
    keys = _keys(wanted)
    return bool(wanted) and any(_keys(found) == keys for found in _readings(typed, len(wanted)))


def _readings(typed: str, count: int) -> list[Sequence[str]]:
    """The ways to take a typed answer apart that give as many pieces as are wanted."""
    pieces = [piece for piece in _SEPARATOR.split(typed.strip(" 。.")) if piece]
    last = [piece for piece in _LAST.split(pieces[-1]) if piece] if pieces else []
    bare = [piece.removeprefix("and ") for piece in pieces]
    readings = (bare, [*pieces[:-1], *last], typed.split())
    return [reading for reading in readings if len(reading) == count]


def _keys(pieces: Sequence[str]) -> list[str]:
    return sorted(without_particles(spelled(piece).key) for piece in pieces)
