"""What-if runs: the same for the same seeds, and moved by options in the direction that they must."""

from dataclasses import replace

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import LogEntry, Rating, ReviewKind, Step
from studykit.scheduling.memory import DEFAULT_PARAMETERS
from studykit.scheduling.simulate import ENOUGH, LONGEST_ANSWER, Costs, Outlook, outlook, own_costs

SOME = Options(new_per_day=10, reviews_per_day=9999)


def run(options: Options, *, faces: int = 500, days: int = 90, costs: Costs | None = None) -> Outlook:
    return outlook(options, DEFAULT_PARAMETERS, faces=faces, days=days, seeds=(1, 2, 3), costs=costs)


def entry(kind: ReviewKind, rating: Rating, took_ms: int) -> LogEntry:
    return LogEntry("k", CardId("c"), "0", 0, 0, rating, kind, Step(0, 1), 0, took_ms, "m")


def test_the_same_arguments_give_the_same_outlook() -> None:
    assert run(SOME) == run(SOME)


def test_the_spread_holds_the_mean() -> None:
    found = run(SOME)
    for estimate in (found.reviews_a_day, found.minutes_a_day, found.kept, found.learned):
        assert estimate.low <= estimate.mean <= estimate.high
    assert found.reviews_a_day.low < found.reviews_a_day.high
    assert len(found.course) == 90


def test_more_retention_costs_more_reviews() -> None:
    less, more = (run(replace(SOME, desired_retention=wanted)) for wanted in (0.8, 0.95))
    assert less.reviews_a_day.high < more.reviews_a_day.low
    assert less.kept.mean < more.kept.mean


def test_limits_hold_and_nothing_else_does() -> None:
    """The crate would stop at 30 minutes a day."""
    assert run(SOME).learned.mean == 500
    assert max(run(replace(SOME, reviews_per_day=5)).course) <= 5
    assert run(replace(SOME, new_per_day=200), faces=5000).minutes_a_day.mean > 31


def test_own_times_are_used() -> None:
    slow: Costs = ((60.0,) * 4, (60.0,) * 4, (60.0,) * 4)
    assert run(SOME, costs=slow).minutes_a_day.low > run(SOME).minutes_a_day.high


def test_own_times_are_means_once_there_are_enough() -> None:
    kinds = (ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN)
    log = [entry(kind, Rating.GOOD, 4000) for kind in kinds for _ in range(ENOUGH)]
    assert own_costs(log[1:]) is None
    assert own_costs(log) == ((4.0,) * 4,) * 3
    longer = log + [entry(ReviewKind.REVIEW, Rating.AGAIN, 3_600_000)] * ENOUGH
    costs = own_costs(longer)
    assert costs is not None
    assert costs[1] == (LONGEST_ANSWER, 32.0, 4.0, 32.0)
    assert own_costs([*log, entry(ReviewKind.CRAM, Rating.GOOD, 9000)]) == own_costs(log)
