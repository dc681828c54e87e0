"""What a person decides about drafts that wait: it is carried out, it stays, and it can be taken back."""

import sqlite3
from pathlib import Path

import pytest

from studykit.errors import StoppedError, UsageError
from studykit.flows.drafts import decide
from studykit.flows.drafts.decide import Filter
from studykit.model.card import Basic
from tests.flows.drafts_waiting import accept, at, eight_and_three, fronts, held, one_of, said, settled
from tests.flows.small_world import World, id_of


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return eight_and_three(tmp_path / "ws", monkeypatch)


def test_filters(world: World) -> None:
    everything = held(world)
    assert held(world, Filter(rule="term")) == held(world, Filter(rule="rules:term", note="优势")) == everything
    assert (
        held(world, Filter(rule="table")) == held(world, Filter(note="GRPO")) == held(world, Filter(lint="soft")) == []
    )
    assert held(world, Filter(lint="rule-waits", state="pending")) == everything
    sections = set(decide.sections_of_notes(at(world)).values())
    assert "基础" in sections
    assert held(world, Filter(section="基础")) == []
    assert held(world, Filter(section=decide.sections_of_notes(at(world))["优势估计.md"])) == everything


def test_a_key_names_one_draft(world: World) -> None:
    everything = held(world)
    for key in ("", "zz", "0" * 17):
        with pytest.raises(UsageError) as caught:
            decide.named(everything, [key])
        assert caught.value.code == "draft-missing"
    first, second = everything[0], everything[1]
    twin = second._replace(digest=first.digest[:8] + "x" * 8)
    with pytest.raises(UsageError) as caught:
        decide.named([first, twin], [first.key])
    assert caught.value.code == "draft-ambiguous"
    assert decide.named([first, twin], [first.digest, first.digest[:9].upper()]) == [first]


def test_one_is_accepted(world: World) -> None:
    one = one_of(world, "基线")
    outcome = accept(world, one.key)
    assert (outcome.report["cards"]["new"], outcome.report["cards"]["pending"]) == (1, 2)
    card = world.card(one.draft.content.front)
    assert card.content == one.draft.content
    assert not card.edited
    assert one.draft.content.front not in fronts(world)
    settled(world)


def test_all_of_a_rule_are_accepted_whatever_the_settings_say(world: World) -> None:
    world.settings('accept = "none"', "per_note = 1", "per_unit = 1")
    world.build()
    keys = [one.digest for one in held(world, Filter(rule="term"))]
    assert len(keys) == 3
    accept(world, *keys)
    assert len(world.cards()) == 11
    assert held(world, Filter(rule="term")) == []


def test_a_draft_that_a_lint_flagged_is_accepted(world: World) -> None:
    name = "优势估计的各种做法与它们的讨论"
    world.write(
        f"{name}.md", f"# {name}\n\n- **回报甲**：逐步打折扣的奖励之和。\n- **回报乙**：整段轨迹的平均奖励值。\n"
    )
    world.build()
    flagged = held(world, Filter(lint="interference"))
    assert flagged
    accept(world, *[one.digest for one in flagged])
    assert {one.draft.content.front for one in flagged} <= set(world.fronts())


def test_an_edited_draft_is_an_edited_card(world: World) -> None:
    one = one_of(world, "基线")
    content = Basic("基线是用来做什么的（自己的话）？", "降低方差。")
    decide.edit(at(world), one.key, content)
    world.build()
    card = world.card("自己的话")
    assert (card.content, card.stamp and card.stamp.base) == (content, one.digest)
    assert card.edited
    settled(world)
    world.change("优势估计.md", "用来降低方差", "为的是降低方差")
    world.build()
    assert world.card("自己的话").content == content
    assert len(world.cards()) == 9


def test_what_is_rejected_never_comes_back(world: World, tmp_path: Path) -> None:
    one = one_of(world, "回报")
    decide.reject(at(world), [one.key], "太浅\n了")
    assert one.draft.content.front not in fronts(world)
    assert said(world) == ["rejected: 太浅 了"]
    world.build()
    assert len(held(world)) == 2
    settled(world)
    clone = world.clone(tmp_path / "clone")
    clone.build()
    assert one.draft.content.front not in fronts(clone)
    assert len(held(clone)) == 2


def test_a_rejection_is_taken_back(world: World, tmp_path: Path) -> None:
    before = held(world)
    one = one_of(world, "回报")
    for _ in range(2):
        decide.reject(at(world), [one.key])
        world.build()
        decide.undo(at(world))
        assert held(world) == before
        world.build()
        assert held(world) == before
    assert said(world) == ["rejected", "undone"] * 2
    clone = world.clone(tmp_path / "clone")
    clone.build()
    assert len(held(clone)) == 3
    decide.reject(at(world), [one.key])
    world.build()
    assert len(held(world)) == 2


