"""Lints 4, 9, 10, 11 and 20: questions that ask nothing, too little, too much, or what is not worth it."""

import pytest

from studykit.drafting.lints import Context, Lint, Verdict
from studykit.drafting.lints.asking import double_barrelled, enumeration, metadata_trivia, no_question, yes_no
from studykit.drafting.lints.sides import Sides, sides
from studykit.model.card import Basic, Cloze, Content, Draft, Source

CONTEXT = Context("原文。")


def draft(content: Content) -> Sides:
    return sides(Draft(content, Source("笔记", "", "原文"), "rules:test"))


def qa(question: str, answer: str = "答案") -> Sides:
    return draft(Basic(question, answer))


FOUND: list[tuple[Lint, str]] = [
    (no_question, "PPO 的损失函数"),
    (no_question, "重要性采样几乎无偏"),
    (no_question, "The loss of PPO"),
    (no_question, "几何分布的均值"),
    (yes_no, "GAE 是无偏的吗？"),
    (yes_no, "GRPO 是否需要价值模型？"),
    (yes_no, "Is the baseline biased?"),
    (yes_no, "Does GRPO need a critic?"),
    (enumeration, "PPO 有哪些变体？"),
    (enumeration, "列举 PPO 的三个技巧"),
    (enumeration, "List all the tricks of PPO."),
    (enumeration, "Name the three phases of RLHF."),
    (double_barrelled, "GAE 是什么？它有什么用？"),
    (double_barrelled, "PPO 是什么以及为什么有效？"),
    (double_barrelled, "如何估计优势，以及为什么要归一化？"),
    (double_barrelled, "What is PPO and why does it work?"),
    (double_barrelled, "What is GAE? How is it computed?"),
]
MISSED: list[tuple[Lint, str]] = [
    (no_question, "PPO 的损失函数是什么"),
    (no_question, "推导策略梯度定理"),
    (no_question, "Explain the clipped objective"),
    (no_question, "PPO 的损失函数？"),
    (yes_no, "如何判断训练是否收敛？"),
    (yes_no, "GAE 有偏吗？为什么？"),
    (yes_no, "PPO 是 on-policy 还是 off-policy？"),
    (yes_no, "Is PPO on-policy or off-policy?"),
    (yes_no, "Why is the baseline unbiased?"),
    (enumeration, "PPO 的变体里哪个没有价值模型？"),
    (enumeration, "What does the linked list hold?"),
    (enumeration, "Which name does the paper give it?"),
    (double_barrelled, "clip 在什么和什么之间取最小？"),
    (double_barrelled, "为什么 PPO 和 GRPO 都要裁剪？"),
    (double_barrelled, "作者对「为什么有效？」怎么回答？"),
    (double_barrelled, "SQL 里的 `a ? b : c ?` 是什么写法？"),
    (double_barrelled, "真的需要价值模型吗？？"),
    (double_barrelled, "What do PPO and GRPO share?"),
]


@pytest.mark.parametrize(("lint", "question"), FOUND)
def test_found(lint: Lint, question: str) -> None:
    assert lint(qa(question), CONTEXT) is not None


@pytest.mark.parametrize(("lint", "question"), MISSED)
def test_near_misses(lint: Lint, question: str) -> None:
    assert lint(qa(question), CONTEXT) is None


def test_an_answer_that_is_a_list_is_an_enumeration() -> None:
    for answer in ("- 采样\n- 估计\n- 更新", "甲、乙、丙、丁、戊", "1. a\n2. b\n3. c", "1）采样\n2）估计\n3）更新"):
        assert enumeration(qa("训练的步骤如何？", answer), CONTEXT) is not None
    for answer in ("- 采样\n- 更新", "甲、乙、丙、丁", "```\n- a\n- b\n- c\n```", "`甲、乙、丙、丁、戊`"):
        assert enumeration(qa("训练的步骤如何？", answer), CONTEXT) is None


def test_how_many_kinds_is_a_list_unless_a_number_answers_it() -> None:
    assert enumeration(qa("优势有几种估计方法？", "蒙特卡洛、时序差分与两者之间的插值"), CONTEXT) is not None
    assert enumeration(qa("优势有几种估计方法？", "三种"), CONTEXT) is None


def test_a_cloze_asks_nothing_and_is_not_judged_as_a_question() -> None:
    cloze = draft(Cloze("哪些{{c1::方法}}有偏？为什么？是否如此"))
    assert [lint(cloze, CONTEXT) for lint in (no_question, yes_no, enumeration, double_barrelled)] == [None] * 4


@pytest.mark.parametrize(
    "answer",
    [
        "1707.06347",
        "arXiv 1906.07073v2",
        "2025-03-02",
        "1992 年",
        "2026年11月",
        "March 3, 2025",
        "⭐⭐⭐",
        "3.2k stars",
        "https://arxiv.org/abs/1707.06347",
        "`trl/experimental/ppo/ppo_config.py`",
        "./notes/ppo",
    ],
)
def test_trivia_is_found(answer: str) -> None:
    found = metadata_trivia(qa("论文在哪里？", answer), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.FLAG


@pytest.mark.parametrize(
    "answer", ["0.2", "2048", "on/off", "Williams, 1992", "3 倍", "r/(1-γ)", "$3/4$", "README 里写明的"]
)
def test_what_only_looks_like_trivia_is_not(answer: str) -> None:
    assert metadata_trivia(qa("默认值是多少？", answer), CONTEXT) is None
