"""Which lints are asked: those that a draft does not call for have nothing to say of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.lints import LINTS, Context, asking, called, check, wording
from studykit.drafting.lints.counting import words_of
from studykit.drafting.lints.cues import Cues
from studykit.drafting.lints.sides import sides
from studykit.drafting.lints.table import BIT
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source
from studykit.text.expression import Expression

WORDS = sorted(
    {
        word
        for cues in (
            asking.YES_NO_CUES, asking.LIST_CUES, asking.JOINT_CUES, wording.POINTING_CUES, wording.SOFT_CUES,
            wording.TITLE_CUES, wording.PASSING_CUES,
        )
        for word in cues.split("|")
    }
)  # fmt: skip
AROUND = [
    "",
    "",
    " ",
    " ",
    "？",
    "?",
    "。",
    "PPO",
    "均值",
    "为什么",
    "what",
    "What",
    "a",
    "one",
    "the",
    "什么",
    "到",
    "、",
    "\n",
]
ODD = [
    "İs",
    "ıs",
    "ſota",
    "IS",
    "orin",
    "’s",
    "`x`",
    "$x$",
    "- ",
    "三个",
    "all",
    "three",
    "idea",
    "of",
    "so",
    "as",
    "to",
]
TEXTS = st.lists(st.sampled_from(WORDS) | st.sampled_from(AROUND + ODD), max_size=9).map("".join)
SPACED = st.lists(st.sampled_from(WORDS) | st.sampled_from(AROUND + ODD), max_size=9).map(" ".join)
SIDES = TEXTS | SPACED
QUESTIONS = st.builds("{}{}".format, SIDES, st.sampled_from(("?", "？", "")))
CONTEXT = Context("甲乙丙丁", names=frozenset({"ppo"}), concept="PPO")
CUED: list[tuple[str, Expression]] = [
    ("dangling", wording._POINTS_AT_START),
    ("dangling", wording._POINTS_BACK),
    ("yes-no", asking._YES_NO_START),
    ("yes-no", asking._YES_NO_INSIDE),
    ("yes-no", asking._YES_NO_END),
    ("enumeration", asking._LISTS),
    ("enumeration", asking._KINDS),
    ("soft", wording._SOFT),
    *(("title", pattern) for pattern in wording._BARE),
    ("passing", wording._PASSING),
    ("passing", wording._PASSING_HAN),
]


def contents(question: str, answer: str) -> list[Content]:
    options = (Option(answer, True), Option("甲", False), Option("乙", False))
    return [Basic(question, answer), Cloze(f"{question}{{{{c1::{answer}}}}}"), Choice(question, options)]


@given(QUESTIONS, SIDES)
def test_a_lint_that_is_not_called_has_nothing_to_say(question: str, answer: str) -> None:
    for content in contents(question, answer):
        draft = Draft(content, Source("n", "", "甲乙"), "x")
        every = [lint(draft, CONTEXT) for lint in LINTS.values()]
        assert check(draft, CONTEXT) == [finding for finding in every if finding is not None]


@pytest.mark.parametrize(("name", "expression"), CUED)
@given(st.data())
def test_what_a_lint_looks_for_calls_it(name: str, expression: Expression, data: st.DataObject) -> None:
    assert isinstance(expression.pattern, str)
    text = data.draw(st.from_regex(re.compile(expression.pattern, expression.flags), fullmatch=True))
    assert called._ASKED.called_by(text, words_of(text).latin) & BIT[name]


def test_an_ordinary_question_calls_for_few() -> None:
    plain = Draft(Basic("为什么 GRPO 用组均值？", "方差更小。"), Source("n", "", "x"), "x")
    assert called._by_words(sides(plain)) == 0
    listed = Draft(Basic("PPO 有哪些变体？", "三个。"), Source("n", "", "x"), "x")
    assert called._by_words(sides(listed)) == BIT["enumeration"]


LETTERS = st.text("甲乙丙的和 aAqQ答？?：:，。.,0139%（）()「」/-", max_size=12)
NOTE = "甲乙丙的甲，Q 答（ ）AA：甲。 19 和 9.30，a/a，3.0 乙甲 。"


@given(
    LETTERS, LETTERS, LETTERS, st.sampled_from(NOTE.split("，")) | LETTERS, st.sampled_from([NOTE, "甲，乙", "a 3.01"])
)
def test_plain_sides_call_for_all_that_has_something_to_say(
    question: str, answer: str, detail: str, quote: str, note: str
) -> None:
    context = Context(note, concept="甲")
    for answered in (answer, quote, quote[1:-1]):
        draft = Draft(Basic(question, answered, detail), Source("n", "", quote), "x")
        every = [lint(draft, context) for lint in LINTS.values()]
        assert check(draft, context) == [finding for finding in every if finding is not None]


PAIRS = ["`a`", "$x$", "$x_1 < 2$", "**甲乙**", "**", "`", "[[甲|乙]]", "[[", "]]", "<b>", "https://a.b/c"]
PIECES = ["Q:", " ", "  ", "AB", "3.5", "12", "（", "）", "\n", "- ", "什么是", "是什么"]
MARKED = st.lists(st.sampled_from([*"甲乙丙的和，。？：，", *PAIRS, *PIECES]), max_size=9).map("".join)


@given(MARKED, MARKED, MARKED, MARKED, st.integers(0, 6), st.integers(0, 20))
def test_marked_sides_call_for_all_that_has_something_to_say(
    question: str, answer: str, detail: str, note: str, start: int, end: int
) -> None:
    context = Context(note, concept="甲")
    for answered in (answer, note[start:end]):
        for asked in (question, f"{question}？"):
            draft = Draft(Basic(asked, answered, detail), Source("n", "", note[start:]), "x")
            every = [lint(draft, context) for lint in LINTS.values()]
            assert check(draft, context) == [finding for finding in every if finding is not None]


PLACED = st.lists(
    st.sampled_from(
        [
            "什么是",
            "何谓",
            "是什么",
            "指的是什么",
            "是指什么",
            "的",
            "甲",
            "乙丙",
            "：",
            ": ",
            "？",
            " ",
            "What is",
            "the ",
        ]
    ),
    max_size=7,
).map("".join)


@given(PLACED)
def test_a_question_that_says_where_it_belongs_has_no_bare_title(front: str) -> None:
    if wording.is_placed(front):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(wording, "is_placed", lambda front: wording._PLACED.match(front) is not None)
            assert LINTS["title"](Draft(Basic(front, "甲"), Source("n", "", "甲"), "x"), CONTEXT) is None


def test_a_sound_draft_calls_for_nothing() -> None:
    context = Context("PPO 的优势由组内均值得出，方差因此更小。见 [[组|优势]] 和 $x < 1$。")
    source = Source("n", "", context.unit_text)
    for answer in ("方差因此更小", "优势由组内均值得出，方差因此更小。见 优势 和 $x < 1$。"):
        assert called.called_by(sides(Draft(Basic("为什么 GRPO 用组均值？", answer), source, "x")), context) == 0


CUES = {1: "最|key|因为", 2: "最新|为了|keys", 4: "新的|Ω"}


@given(
    st.lists(st.sampled_from(["最", "新", "的", "因", "为", "了", "key", "keys", "KEY", " ", "Ω", "K\u212a"])).map(
        "".join
    )
)
def test_no_cue_hides_another(text: str) -> None:
    called = Cues(CUES).called_by(text, words_of(text).latin)
    for bit, cues in CUES.items():
        for cue in cues.split("|"):
            found = re.search(rf"(?<![a-z]){cue}(?![a-z])" if cue.isascii() else cue, text, re.IGNORECASE)
            assert found is None or called & bit
