"""A build from the few notes that changed ends where a build that reads everything ends: same decks, report, store."""

import random
from pathlib import Path

import pytest

from studykit.changes import looks
from studykit.drafting.lints import together
from tests.conftest import FULL
from tests.flows.incremental_twins import Twins, quick_builds

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


def test_what_is_alike_is_what_the_lints_ask_for() -> None:
    assert looks.DUPLICATE == together.DUPLICATE
