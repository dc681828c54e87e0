"""A deck that was made for one accepted draft goes with it; what a person wrote or named stays."""

from pathlib import Path

import pytest

from studykit.flows.drafts import decide
from studykit.flows.drafts.decide import waiting_drafts
from studykit.flows.planning.plan import plan_build
from studykit.flows.workspace import open_workspace
from tests.flows.small_world import World

TERMS = """# 优势估计

- **基线**：从回报里减去的一个只与状态有关的量，用来降低方差。
- **折扣因子**：把将来的奖励按距离打折扣的系数，介于零和一之间。
- **回报**：从某一步开始的折扣奖励之和，由后往前可以递推。
"""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    made = World(tmp_path / "ws", monkeypatch)
    made.write("优势估计.md", TERMS)
    made.build()
    return made


def accept_one(world: World) -> Path:
    """Accept a draft of the unlisted note; the deck file that is made for it."""
    before = set(world.deck_bytes())
    workspace = open_workspace(world.root)
    decide.accept(workspace, [waiting_drafts(workspace)[0].key])
    world.build()
    (made,) = set(world.deck_bytes()) - before
    return world.decks / made


def take_back(world: World) -> None:
    decide.undo(open_workspace(world.root))
    world.build()


def test_the_file_that_was_made_for_it_goes_with_the_card(world: World) -> None:
    before = world.deck_bytes()
    packages = sorted(world.decks.glob("*.apkg"))
    path = accept_one(world)
    assert len(sorted(world.decks.glob("*.apkg"))) == len(packages) + 1
    take_back(world)
    assert not path.exists()
    assert world.deck_bytes() == before
    assert sorted(world.decks.glob("*.apkg")) == packages  # what it held is listed: Anki may have it
    assert [path.name for path in world.decks.glob("*.changes.tsv")] == ["vault.changes.tsv"]
    report = world.build().report
    assert (report["changed"], report["problems"]) == (False, [])
    assert str(path) not in {deck["file"] for deck in report["decks"]}
    assert accept_one(world) == path


def test_what_a_person_wrote_into_it_stays(world: World) -> None:
    path = accept_one(world)
    path.write_text(path.read_text(encoding="utf-8") + "\n记得再看一遍。\n", encoding="utf-8")
    take_back(world)
    assert "记得再看一遍" in path.read_text(encoding="utf-8")
    assert world.build().report["problems"] == []


def test_a_deck_with_a_name_of_its_own_stays(world: World) -> None:
    path = accept_one(world)
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("deck: "))
    path.write_text(text.replace(line, "deck: 我的::牌组"), encoding="utf-8")
    take_back(world)
    assert "我的::牌组" in path.read_text(encoding="utf-8")


def test_a_file_that_was_saved_meanwhile_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = accept_one(world)
    decide.undo(open_workspace(world.root))

    def saved(*arguments: object, **more: object) -> object:
        path.write_text(path.read_text(encoding="utf-8") + "\nQ: 我的问题？\nA: 我的答案。\n", encoding="utf-8")
        return plan_build(*arguments, **more)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("studykit.flows.rebuild.plan_build", saved)
        report = world.build().report
    assert [problem["code"] for problem in report["problems"]] == ["deck-changed-on-disk"]
    world.build()
    assert "我的问题" in path.read_text(encoding="utf-8")
    assert len([front for front in world.fronts() if "我的问题" in front]) == 1
