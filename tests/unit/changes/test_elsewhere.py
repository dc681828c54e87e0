"""A passage that went to another note and was reworded is the same card; what only reads alike is not."""

from collections.abc import Collection

import pytest

from studykit.changes.elsewhere import EVIDENCE, said
from studykit.changes.matches import Matches, Offered, Standing, Travel
from studykit.changes.matching import match
from studykit.model.card import Basic, Card, Content, Draft, Source, Stamp, Typed, content_digest
from studykit.model.ids import CardId, NotePath

HERE, THERE = NotePath("甲篇.md"), NotePath("乙篇.md")
ANSWER = "这样无穷多步的回报加起来才是有限的数。"
REWORDED = "这样一来，无穷多步的回报加起来就是有限的数。"
ASKED = "折扣因子为什么要小于一？"


def stands(content: Content, *, by: str = "rules:question", quote: str = "", retired: bool = False) -> Card:
    source = Source("甲篇", "折扣", quote or content.back)
    return Card(content, source, Stamp(CardId("k3f9w2qa7b"), by, content_digest(content), 1, retired=retired))


def offered(content: Content, *, by: str = "rules:question", quote: str = "") -> Offered:
    return Offered(Draft(content, Source("乙篇", "别的标题", quote or content.back), by), THERE)


def travelled(
    card: Card,
    *drafts: Offered,
    lost: bool = True,
    new: bool = True,
    names: Collection[str] = (),
    note: NotePath | None = HERE,
) -> Matches:
    travel = Travel(lambda _: new, lambda cards: cards if lost else [])
    return match([Standing(card, note)], drafts, lambda: names, travel)


def test_moved_and_reworded_is_the_same_card() -> None:
    for note in (HERE, None):
        found = travelled(
            stands(Basic(f"甲篇：{ASKED}", ANSWER)), offered(Basic(f"乙篇：{ASKED}", REWORDED)), note=note
        )
        (pair,) = found.pairs
        assert pair.how == "elsewhere"
        assert 0.72 < pair.score < 1


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (Basic(ASKED, ANSWER), Basic("折扣因子为什么不能小于一？", REWORDED)),  # a negation
        (Basic("前 3 步的回报为什么要折扣？", ANSWER), Basic("前 5 步的回报为什么要折扣？", REWORDED)),
        (Basic("PPO 为什么要折扣它的回报？", ANSWER), Basic("DQN 为什么要折扣它的回报？", REWORDED)),
        (
            Basic(ASKED, "一般取 0.99，最多三步以后就变得很小了。"),
            Basic(ASKED, "一般取 0.9，最多三步以后就变得很小了。"),
        ),
        (Basic(ASKED, ANSWER), Typed(ASKED, REWORDED)),
        (Basic(ASKED, ANSWER), Basic(ASKED, "因为远处的奖励估得不准，少算一些方差就小。")),
        (Basic(ASKED, ANSWER), Basic("学习率为什么要慢慢降下来？", REWORDED)),
        (Basic("谁提出的？", "OpenAI"), Basic("谁提出的？", "OpenAI 的")),  # stands in many notes
    ],
)
def test_what_is_another_fact_stays_another(mine: Content, theirs: Content) -> None:
    assert travelled(stands(mine), offered(theirs)).pairs == ()


def test_a_concept_s_name_in_the_question_makes_it_another() -> None:
    mine, theirs = (
        Basic("训练时价值迭代的目标函数是什么？", ANSWER),
        Basic("训练时策略迭代的目标函数是什么？", REWORDED),
    )
    assert travelled(stands(mine), offered(theirs)).pairs != ()
    assert travelled(stands(mine), offered(theirs), names={"价值迭代", "策略迭代"}).pairs == ()


def test_a_card_whose_words_still_stand_or_that_went_before_stays() -> None:
    mine, theirs = Basic(ASKED, ANSWER), offered(Basic(ASKED, REWORDED))
    assert travelled(stands(mine), theirs, lost=False).pairs == ()
    assert travelled(stands(mine), theirs, new=False).pairs == ()
    assert travelled(stands(mine, retired=True), theirs).pairs == ()
    assert travelled(stands(mine, by="rules:brief"), theirs).pairs == ()
    assert match([Standing(stands(mine), HERE)], [theirs]).pairs == ()


def test_of_two_that_are_as_like_none_is_it() -> None:
    one, other = offered(Basic(ASKED, REWORDED)), offered(Basic(ASKED, REWORDED + "了"))
    found = travelled(stands(Basic(ASKED, ANSWER)), one, other)
    assert (found.pairs, found.ambiguous, found.contested) == ((), (), ())


def test_a_short_quote_is_no_evidence() -> None:
    short = "数" * (EVIDENCE // 2 - 1)
    assert travelled(stands(Basic(ASKED, short)), offered(Basic(ASKED, short + "的"))).pairs == ()
    assert said(Basic("甲篇：为什么？", "答"), "").front == "为什么？"
