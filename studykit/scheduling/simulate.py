"""What if: reviews a day and knowledge kept, for other retentions and other limits, over a deck learned from the start.

The course is the FSRS crate's own simulation. It starts with every face new: the crate's Python binding takes no faces
as they stand. Its default of 30 minutes a day is raised, as limits of cards are what is compared here; and it is run
with several seeds, so that a difference can be seen for what it is.
"""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

from studykit.model.options import Options
from studykit.model.review import LogEntry, ReviewKind
from studykit.scheduling.memory import Parameters, Simulated, simulate

DAY_SECONDS = 86_400.0
SEEDS = (1, 2, 3, 4, 5)
LONGEST_ANSWER = 60.0
"""Seconds; longer ones are a telephone call, not thought."""
ENOUGH = 20
"""Answers of a kind from which its mean time is worth more than the crate's."""
_KINDS = (ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN)

Costs = tuple[tuple[float, float, float, float], ...]
"""Seconds an answer takes: learning, review and relearning by Again, Hard, Good, Easy."""


class Estimate(NamedTuple):
    """A figure over several seeds."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Estimate":
        """Mean and extremes; `values` is not empty."""
        return cls(fmean(values), min(values), max(values))


class Outlook(NamedTuple):
    """What a set of options amounts to."""

    options: Options
    reviews_a_day: Estimate
    """Reviews of faces known already, over all days."""
    minutes_a_day: Estimate
    kept: Estimate
    """Faces that would be recalled on the last day."""
    learned: Estimate
    """Faces begun."""
    course: tuple[float, ...]
    """Reviews on each day, mean over the seeds."""


def outlook(
    options: Options,
    parameters: Parameters,
    *,
    faces: int,
    days: int,
    seeds: Sequence[int] = SEEDS,
    costs: Costs | None = None,
) -> Outlook:
    """Learn so many new faces for so many days with these options. The same arguments give the same outlook.

    `costs` are the person's own times; without them the crate's. Takes about 0.2 CPU seconds for 10,000 faces, a year
    and one seed.
    """
    courses = [_course(options, parameters, faces, days, seed, costs) for seed in seeds]
    return Outlook(
        options,
        Estimate.of([fmean(course.reviews) for course in courses]),
        Estimate.of([fmean(course.seconds) / 60 for course in courses]),
        Estimate.of([course.remembered[-1] for course in courses]),
        Estimate.of([float(sum(course.learned)) for course in courses]),
        tuple(fmean(day) for day in zip(*(course.reviews for course in courses), strict=True)),
    )


def _course(
    options: Options, parameters: Parameters, faces: int, days: int, seed: int, costs: Costs | None
) -> Simulated:
    own = {} if costs is None else {"state_rating_costs": [list(row) for row in costs]}
    return simulate(
        parameters,
        options.desired_retention,
        seed=seed,
        deck_size=faces,
        learn_span=days,
        max_cost_perday=DAY_SECONDS,
        max_ivl=float(options.maximum_interval),
        learn_limit=options.new_per_day,
        review_limit=options.reviews_per_day,
        new_cards_ignore_review_limit=options.new_ignores_review_limit,
        learning_step_count=len(options.learning_steps),
        relearning_step_count=len(options.relearning_steps),
        **own,
    )


def own_costs(entries: Iterable[LogEntry]) -> Costs | None:
    """How long the person's answers take, or None while the log is too short to say.

    An answer given seldom takes what its kind takes on average.
    """
    times: dict[ReviewKind, list[list[float]]] = {kind: [[], [], [], []] for kind in _KINDS}
    for entry in entries:
        if entry.kind in times and entry.took_ms > 0:
            times[entry.kind][entry.rating - 1].append(min(entry.took_ms / 1000, LONGEST_ANSWER))
    rows: list[tuple[float, float, float, float]] = []
    for kind in _KINDS:
        every = [seconds for of_rating in times[kind] for seconds in of_rating]
        if len(every) < ENOUGH:
            return None
        again, hard, good, easy = (fmean(own if len(own) >= ENOUGH else every) for own in times[kind])
        rows.append((again, hard, good, easy))
    return tuple(rows)
