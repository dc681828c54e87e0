"""Reviews and what is remembered of them: one face of a card, its state as one of four types, and one answer.

Times are milliseconds since 1970 (UTC) where the name ends in `_ms`; a `day` is a study day, the local date's ordinal
after the night's rollover has been taken off (`scheduling.day`), so that what was learned at one in the night belongs
to the evening before. Intervals are seconds below a day and days from there on, as two fields, never one number.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NamedTuple

from studykit.model.ids import CardId


class Rating(IntEnum):
    """The four answers, as Anki and FSRS number them."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class FaceKey(NamedTuple):
    """What is asked and remembered separately: `0`, `1` of a reversed card, `c1`, `c2` … of a cloze."""

    card: CardId
    face: str


class Memory(NamedTuple):
    """FSRS's two numbers, rounded as Anki keeps them."""

    stability: float
    """Days until retrievability has fallen to 90 %, to 4 decimal places."""
    difficulty: float
    """1 to 10, to 3 decimal places."""


@dataclass(frozen=True, slots=True)
class New:
    """Never answered."""


@dataclass(frozen=True, slots=True)
class Learning:
    """Answered, and still in the learning steps."""

    memory: Memory
    remaining: int
    """Steps still to go, the one under way among them."""
    due_ms: int
    last_ms: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Review:
    """Out of the steps: due on a day."""

    memory: Memory
    interval: int
    """Days, at least 1."""
    due_day: int
    last_ms: int
    last_day: int


@dataclass(frozen=True, slots=True)
class Relearning:
    """Forgotten, and in the relearning steps."""

    memory: Memory
    remaining: int
    interval: int
    """Days of the interval that the lapse led to; what follows the last step grows from the memory, not from this."""
    due_ms: int
    last_ms: int
    last_day: int


State = New | Learning | Review | Relearning


@dataclass(frozen=True, slots=True)
class Standing:
    """A face's state and its counts."""

    state: State = New()
    reps: int = 0
    """Answers that counted."""
    lapses: int = 0
    """Times that Again was said to a review."""


class ReviewKind(StrEnum):
    """Which answers a log holds. Those of a cram and of a quiz change no state."""

    LEARN = "learn"
    REVIEW = "review"
    RELEARN = "relearn"
    CRAM = "cram"
    QUIZ = "quiz"


class Step(NamedTuple):
    """How long until a face is asked again: `seconds` within the steps, else `days`; the other one is 0."""

    seconds: int
    days: int


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One answer, as the review log keeps it for good. The log is the truth; a `Standing` can be replayed from it."""

    key: str
    """Names this answer once and for all, on every machine: a second entry with it is the same answer again."""
    card: CardId
    face: str
    at_ms: int
    """When it was given; never before the face's last answer, whatever the clock said."""
    day: int
    """The study day at the place and time of the answer."""
    rating: Rating
    kind: ReviewKind
    step: Step
    """What was given: seconds to the next step, or days."""
    remaining: int
    """Steps to go after it; 0 out of the steps."""
    took_ms: int
    machine: str


class Flag(NamedTuple):
    """A mark for later, with the person's word."""

    word: str
    at_ms: int
