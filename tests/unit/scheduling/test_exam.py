"""Plans for an exam: within the minutes, the same every time, and never worse than the plain schedule."""

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Memory
from studykit.scheduling.exam import (
    MOST_REVIEWS,
    Candidate,
    Terms,
    expected_recall,
    live_through,
    mean_recall,
    plain_day,
    plan_days,
    prepare,
)  # fmt: skip
from studykit.scheduling.memory import Model

MODEL = Model()
TODAY = 1000


def world(seed: int, known: int, new: int = 0) -> list[Candidate]:
    """Simulated memories: some fresh, some half forgotten, some never seen."""
    random = Random(seed)
    faces = [Candidate(FaceKey(CardId(f"n{at}"), "0")) for at in range(new)]
    for at in range(known):
        stability = round(random.lognormvariate(2.5, 1), 4)
        last = TODAY - random.randrange(int(stability) + 10)
        memory = Memory(stability, round(random.uniform(1, 10), 3))
        faces.append(Candidate(FaceKey(CardId(f"c{at}"), "0"), memory, last, last + max(1, round(stability))))
    return faces


WORLDS = st.builds(world, st.integers(0, 10_000), st.integers(0, 15), st.integers(0, 6))
TERMS = st.builds(
    lambda days, minutes, new: Terms(TODAY, TODAY + days, minutes, new_per_day=new),
    st.integers(-1, 10),
    st.floats(0, 4),
    st.integers(0, 10),
)


@given(WORLDS, TERMS)
def test_a_plan_keeps_to_the_minutes_and_to_the_days(faces: list[Candidate], terms: Terms) -> None:
    keeps_to_the_minutes(faces, terms)


def test_short_days_are_kept_to_with_many_faces_too() -> None:
    for minutes in (0.5, 0.9, 1.7):
        keeps_to_the_minutes(world(2, 30, 30), Terms(TODAY, TODAY + 9, minutes))


def keeps_to_the_minutes(faces: list[Candidate], terms: Terms) -> None:
    plan = plan_days(faces, terms, MODEL)
    spent: Counter[int] = Counter()
    for face, days in zip(faces, plan, strict=True):
        assert list(days) == sorted(set(days))
        assert len(days) <= MOST_REVIEWS
        for at, day in enumerate(days):
            assert TODAY <= day < terms.exam_day
            spent[day] += int(terms.new_seconds if face.memory is None and at == 0 else terms.review_seconds)
    assert all(seconds <= terms.minutes_a_day * 60 for seconds in spent.values())


@given(WORLDS, TERMS)
def test_what_is_recommended_is_never_worse_than_the_plain_schedule(faces: list[Candidate], terms: Terms) -> None:
    found = prepare(faces, terms, MODEL)
    assert found.planned.mean >= found.plain.mean
    assert found == prepare(faces, terms, MODEL)
    assert found.keep_plain or len(found.days) == terms.exam_day - TODAY
    if not found.keep_plain:
        keys = {face.key for face in faces}
        assert all(set(day) <= keys and len(set(day)) == len(day) for day in found.days)


def test_the_plan_itself_beats_the_plain_schedule_where_time_is_short() -> None:
    """Six worlds: without the choice of the better one, every plan is ahead of the plain schedule."""
    for seed in range(6):
        faces = world(seed, 50, 8)
        found = prepare(faces, Terms(TODAY, TODAY + 12, 2), MODEL)
        assert not found.keep_plain
        assert found.planned.mean > found.plain.mean > found.today.mean


def test_the_plain_schedule_is_kept_where_the_plan_is_no_better() -> None:
    """Time enough, and every face new: asking when it is due follows what was forgotten; a fixed plan cannot."""
    found = prepare(world(1, 0, 40), Terms(TODAY, TODAY + 20, 2), MODEL)
    assert found.keep_plain
    assert found.planned == found.plain


def test_expected_recall_is_what_is_lived_through_on_average() -> None:
    faces = world(3, 1)
    days = (TODAY + 2, TODAY + 7)
    terms = Terms(TODAY, TODAY + 12, 5)
    lived = [live_through(faces, lambda day, _: [0] if day in days else [], terms, MODEL, seed) for seed in range(400)]
    assert abs(sum(lived) / 400 - expected_recall(faces[0], days, terms.exam_day, MODEL)) < 0.01


def test_the_plain_schedule_asks_what_is_due_then_new_faces_within_the_time() -> None:
    faces = world(5, 30, 4)
    terms = Terms(TODAY, TODAY + 9, 2, new_per_day=2)
    chosen = plain_day(TODAY, faces, terms)
    due = {at for at, face in enumerate(faces) if face.memory and face.due_day <= TODAY}
    assert len(chosen) == 12 <= len(due)
    assert set(chosen) <= due
    rich = plain_day(TODAY, faces, terms._replace(minutes_a_day=60))
    assert set(rich) == due | {0, 1}


def test_no_exam_ahead_and_nothing_to_learn_are_no_plan() -> None:
    assert prepare([], Terms(TODAY, TODAY + 5, 10), MODEL).days == ()
    faces = world(1, 5)
    late = prepare(faces, Terms(TODAY, TODAY, 10), MODEL)
    assert late.keep_plain
    assert late.planned.mean == mean_recall(faces, TODAY, MODEL)
