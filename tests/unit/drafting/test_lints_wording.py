"""Lints 8, 12, 13 and 24: words that mean nothing away from the note, or next year."""

import pytest

from studykit.drafting.lints import Context, Lint, Verdict
from studykit.drafting.lints.sides import Sides, sides
from studykit.drafting.lints.wording import dangling, soft_target, time_bound, title_alone
from studykit.model.card import Basic, Cloze, Draft, Source
from studykit.text.normal import normal

CONTEXT = Context(
    "GRPO 用组均值代替 critic，`kl_coef` 控制惩罚。",
    names=frozenset(map(normal, ("GRPO 深度理解", "贝尔曼方程", "KL散度", "优点"))),
    concept="GRPO 深度理解",
    aliases=("GRPO", "Group Relative Policy Optimization"),
)


def qa(question: str, answer: str = "答案") -> Sides:
    return sides(Draft(Basic(question, answer), Source("笔记", "", "原文"), "rules:test"))


FOUND: list[tuple[Lint, str]] = [
    (dangling, "这种方法为什么有效？"),
    (dangling, "该算法的优势如何计算？"),
    (dangling, "它比监督学习难在哪里？"),
    (dangling, "为什么它没有偏差？"),
    (dangling, "其方差从何而来？"),
    (dangling, "上述公式里的分母是什么？"),
    (dangling, "作者认为方差从何而来？"),
    (dangling, "Why does it reduce variance?"),
    (dangling, "This method uses which baseline?"),
    (dangling, "What does the author claim about variance?"),
    (dangling, "Which baseline is used in the text?"),
    (soft_target, "GRPO 的主要思想是什么？"),
    (soft_target, "GRPO 最重要的改动是什么？"),
    (soft_target, "What is the key idea of GRPO?"),
    (soft_target, "What is the main difference to PPO?"),
    (soft_target, "What is a benefit of GRPO?"),
    (title_alone, "组均值是什么？"),
    (title_alone, "什么是 reward-to-go？"),
    (title_alone, "核心思想是什么？"),
    (title_alone, "优点是什么？"),  # a note may be called so: it is a label all the same
    (title_alone, "What is the baseline?"),
    (title_alone, "What are the limitations?"),
    (title_alone, "What does clipfrac mean?"),
    (time_bound, "目前最强的开源模型是哪个？"),
    (time_bound, "哪个模型在数学上是 SOTA？"),
    (time_bound, "What is the latest version of TRL?"),
    (time_bound, "Which library is currently maintained?"),
]
MISSED: list[tuple[Lint, str]] = [
    (dangling, "这个 GRPO 的优势如何计算？"),
    (dangling, "它如何用 `kl_coef` 控制惩罚？"),
    (dangling, "该不该对优势做归一化？"),
    (dangling, "此外还需要什么条件？"),
    (dangling, "其他方法为什么有偏？"),
    (dangling, "它与贝尔曼方程有什么关系？"),
    (dangling, "Why does it need no critic in GRPO?"),
    (dangling, "What happens when the text is tokenised?"),
    (dangling, "Who is the author of REINFORCE in GRPO?"),
    (soft_target, "GRPO 的三个主要阶段里哪一个最慢？"),
    (soft_target, "注意力里的 key 向量做什么用？"),
    (soft_target, "关键词匹配为什么不够？"),
    (soft_target, "What does a primary key guarantee?"),
    (soft_target, "What are the two main losses of GRPO?"),
    (title_alone, "KL 散度是什么？"),
    (title_alone, "什么是贝尔曼方程？"),
    (title_alone, "What is GRPO?"),
    (title_alone, "What is Group Relative Policy Optimization?"),
    (title_alone, "GRPO 的分母是什么？"),
    (title_alone, "What is the reward model trained on?"),
    (title_alone, "What is the role of the baseline?"),
    (title_alone, "为什么组均值是什么都无所谓？因为抵消"),
    (time_bound, "到目前为止的回报如何折扣？"),
    (time_bound, "最新策略的样本如何加权？"),
    (time_bound, "2026 年目前最强的开源模型是哪个？"),
    (time_bound, "Why is the latest policy used for sampling?"),
]


@pytest.mark.parametrize(("lint", "question"), FOUND)
def test_found(lint: Lint, question: str) -> None:
    assert lint(qa(question), CONTEXT) is not None


@pytest.mark.parametrize(("lint", "question"), MISSED)
def test_near_misses(lint: Lint, question: str) -> None:
    assert lint(qa(question), CONTEXT) is None


def test_an_answer_that_will_not_stay_true_is_flagged_too() -> None:
    found = time_bound(qa("哪个库在维护？", "目前只有 verl"), CONTEXT)
    assert found is not None
    assert found.verdict is Verdict.FLAG
    assert time_bound(qa("哪个库在维护？", "目前（2026）只有 verl"), CONTEXT) is None


def test_a_cloze_may_not_point_outside_itself_either() -> None:
    source = Source("笔记", "", "原文")
    assert dangling(sides(Draft(Cloze("该方法用{{c1::组均值}}作为基线来减小方差"), source, "x")), CONTEXT) is not None
    assert dangling(sides(Draft(Cloze("GRPO 方法用{{c1::组均值}}作为基线"), source, "x")), CONTEXT) is None
