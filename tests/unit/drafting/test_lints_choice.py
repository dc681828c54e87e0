"""Lints 21 and 22: one right option, and nothing that gives it away."""

import pytest

from studykit.drafting.lints import Context, Verdict, check_together
from studykit.drafting.lints.choice import choice_cues, choice_shape
from studykit.drafting.lints.sides import sides
from studykit.model.card import Basic, Choice, Draft, Option, Source

CONTEXT = Context("原文。", concept="KL 散度", aliases=("相对熵", "Kullback-Leibler divergence"))


def choice(question: str, right: str, *wrong: str) -> Draft:
    options = (Option(right, True), *(Option(text, False) for text in wrong))
    return Draft(Choice(question, options), Source("笔记", "", "原文"), "rules:choice")


Q = "GRPO 的基线是什么？"


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (choice(Q, "组均值", "价值模型"), "lint-choice-count"),
        (choice(Q, "a", "b", "c", "d", "e", "f"), "lint-choice-count"),
        (choice(Q, "组均值", "价值模型", "价值 模型"), "lint-choice-same"),
        (choice(Q, "mean", "Critic", "**critic**"), "lint-choice-same"),
        (choice(Q, "组均值", "价值模型", "以上都不对"), "lint-choice-all"),
        (choice("What?", "the mean", "the critic", "All of the above"), "lint-choice-all"),
        (choice(Q, "组均值", "均值", "价值模型"), "lint-choice-alias"),
        (choice("What?", "group mean", "the group mean", "critic"), "lint-choice-alias"),
        (choice(Q, "KL 散度", "相对熵", "交叉熵"), "lint-choice-alias"),
    ],
)
def test_a_misshapen_choice_is_found(one: Draft, code: str) -> None:
    found = choice_shape(sides(one), CONTEXT)
    assert found is not None
    assert (found.code, found.verdict) == (code, Verdict.ERROR)


def test_exactly_one_is_right() -> None:
    source = Source("笔记", "", "原文")
    for rights in ((), (0, 1)):
        options = tuple(Option(text, place in rights) for place, text in enumerate(("甲", "乙", "丙")))
        found = choice_shape(sides(Draft(Choice(Q, options), source, "x")), CONTEXT)
        assert found is not None
        assert found.code == "lint-choice-key"


@pytest.mark.parametrize(
    "one",
    [
        choice(Q, "组均值", "价值模型", "滑动平均"),
        choice("clip 是多少？", "0.1", "0.15", "0.01"),
        choice("符号是什么？", "-1", "1", "+1"),
        choice("What?", "rate", "generate", "narrate"),
        choice(Q, "KL 散度", "交叉熵", "互信息"),
        choice("以上都不是的范数叫什么？", "半范数", "内积", "度量"),
    ],
)
def test_a_good_choice_is_not(one: Draft) -> None:
    assert choice_shape(sides(one), CONTEXT) is None


@pytest.mark.parametrize(
    ("one", "code"),
    [
        (choice("下列哪项不属于 PPO？", "甲甲", "乙乙", "丙丙"), "lint-choice-negative"),
        (choice("Which is NOT part of PPO?", "one", "two", "three"), "lint-choice-negative"),
        (choice("All hold except which?", "one", "two", "three"), "lint-choice-negative"),
        (choice(Q, "同一问题的一组回答的平均奖励", "价值模型", "滑动平均"), "lint-choice-longest"),
        (choice("What?", "the mean reward of the group", "a critic", "an average"), "lint-choice-longest"),
        (choice(Q, "有时有偏", "总是无偏", "未必收敛"), "lint-choice-absolute"),
        (choice("What?", "it may vary", "it never varies", "it will grow"), "lint-choice-absolute"),
    ],
)
def test_a_cue_is_found(one: Draft, code: str) -> None:
    found = choice_cues(sides(one), CONTEXT)
    assert found is not None
    assert (found.code, found.verdict) == (code, Verdict.FLAG)


@pytest.mark.parametrize(
    "one",
    [
        choice("两者的不同点在哪里？", "基线", "裁剪", "惩罚"),
        choice("不等式里缺了哪一项？", "方差", "均值", "范数"),
        choice(Q, "组内均值", "价值模型", "滑动平均"),
        choice("What holds?", "it never varies", "it always grows", "it stays"),
        choice("What?", "note taking", "a critic", "an average"),
    ],
)
def test_near_misses(one: Draft) -> None:
    assert choice_cues(sides(one), CONTEXT) is None


def test_a_key_that_always_stands_first_is_found_over_many() -> None:
    many = [choice(f"第 {n} 个问题问的是什么？", f"甲{n}", f"乙{n}", f"丙{n}") for n in (10, 25, 37, 48, 99)]
    codes = [{finding.code for finding in found} for found in check_together(many)]
    assert all("lint-choice-position" in found for found in codes)
    fewer = [{finding.code for finding in found} for found in check_together(many[:4])]
    assert not any("lint-choice-position" in found for found in fewer)
    content = many[0].content
    assert isinstance(content, Choice)
    turned = Draft(Choice(content.question, content.options[::-1]), many[0].source, many[0].by)
    assert not any("lint-choice-position" in {f.code for f in found} for found in check_together([turned, *many[1:]]))


def test_other_kinds_are_not_looked_at() -> None:
    basic = Draft(Basic("哪项不属于？", "以上都对"), Source("笔记", "", "原文"), "x")
    assert choice_shape(sides(basic), CONTEXT) is None
    assert choice_cues(sides(basic), CONTEXT) is None
