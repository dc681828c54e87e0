"""Lints 5 and 6: deletions that are whole and can be recalled."""

import pytest

from studykit.drafting.lints import Context, Verdict
from studykit.drafting.lints.cloze import Deletion, cloze_shape, cloze_target, deletions
from studykit.drafting.lints.sides import Sides, sides
from studykit.model.card import Basic, Cloze, Draft, Source

CONTEXT = Context("原文。")
REST = "是一句足够长的话，能让人想起来"


def cloze(text: str) -> Sides:
    return sides(Draft(Cloze(text), Source("笔记", "", "原文"), "rules:test"))


@pytest.mark.parametrize(
    "text",
    [
        "没有任何填空的一句话",
        "{{c1::甲}}{{c2::乙}}{{c3::丙}}{{c4::丁}}",
        "{{c1::甲}}与{{c3::乙}}",
        "{{c2::甲}}",
        "{{c1::甲",
        "甲}} 与 {{c1::乙}}",
        "{{c1::}} 是空的",
        "{{c1::甲}} 与 {{c2:乙}}",
        "The {{c0::ratio}} is clipped",
    ],
)
def test_a_broken_cloze_is_found(text: str) -> None:
    found = cloze_shape(cloze(text), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::甲}}与{{c2::乙::提示}}和{{c2::丙}}",
        r"公式 $\frac{{a}}{b_{c}}$ 里的 {{c1::分母}}",
        r"优势是 {{c1::$\frac{r}{s}$}} 的形式",
        r"优势是 {{c1::$\frac{r}{\sigma_{g}}$}} 的形式",
        "模板 `{{ title }}` 里写的是 {{c1::标题}}",
        "{{c1::外 {{c2::内}} 层}}",
        "The {{c1::ratio}} is clipped",
        r"$x = {{c1::y}}$ 在公式里",
    ],
)
def test_a_whole_cloze_is_not(text: str) -> None:
    assert cloze_shape(cloze(text), CONTEXT) is None


@pytest.mark.parametrize(
    "target",
    [
        "组内标准化之后的奖励",
        "，均值",
        "均值。",
        "（均值）",
        "不",
        "没有",
        "很",
        "通常",
        "the",
        "not",
        "usually",
        "a b c d e f g",
    ],
)
def test_a_target_that_cannot_be_recalled_is_found(target: str) -> None:
    assert cloze_target(cloze(f"优势里的 {{{{c1::{target}}}}} {REST}"), CONTEXT) is not None


@pytest.mark.parametrize(
    "target",
    [
        "均值", "组内标准化",
        "$\\frac{a}{b} + \\sum_i x_i y_i z_i w_i$", "`mean()`", "AND", "NOT", "TD(0)", "C++", ".NET", "50%",
        "不变性", "not-a-number",
    ],
)  # fmt: skip
def test_a_term_is_not(target: str) -> None:
    assert cloze_target(cloze(f"优势里的 {{{{c1::{target}}}}} {REST}"), CONTEXT) is None


def test_enough_has_to_be_left() -> None:
    short = cloze_target(cloze("优势是{{c1::均值}}之差"), CONTEXT)
    assert short is not None
    assert short.code == "lint-cloze-context"
    assert cloze_target(cloze("The {{c1::ratio}} is clipped"), CONTEXT) is not None
    assert cloze_target(cloze("优势是{{c1::奖励}}与{{c2::均值}}之差除"), CONTEXT) is None  # the other one is shown
    assert cloze_target(cloze("优势是{{c1::奖励}}与{{c1::均值}}之差除"), CONTEXT) is not None


def test_deletions_are_taken_apart_with_those_within() -> None:
    taken = deletions("甲{{c1::乙{{c2::丙::提示}}::外}}丁}}")
    assert taken.found == (Deletion(1, "乙丙"), Deletion(2, "丙"))
    assert taken.whole == "甲乙丙丁}}"
    assert "乙" not in taken.left
    assert taken.balanced


def test_other_kinds_are_not_looked_at() -> None:
    basic = sides(Draft(Basic("{{c5::x", "y"), Source("笔记", "", "原文"), "x"))
    assert cloze_shape(basic, CONTEXT) is None
    assert cloze_target(basic, CONTEXT) is None
