"""Answers for tests: the right one and a wrong one to any question."""

from studykit.flows.quiz.sitting import QuizSitting
from studykit.quiz.judging import Given
from studykit.quiz.question import Free, Matching, OneOf, Ordering, Question, SeveralOf, TrueFalse, Written
from studykit.quiz.session import Told


def right(question: Question) -> Given:
    """The right answer."""
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return Given(picked=tuple(n for n, option in enumerate(options) if option.right))
        case TrueFalse(holds=holds):
            return Given(picked=(int(holds),))
        case Written(expected=expected):
            return Given(expected.answer)
        case Matching(key=key) | Ordering(key=key):
            return Given(picked=key)
        case Free(reference=reference):
            return Given(reference)


def wrong(question: Question) -> Given:
    """An answer that is wrong to a question that is not free."""
    match question.body:
        case OneOf(options) | SeveralOf(options):
            return Given(picked=(next(n for n, option in enumerate(options) if not option.right),))
        case TrueFalse(holds=holds):
            return Given(picked=(int(not holds),))
        case Matching(key=key) | Ordering(key=key):
            return Given(picked=(*key[1:], key[0]))
        case _:
            return Given("quite another thing")


def answer_all(sitting: QuizSitting, *, missing: bool = False) -> None:
    """Answer all that is asked; free answers are marked, with 4 points or none."""
    while not sitting.finished:
        entry, place = sitting.session.entry, sitting.session.place
        assert entry is not None
        assert place is not None
        sitting.answer(wrong(entry.question) if missing else right(entry.question), 2_000)
        if isinstance(sitting.session.position, Told):
            if place in sitting.session.unmarked():
                sitting.mark(place, 0 if missing else 4)
            sitting.go_on()
