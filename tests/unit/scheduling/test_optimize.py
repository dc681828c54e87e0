"""A person's own parameters: learned where there is enough, and kept only where a later slice is predicted better."""

from random import Random

from studykit.model.ids import CardId
from studykit.model.review import LogEntry, Memory, Rating, ReviewKind, Step
from studykit.scheduling.day import DAY_MS
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model, Parameters, log_loss
from studykit.scheduling.optimize import ENOUGH, optimize, samples

START = 740_000


def entry(day: int, rating: int, kind: ReviewKind = ReviewKind.REVIEW) -> LogEntry:
    return LogEntry(f"{day}", CardId("x"), "0", day * DAY_MS, day, Rating(rating), kind, Step(0, 1), 0, 1000, "")


def learned(parameters: Parameters, faces: int, seed: int) -> list[list[LogEntry]]:
    """A simulated log: someone whose memory these parameters describe, asked at 90 %."""
    random, model, logs = Random(seed), Model(parameters), []
    for _ in range(faces):
        day, memory = START + random.randrange(60), None
        log: list[LogEntry] = []
        while day < START + 300:
            recalled = memory is None or random.random() < model.retrievability(memory, day - log[-1].day)
            rating = random.choices((2, 3, 4), (1, 8, 1))[0] if recalled else 1
            elapsed = day - log[-1].day if log else 0
            memory = model.remember([(rating, elapsed)], memory)
            assert memory is not None
            log.append(entry(day, rating, ReviewKind.REVIEW if log else ReviewKind.LEARN))
            day += max(1, round(memory.stability))
        logs.append(log)
    return logs


FORGETFUL = (0.1, 0.4, 0.8, 2.5, *DEFAULT_PARAMETERS[4:8], 0.9, *DEFAULT_PARAMETERS[9:])


def test_samples_are_answers_on_later_days_in_the_order_of_time() -> None:
    one = [entry(10, 3), entry(10, 3), entry(12, 1), entry(15, 3, ReviewKind.CRAM), entry(16, 3)]
    two = [entry(11, 4), entry(13, 2, ReviewKind.QUIZ), entry(14, 2), entry(13, 3)]
    found = samples([one, two])
    assert [(sample.at_ms // DAY_MS, sample.face) for sample in found] == [(12, 0), (14, 1), (16, 0)]
    assert found[0].history == ((3, 0), (3, 0), (1, 2))
    assert found[1].history == ((4, 0), (2, 3))
    assert found[2].history == ((3, 0), (3, 0), (1, 2), (3, 4))


def test_parameters_that_fit_better_are_taken() -> None:
    logs = learned(FORGETFUL, 150, 1)
    found = optimize(logs, DEFAULT_PARAMETERS, 1)
    assert found.better
    assert found.loss_after is not None
    assert found.loss_before is not None
    assert found.loss_after < found.loss_before - 0.005
    assert found.tested == found.reviews - int(found.reviews * 0.8)
    later = [sample.history for sample in samples(learned(FORGETFUL, 150, 2))]
    assert log_loss(later, found.parameters) < log_loss(later, DEFAULT_PARAMETERS)
    assert found == optimize(logs, DEFAULT_PARAMETERS, 1)


def test_parameters_that_fit_already_stay() -> None:
    logs = learned(FORGETFUL, 40, 3)
    found = optimize(logs, FORGETFUL, 1)
    assert found.loss_before is not None
    assert found.loss_after is not None
    assert not found.better
    assert found.parameters == FORGETFUL


def test_too_few_reviews_leave_the_parameters_alone() -> None:
    logs = learned(FORGETFUL, 5, 4)
    found = optimize(logs, FORGETFUL, 1)
    assert 0 < found.reviews < ENOUGH
    assert (found.parameters, found.better) == (FORGETFUL, False)
    assert (found.tested, found.loss_before, found.loss_after) == (0, None, None)
    assert optimize([], FORGETFUL, 1).parameters == FORGETFUL


def test_the_simulated_learner_remembers_as_the_model_says() -> None:
    logs = learned(DEFAULT_PARAMETERS, 150, 5)
    asked = [sample.history[-1][0] > 1 for sample in samples(logs)]
    assert 0.85 < sum(asked) / len(asked) < 0.95
    assert Model().retrievability(Memory(5.0, 5.0), 5) == 0.9
