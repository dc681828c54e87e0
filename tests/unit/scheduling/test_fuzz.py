"""Fuzz: its bounds, its seed, and how it gives each day its share."""

from collections import Counter
from dataclasses import replace

import pytest

from studykit.model.ids import CardId
from studykit.model.options import Load
from studykit.model.review import FaceKey
from studykit.scheduling.day import weekday
from studykit.scheduling.fuzz import NO_FUZZ, DueLoad, Fuzz, bounds, fraction, rounded

MONDAY = 740_001
FACE = FaceKey(CardId("k3f9w2qa7b"), "c1")


@pytest.mark.parametrize(
    ("days", "low", "high"),
    [(1, 1, 1), (2, 2, 2), (2.49, 2, 2), (2.5, 2, 4), (3, 2, 4), (7, 5, 9), (8, 6, 10), (20, 17, 23), (100, 93, 107)],
)
def test_bounds(days: float, low: int, high: int) -> None:
    assert bounds(days) == (low, high)


def test_a_half_is_rounded_upward() -> None:
    assert [rounded(days) for days in (0.49, 0.5, 1.5, 2.5, 2.4999)] == [0, 1, 2, 3, 2]


def test_the_seed_is_the_same_for_ever() -> None:
    """It decides days that people were given: another number would move them at a replay."""
    assert fraction(FACE, 0) == 0.7287473985193389
    assert fraction(FACE, 1) == 0.2852397228828041
    assert fraction(FaceKey(CardId("k3f9w2qa7b"), "c2"), 0) != fraction(FACE, 0)


def test_every_day_in_the_bounds_is_given_about_as_often() -> None:
    given = Counter(Fuzz(fraction(FACE, reps)).days(8, 1, 36500) for reps in range(5000))
    assert sorted(given) == [6, 7, 8, 9, 10]
    assert min(given.values()) > 900


def test_minimum_and_maximum_hold() -> None:
    top = Fuzz(0.9999)
    assert top.days(8, 1, 9) == 9
    assert Fuzz(0.0).days(8, 7, 36500) == 7
    assert top.days(8, 30, 36500) == bounds(30)[1]
    assert top.days(8, 30, 5) == 5
    assert NO_FUZZ.days(8.4, 1, 36500) == 8
    assert NO_FUZZ.days(8, 12, 10) == 10


def balanced(load: DueLoad, easy_days: dict[str, Load] | None = None, interval: int = 20) -> Counter[int]:
    base = Fuzz(0.0, MONDAY, load, easy_days or {})
    return Counter(replace(base, fraction=part / 1000).days(interval, 1, 36500) for part in range(1000))


def test_a_day_that_has_much_gets_little() -> None:
    given = balanced(DueLoad({MONDAY + 20: 100, MONDAY + 21: 10}))
    assert balanced(DueLoad())[20] > 100
    assert given[20] <= 1
    assert given[21] < given[22] / 20
    low, high = bounds(20)
    assert set(given) <= set(range(low, high + 1))


def test_days_fill_up_evenly_and_easy_days_to_their_share() -> None:
    easy: dict[str, Load] = {"sat": "reduced", "sun": "minimum"}
    due: dict[int, int] = {}
    for number in range(9000):
        fuzz = Fuzz(fraction(FACE, number), MONDAY + number // 100, DueLoad(due), easy)
        day = fuzz.today + fuzz.days(40, 1, 36500)
        due[day] = due.get(day, 0) + 1
    weeks = range(MONDAY + 56, MONDAY + 56 + 28)
    shares = [sum(due.get(day, 0) for day in weeks if weekday(day) == number) for number in range(7)]
    usual = sum(shares[:5]) / 5
    assert shares[:5] == pytest.approx([usual] * 5, rel=0.1)
    assert shares[5] == pytest.approx(usual / 2, rel=0.15)
    assert shares[6] < usual / 20


def test_a_siblings_day_is_avoided() -> None:
    assert balanced(DueLoad(siblings=frozenset({MONDAY + 20})))[20] <= 1
    every = frozenset(MONDAY + days for days in range(40))
    assert balanced(DueLoad(siblings=every)) == balanced(DueLoad())


def test_long_intervals_are_not_balanced() -> None:
    load = DueLoad({MONDAY + 100: 1000})
    assert balanced(load, interval=100) == Counter(Fuzz(part / 1000).days(100, 1, 36500) for part in range(1000))
    assert balanced(load, interval=90)[90] > 0
