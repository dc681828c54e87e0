"""The study day of an instant: the person's local date, begun anew at four in the morning (the rollover).

A study day is named by the ordinal of its date (`date.toordinal`), so that days can be subtracted. It lasts from its
rollover to the next day's, by the clock on the wall: 23 or 25 hours where the clocks change, none at all for the date
that a zone left out when it moved over the date line. Where the rollover falls into the hour that a spring leaves out,
the day begins that much later; where an autumn gives the hour twice, with the first.

A deliberate deviation from Anki: it divides the seconds since the rollover by 86,400, so that a weekend on which the
clocks go back can count a day too many (New York, Saturday 04:30 to Sunday 12:00: 2). Local dates are counted here.

Instants are milliseconds since 1970 (UTC). Those before 1970 and after 9999-12-29 are taken for these ends: a clock
may be wrong, and no answer may be lost to that.
"""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

ROLLOVER_HOUR: Final = 4
DAY_MS: Final = 86_400_000
FIRST_MS: Final = 0
LAST_MS: Final = 253_402_041_600_000
"""9999-12-29T00:00 UTC: far enough from the calendar's end for every zone, and for the day's end."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
_FIRST_DAY: Final = date(1969, 12, 30).toordinal()
_LAST_DAY: Final = date(9999, 12, 30).toordinal()


class Moment(NamedTuple):
    """An instant with its study day, as scheduling needs it; `moment` makes one."""

    at_ms: int
    day: int
    day_end_ms: int
    """The first instant of the next study day."""


def moment(at_ms: int, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> Moment:
    """An instant, its study day in `zone`, and that day's end."""
    day = study_day(at_ms, zone, rollover_hour)
    return Moment(at_ms, day, day_start_ms(day + 1, zone, rollover_hour))


def study_day(at_ms: int, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The study day of an instant: `day_start_ms(d) <= at_ms < day_start_ms(d + 1)`, within the years 1970 to 9999.

    `rollover_hour` is 0 to 23; ValueError otherwise.
    """
    at_ms = min(max(at_ms, FIRST_MS), LAST_MS)
    local = (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(zone)
    day = (local.replace(tzinfo=None) - timedelta(hours=rollover_hour)).toordinal()
    # The clock on the wall alone errs where it goes over the rollover twice, or leaves it out.
    while at_ms < day_start_ms(day, zone, rollover_hour):
        day -= 1
    while at_ms >= day_start_ms(day + 1, zone, rollover_hour):
        day += 1
    return day


def day_start_ms(day: int, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The first instant of a study day. Days outside 1970 to 9999 are taken for the first and last.

    `rollover_hour` is 0 to 23; ValueError otherwise.
    """
    clamped = date.fromordinal(min(max(day, _FIRST_DAY), _LAST_DAY))
    start = datetime(clamped.year, clamped.month, clamped.day, rollover_hour, tzinfo=zone)
    return (start.astimezone(UTC) - _EPOCH) // _MILLISECOND


def day_end_ms(day: int, zone: tzinfo, rollover_hour: int = ROLLOVER_HOUR) -> int:
    """The first instant after a study day."""
    return day_start_ms(day + 1, zone, rollover_hour)


def elapsed_days(last_day: int, day: int) -> int:
    """Study days between two answers; 0 where the clock, or the person over the date line, went back."""
    return max(0, day - last_day)


def weekday(day: int) -> int:
    """0 for Monday to 6 for Sunday."""
    return (day - 1) % 7
