"""Questions from concepts and cards: what is asked of which, and what is never asked."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from studykit.model.card import Basic, Card, Choice, Cloze, Content, Option, Source, Stamp, Typed
from studykit.model.ids import CardId
from studykit.quiz.choosing import choice_faults, one_of
from studykit.quiz.from_cards import ask_item, masked, short_answer
from studykit.quiz.from_topics import ask_topic
from studykit.quiz.hints import MASK, masked_quote
from studykit.quiz.judging import Given, asked_text, judge
from studykit.quiz.material import Item, Material, Topic
from studykit.quiz.planning import plan
from studykit.quiz.question import (
    Free,
    Matching,
    OneOf,
    Ordering,
    Question,
    QuestionKind,
    SeveralOf,
    TrueFalse,
    Written,
)
from studykit.quiz.terms import coverage, key_terms

GLOSSES = {
    "GRPO": "用组内标准化的奖励代替价值模型",
    "PPO": "裁剪概率比来限制每步的更新幅度",
    "DPO": "把偏好对齐写成一个分类的损失",
    "KTO": "只要赞或踩就能学的前景理论损失",
    "RLOO": "同题其余回答的平均当作基线",
}
TOPICS = [Topic(f"n/{name}.md", name, (f"{name} 算法",), gloss, "RL::算法", "m.md") for name, gloss in GLOSSES.items()]
OTHERS = [
    Topic(f"n/{name}.md", name, (), gloss, "RL::基础", "m.md")
    for name, gloss in (("贝尔曼方程", "价值函数的递推关系式"), ("MDP", "状态动作奖励构成的过程"))
]


def item(content: Content, number: int = 0, note: str = "n/GRPO.md", quote: str = "引文", face: str = "0") -> Item:
    card = Card(content, Source(note, "标题", quote), Stamp(CardId(f"{number:010d}"), "me", "", 0))
    return Item(card, face, note, "RL::算法", "m.md")


def made(kind: QuestionKind, one: Item, *others: Item) -> Question | None:
    return ask_item(one, kind, Material([*TOPICS, *OTHERS], [one, *others]), "7")


def of_topic(kind: QuestionKind, topics: Sequence[Topic] = (*TOPICS, *OTHERS), seed: str = "7") -> Question | None:
    return ask_topic(topics[0], kind, Material(topics), seed)


@pytest.mark.parametrize("seed", [str(n) for n in range(12)])
def test_a_concept_is_asked_with_its_siblings_as_options(seed: str) -> None:
    found = of_topic(QuestionKind.CHOICE, seed=seed)
    assert found is not None
    assert isinstance(found.body, OneOf)
    siblings = {text for topic in TOPICS for text in (topic.name, topic.gloss)}
    assert {option.text for option in found.body.options} <= siblings
    assert [option.text for option in found.body.options if option.right] in (["GRPO"], [GLOSSES["GRPO"]])


def test_a_false_statement_borrows_a_siblings_gloss() -> None:
    found = [of_topic(QuestionKind.TRUE_FALSE, seed=str(n)) for n in range(20)]
    bodies = [one.body for one in found if one is not None and isinstance(one.body, TrueFalse)]
    assert {body.holds for body in bodies} == {True, False}
    assert all((body.gloss == GLOSSES["GRPO"]) is body.holds for body in bodies)
    assert all(body.gloss in GLOSSES.values() for body in bodies)


def test_two_concepts_with_one_gloss_are_no_wrong_options_for_each_other() -> None:
    twin = Topic("n/twin.md", "GXPO", (), GLOSSES["GRPO"], "RL::算法", "m.md")
    topics = [TOPICS[0], twin, *OTHERS]
    assert of_topic(QuestionKind.TYPED, topics) is None
    for seed in range(10):
        for kind in (QuestionKind.TRUE_FALSE, QuestionKind.CHOICE):
            found = of_topic(kind, topics, str(seed))
            assert found is None or "GXPO" not in asked_text(found)
            body = None if found is None else found.body
            assert not isinstance(body, TrueFalse) or body.gloss != twin.gloss or body.holds
            assert not isinstance(body, OneOf) or "GXPO" not in {option.text for option in body.options}


def test_a_gloss_that_names_its_concept_asks_for_no_name() -> None:
    named = Topic("n/a.md", "MCTS", ("蒙特卡洛树搜索",), "MCTS 即蒙特卡洛树搜索的四个步骤", "RL::算法", "m.md")
    assert of_topic(QuestionKind.TYPED, [named, *TOPICS]) is None
    assert of_topic(QuestionKind.MATCHING, [named, *TOPICS]) is None


def test_a_matching_pairs_each_term_with_its_own_gloss() -> None:
    found = of_topic(QuestionKind.MATCHING)
    assert found is not None
    assert isinstance(found.body, Matching)
    terms, glosses, key = found.body.terms, found.body.glosses, found.body.key
    assert {term: glosses[place] for term, place in zip(terms, key, strict=True)} == GLOSSES


def test_what_a_section_lists() -> None:
    found = of_topic(QuestionKind.SEVERAL)
    assert found is not None
    assert isinstance(found.body, SeveralOf)
    assert {option.text for option in found.body.options if not option.right} == {"贝尔曼方程", "MDP"}


def test_a_short_answer_is_typed_and_a_long_one_is_told_in_own_words() -> None:
    short, long = item(Basic("基线是什么？", "组均值。")), item(Basic("为什么？", "因为**组均值**就是基线，" * 5), 1)
    typed = made(QuestionKind.TYPED, short)
    assert typed is not None
    assert isinstance(typed.body, Written)
    assert typed.body.expected.answer == "组均值"
    assert "PPO" in typed.body.expected.others
    assert made(QuestionKind.TYPED, long) is None
    free = made(QuestionKind.FREE, long)
    assert free is not None
    assert isinstance(free.body, Free)
    assert "组均值" in free.body.terms


def test_an_answer_that_is_the_concepts_name_may_be_given_by_its_aliases() -> None:
    found = made(QuestionKind.TYPED, item(Typed("哪个算法用组均值？", "GRPO")))
    assert found is not None
    assert isinstance(found.body, Written)
    assert "GRPO 算法" in found.body.expected.aliases


def test_what_a_person_called_right_is_accepted_the_next_time() -> None:
    one = item(Basic("基线是什么？", "组均值"))
    found = made(QuestionKind.TYPED, replace(one, accepted=("同题平均",)))
    assert found is not None
    assert judge(found, Given("同题平均")).right


def test_a_small_map_is_asked_the_other_way_round_and_never_the_same_twice() -> None:
    found = plan(Material([*TOPICS, *OTHERS]), 40, 7, kinds={QuestionKind.CHOICE})
    asked = [(one.origin.note, one.instruction) for one in found]
    assert len(asked) > len(TOPICS)
    assert len(set(asked)) == len(asked)


def test_a_cloze_hides_its_own_gap_and_shows_the_others() -> None:
    text = "优势是 {{c1::组内标准化}}的{{c2::奖励::什么}}。"
    found = made(QuestionKind.CLOZE, item(Cloze(text), face="c2"))
    assert found is not None
    assert isinstance(found.body, Written)
    assert asked_text(found) == "优势是 组内标准化的____。"
    assert (found.body.expected.answer, found.body.hint) == ("奖励", "什么")
    assert masked("{{c1::a {{c2::b}} c}}", "c2") == "a […] c"
    assert short_answer(item(Cloze("{{c1::a}} 与 {{c1::b}}"), face="c1")) == ""


def test_options_come_from_the_section_and_then_from_the_column() -> None:
    rows = ("`x` | `beta` | 甲", "`y` | `gamma` | 乙", "`z` | `alpha` | 丙", "`w` | `delta` | 丁", "`v` | `kappa`")
    one, *others = [row_of_a_table(row, number) for number, row in enumerate(rows)]
    elsewhere = [replace(other, note="elsewhere.md") for other in others]
    omega = item(Typed("另一个？", "`omega`"), 9)
    assert made(QuestionKind.CHOICE, one, omega, *elsewhere) is None
    found = made(QuestionKind.CHOICE, one, omega, *others)
    assert found is not None
    assert isinstance(found.body, OneOf)
    texts = {option.text for option in found.body.options}
    assert "`omega`" in texts
    assert len(texts) == 4
    assert "`kappa`" not in texts
    assert made(QuestionKind.CHOICE, one) is None


def row_of_a_table(row: str, number: int) -> Item:
    """A card of a row's second cell; the others of its table are in their own sections, so that no sibling is near."""
    made = item(Typed(f"{row.split()[0]} 的默认值是多少？", row.split(" | ")[1]), number)
    assert made.card.source is not None
    assert made.card.stamp is not None
    card = replace(
        made.card, source=replace(made.card.source, quote=row), stamp=replace(made.card.stamp, by="rules:table")
    )
    return replace(made, card=card, section=f"{made.section}{number or ''}", moc=f"{made.moc}{number or ''}")


