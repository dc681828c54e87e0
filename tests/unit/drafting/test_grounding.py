"""A quote is found where it stands, and nowhere else."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.grounding import LEAST_RATIO, Normalised, Place, comparable, find_quote, line_of

NOTE = """---
brief: 用组均值代替价值模型
---

# GRPO 深度理解

> [!note] 提示
> 它**不依赖**于单独的价值模型，
> 而是比较[[组内输出|同一组内的输出]]。 ^grpo

- 学习率 `3e-6`，裁剪范围为 0.2
- 见 [论文](https://arxiv.org/abs/2402.03300) 的第 4 节
1. 先采样
2. 再更新策略，直到收敛为止

The advantage is the *normalised* reward of the group, so no critic is needed at all.
"""


@pytest.mark.parametrize(
    ("quote", "stands"),
    [
        ("裁剪范围为 0.2", "裁剪范围为 0.2"),
        (
            "它不依赖于单独的价值模型，而是比较同一组内的输出。",
            "它**不依赖**于单独的价值模型，\n> 而是比较[[组内输出|同一组内的输出]]。",
        ),
        ("它不依赖于单独的价值模型,", "它**不依赖**于单独的价值模型，"),
        (
            "学习率 3e-6，裁剪范围为0.2\n见论文的第 4 节",
            "学习率 `3e-6`，裁剪范围为 0.2\n- 见 [论文](https://arxiv.org/abs/2402.03300) 的第 4 节",
        ),
        ("先采样 再更新策略", "先采样\n2. 再更新策略"),
        ("“the Normalised reward of the group…”", "the *normalised* reward of the group"),
        ("用组均值代替价值模型", "用组均值代替价值模型"),
    ],
)
def test_markdown_white_space_and_widths_do_not_matter(quote: str, stands: str) -> None:
    place = find_quote(quote, NOTE)
    assert place is not None
    assert NOTE[place.start : place.end] == stands
    assert place.ratio == 1.0


@pytest.mark.parametrize(
    "quote",
    [
        "The advantage is the normalized reward of the group, so no critic is needed at all.",
        "The advantage is the normalised reward of a group so no critic is needed at all",
        "它不依赖于单独的价值模型，而且比较同一组内的输出。",
    ],
)
def test_a_passage_that_is_nearly_the_same_is_found(quote: str) -> None:
    place = find_quote(quote, NOTE)
    assert place is not None
    assert LEAST_RATIO <= place.ratio < 1.0


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "……",
        "不存在的句子，笔记里从来没有写过",
        "它依赖于单独的价值模型，而是比较同一组内的输出。",  # the negation is gone
        "The advantage is the normalised reward of the group, so a critic is not needed at all.",
        "学习率 3e-6，裁剪范围为 0.3",
        "学习率 3e-5，裁剪范围为 0.2，见论文的第 4 节",
        "价值函数",
    ],
)
def test_other_words_are_not_found(quote: str) -> None:
    assert find_quote(quote, NOTE) is None


def test_the_line_of_a_place() -> None:
    place = find_quote("再更新策略", NOTE)
    assert place is not None
    assert NOTE.splitlines()[line_of(NOTE, place) - 1] == "2. 再更新策略，直到收敛为止"


def test_an_index_is_asked_many_times() -> None:
    index = Normalised(NOTE)
    assert index.find("先采样") == find_quote("先采样", NOTE)
    assert index.find("没有的") is None
    assert index.find("先采样") == find_quote("先采样", NOTE)


def test_decomposed_letters_are_the_same() -> None:
    text = "Die Größe des Cafe\u0301s"
    assert find_quote("des Caf\u00e9s", text) == Place(10, 20)
    assert find_quote("grösse", "Die GRÖSSE") is not None
    assert find_quote("grösse", "Die Größe ist") is not None


@given(st.text(max_size=300), st.data())
def test_every_part_with_a_letter_stands_in_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))].strip()
    place = find_quote(part, text)
    if any(character.isalnum() for character in part):
        assert place is not None
        assert text[place.start : place.end] == part
    else:
        assert place is None


MARKUP = st.text("甲乙Aa1 \n*_`[]|#>-.^%\\()=~，。é\u0301ßİ", max_size=60)


@given(MARKUP, MARKUP)
def test_a_place_lies_in_the_text(text: str, quote: str) -> None:
    place = find_quote(quote, text)
    assert place is None or 0 <= place.start < place.end <= len(text)


JOINTS = st.sampled_from(
    [" ", "\n", "\n> ", "\n- ", "\n2. ", " **", "** ", " `", "\n\n## ", " [[甲|", "]] ", " ^id\n", "%%注%%", " | "]
)


@given(st.lists(st.tuples(st.sampled_from(["组均值", "GRPO", "0.2", "Ｋ，", "é"]), JOINTS), min_size=2, max_size=9))
def test_no_joint_hides_words_from_a_quote(parts: list[tuple[str, str]]) -> None:
    text = "".join(word + joint for word, joint in parts)
    place = find_quote(" ".join(word for word, _ in parts), text)
    assert place is not None
    assert place.ratio == 1.0
    assert comparable(text[place.start : place.end]) == comparable("".join(word for word, _ in parts))


@pytest.mark.parametrize("piece", ["甲 ", "](", "[[a", "%%", " ^a", "> - ", "word, ", "\n", "*"])
def test_building_and_asking_are_linear(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    start = process_time()
    index = Normalised(text)
    index.find("另一句话，在这篇笔记里没有出现过" * 40)
    index.find("甲乙" + piece * 300)
    assert process_time() - start < 1.0
