"""Every kind of question as a person answers it: what is told, what is marked, what was right after all."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.quiz.judging import Given
from studykit.tui.screens.quiz_report import QuizReportScreen
from studykit.tui.widgets.quiz_attempt import Attempt
from tests.tui.quiz_world import RIGHT, WRONG, asked, kept_answers, question, screen_of
from tests.tui.world import drive, text_of


@pytest.mark.parametrize("name", list(RIGHT))
def test_every_kind_is_answered_rightly_with_its_keys(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, [name], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert f"Asked: {name}?" in text_of(app)
            assert "Detail" not in text_of(app)
            await pilot.press(*RIGHT[name], "enter")
            await pilot.pause()
            assert screen_of(app).told
            verdict = screen_of(app).verdict
            assert verdict is not None
            assert verdict.right is True
            assert len(kept_answers(app)) == 1
            await app.workers.wait_for_complete()
            await pilot.pause()
            shown = text_of(app)
            assert "✓ right" in shown
            assert f"Detail {name}" in shown
            assert "前文。减去只与状态有关的基线" in shown
            assert "策略梯度.md › 基线" in shown

        drive(app, steps, size=(80, 30))


@pytest.mark.parametrize("name", list(RIGHT))
def test_a_wrong_answer_is_told_with_the_right_one_and_comes_again(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, [name], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press(*WRONG[name], "enter")
            await pilot.pause()
            assert "✗" in text_of(app)
            assert "Right is:" in text_of(app)
            assert len(screen_of(app).sitting.session.entries) == 2
            await pilot.press("enter")
            await pilot.pause()
            assert "once more" in text_of(app)
            attempt = screen_of(app).attempt
            assert attempt is not None
            assert attempt.empty

        drive(app, steps, size=(80, 30))


def test_free_text_is_marked_by_the_person_and_not_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["free"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press(*"less", "space", *"variance", "enter")
            await pilot.pause()
            shown = text_of(app)
            assert "lowers the variance" in shown
            assert "✓ in your answer: variance" in shown
            assert "not in it: baseline" in shown
            await pilot.press("enter")
            assert "0 to 5" in text_of(app)
            assert screen_of(app).to_mark
            await pilot.press("３")  # full-width, as an input method sends it
            assert not screen_of(app).to_mark
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert app.screen.report.total.right == 1

        drive(app, steps)


def test_override_changes_the_verdict_and_remembers_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["written"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press(*"mine", "enter")
            await pilot.pause()
            await pilot.press("ｏ")
            await pilot.pause()
            verdict = screen_of(app).verdict
            assert verdict is not None
            assert verdict.right is True
            assert "right from now on" in text_of(app)
            assert len(screen_of(app).sitting.session.entries) == 1
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert app.screen.report.overridden == 1

        drive(app, steps)


def test_nothing_is_answered_only_when_asked_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["matching"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("enter")
            assert "I do not know" in text_of(app)
            await pilot.press("b", "enter")
            assert "2 still open" in text_of(app)
            assert kept_answers(app) == []
            await pilot.press("enter")
            assert kept_answers(app) == [Given(picked=(1, -1, -1))]
            assert "partly right: 33 %" in text_of(app)

        drive(app, steps)


def test_hints_come_one_by_one_until_there_are_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("h")
            assert "It is not:" in text_of(app)
            await pilot.press("h")
            assert "It stands under: 基线" in text_of(app)
            await pilot.press("h", "h", "h")
            assert "No more hints" in text_of(app)
            await pilot.press("b", "enter", "h")
            assert "answered already" in text_of(app)

        drive(app, steps)


def test_an_attempt_keeps_to_what_there_is() -> None:
    several = Attempt(question("several"))
    assert not several.letter(3)
    several.letter(2)
    several.letter(0)
    assert several.given() == Given(picked=(0, 2))
    several.letter(2)
    assert several.given() == Given(picked=(0,))
    one = Attempt(question("one"))
    one.move(1)
    assert one.given() == Given(picked=(0,))
    one.move(5)
    assert one.given() == Given(picked=(2,))
    pairs = Attempt(question("matching"))
    for gloss in (0, 1, 0):
        pairs.letter(gloss)
    assert pairs.picked == [-1, 1, 0]
    assert pairs.cursor == 0
    true = Attempt(question("true"), Given(picked=(1,)))
    assert true.picked == [0]
    assert true.given() == Given(picked=(1,))
