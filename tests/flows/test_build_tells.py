"""After its packages are written a build says what Anki will do with each, and lists what is left to a person."""

import json
from pathlib import Path

import pytest

from studykit.flows import build as building
from studykit.flows.anki.changes import PackageChanges
from studykit.flows.build import Outcome
from tests.flows.small_world import World, id_of


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path / "ws", monkeypatch)


def said(outcome: Outcome) -> tuple[int, int, int]:
    """New, updated, unchanged, of the only package."""
    assert outcome.anki is not None
    (one,) = outcome.anki.packages
    return one.new, one.updated, one.unchanged


def by_hand(world: World) -> list[list[str]]:
    found = [path.read_text(encoding="utf-8").splitlines()[1:] for path in world.decks.glob("*.changes.tsv")]
    return [line.split("\t") for lines in found for line in lines]


def test_new_and_updated_notes_are_told_once(world: World) -> None:
    first = world.build()
    count = len(world.cards())
    assert said(first) == (count, 0, 0)
    assert world.build().anki is None
    world.change("GRPO.md", "8 到 64", "8 到 128")
    assert said(world.build()) == (0, 1, count - 1)
    world.write(
        "PPO.md", (world.root / "vault/PPO.md").read_text(encoding="utf-8") + "\n## 为什么要裁剪？\n\n步子不能太大。\n"
    )
    new = len(world.cards())
    assert said(world.build(full=True)) == (len(world.cards()) - new, 0, new)
    assert by_hand(world) == []


def test_packages_that_were_not_written_are_told_when_they_are(world: World) -> None:
    world.build()
    count = len(world.cards())
    world.change("GRPO.md", "8 到 64", "8 到 128")
    assert world.build(packages=False).anki is None
    world.change("PPO.md", "训练会崩溃", "训练就会崩溃")
    assert world.build(packages=False).anki is None
    assert said(world.build()) == (0, 2, count - 2)


def test_what_was_cut_off_before_it_was_told_is_told_by_the_next_build(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Outcome:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "_told", fails)
        with pytest.raises(KeyboardInterrupt):
            world.build()
    torn = world.decks / ".studykit-1-0.tmp"  # what it was writing
    torn.write_bytes(b"what\tcard")
    outcome = world.build()
    assert not torn.exists()
    assert not outcome.report["changed"]
    assert said(outcome) == (len(world.cards()), 0, 0)
    assert world.build().anki is None


def test_what_anki_leaves_is_listed_until_it_is_undone(world: World) -> None:
    world.build()
    gone, moved = world.card("什么要截断"), world.card("它和奖励模型")
    world.delete("Q: " + gone.content.front)
    text = world.deck_of(moved.content.front).read_text(encoding="utf-8")
    world.delete("Q: " + moved.content.front)
    target = world.deck_of("为什么要用一组")
    block = text[text.index("Q: " + moved.content.front) : text.index("-->", text.index("Q: " + moved.content.front))]
    target.write_text(target.read_text(encoding="utf-8") + f"\n{block}-->\n", encoding="utf-8")
    outcome = world.build()
    assert outcome.anki is not None
    (one,) = outcome.anki.packages
    assert one.left_over == {"move": 1, "remove": 1}
    rows = by_hand(world)
    assert [(row[0], row[1]) for row in rows] == [("move", id_of(moved)), ("remove", id_of(gone))]
    assert rows[0][2:4] == ["强化学习::进阶", "强化学习::基础"]
    back = target.read_text(encoding="utf-8").replace(f"\n{block}-->\n", "")
    target.write_text(back, encoding="utf-8")
    place = world.decks / "强化学习" / "进阶.md"
    place.write_text(text, encoding="utf-8")
    world.build()
    assert [row[0] for row in by_hand(world)] == ["remove"]


def test_a_retired_card_is_to_be_suspended_and_that_is_taken_back_with_its_text(world: World) -> None:
    world.build()
    text = (world.root / "vault/DPO.md").read_text(encoding="utf-8")
    world.remove("DPO.md")
    outcome = world.build(force=True)
    assert outcome.anki is not None
    assert {row[0] for row in by_hand(world)} == {"suspend"}
    world.write("DPO.md", text)
    world.build()
    assert by_hand(world) == []
    assert not [*world.decks.glob("*.changes.tsv")]


def test_a_file_that_cannot_be_read_is_no_loss(world: World) -> None:
    world.build()
    path = world.deck_of("为什么要用一组")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "\n<!-- card zzzz -->\n", encoding="utf-8")
    world.change("DPO.md", "对数比", "对数之比")
    world.build()
    assert by_hand(world) == []
    path.write_text(text, encoding="utf-8")
    world.build()
    assert by_hand(world) == []


def test_only_the_package_that_changed_is_told_of(world: World) -> None:
    world.write("二/_MOC.md", "---\ntype: moc\n---\n# 优化\n\n## 方法\n\n- [[动量]]\n")
    world.write("二/动量.md", "# 动量\n\n## 动量为什么能加速？\n\n同一方向的梯度会累积起来，震荡的方向互相抵消。\n")
    first = world.build()
    assert first.anki is not None
    assert [one.name for one in first.anki.packages] == ["优化", "强化学习"]
    world.change("二/动量.md", "累积起来", "慢慢累积起来")
    second = world.build()
    assert second.anki is not None
    assert second.anki.packages == (PackageChanges("优化", 0, 1, 0, ()),)
    assert json.loads(json.dumps(second.anki.packages[0].as_object())) == {
        "package": "优化", "new": 0, "updated": 1, "unchanged": 0, "by_hand": {},
    }  # fmt: skip
