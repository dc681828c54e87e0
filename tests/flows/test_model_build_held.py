"""A build with a model that is held back: by a budget, a dry run, a person, a signal, and by what comes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studykit.flows.drafts.decide import Filter, waiting_drafts
from studykit.flows.model.cost import Quote
from studykit.flows.workspace import open_workspace
from studykit.llm.errors import ModelError
from tests.flows.asked_model import (
    FILLING,
    ROOT,
    World,
    asked_units,
    codes,
    honest_or_join,
    many,
    private_and_open,
    wait_for_nothing,
)
from tests.llm.loopback import (
    Behaviour,
    Body,
    Sent,
    answer,
    card,
    completion,
    good,
    refused,
    serving,
)
from tests.llm.world import CANARY, NOTES


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    wait_for_nothing(monkeypatch)
    return private_and_open(tmp_path, monkeypatch)


def test_a_budget_stops_cleanly(world: World) -> None:
    prices = '[llm.prices."m"]\ninput = 1000\noutput = 10'
    with serving(honest_or_join) as server:
        world.point_to(server, prices)
        outcome = world.model(budget=0.000001)
        assert (server.bodies, world.fronts()) == ([], [])
        assert "model-budget-left" in codes(outcome)
        world.model(budget=1000.0)
        assert len(server.bodies) == 3


def test_a_dry_run_sends_and_writes_nothing(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        outcome = world.model(dry_run=True)
        assert outcome.quote is not None
        assert (outcome.quote.units, outcome.quote.sections, outcome.quote.host) == (2, 1, server.host)
        assert outcome.quote.sent > 500
        assert (server.bodies, world.decks.exists(), (world.root / ".studykit").exists()) == ([], False, False)
        world.model()
        after = world.model(dry_run=True)
        assert after.quote is not None
        assert after.quote.units + after.quote.sections == 0


def test_nothing_goes_to_a_host_that_nobody_agreed_to(world: World) -> None:
    text = '[llm]\nbase_url = "https://models.example/v1"\nmodel = "m"\n'
    (world.root / "studykit.toml").write_text(text, encoding="utf-8")
    shown: list[Quote] = []

    def no(quote: Quote) -> bool:
        shown.append(quote)
        return False

    with pytest.raises(ModelError) as stopped:
        world.model(allow=no)
    assert stopped.value.code == "model-not-asked"
    assert [(one.host, one.units, one.dollars) for one in shown] == [("models.example", 2, None)]
    with pytest.raises(ModelError):
        world.model()
    assert not world.decks.exists()


def test_private_titles_and_the_key_are_nowhere(world: World) -> None:
    world.write("Lab.md", "# Lab\n\nThe lab uses the strictest rules.\n\n![[Diary of my health]]\n\n" + FILLING)
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        world.change("PPO.md", "The clip range", "A fresh word. The clip range")
        world.build()
        sent = str(server.bodies)
        assert "Diary of my health" not in sent
        assert "strictest silence" not in sent
        assert all(head["authorization"] == f"Bearer {CANARY}" for head in server.headers)
    for path in world.root.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_stopped_keeps_what_came(world: World, how: signal.Signals) -> None:
    for name in NOTES:
        world.remove(name)
    many(world.root, 12)
    slow = True

    def slowly(body: Body, number: int) -> Sent:
        return Sent(200, good(body, number).body, delay=0 if not slow or number < 6 else 20)

    with serving(slowly) as server:
        world.point_to(server)
        code = f"from tests.flows.asked_model import main; main({str(world.root)!r})"
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"CANARY": CANARY}, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 60
        while len(server.bodies) < 8 and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.1)
        os.kill(process.pid, how)
        process.wait(20)
        slow = False
        world.model()
        assert len(server.bodies) == 8 + 12 - 6
        assert len(world.fronts()) == 12


def test_without_a_model_its_client_is_never_loaded(world: World) -> None:
    code = (
        "import sys; from pathlib import Path; from studykit.flows.build import Request, build;"
        "from studykit.flows.workspace import open_workspace; from studykit.model.event import silent;"
        "request = Request(drafter=sys.argv[1], full=len(sys.argv) > 2);"
        f"build(open_workspace(Path({str(world.root)!r})), request, silent);"
        "assert 'openai' not in sys.modules and 'httpx2' not in sys.modules"
    )
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
    for arguments in ([""], ["model"], ["", "full"], ["model", "full"], ["rules"]):
        subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, check=True)


BEHAVIOURS: dict[str, Behaviour] = {
    "500": lambda _body, _number: refused(400, "a word that teaches nothing"),
    "strange": lambda _body, _number: Sent(200, "<html>"),
    "nonsense": lambda _body, _number: completion("I think that"),
    "empty": lambda _body, _number: completion(answer([])),
    "invented": lambda _body, _number: completion(
        answer([card(front="What is invented here?", answer="9", quote="x")])
    ),
}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_whatever_comes_the_build_ends(world: World, behaviour: str) -> None:
    with serving(BEHAVIOURS[behaviour]) as server:
        world.point_to(server)
        outcome = world.model()
        assert world.fronts() == []
        assert bool(set(codes(outcome)) - {"model-private"}) == (behaviour != "empty")


def test_a_person_agrees_to_a_host_once(world: World) -> None:
    shown: list[Quote] = []

    def yes(quote: Quote) -> bool:
        shown.append(quote)
        return True

    with serving(honest_or_join) as server:
        world.point_to(server)
        settings = world.root / "studykit.toml"
        away = settings.read_text(encoding="utf-8").replace("127.0.0.1", "0.0.0.0")  # here too, by a name for elsewhere
        settings.write_text(away, encoding="utf-8")
        world.build(drafter="model", dry_run=True)
        with pytest.raises(ModelError):
            world.model()
        assert not server.bodies
        world.model(allow=yes)
        assert (len(server.bodies), [one.units for one in shown]) == (3, [2])
        world.change("PPO.md", "The clip range", "A fresh word. The clip range")
        world.build()
        world.change("PPO.md", "A fresh word", "Another word")
        world.model()
        assert (len(server.bodies), len(shown)) == (5, 1)


def test_the_choice_of_what_waits_holds_for_a_model_too(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        settings = world.root / "studykit.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace('"all"', '"none"'), encoding="utf-8")
        world.model()
        assert world.fronts() == []
        waiting = waiting_drafts(open_workspace(world.root), Filter())
        assert [one.draft.by for one in waiting].count("model:m") == 3


def test_a_section_alone_is_drafted_where_it_is_asked_for(world: World) -> None:
    world.write("RL MOC.md", NOTES["RL MOC.md"] + "\n## Others\n\n- [[New]] — written later\n")
    world.write("New.md", f"# New\n\nNew uses the seed of others.\n\n{FILLING}\n")
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model(section="Others")
        assert [text.splitlines()[0] for text in asked_units(server)] == ["# New"]
        world.build()
        world.build()
        assert len(server.bodies) == 1
        world.model()
        assert len(asked_units(server)) == 3
