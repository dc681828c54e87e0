"""Before a quiz and after it: what is chosen and remembered, what was missed and given back."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.flows.learning.study import open_study
from studykit.flows.quiz import sitting as flow
from studykit.flows.quiz.material import Wanted
from studykit.flows.workspace import open_workspace
from studykit.model.review import FaceKey
from studykit.quiz.question import (
    Question,
    QuestionKind,
)
from studykit.tui.app import StudyApp
from studykit.tui.screens.quiz import QuizScreen
from studykit.tui.screens.quiz_paragraph import ParagraphScreen
from studykit.tui.screens.quiz_report import QuizReportScreen
from studykit.tui.screens.quiz_start import QuizStartScreen
from studykit.tui.widgets.quiz_choices import Choices, remember, remembered
from studykit.tui.words import Words
from tests.tui.quiz_world import asked, question
from tests.tui.world import BASIC, drive, no_editor, on, opened, reviews_of, text_of, workspace


def test_the_report_opens_the_paragraph_and_gives_back_on_consent_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:
        card, face = app.study.store.execute("SELECT card, face FROM faces").fetchone()
        given = question("one")
        given = replace(given, origin=replace(given.origin, faces=(FaceKey(card, face),)))
        monkeypatch.setattr(flow, "questions_of", lambda study, wanted: (given, question("true")))

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("f", "a", "enter", "s", "s")
            await pilot.pause()
            report = app.screen
            assert "⚑ flagged" in text_of(app)
            assert isinstance(report, QuizReportScreen)
            assert "0 of 1 right" in text_of(app)
            assert report.open_misses == 1
            before = reviews_of(app.study)
            await pilot.press("r", "j", "r", "q")  # consent that another key takes back
            assert isinstance(app.screen, QuizReportScreen)
            assert reviews_of(app.study) == before
            await pilot.press("r", "r")
            assert reviews_of(app.study) == before + 1
            assert "back in the schedule" in text_of(app)
            assert report.open_misses == 0
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, ParagraphScreen)
            assert "前文。" in text_of(app)
            await pilot.press("q")
            await pilot.pause()
            assert isinstance(app.screen, QuizReportScreen)

        drive(app, steps)


def test_the_start_remembers_its_choices_and_enter_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[Wanted] = []

    def questions(study: object, asked_for: Wanted) -> tuple[Question, ...]:
        wanted.append(asked_for)
        return (question("one"),)

    workspace(tmp_path, [BASIC])
    monkeypatch.setattr(flow, "questions_of", questions)
    with open_study(open_workspace(tmp_path)) as study:
        app = StudyApp(study, Words("en"), no_editor)
        app.get_default_screen = lambda: QuizStartScreen(study)  # type: ignore[method-assign]

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("down", "right", "down", "right", "down", "right", "down", "down", "right", "８", "enter")
            await pilot.pause()
            assert isinstance(app.screen, QuizScreen)

        drive(app, steps)
        assert wanted[0].count == 15
        assert wanted[0].weak
        assert wanted[0].minutes == 30
        assert not wanted[0].reviews
        assert QuestionKind.FREE not in wanted[0].kinds
        assert len(wanted[0].kinds) == 7
        assert remembered(study.store).count == 15


def test_choices_that_cannot_be_read_are_the_defaults(tmp_path: Path) -> None:
    with open_study(open_workspace(workspace(tmp_path, [BASIC]))) as study:
        remember(study.store, Choices(kinds=("choice",), cards="nothing"))
        assert remembered(study.store) == Choices()
        only = Choices(kinds=("choice",))
        remember(study.store, only)
        assert remembered(study.store) == only
        assert only.toggled(0) == only


def test_the_deck_tree_opens_a_quiz_of_the_chosen_deck_and_one_can_come_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace(tmp_path, [BASIC])
    monkeypatch.setattr(flow, "questions_of", lambda study, wanted: (question("one"),))
    with opened(tmp_path, deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "w quiz" in text_of(app)
            await pilot.press("w")
            await pilot.pause()
            assert on(app, QuizStartScreen)
            assert "Of           Deck" in text_of(app)
            await pilot.press("enter", "b", "enter", "enter")
            await pilot.pause()
            assert on(app, QuizReportScreen)
            assert "Nothing was missed" in text_of(app)
            await pilot.press("q")
            await pilot.pause()
            assert on(app, QuizStartScreen)
            await pilot.press("q")
            await pilot.pause()
            assert "w quiz" in text_of(app)

        drive(app, steps)
