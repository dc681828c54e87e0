"""Lints 18, 19 and 23: what drafts are to each other and to the cards that stand."""

import tracemalloc
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from studykit.drafting.lints import Context, Verdict, check_together
from studykit.drafting.lints.fronts import DUPLICATE, INTERFERENCE
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source, Typed
from studykit.text.normal import jaccard, normal


def draft(content: Content, heading: str = "") -> Draft:
    return Draft(content, Source("笔记", heading, "原文"), "rules:test")


def qa(question: str, answer: str, heading: str = "") -> Draft:
    return draft(Basic(question, answer), heading)


def codes(drafts: list[Draft], standing: tuple[Content, ...] = ()) -> list[list[str]]:
    return [[finding.code for finding in found] for found in check_together(drafts, standing)]


def test_the_later_of_two_equal_questions_is_a_duplicate() -> None:
    assert codes([qa("GAE 是什么？", "甲"), qa("**GAE** 是什么?", "乙")]) == [[], ["lint-duplicate"]]
    assert codes([qa("What is GAE?", "a"), qa("what is  GAE", "a")]) == [[], ["lint-duplicate"]]
    assert codes([draft(Typed("GAE 是什么？", "甲")), qa("GAE 是什么？", "甲")]) == [[], ["lint-duplicate"]]


def test_a_draft_that_stands_already_is_a_duplicate() -> None:
    standing = (Basic("GRPO 用什么代替价值模型？", "组均值"),)
    assert codes([qa("GRPO 到底用什么代替价值模型？", "组均值。")], standing) == [["lint-duplicate"]]
    assert codes([qa("GRPO 用什么代替价值模型？", "组均值")], standing) == [["lint-duplicate"]]


def test_alike_questions_with_other_answers_interfere() -> None:
    one = qa("PPO 的裁剪目标里 epsilon 的默认值是多少？", "0.2")
    two = qa("PPO2 的裁剪目标里 epsilon 的默认值是多少？", "0.1")
    found = check_together([one, two])
    assert found[0] == []
    assert [(f.code, f.verdict) for f in found[1]] == [("lint-interference", Verdict.FLAG)]
    english = codes(
        [
            qa("What does the value loss coefficient scale?", "a"),
            qa("What does the value losses coefficient scale?", "b"),
        ]
    )
    assert english[1] == ["lint-interference"]


def test_near_misses() -> None:
    assert codes([qa("GAE 是什么？", "甲"), qa("GRPO 是什么？", "乙")]) == [[], []]
    assert codes([qa("为什么 KL 散度非负？", "甲"), qa("KL 散度什么时候为零？", "甲")]) == [[], []]
    options = (Option("甲", True), Option("乙", False), Option("丙", False))
    assert codes([qa("GAE 是什么？", "甲"), draft(Choice("GAE 是什么？", options))]) == [[], []]


def test_clozes_of_one_sentence_with_other_deletions_are_different_cards() -> None:
    one = draft(Cloze("优势等于{{c1::奖励}}减去组均值再除以组标准差"))
    two = draft(Cloze("优势等于奖励减去{{c1::组均值}}再除以组标准差"))
    assert codes([one, two, one]) == [[], [], ["lint-duplicate"]]


def test_an_authors_question_is_only_flagged_unless_question_and_answer_are_both_there() -> None:
    drafts = [qa("GAE 是什么？", "甲"), qa("GAE 是什么？", "乙"), qa("GAE 是什么？", "甲")]
    found = check_together(drafts, authored=(1, 2))
    assert [f.verdict for f in found[1]] == [Verdict.FLAG]
    assert [f.verdict for f in found[2]] == [Verdict.ERROR]


SUBJECTS = "贝尔曼方程 折扣因子 重要性采样 优势函数 裁剪范围 价值网络 奖励模型 参考策略 熵正则项 经验回放"


def test_too_many_cards_of_a_unit_are_flagged() -> None:
    drafts = [qa(f"{subject}在训练中起什么作用？", subject[::-1], "甲") for subject in SUBJECTS.split()]
    assert [found for found in codes(drafts) if "lint-density" in found] == [["lint-density"]] * 2
    short = [Context("字" * 150)] * 10
    flagged = [[f.code for f in found] for found in check_together(drafts, contexts=short)]
    assert [("lint-density" in found) for found in flagged] == [False] * 2 + [True] * 8


def test_units_are_counted_apart() -> None:
    drafts = [qa(f"{subject}在训练中起什么作用？", subject[::-1], subject) for subject in SUBJECTS.split()]
    assert not any("lint-density" in found for found in codes(drafts))
    contexts = [Context(f"{subject} " + "字" * 50) for subject in SUBJECTS.split()]
    assert not any(f.code == "lint-density" for found in check_together(drafts, contexts=contexts) for f in found)


def test_a_whole_vault_is_not_compared_pair_by_pair() -> None:
    def seconds(count: int) -> float:
        drafts = [qa(f"第 {n} 号超参数在实验 {n % 7} 里的默认取值是多少？", str(n), str(n)) for n in range(count)]
        start = process_time()
        check_together(drafts)
        return process_time() - start

    small = seconds(400)
    assert seconds(3200) < 20 * small + 0.5


_FRONTS = st.text("abc", max_size=3).flatmap(
    lambda end: st.sampled_from(("ppoclipratio", "default", "gae", "")).map(lambda start: start + end)
)


def _by_every_pair(cards: list[tuple[str, str]]) -> list[str]:
    """What the cards are to those before them, each compared with each."""
    told = []
    for number, (front, answer) in enumerate(cards):
        before = [(jaccard(front, other), front == other, answer == its) for other, its in cards[:number]]
        duplicate = any(equal for _, equal, _ in before) if front else False
        if duplicate or any(alike >= DUPLICATE and same for alike, _, same in before if front):
            told.append("lint-duplicate")
        elif any(alike >= INTERFERENCE and not same for alike, _, same in before if front):
            told.append("lint-interference")
        else:
            told.append("")
    return told


@given(st.lists(st.tuples(_FRONTS, st.sampled_from("xy")), max_size=12))
def test_few_cards_are_all_compared_with_each_other(cards: list[tuple[str, str]]) -> None:
    found = check_together([qa(front, answer, str(n)) for n, (front, answer) in enumerate(cards)])
    assert [finding[0].code if finding else "" for finding in found] == _by_every_pair(cards)
    assert all(normal(front) == front for front, _ in cards)


def test_little_is_kept_of_a_front() -> None:
    drafts = [qa(f"第 {n} 号超参数在实验 {n * n} 里的默认取值是多少？", str(n), str(n)) for n in range(2000)]
    tracemalloc.start()
    try:
        check_together(drafts)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 2000 * 2500
