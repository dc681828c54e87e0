"""Lints 7, 14, 15 and 16: what a card says is in its note, and its answer is not in its question."""

import pytest

from studykit.drafting.lints import Context, Verdict, check
from studykit.drafting.lints.facts import language, leak, quote_missing
from studykit.drafting.lints.novel import novel_fact
from studykit.drafting.lints.sides import Sides, sides
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source, Typed

UNIT = """## GRPO 理论

它不依赖于单独的**价值模型**，而是比较同一组内的输出，裁剪范围 0.2，每组 1,024 个。
优势是 $\\frac{r_i - \\mathrm{mean}(r)}{\\mathrm{std}(r)}$，分两步，见 https://arxiv.org/abs/2402.03300 与 PPOTrainer。
"""
CONTEXT = Context(
    UNIT,
    concept="GRPO 深度理解",
    aliases=("GRPO",),
    gloss="比较一组回答（DPO 之外的选择）",
    breadcrumb=("RLHF", "核心算法 3"),
)
QUOTE = "它不依赖于单独的价值模型，而是比较同一组内的输出"


def drafted(content: Content, quote: str = QUOTE) -> Draft:
    return Draft(content, Source("GRPO 深度理解", "GRPO 理论", quote), "model:test")


def draft(content: Content, quote: str = QUOTE) -> Sides:
    return sides(drafted(content, quote))


def qa(question: str, answer: str) -> Sides:
    return draft(Basic(question, answer))


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("为什么 KL 散度非负？", "非负"),
        ("GRPO 为什么不依赖于单独的价值模型？", "因为它不依赖于单独的价值模型"),
        ("Why is the value baseline unbiased?", "The value baseline is unbiased"),
        ("What does the clipped ratio bound?", "clipped ratio"),
        ("GRPO 用组内标准化做什么？", "用组内标准化"),
    ],
)
def test_a_question_that_holds_its_answer_is_found(question: str, answer: str) -> None:
    found = leak(qa(question, answer), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("GRPO 用什么代替 critic？", "GRPO 用组均值代替 critic"),
        ("How do you generate samples?", "rate"),
        ("PPO 是 on-policy 还是 off-policy？", "on-policy"),
        ("Is PPO on-policy or off-policy?", "on-policy"),
        ("GRPO 和 RLOO 哪个有偏？", "GRPO"),
        ("KL 散度什么时候为 0？", "0"),
        ("What does the KL penalty keep the policy close to?", "It keeps the policy close to the reference policy"),
        ("GRPO 深度理解里优势怎么算？", "组内标准化的奖励"),
    ],
)
def test_an_answer_that_says_something_new_is_none(question: str, answer: str) -> None:
    assert leak(qa(question, answer), CONTEXT) is None


def test_what_a_cloze_hides_may_not_stand_elsewhere_in_it() -> None:
    assert leak(draft(Cloze("组均值作为基线，{{c1::组均值}}来自同一问题")), CONTEXT) is not None
    assert leak(draft(Cloze("The critic is gone: no {{c1::critic}} is trained")), CONTEXT) is not None
    assert leak(draft(Cloze("均值作为基线，{{c1::组均值}}来自同一问题")), CONTEXT) is None
    assert leak(draft(Cloze("{{c1::组均值}}来自同一问题，{{c1::组均值}}作为基线")), CONTEXT) is None


@pytest.mark.parametrize(
    "quote", ["", "  ", "。", "它依赖于单独的价值模型，而是比较同一组内的输出", "原文没有的话", "absent words"]
)
def test_a_quote_that_is_not_there_is_found(quote: str) -> None:
    found = quote_missing(draft(Basic("问题是什么？", "答案"), quote), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "quote", [QUOTE, "价值模型**，而是", "裁剪范围 0.2,每组", "比较一组回答", "“它不依赖于单独的价值模型……”"]
)
def test_a_quote_in_the_unit_or_the_gloss_is_not(quote: str) -> None:
    assert quote_missing(draft(Basic("问题是什么？", "答案"), quote), CONTEXT) is None


@pytest.mark.parametrize(
    "answer",
    [
        "裁剪范围是 0.3",
        "每组 1,025 个",
        "用 TRPO 的约束",
        "见 https://evil.example/x",
        "20% 的样本",
        "共 7 步",
        "第 4 类",
    ],
)
def test_a_fact_that_the_note_has_not_is_found(answer: str) -> None:
    found = novel_fact(qa("默认的取值是什么？", answer), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.ERROR


@pytest.mark.parametrize(
    "answer",
    [
        "裁剪范围是 0.20",
        "每组 1024 个",
        "0.2，1024",
        "分 2 步",
        "GRPO 属于 RLHF",
        "第 3 部分",
        "PPO 的类",
        "DPO 之外",
        "见 https://arxiv.org/abs/2402.03300。",
        "A AND B",
        "1. 采样\n2. 更新",
        "$\\frac{r_i-\\text{mean}(r)}{\\mathrm{std}(r)}$",
    ],
)
def test_a_fact_that_is_told_is_not(answer: str) -> None:
    assert novel_fact(qa("默认的取值是什么？", answer), CONTEXT) is None


def test_a_formula_that_the_note_has_not_is_only_flagged() -> None:
    found = novel_fact(qa("优势是什么？", "$r_i + \\alpha \\mathrm{mean}(r)$"), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.FLAG


def test_a_cloze_is_all_answer_and_a_question_none() -> None:
    assert novel_fact(draft(Cloze("裁剪范围 0.3 用于{{c1::概率比}}")), CONTEXT) is not None
    assert novel_fact(qa("学习率为 0.3 时会怎样？", "发散"), CONTEXT) is None
    assert novel_fact(draft(Typed("裁剪范围是多少？", "0.3")), CONTEXT) is not None
    distractors = (Option("0.2", True), Option("0.3", False), Option("0.4", False))
    assert novel_fact(draft(Choice("裁剪范围是多少？", distractors)), CONTEXT) is None


def test_a_card_in_another_language_is_flagged() -> None:
    english = Context("The policy gradient theorem gives the gradient of the expected return without a model of it.")
    chinese = qa("策略梯度定理给出的是什么量的梯度？", "期望回报对参数的梯度")
    foreign = qa("Which gradient does the theorem give for the policy?", "That of the expected return")
    assert language(chinese, english) is not None
    assert language(foreign, CONTEXT) is not None
    assert language(chinese, CONTEXT) is None
    assert language(foreign, english) is None


def test_english_terms_and_short_cards_have_no_language_of_their_own() -> None:
    terms = qa("GRPO 的 advantage 与 PPO 的 advantage 有什么不同？", "前者用 group mean 作为 baseline，后者用 critic")
    assert language(terms, CONTEXT) is None
    assert language(qa("What is `kl_coef`?", "$\\beta$"), CONTEXT) is None


def test_a_good_card_has_no_finding() -> None:
    good = drafted(Basic("GRPO 用什么代替单独训练的价值模型？", "比较同一组内的输出"))
    assert check(good, CONTEXT) == []


def test_an_authors_question_is_flagged_but_for_what_is_no_card() -> None:
    wordy = drafted(Basic("有哪些？为什么？", "字" * 99))
    assert {finding.verdict for finding in check(wordy, CONTEXT)} == {Verdict.ERROR}
    assert {finding.verdict for finding in check(wordy, CONTEXT, authored=True)} == {Verdict.FLAG}
    nothing = drafted(Basic("有哪些？为什么？", ""), "")
    errors = [f.code for f in check(nothing, CONTEXT, authored=True) if f.verdict is Verdict.ERROR]
    assert errors == ["lint-empty", "lint-quote"]
