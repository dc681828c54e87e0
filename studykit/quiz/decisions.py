"""What a quiz decides, as values: the flow makes them last first, then lets the session go on.

Each has the place of its question among those asked, so that a session can be played again from what was kept.
"""

from dataclasses import dataclass

from studykit.quiz.judging import Given, Verdict


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its verdict. In an exam a later one takes the place of an earlier."""

    place: int
    given: Given
    verdict: Verdict
    at_ms: int
    took_ms: int


@dataclass(frozen=True, slots=True)
class Hinted:
    """One more hint was shown."""

    place: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """A mark to come back to, or none any more."""

    place: int
    on: bool
    at_ms: int


@dataclass(frozen=True, slots=True)
class Overridden:
    """The person says that the verdict was the wrong one."""

    place: int
    right: bool
    alias: str
    """What was typed, to be remembered as another right answer; empty where nothing is to be remembered."""
    at_ms: int


@dataclass(frozen=True, slots=True)
class Marked:
    """The person's points for free text, 0 to 4."""

    place: int
    points: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class Submitted:
    """The end of an exam, or of a practice that was stopped."""

    at_ms: int
    timed_out: bool = False


Decision = Answered | Hinted | Flagged | Overridden | Marked | Submitted
