"""What a person marks on a card stays to be seen, and what was marked elsewhere is heeded by a review that goes on."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.scheduling.progress import Finished
from studykit.tui.app import StudyApp
from studykit.tui.screens.review import ReviewScreen
from tests.tui.world import BASIC, CHOICE, TYPED, drive, opened, reviews_of, text_of, workspace

NO_STEPS = "[review]\nlearning_steps = []\n"


def review_of(app: StudyApp) -> ReviewScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, ReviewScreen))


@pytest.mark.parametrize("size", [(80, 24), (60, 16)])
def test_the_word_of_a_flag_stands_on_the_card_and_can_be_changed_and_taken_away(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("f")
            await pilot.pause()
            await pilot.press(*"look", "enter")
            await pilot.pause()
            assert "⚑ look" not in text_of(app)  # a word may tell the answer
            assert (size == (80, 24)) == ("Deck  ⚑" in text_of(app))
            await pilot.press("space")
            assert "⚑ look" in text_of(app)
            before = text_of(app)
            await pilot.press("f")
            await pilot.pause()
            assert app.screen.query_one(Input).value == "look"
            await pilot.press(*" up", "enter")
            await pilot.pause()
            assert "⚑ look up" in text_of(app)
            assert text_of(app).splitlines()[:6] == before.splitlines()[:6]
            await pilot.press("f")
            await pilot.pause()
            await pilot.press("ctrl+u", "enter")
            await pilot.pause()
            assert "⚑" not in text_of(app)

        drive(app, steps, size=size)


def test_a_card_that_was_suspended_in_the_browser_is_asked_no_more(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space", "/")
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.press("enter", "s", "q")
            await pilot.pause()
            assert "哪个算法" in text_of(app)
            assert "Suspended." in text_of(app)
            assert not review_of(app).answered
            assert reviews_of(app.study) == 0

        drive(app, steps)


def test_nor_is_one_that_would_have_come_later(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("/")
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.press("enter", "down", "s", "q")
            await pilot.pause()
            assert "为什么要减基线" in text_of(app)
            await pilot.press("space", "3")
            await pilot.pause()
            assert isinstance(review_of(app).sitting.session.position, Finished)

        drive(app, steps)


def test_while_a_line_is_typed_the_row_names_its_keys(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [TYPED], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            assert "Enter check   Esc other keys" in text_of(app)
            assert "after Esc: u undo" in text_of(app)
            await pilot.press("escape")
            assert "Space show answer" in text_of(app)
            await pilot.press("space", "f")
            await pilot.pause()
            assert "Enter keep   Esc cancel" in text_of(app)
            assert "1 Again" not in text_of(app)
            await pilot.press("escape")
            assert "1 Again" in text_of(app)

        drive(app, steps)
