"""Replies of a chat's quiz as they go out: with ids that name the quiz, what a model made of an answer, what is private
left out.
"""

from collections.abc import Mapping
from typing import Any

from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.tutoring.curtain import Curtain
from studykit.flows.tutoring.ratings import proposed
from studykit.flows.tutoring.words import Say, spoken
from studykit.quiz.chat_replies import Asked, Ended, Marked, Read, Reply, Standing, Told
from studykit.quiz.chat_talk import Talk

Object = dict[str, Any]


def sitting_of(talk: Talk) -> QuizSitting:
    """The quiz of a talk that was begun or resumed here."""
    assert isinstance(talk.quiz, QuizSitting)
    return talk.quiz


def object_of(reply: Reply, talk: Talk, say: Say, curtain: Curtain) -> Object:
    """A reply as an object."""
    made, sitting = spoken(reply, say), sitting_of(talk)
    if isinstance(reply, Asked | Told | Read | Marked):
        made["id"] = f"{sitting.name}.{reply.id}"
    match reply:
        case Told(right=None, id=id):
            made |= _assessment(talk, id, say)
        case Read():
            made["paragraph"] = curtain.passage(reply.paragraph)
        case Ended():
            made["again"] = [one for one in made["again"] if _may_report(one, curtain)]
            made["ratings_to_confirm"] = sum(not one.written for one in proposed(sitting))
        case Standing():
            made["ratings_to_confirm"] = sum(not one.written for one in proposed(sitting))
    return made


def _may_report(reading: Mapping[str, Any], curtain: Curtain) -> bool:
    return curtain.may_read(reading["note"]) and not curtain.holds_deck(reading["section"])


def _assessment(talk: Talk, id: str, say: Say) -> Object:
    """What a model made of an answer in the person's own words; else that they are to mark it."""
    found = talk.entry(id)
    assessment = sitting_of(talk).marks.of(found[0]).assessment if found is not None else None
    if assessment is None:
        return {"text": say("mcp-compare")}
    return {
        "text": say("mcp-assessed", by=assessment.by, points=assessment.points), "points": assessment.points,
        "met": list(assessment.met), "missing": list(assessment.unmet),
    }  # fmt: skip
