"""Looking ahead and tuning: parameters from the person's own log, what other settings would cost, an exam's plan."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from studykit.flows.learning.study import Study, keep_parameters
from studykit.flows.review.sitting import within
from studykit.model.review import FaceKey, LogEntry, New, Review
from studykit.scheduling.exam import Candidate, Prepared, Terms, prepare
from studykit.scheduling.optimize import Optimized, optimize
from studykit.scheduling.replay import memory_of
from studykit.scheduling.simulate import Outlook, outlook, own_costs
from studykit.store.faces import read_faces
from studykit.store.log import read_log

RETENTIONS = (0.80, 0.85, 0.90, 0.95)
"""What `simulate` compares with the deck's own."""


def optimize_parameters(study: Study, *, keep: bool) -> Optimized:
    """Learn parameters from the whole log; with `keep`, use them from now on where they predict better."""
    options = study.options("")
    found = optimize(_by_face(study), study.model.parameters, len(options.relearning_steps))
    if keep and found.better:
        keep_parameters(study, found.parameters)
    return found


def _by_face(study: Study) -> Iterator[list[LogEntry]]:
    entries = sorted(read_log(study.store), key=lambda e: (e.card, e.face, e.at_ms, e.machine, e.key))
    for _, group in groupby(entries, key=lambda e: (e.card, e.face)):
        yield list(group)


def compare_settings(study: Study, deck: str, days: int, new_per_day: int | None) -> list[Outlook]:
    """What the deck's own settings, and other retentions, would amount to over so many days."""
    options = study.options(deck)
    if new_per_day is not None:
        options = replace(options, new_per_day=new_per_day)
    faces = sum(face.active and within(face.place.deck, deck) for face in read_faces(study.store))
    wanted = sorted({options.desired_retention, *RETENTIONS})
    costs = own_costs(read_log(study.store))
    return [
        outlook(
            replace(options, desired_retention=r), study.model.parameters, faces=max(1, faces), days=days, costs=costs
        )
        for r in wanted
    ]


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """A plan for an exam, with how many faces it is about."""

    faces: int
    prepared: Prepared


def plan_exam(study: Study, deck: str, exam_day: int, minutes: float) -> ExamPlan:
    """What to ask on each day up to an exam, beside the plain schedule."""
    now = study.clock.moment()
    options = study.options(deck)
    candidates = []
    for face in read_faces(study.store):
        if not face.active or face.marks.suspended or not within(face.place.deck, deck):
            continue
        state = face.standing.state
        last = 0 if isinstance(state, New) else state.last_day
        due = state.due_day if isinstance(state, Review) else 0 if isinstance(state, New) else now.day
        candidates.append(Candidate(FaceKey(*face.key), memory_of(state), last, due))
    candidates.sort(key=lambda one: one.key)
    terms = Terms(now.day, exam_day, minutes, options.desired_retention, options.new_per_day)
    return ExamPlan(len(candidates), prepare(candidates, terms, study.model))