def test_the_steps_of_a_list_are_put_in_order_from_all_cards_of_it() -> None:
    head = "四步：\n\n"
    one = item(Cloze(f"{head}1. {{{{c1::选择}}}}：往下\n2. 扩展：加一个"), 1, face="c1")
    two = item(Cloze(f"{head}1. 选择：往下\n2. {{{{c1::扩展}}}}：加一个\n3. 模拟：走到底"), 2, face="c1")
    found = made(QuestionKind.ORDERING, one, two)
    assert found is not None
    assert isinstance(found.body, Ordering)
    steps = [found.body.steps[place] for place in found.body.key]
    assert steps == ["选择：往下", "扩展：加一个", "模拟：走到底"]
    assert list(found.body.steps) != steps
    assert {key.card for key in found.origin.faces} == {"0000000001", "0000000002"}


def test_choice_cards_are_asked_as_they_are() -> None:
    options = (Option("组均值", True), Option("移动平均", False), Option("价值模型", False))
    found = made(QuestionKind.CHOICE, item(Choice("基线是什么？", options)))
    assert found is not None
    assert isinstance(found.body, OneOf)
    assert set(found.body.options) == set(options)
    both = (Option("组均值", True), Option("移动平均", True), Option("价值模型", False))
    several = made(QuestionKind.SEVERAL, item(Choice("哪些？", both)))
    assert several is not None
    assert isinstance(several.body, SeveralOf)


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ("+组均值 -价值模型", "count"),
        ("+组均值 +价值模型 -奖励", "right"),
        ("+组均值 -价值模型 -价值模型", "same"),
        ("+组均值 -相对熵 -价值模型", "alias"),
        ("+组内标准化奖励 -奖励 -熵", "length"),
        ("+组均值 -mean -value", "form"),
    ],
)
def test_a_choice_that_gives_itself_away_is_none(options: str, fault: str) -> None:
    found = [Option(text[1:], text[0] == "+") for text in options.split()]
    assert fault in choice_faults(found, ("相对熵",) if fault == "alias" else ())


