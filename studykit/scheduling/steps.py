"""Learning and relearning steps: the short delays before a face is asked by the day.

Rules, as Anki's manual and behaviour have them: Again goes back to the first step. Hard repeats the step under way; on
the first it takes the mean of the first two, or one and a half times a single one, at most a day more. Good goes on to
the next step, and past the last one leaves the steps; so does Easy at once. `remaining` counts the steps to go with the
one under way, from the end, so that steps which were changed meanwhile change what is still ahead.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

DAY: Final = 86_400


class StepTaken(NamedTuple):
    """A delay within the steps."""

    seconds: int
    remaining: int


def again(steps: Sequence[int]) -> StepTaken | None:
    """Back to the first step; None where there are none."""
    return StepTaken(steps[0], len(steps)) if steps else None


def hard(steps: Sequence[int], remaining: int) -> StepTaken | None:
    """The step under way once more; None where there are none."""
    if not steps:
        return None
    index = _under_way(steps, remaining)
    return StepTaken(_first_hard(steps) if index == 0 else steps[index], remaining)


def good(steps: Sequence[int], remaining: int) -> StepTaken | None:
    """The next step; None after the last one, and where there are none."""
    index = _under_way(steps, remaining) + 1
    return StepTaken(steps[index], len(steps) - index) if index < len(steps) else None


def _under_way(steps: Sequence[int], remaining: int) -> int:
    return max(0, min(len(steps) - remaining, len(steps) - 1))


def _first_hard(steps: Sequence[int]) -> int:
    first = steps[0]
    seconds = (first + steps[1]) // 2 if len(steps) > 1 else min(first * 3 // 2, first + DAY)
    return seconds if seconds <= DAY else (seconds + DAY // 2) // DAY * DAY
