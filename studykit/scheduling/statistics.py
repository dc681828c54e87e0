"""What the log and the faces say: how much was done, how much is kept, what is coming, what is hard.

Everything is counted from values that the store hands in; days are study days. A log is given whole and in the order
of time, as what an answer was worth depends on the one before; `since` then chooses the days that are counted.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from studykit.model.review import FaceKey, Learning, LogEntry, New, Rating, Relearning, Review, ReviewKind, Standing
from studykit.scheduling.day import weekday

MATURE_DAYS = 21
"""From this interval on a card counts as mature, as in Anki."""
WEEKS = 53
"""Columns of a year's calendar: 365 days touch no more."""


class Figures(NamedTuple):
    """Answers of a day, or of any time; those of crams and quizzes among them."""

    answers: int = 0
    again: int = 0
    took_ms: int = 0

    @property
    def again_share(self) -> float:
        """0 to 1; 0 without an answer."""
        return self.again / self.answers if self.answers else 0.0


def figures_by_day(entries: Iterable[LogEntry]) -> dict[int, Figures]:
    """What was done on each day on which something was."""
    found: dict[int, Figures] = {}
    for entry in entries:
        answers, again, took_ms = found.get(entry.day, (0, 0, 0))
        found[entry.day] = Figures(answers + 1, again + (entry.rating is Rating.AGAIN), took_ms + entry.took_ms)
    return found


class Share(NamedTuple):
    """So many of so many."""

    kept: int = 0
    asked: int = 0

    @property
    def ratio(self) -> float | None:
        """0 to 1; None where nothing was asked."""
        return self.kept / self.asked if self.asked else None


class Retention(NamedTuple):
    """True retention: the share of reviews that were remembered, by how well the card was known before."""

    young: Share = Share()
    mature: Share = Share()

    @property
    def total(self) -> Share:
        """Both."""
        return Share(self.young.kept + self.mature.kept, self.young.asked + self.mature.asked)


class Recall(NamedTuple):
    """A first review of a face on a day."""

    entry: LogEntry
    mature: bool


def recalls(entries: Iterable[LogEntry]) -> Iterator[Recall]:
    """The first review of each face and day, with the maturity that the interval before it gives."""
    interval: dict[FaceKey, int] = {}
    counted: dict[FaceKey, int] = {}
    for entry in entries:
        if entry.kind in (ReviewKind.CRAM, ReviewKind.QUIZ):
            continue
        key = FaceKey(entry.card, entry.face)
        if entry.kind is ReviewKind.REVIEW and counted.get(key) != entry.day:
            counted[key] = entry.day
            yield Recall(entry, interval.get(key, 0) >= MATURE_DAYS)
        interval[key] = entry.step.days


def retention(
    entries: Iterable[LogEntry], group: Callable[[LogEntry], str] = lambda _: "", *, since: int = 0
) -> dict[str, Retention]:
    """True retention by group (a deck, a section; one group "" without one), from a day on."""
    found: dict[str, Retention] = {}
    for entry, mature in recalls(entries):
        if entry.day < since:
            continue
        name = group(entry)
        young, old = found.get(name, Retention())
        share = old if mature else young
        share = Share(share.kept + (entry.rating is not Rating.AGAIN), share.asked + 1)
        found[name] = Retention(young, share) if mature else Retention(share, old)
    return found


class Forecast(NamedTuple):
    """Reviews that are coming if nothing else happens."""

    overdue: int
    """Due before today."""
    days: tuple[int, ...]
    """Today first."""


def forecast(due: Mapping[int, int], today: int, days: int) -> Forecast:
    """From how many faces are due on which day."""
    overdue = sum(count for day, count in due.items() if day < today)
    return Forecast(overdue, tuple(due.get(day, 0) for day in range(today, today + days)))


def calendar(counts: Mapping[int, int], today: int) -> tuple[tuple[int | None, ...], ...]:
    """The last year in weeks from Monday to Sunday, the latest last; None for days that have not come."""
    monday = today - weekday(today) - 7 * (WEEKS - 1)
    return tuple(
        tuple(counts.get(day, 0) if day <= today else None for day in range(start, start + 7))
        for start in range(monday, monday + 7 * WEEKS, 7)
    )


