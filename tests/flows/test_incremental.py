"""A build from the few notes that changed ends where a build that reads everything ends: same decks, report, store."""

import random
from pathlib import Path

import pytest

from studykit.changes import looks
from studykit.drafting.lints import fronts
from tests.conftest import FULL
from tests.flows.incremental_twins import Twins, quick_builds
from tests.flows.small_world import World

SEEDS = range(150 if FULL else 6)
TOGETHER = 10 if FULL else 1
"""Lives of which together so many builds have to be quick ones: in one of them a slip in a deck file may last."""
STEPS = 25 if FULL else 14


@pytest.mark.timeout(600)
@pytest.mark.parametrize("first", SEEDS[::TOGETHER])
def test_few_notes_or_all_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int, quick: list[bool]
) -> None:
    for seed in SEEDS[first : first + TOGETHER]:
        twins = Twins(tmp_path / str(seed), monkeypatch, random.Random(seed))
        twins.build("first")
        for _ in range(STEPS):
            twins.build(twins.act())
    assert sum(quick) >= TOGETHER * STEPS // 8, "hardly any build was a quick one, so this shows little"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    return quick_builds(monkeypatch)


def test_after_a_first_build_one_note_is_built_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: list[bool]
) -> None:
    world = World(tmp_path, monkeypatch)
    for number in range(100):
        text = (
            f"# 概念{number}\n\n## 为什么第 {number} 次要减去基线？\n\n第 {number} 次估计的方差太大，减去之后才稳定。\n"
        )
        world.write(f"更多/概念{number}.md", text)
    world.build()
    world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
    assert world.build().report["cards"]["updated"] == 1
    assert quick == [True]


def test_notes_that_come_and_go_are_built_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: list[bool]
) -> None:
    world = World(tmp_path, monkeypatch)
    world.write("更多/熵正则.md", "# 熵正则\n\n## 它有什么代价？\n\n策略一直很散，收敛得就慢一些。\n")
    world.build()
    world.write("更多/目标网络.md", "# 目标网络\n\n## 为什么要它？\n\n没有它的话，目标一直在动，训练就会发散。\n")
    assert world.build().report["cards"]["new"] == 1
    world.move("更多/目标网络.md", "更多/慢网络.md")
    report = world.build().report
    assert (report["cards"]["new"], report["cards"]["retired"]) == (0, 0)
    world.remove("更多/慢网络.md")
    assert world.build().report["cards"]["retired"] == 1
    world.change("_MOC.md", "截断比率的算法", "把比率截断的算法")
    world.build()
    assert quick == [True, True, True, True]


def test_what_is_alike_is_what_the_lints_ask_for() -> None:
    assert looks.DUPLICATE == fronts.DUPLICATE
