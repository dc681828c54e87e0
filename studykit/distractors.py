"""Wrong options for a choice: from what stands beside the right one, alike in form and length, never right themselves.

Options from the same section or the same column of a table are wrong in the way that a learner is wrong; options made
up from nowhere are not.
"""

import re
from collections.abc import Collection, Sequence
from typing import Final

from studykit.model.ids import digest
from studykit.text.normal import han_ratio, jaccard, normal, weight

SHORTEST: Final = 0.6
LONGEST: Final = 1.6
"""The length of a wrong option over the right one's, at least and at most: length must not tell."""
ALIKE: Final = 0.5
"""Bigrams shared (Jaccard) at which two options say nearly the same."""
CUE: Final = 1.3
"""The right option may be this much longer than the middle of the others, at most."""

_NUMBER: Final = re.compile(r"^[\d.,%+\-–~×/ eE]+$")


def form(text: str) -> str:
    """What kind of thing an option is: options of a choice are all of one."""
    bare = text.strip()
    if _NUMBER.match(bare):
        return "number"
    if bare.startswith("$") and bare.endswith("$"):
        return "formula"
    if bare.startswith("`") and bare.endswith("`"):
        return "code"
    return "han" if han_ratio(bare) > 0.3 else "latin"


def distractors(
    key: str, pools: Sequence[Sequence[str]], aliases: Collection[str] = (), *, seed: str, count: int = 3
) -> tuple[str, ...]:
    """Up to `count` wrong options for a right one, from the first pools first. The choice hangs on `seed` alone.

    `pools` are candidates by nearness (siblings, then the wider section); `aliases` are other names of what is right.
    """
    chosen: list[str] = []
    taken = {normal(key), *map(normal, aliases)}
    for pool in pools:
        for candidate in sorted(dict.fromkeys(pool), key=lambda text: digest("distractor", seed, text)):
            if len(chosen) == count:
                return tuple(chosen)
            if _fits(candidate, key, taken, chosen):
                chosen.append(candidate)
                taken.add(normal(candidate))
    return tuple(chosen)


def shuffled(options: Sequence[str], seed: str) -> list[str]:
    """Options in an order that hangs on the seed and on nothing else."""
    return sorted(options, key=lambda text: digest("option", seed, text))


def length_tells(key: str, others: Sequence[str]) -> bool:
    """Whether the right option stands out by its length."""
    lengths = sorted(weight(other) for other in others)
    return bool(lengths) and weight(key) > CUE * lengths[len(lengths) // 2]


def _fits(candidate: str, key: str, taken: set[str], chosen: Sequence[str]) -> bool:
    plain, right = normal(candidate), normal(key)
    if not plain or plain in taken or plain in right or right in plain or form(candidate) != form(key):
        return False
    if form(key) not in ("number", "formula") and not SHORTEST <= weight(candidate) / max(weight(key), 1) <= LONGEST:
        return False
    return all(jaccard(candidate, other) < ALIKE for other in (key, *chosen))
