"""A build that is killed at any moment tears no file, loses no card, and the next one ends as if nothing had been."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studykit.decks.files import read_deck
from tests.flows.small_world import START, World

ROUNDS = 200 if os.environ.get("STUDYKIT_ROUNDS") == "full" else 20
DRIVER = Path(__file__).with_name("interrupted_build.py")
LATER = START + 86_400


def change_much(world: World) -> None:
    """Edits of every sort, so that a build has something to write in every file and in the store."""
    world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
    world.change("PPO.md", "tags: [rl]", "tags: [rl, clip]")
    world.change("DPO.md", "## 它和", "## DPO 需要采样吗？\n\n训练时不需要在线采样，数据是事先收集好的。\n\n## 它和")
    world.delete("Q: PPO：为什么要截断比率？")
    world.edit("A: 同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。", "A: 组均值就是基线。")
    deck = world.deck_of("奖励模型有什么关系")
    deck.write_text(deck.read_text(encoding="utf-8") + "\nQ: 我自己的问题？\nA: 我的答案。\n", encoding="utf-8")
    world.move("GRPO.md", "AI/GRPO.md")


def start(root: Path) -> subprocess.Popen[str]:
    command = [sys.executable, str(DRIVER), str(root), str(LATER)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def run(root: Path) -> float:
    """Build to the end; how long it took, in seconds."""
    began = time.perf_counter()
    process = start(root)
    began = time.perf_counter()
    assert process.communicate(timeout=60)[0] == "done\n"
    return time.perf_counter() - began


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("first", [True, False], ids=["first build", "later build"])
def test_killed_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bool) -> None:
    world = World(tmp_path / "ws", monkeypatch)
    if not first:
        world.build(now=START)
        change_much(world)
    before = world.cards() if not first else {}
    calm = tmp_path / "calm"
    shutil.copytree(world.root, calm)
    took = run(calm)
    wanted = {p.relative_to(calm): p.read_bytes() for p in sorted((calm / "decks").rglob("*")) if p.is_file()}
    chance = random.Random(7)
    killed = 0
    for number in range(ROUNDS // 2):
        root = tmp_path / f"round-{number}"
        shutil.copytree(world.root, root)
        process = start(root)
        time.sleep(took * 1.1 * chance.random())
        process.send_signal(signal.SIGKILL)
        rest = process.communicate(timeout=60)[0]
        killed += rest != "done\n"
        standing: set[str] = set()
        for path in (root / "decks").rglob("*.md"):
            if not path.name.startswith("."):
                standing |= read_deck(path).deck.by_id.keys()  # whole, or an error
        assert before.keys() <= standing
        World(root, monkeypatch, empty=True).build(now=LATER)
        found = {p.relative_to(root): p.read_bytes() for p in sorted((root / "decks").rglob("*")) if p.is_file()}
        assert found == wanted
        shutil.rmtree(root)
    assert killed >= ROUNDS // 8
