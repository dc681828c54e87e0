"""From SM-2's ease and interval to FSRS's memory, for cards that were learned before FSRS and lost their answers."""

from typing import Final

from studykit.model.review import Memory
from studykit.scheduling.memory import Model

USUAL_EASE: Final = 2.5
_RETENTION: Final = 0.9
"""What SM-2 is taken to have aimed at: Anki's own assumption."""
_LEAST_EASE: Final = 1.3


def memory_from_ease(ease: float, interval: int, model: Model) -> Memory:
    """The memory of a card with an ease (2.5 is Anki's 250 %) and an interval in days, as FSRS's authors convert it."""
    given = model.engine.memory_state_from_sm2(
        max(ease or USUAL_EASE, _LEAST_EASE), float(max(interval, 1)), _RETENTION
    )
    return Memory(round(given.stability, 4), min(max(round(given.difficulty, 3), 1.0), 10.0))
