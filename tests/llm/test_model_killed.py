"""A run that is killed has lost nothing but what was on its way: the next one sends only the rest."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from studykit.drafting.ask import Ask
from studykit.drafting.model import Options, Outcome, draft
from studykit.drafting.reply import Drafted
from studykit.llm.outcome import Reply
from studykit.store.db import open_store
from studykit.store.replies import KeptReply, read_reply, write_reply
from tests.llm.loopback import Body, Sent, good, serving
from tests.llm.world import World, endpoint, world

COUNT = 24
ROOT = Path(__file__).parents[2]


class Stored:
    """Answers in a real store."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self.store = store

    def read(self, key: str) -> tuple[str, bool] | None:
        kept = read_reply(self.store, key)
        return (kept.text, kept.truncated) if kept is not None else None

    def write(self, key: str, unit: str, reply: Reply) -> None:
        kept = KeptReply(key, unit, "h", "m", reply.text, reply.truncated, reply.usage.sent, reply.usage.received, 1)
        write_reply(self.store, kept)


def notes() -> dict[str, str]:
    filling = "There is more to say of it, and all of it stands in other notes that are not here at all."
    return {f"Method {n}.md": f"# Method {n}\n\nMethod {n} uses the seed {n}.\n\n{filling}\n" for n in range(COUNT)}


def asks(vault: World) -> list[Ask]:
    found = [vault.ask(name) for name in notes()]
    return [ask for ask in found if isinstance(ask, Ask)]


def main(root: str, url: str) -> None:
    """What the killed process does."""
    vault = world(Path(root) / "vault", notes())
    store = open_store(Path(root) / "store")
    draft(
        endpoint(url, concurrency=2),
        asks(vault),
        lambda _ask, _outcome: None,
        names=vault.names,
        answers=Stored(store),
        options=Options(retries=0),
    )


def test_kill_loses_only_what_was_on_its_way(tmp_path: Path) -> None:
    killed = False

    def slowly(body: Body, number: int) -> Sent:
        return Sent(200, good(body, number).body, delay=0 if killed else 0.02 if number < 10 else 5)

    backs: list[str] = []

    def each(_ask: Ask, outcome: Outcome) -> None:
        assert isinstance(outcome, Drafted)
        backs.extend(draft.content.back for draft in outcome.drafts)

    with serving(slowly) as server:
        code = f"from tests.llm.test_model_killed import main; main({str(tmp_path)!r}, {server.url!r})"
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
        deadline = time.monotonic() + 60
        while len(server.bodies) < 12 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        killed = True
        assert len(server.bodies) == 12
        vault = world(tmp_path / "vault", notes())
        store = open_store(tmp_path / "store")
        for _ in range(2):
            draft(
                endpoint(server.url),
                asks(vault),
                each,
                names=vault.names,
                answers=Stored(store),
                options=Options(retries=0),
            )
        store.close()
        assert len(server.bodies) == 12 + COUNT - 10, "the second run after it sends nothing"
    assert sorted(backs) == sorted([f"the seed {n}" for n in range(COUNT)] * 2)
