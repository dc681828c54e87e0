"""That nothing changed is seen with next to nothing loaded, and so is everything that could have changed."""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from studykit.files import lock
from studykit.flows.build import Request, build
from studykit.flows.drafts import decide
from studykit.flows.unchanged.glance import LARGEST, glance
from studykit.flows.unchanged.standstill import deck_stats, find, standstill
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.vault.load import LARGEST_NOTE
from tests.flows.small_world import GRPO, World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    world = World(tmp_path / "ws", monkeypatch)
    for _ in range(2):
        world.build()
    return world


def _note_of_another_length(world: World) -> None:
    world.write("GRPO.md", f"{GRPO}\nEin Satz mehr.\n")


def _note_of_the_same_length(world: World) -> None:
    world.write("GRPO.md", GRPO.replace("8 到 64", "9 到 64"))


def _young(world: World) -> None:
    now = time.time_ns() + 1_000_000_000
    os.utime(world.root / "vault" / "GRPO.md", ns=(now, now))


def _link(world: World) -> None:
    (world.root / "vault" / "Link.md").symlink_to(world.root / "vault" / "GRPO.md")


def _elsewhere(world: World) -> None:
    """Another vault of the same notes under the name of the first."""
    (world.root / "vault").rename(world.root / "other")
    (world.root / "vault").symlink_to(world.root / "other")


def _templates(world: World) -> None:
    place = world.root / "vault" / ".obsidian"
    place.mkdir()
    (place / "templates.json").write_text('{"folder": "T"}', encoding="utf-8")


CHANGES: dict[str, Callable[[World], object]] = {
    "a note": _note_of_another_length,
    "a note, its length the same": _note_of_the_same_length,
    "a note from the future": _young,
    "a new note": lambda world: world.write("New.md", "# New\n"),
    "a new note in a new folder": lambda world: world.write("a/b/New.md", "# New\n"),
    "a note gone": lambda world: world.remove("DPO.md"),
    "a note moved": lambda world: world.move("DPO.md", "moved/DPO.md"),
    "a note renamed": lambda world: world.move("DPO.md", "DPO2.md"),
    "an attachment": lambda world: world.write("picture.png", b"png"),
    "an empty folder": lambda world: (world.root / "vault" / "empty").mkdir(),
    "a link": _link,
    "the vault elsewhere": _elsewhere,
    "templates": _templates,
    "a card by hand": lambda world: world.edit("Q: GRPO：组要取多大？", "Q: GRPO：一组取多大？"),
    "a deck file gone": lambda world: world.deck_of("组要取多大").unlink(),
    "a deck file more": lambda world: (world.decks / "mine.md").write_text("Q: a\nA: b\n", encoding="utf-8"),
    "a package gone": lambda world: next(world.decks.glob("*.apkg")).unlink(),
    "a package touched": lambda world: os.utime(next(world.decks.glob("*.apkg")), ns=(1, 1)),
    "a setting": lambda world: world.settings("per_note = 3"),
    "no settings": lambda world: (world.root / "studykit.toml").unlink(),
    "settings that are none": lambda world: (world.root / "studykit.toml").write_bytes(b"\xff"),
    "no store": lambda world: (world.root / ".studykit" / "study.db").unlink(),
    "a store that is none": lambda world: (world.root / ".studykit" / "study.db").write_bytes(b"no database"),
    "no vault": lambda world: (world.root / "vault").rename(world.root / "gone"),
}


def test_nothing_changed(world: World) -> None:
    written = world.rows("SELECT name, value FROM facts")
    still = standstill(str(world.root))
    assert still is not None
    ordinary = world.build().report
    assert not ordinary["changed"]
    assert {**still.report, "seconds": {}} == {**ordinary, "seconds": {}}
    assert world.rows("SELECT name, value FROM facts") == written
    assert sorted(path.name for path in (world.root / ".studykit").iterdir()) == ["build.lock", "study.db"]


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changed_is_seen(world: World, what: str) -> None:
    assert standstill(str(world.root)) is not None
    CHANGES[what](world)
    assert standstill(str(world.root)) is None


