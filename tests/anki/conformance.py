"""The same answers to Anki and to us, and what came out differently.

    python -m tests.anki.conformance [--answers 500]

prints a line for each configuration. Anki leaves its fuzz out only where a variable was set before its first card in a
process, so a test plays in a process of its own (`tests/anki/test_conformance.py`).
"""

import argparse
import os
import struct
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import FaceKey, Rating, Standing, Step
from studykit.scheduling.answer import Outcomes, outcomes
from studykit.scheduling.day import DAY_MS, Moment
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model, Parameters
from studykit.scheduling.replay import memory_of
from tests.anki.learning import Learner, button, buttons, noon

CARD_ANSWERS = 20
FACE = FaceKey(CardId("0000000000"), "0")
START = 740_000
PLAIN = Options(fuzz=False, leech_lapses=0)
# fmt: off
PERSONAL = (
    0.4, 1.1, 3.2, 16.0, 7.0, 0.55, 1.5, 0.01, 1.55, 0.12, 1.02, 1.9, 0.11, 0.3, 2.27, 0.22, 3.0, 0.5, 0.7, 0.1, 0.2,
)
# fmt: on
CONFIGURATIONS: dict[str, tuple[Options, Parameters]] = {
    "default steps": (PLAIN, DEFAULT_PARAMETERS),
    "no steps": (replace(PLAIN, learning_steps=(), relearning_steps=()), DEFAULT_PARAMETERS),
    "relearning only": (replace(PLAIN, learning_steps=()), DEFAULT_PARAMETERS),
    "three steps": (replace(PLAIN, learning_steps=(60, 600, 86_400), desired_retention=0.85), PERSONAL),
    "changing options": (PLAIN, DEFAULT_PARAMETERS),
}
STEPS: tuple[tuple[tuple[int, ...], tuple[int, ...]], ...] = (
    ((), ()),
    ((60, 600), (600,)),
    ((300,), (60, 7200, 172_800)),
)


@dataclass
class Tally:
    """What was compared, and how far it was apart."""

    buttons: int = 0
    differ: int = 0
    """Buttons with another interval, step or number of steps to go."""
    stability: float = 0.0
    """Largest relative difference of what is kept; `difficulty` likewise, but absolute."""
    difficulty: float = 0.0
    ahead: float = 0.0
    """Largest difference of what a button would lead to, in units of what rounding may change: 1 is allowed."""

    def compare(self, mine: Outcomes, states: Any) -> None:
        """The four buttons."""
        for rating, theirs in buttons(states).items():
            ours = mine.of(rating)
            self.buttons += 1
            self.differ += (ours.step, ours.remaining) != (theirs.step, theirs.remaining)
            memory = memory_of(ours.standing.state)
            assert memory is not None
            assert theirs.memory is not None
            stability, difficulty = (abs(one - two) for one, two in zip(memory, theirs.memory, strict=True))
            self.ahead = max(self.ahead, stability / (0.000051 + 1e-6 * memory.stability), difficulty / 0.00051)

    def compare_kept(self, standing: Standing, states: Any) -> None:
        """What stands after the last answer."""
        theirs, ours = button(states.current).memory, memory_of(standing.state)
        if theirs is None or ours is None:
            assert theirs is ours
            return
        stability, difficulty = (struct.unpack("f", struct.pack("f", value))[0] for value in ours)
        self.stability = max(self.stability, abs(stability - theirs.stability) / theirs.stability)
        self.difficulty = max(self.difficulty, abs(difficulty - theirs.difficulty))


def at(day: int) -> Moment:
    """Some moment of a study day."""
    return Moment(day * DAY_MS, day, (day + 1) * DAY_MS)


def alone() -> None:
    """Makes this process, which has not seen Anki yet, one without fuzz."""
    os.environ["ANKI_TEST_MODE"] = "1"
    noon()


def play(configuration: str, answers: int) -> Tally:
    """Seeded answers to both, `CARD_ANSWERS` a card: on time, early, late, on the same day."""
    options, parameters = CONFIGURATIONS[configuration]
    random, model, tally = Random(configuration), Model(parameters), Tally()
    with tempfile.TemporaryDirectory() as folder, Learner.at(Path(folder)) as learner:
        learner.set(options, parameters)
        for number in range(-(-answers // CARD_ANSWERS)):
            card, standing, day = learner.card(str(number)), Standing(), START
            for _ in range(min(CARD_ANSWERS, answers - number * CARD_ANSWERS)):
                if configuration == "changing options":
                    options = _changed(options, random)
                    learner.set(options, parameters)
                states = learner.states(card)
                mine = outcomes(standing, options, model, at(day), FACE)
                tally.compare_kept(standing, states)
                tally.compare(mine, states)
                chosen = mine.of(random.choices(tuple(Rating), (2, 2, 5, 2))[0])
                gap = _gap(chosen.step, random)
                learner.answer(card, states, chosen.rating, gap)
                standing, day = chosen.standing, day + gap
    return tally


def _changed(options: Options, random: Random) -> Options:
    learning, relearning = random.choice(STEPS)
    retention = random.choice((0.8, 0.85, 0.88, 0.9, 0.95))
    return replace(options, desired_retention=retention, learning_steps=learning, relearning_steps=relearning)


def _gap(step: Step, random: Random) -> int:
    if step.days:
        return min(random.choice((0, 1, step.days - 1, step.days, step.days, step.days + 1, step.days * 2)), 5000)
    return random.choice((0, 0, 0, 1, 2, 5))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--answers", type=int, default=500)
    arguments = parser.parse_args()
    alone()
    print(f"{'configuration':<18} {'answers':>7} {'buttons':>7} {'differ':>6} {'max rel dS':>10} {'max dD':>8}")
    differ = 0
    for configuration in CONFIGURATIONS:
        tally = play(configuration, arguments.answers)
        differ += tally.differ
        row = f"{configuration:<18} {arguments.answers:>7} {tally.buttons:>7} {tally.differ:>6}"
        print(f"{row} {tally.stability:>10.1e} {tally.difficulty:>8.1e}")
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
