"""What FSRS-6 says of one memory: its strength after each answer, when to ask again, how likely it is recalled now.

The only module that knows `fsrs_rs_python` (the Rust crate that Anki carries too); it is imported when the first model
is made. Memories are rounded as Anki keeps them, stability to 4 decimal places and difficulty to 3, after every answer
and in single precision like the engine: without that a replay would drift from Anki by the rounding.

Formula: the FSRS-6 algorithm as its authors publish it (open-spaced-repetition, MIT).
"""

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from studykit.model.review import Memory, Rating

if TYPE_CHECKING:
    from fsrs_rs_python import FSRS, FSRSItem

Parameters = tuple[float, ...]
"""The 21 weights of FSRS-6."""

History = Sequence[tuple[int, int]]
"""One face's answers in order: the rating 1 to 4, and the days since the answer before (0 for the first)."""

# fmt: off
DEFAULT_PARAMETERS: Final[Parameters] = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)
# fmt: on
"""FSRS-6's own, fitted to many people; version and number belong together, so a change of either is a new constant."""

EPOCHS: Final = 8
"""Rounds of training; with fewer the result is not Anki's."""
_NAMES: Final = ("", "again", "hard", "good", "easy")
_LONGEST_GAP: Final = 2**31
_SINGLE: Final = struct.Struct("f")


class Prospect(NamedTuple):
    """What one answer would lead to."""

    memory: Memory
    days: float
    """Until recall falls to the desired retention; not rounded, and with no bounds."""


class Prospects(NamedTuple):
    """What the four answers would lead to."""

    again: Prospect
    hard: Prospect
    good: Prospect
    easy: Prospect


@dataclass(frozen=True, slots=True)
class Model:
    """FSRS-6 with one set of parameters. Equal where the parameters are; cheap enough to make one a run.

    Raises ValueError where the parameters are not 21 finite numbers, or the curve's decay is not above 0.
    """

    parameters: Parameters = DEFAULT_PARAMETERS
    engine: "FSRS" = field(init=False, repr=False, compare=False)
    """For this module alone."""

    def __post_init__(self) -> None:
        weights = self.parameters
        if len(weights) != 21 or not all(map(math.isfinite, weights)) or weights[20] <= 0:
            raise ValueError(f"not FSRS-6 parameters: {weights}")
        from fsrs_rs_python import FSRS

        object.__setattr__(self, "engine", FSRS(weights))

    def prospects(self, memory: Memory | None, elapsed: int, desired_retention: float) -> Prospects:
        """The four answers `elapsed` study days after the last one; `memory` is None before the first."""
        found = self.engine.next_states(_engine_memory(memory), desired_retention, min(max(elapsed, 0), _LONGEST_GAP))
        four = (found.again, found.hard, found.good, found.easy)
        return Prospects(*(Prospect(_kept(state.memory), state.interval) for state in four))

    def remember(self, reviews: Iterable[tuple[int, int]], memory: Memory | None = None) -> Memory | None:
        """The memory after (rating, days since the answer before), one after the other, from `memory` on."""
        from fsrs_rs_python import MemoryState

        step, names = self.engine.next_states, _NAMES
        current = _engine_memory(memory)
        stability, difficulty = memory or (0.0, 0.0)
        for rating, elapsed in reviews:
            # Any retention would do: it moves intervals, not memories.
            after = getattr(step(current, 0.9, elapsed if elapsed > 0 else 0), names[rating]).memory
            stability, difficulty = _rounded(after.stability, 10_000), _rounded(after.difficulty, 1_000)
            current = MemoryState(stability, difficulty)
        return None if current is None else Memory(stability, difficulty)

    def retrievability(self, memory: Memory, elapsed: float) -> float:
        """The probability, 0 to 1, of recall `elapsed` days after the last answer."""
        decay = -self.parameters[20]
        factor = 0.9 ** (1 / decay) - 1
        return float((1 + factor * max(elapsed, 0.0) / max(memory.stability, 1e-4)) ** decay)

    def days_until(self, memory: Memory, desired_retention: float) -> float:
        """Days after the last answer until recall falls to `desired_retention`; not rounded."""
        return self.engine.next_interval(memory.stability, desired_retention, Rating.GOOD)


def fit(histories: Sequence[History], faces: Sequence[int], relearning_steps: int) -> Parameters:
    """The parameters that predict the last answer of each history best: Anki's own recipe, to the last digit.

    `histories` are the beginnings of faces' logs, each ending in an answer on a later day than the one before, in the
    order of time; `faces` numbers the face of each. Where there is too little to learn from, some or all of the
    defaults come back, as in Anki.
    """
    from fsrs_rs_python import FSRS, TrainingConfig

    found = FSRS(DEFAULT_PARAMETERS).compute_parameters(
        _items(histories),
        card_ids=list(faces),
        num_relearning_steps=relearning_steps,
        training_config=TrainingConfig(num_epochs=EPOCHS),
    )
    return tuple(found)


def log_loss(histories: Sequence[History], parameters: Parameters) -> float:
    """How badly the parameters predict the last answer of each history: mean negative log likelihood, 0 is perfect.

    `histories` may not be empty.
    """
    return Model(parameters).engine.evaluate(_items(histories)).log_loss


class Simulated(NamedTuple):
    """A simulated course of learning, a figure a day."""

    remembered: tuple[float, ...]
    """Sum of the faces' retrievability."""
    reviews: tuple[int, ...]
    learned: tuple[int, ...]
    """New faces."""
    seconds: tuple[float, ...]


def simulate(parameters: Parameters, desired_retention: float, *, seed: int, **changes: Any) -> Simulated:
    """Learning with these parameters, by the crate's simulator; the same seed gives the same course.

    `changes` replace fields of its configuration: `deck_size`, `learn_span` (days), `max_cost_perday` (seconds, 1,800
    where nothing is said), `max_ivl`, `learn_limit`, `review_limit`, `new_cards_ignore_review_limit`, the steps'
    counts, the probabilities of answers and their costs. Raises AttributeError for another name.
    """
    import fsrs_rs_python

    configuration = fsrs_rs_python.default_simulator_config()
    for name, value in changes.items():
        getattr(configuration, name)
        setattr(configuration, name, value)
    found = fsrs_rs_python.simulate(list(parameters), desired_retention, configuration, seed)
    return Simulated(
        tuple(found.memorized_cnt_per_day),
        tuple(found.review_cnt_per_day),
        tuple(found.learn_cnt_per_day),
        tuple(found.cost_per_day),
    )


def _engine_memory(memory: Memory | None) -> Any:
    if memory is None:
        return None
    from fsrs_rs_python import MemoryState

    return MemoryState(*memory)


def _kept(state: Any) -> Memory:
    return Memory(_rounded(state.stability, 10_000), _rounded(state.difficulty, 1_000))


def _rounded(value: float, parts: int) -> float:
    """To the nearest of so many parts of one, as single precision has it: its product may reach a half by rounding."""
    product: float = _SINGLE.unpack(_SINGLE.pack(value * parts))[0]
    return math.floor(product + 0.5) / parts


def _items(histories: Sequence[History]) -> "list[FSRSItem]":
    from fsrs_rs_python import FSRSItem, FSRSReview

    known: dict[tuple[int, int], FSRSReview] = {}
    return [
        FSRSItem([known.get(review) or known.setdefault(review, FSRSReview(*review)) for review in history])
        for history in histories
    ]
