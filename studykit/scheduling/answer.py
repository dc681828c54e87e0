"""What each of the four answers would lead to. Equal to Anki with FSRS, button by button; proven in `tests/anki`.

Rules, found from Anki's manual and behaviour and from py-fsrs (MIT):

- In the steps, `steps` decides; who leaves them gets the days until recall falls to the desired retention, at least 1.
- Without steps, an interval under half a day is given in seconds, for Again, Hard and Good.
- A review forgotten goes to the relearning steps; where there are none, it gets its new interval at once, unfuzzed.
- Easy is at least a day longer than Good. Of a review, Good is at least a day longer than Hard too; an interval that
  grows, grows by a day or more; and one that fuzz might have made the last interval does not fall below it.
- Fuzz spreads the exact interval of a review, and the rounded one of a face that leaves the steps; Again is not fuzzed.
- A leech is told at its number of lapses, then every half as many again.

Deliberate deviations from Anki:

- Elapsed days are counted by local dates, also where the clocks change (`day`).
- A maximum interval too short for the order Hard, Good, Easy lets them be equal; Anki 26.09 breaks off there.
- Steps get no random delay of up to five minutes: which of several due ones comes first is the queue's matter, and a
  replay needs nothing but the log.
- Fuzz has Anki's bounds with our own seed, and load balance our own weights (`fuzz`).
- A clock that went back: the answer is dated like the last one, and no days have passed; Anki takes what it gets.
"""

from dataclasses import dataclass
from typing import NamedTuple, assert_never

from studykit.model.options import Options
from studykit.model.review import (
    FaceKey,
    Learning,
    LogEntry,
    New,
    Rating,
    Relearning,
    Review,
    ReviewKind,
    Standing,
    State,
    Step,
)
from studykit.scheduling import steps
from studykit.scheduling.day import Moment, elapsed_days
from studykit.scheduling.fuzz import NO_FUZZ, DueLoad, Fuzz, bounds, fraction, rounded
from studykit.scheduling.memory import Model, Prospect, Prospects
from studykit.scheduling.replay import is_lapse, memory_of, state_after
from studykit.scheduling.steps import DAY, StepTaken


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer leads to: everything that its log entry and its face's row will hold."""

    rating: Rating
    kind: ReviewKind
    standing: Standing
    step: Step
    remaining: int
    leech: bool
    """The answer makes the face a leech, or one again."""
    at_ms: int
    day: int


class Outcomes(NamedTuple):
    """The four answers, by name or by `of`."""

    again: Outcome
    hard: Outcome
    good: Outcome
    easy: Outcome

    def of(self, rating: Rating) -> Outcome:
        """The outcome of a rating."""
        return self[rating - 1]


class _Given(NamedTuple):
    step: Step
    remaining: int = 0


_Four = tuple[_Given, _Given, _Given, _Given]


def outcomes(
    standing: Standing, options: Options, model: Model, now: Moment, face: FaceKey, load: DueLoad | None = None
) -> Outcomes:
    """What the four answers at a moment would lead to.

    `load` says what is due on the days ahead; it is used where the options balance it. The same arguments give the
    same outcomes, and showing them costs nothing.
    """
    state = standing.state
    at_ms, elapsed = now.at_ms, 0
    if not isinstance(state, New):
        at_ms, elapsed = max(now.at_ms, state.last_ms), elapsed_days(state.last_day, now.day)
    prospects = model.prospects(memory_of(state), elapsed, options.desired_retention)
    fuzz = _fuzz(standing, options, now, face, load)
    four = _four(state, options, prospects, fuzz)
    kind = kind_of(state)
    made = []
    for rating, given, prospect in zip(Rating, four, prospects, strict=True):
        lapsed = is_lapse(kind, rating)
        lapses = standing.lapses + lapsed
        after = state_after(prospect.memory, kind, given.step, given.remaining, at_ms=at_ms, day=now.day)
        leech = lapsed and is_leech(lapses, options.leech_lapses)
        moved = Standing(after, standing.reps + 1, lapses)
        made.append(Outcome(rating, kind, moved, given.step, given.remaining, leech, at_ms, now.day))
    return Outcomes(*made)


def logged(outcome: Outcome, face: FaceKey, *, key: str, took_ms: int, machine: str) -> LogEntry:
    """The log entry of an outcome that came to be."""
    return LogEntry(
        key=key,
        card=face.card,
        face=face.face,
        at_ms=outcome.at_ms,
        day=outcome.day,
        rating=outcome.rating,
        kind=outcome.kind,
        step=outcome.step,
        remaining=outcome.remaining,
        took_ms=took_ms,
        machine=machine,
    )


