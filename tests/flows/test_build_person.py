"""What a person does to the decks: it stays, whatever is built afterwards."""

import json
import shutil
from pathlib import Path

import pytest

from studykit.decks.files import read_rejected
from tests.flows.small_world import START, World, id_of


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(tmp_path / "ws", monkeypatch)
    world.build(now=START)
    return world


def rejected(world: World) -> list[str]:
    return [record["front"] for record in read_rejected(world.decks / "rejected.jsonl")[0]]


def test_an_edited_answer_survives_and_is_dated(world: World) -> None:
    world.edit("A: 同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。", "A: 组均值就是基线。")
    edited = world.card("为什么要用一组回答")
    outcome = world.build()
    assert outcome.report["cards"]["edited"] == 1
    card = world.card("为什么要用一组回答")
    assert card.content == edited.content
    assert (id_of(card), card.stamp and card.stamp.base) == (id_of(edited), edited.stamp and edited.stamp.base)
    assert world.mods()[id_of(card)] == world.now  # Anki takes what is newer alone
    mods = world.mods()
    world.write("other.md", "# 另一篇\n\n还没有问题的一篇笔记，只有几句话写在这里，等以后再补充内容。")
    world.build()
    assert world.mods() == mods


def test_an_edit_survives_a_changed_note_and_the_draft_waits(world: World) -> None:
    world.edit("A: 同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。", "A: 组均值就是基线。")
    world.build()
    world.change("GRPO.md", "不需要价值网络", "省掉了价值网络")
    world.build()
    assert world.card("为什么要用一组回答").content.back == "组均值就是基线。"
    assert len(world.cards()) == 8
    key = id_of(world.card("为什么要用一组回答"))
    ((state, card, draft),) = world.rows("SELECT state, card, draft FROM pending")
    assert (state, card) == ("suggestion", key)
    assert "省掉了价值网络" in str(draft)
    world.write("other.md", "# 另一篇")
    world.build()
    assert world.rows("SELECT state, card FROM pending") == [("suggestion", key)]
    world.edit("A: 组均值就是基线。", "A: 同一道题采样很多个回答，组内奖励的均值就是基线，省掉了价值网络。")
    outcome = world.build()
    assert outcome.report["cards"]["edited"] == 0
    assert world.rows("SELECT state, card FROM pending") == []


def test_a_question_in_other_words_survives_a_changed_answer(world: World) -> None:
    world.edit("Q: GRPO：为什么要用一组回答？\n", "Q: 基线从哪来（自己的话）？\n")
    world.build()
    for new in ("省掉了价值网络", "从此没有价值网络", "价值网络没用了"):
        old = (world.root / "vault/GRPO.md").read_text(encoding="utf-8").split("基线，")[1].split("。")[0]
        world.change("GRPO.md", old, new)
        outcome = world.build()
        assert outcome.report["cards"]["new"] == 0
        assert outcome.report["cards"]["edited"] == 1
    assert len(world.cards()) == 8
    assert world.card("自己的话").content.back.endswith("不需要价值网络。")


def test_a_deleted_card_stays_deleted(world: World) -> None:
    world.delete("Q: GRPO：组要取多大？")
    outcome = world.build()
    assert outcome.plan is not None
    assert outcome.plan.count("deleted") == 1
    assert rejected(world) == ["GRPO：组要取多大？"]
    assert len(world.cards()) == 7
    text = (world.root / "vault/GRPO.md").read_text(encoding="utf-8")
    for changed in (
        text.replace("再大收益就很小了", "再大就不值得了"),  # the same question, another answer
        text.replace("## 组要取多大？", "## 组要取多大才好？"),  # another question about the same words
    ):
        world.write("GRPO.md", changed)
        world.build()
        assert len(world.cards()) == 7
    world.write("GRPO.md", text)
    world.move("GRPO.md", "AI/GRPO.md")
    world.build()
    assert len(world.cards()) == 7
    assert len(rejected(world)) == 1


def test_a_deleted_card_stays_deleted_without_the_store(world: World, tmp_path: Path) -> None:
    world.delete("Q: GRPO：组要取多大？")
    world.build()
    clone = world.clone(tmp_path / "clone")
    assert clone.build().report["cards"]["total"] == 7
    shutil.rmtree(world.root / ".studykit")
    assert world.build().report["cards"]["total"] == 7
    assert rejected(world) == ["GRPO：组要取多大？"]


