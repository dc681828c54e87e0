"""Our scheduling against the real Anki's, button by button. Anki is an oracle here and nowhere else.

`python -m tests.anki.conformance` prints the same as a table.
"""

import csv
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime, timezone
from multiprocessing import get_context
from pathlib import Path

import pytest

from studykit.model.ids import CardId
from studykit.model.review import LogEntry, Rating, Review, ReviewKind, Standing, Step
from studykit.scheduling import answer
from studykit.scheduling.answer import outcomes
from studykit.scheduling.day import study_day
from studykit.scheduling.fuzz import bounds, rounded
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model, fit
from studykit.scheduling.optimize import samples
from tests.anki.conformance import CONFIGURATIONS, FACE, PLAIN, START, alone, at, play
from tests.anki.learning import Learner, buttons, noon

FULL = os.environ.get("STUDYKIT_ROUNDS") == "full"
ANSWERS = 500 if FULL else 50
HOUR, DAY = 3600, 86_400


@pytest.fixture(scope="module")
def unfuzzed() -> Iterator[Executor]:
    """A process with an Anki that leaves fuzz out."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=alone) as executor:
        yield executor


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[timezone]:
    monkeypatch.setenv("TZ", os.environ.get("TZ", "UTC"))  # so that it is put back
    yield noon()
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def learner(tmp_path: Path, zone: timezone) -> Iterator[Learner]:
    """An Anki with fuzz."""
    with Learner.at(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_every_button_is_ankis(unfuzzed: Executor, configuration: str) -> None:
    tally = unfuzzed.submit(play, configuration, ANSWERS).result()
    assert tally.buttons == ANSWERS * 4
    assert (tally.differ, tally.stability, tally.difficulty) == (0, 0.0, 0.0)
    assert tally.ahead <= 1


STEPS = [
    *[(60,), (61,), (33,), (10, 11), (600, 60), (10 * HOUR,), (50_000,), (57_600,), (57_601,), (60_000,), (20 * HOUR,)],
    *[(DAY - 1,), (DAY,), (100_000,), (2 * DAY,), (3 * DAY,), (7 * DAY,), (60, DAY), (DAY - 10, DAY), (600, 3 * DAY)],
    *[(DAY, 2 * DAY - 2), (DAY, 2 * DAY), (DAY, 2 * DAY + 2), (DAY, 4 * DAY), (12 * HOUR, 2 * DAY), (30, 90, 600)],
]


def their_steps() -> list[list[Step]]:
    with tempfile.TemporaryDirectory() as folder, Learner.at(Path(folder)) as learner:
        card, found = learner.card("steps"), []
        for steps in STEPS:
            learner.set(replace(PLAIN, learning_steps=steps), DEFAULT_PARAMETERS)
            found.append([button.step for button in buttons(learner.states(card)).values()])
        return found


def test_the_steps_of_a_new_card_are_ankis(unfuzzed: Executor) -> None:
    for steps, theirs in zip(STEPS, unfuzzed.submit(their_steps).result(), strict=True):
        mine = outcomes(Standing(), replace(PLAIN, learning_steps=steps), Model(), at(START), FACE)
        assert [outcome.step for outcome in mine] == theirs, steps


@pytest.mark.parametrize("lapses", [1, 2, 3, 5, 8])
def test_leeches_are_told_when_anki_does(learner: Learner, lapses: int) -> None:
    options = replace(PLAIN, relearning_steps=(), leech_lapses=lapses)
    learner.set(options, DEFAULT_PARAMETERS)
    card, standing, told = learner.card("leech"), Standing(), []
    for number in range(16):
        for rating in (Rating.EASY, Rating.AGAIN):
            states = learner.states(card)
            chosen = outcomes(standing, options, Model(), at(START + number), FACE).of(rating)
            if rating is Rating.AGAIN:
                assert chosen.leech == buttons(states)[rating].leech, number
                told.append(chosen.leech)
            learner.answer(card, states, rating, 1 if rating is Rating.AGAIN else 0)
            standing = chosen.standing
    assert any(told)


@pytest.mark.parametrize("days", [1.6, 2.3, 2.5, 2.6, 3.4, 3.6, 5.0, 6.4, 6.6, 7.5, 8.3, 15.0, 20.2])
def test_fuzz_reaches_ankis_bounds_and_stays_in_them(learner: Learner, days: float) -> None:
    """Hard of a new card without steps, an interval that nothing but fuzz moves."""
    learner.set(replace(PLAIN, learning_steps=()), (0.2, days, *DEFAULT_PARAMETERS[2:]))
    found = {buttons(learner.states(card))[Rating.HARD].step.days for card in learner.cards(["x"] * 60)}
    low, high = bounds(rounded(days))
    assert found == set(range(low, high + 1))


@pytest.mark.parametrize("ratings", [(3,), (3, 3), (4, 3), (4, 1)])
def test_fuzzed_buttons_keep_the_order_and_growth_that_anki_keeps(
    learner: Learner, ratings: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The four intervals that a card of Anki is given together are given together by some fraction of ours."""
    options, model = replace(PLAIN, learning_steps=(), relearning_steps=(), fuzz=True), Model()
    learner.set(options, DEFAULT_PARAMETERS)
    known: dict[Standing, set[tuple[Step, ...]]] = {}
    for card in learner.cards(["x"] * (90 if FULL else 30)):
        standing, day = Standing(), START
        for rating in map(Rating, ratings):
            states = learner.states(card)
            standing = outcomes(standing, options, model, at(day), FACE).of(rating).standing
            days = buttons(states)[rating].step.days
            if isinstance(standing.state, Review):
                standing = replace(standing, state=replace(standing.state, interval=days, due_day=day + days))
            learner.answer(card, states, rating, 1)
            day += 1
        if standing not in known:
            known[standing] = set()
            for part in range(1000):
                monkeypatch.setattr(answer, "fraction", lambda *_, part=part: part / 1000)
                mine = outcomes(standing, options, model, at(day), FACE)
                known[standing].add(tuple(outcome.step for outcome in mine))
        assert tuple(button.step for button in buttons(learner.states(card)).values()) in known[standing]


