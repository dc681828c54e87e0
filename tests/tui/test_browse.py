"""Browsing and statistics as a person drives them: what is found, what is done to many cards, what is taken back."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.flows.cards.browse import Order
from studykit.messages import LANGUAGES, Language
from studykit.tui.app import StudyApp
from studykit.tui.screens.browse import BrowseScreen
from studykit.tui.screens.browse_card import CardScreen
from studykit.tui.screens.browse_help import BrowseHelpScreen
from studykit.tui.screens.choosing import ChoosingScreen
from studykit.tui.screens.statistics import StatisticsScreen
from tests.tui.world import BASIC, CHOICE, CLOZE, TYPED, drive, opened, text_of, workspace, write_deck

HOSTILE = "Q: [bold red]x[/] \x1b]0;title\x07 \u202eabc \\[link=x] {{a}}\nA: <script>alert(1)</script>\n"
PLAIN = "Q: 我自己的卡片？\nA: 没有编号。\n"


@contextmanager
def browsing(
    folder: Path, *, language: Language = "en", edit: Callable[[str, int], None] | None = None
) -> Iterator[StudyApp]:
    with opened(folder, deck=None, language=language, **({"edit": edit} if edit is not None else {})) as app:
        yield app


def at_list(app: StudyApp, rest: Callable[[Pilot[Any]], Awaitable[None]]) -> Callable[[Pilot[Any]], Awaitable[None]]:
    """Open the browser, wait until all is read, and leave the search line."""

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("/")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.press("enter")
        await rest(pilot)

    return steps


def screen_of(app: StudyApp) -> BrowseScreen:
    assert isinstance(app.screen, BrowseScreen)
    return app.screen


def fronts(app: StudyApp) -> list[str]:
    return [entry.front.partition("\n")[0] for entry in screen_of(app).found]


def test_typing_searches_and_two_chinese_characters_find(tmp_path: Path) -> None:
    with browsing(workspace(tmp_path)) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("/")
            await pilot.pause()
            await app.workers.wait_for_complete()
            assert len(screen_of(app).found) == 4
            assert "Cards  4 of 4" in text_of(app)
            await pilot.press("基", "线")
            assert len(fronts(app)) == 2
            await pilot.press("期", "望")
            assert fronts(app) == []
            await pilot.press("escape")
            assert len(fronts(app)) == 4
            await pilot.press(*"-is:new")
            assert fronts(app) == []
            await pilot.press("escape", *"is:later")
            assert "is none of" in text_of(app)
            assert screen_of(app).query_one(Input).value == "is:later"

        drive(app, steps)


def test_marked_cards_are_suspended_together_and_undone(tmp_path: Path) -> None:
    with browsing(workspace(tmp_path)) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press("space", "space")
            assert "2 marked" in text_of(app)
            await pilot.press("s")
            assert _suspended(app) == 3  # the cloze has two faces
            assert "suspended" in text_of(app)
            assert not screen_of(app).marked
            await pilot.press("u")
            assert _suspended(app) == 0
            await pilot.press("u")
            assert "nothing to take back" in text_of(app)
            await pilot.press("a", "s", "a", "s")
            assert _suspended(app) == 0  # all were, so all are asked again

        drive(app, at_list(app, rest))


def test_many_are_deleted_only_when_said_twice_and_come_back_byte_for_byte(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    path = folder / "decks" / "Deck.md"
    before = path.read_bytes()
    with browsing(folder) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press("space", "space", "x")
            assert path.read_bytes() == before
            await pilot.press("down", "x")
            assert path.read_bytes() == before  # another key in between: asked anew
            await pilot.press("x")
            assert len(screen_of(app).found) == 2
            assert "策略" not in path.read_text(encoding="utf-8")
            assert _active(app) == 2
            await pilot.press("u")
            assert path.read_bytes() == before
            assert _active(app) == 5

        drive(app, at_list(app, rest))


def test_cards_move_to_another_deck_with_their_ids_and_back(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    other = write_deck(folder, "Other", ["Q: 别的？\nA: 是。\n"])
    deck = folder / "decks" / "Deck.md"
    before = deck.read_bytes(), other.read_bytes()
    with browsing(folder) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            chosen = screen_of(app).chosen
            assert chosen is not None
            await pilot.press("m")
            await pilot.pause()
            assert isinstance(app.screen, ChoosingScreen)
            await pilot.press(*"oth", "enter")
            await pilot.pause()
            assert "moved to Other" in text_of(app)
            assert chosen.id in other.read_text(encoding="utf-8")
            assert chosen.id not in deck.read_text(encoding="utf-8")
            moved = next(entry for entry in screen_of(app).all if entry.id == chosen.id)
            assert moved.deck == "Other"
            await pilot.press("u")
            assert (deck.read_bytes(), other.read_bytes()) == before

        drive(app, at_list(app, rest))


def test_a_card_without_an_id_is_shown_and_left_alone(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC])
    path = folder / "decks" / "Deck.md"
    path.write_text(path.read_text(encoding="utf-8") + PLAIN, encoding="utf-8")
    before = path.read_bytes()
    with browsing(folder) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press("G", "space")
            assert "no id yet" in text_of(app)
            await pilot.press("x", "x")
            assert path.read_bytes() == before
            await pilot.press("enter")
            await pilot.pause()
            assert "没有编号。" in text_of(app)

        drive(app, at_list(app, rest))


def test_enter_shows_the_card_with_its_source_and_arrows_go_on(tmp_path: Path) -> None:
    with browsing(workspace(tmp_path)) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press("enter")
            await pilot.pause()
            assert isinstance(app.screen, CardScreen)
            shown = text_of(app)
            assert "策略梯度 › 基线" in shown
            assert "不改变期望，只降低方差。" in shown
            assert "Not answered yet." in shown
            await pilot.press("right")
            assert "组内标准化" in text_of(app)
            assert "2/4" in text_of(app)
            await pilot.press("s")
            assert _suspended(app) == 2
            await pilot.press("u")
            assert _suspended(app) == 0
            await pilot.press("q")
            await pilot.pause()
            assert screen_of(app).table.place == 1

        drive(app, at_list(app, rest))


def test_the_editor_opens_at_the_cards_line_and_what_it_wrote_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = workspace(tmp_path)
    path = folder / "decks" / "Deck.md"
    opened_at: list[int] = []

    def at(where: Path, line: int) -> None:
        opened_at.append(line)
        where.write_text(where.read_text(encoding="utf-8").replace("价值网络", "价值模型"), encoding="utf-8")

    with browsing(folder) as app:
        monkeypatch.setattr(app, "edit_at", at)

        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press("down", "down", "e")
            assert "价值模型" in text_of(app)
            lines = path.read_text(encoding="utf-8").splitlines()
            assert lines[opened_at[0] - 1].startswith("Q: 哪个算法")

        drive(app, at_list(app, rest))


def test_more_than_a_screenful_is_read_while_the_first_rows_are_there(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [])
    for number in range(6):
        write_deck(folder, f"D{number}", [f"Q: 问题 {number}-{card}？\nA: 答 {card}\n" for card in range(60)])
    with browsing(folder) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            assert len(screen_of(app).found) == 360
            await pilot.press("G")
            assert "问题 5-59？" in text_of(app)
            await pilot.press("r")
            assert screen_of(app).order is Order.DUE
            assert screen_of(app).table.place == 0
            await pilot.press("/", *"3-7")
            assert fronts(app) == ["问题 3-7？"]

        drive(app, at_list(app, rest))


@pytest.mark.parametrize(("size", "language"), [((80, 24), "zh"), ((60, 16), "zh"), ((120, 40), "en")])
def test_hostile_text_is_inert_and_rows_keep_their_width(
    tmp_path: Path, size: tuple[int, int], language: Language
) -> None:
    from studykit.text.width import width

    with browsing(workspace(tmp_path, [HOSTILE, BASIC]), language=language) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            shown = text_of(app)
            assert "[bold red]x[/]" in shown
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            assert all(width(line) <= size[0] for line in shown.splitlines())
            await pilot.press("enter")
            await pilot.pause()
            assert "alert(1)" in text_of(app)

        drive(app, at_list(app, rest), size=size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_holds_the_language_of_queries(tmp_path: Path, language: Language) -> None:
    with browsing(workspace(tmp_path), language=language) as app:

        async def rest(pilot: Pilot[Any]) -> None:
            await pilot.press("?")
            await pilot.pause()
            assert isinstance(app.screen, BrowseHelpScreen)
            assert all(word in text_of(app) for word in ("deck:", "tag:", "note:", "is:due", "rule:", "by:", "-is:new"))

        drive(app, at_list(app, rest), size=(80, 40))


def test_statistics_show_and_hard_cards_lead_to_the_browser(tmp_path: Path) -> None:
    folder = workspace(tmp_path, [BASIC, CLOZE, TYPED, CHOICE])
    with browsing(folder, language="zh") as app:
        app.study.store.execute(
            "UPDATE faces SET state = 2, lapses = 3, reps = 9, interval = 4, due_day = 740000, stability = 3.0, "
            "difficulty = 8.0 WHERE face = 'c1'"
        )

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.press("t")
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert isinstance(app.screen, StatisticsScreen)
            shown = "\n".join("".join(run.text for run in line) for line in app.screen.charts.lines)
            for word in ("今天", "真实保持率", "未来 30 天", "过去一年", "卡片状态", "最难的卡片"):
                assert word in shown
            await pilot.press("tab", "enter")
            await pilot.pause()
            await app.workers.wait_for_complete()
            assert len(screen_of(app).found) == 1
            assert "GRPO" in fronts(app)[0]
            await pilot.press("q")
            await pilot.pause()
            await pilot.press("n", "down", "enter")
            await pilot.pause()
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert isinstance(app.screen, StatisticsScreen)
            assert app.screen.deck == "Deck"
            assert "Deck" in text_of(app)

        drive(app, steps, size=(80, 24))


def _suspended(app: StudyApp) -> int:
    found: int = app.study.store.execute("SELECT count(*) FROM faces WHERE suspended = 1").fetchone()[0]
    return found


def _active(app: StudyApp) -> int:
    found: int = app.study.store.execute("SELECT count(*) FROM faces WHERE active = 1").fetchone()[0]
    return found