def kind_of(state: State) -> ReviewKind:
    """What an answer in this state is called in the log."""
    match state:
        case New() | Learning():
            return ReviewKind.LEARN
        case Review():
            return ReviewKind.REVIEW
        case Relearning():
            return ReviewKind.RELEARN
        case _:
            assert_never(state)


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether this lapse is the one that makes a leech, or one of every half as many (rounded up) after it."""
    return 0 < threshold <= lapses and (lapses - threshold) % ((threshold + 1) // 2) == 0


def _fuzz(standing: Standing, options: Options, now: Moment, face: FaceKey, load: DueLoad | None) -> Fuzz:
    if not options.fuzz:
        return NO_FUZZ
    balanced = load if options.load_balance else None
    return Fuzz(fraction(face, standing.reps), now.day, balanced, options.easy_days)


def _four(state: State, options: Options, prospects: Prospects, fuzz: Fuzz) -> _Four:
    maximum = options.maximum_interval
    match state:
        case New():
            first = len(options.learning_steps)
            return _in_steps(options.learning_steps, first, first, prospects, fuzz, maximum)
        case Learning(remaining=remaining):
            return _in_steps(options.learning_steps, remaining, remaining, prospects, fuzz, maximum)
        case Relearning(remaining=remaining):
            return _in_steps(options.relearning_steps, remaining, 0, prospects, fuzz, maximum)
        case Review():
            return _of_review(state.interval, options, prospects, fuzz)
        case _:
            assert_never(state)


def _in_steps(
    taken: tuple[int, ...], remaining: int, after_good: int, prospects: Prospects, fuzz: Fuzz, maximum: int
) -> _Four:
    """From within the steps, or from where steps would be.

    Seconds given for want of steps leave `remaining` as it was, those of Good make it `after_good` (Anki's way): it
    counts again should the steps come back.
    """

    whole = [_whole(prospect, maximum) for prospect in prospects]
    hard_days = fuzz.days(whole[1], 1, maximum)
    # Where one is balanced and the other too long for that, they could change places; parameters that want it may.
    good_days = fuzz.days(whole[2], hard_days if whole[1] <= whole[2] else 1, maximum)
    easy_days = fuzz.days(whole[3], good_days + 1, maximum)

    def given(step: StepTaken | None, prospect: Prospect, days: int, without_steps: int) -> _Given:
        if step is not None:
            return _Given(Step(step.seconds, 0), step.remaining)
        return _in_seconds(prospect, without_steps) if not taken and prospect.days < 0.5 else _in_days(days)

    return (
        given(steps.again(taken), prospects.again, whole[0], 0),
        given(steps.hard(taken, remaining), prospects.hard, hard_days, remaining),
        given(steps.good(taken, remaining), prospects.good, good_days, after_good),
        _in_days(easy_days),
    )


def _of_review(last: int, options: Options, prospects: Prospects, fuzz: Fuzz) -> _Four:
    maximum = options.maximum_interval

    def days(prospect: Prospect, minimum: int) -> int:
        return fuzz.days(prospect.days, max(minimum, _floor(prospect, last, maximum)), maximum)

    hard = days(prospects.hard, 1)
    good = days(prospects.good, hard + 1)
    easy = days(prospects.easy, good + 1)
    return _lapse(options, prospects.again), _in_days(hard), _in_days(good), _in_days(easy)


def _lapse(options: Options, prospect: Prospect) -> _Given:
    step = steps.again(options.relearning_steps)
    if step is not None:
        return _Given(Step(step.seconds, 0), step.remaining)
    return _in_seconds(prospect, 0) if prospect.days < 0.5 else _in_days(_whole(prospect, options.maximum_interval))


def _floor(prospect: Prospect, last: int, maximum: int) -> int:
    """What a review's interval may not fall below, seen from the last one."""
    if _whole(prospect, maximum) > last:
        return last + 1
    return last if last <= bounds(min(prospect.days, maximum))[1] else 1


def _whole(prospect: Prospect, maximum: int) -> int:
    """At least 1, and bounded before it is rounded, as a very low retention asks for more days than there are."""
    return max(1, rounded(min(prospect.days, maximum)))


def _in_seconds(prospect: Prospect, remaining: int) -> _Given:
    return _Given(Step(max(1, int(prospect.days * DAY)), 0), remaining)


def _in_days(days: int) -> _Given:
    return _Given(Step(0, days))
