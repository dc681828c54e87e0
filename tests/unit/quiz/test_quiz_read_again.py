"""GIFT and callouts hold what was asked, whatever signs are in it: read again by readers that know only the formats."""

from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.model.card import Option
from studykit.quiz.callouts import to_callouts
from studykit.quiz.gift import to_gift
from studykit.quiz.grading import Expected
from studykit.quiz.planning import plan
from studykit.quiz.question import (
    Body,
    Free,
    Matching,
    OneOf,
    Ordering,
    Origin,
    Question,
    SeveralOf,
    TrueFalse,
    Written,
)
from studykit.text.safe import safe_text
from tests.conftest import FULL, ROOT
from tests.quiz_pairs.world import made_up, reference_material
from tests.unit.quiz.reading_callouts import Callout, bare, read_callouts
from tests.unit.quiz.reading_gift import Read, read_gift

PIECES = (
    *"~=#{}:\\%[]()*_`$<>|!+-.&/ \n", "::", "####", "->", "→", "//", "\n\n", "\n// x\n", "[html]", "[markdown]",
    "[!success]- ", "%50%", "%-1%", "\\n", "\\\\", "TRUE", "T", "=", "===", "---", "```", "~~~", "1. ", "a) ", "> ",
    "<div>", "<!--", "策略梯度", "方差", "不降低", "（）", "word", "unbiased", "0.25", "$x_{1}=y$", "$$\\frac{a}{b}$$",
    "`a=b`", "```py\nx = {1: 2}\n```", "[[笔记#标题|名]]", "😀",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join).filter(lambda text: text.strip())
ORIGIN = Origin("n.md", "S::T")


def distinct(least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(TEXTS, min_size=least, max_size=most, unique_by=str.strip).map(tuple)


@st.composite
def bodies(draw: st.DrawFn) -> Body:
    kind = draw(st.sampled_from((OneOf, SeveralOf, TrueFalse, Written, Matching, Ordering, Free)))
    if kind is TrueFalse:
        return TrueFalse(draw(TEXTS), draw(TEXTS), draw(st.booleans()), draw(TEXTS))
    if kind is Written:
        first, *others = draw(distinct(1, 3))
        return Written(Expected(first, tuple(others)))
    if kind is Free:
        return Free(draw(TEXTS), ())
    texts = draw(distinct(3, 5))
    if kind is OneOf:
        return OneOf(tuple(Option(text, place == 1) for place, text in enumerate(texts)))
    if kind is SeveralOf:
        return SeveralOf(tuple(Option(text, place < 2) for place, text in enumerate(texts)))
    key = tuple(draw(st.permutations(range(len(texts)))))
    return Ordering(texts, key) if kind is Ordering else Matching(draw(distinct(len(texts), len(texts))), texts, key)


def asked(body: Body, asks: str) -> Question:
    return Question("0f1e2d", "quiz-card", asks, body, ORIGIN)


def said(text: str) -> str:
    """A text as GIFT can hold it: an arrow would part a pair."""
    return safe_text(text).strip().replace("->", "→")


def line(text: str) -> str:
    return bare(" ".join(safe_text(text).split()))


def check_gift(read: Read, question: Question, asks: str) -> None:
    assert (read.title, read.form, read.text) == (question.id, "markdown", said(asks))
    match question.body:
        case OneOf(options):
            assert read.kind == "choice"
            assert [(one.text, one.right) for one in read.answers] == [(said(o.text), o.right) for o in options]
            assert all(not one.weight or float(one.weight) == 100 * one.right for one in read.answers)
        case SeveralOf(options):
            assert read.kind == "choice"
            assert [(one.text, float(one.weight) > 0) for one in read.answers] == [
                (said(o.text), o.right) for o in options
            ]
            assert sum(float(one.weight) for one in read.answers if one.weight[0] != "-") == pytest.approx(
                100, abs=0.01
            )
        case TrueFalse(term=term, holds=holds, truth=truth):
            assert (read.kind, read.holds, read.feedback) == ("true-false", holds, said(f"{term} — {truth}"))
        case Written(expected=expected) if read.kind == "numerical":
            value, _, tolerance = read.number.partition(":")
            assert float(value) == pytest.approx(float(expected.answer.replace(",", "").strip()))
            assert tolerance == "0"
        case Written(expected=expected):
            assert read.kind == "short"
            assert [one.text for one in read.answers] == [said(t) for t in (expected.answer, *expected.aliases)]
            assert all(one.right and one.weight in ("", "100") for one in read.answers)
        case Matching(terms, glosses, key):
            assert read.pairs == [(said(term), said(glosses[place])) for term, place in zip(terms, key, strict=True)]
        case Ordering(steps, key):
            assert read.pairs == [(str(number), said(steps[place])) for number, place in enumerate(key, 1)]
        case Free(reference=reference):
            assert (read.kind, read.feedback) == ("essay", said(reference))


def check_callout(read: Callout, question: Question, asks: str) -> None:
    answer = read.inner[-1]
    assert (read.kind, read.title, read.folded) == ("question", " ".join(safe_text(asks).split()), False)
    assert (answer.kind, answer.title, answer.folded, answer.inner) == ("success", "Answer", True, [])
    lines, answers = [bare(one) for one in read.lines], [bare(one) for one in answer.lines]

    def lettered(texts: tuple[str, ...], start: int = 0) -> list[str]:
        return [f"{ascii_lowercase[n]}) {' '.join(safe_text(text).split())}" for n, text in enumerate(texts, start)]

    match question.body:
        case OneOf(options) | SeveralOf(options):
            assert lines == lettered(tuple(option.text for option in options))
            assert answers == [one for one, option in zip(lines, options, strict=True) if option.right]
        case TrueFalse(holds=holds):
            assert answers == [str(holds)]
        case Written(expected=expected):
            assert answers == [line(text) for text in (expected.answer, *expected.aliases)]
        case Matching(terms, glosses, key):
            assert [one.lines for one in read.inner[:-1]] == [lettered(terms), lettered(glosses, 13)]
            assert answers == [f"{ascii_lowercase[n]}) -> {ascii_lowercase[13 + p]})" for n, p in enumerate(key)]
        case Ordering(steps, key):
            assert lines == lettered(steps)
            assert answers == [lines[place] for place in key]
        case Free(reference=reference):
            assert answers == [line(reference)]


@given(bodies(), TEXTS)
@settings(max_examples=5000 if FULL else 100)
def test_gift_holds_whatever_is_in_a_text(body: Body, asks: str) -> None:
    question = asked(body, asks)
    (read,) = read_gift(to_gift([question], lambda _: asks))
    check_gift(read, question, asks)


@given(bodies(), TEXTS)
@settings(max_examples=5000 if FULL else 100)
def test_callouts_hold_whatever_is_in_a_text(body: Body, asks: str) -> None:
    question = asked(body, asks)
    (read,) = read_callouts(to_callouts([question], lambda _: asks))
    check_callout(read, question, asks)


@pytest.mark.parametrize("seed", range(40) if FULL else [1, 7])
def test_whole_quizzes_are_read_again(seed: int) -> None:
    for world in (reference_material(ROOT), made_up(200, 3), made_up(200, 4, english=True)):
        questions = plan(world, 40, seed)
        gift, callouts = read_gift(to_gift(questions, _prompt)), read_callouts(to_callouts(questions, _prompt))
        assert len(gift) == len(callouts) == len(questions)
        for question, read, callout in zip(questions, gift, callouts, strict=True):
            check_gift(read, question, _prompt(question))
            check_callout(callout, question, _prompt(question))


def _prompt(question: Question) -> str:
    return f"{question.instruction}: {question.asks}"
