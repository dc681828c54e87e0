"""Broken decks, empty vaults, vanished notes: the build says what is wrong and takes nobody's cards."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from studykit.decks.files import write_deck
from studykit.decks.format import Deck
from studykit.errors import StoppedError
from studykit.flows import writing
from tests.flows.small_world import DPO, START, World, id_of


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(tmp_path / "ws", monkeypatch)
    world.build(now=START)
    return world


def codes(world: World) -> list[str]:
    return [problem["code"] for problem in world.build().report["problems"]]


def broken(world: World) -> Path:
    """A deck file with a comment cut off by a slip of the hand, on line 23."""
    path = world.deck_of("组要取多大")
    text = path.read_text(encoding="utf-8")
    at = text.index("-->", text.index("Q: GRPO：组要取多大"))
    path.write_text(text[:at] + text[at + 3 :], encoding="utf-8")
    return path


def test_a_broken_file_is_left_and_the_others_go_on(world: World) -> None:
    path = broken(world)
    data, package = path.read_bytes(), world.decks / "强化学习.apkg"
    world.change("DPO.md", "单独训练出来", "单独训练")
    world.change("GRPO.md", "## 背景", "## 温度取多少才合适？\n\n采样时一般取一，太低就没有多样性。\n\n## 背景")
    world.change("PPO.md", "训练会崩溃", "训练常常崩溃")
    for _ in range(3):
        outcome = world.build()
        (problem,) = outcome.report["problems"]
        assert (problem["severity"], problem["path"]) == ("error", "decks/强化学习/基础.md")
        assert problem["line"] == 23
        assert int(problem["parameters"]["column"]) >= 1
        assert path.read_bytes() == data
        assert sorted(world.deck_bytes()) == ["强化学习/基础.md", "强化学习/进阶.md"]
        assert len(world.cards()) == 2
    assert world.card("奖励模型有什么关系").content.back.endswith("不必单独训练。")
    assert not (world.decks / "rejected.jsonl").exists()
    assert package.is_file()


def test_a_broken_file_that_is_mended_goes_on_where_it_was(world: World) -> None:
    cards = world.cards()
    path = world.deck_of("组要取多大")
    whole = path.read_bytes()
    broken(world)
    world.build()
    path.write_bytes(whole)
    assert world.build().report["cards"]["kept"] == 8
    assert world.cards() == cards


def test_a_deletion_while_a_file_was_broken_is_one_when_it_is_mended(world: World) -> None:
    path = world.deck_of("组要取多大")
    whole = path.read_bytes()
    broken(world)
    world.build()
    path.write_bytes(whole)
    world.delete("Q: GRPO：组要取多大？")
    outcome = world.build()
    assert outcome.plan is not None
    assert outcome.plan.count("deleted") == 1
    assert len(world.cards()) == 7


def test_a_broken_file_in_a_fresh_clone(world: World, tmp_path: Path) -> None:
    """Nothing but the file itself says what stands in it, and it has another name than a build would give it."""
    path = broken(world)
    renamed = path.with_name("我的一节.md")
    path.rename(renamed)
    clone = world.clone(tmp_path / "clone")
    data = (clone.decks / "强化学习/我的一节.md").read_bytes()
    clone.change("PPO.md", "训练会崩溃", "训练常常崩溃")
    outcome = clone.build()
    assert outcome.report["cards"]["new"] == 0
    assert (clone.decks / "强化学习/我的一节.md").read_bytes() == data
    assert sorted(clone.deck_bytes()) == ["强化学习/我的一节.md", "强化学习/进阶.md"]


def test_a_card_moved_into_a_broken_file_is_not_deleted(world: World) -> None:
    source, target = world.deck_of("奖励模型有什么关系"), world.deck_of("组要取多大")
    text = source.read_text(encoding="utf-8")
    start = text.index("Q: DPO：它和奖励模型")
    end = text.index("-->\n", start) + 4
    source.write_text(text[:start] + text[end:], encoding="utf-8")
    target.write_text(
        target.read_text(encoding="utf-8") + "\nQ: 没有答案\n\n" + text[start:end] + "```\n", encoding="utf-8"
    )
    world.build()
    assert not (world.decks / "rejected.jsonl").exists()
    assert len(world.cards()) == 1


def test_an_id_in_two_files_names_both_and_the_others_go_on(world: World) -> None:
    path = world.deck_of("组要取多大")
    copy = path.with_name("基础 副本.md")
    copy.write_bytes(path.read_bytes())
    data = world.deck_bytes()
    world.change("DPO.md", "单独训练出来", "单独训练")
    world.change("PPO.md", "训练会崩溃", "训练常常崩溃")
    outcome = world.build()
    (problem,) = outcome.report["problems"]
    assert (problem["code"], problem["path"]) == ("deck-id-elsewhere", "decks/强化学习/基础 副本.md")
    assert problem["parameters"]["other"] == "decks/强化学习/基础.md"
    assert copy.read_bytes() == data["强化学习/基础 副本.md"]
    assert outcome.report["cards"]["updated"] == 2
    copy.unlink()
    assert world.build().report["problems"] == []
    assert len(world.cards()) == 8


def test_an_empty_vault_stops(world: World) -> None:
    before = world.deck_bytes()
    for name in ("_MOC.md", "GRPO.md", "PPO.md", "DPO.md"):
        world.remove(name)
    with pytest.raises(StoppedError, match="vault-empty"):
        world.build()
    assert world.deck_bytes() == before
    outcome = world.build(force=True)
    assert outcome.report["cards"]["retired"] >= 5
    assert len(world.cards()) == 8


def test_an_empty_vault_of_an_empty_workspace_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    assert world.build().report["cards"]["total"] == 0


def ten(world: World) -> None:
    for number, name in enumerate("甲乙丙丁戊己庚辛壬癸"):
        world.write(
            f"{name}.md",
            f"# {name}\n\n## {name}为什么成立？\n\n因为第 {number} 条理由成立，这里写得足够长，够一张卡片用了。\n",
        )


def test_too_many_notes_gone_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    ten(world)
    world.build()
    for name in "甲乙丙":
        world.remove(f"{name}.md")
    assert world.build().report["cards"]["retired"] == 3
    ten(world)
    world.build()
    before = world.deck_bytes()
    for name in "甲乙丙丁":
        world.remove(f"{name}.md")
    with pytest.raises(StoppedError, match="too-much-gone"):
        world.build()
    assert world.deck_bytes() == before
    assert world.build(force=True).report["cards"]["retired"] == 4


def test_all_notes_moved_do_not_stop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path / "ws", monkeypatch, empty=True)
    ten(world)
    world.build()
    ids = set(world.cards())
    for name in "甲乙丙丁戊己庚辛壬癸":
        world.move(f"{name}.md", f"新家/{name}.md")
    outcome = world.build()
    assert outcome.report["cards"]["retired"] == outcome.report["cards"]["new"] == 0
    assert set(world.cards()) == ids


def test_a_file_that_a_person_saves_meanwhile_is_theirs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = world.deck_of("奖励模型有什么关系")
    mine = path.read_text(encoding="utf-8").replace(
        "奖励被写成策略与参考模型的对数比，奖励模型不必单独训练出来。\n>", "我的话。\n>"
    )
    write = write_deck

    def saved_first(place: Path, deck: Deck, expected: str | None) -> str:
        if place == path:
            place.write_text(mine, encoding="utf-8")
        return write(place, deck, expected)

    world.change("DPO.md", "单独训练出来", "单独训练")
    monkeypatch.setattr(writing, "write_deck", saved_first)
    assert codes(world) == ["deck-changed-on-disk"]
    assert path.read_text(encoding="utf-8") == mine
    monkeypatch.setattr(writing, "write_deck", write)
    outcome = world.build()
    assert (outcome.report["changed"], outcome.report["problems"]) == (True, [])
    assert world.card("奖励模型有什么关系").content.back == "我的话。"
    assert world.mods()[id_of(world.card("奖励模型有什么关系"))] == world.now
    assert not (world.decks / "rejected.jsonl").exists()


def test_leftovers_of_killed_writers_are_removed(world: World) -> None:
    left = world.decks / "强化学习" / ".studykit-12345-0.tmp"
    left.write_bytes(b"half a deck")
    world.write("DPO.md", DPO + "\n多一句。\n")
    world.build()
    assert not left.exists()


def test_stopped_and_broken_through_the_command_line(world: World) -> None:
    broken(world)
    command = [sys.executable, "-m", "studykit", "--workspace", str(world.root), "build"]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60, env=environment)
    assert "decks/强化学习/基础.md:23:" in done.stderr
    for name in ("_MOC.md", "GRPO.md", "PPO.md", "DPO.md"):
        world.remove(name)
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, timeout=60, env=environment)
    assert done.returncode == 1
    assert "--force" in done.stderr
