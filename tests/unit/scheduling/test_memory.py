"""FSRS behind its one module: what it is given, what comes back, and that nothing else loads it."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import fsrs
import fsrs_rs_python
import pytest

from studykit.model.review import Memory, Rating
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model, fit, log_loss, simulate


def test_the_defaults_are_the_engines() -> None:
    assert pytest.approx(fsrs_rs_python.DEFAULT_PARAMETERS, rel=1e-6) == DEFAULT_PARAMETERS


@pytest.mark.parametrize(
    "parameters",
    [(), DEFAULT_PARAMETERS[:20], (*DEFAULT_PARAMETERS[:20], 0.0), (float("nan"), *DEFAULT_PARAMETERS[1:])],
)
def test_other_parameters_are_refused(parameters: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="FSRS-6"):
        Model(parameters)


def test_models_are_equal_where_their_parameters_are() -> None:
    assert Model() == Model(tuple(DEFAULT_PARAMETERS))
    assert Model() != Model((0.3, *DEFAULT_PARAMETERS[1:]))


def test_a_first_answer_gives_the_parameters_own_stability() -> None:
    prospects = Model().prospects(None, 0, 0.9)
    assert [prospect.memory.stability for prospect in prospects] == [0.212, 1.2931, 2.3065, 8.2956]
    assert prospects.good.days == pytest.approx(2.3065, rel=1e-6)


def test_remembering_is_the_prospects_one_after_the_other() -> None:
    model, memory = Model(), None
    reviews = [(3, 0), (1, 0), (3, 2), (2, 5), (4, 0), (1, 30), (3, 1)]
    for count, (rating, elapsed) in enumerate(reviews, 1):
        memory = model.prospects(memory, elapsed, 0.8)[rating - 1].memory
        assert model.remember(reviews[:count]) == memory
    assert model.remember([]) is None
    assert model.remember(reviews[3:], model.remember(reviews[:3])) == memory


@pytest.mark.parametrize("elapsed", [-5, 0, 10**9, 10**12])
def test_no_gap_is_too_long_or_too_short(elapsed: int) -> None:
    memory = Model().prospects(Memory(5.0, 5.0), elapsed, 0.9).good.memory
    assert 5.0 <= memory.stability < 40_000


def test_retrievability_is_what_py_fsrs_says() -> None:
    model, start = Model(), datetime(2026, 1, 1, tzinfo=UTC)
    card = fsrs.Card(stability=7.5, difficulty=4.0, last_review=start, state=fsrs.State.Review)
    for days in (0, 1, 7, 30, 3650):
        theirs = fsrs.Scheduler().get_card_retrievability(card, start + timedelta(days=days))
        assert model.retrievability(Memory(7.5, 4.0), days) == pytest.approx(theirs, abs=1e-9)
    assert model.retrievability(Memory(7.5, 4.0), -1) == 1.0
    assert model.retrievability(Memory(0.0, 4.0), 1) < 0.5


def test_recall_falls_to_the_desired_retention_in_the_days_that_are_told() -> None:
    model, memory = Model(), Memory(12.3456, 5.0)
    for retention in (0.7, 0.8, 0.9, 0.95, 0.99):
        assert model.retrievability(memory, model.days_until(memory, retention)) == pytest.approx(retention, abs=1e-5)


def test_too_little_to_learn_from_gives_the_defaults() -> None:
    assert fit([], [], 1) == pytest.approx(DEFAULT_PARAMETERS, rel=1e-6)


def test_log_loss_is_lower_for_what_was_likely() -> None:
    likely, unlikely = [((3, 0), (3, 1))], [((3, 0), (1, 1))]
    assert log_loss(likely, DEFAULT_PARAMETERS) < 0.2 < log_loss(unlikely, DEFAULT_PARAMETERS)


def test_a_simulation_is_seeded_and_takes_the_names_of_its_configuration() -> None:
    changes = {"deck_size": 300, "learn_span": 60, "max_cost_perday": 3600.0, "learn_limit": 10}
    one = simulate(DEFAULT_PARAMETERS, 0.9, seed=1, **changes)
    assert one == simulate(DEFAULT_PARAMETERS, 0.9, seed=1, **changes)
    assert one != simulate(DEFAULT_PARAMETERS, 0.8, seed=1, **changes)
    assert len(one.reviews) == len(one.learned) == len(one.seconds) == len(one.remembered) == 60
    assert sum(one.learned) == 300
    with pytest.raises(AttributeError):
        simulate(DEFAULT_PARAMETERS, 0.9, seed=1, deck_sise=3)


def test_the_engine_is_loaded_with_the_first_model_and_not_before() -> None:
    code = (
        "import sys, studykit.scheduling.answer as a, studykit.scheduling.memory as m;"
        "assert 'fsrs_rs_python' not in sys.modules; m.Model(); assert 'fsrs_rs_python' in sys.modules;"
        "assert 'torch' not in sys.modules and 'anki' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_ratings_are_the_engines_numbers() -> None:
    assert [int(rating) for rating in Rating] == [1, 2, 3, 4]
