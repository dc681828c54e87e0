"""A face's log, folded to what it stands at: the log is the truth, and this is how it is read.

What was given, days or a step, stands in the entries; only the memory is computed, from ratings and study days, with
the parameters of today. So a replay needs neither the deck's options nor a zone, and old answers keep the days they
were given. Entries of a cram and of a quiz change nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from studykit.model.review import (
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
)
from studykit.scheduling.day import elapsed_days
from studykit.scheduling.fuzz import rounded
from studykit.scheduling.memory import Model

UNCOUNTED: Final = frozenset({ReviewKind.CRAM, ReviewKind.QUIZ})
"""Kinds of answers that leave the schedule as it is."""


def replay(entries: Iterable[LogEntry], model: Model, standing: Standing = Standing()) -> Standing:  # noqa: B008 frozen
    """What one face stands at after its answers, in their order, from `standing` on.

    `replay(a + b)` is `replay(b, standing=replay(a))`, wherever the log is cut.
    """
    counted = [entry for entry in entries if entry.kind not in UNCOUNTED]
    if not counted:
        return standing
    memory = model.remember(_gaps(counted, standing.state), memory_of(standing.state))
    assert memory is not None  # there was an answer
    last = counted[-1]
    state = state_after(memory, last.kind, last.step, last.remaining, at_ms=last.at_ms, day=last.day)
    lapses = sum(is_lapse(entry.kind, entry.rating) for entry in counted)
    return Standing(state, standing.reps + len(counted), standing.lapses + lapses)


def apply(standing: Standing, entry: LogEntry, model: Model) -> Standing:
    """What a face stands at after one more answer."""
    return replay((entry,), model, standing)


def state_after(memory: Memory, kind: ReviewKind, step: Step, remaining: int, *, at_ms: int, day: int) -> State:
    """The state that an answer of this kind, with what it was given, leaves behind."""
    if step.days > 0:
        return Review(memory, step.days, day + step.days, at_ms, day)
    due_ms = at_ms + step.seconds * 1000
    if kind is ReviewKind.LEARN:
        return Learning(memory, remaining, due_ms, at_ms, day)
    return Relearning(memory, remaining, max(1, rounded(memory.stability)), due_ms, at_ms, day)


def is_lapse(kind: ReviewKind, rating: Rating) -> bool:
    """Whether an answer says that a review was forgotten."""
    return kind is ReviewKind.REVIEW and rating == Rating.AGAIN


def memory_of(state: State) -> Memory | None:
    """The memory after the last answer; None before the first."""
    return None if isinstance(state, New) else state.memory


def _gaps(entries: Sequence[LogEntry], state: State) -> Iterator[tuple[int, int]]:
    last_day = entries[0].day if isinstance(state, New) else state.last_day
    for entry in entries:
        day = entry.day
        yield entry.rating, elapsed_days(last_day, day)
        last_day = day
