"""Learning and relearning steps, also where the options changed while a face was in them."""

import pytest

from studykit.scheduling import steps
from studykit.scheduling.steps import DAY, StepTaken

DEFAULT = (60, 600)


def test_good_goes_through_the_steps_and_out() -> None:
    assert steps.good(DEFAULT, 2) == StepTaken(600, 1)
    assert steps.good(DEFAULT, 1) is None


def test_again_goes_back_to_the_first() -> None:
    assert steps.again((60, 600, DAY)) == StepTaken(60, 3)


@pytest.mark.parametrize(
    ("given", "remaining", "seconds"),
    [
        (DEFAULT, 2, 330),  # the mean of the first two
        (DEFAULT, 1, 600),  # the step under way
        ((600,), 1, 900),  # half as long again
        ((3 * DAY,), 1, 4 * DAY),  # at most a day longer
        ((60_000,), 1, DAY),  # over a day: whole days
        ((DAY, 4 * DAY), 2, 3 * DAY),
        ((33,), 1, 49),
    ],
)
def test_hard_repeats(given: tuple[int, ...], remaining: int, seconds: int) -> None:
    assert steps.hard(given, remaining) == StepTaken(seconds, remaining)


def test_without_steps_there_is_none() -> None:
    assert steps.again(()) is steps.hard((), 0) is steps.good((), 3) is None


@pytest.mark.parametrize(("remaining", "hard", "good"), [(5, 330, 600), (0, 600, None), (1, 600, None)])
def test_steps_that_changed_meanwhile(remaining: int, hard: int, good: int | None) -> None:
    taken = steps.hard(DEFAULT, remaining)
    assert taken == StepTaken(hard, remaining)
    after = steps.good(DEFAULT, remaining)
    assert (after and after.seconds) == good