def test_optimized_parameters_are_ankis(learner: Learner, zone: timezone, shared: Path) -> None:
    log = shared / "data" / "revlogs" / "py-fsrs-josh.csv"
    with log.open(encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["review_time"])
    names = sorted({row["card_id"] for row in rows})
    cards = dict(zip(names, learner.cards(names), strict=True))
    faces: dict[int, list[LogEntry]] = defaultdict(list)
    theirs = []
    for row in rows:
        at_ms = round(datetime.fromisoformat(row["review_time"]).timestamp() * 1000)
        card, rating, day = cards[row["card_id"]], Rating(int(row["review_rating"])), study_day(at_ms, zone)
        if study_day(at_ms - 1000, zone) != day:
            continue  # Anki's optimizer, in whole seconds, counts a day's first one to the day before
        kind = ReviewKind.REVIEW if faces[card] else ReviewKind.LEARN
        theirs.append((at_ms, card, int(rating), int(kind is ReviewKind.REVIEW)))
        faces[card].append(LogEntry(str(at_ms), CardId("x"), "0", at_ms, day, rating, kind, Step(0, 1), 0, 1000, ""))
    database = learner.collection.db
    database.transact(
        lambda: database.executemany("INSERT INTO revlog VALUES (?, ?, 0, ?, 1, 1, 2500, 1000, ?)", theirs)
    )
    response = learner.collection._backend.compute_fsrs_params(
        search="", current_params=[], ignore_revlogs_before_ms=0, num_of_relearning_steps=1, health_check=False
    )
    found = samples(faces.values())
    assert response.fsrs_items == len(found) > 5000  # how many depends on where the day ends, and that on the hour now
    mine = fit([sample.history for sample in found], [sample.face for sample in found], 1)
    assert mine == tuple(response.params)
    assert mine[:20] != DEFAULT_PARAMETERS[:20]
