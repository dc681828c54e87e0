"""What replaying a log, showing four buttons and learning parameters from a log cost.

    python -m tests.bench.bench_scheduling [--reviews 100000] [--rounds 5]

The log is simulated: faces of twenty answers, some of them on the same day, most on a later one. CPU seconds of this
process count (it has one thread), the median of the rounds. `engine` is FSRS alone on the same answers, one call each,
without our states and rounding: what replaying could cost at best.
"""

import argparse
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median
from zoneinfo import ZoneInfo

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.model.review import FaceKey, LogEntry, Rating, ReviewKind, Standing, Step
from studykit.scheduling.answer import outcomes
from studykit.scheduling.day import DAY_MS, moment
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model
from studykit.scheduling.optimize import optimize, samples
from studykit.scheduling.replay import replay

FACE_ANSWERS = 20
REPLAYED_A_SECOND = 100_000
OPTIMIZE_SECONDS = 3.0
START = 740_000


def simulated(reviews: int) -> list[list[LogEntry]]:
    """The logs of faces whose memory is as the defaults say."""
    random, model, logs = Random(5), Model(), []
    for face in range(reviews // FACE_ANSWERS):
        card, day, memory = CardId(f"{face:010d}"), START + random.randrange(365), None
        log: list[LogEntry] = []
        for number in range(FACE_ANSWERS):
            elapsed = day - log[-1].day if log else 0
            recalled = memory is None or random.random() < model.retrievability(memory, elapsed)
            rating = random.choices((Rating.HARD, Rating.GOOD, Rating.EASY), (1, 8, 1))[0] if recalled else Rating.AGAIN
            memory = model.remember([(rating, elapsed)], memory)
            assert memory is not None
            kind = ReviewKind.REVIEW if log else ReviewKind.LEARN
            days = 0 if rating is Rating.AGAIN else max(1, round(memory.stability))
            step = Step(0, days) if days else Step(600, 0)
            log.append(
                LogEntry(f"{face}-{number}", card, "0", day * DAY_MS + number, day, rating, kind, step, 0, 1000, "m")
            )
            day += days
        logs.append(log)
    return logs


def engine_alone(logs: list[list[LogEntry]]) -> None:
    from fsrs_rs_python import FSRS

    engine = FSRS(DEFAULT_PARAMETERS)
    for log in logs:
        memory, last = None, log[0].day
        for entry in log:
            states = engine.next_states(memory, 0.9, entry.day - last)
            memory, last = (states.again, states.hard, states.good, states.easy)[entry.rating - 1].memory, entry.day


def show_buttons(count: int) -> None:
    model, options, now = Model(), Options(), moment(START * DAY_MS, ZoneInfo("Europe/Berlin"))
    for number in range(count):
        outcomes(Standing(), options, model, now, FaceKey(CardId(f"{number:010d}"), "0"))


def seconds(action: Callable[[], object], rounds: int) -> float:
    """CPU seconds, the median of some rounds."""
    found = []
    for _ in range(rounds):
        before = time.process_time()
        action()
        found.append(time.process_time() - before)
    return median(found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    logs, model, rounds = simulated(arguments.reviews), Model(), arguments.rounds
    reviews = sum(map(len, logs))
    print(f"{reviews} reviews of {len(logs)} faces, {len(samples(logs))} to learn from, median of {rounds}")
    engine = seconds(lambda: engine_alone(logs), rounds)
    print(f"{'engine alone':<14} {engine:>7.2f} CPU s {reviews / engine:>11,.0f} reviews/s")
    replayed = seconds(lambda: [replay(log, model) for log in logs], rounds)
    rate, ratio = reviews / replayed, replayed / engine
    print(f"{'replay':<14} {replayed:>7.2f} CPU s {rate:>11,.0f} reviews/s, {ratio:.2f} × engine")
    buttons = seconds(lambda: show_buttons(10_000), rounds)
    print(f"{'four buttons':<14} {buttons:>7.2f} CPU s for 10,000 faces, {buttons * 100:.0f} µs each")
    parameters = (0.3, *DEFAULT_PARAMETERS[1:])
    learned = seconds(lambda: optimize(logs, parameters, 1), min(rounds, 3))
    print(f"{'optimize':<14} {learned:>7.2f} CPU s with its test on a later slice")
    kept = rate >= REPLAYED_A_SECOND and learned <= OPTIMIZE_SECONDS * reviews / 100_000
    print(f"goals (100,000 replayed a second, 100,000 reviews learned from in 3 s): {'kept' if kept else 'MISSED'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
