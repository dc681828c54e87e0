"""Choices: wrong options for a right one, and what must hold of every choice that is shown.

One option is right, all differ, none is another name of the right one, and length does not tell. Candidates come from
the section first, then from the same column of a table, then from the rest of the map.
"""

from collections.abc import Collection, Sequence
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


def one_of(
    key: str, pools: Sequence[Sequence[str]], aliases: Collection[str] = (), *, seed: str
) -> tuple[Option, ...] | None:
    """Options in a seeded order with one that is right; None where there are too few that fit."""
    names = tuple(aliases)
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


def _also_right(text: str, key: str, aliases: tuple[str, ...]) -> bool:
    return grade(Expected(key, aliases), text).right or grade(Expected(text), key).right
