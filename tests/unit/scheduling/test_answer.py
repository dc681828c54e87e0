"""The four answers, at the corners that the conformance with Anki does not reach."""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import (
    FaceKey,
    Learning,
    Memory,
    Rating,
    Relearning,
    Review,
    ReviewKind,
    Standing,
    Step,
)
from studykit.scheduling.answer import is_leech, logged, outcomes
from studykit.scheduling.day import DAY_MS, Moment, moment
from studykit.scheduling.fuzz import DueLoad
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model

FACE = FaceKey(CardId("k3f9w2qa7b"), "0")
MODEL = Model()
PLAIN = Options(fuzz=False)
DAY = 740_000
REVIEW = Standing(Review(Memory(10.0, 5.0), 10, DAY, (DAY - 10) * DAY_MS, DAY - 10), reps=3, lapses=7)


def at(day: int, hours: float = 12) -> Moment:
    return Moment(int((day + hours / 24) * DAY_MS), day, (day + 1) * DAY_MS)


def test_a_new_face_goes_through_the_default_steps() -> None:
    now = at(DAY)
    found = outcomes(Standing(), PLAIN, MODEL, now, FACE)
    assert [outcome.step for outcome in found] == [Step(60, 0), Step(330, 0), Step(600, 0), Step(0, 8)]
    assert [outcome.remaining for outcome in found] == [2, 2, 1, 0]
    assert {outcome.kind for outcome in found} == {ReviewKind.LEARN}
    assert found.good.standing == Standing(
        Learning(Memory(2.3065, 2.118), 1, now.at_ms + 600_000, now.at_ms, DAY), reps=1
    )
    assert found.easy.standing.state == Review(Memory(8.2956, 1.0), 8, DAY + 8, now.at_ms, DAY)
    assert found.of(Rating.EASY) is found.easy


def test_a_lapse_counts_and_makes_a_leech() -> None:
    found = outcomes(REVIEW, PLAIN, MODEL, at(DAY), FACE)
    assert isinstance(found.again.standing.state, Relearning)
    assert found.again.standing.lapses == 8
    assert [outcome.leech for outcome in found] == [True, False, False, False]
    assert not outcomes(REVIEW, replace(PLAIN, leech_lapses=9), MODEL, at(DAY), FACE).again.leech
    again = outcomes(found.again.standing, PLAIN, MODEL, at(DAY, 13), FACE).again
    assert again.kind is ReviewKind.RELEARN
    assert (again.standing.lapses, again.leech) == (8, False)


@pytest.mark.parametrize(
    ("threshold", "told"),
    [(0, []), (1, [*range(1, 21)]), (3, [*range(3, 21, 2)]), (8, [8, 12, 16, 20]), (7, [7, 11, 15, 19])],
)
def test_leeches(threshold: int, told: list[int]) -> None:
    assert [lapses for lapses in range(1, 21) if is_leech(lapses, threshold)] == told


@pytest.mark.parametrize("maximum", [1, 2, 3])
def test_a_short_maximum_interval_ends_the_order(maximum: int) -> None:
    """Anki 26.09 breaks off here."""
    for options in (PLAIN, replace(PLAIN, learning_steps=(), relearning_steps=()), Options()):
        options = replace(options, maximum_interval=maximum)
        for standing in (Standing(), REVIEW):
            days = [outcome.step.days for outcome in outcomes(standing, options, MODEL, at(DAY), FACE)]
            assert all(1 <= day <= maximum for day in days if day)
            assert days[3] == maximum


def test_a_clock_that_went_back_is_dated_like_the_last_answer() -> None:
    learning = outcomes(Standing(), PLAIN, MODEL, at(DAY), FACE).good.standing
    early = at(DAY - 400)
    found = outcomes(learning, PLAIN, MODEL, early, FACE).good
    same_day = outcomes(learning, PLAIN, MODEL, at(DAY), FACE).good
    assert found.at_ms == at(DAY).at_ms
    assert found.day == early.day
    state, usual = found.standing.state, same_day.standing.state
    assert isinstance(state, Review)
    assert isinstance(usual, Review)
    assert (state.memory, state.interval) == (usual.memory, usual.interval)  # no days have passed
    assert (state.due_day, state.last_day) == (early.day + state.interval, early.day)


def test_a_low_retention_asks_for_no_more_days_than_the_maximum() -> None:
    strong = Standing(Review(Memory(36500.0, 1.0), 30_000, DAY, 0, DAY - 30_000))
    found = outcomes(strong, replace(PLAIN, desired_retention=0.7), MODEL, at(DAY), FACE)
    assert found.easy.step == Step(0, 36500)


def test_the_far_future_is_no_error() -> None:
    now = moment(10**18, ZoneInfo("Asia/Kathmandu"))
    state = outcomes(REVIEW, Options(), MODEL, now, FACE).easy.standing.state
    assert isinstance(state, Review)
    assert state.due_day == now.day + state.interval <= now.day + Options().maximum_interval


def test_fuzz_and_load_balance_are_the_options_matter() -> None:
    busy = DueLoad({DAY + days: 1000 for days in range(100) if days != 32})
    options = replace(PLAIN, fuzz=True)
    given = [outcomes(replace(REVIEW, reps=reps), options, MODEL, at(DAY), FACE, busy).good.step for reps in range(20)]
    assert set(given) == {Step(0, 32)}
    options = replace(options, load_balance=False)
    given = [outcomes(replace(REVIEW, reps=reps), options, MODEL, at(DAY), FACE, busy).good.step for reps in range(20)]
    assert len(set(given)) > 3


def test_load_balance_does_not_put_good_before_hard() -> None:
    """Hard is short enough to be balanced here, Good is not."""
    model = Model((0.2, 88.0, 92.0, 100.0, *DEFAULT_PARAMETERS[4:]))
    late = DueLoad({DAY + days: 1000 for days in range(94)})
    for reps in range(20):
        found = outcomes(Standing(reps=reps), Options(learning_steps=()), model, at(DAY), FACE, late)
        assert 94 == found.hard.step.days <= found.good.step.days < found.easy.step.days


def test_a_log_entry_holds_the_outcome() -> None:
    outcome = outcomes(REVIEW, PLAIN, MODEL, at(DAY), FACE).again
    entry = logged(outcome, FACE, key="k", took_ms=1234, machine="m")
    assert (entry.card, entry.face, entry.day, entry.at_ms) == (*FACE, DAY, at(DAY).at_ms)
    assert (entry.rating, entry.kind, entry.step, entry.remaining) == (Rating.AGAIN, ReviewKind.REVIEW, Step(600, 0), 1)
    assert (entry.key, entry.took_ms, entry.machine) == ("k", 1234, "m")
