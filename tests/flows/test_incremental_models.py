"""A build from the few notes that changed leaves to a model what is a model's, and ends where a full build ends."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import FULL, ROOT
from tests.flows.incremental_twins import Twins, quick_builds
from tests.flows.model_world import ModelWorld
from tests.llm.loopback import Loopback, good, serving

SEEDS = range(30 if FULL else 2)
STEPS = 20 if FULL else 10
_USES = ("GRPO uses the mean of a group.", "PPO uses a clipped ratio.", "DPO uses pairs of answers.")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    monkeypatch.setenv("CANARY", "a-key")
    with serving(good) as found:
        monkeypatch.setattr(ModelWorld, "url", found.url)
        yield found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    return quick_builds(monkeypatch)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", SEEDS)
def test_few_notes_or_all_is_the_same_beside_a_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, server: Loopback
) -> None:
    twins = Twins(tmp_path, monkeypatch, random.Random(seed), ModelWorld, _USES)
    twins.build("model", drafter="model", section="进阶")
    asked = len(server.bodies)
    assert asked, "a section was drafted by the model"
    for _ in range(STEPS):
        twins.build(twins.act())


def test_the_note_of_a_model_is_left_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Loopback, quick: list[bool]
) -> None:
    world = ModelWorld(tmp_path, monkeypatch)
    world.build(drafter="model", section="进阶")
    world.build(full=True)
    world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
    world.build()
    assert quick == [True]
    world.change("GRPO.md", "再大就不值得了", "再大也没有用处")
    world.build()
    assert quick == [True, True]
    asked = len(server.bodies)
    world.change("DPO.md", "奖励模型不必单独训练出来", "奖励模型就不必训练了")
    world.build()
    assert quick == [True, True, False]
    assert len(server.bodies) > asked
    (world.root / "prompts").mkdir()
    (world.root / "prompts" / "draft.md").write_text((ROOT / "prompts" / "draft.md").read_text(encoding="utf-8"))
    world.change("GRPO.md", "再大也没有用处", "再大就不值得了")
    world.build()
    assert quick == [True, True, False, False]
