"""What a quiz in a chat would say to the schedule: proposed first, written when the person has agreed, and only once.

The proposal's id is made of the quiz and of every rating in it, those that were written already among them. So the
same id means the same ratings however often it is confirmed, after whatever was broken off, from whichever process.
"""

from dataclasses import dataclass
from typing import Any, Final

from studykit.flows.quiz.schedule import is_due
from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.tutoring.curtain import GONE, Curtain
from studykit.flows.tutoring.words import Say
from studykit.model.ids import digest
from studykit.model.review import FaceKey, Rating
from studykit.quiz.judging import asked_text, rating
from studykit.quiz.question import Question
from studykit.store.faces import read_face

Object = dict[str, Any]
_MARK: Final = ".ratings-"
_LONGEST: Final = 120
"""Characters of a question that stand beside its rating."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """One rating."""

    place: int
    """Of its question in the quiz."""
    question: Question
    key: FaceKey
    rating: Rating
    written: bool


def proposed(sitting: QuizSitting) -> list[Proposed]:
    """The ratings that follow from the answers: Again for what was missed; Good or Hard for what was due and known."""
    found: list[Proposed] = []
    study, schedule = sitting.study, sitting.schedule
    now = study.clock.moment()
    for place, entry in enumerate(sitting.session.entries):
        verdict, question = sitting.session.verdict(place), entry.question
        if entry.again or entry.given is None or verdict is None or schedule.in_anki(question):
            continue
        wanted = rating(verdict, entry.hints)
        blamed = schedule.blamed(place, entry) if wanted is Rating.AGAIN else None
        for key in question.origin.faces:
            said = schedule.given_back(place, key)
            if said is not None:
                found.append(Proposed(place, question, key, said, True))
                continue
            face = read_face(study.store, key)
            if wanted is None or face is None or not face.active or face.marks.suspended:
                continue
            if key == blamed or (blamed is None and is_due(face, now)):
                found.append(Proposed(place, question, key, wanted, False))
    return found


def quiz_of_proposal(id: str) -> str:
    """The name of the quiz in a proposal's id; empty for what is none."""
    name, mark, _ = id.partition(_MARK)
    return name if mark else ""


class Proposal:
    """The ratings of a quiz as they stand now."""

    def __init__(self, sitting: QuizSitting, say: Say, curtain: Curtain) -> None:
        self._sitting, self._say, self._curtain = sitting, say, curtain
        self._ratings = proposed(sitting)
        parts = [f"{one.place} {one.key.card} {one.key.face} {one.rating.value}" for one in self._ratings]
        self.id = f"{sitting.name}{_MARK}{digest(sitting.name, *parts)[:12]}"
        """What they are confirmed under."""
        self.left = [one for one in self._ratings if not one.written]

    @property
    def question(self) -> str:
        """What the person is asked, with every rating on a line."""
        lines = [self._say("mcp-ask-ratings", count=len(self.left)), *map(self._line, self.left)]
        return str(self._curtain.cleared("\n".join(lines)))

    def as_object(self) -> Object:
        """As an assistant is shown it. Nothing is written."""
        text = self._say("mcp-proposal" if self.left else "mcp-nothing-to-write", count=len(self.left))
        return {
            "kind": "proposal", "quiz": self._sitting.name, "id": self.id, "text": text,
            "ratings": list(map(self._line, self.left)), "written": len(self._ratings) - len(self.left),
        }  # fmt: skip

    def written_object(self) -> Object:
        """Write what was not written yet, each rating on the disk for itself, and say how many it was."""
        schedule, count = self._sitting.schedule, 0
        for one in self.left:
            if schedule.given_back(one.place, one.key) is None:  # another process may have been quicker
                count += schedule.give_back(one.place, one.key, one.rating)
        self._sitting.report()  # kept with what became of its misses
        before = len(self._ratings) - count
        text = self._say("mcp-written", count=count, before=before)
        return {"kind": "written", "id": self.id, "written": count, "before": before, "text": text}

    def _line(self, one: Proposed) -> str:
        shown = asked_text(one.question) if self._curtain.may_ask(one.question) else GONE
        return f"{self._say(f'rating-{one.rating.value}')} · {' '.join(shown.split())[:_LONGEST]}"
