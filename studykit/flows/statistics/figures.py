"""How learning goes, in figures: gathered from the log and the faces once, for the plain command and every screen."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import within
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, LogEntry
from studykit.scheduling import statistics as figures
from studykit.scheduling.statistics import Face, Figures, Forecast, Hard, Maturity, Retention
from studykit.store.faces import read_faces
from studykit.store.forecast import due_by_day
from studykit.store.log import read_log

AHEAD = 30
YEAR = 365


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a deck and those below it, or of all."""

    deck: str
    today: int
    """The study day."""
    of_today: Figures
    by_day: dict[int, Figures]
    month: Retention
    """Of the last 30 days."""
    ever: Retention
    by_deck: dict[str, Retention]
    by_section: dict[str, Retention]
    states: dict[Maturity, int]
    ahead: Forecast
    load: float
    """Reviews a day in the long run."""
    calendar: tuple[tuple[int | None, ...], ...]
    days_of_thirty: int
    """Of the last 30 days, those with an answer."""
    streak: int
    hardest: list[Hard]
    hardest_notes: list[Hard]
    fronts: dict[FaceKey, str]
    """The questions of the hardest."""

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "deck": self.deck,
            "day": date.fromordinal(self.today).isoformat(),
            "today": _figures(self.of_today),
            "retention": {"month": _retention(self.month), "all": _retention(self.ever)},
            "by_deck": {name: _retention(value) for name, value in self.by_deck.items()},
            "by_section": {name: _retention(value) for name, value in self.by_section.items()},
            "states": {name.value: count for name, count in self.states.items()},
            "forecast": {"overdue": self.ahead.overdue, "days": list(self.ahead.days)},
            "daily_load": round(self.load, 2),
            "days": {
                date.fromordinal(day).isoformat(): _figures(found) for day, found in sorted(self.by_day.items())
            },
            "days_of_thirty": self.days_of_thirty,
            "streak": self.streak,
            "hardest": [_hard(hard, self.fronts) for hard in self.hardest],
            "hardest_notes": [_hard(hard, self.fronts) for hard in self.hardest_notes],
        }  # fmt: skip


def gather(study: Study, deck: str = "", count: int = 10) -> Statistics:
    """The statistics as they are now."""
    now = study.clock.moment()
    found = {face.key: face for face in read_faces(study.store) if within(face.place.deck, deck)}
    entries = [e for e in read_log(study.store) if not deck or FaceKey(e.card, e.face) in found]
    faces = [
        Face(key, face.place.note, face.standing, face.marks.suspended) for key, face in found.items() if face.active
    ]

    def deck_of(entry: LogEntry) -> str:
        face = found.get(FaceKey(entry.card, entry.face))
        return face.place.deck if face is not None else ""

    def section_of(entry: LogEntry) -> str:
        face = found.get(FaceKey(entry.card, entry.face))
        return face.place.section if face is not None else ""

    by_day = figures.figures_by_day(entries)
    answers = Counter({day: value.answers for day, value in by_day.items()})
    hardest = figures.hardest(faces, entries, count)
    return Statistics(
        deck=deck,
        today=now.day,
        of_today=by_day.get(now.day, Figures()),
        by_day=by_day,
        month=figures.retention(entries, since=now.day - AHEAD + 1).get("", Retention()),
        ever=figures.retention(entries).get("", Retention()),
        by_deck=figures.retention(entries, deck_of),
        by_section=figures.retention(entries, section_of),
        states=figures.count_maturity(faces),
        ahead=figures.forecast(due_by_day(study.store, 0, now.day + YEAR, deck), now.day, AHEAD),
        load=figures.daily_load(faces),
        calendar=figures.calendar(answers, now.day),
        days_of_thirty=sum(1 for day in answers if now.day - AHEAD < day <= now.day),
        streak=figures.streak(set(answers), now.day),
        hardest=hardest,
        hardest_notes=figures.hardest_notes(faces, entries, count),
        fronts=_fronts(study, [hard.key for hard in hardest if hard.key is not None]),
    )


def _fronts(study: Study, keys: list[FaceKey]) -> dict[FaceKey, str]:
    from studykit.flows.decks.catalogue import read_catalogue

    wanted: dict[CardId, list[FaceKey]] = {}
    for key in keys:
        wanted.setdefault(key.card, []).append(key)
    if not wanted:
        return {}
    return {
        key: " ".join(card.content.front.split())
        for _, _, card in read_catalogue(study.workspace).cards()
        if card.stamp is not None
        for key in wanted.get(card.stamp.id, [])
    }


def _figures(found: Figures) -> dict[str, Any]:
    return {"answers": found.answers, "again": found.again, "seconds": round(found.took_ms / 1000, 1)}


def _retention(found: Retention) -> dict[str, Any]:
    return {
        name: {
            "kept": share.kept,
            "asked": share.asked,
            "ratio": None if share.ratio is None else round(share.ratio, 4),
        }
        for name, share in (("young", found.young), ("mature", found.mature))
    }


def _hard(hard: Hard, fronts: dict[FaceKey, str]) -> dict[str, Any]:
    front = fronts.get(hard.key, "") if hard.key is not None else ""
    key = None if hard.key is None else {"card": hard.key.card, "face": hard.key.face, "front": front}
    return {
        "card": key, "note": hard.note, "lapses": hard.lapses, "difficulty": round(hard.difficulty, 2),
        "again_share": round(hard.figures.again_share, 4),
    }  # fmt: skip
