"""Suggestions that are taken or dismissed; drafts on a desk, where each step goes back."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.errors import UsageError
from studykit.flows.drafts import decide
from studykit.flows.drafts.decide import Filter, Held
from studykit.flows.drafts.desk import Desk, carry_out
from studykit.model.card import Basic
from studykit.store import db
from studykit.store.drafts import read_drafts, read_fingerprints
from tests.flows.drafts_waiting import ANSWER, accept, at, eight_and_three, held, said, settled
from tests.flows.small_world import World, id_of


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return eight_and_three(tmp_path / "ws", monkeypatch)


@pytest.fixture
def suggested(world: World) -> World:
    """A card that a person edited, and whose note says something else since."""
    world.edit(ANSWER, "A: 组均值就是基线。")
    world.build()
    world.change("GRPO.md", "不需要价值网络", "省掉了价值网络")
    world.build()
    (one,) = held(world, Filter(state="suggestion"))
    assert (one.reasons, "省掉了价值网络" in one.draft.content.back) == (("suggestion",), True)
    return world


def suggestion(world: World) -> Held:
    (one,) = held(world, Filter(lint="suggestion"))
    return one


def test_a_suggestion_is_taken(suggested: World) -> None:
    one = suggestion(suggested)
    before = suggested.card("为什么要用一组回答")
    outcome = accept(suggested, one.key)
    assert outcome.report["cards"]["edited"] == 0
    card = suggested.card("为什么要用一组回答")
    assert (card.content, card.edited, id_of(card)) == (one.draft.content, False, id_of(before))
    assert suggested.mods()[id_of(card)] == suggested.now
    assert held(suggested, Filter(state="suggestion")) == []
    settled(suggested)
    decide.undo(at(suggested))
    assert suggestion(suggested) == one
    suggested.build()
    assert suggested.card("为什么要用一组回答").content == before.content
    assert suggestion(suggested) == one
    settled(suggested)


def test_a_suggestion_is_taken_in_other_words(suggested: World) -> None:
    one = suggestion(suggested)
    content = Basic(one.draft.content.front, "组均值是基线，省掉价值网络。")
    decide.edit(at(suggested), one.key, content)
    suggested.build()
    card = suggested.card("为什么要用一组回答")
    assert (card.content, card.stamp and card.stamp.base) == (content, one.digest)
    assert held(suggested, Filter(state="suggestion")) == []
    settled(suggested)


def test_a_suggestion_is_dismissed_in_every_clone(suggested: World, tmp_path: Path) -> None:
    one = suggestion(suggested)
    before = suggested.card("为什么要用一组回答")
    mods = suggested.mods()
    decide.reject(at(suggested), [one.key])
    suggested.build()
    assert suggested.card("为什么要用一组回答").content == before.content
    assert (suggested.mods(), said(suggested)) == (mods, [])
    assert held(suggested, Filter(state="suggestion")) == []
    settled(suggested)
    clone = suggested.clone(tmp_path / "clone")
    clone.build()
    assert held(clone, Filter(state="suggestion")) == []
    suggested.change("GRPO.md", "省掉了价值网络", "价值网络没用了")
    suggested.build()
    assert "价值网络没用了" in suggestion(suggested).draft.content.back  # another text is another question
    suggested.change("GRPO.md", "价值网络没用了", "省掉了价值网络")
    suggested.build()
    assert held(suggested, Filter(state="suggestion")) == []
    decide.undo(at(suggested))
    suggested.build()
    assert suggestion(suggested).digest == one.digest
    card = suggested.card("为什么要用一组回答")
    assert (card.content, card.stamp and card.stamp.base) == (before.content, before.stamp and before.stamp.base)


# The desk of the screen


@pytest.fixture
def desk(world: World) -> Iterator[Desk]:
    """A desk with the three drafts on it."""
    with closing(db.open_store(at(world).store)) as store:
        desk = Desk(at(world), store)
        for rows in desk.read():
            desk.take(rows)
        yield desk


def on_desk(desk: Desk) -> list[Held]:
    return [row.held for row in desk.rows]


def test_the_desk_holds_what_waits_and_each_step_goes_back(world: World, desk: Desk) -> None:
    before = held(world)
    assert on_desk(desk) == before
    desk.accept(before[:1])
    desk.reject(before[1:2], "太浅")
    desk.edit(before[2], Basic("回报是什么？", "奖励之和。"))
    assert (on_desk(desk), held(world), desk.done, len(desk.accepted)) == ([], [], 3, 2)
    for count in (1, 2, 3):
        desk.undo()
        assert on_desk(desk) == held(world) == before[-count:]
        assert desk.done == 3 - count
    assert desk.accepted == []
    assert said(world) == ["rejected: 太浅", "undone"]
    with pytest.raises(UsageError):
        desk.undo()


def test_what_another_window_decided_is_left_out(world: World, desk: Desk) -> None:
    first, *others = held(world)
    decide.reject(at(world), [first.digest])
    assert desk.accept([first, *others]) == others
    assert (on_desk(desk), held(world), desk.done) == ([], [], 2)
    desk.undo()
    assert held(world) == others
    assert [one.waited for one in desk.older] == [first.waiting]
    desk.undo()
    assert held(world) == [first, *others]


def test_what_is_decided_while_others_are_read_does_not_come_twice(world: World, desk: Desk) -> None:
    rows = list(desk.rows)
    desk.clear()
    desk.take(rows[1:])
    desk.accept([rows[1].held])
    desk.undo()
    assert desk.take(rows) == rows[:1]
    assert on_desk(desk) == held(world)
    desk.accept([rows[0].held])
    assert desk.take(rows) == []


def test_a_build_makes_the_cards_of_a_desk(world: World, desk: Desk) -> None:
    one = held(world)[0]
    desk.accept([one])
    due = [desk.unbuilt]
    made = carry_out(at(world), desk.hand_over())
    assert ([front for _, front in made.cards], made.missing) == ([one.draft.content.front], 0)
    due.append(desk.unbuilt)
    desk.undo()
    due.append(desk.unbuilt)  # the card has to go again
    assert due == [True, False, True]
    carry_out(at(world), desk.hand_over())
    assert one.draft.content.front not in world.fronts()
    assert held(world)[0] == one


def test_a_draft_is_exchanged_among_those_that_wait_and_in_its_unit(world: World, desk: Desk) -> None:
    one = held(world)[0]
    with closing(db.open_store(at(world).store)) as store:
        (unit,) = [
            key for key in read_fingerprints(store) if one.draft.content in {d.content for d in read_drafts(store, key)}
        ]
    new = replace(one.draft, content=Basic("基线为什么只看状态？", one.draft.content.back), by="model:m")
    put = desk.exchange(one, new, unit)
    assert put.draft == new
    assert put in held(world)
    assert one not in held(world)
    with closing(db.open_store(at(world).store)) as store:
        assert new in read_drafts(store, unit)
    with pytest.raises(UsageError):
        desk.exchange(one, new, unit)
    desk.undo()
    assert one in held(world)
    assert put not in held(world)
    settled(world)
