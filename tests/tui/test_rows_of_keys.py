"""The rows around a screen: as many keys as fit, the way out always among them, and nothing cut without a sign."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from studykit.config import BrowseKeys, parse
from studykit.messages import LANGUAGES, Language
from studykit.text.width import width
from studykit.tui.screens.browse import BrowseScreen
from studykit.tui.widgets.key_row import Key, key_row
from studykit.tui.widgets.row import Row
from tests.tui.world import BASIC, CHOICE, drive, on, opened, text_of, workspace

KEYS = st.builds(
    Key, st.sampled_from(["", "u", "空格", "^f"]), st.text("暂停ab ", min_size=1, max_size=12),
    st.sampled_from(["undo", "edit", "help", "back"]),
)  # fmt: skip


@given(wanted=st.lists(KEYS, max_size=9, unique_by=lambda one: one.action), room=st.integers(0, 90))
def test_the_keys_that_fit_stand_in_their_order_with_the_way_out(wanted: list[Key], room: int) -> None:
    parts = key_row(wanted, room)
    shown = [part.action for part in parts if part.style == "key"]
    named = [one for one in wanted if one.key]
    assert shown == [one.action for one in named if one.action in shown]
    assert {one.action for one in named if one.action in ("help", "back")} <= set(shown)
    if len(shown) > sum(one.action in ("help", "back") for one in named):
        assert sum(width(part.text) for part in parts) <= room


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (60, 16), (40, 12)])
def test_no_row_of_any_screen_is_cut_without_a_sign(tmp_path: Path, size: tuple[int, int], language: Language) -> None:
    with opened(workspace(tmp_path, [BASIC, CHOICE]), deck=None, language=language) as app:

        def whole() -> None:
            for row in app.screen.query(Row):
                if row.display:
                    said = "".join(part.text for part in row.placed())
                    assert width(said.rstrip()) <= row.room.text, (type(app.screen).__name__, said)

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            whole()
            for key in ["/", "enter", "m", "escape", "q", "t", "q", ":", "escape", "?", "q", "w", "q", "enter", "f",
                        "escape", "space", "x", "q", "v", "q"]:  # fmt: skip
                await pilot.press(key)
                await pilot.pause()
                await app.workers.wait_for_complete()
                whole()

        drive(app, steps, size=size)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("columns", "spans"), [(80, True), (56, True), (38, False)])
def test_all_four_answers_are_named_in_a_narrow_window(
    tmp_path: Path, columns: int, spans: bool, language: Language
) -> None:
    with opened(workspace(tmp_path, [BASIC]), language=language) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space")
            await pilot.pause()
            shown = text_of(app)
            names = ("Again", "Hard", "Good", "Easy") if language == "en" else ("重来", "困难", "良好", "简单")
            assert all(f"{number} {name}" in shown for number, name in enumerate(names, 1)), shown
            assert ("10m" in shown or "10分" in shown) is spans

        drive(app, steps, size=(columns, 16))


def test_the_browsers_keys_are_heard_full_width_and_can_be_other_ones(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC, CHOICE], '[browse_keys]\nsort = "z"\n')
    with opened(folder, deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("/")
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.press("enter")
            assert on(app, BrowseScreen)
            assert "z sorted by deck" in text_of(app)
            await pilot.press("ａ")
            assert "2 marked" in text_of(app)
            await pilot.press("ｚ")
            assert "z sorted by due" in text_of(app)

        drive(app, steps)


def test_the_usual_keys_of_the_browser_do_not_contradict_each_other() -> None:
    assert parse("[browse_keys]\n").browse_keys == BrowseKeys()
