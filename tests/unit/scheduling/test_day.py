"""Study days: by local dates, in every zone, on both edges of summer time, and at the calendar's ends."""

from datetime import UTC, date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from studykit.scheduling.day import (
    DAY_MS,
    LAST_MS,
    day_end_ms,
    day_start_ms,
    elapsed_days,
    moment,
    study_day,
    weekday,
)

HOUR_MS = 3_600_000


def ms(text: str, zone: str = "UTC") -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("zone", "local", "day"),
    [
        ("UTC", "2026-11-22T03:59:59.999", "2026-11-21"),
        ("UTC", "2026-11-22T04:00", "2026-11-22"),
        ("Asia/Shanghai", "2026-11-22T01:00", "2026-11-21"),
        ("Asia/Kolkata", "2026-11-22T04:00", "2026-11-22"),
        ("Asia/Kathmandu", "2026-11-22T03:59", "2026-11-21"),
        ("Pacific/Chatham", "2026-11-22T04:00", "2026-11-22"),
        ("Pacific/Kiritimati", "2026-01-01T03:00", "2025-12-31"),
        ("Pacific/Pago_Pago", "2026-01-01T05:00", "2026-01-01"),
    ],
)
def test_a_day_begins_at_four_by_the_clock_on_the_wall(zone: str, local: str, day: str) -> None:
    assert study_day(ms(local, zone), ZoneInfo(zone)) == ordinal(day)


def test_the_weekend_on_which_the_clocks_go_back_has_one_day_more_of_an_hour() -> None:
    """Anki counts 2 days here, as it divides seconds."""
    zone = ZoneInfo("America/New_York")
    before = study_day(ms("2026-10-31T04:30", "America/New_York"), zone)
    after = study_day(ms("2026-11-01T12:00", "America/New_York"), zone)
    assert elapsed_days(before, after) == 1
    assert day_end_ms(before, zone) - day_start_ms(before, zone) == 25 * HOUR_MS


def test_the_day_of_the_lost_hour_has_23() -> None:
    zone = ZoneInfo("Europe/Berlin")
    day = ordinal("2026-03-28")
    assert day_end_ms(day, zone) - day_start_ms(day, zone) == 23 * HOUR_MS
    assert study_day(day_end_ms(day, zone) - 1, zone) == day


@pytest.mark.parametrize(
    ("zone", "rollover", "day"),
    [
        ("Europe/Berlin", 2, "2026-03-29"),  # 02:00 is left out
        ("Europe/Berlin", 2, "2026-10-25"),  # 02:00 comes twice
        ("America/Havana", 0, "2026-03-08"),  # midnight is left out
        ("America/Havana", 0, "2026-11-01"),  # midnight comes twice
        ("Australia/Lord_Howe", 2, "2026-04-05"),  # half an hour
        ("America/St_Johns", 0, "2010-11-07"),  # back over midnight, at one minute past
        ("America/St_Johns", 1, "2010-03-14"),  # from 00:01 to 01:01
        ("Pacific/Apia", 4, "2011-12-30"),  # a date that never was
    ],
)
def test_every_instant_has_one_day_where_clocks_change(zone: str, rollover: int, day: str) -> None:
    place, number = ZoneInfo(zone), ordinal(day)
    starts = [day_start_ms(number + offset, place, rollover) for offset in range(-2, 4)]
    assert starts == sorted(starts)
    days = [study_day(at_ms, place, rollover) for at_ms in range(starts[0], starts[-1], 10 * 60_000)]
    assert days == sorted(days)
    for offset, (start, end) in enumerate(pairwise(starts), -2):
        if start < end:
            assert study_day(start, place, rollover) == study_day(end - 1, place, rollover) == number + offset


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"])
@pytest.mark.parametrize("at_ms", [-(10**18), -1, 0, 1, LAST_MS, LAST_MS + 1, 10**18])
def test_the_ends_of_the_calendar_are_clamped(zone: str, at_ms: int) -> None:
    place = ZoneInfo(zone)
    now = moment(at_ms, place)
    inside = min(max(at_ms, 0), LAST_MS)
    assert now.at_ms == at_ms
    assert now.day == study_day(inside, place)
    assert day_start_ms(now.day, place) <= inside < now.day_end_ms
    assert day_start_ms(-5, place) < day_start_ms(10**9, place)


def test_the_year_9999_is_reached() -> None:
    assert study_day(ms("9999-12-28T12:00"), UTC) == ordinal("9999-12-28")
    assert study_day(10**18, UTC) == ordinal("9999-12-28")
    assert study_day(-(10**18), UTC) == ordinal("1969-12-31")  # before four in the morning


def test_no_days_pass_backwards() -> None:
    assert elapsed_days(10, 7) == 0
    assert elapsed_days(7, 10) == 3


def test_weekdays_are_the_calendars() -> None:
    day = ordinal("2026-11-22")
    assert [weekday(day + offset) for offset in range(7)] == [
        date.fromordinal(day + offset).weekday() for offset in range(7)
    ]
    assert DAY_MS == 24 * HOUR_MS


@pytest.mark.parametrize("hour", [-1, 24])
def test_a_rollover_is_an_hour_of_the_day(hour: int) -> None:
    with pytest.raises(ValueError, match="hour"):
        study_day(0, UTC, hour)
