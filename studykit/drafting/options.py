"""The options of a drafted choice: the model's wrong ones where they will do, its neighbours' where they will not."""

import re
from collections.abc import Collection, Sequence
from typing import Final

from studykit.distractors import distractors, length_tells, shuffled
from studykit.model.card import Basic, Choice, Option
from studykit.text.expression import Expression
from studykit.text.normal import normal

WRONG_LEAST: Final = 2
WRONG_MOST: Final = 3
_OF_THESE: Final = Expression(
    r"下列|以下|哪[一个项种]?(?:选项|说法|描述)|\b(?:of the following|of these|which option)\b", re.IGNORECASE
)


def choice_of(
    question: str,
    key: str,
    wrong: Sequence[str],
    detail: str,
    pools: Sequence[Sequence[str]],
    aliases: Collection[str],
) -> Choice | Basic | None:
    """A choice with its options in an order that hangs on the question alone.

    The model's wrong options stay that differ from the right one and from each other; where fewer than two do, or the
    right one's length gives it away, others come from the pools. Where those do not do either, it is asked without
    options, or not at all if the question speaks of them.
    """
    own = _different(key, wrong)
    if len(own) >= WRONG_LEAST and not length_tells(key, own):
        taken = own[:WRONG_MOST]
    else:
        found = distractors(key, [own, *pools], aliases, seed=question, count=WRONG_MOST)
        taken = list(found) if len(found) >= WRONG_LEAST else own[:WRONG_MOST]
    if len(taken) < WRONG_LEAST:
        return None if _OF_THESE.search(question) else Basic(question, key, detail)
    options = tuple(Option(text, text == key) for text in shuffled((key, *taken), question))
    return Choice(question, options, detail)


def _different(key: str, wrong: Sequence[str]) -> list[str]:
    taken = {normal(key)}
    found: list[str] = []
    for text in wrong:
        plain = normal(text)
        if plain and plain not in taken:
            taken.add(plain)
            found.append(text)
    return found
