"""A fortnight of learning, played in simulated time: what is asked each day, and why there is so much of it.

    python -m tests.flows.fortnight [--days 14] [--seed 1] [--recall 0.9]

The decks of this repository are copied to a temporary folder and learned there: once a day, all that is asked. The
learner recalls a card with the probability that FSRS gives it at that moment, and a new card three times of four.
"""

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from studykit.config import Config
from studykit.flows.learning.clock import Clock
from studykit.flows.learning.study import open_study
from studykit.flows.review.due import deck_tree, totals
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.review import New, Rating, ReviewKind
from studykit.scheduling.decisions import Record
from studykit.scheduling.progress import Answer, Finished, Question, Waiting

ROOT = Path(__file__).parent.parent.parent
DAY_MS = 86_400_000
START_MS = 1_795_320_000_000
"""2026-11-22, in the morning (UTC)."""


class SimulatedClock(Clock):
    """A clock that stands until it is moved."""

    def __init__(self, at_ms: int = START_MS) -> None:
        super().__init__(Config())
        self.at_ms = at_ms

    def now_ms(self) -> int:
        return self.at_ms


class Day(NamedTuple):
    """What was asked and answered on a day."""

    number: int
    new_offered: int
    due_offered: int
    learned: int
    """New faces answered."""
    steps: int
    """Further answers within the steps."""
    reviews: int
    forgotten: int
    minutes: float
    """From the first answer to the last."""
    due_tomorrow: int


def copy_workspace(target: Path) -> Path:
    """The reference decks and notes, without packages and without a store."""
    for name in ("vault", "decks", "prompts"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("*.apkg"))
    (target / "studykit.toml").write_text('[review]\ntimezone = "UTC"\n', encoding="utf-8")
    return target


def play(folder: Path, days: int, seed: int) -> Iterator[Day]:
    """Learn for so many days; each day as it went."""
    random = Random(seed)
    clock = SimulatedClock()
    for number in range(days):
        clock.at_ms = START_MS + number * DAY_MS
        with open_study(open_workspace(folder), clock) as study:
            new, _, due = totals(deck_tree(study))
            sitting = Sitting(study)
            began = clock.at_ms
            kinds: Counter[ReviewKind] = Counter()
            first = forgotten = 0
            while not isinstance(position := sitting.session.position, Finished):
                if isinstance(position, Waiting):
                    clock.at_ms = max(clock.at_ms, position.until_ms)
                    sitting.session.wake(clock.at_ms)
                    continue
                if isinstance(position, Question):
                    clock.at_ms += 6_000
                    sitting.session.reveal()
                    continue
                assert isinstance(position, Answer)
                record = sitting.rate(_rating(sitting, position, random), 6_000)
                clock.at_ms += 2_000
                first += isinstance(record.before.state, New)
                kinds[record.entry.kind] += 1
                forgotten += _lapse(record)
            ahead = study.store.execute(
                "SELECT count(*) FROM faces WHERE state = 2 AND due_day <= ?", (study.clock.moment().day + 1,)
            ).fetchone()[0]
        steps = kinds[ReviewKind.LEARN] - first + kinds[ReviewKind.RELEARN]
        minutes = (clock.at_ms - began) / 60_000
        yield Day(number + 1, new, due, first, steps, kinds[ReviewKind.REVIEW], forgotten, minutes, ahead)


def _rating(sitting: Sitting, position: Answer, random: Random) -> Rating:
    standing = sitting.offer(position.row.key).standing
    state = standing.state
    luck = random.random()
    if isinstance(state, New):
        return Rating.GOOD if luck < 0.75 else Rating.AGAIN
    elapsed = max(0, sitting.study.clock.moment().day - state.last_day)
    recalled = sitting.study.model.retrievability(state.memory, elapsed) if elapsed else 0.95
    if luck >= recalled:
        return Rating.AGAIN
    return Rating.HARD if random.random() < 0.08 else Rating.GOOD


def _lapse(record: Record) -> bool:
    return record.entry.kind is ReviewKind.REVIEW and record.entry.rating is Rating.AGAIN


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    print("day  new offered  due offered  learned  steps  reviews  forgotten  minutes  due tomorrow")
    with tempfile.TemporaryDirectory() as folder:
        for day in play(copy_workspace(Path(folder) / "ws"), chosen.days, chosen.seed):
            print(
                f"{day.number:>3}  {day.new_offered:>11}  {day.due_offered:>11}  {day.learned:>7}  {day.steps:>5}  "
                f"{day.reviews:>7}  {day.forgotten:>9}  {day.minutes:>7.1f}  {day.due_tomorrow:>12}"
            )


if __name__ == "__main__":
    main()
