"""A build, and the next one: nothing written where nothing changed, the same bytes in every clone."""

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from studykit.flows.workspace import open_workspace
from tests.flows.small_world import START, World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path / "ws", monkeypatch)


def test_the_first_build(world: World) -> None:
    outcome = world.build(now=START)
    report = outcome.report
    assert (report["notes"], report["mocs"], report["sections"], report["problems"]) == (4, 1, 2, [])
    assert report["cards"]["new"] == report["cards"]["total"] == 8
    assert [deck["name"] for deck in report["decks"]] == ["强化学习::基础", "强化学习::进阶"]
    assert sorted(world.deck_bytes()) == ["强化学习/基础.md", "强化学习/进阶.md"]
    assert world.fronts() == [
        "「基础」里的「GRPO」，一句话讲的是什么？",
        "GRPO：为什么要用一组回答？",
        "GRPO：组要取多大？",
        "「基础」里的「PPO」，一句话讲的是什么？",
        "PPO：为什么要截断比率？",
        "PPO：截断后的目标函数的公式是什么？",
        "「进阶」里的「DPO」，一句话讲的是什么？",
        "DPO：它和奖励模型有什么关系？",
    ]
    assert {card.stamp.mod for card in world.cards().values() if card.stamp} == {START}
    assert world.card("组要取多大").stamp.tags == ("rl", "group")  # type: ignore[union-attr]
    assert (world.decks / "强化学习.apkg").is_file()


def files(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(root).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.suffix not in (".lock", ".db-wal", ".db-shm")
    }


def test_nothing_changed_writes_nothing_and_says_so(world: World) -> None:
    first = world.build()
    with sqlite3.connect(world.root / ".studykit" / "study.db") as watcher:
        version = watcher.execute("PRAGMA data_version").fetchone()
        before = files(world.root)
        again = world.build()
        assert watcher.execute("PRAGMA data_version").fetchone() == version
    watcher.close()
    assert files(world.root) == before
    assert (again.plan, again.report["changed"]) == (None, False)
    assert again.report["cards"] == {**first.report["cards"], "new": 0, "kept": 8}
    assert again.report["decks"] == first.report["decks"]


@pytest.mark.parametrize("what", ["note", "deck", "package", "attachment", "settings", "new note"])
def test_whatever_changes_is_seen(world: World, what: str) -> None:
    world.build()
    if what == "note":
        world.change("PPO.md", "训练会崩溃", "训练常常崩溃")
    elif what == "deck":
        world.edit("再大收益就很小了。\n>", "再大收益就小了。\n>")
    elif what == "package":
        (world.decks / "强化学习.apkg").unlink()
    elif what == "attachment":
        (world.root / "vault" / "a.png").write_bytes(b"x")
    elif what == "settings":
        world.settings("per_note = 11")
    else:
        world.write("new.md", "# 新")
    assert world.build().report["changed"]
    assert (world.decks / "强化学习.apkg").is_file()
    assert not world.build().report["changed"]


def test_touching_a_note_changes_no_deck_and_no_package(world: World) -> None:
    world.build()
    decks, package = world.deck_bytes(), (world.decks / "强化学习.apkg").stat().st_mtime_ns
    os.utime(world.root / "vault" / "PPO.md", ns=(1, 1))
    outcome = world.build()
    assert outcome.report["cards"]["kept"] == 8
    assert world.deck_bytes() == decks
    assert (world.decks / "强化学习.apkg").stat().st_mtime_ns == package


def test_a_rebuild_and_a_look_count_alike(world: World) -> None:
    world.build()
    world.edit("不需要价值网络。\n>", "不用价值网络。\n>")
    world.delete("Q: DPO：它和奖励模型")
    world.remove("PPO.md")
    world.build()
    assert not (look := world.build().report)["changed"]
    os.utime(world.root / "vault" / "DPO.md", ns=(1, 1))
    assert (rebuilt := world.build().report)["changed"]
    assert look["cards"] == rebuilt["cards"]
    assert look["without"] == rebuilt["without"]
    assert look["problems"] == rebuilt["problems"]


def test_clones_with_decks_keep_every_byte(world: World, tmp_path: Path) -> None:
    world.build()
    package = (world.decks / "强化学习.apkg").read_bytes()
    for name in ("one", "two"):
        clone = world.clone(tmp_path / name)
        outcome = clone.build()
        assert outcome.report["cards"]["kept"] == outcome.report["cards"]["total"] == 8
        assert clone.deck_bytes() == world.deck_bytes()
        assert contents(clone.decks / "强化学习.apkg", "vault") == contents(world.decks / "强化学习.apkg", "vault")
    assert package == (world.decks / "强化学习.apkg").read_bytes()


def contents(package: Path, vault: str) -> list[bytes]:
    with zipfile.ZipFile(package) as archive:
        return [archive.read(name) for name in sorted(archive.namelist())]


def test_clones_without_decks_mint_the_same(world: World, tmp_path: Path) -> None:
    world.build(now=START)
    clone = world.clone(tmp_path / "bare", decks=False)
    clone.build(now=START)
    assert clone.deck_bytes() == world.deck_bytes()
    assert (clone.decks / "强化学习.apkg").read_bytes() == (world.decks / "强化学习.apkg").read_bytes()


def test_a_clone_that_lost_some_decks_drafts_them_again_with_the_same_ids(world: World, tmp_path: Path) -> None:
    world.build(now=START)
    clone = world.clone(tmp_path / "some")
    (clone.decks / "强化学习" / "进阶.md").unlink()
    clone.build(now=START)
    assert clone.deck_bytes() == world.deck_bytes()


def test_a_dry_run_writes_nothing_first_and_later(world: World) -> None:
    before = files(world.root)
    outcome = world.build(dry_run=True)
    assert outcome.plan is not None
    assert outcome.plan.count("new") == 8
    assert files(world.root) == before
    assert not world.decks.exists()
    world.build()
    world.change("PPO.md", "训练会崩溃", "训练常常崩溃")
    before = files(world.root)
    outcome = world.build(dry_run=True)
    assert outcome.plan is not None
    assert outcome.plan.count("updated") == 1
    assert files(world.root) == before


def test_one_package_of_all(world: World) -> None:
    world.build(one_package=True)
    assert (world.decks / "all.apkg").is_file()
    assert not world.build().report["changed"]


def run(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "studykit", "--workspace", str(world.root), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)


def test_through_the_command_line(world: World) -> None:
    first = run(world, "build", "--json")
    assert first.returncode == 0, first.stderr
    assert json.loads(first.stdout)["cards"]["new"] == 8
    second = run(world, "build", "--json")
    assert json.loads(second.stdout)["cards"] == {**json.loads(first.stdout)["cards"], "new": 0, "kept": 8}
    listed = run(world, "cards", "list", "--json")
    assert {json.loads(line)["id"] for line in listed.stdout.splitlines()} == set(world.cards())
    plain = run(world, "build")
    assert plain.returncode == 0
    assert open_workspace(world.root).decks.is_dir()


def test_a_store_that_was_lost_beside_its_backups_is_an_error(world: World) -> None:
    world.build()
    before = files(world.decks)
    (world.root / ".studykit" / "study.db").rename(world.root / ".studykit" / "study.db.bak")
    for name in ("study.db-wal", "study.db-shm"):
        (world.root / ".studykit" / name).unlink(missing_ok=True)
    result = run(world, "build")
    assert result.returncode == 1
    assert "study.db.bak" in result.stderr
    assert files(world.decks) == before
