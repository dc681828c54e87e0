"""What counts as the same words, and how many there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.text.normal import (
    bigrams,
    counts,
    folded,
    han_count,
    han_ratio,
    has_han_share,
    jaccard,
    normal,
    normal_the_long_way,
    rough_counts,
    weight,
    word_count,
    words,
)

COMMON = st.text(
    st.sampled_from("aZ09 _.,*`[]<>+-^/%=~\\!?\n\t\x00\x1f中文一龥，。、：；？！（）「」【】“”—…•→\u00a0\u3000\ufffc")
)
MIXED = st.text(st.sampled_from("aZ9.,_*[]中，（—…éÉ\u0301①ＡſKİ㐀豈かな한䷀·×σ😀\U00020000"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("PPO 是什么？", 4),
        ("What is PPO?", 3),
        ("1,024 个 0.2", 3),
        ("かな한글", 4),
        ("on-policy", 2),
        ("，。!", 0),
    ],
)
def test_weight_counts_characters_and_words(text: str, expected: int) -> None:
    assert weight(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("**PPO** 是什么？", "ppo是什么"),
        ("ＰＰＯ", "PPO"),
        ("[[PPO]]", "ppo"),
        ("`kl_coef`", "KL-coef".replace("-", "")),
        ("①", "1"),
    ],
)
def test_markup_width_and_case_are_not_the_words(one: str, other: str) -> None:
    assert normal(one) == normal(other)


@pytest.mark.parametrize(("one", "other"), [("a < b", "a > b"), ("x + 1", "x - 1"), ("甲", "乙"), ("x^2", "x2")])
def test_another_sign_is_another_text(one: str, other: str) -> None:
    assert normal(one) != normal(other)


def test_words_are_what_weight_counts() -> None:
    assert words("PPO 的 clip 是 0.2") == ["ppo", "的", "clip", "是", "0.2"]
    assert words("ＰＰＯ") == ["ppo"]
    assert words("1，2 和 1,2") == ["1", "2", "和", "1,2"]
    assert words("，") == []


def test_folded_keeps_the_words_and_folds_white_space() -> None:
    assert folded(" a \n\t b\u00a0Cafe\u0301 ") == "a b Caf\u00e9"


def test_shares() -> None:
    assert (han_count("PPO 算法"), han_ratio("算法ab"), han_ratio("12")) == (2, 0.5, 0.0)
    assert bigrams("甲乙丙") == {"甲乙", "乙丙"}
    assert bigrams("甲") == {"甲"}
    assert jaccard("甲乙丙", "甲乙丁") == pytest.approx(1 / 3)
    assert jaccard("", "") == 1.0


@given(st.text())
def test_normal_is_letters_digits_and_operators(text: str) -> None:
    assert all(character.isalnum() or character in "<>+-^/%≤≥≠√∑∏∫∞∂∇·×÷±" for character in normal(text))


@given(st.text())
def test_weight_and_words_agree_on_composed_text(text: str) -> None:
    plain = normal(text)
    assert weight(plain) <= len(plain)
    assert (weight(plain) == 0) == (not words(plain))


@given(st.one_of(COMMON, MIXED, st.text()))
def test_common_texts_are_read_the_short_way_with_the_same_result(text: str) -> None:
    assert normal.__wrapped__(text) == normal_the_long_way(text)
    assert counts.__wrapped__(text) == (word_count(text), han_count(text))


@given(st.one_of(COMMON, MIXED, st.text()))
def test_a_rough_count_is_right(text: str) -> None:
    rough = rough_counts(text)
    assert rough.words_least <= word_count(text) <= rough.words_most
    assert rough.han_least <= han_count(text) <= rough.han_most


@given(st.lists(st.sampled_from(["1", "25", ".", ",", "a", "甲", " ", "_", "3d"]), max_size=12).map("".join))
def test_a_number_with_a_point_is_one_word(text: str) -> None:
    assert counts.__wrapped__(text) == (word_count(text), han_count(text))


@given(st.text(), st.text())
def test_likeness_is_symmetric_and_bounded(one: str, other: str) -> None:
    assert 0.0 <= jaccard(one, other) == jaccard(other, one) <= 1.0
    assert jaccard(one, one) == 1.0


@given(
    st.text(st.sampled_from("甲乙丙ab cé1。・")) | st.text(),
    st.integers(0, 400),
    st.sampled_from((0.0, 0.05, 0.4, 1.0)),
)
def test_a_share_is_told_as_it_is_counted(text: str, latin: int, share: float) -> None:
    text += "a" * latin
    assert has_han_share(text, share) == (han_ratio(text) > share)
