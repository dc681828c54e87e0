"""Towards an exam: as much as possible recalled on one day, within so many minutes on each day before it.

The plan is greedy. Of all pairs of a face and a day it takes the one that adds most to the expected recall on the exam
day for a minute spent, where the day has room; then it weighs that face's other days anew, and goes on until nothing
fits or helps. The expected recall of a face with planned days is exact in the model: it follows both ways of every
review, remembered (Good) or not (Again), by their probability. Nothing is drawn, so the same faces give the same plan.

Greedy is not proven best, so the plan is tried against the plain schedule: both are lived through with the same
drawn memories, and where the plain one comes out better it is what is recommended. A plan is best made anew each day,
from what was remembered in fact.
"""

from collections.abc import Callable, Iterator, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple
from zlib import crc32

from studykit.model.review import FaceKey, Memory
from studykit.scheduling.fuzz import rounded
from studykit.scheduling.memory import Model
from studykit.scheduling.simulate import SEEDS, Estimate

KNOWN_AT_FIRST = 0.75
"""Probability that a face that is new is answered with Good rather than Again."""
MOST_REVIEWS = 3
"""Planned for one face: each one doubles what is to be followed, and by then the plan has long been made anew."""
MOST_DAYS = 30
"""Days that are weighed for a face: of a longer time, evenly spaced ones."""
LEAST_GAIN = 0.001
"""Of expected recall; for less nobody need be asked."""
_ANY_RETENTION = 0.9
_FAR = 36_500.0


class Candidate(NamedTuple):
    """A face that the exam may ask."""

    key: FaceKey
    memory: Memory | None = None
    """None while it is new."""
    last_day: int = 0
    due_day: int = 0
    """On the plain schedule; of a new face 0."""


class Terms(NamedTuple):
    """The exam, and what can be spent on it."""

    today: int
    exam_day: int
    """Reviews are planned from today to the day before."""
    minutes_a_day: float
    desired_retention: float = 0.9
    """Of the plain schedule."""
    new_per_day: int = 20
    """Of the plain schedule; the plan has only the minutes."""
    review_seconds: float = 10.0
    new_seconds: float = 30.0
    """With the steps of the first day."""


class Prepared(NamedTuple):
    """A plan, and how it compares."""

    days: tuple[tuple[FaceKey, ...], ...]
    """What to ask on each day, today first; if the plain schedule is better, nothing."""
    planned: Estimate
    """Mean recall on the exam day, 0 to 1, over all candidates, with the plan."""
    plain: Estimate
    """The same with the plain schedule."""
    today: Estimate
    """The same if nothing were asked any more: one value, three times."""

    @property
    def keep_plain(self) -> bool:
        """Whether the plain schedule is the better one."""
        return not self.days


def prepare(candidates: Sequence[Candidate], terms: Terms, model: Model, seeds: Sequence[int] = SEEDS) -> Prepared:
    """Plan for an exam and compare. Nothing to plan for, or an exam that is not ahead, gives no days."""
    plan = plan_days(candidates, terms, model)
    by_day = [[at for at, days in enumerate(plan) if day in days] for day in range(terms.today, terms.exam_day)]

    def planned(day: int, _: Sequence[Candidate]) -> list[int]:
        return by_day[day - terms.today]

    def plain(day: int, faces: Sequence[Candidate]) -> list[int]:
        return plain_day(day, faces, terms)

    with_plan = Estimate.of([live_through(candidates, planned, terms, model, seed) for seed in seeds])
    with_plain = Estimate.of([live_through(candidates, plain, terms, model, seed) for seed in seeds])
    nothing = Estimate.of([mean_recall(candidates, terms.exam_day, model)])
    helps = with_plan.mean >= with_plain.mean and any(plan)
    days = tuple(tuple(candidates[at].key for at in day) for day in by_day) if helps else ()
    return Prepared(days, with_plan if helps else with_plain, with_plain, nothing)


def plan_days(candidates: Sequence[Candidate], terms: Terms, model: Model) -> list[tuple[int, ...]]:
    """For each candidate, the days on which it is to be asked, in order. No day has more than its minutes."""
    room = dict.fromkeys(range(terms.today, terms.exam_day), terms.minutes_a_day * 60)
    plan: list[tuple[int, ...]] = [()] * len(candidates)
    offers = [offer for at in range(len(candidates)) for offer in _offers(at, candidates[at], (), terms, model)]
    heapify(offers)
    while offers:
        _, reviews, at, day = heappop(offers)
        face, planned = candidates[at], plan[at]
        begins = face.memory is None and (not planned or day < planned[0])
        seconds = terms.new_seconds if begins else terms.review_seconds
        if reviews != len(planned) or seconds > room[day]:
            continue
        room[day] -= seconds
        if begins and planned:
            # What was to be learned on a later day is then only reviewed on it
            room[planned[0]] += terms.new_seconds - terms.review_seconds
        plan[at] = tuple(sorted((*planned, day)))
        for offer in _offers(at, face, plan[at], terms, model):
            heappush(offers, offer)
    return plan


