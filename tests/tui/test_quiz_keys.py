"""The keys of a quiz: letters that are text, letters that mean nothing, keys that a person set."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.config import QuizKeys, parse
from studykit.errors import ConfigurationError
from studykit.quiz.judging import Given
from studykit.tui.screens.quiz import QuizScreen
from tests.tui.quiz_world import asked, kept_answers, screen_of
from tests.tui.world import BASIC, drive, on, text_of, workspace


def test_letters_typed_into_an_answer_are_text_and_keys_again_behind_escape(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["written"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("h", "f", "s", "q")
            assert screen_of(app).writing.text == "hfsq"
            await pilot.press("escape", "h")
            await pilot.pause()
            assert len(screen_of(app).sitting.session.hints()) == 1
            assert "characters" in text_of(app)
            await pilot.press("z")  # whoever was typing goes on typing
            assert screen_of(app).writing.text == "hfsqz"
            await pilot.press("escape", "f")
            entry = screen_of(app).entry
            assert entry is not None
            assert entry.flagged
            assert "flagged" in text_of(app)

        drive(app, steps)


@pytest.mark.parametrize("letter", ["d", "t", "c", "/", "w"])
def test_a_letter_that_means_nothing_here_leads_nowhere(
    letter: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asked(tmp_path, ["true", "one"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            theme = app.theme
            await pilot.press(letter)
            await pilot.pause()
            assert isinstance(app.screen, QuizScreen)
            assert app.theme == theme
            await pilot.press("?")
            await pilot.pause()
            assert "one more hint" in text_of(app)
            await pilot.press("q")
            await pilot.pause()
            assert on(app, QuizScreen)

        drive(app, steps)


def test_keys_can_be_other_ones_and_the_rows_and_the_help_name_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = '[keys]\nflag = "l"\nfold = "tab"\n[quiz_keys]\nhint = "z"\nanswer = ["ctrl+e"]\nfinish = "y"\n'
    workspace(tmp_path, [BASIC], settings)
    with asked(tmp_path, ["one", "true"], monkeypatch) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "^e answer" in text_of(app)
            assert "z hint   l flag   y finish" in text_of(app)
            await pilot.press("h", "f")
            assert not screen_of(app).sitting.session.hints()
            await pilot.press("z", "l")
            entry = screen_of(app).entry
            assert entry is not None
            assert entry.flagged
            assert len(screen_of(app).sitting.session.hints()) == 1
            await pilot.press("?")
            await pilot.pause()
            for said in ("^e ", "z ", "y "):
                assert any(line.strip().startswith(said) for line in text_of(app).splitlines()), said
            await pilot.press("q", "b", "ctrl+e")
            assert kept_answers(app) == [Given(picked=(1,))]
            await pilot.press("y")
            assert "y again ends it" in text_of(app)

        drive(app, steps)


def test_the_usual_keys_of_a_quiz_do_not_contradict_each_other() -> None:
    assert parse("[quiz_keys]\n").quiz_keys == QuizKeys()
    with pytest.raises(ConfigurationError) as error:
        parse('[quiz_keys]\nhint = "o"')
    assert error.value.code == "config-key-twice"
    assert "quiz_keys.override" in str(error.value)
