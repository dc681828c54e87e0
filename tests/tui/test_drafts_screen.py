"""Drafts as a person goes through them: what each key does, what is found, what is taken back, what is on the disk."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input

from studykit.files import lock
from studykit.flows.build import Request, build
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.drafts import decide
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.tui.app import StudyApp
from studykit.tui.screens.drafts_narrowing import NarrowingScreen
from tests.tui.drafts_world import built, look, reasons, screen_of, shown, suggested, waiting
from tests.tui.world import text_of


def test_accepting_goes_on_with_the_next_and_is_on_the_disk(tmp_path: Path) -> None:
    folder = built(tmp_path)
    first, second, third = waiting(folder)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert "3 wait" in text_of(app)
        assert shown(app) == first
        await pilot.press("a")
        assert waiting(folder) == [second, third]
        assert shown(app) == second
        assert "2 wait  ✓ 1 done" in text_of(app)
        await pilot.press("ａ")  # an input method is on
        assert waiting(folder) == [third]
        await pilot.press("A")
        assert waiting(folder) == [third]
        assert "Accept 1 draft?" in text_of(app)
        await pilot.press("A")
        assert waiting(folder) == []
        assert "All decided: 3" in text_of(app)

    look(folder, steps)


def test_a_rejection_has_a_reason_or_none_and_escape_keeps_the_draft(tmp_path: Path) -> None:
    folder = built(tmp_path)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("escape")
        assert len(waiting(folder)) == 3
        await pilot.press("r", "t", "o", "o", "space", "a", "enter")
        assert reasons(folder) == ["rejected: too a"]
        await pilot.press("r")
        await pilot.pause()
        await pilot.press("up", "enter")  # the last reason again
        await pilot.press("r", "enter")
        assert reasons(folder) == ["rejected: too a", "rejected: too a", "rejected"]
        assert waiting(folder) == []

    look(folder, steps)
    build(open_workspace(folder), Request(full=True), silent)
    assert waiting(folder) == []


def test_undo_goes_back_step_by_step_and_asks_before_older_ones(tmp_path: Path) -> None:
    folder = built(tmp_path)
    everything = waiting(folder)
    decide.accept(open_workspace(folder), [everything[2].digest])

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("a", "r", "enter")
        assert waiting(folder) == []
        await pilot.press("u")
        assert waiting(folder) == [everything[1]] == [shown(app)]
        assert "Waits again, was rejected" in text_of(app)
        await pilot.press("u")
        assert waiting(folder) == everything[:2]
        assert shown(app) == everything[0]
        assert "done" not in text_of(app)
        await pilot.press("u")
        assert waiting(folder) == everything[:2]
        assert "again takes back one of" in text_of(app)
        await pilot.press("down", "u")
        assert waiting(folder) == everything[:2]  # another key in between: asked anew
        await pilot.press("u")
        assert waiting(folder) == everything
        await pilot.press("u")
        assert "no decision" in text_of(app)

    look(folder, steps)


def test_all_that_the_filter_shows_and_nothing_else(tmp_path: Path) -> None:
    folder = built(tmp_path)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("/")
        await pilot.pause()
        await pilot.press(*"折扣", "enter")
        await pilot.pause()
        assert "2 of 3 wait" in text_of(app)
        await pilot.press("A", "down", "A")
        assert len(waiting(folder)) == 3  # asked twice, said once
        await pilot.press("escape")
        assert len(waiting(folder)) == 3
        assert "2 of 3 wait" in text_of(app)
        await pilot.press("R")
        await pilot.pause()
        assert "Reject 2 for good" in text_of(app)
        await pilot.press("x", "enter")
        assert len(waiting(folder)) == 1
        assert "No draft is like that" in text_of(app)
        await pilot.press("escape")
        assert len(screen_of(app).found) == 1
        await pilot.press("u")
        assert len(waiting(folder)) == 3

    look(folder, steps)


def test_narrowing_offers_what_there_is(tmp_path: Path) -> None:
    folder = suggested(tmp_path)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("i")
        await pilot.pause()
        assert isinstance(app.screen, NarrowingScreen)
        assert "is:suggestion (1)" in text_of(app)
        await pilot.press(*"rule:te", "enter")
        await pilot.pause()
        assert screen_of(app).query_one(Input).value == "rule:term"
        assert {row.held.draft.by for row in screen_of(app).found} == {"rules:term"}
        await pilot.press("i")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert len(screen_of(app).found) == 4

    look(folder, steps)


def test_a_wrong_query_is_told_and_a_query_can_be_given_at_the_start(tmp_path: Path) -> None:
    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert len(screen_of(app).found) == 1
        await pilot.press("/")
        await pilot.pause()
        await pilot.press(*" is:later")
        assert "is none of: pending, suggestion" in text_of(app)
        await pilot.press("escape", "escape")
        assert len(screen_of(app).found) == 3

    look(built(tmp_path), steps, query="递推")


def test_a_suggestion_is_shown_as_old_and_new_and_all_leaves_it_out(tmp_path: Path) -> None:
    folder = suggested(tmp_path)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert len(screen_of(app).found) == 4
        await pilot.press("A")
        assert "Accept 3, suggestions not among them (1)" in text_of(app)
        await pilot.press("A")
        assert [one.waiting.state for one in waiting(folder)] == ["suggestion"]
        said = text_of(app)
        assert "- yours 只降低方差。" in said
        assert "+ new   减去只与状态有关的基线不影响期望，只降低方差。" in said
        await pilot.press("A")
        assert "is:suggestion" in text_of(app)
        await pilot.press("/")
        await pilot.pause()
        await pilot.press(*"is:s", "enter", "A", "A")
        assert waiting(folder) == []

    look(folder, steps)
    build(open_workspace(folder), Request(), silent)
    backs = [card.content.back for _, _, card in read_catalogue(open_workspace(folder)).cards()]
    assert "减去只与状态有关的基线不影响期望，只降低方差。" in backs


def _writes(app: StudyApp, change: Callable[[str], str]) -> list[str]:
    """Let the person's editor do this; what it was given."""
    given: list[str] = []

    def at(path: Path, line: int) -> None:
        text = path.read_text(encoding="utf-8")
        given.append(text)
        path.write_text(change(text), encoding="utf-8")

    app.edit_at = at  # type: ignore[method-assign]  # no terminal to lend
    return given


def test_what_the_editor_saves_is_accepted_and_nothing_that_was_written_is_lost(tmp_path: Path) -> None:
    folder = built(tmp_path)
    first = waiting(folder)[0]

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        given = _writes(app, lambda text: text)
        await pilot.press("e")
        assert "Nothing was changed" in text_of(app)
        _writes(app, lambda text: text.replace("A: ", "我的", 1))
        await pilot.press("e")
        assert "opens your text again" in text_of(app)
        assert len(waiting(folder)) == 3
        given = _writes(app, lambda text: text.replace("我的" if "我的" in text else "A: ", "A: 我的", 1))
        await pilot.press("e")
        assert "我的" in given[0]
        assert len(waiting(folder)) == 2
        with lock(folder / ".studykit" / "build.lock"):
            await pilot.press("e")
        assert len(waiting(folder)) == 2
        given = _writes(app, lambda text: text)
        await pilot.press("e")
        assert "A: 我的" in given[0]  # a build was at work: what was written was kept
        assert len(waiting(folder)) == 1

    look(folder, steps)
    build(open_workspace(folder), Request(), silent)
    cards = {card.content.front: card for _, _, card in read_catalogue(open_workspace(folder)).cards()}
    assert cards[first.draft.content.front].content.back == f"我的{first.draft.content.back}"
    assert cards[first.draft.content.front].edited