def _offers(
    at: int, face: Candidate, planned: tuple[int, ...], terms: Terms, model: Model
) -> Iterator[tuple[float, int, int, int]]:
    """Each other day that helps: gain for a second (negated, the best comes first), reviews so far, place, day."""
    if len(planned) == MOST_REVIEWS:
        return
    seconds = terms.new_seconds if face.memory is None and not planned else terms.review_seconds
    value = expected_recall(face, planned, terms.exam_day, model)
    # Over a long time each face weighs some of the days, and different faces different ones
    stride = max(1, -(-(terms.exam_day - terms.today) // MOST_DAYS))
    for day in range(terms.exam_day - 1 - at % stride, terms.today - 1, -stride):
        if day not in planned:
            gain = expected_recall(face, tuple(sorted((*planned, day))), terms.exam_day, model) - value
            if gain >= LEAST_GAIN:
                yield -gain / seconds, len(planned), at, day


def expected_recall(face: Candidate, days: Sequence[int], exam_day: int, model: Model) -> float:
    """The probability, 0 to 1, that the face is recalled on the exam day if it is asked on these days, in order."""
    memory, last_day = face.memory, face.last_day
    if not days:
        return model.retrievability(memory, exam_day - last_day) if memory else 0.0
    day, rest = days[0], days[1:]
    known = model.retrievability(memory, day - last_day) if memory else KNOWN_AT_FIRST
    prospects = model.prospects(memory, day - last_day, _ANY_RETENTION)
    kept = Candidate(face.key, prospects.good.memory, day)
    lost = Candidate(face.key, prospects.again.memory, day)
    return known * expected_recall(kept, rest, exam_day, model) + (1 - known) * expected_recall(
        lost, rest, exam_day, model
    )


def plain_day(day: int, faces: Sequence[Candidate], terms: Terms) -> list[int]:
    """What the plain schedule asks on a day, as places in `faces`: what is due, then new faces, while there is time.

    Of more than fits, those that are remembered best first: the order for a backlog.
    """
    due = [at for at, face in enumerate(faces) if face.memory and face.due_day <= day]
    due.sort(key=lambda at: (_forgotten(faces[at], day), at))
    new = [at for at, face in enumerate(faces) if face.memory is None][: terms.new_per_day]
    left = terms.minutes_a_day * 60
    chosen = []
    for at in (*due, *new):
        left -= terms.new_seconds if faces[at].memory is None else terms.review_seconds
        if left < 0:
            break
        chosen.append(at)
    return chosen


def _forgotten(face: Candidate, day: int) -> float:
    return (day - face.last_day) / face.memory.stability if face.memory else 0.0


def live_through(
    candidates: Sequence[Candidate],
    choose: Callable[[int, Sequence[Candidate]], Sequence[int]],
    terms: Terms,
    model: Model,
    seed: int,
) -> float:
    """Mean recall on the exam day after days on which the chosen faces were asked and recalled by their probability.

    A face's first, second … answer is drawn the same way whoever chooses, so that two schedules meet the same luck.
    """
    faces = list(candidates)
    asked = [0] * len(faces)
    for day in range(terms.today, terms.exam_day):
        for at in choose(day, tuple(faces)):
            face = faces[at]
            elapsed = day - face.last_day
            known = model.retrievability(face.memory, elapsed) if face.memory else KNOWN_AT_FIRST
            prospects = model.prospects(face.memory, elapsed, terms.desired_retention)
            after = prospects.good if _luck(face.key, asked[at], seed) < known else prospects.again
            faces[at] = Candidate(face.key, after.memory, day, day + max(1, rounded(min(after.days, _FAR))))
            asked[at] += 1
    return mean_recall(faces, terms.exam_day, model)


def mean_recall(faces: Sequence[Candidate], exam_day: int, model: Model) -> float:
    """Over all faces, as they stand; 0 without one."""
    return sum(expected_recall(face, (), exam_day, model) for face in faces) / max(1, len(faces))


def _luck(key: FaceKey, count: int, seed: int) -> float:
    """Looks random, 0 to 1, and is the same wherever it is asked."""
    return (crc32(f"{seed}/{count}/{key.card}/{key.face}".encode()) * 2654435761 & 0xFFFFFFFF) / 2**32
