"""A model beside the quiz on the screen: it marks while the person goes on, explains as it comes, blocks nothing."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.store.quizzes import read_quizzes
from studykit.tui.app import StudyApp
from tests.llm.loopback import Behaviour, Body, Sent, completion, serving
from tests.tui.quiz_world import QUOTE, asked, screen_of
from tests.tui.world import BASIC, drive, text_of, workspace

MARK = {"points": [{"number": 2, "met": True, "quote": "variance"}, {"number": 1, "met": False, "quote": ""}],
        "mark": 3, "reason": "The baseline\x1b[2J is not named. [bold]x[/bold]"}  # fmt: skip
TOLD = {"sentences": [{"text": "只降低方差。", "quote": QUOTE}, {"text": "It was found in 1987.", "quote": QUOTE}]}


def answers(mark: Any = MARK, told: Any = TOLD) -> Behaviour:
    def behave(body: Body, _number: int) -> Sent:
        if body.get("stream"):
            return Sent(400, json.dumps({"error": {"message": "no stream"}}))
        return completion(json.dumps(told if "sentences" in json.dumps(body) else mark))

    return behave


@contextmanager
def tutored(folder: Path, names: list[str], monkeypatch: pytest.MonkeyPatch, behave: Behaviour) -> Iterator[StudyApp]:
    """The quiz in a workspace whose settings name a model on this machine."""
    with serving(behave) as server:
        workspace(folder, [BASIC], f'[llm]\nbase_url = "{server.url}"\nmodel = "tiny"\ntimeout = 5\n')
        with asked(folder, names, monkeypatch) as app:
            yield app


async def until(pilot: Pilot[Any], seen: Callable[[], bool]) -> None:
    """Wait until something is so; what comes from a thread has no moment of its own."""
    for _ in range(500):
        await pilot.pause()
        if seen():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came")


async def answer(pilot: Pilot[Any]) -> None:
    await pilot.press(*"less", "space", *"variance", "enter")
    await pilot.pause()


def test_a_model_marks_and_enter_takes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tutored(tmp_path, ["free", "one"], monkeypatch, answers()) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await answer(pilot)
            await until(pilot, lambda: "tiny gives 3 of 4" in text_of(app))
            shown = text_of(app)
            assert "●●●○" in shown
            assert "[bold]x[/bold]" in shown, "what a model says is text"
            assert "take 3" in shown
            assert screen_of(app).to_mark, "it decides nothing"
            await pilot.press("enter")
            await pilot.pause()
            assert "Asked: one?" in text_of(app)
            rows = screen_of(app).sitting.marks
            assert rows.of(0).taken

        drive(app, steps, size=(80, 30))


def test_nobody_waits_for_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()

    def slow(body: Body, number: int) -> Sent:
        free.wait(10)
        return answers()(body, number)

    with tutored(tmp_path, ["free", "one"], monkeypatch, slow) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await answer(pilot)
            await until(pilot, lambda: "is marking" in text_of(app))
            assert "mark it yourself meanwhile" in text_of(app)
            await pilot.press("2")
            assert not screen_of(app).to_mark
            free.set()
            await until(pilot, lambda: "the model 3, you 2" in text_of(app))
            await pilot.press("enter")
            await pilot.pause()
            assert "Asked: one?" in text_of(app)
            verdict = screen_of(app).sitting.session.entries[0].verdict
            assert verdict is not None
            assert verdict.right is False, "the person's mark counts"

        drive(app, steps, size=(80, 30))


def test_who_leaves_does_not_wait_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()

    def stuck(body: Body, number: int) -> Sent:
        free.wait(20)
        return answers()(body, number)

    with tutored(tmp_path, ["free"], monkeypatch, stuck) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await answer(pilot)
            await until(pilot, lambda: "is marking" in text_of(app))
            await pilot.press("q")

        timer = threading.Timer(15, free.set)
        timer.start()
        drive(app, steps)
        assert not free.is_set(), "leaving waited for the server"
        assert read_quizzes(app.study.store, ended=False)
        free.set()
        timer.cancel()


def test_a_model_that_fails_leaves_it_to_the_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tutored(tmp_path, ["free"], monkeypatch, lambda _b, _n: completion(None, refusal="I cannot")) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await answer(pilot)
            await until(pilot, lambda: "the model declined (I cannot)" in text_of(app))
            await pilot.press("enter")
            assert screen_of(app).to_mark
            await pilot.press("5")
            assert screen_of(app).sitting.marks.of(0).easy
            assert not screen_of(app).to_mark

        drive(app, steps, size=(80, 30))


def test_an_explanation_comes_with_its_passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with tutored(tmp_path, ["one"], monkeypatch, answers()) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("b", "enter")
            await pilot.pause()
            assert "explain" in text_of(app)
            await pilot.press("h")
            await until(pilot, lambda: "left out" in text_of(app))
            shown = text_of(app)
            assert "tiny explains from the note" in shown
            assert "1987" not in shown
            assert "left out, as what it rests on is not in the note: 1" in shown
            assert shown.count("只降低方差。") >= 2
            await pilot.press("enter")

        drive(app, steps, size=(80, 40))