def test_an_acceptance_is_taken_back_whole(world: World, tmp_path: Path) -> None:
    decks, before = world.deck_bytes(), held(world)
    everything = [one.digest for one in before]
    accept(world, *everything[:1])
    first = world.deck_bytes()
    accept(world, *everything[1:])
    cards = set(world.cards())
    assert len(decide.undo(at(world))) == 2  # what one command said
    outcome = world.build()
    assert outcome.plan is not None
    assert outcome.plan.count("deleted") == 2
    assert world.deck_bytes() == first
    decide.undo(at(world))
    world.build()
    assert {file: data for file, data in world.deck_bytes().items() if file in decks} == decks
    assert len(world.cards()) == 8
    assert held(world) == before
    assert said(world) == []
    settled(world)
    accept(world, *everything)
    assert set(world.cards()) == cards  # the same cards, with what was learned of them
    decide.undo(at(world))
    with pytest.raises(UsageError):
        decide.undo(at(world))


def test_an_acceptance_that_a_build_was_cut_off_in_is_known_by_its_card(world: World) -> None:
    before = held(world)
    accept(world, before[0].key)
    with sqlite3.connect(world.root / ".studykit" / "study.db") as store:  # the deck was written, the store was not
        store.execute("UPDATE decisions SET placed = ''")
        store.execute("UPDATE facts SET value = '' WHERE name = 'settings'")
        store.execute("DELETE FROM cards WHERE front = ?", (before[0].draft.content.front,))
    store.close()
    world.build()
    assert len(world.cards()) == 9
    decide.undo(at(world))
    world.build()
    assert (len(world.cards()), held(world), said(world)) == (8, before, [])


def test_an_acceptance_taken_back_before_a_build_leaves_nothing(world: World) -> None:
    decks, before = world.deck_bytes(), held(world)
    decide.accept(at(world), [before[0].key])
    decide.undo(at(world))
    assert held(world) == before
    world.build()
    assert (world.deck_bytes(), held(world)) == (decks, before)


def test_a_text_that_was_written_since_is_not_taken_back(world: World) -> None:
    one = one_of(world, "基线")
    accept(world, one.key)
    world.edit(f"A: {one.draft.content.back}", "A: 我自己的话。")
    with pytest.raises(UsageError) as caught:
        decide.undo(at(world))
    assert caught.value.code == "drafts-edited-since"
    world.build()
    assert (
        world.card("基线是什么" if "基线是什么" in one.draft.content.front else "基线").content.back == "我自己的话。"
    )


def test_a_card_that_was_accepted_and_deleted_stays_deleted(world: World) -> None:
    one = one_of(world, "基线")
    accept(world, one.key)
    world.delete(f"Q: {one.draft.content.front}")
    world.build()
    assert len(world.cards()) == 8
    world.change("优势估计.md", "用来降低方差", "为的是降低方差")
    world.build()
    world.change("优势估计.md", "为的是降低方差", "用来降低方差")
    world.build()
    assert len(world.cards()) == 8
    assert one.draft.content.front not in fronts(world)


def test_an_accepted_card_follows_its_note(world: World) -> None:
    one = one_of(world, "基线")
    accept(world, one.key)
    key = id_of(world.card(one.draft.content.front))
    world.change("优势估计.md", "用来降低方差", "为的是降低方差")
    outcome = world.build()
    assert outcome.report["cards"]["updated"] == 1
    assert "为的是降低方差" in world.cards()[key].content.back
    assert len(world.cards()) == 9
    world.move("优势估计.md", "AI/优势.md")
    world.build()
    assert key in world.cards()


def test_an_acceptance_waits_for_a_deck_file_that_can_be_read(world: World) -> None:
    first, second = held(world)[:2]
    accept(world, first.key)
    path = world.deck_of(first.draft.content.front)
    before = path.read_bytes()
    path.write_bytes(before.replace(b"A: ", b"Z: "))
    accept(world, second.key)
    assert second.draft.content.front not in fronts(world)
    assert len(world.fronts()) == 8
    path.write_bytes(before)
    world.build()
    assert world.card(second.draft.content.front).content == second.draft.content
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"A: ", b"Z: "))
    decide.undo(at(world))
    world.build()
    path.write_bytes(whole)
    world.build()
    assert path.read_bytes() == before
    assert said(world) == []


def test_a_decision_outlives_a_build_that_stops(world: World) -> None:
    one = one_of(world, "基线")
    decide.accept(at(world), [one.key])
    vault = world.root / "vault"
    vault.rename(world.root / "away")
    vault.mkdir()
    with pytest.raises(StoppedError):
        world.build()
    vault.rmdir()
    (world.root / "away").rename(vault)
    world.build()
    assert world.card(one.draft.content.front).content == one.draft.content
