"""What a model made of the answers of a quiz, beside what the person gave them: kept in the store as it comes.

A mark of the session is always the person's, given or taken. The model's stands here, so that both can be compared.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from studykit.quiz.judging import POINTS
from studykit.quiz.marking import Agreement, Assessment, BothMarks, agreement
from studykit.quiz.session import Entry
from studykit.store.db import Store
from studykit.store.sources import read_facts, write_facts


@dataclass(frozen=True, slots=True)
class Aside:
    """What is kept of one answer beside its decisions."""

    assessment: Assessment | None = None
    taken: bool = False
    """Whether the person took the model's mark as it was."""
    easy: bool = False
    """Whether the person said that it came easily."""


class QuizMarks:
    """What is kept of the answers of one quiz, by place."""

    def __init__(self, store: Store, quiz: str) -> None:
        self._store, self._name = store, f"quiz-marks {quiz}"
        kept = json.loads(read_facts(store, [self._name]).get(self._name, "{}"))
        self._asides = {int(place): _read(found) for place, found in kept.items()}

    def of(self, place: int) -> Aside:
        """What is kept of an answer."""
        return self._asides.get(place, Aside())

    def keep(self, place: int, **changes: Any) -> None:
        """Keep what is given of an answer; the rest stays. On the disk when this returns."""
        changed = replace(self.of(place), **changes)
        if changed == self.of(place):
            return
        self._asides[place] = changed
        made = {str(place): _object(aside) for place, aside in self._asides.items()}
        write_facts(self._store, {self._name: json.dumps(made, ensure_ascii=False)})

    def both(self, place: int, entry: Entry) -> BothMarks | None:
        """The model's mark and the person's; None where one of them is missing."""
        aside, verdict = self.of(place), entry.verdict
        if aside.assessment is None or verdict is None or verdict.right is None:
            return None
        return BothMarks(aside.assessment.points, round(verdict.share * POINTS), aside.taken)


def marks_objects(marks: QuizMarks, entries: tuple[Entry, ...]) -> list[dict[str, Any]]:
    """The answers that a model has marked, as JSON has them."""
    found = []
    for place, entry in enumerate(entries):
        assessment, both = marks.of(place).assessment, marks.both(place, entry)
        if assessment is not None:
            person = both.person if both is not None else None
            found.append({"place": place, "model": assessment.as_object(), "person": person,
                          "taken": marks.of(place).taken})  # fmt: skip
    return found


def agreement_of(reports: Iterable[Mapping[str, Any]]) -> Agreement:
    """How the marks in some results (`result_object`) agree."""
    rows = [row for report in reports for row in report.get("marks", ()) if row["person"] is not None]
    return agreement([BothMarks(row["model"]["points"], row["person"], row["taken"]) for row in rows])


def _object(aside: Aside) -> dict[str, Any]:
    model = aside.assessment.as_object() if aside.assessment is not None else None
    return {"model": model, "taken": aside.taken, "easy": aside.easy}


def _read(found: Mapping[str, Any]) -> Aside:
    model = found["model"]
    return Aside(Assessment.read(model) if model is not None else None, bool(found["taken"]), bool(found["easy"]))
