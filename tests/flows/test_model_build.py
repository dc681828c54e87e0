"""A build with a model: from nothing, again, after a change, and what stands."""

import sqlite3
from pathlib import Path

import pytest

from studykit.llm.errors import ModelError
from tests.flows.asked_model import (
    FILLING,
    World,
    asked_units,
    codes,
    honest_or_join,
    private_and_open,
    wait_for_nothing,
)
from tests.llm.loopback import (
    Body,
    Sent,
    answer,
    completion,
    note_in,
    serving,
)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    wait_for_nothing(monkeypatch)
    return private_and_open(tmp_path, monkeypatch)


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
