"""A quiz as it goes on: exams and their time, leaving and coming back, what is on the disk."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.errors import StoreError
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.quiz.judging import Given
from studykit.store import quizzes
from studykit.tui.app import StudyApp
from studykit.tui.screens.quiz_report import QuizReportScreen
from studykit.tui.screens.quiz_start import QuizStartScreen
from studykit.tui.words import Words
from tests.tui.quiz_world import asked, kept_answers, screen_of
from tests.tui.world import drive, no_editor, text_of


def test_an_exam_tells_nothing_is_gone_through_and_handed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true", "free"], monkeypatch, minutes=20) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "20 min left" in text_of(app)
            await pilot.press("h")
            assert "no hints" in text_of(app)
            await pilot.press("a", "enter")
            await pilot.pause()
            assert "Asked: true?" in text_of(app)
            assert "Right is" not in text_of(app)
            await pilot.press("p")
            assert "(•) A. GRPO" in text_of(app)
            await pilot.press("b", "n")  # without Enter: what stands is the answer
            assert kept_answers(app)[-1] == Given(picked=(1,))
            await pilot.press("a", "enter")
            await pilot.pause()
            await pilot.press(*"variance", "enter")
            await pilot.pause()
            assert "Hand in? 0 open" in text_of(app)
            await pilot.press("s")
            await pilot.pause()
            assert "Your points" in text_of(app)
            await pilot.press("4")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert (app.screen.report.total.right, app.screen.report.total.asked) == (3, 3)

        drive(app, steps)


def test_when_the_time_is_over_the_exam_hands_itself_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch, minutes=1) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            screen = screen_of(app)
            await pilot.press("b")
            screen.sitting.session.started_ms -= 59_000
            screen.tick()
            assert "0:0" in text_of(app) or "0:01" in text_of(app)
            screen.sitting.session.started_ms -= 300
            screen.keep()
            assert kept_answers(app) == [Given(picked=(1,))]
            screen.sitting.session.started_ms -= 60_000
            await pilot.press("a", "enter")  # too late, and no reason to break
            assert len(kept_answers(app)) == 1
            screen.tick()
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)
            assert "The time was over" in text_of(app)
            assert app.screen.report.total.right == 1

        drive(app, steps)


def test_quitting_keeps_the_quiz_and_it_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:

        async def leave(pilot: Pilot[Any]) -> None:
            await pilot.press("b", "enter", "q")

        assert drive(app, leave) == 0
    with open_study(open_workspace(tmp_path)) as study:
        again = StudyApp(study, Words("zh"), no_editor)
        again.get_default_screen = lambda: QuizStartScreen(study)  # type: ignore[method-assign]

        async def back(pilot: Pilot[Any]) -> None:
            assert "按 r 继续" in text_of(again)
            await pilot.press("ｒ")
            await pilot.pause()
            assert "Asked: true?" in text_of(again)
            assert "2/2" in text_of(again)

        drive(again, back)


def test_what_cannot_be_written_is_said_and_the_question_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            def full(*_: object, **__: object) -> bool:
                raise StoreError("store-full", path="x")

            with monkeypatch.context() as broken:
                broken.setattr(quizzes, "add_decision", full)
                await pilot.press("b", "enter")
                assert app.failure is not None
                assert not screen_of(app).told
            await pilot.press("enter")
            assert screen_of(app).told

        drive(app, steps)
