"""What stands around the drafts: the quote, the help, the deck tree, other windows, keys that are set otherwise."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from studykit.files import lock
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.drafts import decide
from studykit.flows.drafts.decide import Held
from studykit.flows.workspace import open_workspace
from studykit.messages import LANGUAGES, Language
from studykit.tui.app import StudyApp
from studykit.tui.screens import drafts as drafts_screen
from studykit.tui.screens.decks import DeckScreen
from studykit.tui.screens.drafts_agreement import AgreementScreen
from studykit.tui.screens.drafts_help import DraftsHelpScreen
from studykit.tui.widgets import drafts_rows as draft_rows
from tests.tui.drafts_world import SETTINGS, built, look, screen_of, shown, until, waiting
from tests.tui.world import text_of


def test_the_quote_the_help_and_the_agreement(tmp_path: Path) -> None:
    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert "折扣因子**" not in text_of(app)
        await pilot.press("v")
        assert "│ - **折扣因子**" in text_of(app)
        await pilot.press("v", "?")
        await pilot.pause()
        assert isinstance(app.screen, DraftsHelpScreen)
        assert "accept the draft" in text_of(app)
        await pilot.press("?", "t")
        await pilot.pause()
        assert isinstance(app.screen, AgreementScreen)
        assert "nothing was decided yet" in text_of(app)
        await pilot.press("q", "r", "enter", "t")
        await pilot.pause()
        assert "100%" in text_of(app)
        await pilot.press("q", "o")
        assert "obsidian://open" in text_of(app)

    look(built(tmp_path), steps)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
def test_card_and_quote_are_seen_at_every_size(tmp_path: Path, size: tuple[int, int], language: Language) -> None:
    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        rows = text_of(app).splitlines()
        quoted = [row for row in rows if "│" in row]
        assert any("从回报里减去的" in row for row in quoted)
        beside = [row for row in quoted if row.split("│")[0].strip()]
        assert bool(beside) is (size[0] >= 100)
        accept = "接受" if language == "zh" else "accept"
        assert (accept in rows[-1]) is (size[1] >= 20)
        await pilot.press("a")
        assert ("撤销" if language == "zh" else "takes it back") in text_of(app)

    look(built(tmp_path), steps, size, language=language)


def test_nothing_waits_and_what_to_do(tmp_path: Path) -> None:
    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert "Nothing waits for you." in text_of(app)
        assert "studykit build" in text_of(app)
        await pilot.press("a", "r", "e", "n", "A", "R", "v", "o", "space", "down", "G")
        assert "Nothing waits for you." in text_of(app)
        await pilot.press("u")
        assert "no decision" in text_of(app)

    look(built(tmp_path, note="# 空\n"), steps)


def test_from_the_deck_tree_and_back_the_cards_are_made(tmp_path: Path) -> None:
    folder = built(tmp_path)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert "p drafts" in text_of(app)
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.press("a", "a", "q")
        assert isinstance(app.screen, DeckScreen)
        await until(pilot, lambda: "Made: 2 cards." in text_of(app))
        assert sum(deck.new for deck in app.screen.decks if deck.depth == 0) == 3
        await pilot.press("p")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "1 waits  ✓ 2 done" in text_of(app)
        await pilot.press("u", "u", "q")  # what stands as cards already is taken back too
        await until(pilot, lambda: "Made: 0 cards." in text_of(app))
        assert len(waiting(folder)) == 3
        assert len(list(read_catalogue(open_workspace(folder)).cards())) == 1

    look(folder, steps, first=False)


def test_another_window_was_there_first_and_a_build_is_at_work(tmp_path: Path) -> None:
    folder = built(tmp_path)
    first, second, third = waiting(folder)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        decide.reject(open_workspace(folder), [first.digest])
        await pilot.press("a")
        assert "wait no longer" in text_of(app)
        assert shown(app) == second
        with lock(folder / ".studykit" / "build.lock"):
            await pilot.press("a")
            assert "another studykit" in text_of(app).lower()
        assert waiting(folder) == [second, third]
        assert shown(app) == second
        await pilot.press("a")
        assert waiting(folder) == [third]

    look(folder, steps)


def test_keys_are_settings_and_caps_lock_still_asks(tmp_path: Path) -> None:
    folder = built(tmp_path, settings=f'{SETTINGS}\n[keys]\naccept = "y"\naccept_all = []\n')

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("a", "A")
        assert len(waiting(folder)) == 3
        assert "y accept" in text_of(app)
        await pilot.press("y")
        assert len(waiting(folder)) == 2

    look(folder, steps)


def test_the_palette_offers_what_the_keys_do(tmp_path: Path) -> None:
    folder = built(tmp_path)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        said = {command.title for command in app.get_system_commands(app.screen)}
        assert {"accept the draft", "read on, and back to the beginning", "drafts that wait for you"} <= said
        assert not [title for title in said if "Good" in title]
        await pilot.press("ctrl+p")
        await pilot.pause()
        await pilot.press(*"accept the draft", "enter")
        await pilot.pause()
        assert len(waiting(folder)) == 2

    look(folder, steps)


def test_only_rows_that_are_seen_are_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    items = "\n".join(f"- **名词{n}号**：第 {n} 个只在此处出现的概念，用来说明列表很长。" for n in range(12))
    notes = {f"n{number}.md": f"# 笔记{number}\n\n{items}\n" for number in range(12)}
    (tmp_path / "vault").mkdir()
    for name, text in notes.items():
        (tmp_path / "vault" / name).write_text(text, encoding="utf-8")
    folder = built(tmp_path, settings=f"{SETTINGS}per_note = 12\n")
    made: list[Held] = []

    def draft_line(held: Held, *arguments: Any, **options: Any) -> Any:
        made.append(held)
        return draft_rows.draft_line(held, *arguments, **options)

    monkeypatch.setattr(drafts_screen, "draft_line", draft_line)

    async def steps(app: StudyApp, pilot: Pilot[Any]) -> None:
        assert len(screen_of(app).found) > 20
        assert len(set(made)) <= 12
        await pilot.press("G")
        assert shown(app) == waiting(folder)[-1]
        await pilot.press("g")
        assert shown(app) == waiting(folder)[0]

    look(folder, steps)
