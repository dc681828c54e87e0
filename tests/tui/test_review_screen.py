"""The review as a person drives it: keys, state, what is written and what is not."""

import time
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.errors import StoreError
from studykit.flows.review import sitting as flow
from studykit.scheduling.progress import Finished, Waiting
from studykit.tui.app import StudyApp
from studykit.tui.screens.help import HelpScreen
from studykit.tui.screens.review import ReviewScreen
from studykit.tui.screens.summary import SummaryScreen
from tests.tui.world import BASIC, CHOICE, CLOZE, TYPED, drive, opened, reviews_of, text_of, workspace, write_deck

NO_STEPS = "[review]\nlearning_steps = []\n"


def screen_of(app: StudyApp) -> ReviewScreen:
    assert isinstance(app.screen, ReviewScreen)
    return app.screen


def test_space_shows_then_says_good_and_digits_do_nothing_before(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC, CLOZE], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "为什么要减基线？" in text_of(app)
            for key in "1234":
                await pilot.press(key)
            assert not screen_of(app).answered
            assert reviews_of(app.study) == 0
            await pilot.press("space")
            assert "只降低方差" in text_of(app)
            assert "1 Again <1m" in text_of(app) or "1 Again" in text_of(app)
            await pilot.press("space")
            assert reviews_of(app.study) == 1
            assert "组内标准化" not in text_of(app)
            assert "怎样" in text_of(app)

        drive(app, steps)


def test_undo_goes_back_many_times_and_from_the_summary(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            for key in ("space", "4", "space", "3"):
                await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, SummaryScreen)
            assert reviews_of(app.study) == 2
            assert "2 answers" in text_of(app)
            await pilot.press("u")
            await pilot.pause()
            assert screen_of(app).shown is not None
            await pilot.press("u")
            assert "为什么要减基线？" in text_of(app)
            assert not screen_of(app).answers
            await pilot.press("u")
            assert "nothing to take back" in text_of(app)

        drive(app, steps)


def test_suspend_bury_and_delete_go_on_and_come_back(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC, CHOICE, TYPED], NO_STEPS)
    deck = folder / "decks" / "Deck.md"
    before = deck.read_text(encoding="utf-8")
    with opened(folder) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("s")
            assert "哪个算法" in text_of(app)
            assert "Suspended" in text_of(app)
            await pilot.press("x")
            assert deck.read_text(encoding="utf-8") == before
            assert "for good" in text_of(app)
            await pilot.press("escape")
            assert deck.read_text(encoding="utf-8") == before
            await pilot.press("x", "x")
            assert "哪个算法" not in deck.read_text(encoding="utf-8")
            await pilot.pause()
            await pilot.press("escape", "u")
            assert deck.read_text(encoding="utf-8") == before
            assert "哪个算法" in text_of(app)
            await pilot.press("b")
            await pilot.pause()
            await pilot.press("escape", "u", "u")
            assert "为什么要减基线" in text_of(app)

        drive(app, steps)


