"""What a card of Anki's stands at, as ours: FSRS's memory as it is; that of SM-2 from the answers, else from the ease.

When a card is due is never computed anew: it is asked here on the day on which Anki would have asked it.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, NamedTuple

from studykit.anki.read import AnkiCard, AnkiReview
from studykit.flows.learning.clock import Clock
from studykit.model.review import Learning, LogEntry, Memory, New, Relearning, Review, ReviewKind, Standing, State
from studykit.scheduling.day import LAST_MS, day_start_ms, elapsed_days
from studykit.scheduling.memory import Model
from studykit.scheduling.sm2 import memory_from_ease

_NEW, _LEARNING, _REVIEW, _RELEARNING = range(4)
_BY_HAND: Final = 4
_NOON_MS: Final = 12 * 3_600_000
_AN_INSTANT: Final = 1_000_000_000
"""What is above is seconds since 1970, what is below a number of days."""
_FIRST_DAY, _LAST_DAY = 719_163, 3_600_000
_LONGEST: Final = 365_000
_LEAST_STABILITY: Final = 0.001


class Days:
    """The study days of many instants: each day's beginning is computed once."""

    def __init__(self, clock: Clock, instants: Sequence[int]) -> None:
        self._clock = clock
        known = [at for at in instants if 0 < at < LAST_MS]
        self._first = clock.day_of(min(known)) if known else 0
        last = min(clock.day_of(max(known)), self._first + 40_000) if known else -1
        self._starts = [self.start(day) for day in range(self._first, last + 2)] if known else []
        self._count = len(self._starts)

    def of(self, at_ms: int) -> int:
        """The study day of an instant."""
        place = bisect_right(self._starts, at_ms)
        return self._first + place - 1 if 0 < place < self._count else self._clock.day_of(at_ms)

    def start(self, day: int) -> int:
        """The first instant of a study day."""
        return day_start_ms(day, self._clock.zone, self._clock.rollover)

    def of_collection(self, created: int) -> int:
        """The study day that Anki counts as 0. At noon it is the same date nearly everywhere."""
        return self.of(created * 1000 + _NOON_MS)


class Came(NamedTuple):
    """What a card stood at when it came."""

    standing: Standing
    at_ms: int
    """Answers up to then are in it."""
    converted: bool = False
    """Its memory was computed here, as it had none of FSRS's."""


def standing_of(
    card: AnkiCard, rows: Sequence[AnkiReview], entries: Sequence[LogEntry], model: Model, days: Days, zero: int
) -> Came:
    """What a card stands at. `rows` are its part of Anki's log and `entries` what they are in ours; `zero` is the study
    day from which Anki counts."""
    last_ms = entries[-1].at_ms if entries else 0
    if card.last_review is not None and card.last_review * 1000 > last_ms:
        last_ms = min(card.last_review * 1000, LAST_MS)
    counts = max(card.reps, 0), max(card.lapses, 0)
    if card.type not in (_LEARNING, _REVIEW, _RELEARNING):
        return Came(Standing(New(), *counts), last_ms)
    interval = min(max(card.interval, 1), _LONGEST)
    due_day = _bounded_day(zero + card.due)
    if not last_ms:
        last_ms = days.start(due_day - interval) if card.type == _REVIEW else min(max(card.mod, 1) * 1000, LAST_MS)
    memory = _kept(card.memory) or _converted(card, rows, entries, model)
    state = _state(card, memory, interval, due_day, last_ms, days, zero)
    return Came(Standing(state, *counts), last_ms, card.memory is None)


def _state(card: AnkiCard, memory: Memory, interval: int, due_day: int, last_ms: int, days: Days, zero: int) -> State:
    last_day = days.of(last_ms)
    if card.type == _REVIEW:
        return Review(memory, interval, due_day, last_ms, last_day)
    due_ms = card.due * 1000 if card.due > _AN_INSTANT else days.start(_bounded_day(zero + card.due))
    due_ms = min(max(due_ms, 0), LAST_MS)
    remaining = max(1, card.left % 1000)
    if card.type == _LEARNING:
        return Learning(memory, remaining, due_ms, last_ms, last_day)
    return Relearning(memory, remaining, interval, due_ms, last_ms, last_day)


def _bounded_day(day: int) -> int:
    return min(max(day, _FIRST_DAY), _LAST_DAY)


def _kept(memory: tuple[float, float] | None) -> Memory | None:
    if memory is None:
        return None
    return Memory(min(max(memory[0], _LEAST_STABILITY), float(_LONGEST)), min(max(memory[1], 1.0), 10.0))


def _converted(card: AnkiCard, rows: Sequence[AnkiReview], entries: Sequence[LogEntry], model: Model) -> Memory:
    """From the answers since the card was last forgotten by hand; where the first ones are not there, from the ease."""
    forgotten = [row.id for row in rows if row.type == _BY_HAND and not row.ease and not row.factor]
    since = max(forgotten, default=0)
    counted = [entry for entry in entries if entry.kind is not ReviewKind.CRAM and entry.at_ms > since]
    if not counted:
        return memory_from_ease(card.factor / 1000, card.interval, model)
    begun, last_day = None, counted[0].day
    if counted[0].kind is not ReviewKind.LEARN:
        first = next(row for row in rows if row.id == counted[0].at_ms)
        begun = memory_from_ease(first.factor / 1000, first.last_interval, model)
        last_day -= max(1, first.last_interval)
    days = [entry.day for entry in counted]
    gaps = map(elapsed_days, [last_day, *days], days)
    memory = model.remember(zip([entry.rating for entry in counted], gaps, strict=True), begun)
    assert memory is not None  # there was an answer
    return memory
