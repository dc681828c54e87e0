"""What was answered, and how it is judged: every kind of question has its verdict, but free text has the person's."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from studykit.model.review import Rating
from studykit.quiz.from_cards import GAP
from studykit.quiz.grading import grade
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written
from studykit.quiz.terms import coverage

POINTS: Final = 4
"""The most that a person gives an answer in their own words."""
EASY: Final = POINTS + 1
"""What a person presses for the most points and that it came easily."""
ENOUGH: Final = 3
"""The points from which such an answer counts as right."""


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it was given: text, or places among what was shown.

    One place for a choice; any for several; `0` or `1` for true or false (`1` is true); for a matching the place of a
    gloss for each term; for an ordering the places of the steps in the order they were put.
    """

    text: str = ""
    picked: tuple[int, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing was answered: the person does not know."""
        return not self.text.strip() and not self.picked


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer came to."""

    right: bool | None
    """None for free text that the person has not marked yet."""
    share: float
    """How much of it was right, 0 to 1; of free text the key terms that were met."""
    reason: str
    """The code of a message."""
    accepted: tuple[str, ...] = ()
    """What would have been right."""
    met: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    matched: str = ""
    """For a typed answer the name it was found to be."""


def judge(question: Question, given: Given) -> Verdict:
    """The verdict on an answer. Never raises: what does not fit the question is wrong."""
    body = question.body
    if isinstance(body, Free):
        met, missing = coverage(body.terms, given.text)
        share = len(met) / len(body.terms) if body.terms else 0.0
        if given.empty:
            return Verdict(False, 0.0, "grade-empty", (body.reference,), (), body.terms)
        return Verdict(None, share, "grade-yours", (body.reference,), met, missing)
    if given.empty and not (isinstance(body, SeveralOf) and given.picked):
        return Verdict(False, 0.0, "grade-empty", solutions(question))
    if isinstance(body, Written):
        found = grade(body.expected, given.text)
        return Verdict(found.right, float(found.right), found.reason, found.accepted, matched=found.matched)
    share = _share(body, given.picked)
    return Verdict(share == 1.0, share, "grade-same" if share == 1.0 else "grade-chosen", solutions(question))


def solutions(question: Question) -> tuple[str, ...]:
    """What is right, as texts to show: one, or a line for each pair or step."""
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return tuple(option.text for option in options if option.right)
        case TrueFalse(term=term, truth=truth):
            return (f"{term} — {truth}",)
        case Written(expected=expected):
            return (expected.answer, *expected.aliases)
        case Matching(terms, glosses, key):
            return tuple(f"{term} — {glosses[place]}" for term, place in zip(terms, key, strict=True))
        case Ordering(steps, key):
            return tuple(f"{number}. {steps[place]}" for number, place in enumerate(key, 1))
        case Free(reference=reference):
            return (reference,)


def answer_text(question: Question, given: Given) -> str:
    """An answer as one reads it; empty for none."""
    picked = given.picked
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return "; ".join(options[place].text for place in picked if 0 <= place < len(options))
        case TrueFalse():
            return ("✗", "✓")[picked[0] == 1] if picked else ""
        case Matching(terms, glosses, _):
            pairs = zip(terms, picked, strict=False)
            return "; ".join(f"{term} — {glosses[place]}" for term, place in pairs if 0 <= place < len(glosses))
        case Ordering(steps, _):
            return "; ".join(steps[place] for place in picked if 0 <= place < len(steps))
        case _:
            return given.text


def asked_text(question: Question) -> str:
    """What is asked, without its instruction: the card's question, the text with its gap, the statement."""
    if isinstance(question.body, TrueFalse):
        return f"{question.body.term} — {question.body.gloss}"
    return question.asks.replace(GAP, "____")


def rating(verdict: Verdict, hints: int, *, easy: bool = False) -> Rating | None:
    """The answer as a review: wrong is Again, right with hints is Hard, right is Good.

    `easy` is the person's word that it came easily; nothing else makes an Easy.
    """
    if verdict.right is None:
        return None
    if not verdict.right:
        return Rating.AGAIN
    if easy and verdict.share == 1.0:
        return Rating.EASY
    return Rating.HARD if hints or verdict.share < 1.0 else Rating.GOOD


def marked(verdict: Verdict, points: int) -> Verdict:
    """Free text with the person's points, 0 to 4: three are right with an effort (Hard), four are right (Good)."""
    points = max(0, min(points, POINTS))
    return Verdict(points >= ENOUGH, points / POINTS, "grade-marked", verdict.accepted, verdict.met, verdict.missing)


def _share(body: OneOf | SeveralOf | TrueFalse | Matching | Ordering, picked: tuple[int, ...]) -> float:
    match body:
        case OneOf(options):
            return float(len(picked) == 1 and 0 <= picked[0] < len(options) and options[picked[0]].right)
        case SeveralOf(options):
            right = {place for place, option in enumerate(options) if option.right}
            hits, wrong = len(right & set(picked)), len(set(picked) - right)
            return max(0, hits - wrong) / len(right)
        case TrueFalse(holds=holds):
            return float(picked == (int(holds),))
        case Matching(key=key):
            return sum(one == other for one, other in zip(key, picked, strict=False)) / len(key)
        case Ordering(key=key):
            if sorted(picked) != sorted(key):
                return 0.0
            neighbours = set(pairwise(key))
            if picked == key:
                return 1.0
            return sum(pair in neighbours for pair in pairwise(picked)) / len(key)