def test_a_typed_answer_is_compared(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [TYPED], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            assert isinstance(app.focused, Input)
            await pilot.press(*"1u?", "enter")
            await pilot.pause()
            assert "✗ 1u?" in text_of(app)
            assert "✓ Proximal Policy Optimization" in text_of(app)
            await pilot.press("3")
            assert reviews_of(app.study) == 1

        drive(app, steps)


def test_a_flag_takes_a_word(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("f")
            await pilot.pause()
            await pilot.press(*"check", "enter")
            await pilot.pause()
            flags = app.study.store.execute("SELECT flag FROM faces").fetchall()
            assert flags == [("check",)]
            assert "Flagged" in text_of(app)

        drive(app, steps)


def test_the_editor_opens_at_the_cards_line_and_the_card_comes_back_changed(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)
    places: list[tuple[str, int]] = []

    def edit(path: str, line: int) -> None:
        places.append((path, line))
        text = Path(path).read_text(encoding="utf-8")
        assert text.splitlines()[line - 1].startswith("Q: 为什么")
        Path(path).write_text(text.replace("为什么要减", "为何要减"), encoding="utf-8")

    with opened(folder, edit=edit) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            app.edit_at = lambda path, line: edit(str(path), line)  # type: ignore[method-assign]  # no terminal to lend
            await pilot.press("space", "e")
            await pilot.pause()
            assert "为何要减基线" in text_of(app)
            assert places

        drive(app, steps)


def test_a_write_that_fails_is_told_and_leaves_the_session_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as app:
        write = flow.persist

        def full(*_: object) -> None:
            raise StoreError("store-damaged", path="study.db", detail="disk full", backups="-")

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space")
            monkeypatch.setattr(flow, "persist", full)
            await pilot.press("3")
            assert "为什么要减基线" in text_of(app)
            assert "disk full" in text_of(app)
            assert reviews_of(app.study) == 0
            monkeypatch.setattr(flow, "persist", write)
            await pilot.press("3")
            assert reviews_of(app.study) == 1
            await pilot.press("q")
            await pilot.pause()
            await pilot.press("q")

        assert drive(app, steps) == 1
        assert app.failure is not None
        assert app.answers == 1


def test_waiting_for_a_learning_card_ends_by_itself(tmp_path: Path) -> None:
    far = (time.localtime().tm_hour + 12) % 24  # a step that ends on the next day is waited for no more
    settings = f'[review]\nlearning_steps = ["30m"]\nday_starts = {far}\n'
    with opened(workspace(tmp_path, [BASIC], settings)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space", "1")
            await pilot.pause()
            session = screen_of(app).sitting.session
            assert isinstance(session.position, Waiting)
            assert "comes by itself" in text_of(app)
            until = session.position.until_ms
            app.study.clock.now_ms = lambda: until + 1  # type: ignore[method-assign]  # time goes by
            await pilot.pause(1.2)
            assert "为什么要减基线" in text_of(app)
            assert screen_of(app).shown is not None

        drive(app, steps)


def test_a_card_that_vanished_is_told_and_passed_over(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)
    with opened(folder) as app:
        write_deck(folder, "Deck", [CHOICE])

        async def steps(pilot: Pilot[Any]) -> None:
            assert "哪个算法" in text_of(app)
            assert "no longer in its deck file" in text_of(app)

        drive(app, steps)


def test_a_new_study_day_brings_its_own_cards(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space")
            sitting = screen_of(app).sitting
            later = sitting.session.end_ms + 1000
            app.study.clock.now_ms = lambda: later  # type: ignore[method-assign]  # the night goes by
            await pilot.press("3")
            assert screen_of(app).sitting is not sitting
            assert "new study day" in text_of(app)

        drive(app, steps)


def test_source_and_quote_are_shown_after_the_answer_only(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("v")
            assert "First look at the answer" in text_of(app)
            assert "策略梯度 › 基线" not in text_of(app)
            await pilot.press("space")
            assert "策略梯度 › 基线" in text_of(app)
            await pilot.press("v")
            assert "前文。" in text_of(app)
            assert "策略梯度.md:5" in text_of(app)
            await pilot.press("v")
            assert "前文。" not in text_of(app)
            await pilot.press("m")
            assert "**基线**" in text_of(app)
            await pilot.press("q")
            assert "**基线**" not in text_of(app)

        drive(app, steps)


def test_help_lists_the_keys_and_comes_back(tmp_path: Path) -> None:
    with opened(workspace(tmp_path), language="zh") as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("question_mark")
            await pilot.pause()
            assert isinstance(app.screen, HelpScreen)
            assert "空格 回车" in text_of(app)
            await pilot.press("question_mark")
            await pilot.pause()
            assert screen_of(app).shown is not None

        drive(app, steps)


def test_the_buttons_can_be_clicked_and_the_wheel_scrolls(tmp_path: Path) -> None:
    long = "Q: 长\nA: " + "\n\n".join(f"第 {number} 段" for number in range(60)) + "\n"
    with opened(workspace(tmp_path, [long], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.click("#buttons", offset=(4, 0))
            await pilot.pause()
            assert screen_of(app).answered
            await pilot.press("pagedown")
            assert screen_of(app).scroller.top > 0
            await pilot.press("home", "j", "down", "k")
            assert screen_of(app).scroller.top == 1
            await pilot.click("#buttons", offset=(4, 0))
            await pilot.pause()
            assert reviews_of(app.study) == 1

        drive(app, steps)


def test_where_nothing_is_left_the_summary_says_when_there_will_be(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC], NO_STEPS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            review = screen_of(app)
            await pilot.press("space", "3")
            await pilot.pause()
            assert isinstance(review.sitting.session.position, Finished)
            assert "Next: 1 due on" in text_of(app)
            await pilot.press("q")

        assert drive(app, steps) == 0
