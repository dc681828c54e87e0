"""What statistics say of small logs that can be counted by hand, and that charts line up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.review import (
    FaceKey,
    Learning,
    LogEntry,
    Memory,
    New,
    Rating,
    Relearning,
    Review,
    ReviewKind,
    Standing,
    State,
    Step,
)  # fmt: skip
from studykit.scheduling.charts import bars, gathered, shaded, sparkline
from studykit.scheduling.statistics import (
    WEEKS,
    Face,
    Figures,
    Maturity,
    Retention,
    Share,
    calendar,
    count_maturity,
    daily_load,
    figures_by_day,
    forecast,
    hardest,
    hardest_notes,
    retention,
    streak,
)  # fmt: skip
from studykit.text.width import width

MEMORY = Memory(10.0, 7.0)


def entry(card: str, day: int, rating: Rating, *, days: int = 0, kind: ReviewKind = ReviewKind.REVIEW) -> LogEntry:
    return LogEntry(
        f"{card}{day}{kind}", CardId(card), "0", day * 86_400_000, day, rating, kind, Step(0, days), 0, 4000, "m"
    )


def face(card: str, note: str = "n", *, lapses: int = 0, difficulty: float = 5.0, interval: int = 10) -> Face:
    state = Review(Memory(10.0, difficulty), interval, 100, 0, 90)
    return Face(FaceKey(CardId(card), "0"), note, Standing(state, 9, lapses))


def test_figures_of_a_day_count_answers_time_and_again() -> None:
    log = [entry("a", 1, Rating.AGAIN), entry("b", 1, Rating.GOOD), entry("a", 2, Rating.EASY, kind=ReviewKind.CRAM)]
    found = figures_by_day(log)
    assert found == {1: Figures(2, 1, 8000), 2: Figures(1, 0, 4000)}
    assert found[1].again_share == 0.5
    assert Figures().again_share == 0


def test_true_retention_takes_the_first_review_of_a_day_and_the_interval_before_it() -> None:
    log = [
        entry("a", 1, Rating.GOOD, days=20, kind=ReviewKind.LEARN),
        entry("a", 21, Rating.GOOD, days=21),  # young: 20 days before it
        entry("a", 42, Rating.AGAIN, days=0),  # mature: 21 days before it
        entry("a", 42, Rating.GOOD, days=5, kind=ReviewKind.RELEARN),
        entry("a", 42, Rating.GOOD, days=30),  # the same day: not counted, but it leads to 30 days
        entry("a", 60, Rating.AGAIN, kind=ReviewKind.CRAM),
        entry("a", 72, Rating.HARD, days=40),  # mature
    ]
    assert retention(log) == {"": Retention(Share(1, 1), Share(1, 2))}
    assert retention(log)[""].total == Share(2, 3)
    assert retention(log, since=50) == {"": Retention(Share(), Share(1, 1))}
    assert Share().ratio is None
    assert retention([]) == {}


def test_retention_goes_by_any_group() -> None:
    log = [entry("a", 1, Rating.GOOD), entry("b", 1, Rating.AGAIN)]
    found = retention(log, lambda logged: f"deck {logged.card}")
    assert {name: kept.total.ratio for name, kept in found.items()} == {"deck a": 1.0, "deck b": 0.0}


def test_the_forecast_keeps_what_is_overdue_apart() -> None:
    assert forecast({97: 2, 99: 1, 100: 4, 102: 5, 130: 9}, 100, 30) == (3, (4, 0, 5, *[0] * 27))
    assert sum(forecast({130: 9}, 100, 365).days) == 9


def test_the_calendar_has_weeks_from_monday_and_ends_today() -> None:
    today = date(2026, 11, 22).toordinal()  # a Sunday
    weeks = calendar({today: 3, today - 6: 1, today - 364: 7, today - 400: 8}, today)
    assert len(weeks) == WEEKS
    assert weeks[-1] == (1, 0, 0, 0, 0, 0, 3)
    assert sum(count or 0 for week in weeks for count in week) == 11
    assert calendar({}, today + 1)[-1] == (0, None, None, None, None, None, None)


@given(st.sets(st.integers(1, 20)), st.integers(5, 20))
def test_a_streak_is_unbroken_and_cannot_be_longer(days: set[int], today: int) -> None:
    length = streak(days, today)
    last = today if today in days else today - 1
    assert set(range(last - length + 1, last + 1)) <= days
    assert last - length not in days


def test_maturity_of_every_state() -> None:
    states: list[State] = [New(), Learning(MEMORY, 1, 0, 0, 0), Relearning(MEMORY, 1, 1, 0, 0, 0)]
    faces = [Face(FaceKey(CardId("x"), "0"), "", Standing(state)) for state in states]
    faces += [face("y", interval=20), face("z", interval=21), face("s", interval=99)._replace(suspended=True)]
    assert count_maturity(faces) == {
        Maturity.NEW: 1, Maturity.LEARNING: 2, Maturity.YOUNG: 1, Maturity.MATURE: 1, Maturity.SUSPENDED: 1,
    }  # fmt: skip
    assert daily_load(faces) == pytest.approx(1 / 20 + 1 / 21)


def test_the_hardest_have_most_lapses_then_most_again() -> None:
    faces = [
        face("easy"),
        face("a", "one", lapses=2),
        face("b", "two", lapses=2, difficulty=9),
        face("c", "two", lapses=1),
        face("d", "", lapses=9)._replace(suspended=True),
    ]
    log = [entry("a", 1, Rating.AGAIN), entry("b", 1, Rating.AGAIN), entry("b", 2, Rating.GOOD)]
    assert [hard.key and hard.key.card for hard in hardest(faces, log)] == ["d", "a", "b", "c"]
    assert len(hardest(faces, log, 2)) == 2
    notes = hardest_notes(faces, log)
    assert [(hard.note, hard.lapses, hard.difficulty) for hard in notes] == [("two", 3, 7.0), ("one", 2, 5.0)]
    assert notes[0].figures == Figures(2, 1, 8000)


def test_a_sparkline_has_a_character_a_value() -> None:
    assert sparkline([0, 1, 4, 8], 10) == " ▂▅█"
    assert sparkline([], 5) == ""
    assert sparkline([0, 0], 5) == "  "


@given(st.lists(st.integers(0, 1000), max_size=60), st.integers(1, 40))
def test_gathering_loses_nothing(values: list[int], columns: int) -> None:
    assert sum(gathered(values, columns)) == sum(values)
    assert len(sparkline(values, columns)) == min(len(values), columns)


def test_bars_line_up_beside_chinese_labels() -> None:
    assert bars([("核心算法", 4), ("PPO", 2), ("GRPO", 0)], 24) == [
        "核心算法 █████████████ 4",
        "PPO      ██████▌       2",
        "GRPO                   0",
    ]


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(0, 1e6)), max_size=6), st.integers(24, 80))
def test_bars_fill_the_columns_exactly(rows: list[tuple[str, float]], columns: int) -> None:
    assert all(width(line) == columns for line in bars(rows, columns))


def test_a_calendar_is_shaded_up_to_its_busiest_day() -> None:
    assert shaded([(0, 1, 2, 3, 4, None, None)], 10) == ["·", "░", "▒", "▓", "█", "", ""]
    assert shaded([(1,) * 7, (0,) * 7], 1) == ["·"] * 7
