"""What a line of a conversation means, in both languages; and that an answer is never taken for a wish."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.model.card import Option
from studykit.quiz.chat import _SAYINGS, Heard, Intent, heard
from studykit.quiz.chat_reading import given_of, is_plainly_given
from studykit.quiz.grading import Expected
from studykit.quiz.judging import Given
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

ALL = frozenset(Intent)
HERE = Origin("note.md", "deck")
OPTIONS = (Option("the **mean** reward", True), Option("a learned critic", False), Option("stop", False))
CHOICE, SEVERAL = OneOf(OPTIONS), SeveralOf(OPTIONS)
GRPO = Written(Expected("GRPO"))
STEPS = Ordering(("sample answers", "score them", "update"), (0, 1, 2))
PAIRS = Matching(("x", "y"), ("1", "2", "3"), (0, 1))


def question(body: Body) -> Question:
    return Question("id", "quiz-card", "asks", body, HERE)


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("why?", Intent.WHY), ("Why is that?", Intent.WHY), ("为什么？", Intent.WHY), ("解释一下", Intent.WHY),
        ("hint", Intent.HINT), ("ｈｉｎｔ", Intent.HINT), ("Give me a hint!", Intent.HINT), ("提示", Intent.HINT),
        ("给个提示。", Intent.HINT), ("next", Intent.NEXT), ("下一题", Intent.NEXT), ("继续", Intent.NEXT),
        ("skip it", Intent.SKIP), ("跳过", Intent.SKIP), ("I don’t know", Intent.UNKNOWN), ("不知道", Intent.UNKNOWN),
        ("How am I doing?", Intent.STANDING), ("我做得怎么样？", Intent.STANDING), ("stop", Intent.STOP),
        ("停", Intent.STOP), ("再见！", Intent.STOP), ("finish", Intent.FINISH), ("结束", Intent.FINISH),
        ("I was right", Intent.RIGHT), ("我答对了", Intent.RIGHT), ("我答错了", Intent.WRONG),
        ("太简单了", Intent.EASY),
        ("?", Intent.HELP), ("？", Intent.HELP), ("帮助", Intent.HELP), ("", Intent.EMPTY), ("  ", Intent.EMPTY),
        ("再说一遍", Intent.REPEAT), ("yes", Intent.YES), ("不用了", Intent.NO),
    ],
)  # fmt: skip
def test_what_people_say(line: str, meant: Intent) -> None:
    assert heard(line, may=ALL).intent is meant


@pytest.mark.parametrize(
    ("line", "topic"),
    [
        ("quiz me on GRPO", "GRPO"), ("Please quiz me about the Bellman equation!", "the Bellman equation"),
        ("test me on PPO, please", "PPO"), ("考我 GRPO", "GRPO"), ("考我GRPO", "GRPO"),
        ("考考我关于优势估计的题", "优势估计"),
        ("问我 DPO 吧", "DPO"), ("出几道KTO的题", "KTO"), ("quiz me on #rl/grpo", "#rl/grpo"),
    ],
)  # fmt: skip
def test_another_topic(line: str, topic: str) -> None:
    assert heard(line, may=ALL) == Heard(Intent.ABOUT, topic)


@pytest.mark.parametrize(
    "line",
    ["early stopping", "the next state", "因为它减小方差", "why not both, as it were", "stop gradient", "下一题的状态"],
)
def test_a_sentence_is_an_answer(line: str) -> None:
    assert heard(line, may=ALL) == Heard(Intent.ANSWER, line)


def test_marks_say_what_is_meant() -> None:
    assert heard("=stop", may=ALL) == Heard(Intent.ANSWER, "stop")
    assert heard("＝停", may=ALL) == Heard(Intent.ANSWER, "停")
    assert heard("/stop", may=ALL) == Heard(Intent.STOP, "/stop", sure=True)
    assert not heard("stop", may=ALL).sure


def test_a_word_with_two_meanings_has_the_one_that_makes_sense() -> None:
    assert heard("n", may=frozenset({Intent.NEXT})).intent is Intent.NEXT
    assert heard("n", may=frozenset({Intent.YES, Intent.NO})).intent is Intent.NO


def test_every_saying_is_understood_as_it_stands() -> None:
    for intent, sayings in _SAYINGS.items():
        for one in sayings.split("|"):
            assert heard(one, may=frozenset({intent})).intent is intent, one


@pytest.mark.parametrize(
    ("body", "line", "answer"),
    [
        (CHOICE, "b", Given(picked=(1,))), (CHOICE, "I think it is B.", Given(picked=(1,))),
        (CHOICE, "我觉得应该是 A", Given(picked=(0,))), (CHOICE, "选C", Given(picked=(2,))),
        (CHOICE, "the mean reward", Given(picked=(0,))), (CHOICE, "a learned critic!", Given(picked=(1,))),
        (CHOICE, "critic", Given(picked=(1,))), (CHOICE, "learned mean", None), (CHOICE, "e", None),
        (SEVERAL, "a, c", Given(picked=(0, 2))), (SEVERAL, "stop; the mean reward", Given(picked=(0, 2))),
        (TrueFalse("t", "g", True, "g"), "我觉得对", Given(picked=(1,))),
        (TrueFalse("t", "g", True, "g"), "That is wrong", Given(picked=(0,))),
        (TrueFalse("t", "g", True, "g"), "perhaps not", None),
        (PAIRS, "1c 2a", Given(picked=(2, 0))), (STEPS, "c a b", Given(picked=(2, 0, 1))),
        (STEPS, "score them -> update -> sample answers", Given(picked=(1, 2, 0))), (STEPS, "score them", None),
        (GRPO, "I think it is GRPO", Given("GRPO")), (GRPO, "应该是 GRPO", Given("GRPO")), (GRPO, "PPO", Given("PPO")),
        (GRPO, "I think it is PPO", Given("I think it is PPO")), (Free("r", ()), " 是的 ", Given("是的")),
    ],
)  # fmt: skip
def test_answers_as_people_write_them(body: Body, line: str, answer: Given | None) -> None:
    assert given_of(line, question(body)) == answer


def test_what_is_plainly_an_answer() -> None:
    assert is_plainly_given("stop", question(CHOICE))
    assert is_plainly_given("b", question(CHOICE))
    assert not is_plainly_given("critic", question(CHOICE))
    assert is_plainly_given("是", question(TrueFalse("t", "g", True, "g")))
    assert is_plainly_given("hint", question(Written(Expected("hint"))))
    assert not is_plainly_given("hint", question(GRPO))
    assert not is_plainly_given("stop", question(Free("stop", ())))


@given(st.text(max_size=60), st.sampled_from([CHOICE, SEVERAL, STEPS, PAIRS, GRPO, TrueFalse("t", "g", True, "g")]))
def test_any_line_is_heard_and_read(line: str, body: Body) -> None:
    heard(line, may=ALL)
    found = given_of(line, question(body))
    assert found is None or not found.empty


def test_long_lines_take_no_longer() -> None:
    started = time.process_time()
    for line in ("考我" * 20_000, "quiz me on " + "a " * 40_000, "i think " * 20_000, "的题" * 30_000):
        heard(line, may=ALL)
        given_of(line, question(CHOICE))
    assert time.process_time() - started < 2
