"""Whether an author's question says enough by itself."""

import pytest

from studykit.drafting.rules import alone
from studykit.drafting.rules.interrogative import is_question, says_too_little, spelt_out


@pytest.mark.parametrize(
    ("question", "points"),
    [
        ("上文说的基线是什么？", True),
        ("下文的符号是什么？", True),
        ("文本比上下文窗口长怎么办？", False),
        ("最前面是什么？", False),
    ],
)
def test_context_is_a_thing_and_not_a_place_in_the_note(question: str, points: bool) -> None:
    assert alone._BACK.within(question) is points


@pytest.mark.parametrize(
    ("question", "chooses"),
    [
        ("合并症怎么选？", True),
        ("训练分几步？", True),
        ("为什么同一批数据不能多走几步？", False),
        ("为何要选？", False),
    ],
)
def test_a_reason_is_no_choice(question: str, chooses: bool) -> None:
    assert alone._chooses(question) is chooses


@pytest.mark.parametrize(
    ("text", "asks"),
    [("为什么要组？", True), ("为什么？", True), ("How it works", False), ("What is PPO", True), ("？", False)],
)
def test_what_asks(text: str, asks: bool) -> None:
    assert is_question(text) is asks


def test_what_is_left_unsaid_is_seen_or_said() -> None:
    assert says_too_little("为什么？")
    assert not says_too_little("为什么要组？")
    assert spelt_out("定金和订金？") == "定金和订金有什么区别？"
    assert spelt_out("缔约过失责任？") == "缔约过失责任是什么？"
    assert spelt_out("为什么要组？") == "为什么要组？"


def test_a_long_list_is_a_catalogue() -> None:
    assert alone.is_catalogue("\n".join(f"- 第 {number} 条" for number in range(5)))
    assert not alone.is_catalogue("- 一条\n- 两条")
    assert not alone.is_catalogue("一句话。")