def streak(days: Collection[int], today: int) -> int:
    """Days in a row with an answer, up to today, or to yesterday while today has none."""
    day = today if today in days else today - 1
    length = 0
    while day - length in days:
        length += 1
    return length


class Maturity(StrEnum):
    """How well a face is known."""

    NEW = "new"
    LEARNING = "learning"
    YOUNG = "young"
    MATURE = "mature"
    SUSPENDED = "suspended"


class Face(NamedTuple):
    """A face with what statistics are about."""

    key: FaceKey
    note: str
    standing: Standing
    suspended: bool = False


def maturity(standing: Standing, suspended: bool = False) -> Maturity:
    """Where a face stands; relearning counts as learning."""
    if suspended:
        return Maturity.SUSPENDED
    match standing.state:
        case New():
            return Maturity.NEW
        case Learning() | Relearning():
            return Maturity.LEARNING
        case Review(interval=interval):
            return Maturity.MATURE if interval >= MATURE_DAYS else Maturity.YOUNG


def count_maturity(faces: Iterable[Face]) -> dict[Maturity, int]:
    """How many faces stand where, every maturity among them."""
    found = dict.fromkeys(Maturity, 0)
    for face in faces:
        found[maturity(face.standing, face.suspended)] += 1
    return found


def daily_load(faces: Iterable[Face]) -> float:
    """Reviews a day that the faces amount to in the long run: the sum of one over the interval. Suspended: none."""
    return sum(
        1 / max(1, face.standing.state.interval)
        for face in faces
        if not face.suspended and isinstance(face.standing.state, Review)
    )


@dataclass(frozen=True, slots=True)
class Hard:
    """A face, or all faces of a note, that do not stick."""

    note: str
    key: FaceKey | None
    """None where it is a note."""
    lapses: int
    difficulty: float
    """FSRS's, 1 to 10; of a note, its faces' mean."""
    figures: Figures


def hardest(faces: Iterable[Face], entries: Iterable[LogEntry], count: int = 10) -> list[Hard]:
    """The faces with the most lapses; of equal ones, those with the greater share of Again, then the harder ones.

    Only what was forgotten at least once is there. Suspended ones stay in: a leech is what one wants to see here.
    """
    answers = _figures_by_face(entries)
    found = [
        Hard(face.note, face.key, face.standing.lapses, state.memory.difficulty, answers.get(face.key, Figures()))
        for face in faces
        if not isinstance(state := face.standing.state, New) and face.standing.lapses
    ]
    return sorted(found, key=_hardest_first)[:count]


def hardest_notes(faces: Iterable[Face], entries: Iterable[LogEntry], count: int = 10) -> list[Hard]:
    """The notes whose faces lapse most, in the same order: what to write more clearly, or to read again."""
    answers = _figures_by_face(entries)
    by_note: dict[str, list[Hard]] = {}
    for face in faces:
        if face.note and not isinstance(state := face.standing.state, New):
            figures = answers.get(face.key, Figures())
            hard = Hard(face.note, face.key, face.standing.lapses, state.memory.difficulty, figures)
            by_note.setdefault(face.note, []).append(hard)
    found = []
    for note, members in by_note.items():
        lapses = sum(hard.lapses for hard in members)
        figures = Figures(*(sum(column) for column in zip(*(hard.figures for hard in members), strict=True)))
        if lapses:
            found.append(Hard(note, None, lapses, sum(hard.difficulty for hard in members) / len(members), figures))
    return sorted(found, key=_hardest_first)[:count]


def _figures_by_face(entries: Iterable[LogEntry]) -> dict[FaceKey, Figures]:
    found: dict[FaceKey, Figures] = {}
    for entry in entries:
        key = FaceKey(entry.card, entry.face)
        answers, again, took_ms = found.get(key, (0, 0, 0))
        found[key] = Figures(answers + 1, again + (entry.rating is Rating.AGAIN), took_ms + entry.took_ms)
    return found


def _hardest_first(hard: Hard) -> tuple[int, float, float, str, FaceKey | None]:
    return -hard.lapses, -hard.figures.again_share, -hard.difficulty, hard.note, hard.key
