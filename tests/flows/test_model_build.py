"""A build with a model: from nothing, again, after a change, and when it goes wrong."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from studykit.flows.build import Outcome, Request, build
from studykit.flows.model_cost import Quote
from studykit.flows.workspace import open_workspace
from studykit.llm.client import Options
from studykit.llm.errors import ModelError
from studykit.model.event import silent
from tests.flows.small_world import World as Small
from tests.llm.loopback import (
    Behaviour,
    Body,
    Loopback,
    Sent,
    answer,
    card,
    completion,
    good,
    note_in,
    refused,
    serving,
)
from tests.llm.world import CANARY, NOTES

ROOT = Path(__file__).parents[2]
FILLING = "There is more to say of it, and all of it stands in other notes that are not here at all."


class World(Small):
    """A workspace whose model is on this machine."""

    def point_to(self, server: Loopback, *more: str) -> None:
        lines = ["[drafting]", 'accept = "all"', "[llm]", f'base_url = "{server.url}"', 'model = "m"', "timeout = 5"]
        lines += ['api_key_env = "CANARY"', "concurrency = 2", *more, ""]
        (self.root / "studykit.toml").write_text("\n".join(lines), encoding="utf-8")

    def model(self, **request: Any) -> Outcome:
        return self.build(drafter="model", **request)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("CANARY", CANARY)
    made = World(tmp_path, monkeypatch, empty=True)
    for name, text in NOTES.items():
        made.write(name, text)
    return made


def asked_units(server: Loopback) -> list[str]:
    """The texts of the units that were asked for; sections, which hold several notes, left out."""
    return [text for body in server.bodies if not (text := note_in(body)).startswith("Note 1: ")]


def honest_or_join(body: Body, number: int) -> Sent:
    """An honest server that joins two notes too."""
    text = note_in(body)
    if not text.startswith("Note 1: "):
        return good(body, number)
    lines = [line for line in text.splitlines() if " uses " in line]
    joined = card(front="What stands in GRPO for the learned value model of PPO?", answer="the mean reward of a group")
    del joined["quote"]
    quotes = [{"note": n, "quote": line} for n, line in enumerate(lines, start=1)]
    return completion(answer([joined | {"quotes": quotes}]))


def codes(outcome: Outcome) -> list[str]:
    return [problem["code"] for problem in outcome.report["problems"] if problem["code"].startswith("model-")]


def test_from_nothing_then_nothing_is_sent(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        outcome = world.model()
        assert len(asked_units(server)) == 2, "the diary is private"
        assert len(server.bodies) == 3, "and one request for the section as a whole"
        fronts = [front for front in world.fronts() if front.startswith("What does")]
        assert sorted(fronts) == ["What does GRPO use to do its work?", "What does PPO use to do its work?"]
        assert any("What stands in GRPO" in front for front in world.fronts())
        assert outcome.usage is not None
        assert outcome.usage.requests == 3
        assert "model-private" in codes(outcome)
        decks = world.deck_bytes()
        for _ in range(2):
            assert not world.model().report["changed"]
            assert not world.build().report["changed"]
        world.model(full=True)
        world.build(full=True)
        assert len(server.bodies) == 3
        assert world.deck_bytes() == decks


def test_replies_serve_where_the_units_are_forgotten(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        with sqlite3.connect(world.root / ".studykit" / "study.db") as store:
            store.execute("PRAGMA foreign_keys = ON")
            store.execute("DELETE FROM units")
        store.close()
        cards = world.cards()
        for path in world.decks.rglob("*.md"):
            path.unlink()
        world.model(full=True)
        assert world.cards().keys() == cards.keys()


def test_one_changed_note_sends_one_unit(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        before = len(server.bodies)
        ids = set(world.cards())
        world.change("PPO.md", "The clip range", "A fresh word. The clip range")
        world.build()
        assert [("A fresh word" in text) for text in asked_units(server)[2:]] == [True]
        assert len(server.bodies) == before + 1
        assert set(world.cards()) == ids
        assert "1. What does PPO use" in server.bodies[-1]["messages"][1]["content"], "it is told of what stands"


def test_a_section_is_asked_again_when_its_quote_is_gone(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        world.change("PPO.md", "PPO uses a learned value model as its baseline.", "PPO uses a critic as its baseline.")
        world.build()
        assert any(note_in(body).startswith("Note 1: ") for body in server.bodies[3:])


def test_a_build_that_names_no_drafter_leaves_each_unit_its_own(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        fronts = world.fronts()
        world.write("New.md", f"# New\n\n## Why is it new?\n\nIt was written after the others. {FILLING}\n")
        world.build()
        assert len(server.bodies) == 3, "rules draft what is new"
        assert "rules" in {by for (by,) in world.rows("SELECT drafter FROM units WHERE note = 'New.md'")}
        assert set(fronts) <= set(world.fronts())
        world.model()
        assert len(server.bodies) == 4


def test_rules_do_not_undo_the_model(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        ids = set(world.cards())
        world.build(drafter="rules")
        assert ids <= set(world.cards())
        assert not any(card.stamp and card.stamp.retired for card in world.cards().values())
        assert {by for (by,) in world.rows("SELECT drafter FROM units")} == {"rules"}
        assert len(server.bodies) == 3


def test_a_failed_unit_keeps_its_cards_and_is_tried_again(world: World) -> None:
    refusing = False

    def behave(body: Body, number: int) -> Sent:
        return completion("I would rather not", refusal="no") if refusing else honest_or_join(body, number)

    with serving(behave) as server:
        world.point_to(server)
        world.model()
        ids = set(world.cards())
        refusing = True
        world.change("PPO.md", "The clip range", "A fresh word. The clip range")
        outcome = world.model()
        assert "model-refused" in codes(outcome)
        (problem,) = [one for one in outcome.report["problems"] if one["code"] == "model-refused"]
        assert problem["path"] == "PPO.md"
        assert set(world.cards()) == ids
        assert world.rows("SELECT unit, code FROM failed_units") == [("PPO.md", "model-refused")]
        refusing = False
        outcome = world.model()
        assert "model-refused" not in codes(outcome)
        assert world.rows("SELECT unit FROM failed_units") == []
        assert set(world.cards()) == ids
        count = len(server.bodies)
        assert not world.model().report["changed"]
        assert len(server.bodies) == count


def test_a_unit_that_failed_the_first_time_has_no_cards_and_is_the_models(world: World) -> None:
    refusing = True

    def behave(body: Body, number: int) -> Sent:
        wrong = refusing and "PPO uses" in note_in(body)
        return completion("no", refusal="no") if wrong else honest_or_join(body, number)

    with serving(behave) as server:
        world.point_to(server)
        world.model()
        assert world.fronts() == ["What does GRPO use to do its work?"]
        refusing = False
        world.build(full=True)
        assert "What does PPO use to do its work?" in world.fronts()


def test_an_endpoint_that_is_gone_costs_no_card(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
    ids = set(world.cards())
    world.change("PPO.md", "PPO uses a learned value model as its baseline.", "PPO is clipped.")
    outcome = world.build()
    assert {"model-left", "model-unreachable"} <= set(codes(outcome))
    with pytest.raises(ModelError) as stopped:
        world.model()
    assert stopped.value.code == "model-unreachable"
    assert stopped.value.exit_code == 4
    monkeypatch.delenv("CANARY")
    world.change("PPO.md", "PPO is clipped.", "PPO is clipped well.")
    outcome = world.build()
    assert {"model-left", "model-no-key"} <= set(codes(outcome))
    assert set(world.cards()) == ids
    assert not any(card.stamp and card.stamp.retired for card in world.cards().values())


def test_what_a_person_wrote_stands(world: World) -> None:
    with serving(honest_or_join) as server:
        world.point_to(server)
        world.model()
        world.edit("A: a learned value model as its baseline", "A: a critic, as I call it")
        world.change("PPO.md", "The clip range", "A fresh word. The clip range")
        world.build()
        assert world.card("What does PPO").content.back == "a critic, as I call it"
        told = server.bodies[-1]["messages"][1]["content"]
        assert "a critic, as I call it" in told, "the model is told of the card as it stands"
        world.change("GRPO.md", "It was compared", "A word. It was compared")
        world.build()
        assert "a critic, as I call it" in server.bodies[-1]["messages"][0]["content"], "an example of this person's"


def test_a_withdrawn_card_stays(world: World) -> None:
    dropping = False

    def behave(body: Body, number: int) -> Sent:
        if dropping:
            return completion(answer([], [{"number": 1, "verdict": "drop"}]))
        return honest_or_join(body, number)

    with serving(behave) as server:
        world.point_to(server)
        world.model()
        ids = set(world.cards())
        dropping = True
        world.change("PPO.md", "The clip range", "A fresh word. The clip range")
        outcome = world.model()
        assert "model-withdrawn" in codes(outcome)
        assert set(world.cards()) == ids
        assert not any(card.stamp and card.stamp.retired for card in world.cards().values())


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


def many(root: Path, count: int) -> None:
    for n in range(count):
        text = f"# Method {n}\n\nMethod {n} uses the seed {n}.\n\n{FILLING}\n"
        (root / "vault" / f"Method {n}.md").write_text(text, encoding="utf-8")


def main(root: str) -> None:
    """What the killed process does."""
    build(open_workspace(Path(root)), Request(drafter="model"), silent)


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
        code = f"from tests.flows.test_model_build import main; main({str(world.root)!r})"
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


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    from studykit.drafting.model import draft
    from studykit.flows import model_drafting

    quick = partial(draft, options=Options(retries=0, pause=0.05, pauses=1))
    monkeypatch.setattr(model_drafting, "draft", quick)


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
        assert len([by for (by,) in world.rows("SELECT draft FROM pending") if '"by": "model:m"' in str(by)]) == 3


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