def test_what_was_decided_waits_for_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path / "ws", monkeypatch)
    (world.root / "studykit.toml").write_text('[drafting]\naccept = "none"\n', encoding="utf-8")
    for _ in range(2):
        world.build()
    assert standstill(str(world.root)) is not None
    workspace = open_workspace(world.root)
    decide.accept(workspace, [decide.waiting_drafts(workspace)[0].key])
    assert standstill(str(world.root)) is None


def test_packages_that_are_gone_are_no_matter_where_none_are_wanted(world: World) -> None:
    next(world.decks.glob("*.apkg")).unlink()
    assert standstill(str(world.root), packages=False) is not None


def test_who_builds_meanwhile_is_told_of(world: World) -> None:
    with lock(world.root / ".studykit" / "build.lock"):
        assert standstill(str(world.root)) is None
    assert standstill(str(world.root)) is not None


def test_a_vault_that_was_named_by_hand_goes_the_ordinary_way(world: World) -> None:
    world.write("GRPO.md", GRPO.replace("8 到 64", "9 到 64"))
    build(open_workspace(world.root, vault=str(world.root / "vault")), Request(), silent)
    assert standstill(str(world.root)) is None


def test_a_setting_that_changes_no_card_is_seen_by_the_ordinary_way(world: World) -> None:
    place = world.root / "studykit.toml"
    place.write_text(f"language = 'zh'\n{place.read_text(encoding='utf-8')}", encoding="utf-8")
    assert standstill(str(world.root)) is None
    assert not world.build().report["changed"]


def test_the_workspace_is_found_upward(world: World) -> None:
    below = world.root / "vault" / "deep"
    below.mkdir()
    assert find(str(below)) == str(world.root)
    (world.root / "studykit.toml").unlink()
    assert find(str(below)) == str(below)


def test_deck_files_are_those_that_are_shown(world: World) -> None:
    (world.decks / ".hidden").mkdir()
    for name in (".hidden/a.md", ".b.md", "C.MD", "d.txt"):
        (world.decks / name).write_text("x", encoding="utf-8")
    (world.decks / "loop").symlink_to(world.decks)
    found = deck_stats(world.decks)
    assert set(found) == {*world.deck_bytes(), "C.MD"} - {".b.md", ".hidden/a.md"}
    status = (world.decks / "C.MD").stat()
    assert found["C.MD"] == (status.st_mtime_ns, status.st_size, status.st_ino)
    assert deck_stats(world.root / "nowhere") == {}


def test_a_note_is_too_large_for_both() -> None:
    assert LARGEST == LARGEST_NOTE


@pytest.mark.parametrize("mark", ["", "[]", "[1, 2]", "no JSON", '{"a": 1}'])
def test_a_mark_that_says_nothing_is_none(world: World, mark: str) -> None:
    with closing(sqlite3.connect(world.root / ".studykit" / "study.db")) as store, store:
        store.execute("UPDATE facts SET value = ? WHERE name = 'mark'", (mark,))
    assert standstill(str(world.root)) is None


def test_what_was_seen_is_handed_over_once(world: World) -> None:
    world.write("GRPO.md", GRPO.replace("8 到 64", "9 到 64"))
    assert standstill(str(world.root), leaving=True) is None
    workspace = open_workspace(world.root)
    seen = glance(workspace.vault, workspace.own_folders)
    world.write("New.md", "# New\n")
    assert "New.md" not in seen.folders[""].notes
    assert "New.md" in glance(workspace.vault, workspace.own_folders).folders[""].notes


def test_an_old_look_that_was_handed_over_hides_nothing_from_the_next_build(world: World) -> None:
    world.write("GRPO.md", GRPO.replace("8 到 64", "9 到 64"))
    assert standstill(str(world.root), leaving=True) is None
    world.write("GRPO.md", GRPO.replace("8 到 64", "5 到 64"))
    world.write("DPO.md", "# DPO\n\n## 为什么不要它？\n\n因为偏好的数据太少，策略很快就会过拟合。\n")
    world.build()
    world.build()
    assert "5 到 64" in world.card("组要取多大").content.back
    assert world.card("为什么不要它")


def test_packages_of_which_nobody_was_told_go_the_ordinary_way(world: World) -> None:
    with closing(sqlite3.connect(world.root / ".studykit" / "study.db")) as store, store:
        store.execute("UPDATE facts SET value = '{}' WHERE name = 'told'")
    assert standstill(str(world.root)) is None
    assert standstill(str(world.root), packages=False) is not None
