"""Watch: a save changes the deck at once and the package when things are quiet, and a signal ends it cleanly."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.files import lock
from studykit.flows.watch import ASK, Ended, Watched, watch
from tests.flows.model_world import ModelWorld
from tests.flows.small_world import GRPO, PPO, World
from tests.llm.loopback import good, serving

WAIT = 20.0


class Watching:
    """A watch in a thread of its own, and what it tells."""

    def __init__(self, world: World, ask: float = ASK) -> None:
        self.ask = ask
        self.told: list[Watched] = []
        self.stop = threading.Event()
        self.ended: list[Ended] = []
        self.thread = threading.Thread(target=self.run, args=(world.root,))
        self.thread.start()
        self.until(lambda: bool(self.told))
        time.sleep(0.3)  # the system is asked to tell of changes after the first build

    def run(self, root: Path) -> None:
        self.ended.append(watch(root, self.stop, self.told.append, quiet=0.4, ask=self.ask))

    def until(self, met: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT
        while not met():
            assert time.monotonic() < end, self.told
            time.sleep(0.01)

    def end(self) -> Ended:
        self.stop.set()
        self.thread.join(WAIT)
        return self.ended[0]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path / "ws", monkeypatch)


def replaced(path: Path, text: str) -> None:
    """Save as editors do: written beside, put in place."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def test_a_save_is_followed_at_once_and_packaged_when_quiet(world: World) -> None:
    watching = Watching(world)
    package = world.decks / "强化学习.apkg"
    before = package.stat().st_mtime_ns
    text = GRPO.replace("再大收益就很小了", "再大就不值得了")
    replaced(world.root / "vault" / "GRPO.md", text)
    watching.until(lambda: any(one.what == "built" and one.paths == ("GRPO.md",) for one in watching.told))
    assert "再大就不值得了" in world.card("组要取多大").content.back
    watching.until(lambda: package.stat().st_mtime_ns != before)
    ended = watching.end()
    assert ended.changed >= 1
    assert not [one for one in watching.told if one.error is not None]
    assert not [path for one in watching.told for path in one.paths if path.startswith("decks/")], "its own writing"


def test_a_card_written_by_hand_gets_its_id(world: World) -> None:
    watching = Watching(world)
    deck = world.deck_of("组要取多大")
    replaced(deck, deck.read_text(encoding="utf-8") + "\nQ: 我的问题？\nA: 我的答案。\n")
    watching.until(lambda: any(card.stamp.by == "me" for card in world.cards().values() if card.stamp))
    watching.end()


def test_another_build_is_waited_for(world: World) -> None:
    watching = Watching(world)
    with lock(world.root / ".studykit" / "build.lock"):
        replaced(world.root / "vault" / "GRPO.md", GRPO.replace("再大收益就很小了", "再大就不值得了"))
        watching.until(lambda: any(one.what == "busy" for one in watching.told))
    watching.until(lambda: "再大就不值得了" in world.card("组要取多大").content.back)
    watching.end()


def test_settings_are_followed(world: World) -> None:
    watching = Watching(world)
    count = len(world.cards())
    (world.root / "studykit.toml").write_text("[drafting]\nwait = []\n", encoding="utf-8")
    built = len(watching.told)
    watching.until(lambda: len(watching.told) > built)
    watching.end()
    assert len(world.cards()) >= count


@pytest.mark.skipif(sys.platform == "win32", reason="signals are others there")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(world: World, sent: signal.Signals) -> None:
    command = [sys.executable, "-m", "studykit", "--workspace", str(world.root), "watch", "--json"]
    environment = {**os.environ, "STUDYKIT_LANG": "en"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["event"] == "packaged"
    process.send_signal(sent)
    said, errors = process.communicate(timeout=WAIT)
    assert process.returncode == 0, errors
    assert json.loads(said.splitlines()[-1])["event"] == "ended"


def test_a_model_is_asked_when_nothing_is_saved_any_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "a-key")
    with serving(good) as server:
        monkeypatch.setattr(ModelWorld, "url", server.url)
        world = ModelWorld(tmp_path / "ws", monkeypatch)
        uses = "GRPO uses the mean of a group.\n"
        world.write("GRPO.md", GRPO + uses)
        world.build(drafter="model", section="基础")
        asked = len(server.bodies)
        watching = Watching(world, ask=3.0)
        replaced(world.root / "vault" / "GRPO.md", GRPO + uses.replace("group", "batch"))
        watching.until(lambda: any(one.what == "queued" and one.queued for one in watching.told))
        replaced(world.root / "vault" / "PPO.md", PPO)
        assert len(server.bodies) == asked, "a save sends nothing"
        watching.until(lambda: any(one.what == "asked" for one in watching.told))
        watching.end()
        assert len(server.bodies) > asked
        assert [one.queued for one in watching.told if one.what == "queued"] == [1], "which is said once"


def test_what_waits_for_a_model_is_asked_by_the_next_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY", "a-key")
    with serving(good) as server:
        monkeypatch.setattr(ModelWorld, "url", server.url)
        world = ModelWorld(tmp_path / "ws", monkeypatch)
        world.build(drafter="model", section="进阶")
        world.build(full=True)
        asked = len(server.bodies)
        world.change("DPO.md", "奖励模型不必单独训练出来", "奖励模型就不必训练了")
        for _ in range(2):
            world.build(queue=True)
        assert len(server.bodies) == asked
        assert world.build().report["changed"]
        assert len(server.bodies) > asked
        assert not world.build().report["changed"]
