"""A backup is the store and the deck files; both come back, and what stood there since is kept aside."""

from contextlib import closing
from pathlib import Path

import pytest

from studykit.errors import StoreError, StudykitError
from studykit.files import lock
from studykit.flows.decks.standing import REJECTED
from studykit.flows.restoring import Restored, Restoring, carry_out, plan_restore
from studykit.flows.workspace import open_workspace
from studykit.store import db
from studykit.store.backup import back_up, list_backups
from studykit.store.kept import kept_files
from tests.flows.small_world import World, id_of

AT_MS = 1_795_330_800_000


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "ws", monkeypatch)
    made.build()
    return made


def keep(world: World) -> None:
    workspace = open_workspace(world.root)
    with closing(db.open_store(workspace.store)) as store:
        back_up(store, workspace.store, AT_MS, workspace.decks)


def planned(world: World) -> Restoring:
    workspace = open_workspace(world.root)
    backup = next(one for one in list_backups(workspace.store) if one.at.timestamp() * 1000 == AT_MS)
    return plan_restore(workspace, backup)  # builds keep some of their own


def bring_back(world: World, *, decks: bool = True) -> Restored:
    return carry_out(open_workspace(world.root), planned(world), AT_MS, decks=decks)


def rejected(world: World) -> bytes:
    return (world.decks / REJECTED).read_bytes()


def test_deck_files_come_back_byte_by_byte_and_those_that_were_there_are_kept(world: World) -> None:
    world.edit("A: 同一道题采样", "A: 我说：同一道题采样")  # edited, not built yet
    then = world.deck_bytes()
    keep(world)
    world.build()
    world.delete("Q: " + world.card("组要取多大").content.front)
    world.build()
    since, said = world.deck_bytes(), rejected(world)
    done = bring_back(world)
    assert world.deck_bytes().keys() == then.keys()
    assert "A: 我说：同一道题采样" in world.deck_of("我说：").read_text(encoding="utf-8")
    assert world.card("组要取多大")
    assert done.decks_aside is not None
    for file in done.written:
        assert (done.decks_aside / file).read_bytes() == since[file]
    assert rejected(world) == said  # what was said since holds
    cards = world.cards()
    assert world.build().report["cards"]["new"] == 0
    assert world.cards().keys() == cards.keys()
    assert rejected(world) == said


def test_where_nothing_changed_since_nothing_is_written(world: World) -> None:
    keep(world)
    before = world.deck_bytes()
    done = bring_back(world)
    assert (done.decks_aside, done.written, done.removed) == (None, (), ())
    assert world.deck_bytes() == before
    assert not world.build().report["changed"] or world.deck_bytes() == before


def test_missing_and_broken_files_and_a_lost_record_of_rejections_come_back(world: World) -> None:
    world.delete("Q: " + world.card("组要取多大").content.front)
    world.build()
    then, said = world.deck_bytes(), rejected(world)
    keep(world)
    first, second = sorted(world.decks.rglob("*.md"))
    first.unlink()
    broken = second.read_bytes() + b"\n<!-- card zzzz -->\n"
    second.write_bytes(broken)
    (world.decks / REJECTED).unlink()
    plan = planned(world)
    assert (len(plan.missing), plan.differing) == (3, ())
    done = bring_back(world)
    assert (world.deck_bytes(), rejected(world)) == (then, said)
    assert done.decks_aside is not None
    assert [path.read_bytes() for path in done.decks_aside.rglob("*.md")] == [broken]


def test_a_card_that_went_to_a_new_file_does_not_stand_twice(world: World) -> None:
    keep(world)
    ids = world.cards().keys()
    source = world.deck_of("为什么要用一组")
    target = source.with_name("另一个文件.md")
    source.rename(target)
    world.build()
    plan = planned(world)
    assert [Path(file).name for file in plan.doubled] == ["另一个文件.md"]
    done = bring_back(world)
    assert not target.exists()
    assert done.decks_aside is not None
    assert (done.decks_aside / target.relative_to(world.decks)).is_file()
    assert world.cards().keys() == ids
    assert world.build().report["problems"] == []


