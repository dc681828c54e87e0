"""A workspace where drafts wait for a person, and looks at what became of them."""

from pathlib import Path

import pytest

from studykit.decks.files import read_rejected
from studykit.flows.build import Outcome
from studykit.flows.drafts import decide
from studykit.flows.drafts.decide import Filter, Held, waiting_drafts
from studykit.flows.workspace import Workspace, open_workspace
from tests.flows.small_world import START, World

TERMS = """# 优势估计

- **基线**：从回报里减去的一个只与状态有关的量，用来降低方差。
- **折扣因子**：把将来的奖励按距离打折扣的系数，介于零和一之间。
- **回报**：从某一步开始的折扣奖励之和，由后往前可以递推。
"""
ANSWER = "A: 同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。"


def eight_and_three(folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """Eight cards stand, and three drafts of the rule `term` wait."""
    world = World(folder, monkeypatch)
    world.write("优势估计.md", TERMS)
    world.build(now=START)
    assert [one.draft.by for one in held(world)] == ["rules:term"] * 3
    return world


def at(world: World) -> Workspace:
    return open_workspace(world.root)


def held(world: World, wanted: Filter | None = None) -> list[Held]:
    return waiting_drafts(at(world), wanted or Filter())


def one_of(world: World, words: str) -> Held:
    (found,) = [one for one in held(world) if words in one.draft.content.front]
    return found


def accept(world: World, *keys: str) -> Outcome:
    decide.accept(at(world), keys)
    return world.build()


def fronts(world: World) -> set[str]:
    return {one.draft.content.front for one in held(world)}


def said(world: World) -> list[str]:
    return [record["why"] for record in read_rejected(world.decks / "rejected.jsonl")[0]]


def settled(world: World) -> None:
    """A build that looks at everything, and one that looks at nothing, change nothing more."""
    before = world.deck_bytes()
    waiting = held(world)
    assert world.build().plan is None
    world.settings(f"per_unit = {9 + world.now // 86_400 % 90}")
    assert world.build().plan is not None
    assert (world.deck_bytes(), held(world)) == (before, waiting)
