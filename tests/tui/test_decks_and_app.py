"""The deck tree, the palette, themes and languages: what is the same around every review."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.tui.screens.decks import DeckScreen
from studykit.tui.screens.palette import PaletteScreen
from studykit.tui.screens.review import ReviewScreen
from studykit.tui.screens.summary import SummaryScreen
from studykit.tui.theme import DAY, NIGHT, style
from studykit.tui.widgets.chooser import Chooser
from tests.tui.world import BASIC, CHOICE, CLOZE, drive, on, opened, text_of, workspace, write_deck

SETTINGS = '[review]\nlearning_steps = []\n[review.decks."RL::Anki"]\nlearn = "anki"\n'


def tree(folder: Path) -> Path:
    """A MOC with two sections, one of them learned in Anki."""
    workspace(folder, [BASIC], SETTINGS)
    (folder / "decks" / "Deck.md").unlink()
    for name, texts in (("RL::GRPO", [BASIC, CLOZE]), ("RL::Anki", [CHOICE])):
        path = write_deck(folder, name.replace("::", "-"), texts)
        path.write_text(path.read_text(encoding="utf-8").replace(name.replace("::", "-"), name), encoding="utf-8")
    return folder


def test_the_tree_shows_who_learns_a_deck_and_enter_begins_it(tmp_path: Path) -> None:
    with opened(tree(tmp_path), deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            rows = text_of(app).splitlines()
            assert rows[0].split() == ["deck", "new", "learning", "due"]
            assert rows[1].split() == ["▾", "RL", "3", "0", "0"]
            assert rows[2].split() == ["GRPO", "3", "0", "0"]
            assert rows[3].split() == ["Anki", "0", "0", "0", "Anki"]
            await pilot.press("j", "j", "enter")
            assert "Anki schedules Anki. Space again practises it" in text_of(app)
            await pilot.press("k", "enter")
            await pilot.pause()
            assert on(app, ReviewScreen)
            await pilot.press("space", "4", "q")
            await pilot.pause()
            assert on(app, SummaryScreen)
            await pilot.press("q")
            await pilot.pause()
            assert on(app, DeckScreen)
            assert text_of(app).splitlines()[2].split() == ["GRPO", "2", "0", "0"]
            assert app.screen.query_one(Chooser).place == 1

        drive(app, steps)


def test_sections_stand_in_the_order_of_their_map(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [])
    for place, name in enumerate(("RL", "RL::PPO", "RL::DPO", "AI::甲")):
        path = write_deck(folder, f"D{place}", [f"Q: {name}？\nA: 是。\n"])
        text = path.read_text(encoding="utf-8").replace(f"deck: D{place}", f"deck: {name}")
        path.write_text(text.replace("order: 1", f"order: {place}"), encoding="utf-8")
    with opened(folder, deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            assert [line.name for line in app.screen.decks] == ["RL", "RL::PPO", "RL::DPO", "AI", "AI::甲"]  # type: ignore[attr-defined]

        drive(app, steps)


def test_a_branch_folds(tmp_path: Path) -> None:
    with opened(tree(tmp_path), deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            await pilot.press("tab")
            assert "GRPO" not in text_of(app)
            assert "▸ RL" in text_of(app)
            await pilot.press("l")
            assert "GRPO" in text_of(app)

        drive(app, steps)


def test_a_workspace_without_cards_says_what_to_do(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    (folder / "decks" / "Deck.md").unlink()
    with opened(folder, deck=None, language="zh") as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            assert "studykit build" in text_of(app)
            await pilot.press("enter", "j", "tab", "q")

        assert drive(app, steps) == 0


@pytest.mark.parametrize(("language", "typed"), [("en", "night"), ("zh", "夜间")])
def test_the_palette_finds_commands_in_the_persons_language(tmp_path: Path, language: Any, typed: str) -> None:
    with opened(workspace(tmp_path), language=language) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            before = app.theme
            await pilot.press("colon")
            await pilot.pause()
            assert on(app, PaletteScreen)
            if language == "zh":
                assert "Theme" not in text_of(app)
                assert "Search" not in text_of(app)
            app.screen.query_one(Input).value = typed
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert on(app, ReviewScreen)
            assert {before, app.theme} == {DAY, NIGHT}

        drive(app, steps)


@pytest.mark.parametrize("theme", [DAY, NIGHT])
def test_meaning_is_never_in_red_or_green(theme: str) -> None:
    for name in (
        "again",
        "right",
        "wrong",
        "notice",
        "cloze",
        "bar",
        "code k",
        "code s",
        "code c",
        "code mi",
        "code nf",
    ):
        colour = style(name, theme).color
        assert colour is not None
        assert colour.triplet is not None
        red, green, blue = colour.triplet
        greyish = max(red, green, blue) - min(red, green, blue) < 40
        bluish = blue > red + 20
        orange = red > green > blue
        assert greyish or bluish or orange, (name, colour)


def test_the_theme_can_change_while_a_card_is_shown(tmp_path: Path) -> None:
    with opened(workspace(tmp_path)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space")
            before = text_of(app)
            await pilot.press("c")
            await pilot.pause()
            assert text_of(app) == before
            ground = {s.style.bgcolor for strip in app.screen._compositor.render_strips() for s in strip if s.style}
            assert style("", app.theme).bgcolor in ground
            assert style("", NIGHT if app.theme == DAY else DAY).bgcolor not in ground

        drive(app, steps)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16), (40, 10), (20, 5)])
def test_any_size_shows_the_card(tmp_path: Path, size: tuple[int, int]) -> None:
    with opened(workspace(tmp_path, [BASIC])) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            assert "为什么要减基线？" in text_of(app)
            await pilot.press("space")
            assert screen_rows(app) == size[1]
            await pilot.resize_terminal(80, 24)
            await pilot.pause()
            assert "不改变期望，只降低方差。" in text_of(app)

        drive(app, steps, size=size)


def screen_rows(app: Any) -> int:
    return len(text_of(app).splitlines())


def test_from_the_summary_to_the_decks_and_out_leads_past_no_old_review(tmp_path: Path) -> None:
    with opened(workspace(tmp_path, [BASIC], SETTINGS)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("space", "4")
            await pilot.pause()
            assert on(app, SummaryScreen)
            await pilot.press("space")
            assert on(app, SummaryScreen)  # the last press of a review does not wipe it away
            await pilot.press("d")
            await pilot.pause()
            assert on(app, DeckScreen)
            await pilot.press("q")

        assert drive(app, steps) == 0


def test_a_card_changed_behind_another_screen_is_read_anew(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC], SETTINGS)
    deck = folder / "decks" / "Deck.md"
    with opened(folder) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("question_mark")
            await pilot.pause()
            deck.write_text(deck.read_text(encoding="utf-8").replace("为什么要减", "为何要减"), encoding="utf-8")
            await pilot.press("q")
            await pilot.pause()
            assert "为何要减基线" in text_of(app)

        drive(app, steps)


@pytest.mark.parametrize("fresh", [True, False])
def test_decks_that_anki_schedules_say_so_and_can_be_practised(tmp_path: Path, fresh: bool) -> None:
    folder = workspace(tmp_path, [BASIC, CLOZE], 'learn = "anki"\n' if fresh else "")
    if not fresh:  # it was learned here before
        with opened(folder, deck=None):
            (folder / "studykit.toml").write_text('learn = "anki"\n', encoding="utf-8")
    with opened(folder, deck=None, language="en") as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            if fresh:
                assert 'learned in Anki (`learn = "anki"`)' in text_of(app)
                assert "import the packages in decks/" in " ".join(text_of(app).split())
                return
            assert "reviewed in Anki" in text_of(app)
            await pilot.press("space")
            assert "Anki schedules Deck. Space again practises it" in text_of(app)
            await pilot.press("j", "space")
            assert on(app, DeckScreen)  # another key in between: asked anew
            await pilot.press("space")
            await pilot.pause()
            assert on(app, ReviewScreen)
            await pilot.press("space", "3")
            assert app.study.store.execute("SELECT count(*) FROM faces WHERE state <> 0").fetchone() == (0,)

        drive(app, steps)
