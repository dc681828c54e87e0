"""What makes two questions two facts, and what does not."""

import pytest

from studykit.changes.vetoes import another_concept, another_fact


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("学习率 1e-5 时怎么样？", "学习率 1e-6 时怎么样？"),
        ("第 2 步做什么？", "第 3 步做什么？"),
        ("两步法怎么做？", "三步法怎么做？"),
        ("为什么要 clip？", "为什么不要 clip？"),
        ("有偏估计为什么可以用？", "无偏估计为什么可以用？"),
        ("Why is it stable?", "Why is it not stable?"),
        ("Why is it stable?", "Why isn't it stable?"),
        ("When is the estimate biased?", "When is the estimate unbiased?"),
        ("PPO 为什么稳定？", "DPO 为什么稳定？"),
        ("「基础」里的「马尔科夫」讲什么？", "「基础」里的「贝尔曼」讲什么？"),
        ("In “Basics”, what is “Replay” about?", "In “Basics”, what is “Target” about?"),
    ],
)
def test_another_fact(mine: str, theirs: str) -> None:
    assert another_fact(mine, theirs)
    assert another_fact(theirs, mine)


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("PPO 为什么稳定？", "PPO 为什么更稳定？"),
        ("有什么不同？", "有什么区别？"),
        ("无论多大都行吗？", "多大都行吗？"),
        ("What is the unit of it?", "What is the size of it?"),
        ("Why under load?", "Why at load?"),
        ("为什么 PPO 优于 PG？", "为什么 PPO 优于 PG ？"),
    ],
)
def test_the_same_fact_in_other_words(mine: str, theirs: str) -> None:
    assert not another_fact(mine, theirs)


NAMES = frozenset({"价值函数", "状态价值函数", "策略梯度", "critic"})


@pytest.mark.parametrize(
    ("mine", "theirs", "another"),
    [
        ("价值函数的定义是什么？", "策略梯度的定义是什么？", True),
        ("价值函数的定义是什么？", "状态价值函数的定义是什么？", True),
        ("为什么要 critic？", "策略梯度里为什么要 critic？", False),
        ("价值函数怎么定义？", "价值函数的定义是什么？", False),
        ("怎么定义？", "策略梯度怎么定义？", False),
    ],
)
def test_another_concepts_name_makes_another_card(mine: str, theirs: str, another: bool) -> None:
    assert another_concept(mine, theirs, NAMES) is another
    assert another_concept(theirs, mine, NAMES) is another