def test_a_deleted_card_keeps_no_other_from_being_drafted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two acronyms of one sentence have one quote and much the same question."""
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    text = "先有 Trust Region Policy Optimization (TRPO)，更早是 Natural Policy Gradient (NPG) 的方法，都算二阶信息。\n"
    world.write("a.md", f"# 历史\n\n{text}")
    world.settings("per_note = 1")
    world.build()
    assert world.fronts() == ["缩写 TRPO 的全称是什么？"]
    world.delete("Q: 缩写 TRPO")
    world.build()
    assert world.fronts() == ["历史：缩写 NPG 的全称是什么？"]


def test_a_deleted_card_that_is_pasted_back_stands_again(world: World) -> None:
    before = world.deck_bytes()
    world.delete("Q: GRPO：组要取多大？")
    world.build()
    for file, data in before.items():
        (world.decks / file).write_bytes(data)
    world.build()
    assert len(world.cards()) == 8
    world.delete("Q: GRPO：组要取多大？")
    world.build()
    world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
    world.build()
    assert len(world.cards()) == 7


def test_a_card_of_ones_own(world: World) -> None:
    path = world.deck_of("组要取多大")
    own = "Q: 我自己的问题？\nA: 我自己的答案，\n不成句子\n"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + own, encoding="utf-8")
    world.build()
    card = world.card("我自己的问题")
    assert card.stamp is not None
    assert (card.stamp.by, card.stamp.base, card.stamp.mod) == ("me", "", world.now)
    assert own in path.read_text(encoding="utf-8")
    mods = world.mods()
    world.write("other.md", "# 另一篇")
    assert world.build().report["cards"]["total"] == 9
    assert world.mods() == mods
    world.edit("不成句子", "现在成句子了。")
    world.build()
    assert world.mods()[card.stamp.id] == world.now
    world.delete("Q: 我自己的问题？")
    world.build()
    assert rejected(world) == ["我自己的问题？"]


def test_a_card_moved_to_another_file_is_the_same_card(world: World) -> None:
    source, target = world.deck_of("组要取多大"), world.deck_of("奖励模型有什么关系")
    text = source.read_text(encoding="utf-8")
    start = text.index("Q: GRPO：组要取多大？")
    end = text.index("-->\n", start) + 4
    source.write_text(text[:start] + text[end:], encoding="utf-8")
    target.write_text(target.read_text(encoding="utf-8") + "\n" + text[start:end], encoding="utf-8")
    key = id_of(world.card("组要取多大"))
    outcome = world.build()
    assert outcome.report["cards"]["total"] == 8
    assert (id_of(world.card("组要取多大")), world.deck_of("组要取多大")) == (key, target)
    assert not (world.decks / "rejected.jsonl").exists()


def test_prose_between_cards_stays(world: World) -> None:
    path = world.deck_of("组要取多大")
    text = path.read_text(encoding="utf-8").replace("## PPO\n", "## PPO\n\n我的备注：先看这一节。\n")
    path.write_text(text, encoding="utf-8")
    world.change("PPO.md", "训练会崩溃", "训练常常崩溃")
    world.build()
    assert "## PPO\n\n我的备注：先看这一节。\n" in path.read_text(encoding="utf-8")


def test_a_missing_file_is_restored_and_told_once(world: World) -> None:
    before = world.deck_bytes()
    world.deck_of("奖励模型有什么关系").unlink()
    outcome = world.build()
    assert [problem["code"] for problem in outcome.report["problems"]] == ["deck-restored"]
    assert world.deck_bytes() == before
    again = world.build()
    assert (again.report["changed"], again.report["problems"]) == (False, [])


def test_all_decks_missing_are_restored(world: World) -> None:
    before, mods = world.deck_bytes(), world.mods()
    shutil.rmtree(world.decks)
    world.build()
    assert (world.deck_bytes(), world.mods()) == (before, mods)


def test_a_renamed_file_is_a_move(world: World) -> None:
    old = world.deck_of("奖励模型有什么关系")
    cards = world.cards()
    old.rename(world.decks / "强化学习" / "我的进阶.md")
    world.change("DPO.md", "## 它和", "## DPO 需要采样吗？\n\n训练时不需要在线采样，数据是事先收集好的。\n\n## 它和")
    world.build()
    assert not old.exists()
    assert cards.items() <= world.cards().items()
    assert world.deck_of("需要采样吗").name == "我的进阶.md"


def test_crlf_stays_crlf(world: World) -> None:
    path = world.deck_of("组要取多大")
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    outcome = world.build()
    assert outcome.report["cards"]["kept"] == 8
    assert path.read_bytes().count(b"\n") == path.read_bytes().count(b"\r\n")
    world.change("GRPO.md", "## 背景", "## 温度取多少才合适？\n\n采样时一般取一，太低就没有多样性。\n\n## 背景")
    world.build()
    data = path.read_bytes()
    assert "温度取多少".encode() in data
    assert data.count(b"\n") == data.count(b"\r\n")
    assert world.mods()[id_of(world.card("组要取多大"))] == START


def test_a_persons_tag_stays_and_the_notes_tags_follow(world: World) -> None:
    world.edit("tags rl group -->\n\nQ: GRPO：组要取多大？", "tags rl group 易错 -->\n\nQ: GRPO：组要取多大？")
    world.build()
    world.change("GRPO.md", "tags: [rl, group]", "tags: [rl, reasoning]")
    world.build()
    stamp = world.card("为什么要用一组回答").stamp
    assert stamp is not None
    assert stamp.tags == ("rl", "易错", "reasoning")
    stamp = world.card("组要取多大").stamp
    assert stamp is not None
    assert stamp.tags == ("rl", "reasoning")
    stamp = world.card("截断比率").stamp
    assert stamp is not None
    assert stamp.mod == START


def test_rejected_is_only_ever_appended_to(world: World) -> None:
    world.delete("Q: GRPO：组要取多大？")
    world.build()
    first = (world.decks / "rejected.jsonl").read_bytes()
    world.delete("Q: PPO：为什么要截断比率？")
    world.build()
    second = (world.decks / "rejected.jsonl").read_bytes()
    assert second.startswith(first)
    assert [json.loads(line)["why"] for line in second.splitlines()] == ["deleted", "deleted"]
