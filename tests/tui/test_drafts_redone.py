"""A model drafts again while the screen goes on."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.flows.build import Request, build
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.tui.app import StudyApp
from studykit.tui.widgets.prompt import Prompt
from tests.llm.loopback import Behaviour, Body, Sent, answer, card, completion, good, serving
from tests.tui.drafts_world import (
    PPO,
    built,
    look,
    screen_of,
    shown,
    until,
    waiting,
)
from tests.tui.world import text_of


def modelled(
    folder: Path,
    behave: Behaviour,
    steps: Callable[[StudyApp, Pilot[Any], list[Body]], Awaitable[None]],
    settings_after: str = "",
) -> None:
    """A workspace whose PPO note a model drafted; its card waits, and the server answers as told from then on."""
    answers: list[Behaviour] = [good]

    def serve(body: Body, number: int) -> Sent:
        return answers[0](body, number)

    with serving(serve) as server:
        (folder / "vault").mkdir(parents=True)
        (folder / "vault" / "PPO.md").write_text(PPO, encoding="utf-8")
        llm = f'[llm]\nbase_url = "{server.url}"\nmodel = "m"\n'
        (folder / "studykit.toml").write_text(f'[drafting]\naccept = "none"\n{llm}', encoding="utf-8")
        build(open_workspace(folder), Request(drafter="model"), silent)
        assert [one.draft.by for one in waiting(folder)] == ["model:m"]
        answers[0] = behave
        if settings_after:
            (folder / "studykit.toml").write_text(settings_after, encoding="utf-8")

        async def inner(app: StudyApp, pilot: Pilot[Any]) -> None:
            await steps(app, pilot, server.bodies)

        look(folder, inner)


SHORTER = card(front="What does PPO use?", answer="a learned value model", quote=PPO.splitlines()[2])


def test_the_model_drafts_again_while_the_screen_goes_on_and_the_old_one_comes_back(tmp_path: Path) -> None:
    def behave(body: Body, number: int) -> Sent:
        return Sent(200, completion(answer([SHORTER])).body, delay=0.4)

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        (before,) = waiting(tmp_path)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"shorter", "enter")
        assert "1 being redone" in text_of(app)
        await pilot.press("n")
        assert "asked already" in text_of(app)
        await until(pilot, lambda: "Redone." in text_of(app))
        assert "shorter" in json.dumps(bodies[-1])
        assert [one.draft.content.front for one in waiting(tmp_path)] == ["What does PPO use?"]
        assert shown(app).draft.content.front == "What does PPO use?"
        await pilot.press("a", "u")
        assert [one.draft.content.front for one in waiting(tmp_path)] == ["What does PPO use?"]
        await pilot.press("u")
        assert waiting(tmp_path) == [before] == [shown(app)]

    modelled(tmp_path, behave, steps)


def test_what_cannot_be_redone_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    invented = card(front="What does PPO use to do its work?", answer="nothing", quote="This stands in no note at all.")

    def behave(body: Body, number: int) -> Sent:
        return completion(answer([invented]))

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        before = waiting(tmp_path)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("x", "enter")
        await until(pilot, lambda: "the old one stays" in text_of(app))
        assert waiting(tmp_path) == before
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("enter")  # nothing was said: nothing is asked
        count = len(bodies)
        await pilot.pause(0.1)
        assert len(bodies) == count
        assert not app.screen.query(Prompt)

    modelled(tmp_path, behave, steps)


def test_a_draft_decided_while_the_model_thinks_stays_decided(tmp_path: Path) -> None:
    def behave(body: Body, number: int) -> Sent:
        return Sent(200, completion(answer([SHORTER])).body, delay=0.3)

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("x", "enter", "a")
        assert waiting(tmp_path) == []
        await until(pilot, lambda: not screen_of(app).asked)
        assert waiting(tmp_path) == []

    modelled(tmp_path, behave, steps)


def test_without_a_model_it_says_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def rules(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        assert "Drafted by a rule" in text_of(app)

    look(built(tmp_path / "rules"), rules)

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        await pilot.press("n")
        await pilot.pause()
        assert "OPENAI_API_KEY" in text_of(app)
        assert not app.screen.query(Prompt)

    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    modelled(tmp_path / "model", good, steps, settings_after='[drafting]\naccept = "none"\n')