def test_a_card_that_says_something_else_again_is_newer_for_anki(world: World) -> None:
    keep(world)
    before = world.mods()
    world.change("GRPO.md", "8 到 64", "8 到 128")
    world.build()
    updated = {key for key, mod in world.mods().items() if mod != before[key]}
    bring_back(world)
    assert {key for key, mod in world.mods().items() if mod == AT_MS // 1000} == updated
    assert {key: mod for key, mod in world.mods().items() if key not in updated} == {
        key: mod for key, mod in before.items() if key not in updated
    }
    assert "8 到 64" in world.card("组要取多大").content.back


def test_deck_files_may_be_kept_and_missing_ones_come_back_with_the_next_build(world: World) -> None:
    keep(world)
    world.change("GRPO.md", "8 到 64", "8 到 128")
    world.build()
    ids = world.cards().keys()
    since = world.deck_bytes()
    done = bring_back(world, decks=False)
    assert (world.deck_bytes(), done.decks_aside) == (since, None)
    world.deck_of("它和奖励模型").unlink()
    world.build()
    assert world.cards().keys() == ids


def test_a_card_made_since_is_no_deletion_when_its_file_comes_back(world: World) -> None:
    keep(world)
    world.write("PPO.md", (world.root / "vault/PPO.md").read_text("utf-8") + "\n## 为什么要裁剪？\n\n步子不能太大。\n")
    world.build()
    made = id_of(world.card("为什么要裁剪"))
    bring_back(world)
    assert made not in world.cards()
    assert world.build().report["cards"]["new"] == 1
    assert id_of(world.card("为什么要裁剪")) == made


def test_a_build_keeps_what_stood_there_before_it_once_a_day(world: World) -> None:
    folder = open_workspace(world.root).store
    assert not list_backups(folder)  # before the first build there was nothing
    world.edit("A: 同一道题采样", "A: 我说：同一道题采样")
    edited = world.deck_bytes()
    world.build()
    (backup,) = list_backups(folder)
    assert kept_files(backup.path) == edited
    world.edit("A: 我说：同一道题采样", "A: 我再说：同一道题采样")
    world.build()
    world.build()  # nothing changed
    assert list_backups(folder) == [backup]


def test_a_backup_without_files_beside_it_holds_them_as_built(world: World) -> None:
    workspace = open_workspace(world.root)
    built = world.deck_bytes()
    world.edit("A: 同一道题采样", "A: 我说：同一道题采样")
    with closing(db.open_store(workspace.store)) as store:
        backup = back_up(store, workspace.store, AT_MS)
    assert kept_files(backup.path) == built
    again = back_up_with(world)
    assert kept_files(again) == world.deck_bytes()
    bring_back(world)
    with closing(db.open_store(workspace.store)) as store:
        assert store.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'files_beside'").fetchone() == (0,)


def back_up_with(world: World) -> Path:
    workspace = open_workspace(world.root)
    with closing(db.open_store(workspace.store)) as store:
        return back_up(store, workspace.store, AT_MS + 60_000, workspace.decks).path


def test_nothing_is_touched_while_a_build_runs_or_where_the_backup_is_bad(world: World) -> None:
    keep(world)
    world.change("GRPO.md", "8 到 64", "8 到 128")
    world.build()
    since = world.deck_bytes()
    plan = planned(world)
    workspace = open_workspace(world.root)
    with lock(workspace.store / "build.lock"), pytest.raises(StudykitError) as caught:
        carry_out(workspace, plan, AT_MS)
    assert caught.value.code == "workspace-locked"
    plan.backup.path.write_bytes(plan.backup.path.read_bytes()[:-1])
    with pytest.raises(StoreError):
        planned(world)
    assert world.deck_bytes() == since
