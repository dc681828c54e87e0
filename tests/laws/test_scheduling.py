"""Laws of scheduling: order, replay, fuzz, clocks that go wrong, and agreement with py-fsrs."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import fsrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.options import Load, Options
from studykit.model.review import (
    FaceKey,
    LogEntry,
    Memory,
    New,
    Rating,
    Review,
    ReviewKind,
    Standing,
    Step,
)
from studykit.scheduling.answer import Outcomes, logged, outcomes
from studykit.scheduling.day import DAY_MS, LAST_MS, Moment, day_start_ms, moment, study_day
from studykit.scheduling.fuzz import DueLoad, Fuzz, bounds, rounded
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model
from studykit.scheduling.replay import apply, memory_of, replay

FACE = FaceKey(CardId("k3f9w2qa7b"), "0")
ZONES = st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]).map(
    ZoneInfo
)
START_MS = 1_790_000_000_000
# fmt: off
PERSONAL = (
    0.155, 0.731, 2.147, 5.378, 6.607, 0.557, 2.997, 0.0186, 1.684, 0.1755, 0.6325,
    1.5914, 0.0266, 0.397, 1.8139, 0.6025, 1.8729, 0.7111, 0.0806, 0.1796, 0.375,
)
# fmt: on
MODELS = st.sampled_from([Model(), Model(PERSONAL)])
RATINGS = st.sampled_from(Rating)
LOADS: st.SearchStrategy[Load] = st.sampled_from(["full", "reduced", "minimum"])
LEARNING = st.lists(st.integers(1, 200_000), max_size=4).map(tuple)
OPTIONS = st.builds(
    Options,
    desired_retention=st.floats(0.7, 0.99),
    learning_steps=LEARNING,
    relearning_steps=LEARNING,
    maximum_interval=st.sampled_from([1, 2, 7, 100, 36500]),
    fuzz=st.booleans(),
    load_balance=st.booleans(),
    easy_days=st.dictionaries(st.sampled_from(["mon", "sat", "sun"]), LOADS),
    leech_lapses=st.integers(0, 8),
)
GAPS = st.one_of(
    st.integers(0, 3_600_000), st.integers(0, 60).map(lambda days: days * DAY_MS), st.integers(-(10**12), 10**14)
)
TODAY = study_day(START_MS, ZoneInfo("UTC"))
DUE = st.dictionaries(st.integers(TODAY, TODAY + 100), st.integers(0, 500))
ANSWERS = st.lists(st.tuples(RATINGS, GAPS), min_size=1, max_size=12)


def played(
    answers: list[tuple[Rating, int]], options: Options, model: Model, zone: ZoneInfo, load: DueLoad | None = None
) -> list[tuple[Outcomes, LogEntry]]:
    """Answers one after the other, each after a gap of milliseconds, by a clock that may also run backwards."""
    standing, now_ms, found = Standing(), START_MS, []
    for number, (rating, gap) in enumerate(answers):
        now_ms += gap
        four = outcomes(standing, options, model, moment(now_ms, zone), FACE, load)
        found.append((four, logged(four.of(rating), FACE, key=str(number), took_ms=1000, machine="m")))
        standing = four.of(rating).standing
    return found


@given(ANSWERS, OPTIONS, MODELS, ZONES)
def test_a_replay_of_the_log_gives_the_state_wherever_it_is_cut(
    answers: list[tuple[Rating, int]], options: Options, model: Model, zone: ZoneInfo
) -> None:
    course = played(answers, options, model, zone)
    entries = [entry for _, entry in course]
    standing = Standing()
    for count, (four, entry) in enumerate(course, 1):
        standing = apply(standing, entry, model)
        assert standing == four.of(entry.rating).standing == replay(entries[:count], model)
        assert replay(entries[count:], model, standing) == replay(entries, model)
    assert standing.reps == len(answers)


@given(ANSWERS, OPTIONS, st.data())
def test_cram_and_quiz_change_nothing(answers: list[tuple[Rating, int]], options: Options, data: st.DataObject) -> None:
    entries = [entry for _, entry in played(answers, options, Model(), ZoneInfo("UTC"))]
    mixed = list(entries)
    for _ in range(data.draw(st.integers(1, 4))):
        kind = data.draw(st.sampled_from([ReviewKind.CRAM, ReviewKind.QUIZ]))
        place = data.draw(st.integers(0, len(mixed)))
        mixed.insert(place, replace(entries[0], kind=kind, day=entries[-1].day + 9, rating=Rating.AGAIN))
    assert replay(mixed, Model()) == replay(entries, Model())
    standing = replay(entries, Model())
    assert replay([entry for entry in mixed if entry not in entries], Model(), standing) is standing


@given(ANSWERS, OPTIONS, MODELS, ZONES, DUE)
def test_hard_is_before_good_is_before_easy(
    answers: list[tuple[Rating, int]], options: Options, model: Model, zone: ZoneInfo, due: dict[int, int]
) -> None:
    """Of a review each by a day; elsewhere Good and Easy, and Hard where it does not stay in the steps."""
    standing = Standing()
    for four, entry in played(answers, options, model, zone, DueLoad(due)):
        hard, good, easy = four.hard.step.days, four.good.step.days, four.easy.step.days
        top = options.maximum_interval
        assert 1 <= easy <= top
        assert good < easy or good == easy == top
        if isinstance(standing.state, Review):
            assert 1 <= hard < good or hard == good == top
            assert four.again.step.seconds or four.again.step.days <= top
        elif hard and good:
            assert hard <= good
        standing = four.of(entry.rating).standing


@given(ANSWERS, OPTIONS, MODELS, ZONES)
def test_a_review_whose_interval_grows_grows_by_a_day(
    answers: list[tuple[Rating, int]], options: Options, model: Model, zone: ZoneInfo
) -> None:
    standing = Standing()
    for four, entry in played(answers, options, model, zone):
        if isinstance(standing.state, Review):
            last = standing.state.interval
            plain = outcomes(
                standing, replace(options, fuzz=False), model, Moment(entry.at_ms, entry.day, entry.at_ms + 1), FACE
            )
            for fuzzed, exact in zip(four[1:], plain[1:], strict=True):
                assert (
                    fuzzed.step.days > last or exact.step.days <= last or fuzzed.step.days == options.maximum_interval
                )
        standing = four.of(entry.rating).standing


@given(ANSWERS, OPTIONS, MODELS, ZONES, DUE)
def test_every_step_is_one_of_the_two_and_the_same_arguments_give_it_again(
    answers: list[tuple[Rating, int]], options: Options, model: Model, zone: ZoneInfo, due: dict[int, int]
) -> None:
    course = played(answers, options, model, zone, DueLoad(due))
    assert course == played(answers, options, model, zone, DueLoad(due))
    for four, _ in course:
        for outcome in four:
            assert (outcome.step.seconds > 0) != (outcome.step.days > 0)
            assert outcome.remaining == 0 or outcome.step.seconds


@given(ANSWERS, OPTIONS, ZONES)
def test_a_clock_that_goes_wrong_neither_raises_nor_goes_back(
    answers: list[tuple[Rating, int]], options: Options, zone: ZoneInfo
) -> None:
    entries = [entry for _, entry in played(answers, options, Model(), zone)]
    assert all(one.at_ms <= two.at_ms for one, two in pairwise(entries))
    for _, entry in zip(answers, entries, strict=True):
        assert entry.day <= study_day(LAST_MS, zone)


@given(st.floats(0, 40_000), st.integers(1, 400), st.sampled_from([1, 5, 365, 36500]), st.floats(0, 1), st.booleans())
def test_fuzz_stays_in_the_bounds_the_minimum_and_the_maximum(
    interval: float, minimum: int, maximum: int, fraction: float, balanced: bool
) -> None:
    load = DueLoad({740_010: 5}, frozenset({740_012})) if balanced else None
    days = Fuzz(fraction, 740_000, load, {"sun": "minimum"}).days(interval, minimum, maximum)
    assert min(minimum, maximum) <= days <= maximum
    low, high = bounds(min(max(interval, min(minimum, maximum)), maximum))
    assert low <= days <= high or days in (minimum, maximum)
    assert Fuzz().days(interval, minimum, maximum) == rounded(min(max(interval, min(minimum, maximum)), maximum))


@given(st.integers(-(10**15), 10**15), ZONES, st.integers(0, 23))
def test_every_instant_lies_in_its_study_day(at_ms: int, zone: ZoneInfo, rollover: int) -> None:
    now = moment(at_ms, zone, rollover)
    assert day_start_ms(now.day, zone, rollover) <= min(max(at_ms, 0), LAST_MS) < now.day_end_ms


@given(st.lists(st.tuples(RATINGS, st.integers(0, 400)), min_size=1, max_size=20), MODELS)
def test_py_fsrs_agrees_on_stability_and_difficulty(answers: list[tuple[Rating, int]], model: Model) -> None:
    """Step by step from our own memory, as py-fsrs rounds nothing. To 1e-4, and the rounding of ours besides."""
    scheduler = fsrs.Scheduler(parameters=model.parameters, enable_fuzzing=False)
    now, memory = datetime(2026, 1, 1, tzinfo=UTC), None
    card = fsrs.Card()
    for number, (rating, gap) in enumerate(answers):
        elapsed = gap if number else 0
        now += timedelta(days=elapsed)
        if memory is not None:
            card.stability, card.difficulty = memory.stability, memory.difficulty
        card, _ = scheduler.review_card(card, fsrs.Rating(int(rating)), now)
        memory = model.remember([(rating, elapsed)], memory)
        assert memory is not None
        assert memory.stability == pytest.approx(card.stability, rel=1e-4, abs=0.000051)
        assert memory.difficulty == pytest.approx(card.difficulty, abs=1e-4 + 0.00051)


def test_the_laws_meet_every_state() -> None:
    """So that none of them holds for want of cases."""
    answers = [(Rating.GOOD, 0), (Rating.EASY, 600_000), (Rating.AGAIN, 9 * DAY_MS), (Rating.GOOD, 600_000)]
    course = played(answers, Options(), Model(), ZoneInfo("UTC"))
    kinds = [type(four.of(entry.rating).standing.state).__name__ for four, entry in course]
    assert kinds == ["Learning", "Review", "Relearning", "Review"]
    assert memory_of(New()) is None
    assert isinstance(memory_of(course[0][0].good.standing.state), Memory)
    assert course[1][1].step == Step(0, course[1][0].easy.step.days)
    assert len(DEFAULT_PARAMETERS) == len(PERSONAL) == 21