def test_another_spelling_of_the_key_is_no_wrong_option() -> None:
    pools = [["组的均值", "組均值", "标准差", "移动均", "价值差"]]
    found = one_of("组均值", pools, seed="1")
    assert found is not None
    assert not {"组的均值", "組均值"} & {option.text for option in found}


def test_weak_faces_are_asked_first() -> None:
    items = [item(Typed(f"第 {n} 问？", f"答案{n}"), n, note=f"n/{n}.md") for n in range(30)]
    weak = [Item(one.card, one.face, one.note, one.section, one.moc, n / 30) for n, one in enumerate(reversed(items))]
    found = plan(Material([], weak), 5, 1, weak_first=True)
    assert {key.card for one in found for key in one.origin.faces} == {f"{n:010d}" for n in range(25, 30)}


def test_kinds_may_be_chosen() -> None:
    found = plan(Material([*TOPICS, *OTHERS]), 10, 3, kinds={QuestionKind.TRUE_FALSE})
    assert {one.kind for one in found} == {QuestionKind.TRUE_FALSE}
    assert plan(Material([]), 10, 3) == ()


def test_a_quote_is_shown_with_the_answer_masked() -> None:
    found = made(QuestionKind.TYPED, item(Basic("基线是什么？", "组均值"), quote="GRPO 用组均值当基线"))
    assert found is not None
    assert masked_quote(found) == f"GRPO 用{MASK}当基线"


def test_key_terms_and_what_an_answer_has_of_them() -> None:
    terms = key_terms("用 `stride` 滑窗，**新进来**的 token 才计分，$\\gamma=1$，DAPO 也这样。", ["滑窗"])
    assert terms == ("stride", "滑窗", "新进来", "$\\gamma=1$", "DAPO")
    found = coverage(terms, "滑动窗口 stride，γ = 1，dapo")
    assert found.met == ("stride", "$\\gamma=1$", "DAPO")
    assert found.missing == ("滑窗", "新进来")
    assert key_terms("前提是数据覆盖足够、优化到位。") == ("前提是数据覆盖足够", "优化到位")


def test_a_value_stands_among_values_of_its_sort_and_size() -> None:
    pool = ["`0.1`", '`"sequential"`', "`1024`", '`"group"`', "`null`", '`"k1"`']
    found = one_of('`"kto"`', [pool], seed="1")
    assert found is not None
    assert {option.text for option in found} == {'`"kto"`', '`"sequential"`', '`"group"`', '`"k1"`'}
    assert one_of("`512`", [pool], seed="1") is None, "one more integer alone is too few"
    number = one_of("`512`", [[*pool, "`256`", "`53`", "`1`", "`100000`"]], seed="1")
    assert number is not None
    assert {option.text for option in number} == {"`512`", "`1024`", "`256`", "`53`"}
    none = one_of("`0`", [["`1`", "`-1`", "`4`", "`512`"]], seed="1")
    assert none is not None
    assert {option.text for option in none} == {"`0`", "`1`", "`-1`", "`4`"}
    nothing = one_of("`None`", [["`null`", "`True`", "`false`", "`nil`"]], seed="1")
    assert nothing is not None
    assert {option.text for option in nothing} == {"`None`", "`True`", "`false`"}


def test_a_value_or_a_name_is_not_asked_in_ones_own_words() -> None:
    assert made(QuestionKind.FREE, item(Basic("`beta` 的默认是什么？", "0.1"))) is None
    assert made(QuestionKind.TYPED, item(Basic("`beta` 的默认是什么？", "0.1"))) is not None
    assert (
        made(QuestionKind.FREE, item(Basic("为什么要基线？", "减去与动作无关的基线可以降低方差，而均值不变。")))
        is not None
    )
