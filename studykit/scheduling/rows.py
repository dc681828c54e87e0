"""A face as the queue sees it: a flat tuple that the store can fill straight from its rows, 20,000 at a time.

What a queue decides by is here and nothing else; the full `Standing` is read for the one face that is being answered.
"""

from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Learning, New, Relearning, Review, State


class Kind(IntEnum):
    """What a face is today, in the order in which one may bury its siblings: a later kind never buries an earlier."""

    LEARNING = 0
    """In the steps, due at a time of this day."""
    INTERDAY = 1
    """In the steps, by a step that crossed the rollover: due on a day, and counted as a review."""
    REVIEW = 2
    NEW = 3


class Row(NamedTuple):
    """One face. The faces of a card are its siblings."""

    card: CardId
    face: str
    deck: str
    section: str
    note: str
    kind: Kind
    due: int
    """Milliseconds for learning, a study day for interday and review, 0 for new."""
    last_day: int = 0
    """Study day of the last answer, with `stability` what retrievability is ordered by."""
    stability: float = 0.0
    position: int = 0
    """Of new cards: their place in the order of the maps of content."""
    listed: bool = True
    """Whether a map lists the note, so that `position` is a person's order and not the order of file names."""
    suspended: bool = False
    buried_day: int = 0
    """The last study day on which it is not asked, since a person buried it; 0 for none."""
    active: bool = True
    """False for what is retired, gone, or in a deck that Anki schedules."""

    @property
    def key(self) -> FaceKey:
        """What is remembered separately."""
        return FaceKey(self.card, self.face)


def place(state: State, day_of: Callable[[int], int]) -> tuple[Kind, int, int, float]:
    """Kind, due, last day and stability of a state, as a row wants them.

    `day_of` gives the study day of an instant. A step that reaches beyond the day of its answer is interday: from then
    on only the day counts.
    """
    match state:
        case New():
            return Kind.NEW, 0, 0, 0.0
        case Review(memory, _, due_day, _, last_day):
            return Kind.REVIEW, due_day, last_day, memory.stability
        case (
            Learning(memory=memory, due_ms=due_ms, last_day=last_day)
            | Relearning(memory=memory, due_ms=due_ms, last_day=last_day)
        ):
            day = day_of(due_ms)
            if day > last_day:
                return Kind.INTERDAY, day, last_day, memory.stability
            return Kind.LEARNING, due_ms, last_day, memory.stability
