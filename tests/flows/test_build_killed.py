"""A build that is killed at any moment tears no file, loses no card, and the next one ends as if nothing had been."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
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


class Builder:
    """Builds workspaces, each in a process of its own that can be killed."""

    def __init__(self, warm: Path) -> None:
        """`warm` is a workspace to begin with; how long another one takes is known from the second."""
        command = [sys.executable, str(DRIVER), str(LATER)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._tell(warm)

    def run(self, root: Path) -> float:
        """Build to the end; how long it took, in seconds."""
        self.start(root)
        began = time.perf_counter()
        assert self._line() == "done 0"
        return time.perf_counter() - began

    def start(self, root: Path) -> int:
        """The process that has begun to build."""
        self._tell(root)
        return int(self._line())

    def killed(self) -> bool:
        """Whether it was killed before it came to its end."""
        ended = self._line()
        assert ended in ("killed", "done 0")
        return ended == "killed"

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        assert self.process.wait(60) == 0
        self.process.stdout.close()

    def _tell(self, root: Path) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{root}\n")
        self.process.stdin.flush()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


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
    with closing(Builder(Path(shutil.copytree(world.root, tmp_path / "warm")))) as builder:
        took = builder.run(calm)
        wanted = {p.relative_to(calm): p.read_bytes() for p in sorted((calm / "decks").rglob("*")) if p.is_file()}
        chance = random.Random(7)
        killed = 0
        for number in range(ROUNDS // 2):
            root = tmp_path / f"round-{number}"
            shutil.copytree(world.root, root)
            process = builder.start(root)
            time.sleep(took * 1.1 * chance.random())
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            killed += builder.killed()
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
