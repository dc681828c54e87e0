"""Choices: wrong options for a right one, and what must hold of every choice that is shown.

One option is right, all differ, none is another name of the right one, and length does not tell. Candidates come from
the section first, then from the same column of a table, then from the rest of the map. Where the right one is a value,
only values of its sort and size stand beside it: nobody takes `0.1` for the name of a loss, or 53 for a batch of 512.
Where there are too few of those, it is asked in another way.
"""

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from statistics import median
from typing import Final

from studykit.distractors import CUE, distractors, form, shuffled
from studykit.model.card import Option
from studykit.quiz.grading import Expected, grade
from studykit.text.normal import normal, weight

LEAST: Final = 3
MOST: Final = 5
OPTIONS: Final = 4
"""How many options are usual."""
_VALUE: Final = re.compile(
    r"(?P<integer>[-+]?[0-9]+)|(?P<decimal>[-+]?[0-9]*\.[0-9]+)|(?P<exponent>[-+]?[0-9.]+e-?[0-9]+)"
    r"|(?P<string>\"[^\"]*\"|'[^']*')|(?P<constant>true|false|none|null|nil)",
    re.IGNORECASE,
)
_NUMBERS: Final = frozenset(("integer", "decimal", "exponent"))
_NEAR: Final = 16
"""How many times as large a number may be as one that it is taken for."""
_SMALL: Final = 8
"""What may stand beside a nought."""
_NOTHING: Final = frozenset(("none", "null", "nil"))
"""One thing in many languages."""


def one_of(
    key: str, pools: Sequence[Sequence[str]], aliases: Collection[str] = (), *, seed: str
) -> tuple[Option, ...] | None:
    """Options in a seeded order with one that is right; None where there are too few that fit."""
    sort = value_sort(key)
    alike = [[text for text in pool if value_sort(text) == sort and _is_near(key, text, sort)] for pool in pools]
    return _one_of(key, alike, tuple(aliases), seed)


def _is_near(key: str, text: str, sort: str) -> bool:
    """Whether two values of a sort could be taken for each other: numbers of one sign, and of about one size."""
    if sort not in _NUMBERS:
        return True
    one, other = _number(key), _number(text)
    if not one or not other:
        return abs(one) + abs(other) <= _SMALL
    return 1 / _NEAR <= one / other <= _NEAR


def _number(text: str) -> float:
    try:
        return float(_bare(text))
    except ValueError:  # such as `1.2.3e4`
        return 0.0


@lru_cache(maxsize=4096)
def value_sort(text: str) -> str:
    """Of what sort a value is: `integer`, `decimal`, `exponent`, `string` or `constant`; empty for other texts."""
    match = _VALUE.fullmatch(_bare(text))
    return "" if match is None or match.lastgroup is None else match.lastgroup


def _one_of(key: str, pools: Sequence[Sequence[str]], names: tuple[str, ...], seed: str) -> tuple[Option, ...] | None:
    # More than are needed, as some are other spellings of the key, and one whose length would tell can go
    found = distractors(key, pools, names, seed=seed, count=2 * OPTIONS)
    wrong = [text for text in found if not _also_right(text, key, names)]
    while len(wrong) >= LEAST - 1:
        options = tuple(Option(text, text == key) for text in shuffled([key, *wrong[: OPTIONS - 1]], seed))
        if not choice_faults(options, names):
            return options
        wrong.remove(min(wrong, key=weight))
    return None


def choice_faults(options: Sequence[Option], aliases: Collection[str] = ()) -> tuple[str, ...]:
    """What is wrong with a choice, as words: `count`, `right`, `same`, `alias`, `length`, `form`. Empty is good."""
    right = [option.text for option in options if option.right]
    wrong = [option.text for option in options if not option.right]
    if len(right) != 1:
        return ("right",)
    found = []
    if not LEAST <= len(options) <= MOST:
        found.append("count")
    if len({normal(option.text) for option in options}) < len(options):
        found.append("same")
    if any(_also_right(text, right[0], tuple(aliases)) for text in wrong):
        found.append("alias")
    if wrong and weight(right[0]) > CUE * median(weight(text) for text in wrong):
        found.append("length")
    if any(form(text) != form(right[0]) for text in wrong):
        found.append("form")
    return tuple(found)


@lru_cache(maxsize=4096)  # looked at when candidates are chosen, and when the choice is looked over
def _also_right(text: str, key: str, aliases: tuple[str, ...]) -> bool:
    if _bare(text).casefold() in _NOTHING and _bare(key).casefold() in _NOTHING:
        return True
    return grade(Expected(key, aliases), text).right or grade(Expected(text), key).right


def _bare(text: str) -> str:
    return text.strip().strip("`")
