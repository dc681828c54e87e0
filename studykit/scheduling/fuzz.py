"""Fuzz: intervals spread a little, so that faces learned together part, and days that have much get no more.

The bounds are Anki's: nothing below 2.5 days; else one day, and 15 % of what lies between 2.5 and 7 days, 10 % of that
between 7 and 20, 5 % of the rest, to either side. Where in the bounds is decided by a fraction that hangs on the face
and its number of answers alone: the same buttons however often they are shown, the same days after a replay, on every
machine and version of Python.

Load balance is our own where Anki's is not documented: a day within the bounds is chosen with a weight that falls with
the square of what is due on it, measured by what an easy day should have, and next to never a day on which a sibling is
due. Anki prefers the earlier days besides; we do not, as that asks more often than the desired retention needs.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from studykit.model.ids import digest
from studykit.model.options import WEEKDAYS, Load
from studykit.model.review import FaceKey
from studykit.scheduling.day import weekday

BALANCED_DAYS: Final = 90
"""Longer intervals are not balanced: what is due that far ahead says little."""
SHARES: Final[Mapping[Load, float]] = {"full": 1.0, "reduced": 0.5, "minimum": 0.01}
"""Of a usual day's reviews, by the setting of an easy day."""
_SIBLING: Final = 1e-4
_PARTS: Final = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, math.inf, 0.05))


@dataclass(frozen=True, slots=True)
class DueLoad:
    """What is known of the days ahead when an interval is chosen."""

    due: Mapping[int, int] = field(default_factory=dict)
    """Study day → reviews due on it."""
    siblings: frozenset[int] = frozenset()
    """Study days on which other faces of the same card are due."""


@dataclass(frozen=True, slots=True)
class Fuzz:
    """How the intervals of one answer are spread; `NO_FUZZ` leaves them as they are."""

    fraction: float | None = None
    """0 to 1: where in the bounds; None for no fuzz."""
    today: int = 0
    load: DueLoad | None = None
    """None: by the fraction alone."""
    easy_days: Mapping[str, Load] = field(default_factory=dict)

    def days(self, interval: float, minimum: int, maximum: int) -> int:
        """The days to give for `interval`, from `minimum` to `maximum` (which wins) and within the bounds."""
        minimum = min(minimum, maximum)
        interval = min(max(interval, minimum), maximum)
        if self.fraction is None:
            return rounded(interval)
        low, high = bounds(interval)
        low, high = max(low, minimum), min(high, maximum)
        if low >= high:
            return min(low, maximum)
        if self.load is None or interval > BALANCED_DAYS:
            return low + min(int(self.fraction * (high - low + 1)), high - low)
        return self._balanced(low, high, self.fraction, self.load)

    def _balanced(self, low: int, high: int, fraction: float, load: DueLoad) -> int:
        weights = [self._weight(self.today + days, load) for days in range(low, high + 1)]
        rest = fraction * sum(weights)
        for days, weight in enumerate(weights, low):
            rest -= weight
            if rest < 0:
                return days
        return high

    def _weight(self, day: int, load: DueLoad) -> float:
        share = SHARES[self.easy_days.get(WEEKDAYS[weekday(day)], "full")]
        # The first power would do to keep a share that is kept already; the square restores it.
        weight = share * (share / (1 + load.due.get(day, 0))) ** 2
        return weight * _SIBLING if day in load.siblings else weight


NO_FUZZ: Final = Fuzz()


def bounds(days: float) -> tuple[int, int]:
    """The shortest and the longest interval in days that fuzz may make of one."""
    if days < 2.5:
        return rounded(days), rounded(days)
    delta = 1.0 + sum(share * max(0.0, min(days, end) - start) for start, end, share in _PARTS)
    return max(2, rounded(days - delta)), rounded(days + delta)


def rounded(days: float) -> int:
    """To whole days, a half upward (Python's `round` would take a half to the even number)."""
    return math.floor(days + 0.5)


def fraction(face: FaceKey, reps: int) -> float:
    """Where in the bounds the next answer of a face falls: 0 to below 1, the same for all four buttons."""
    return int(digest("fuzz", face.card, face.face, str(reps))[:13], 16) / 2**52
