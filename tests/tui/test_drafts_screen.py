"""Drafts as a person goes through them: what each key does, what is found, what is taken back, what is on the disk."""

import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from studykit.decks.files import read_rejected
from studykit.files import lock
from studykit.flows import decide
from studykit.flows.build import Request, build
from studykit.flows.catalogue import read_catalogue
from studykit.flows.decide import Held, waiting_drafts
from studykit.flows.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.messages import LANGUAGES, Language
from studykit.model.event import silent
from studykit.tui.app import StudyApp
from studykit.tui.screens import drafts as drafts_screen
from studykit.tui.screens.decks import DeckScreen
from studykit.tui.screens.drafts import DraftsScreen
from studykit.tui.screens.drafts_agreement import AgreementScreen
from studykit.tui.screens.drafts_help import DraftsHelpScreen
from studykit.tui.screens.drafts_narrowing import NarrowingScreen
from studykit.tui.widgets import drafts_rows as draft_rows
from studykit.tui.widgets.prompt import Prompt
from studykit.tui.words import Words
from tests.llm.loopback import Behaviour, Body, Sent, answer, card, completion, good, serving
from tests.tui.world import drive, no_editor, text_of

NOTE = """# 优势估计

- **基线**：从回报里减去的一个只与状态有关的量，用来降低方差。
- **折扣因子**：把将来的奖励按距离打折扣的系数，介于零和一之间。
- **回报**：从某一步开始的折扣奖励之和，由后往前可以递推。

## 为什么要减基线？

减去只与状态有关的基线不改变期望，只降低方差。
"""
SETTINGS = '[drafting]\ndecks = ["tier1"]\nwait = ["tier2", "tier3"]\n'
PPO = (
    "# PPO\n\nPPO uses a learned value model as its baseline.\n\n"
    "The clip range of PPO is 0.2 in most of the runs that were reported for it.\n"
)
Steps = Callable[[Pilot[Any]], Awaitable[None]]


def built(folder: Path, *, settings: str = SETTINGS, note: str = NOTE) -> Path:
    """A workspace where one card stands and three drafts wait."""
    (folder / "vault").mkdir(parents=True, exist_ok=True)
    (folder / "vault" / "优势估计.md").write_text(note, encoding="utf-8")
    (folder / "studykit.toml").write_text(settings, encoding="utf-8")
    build(open_workspace(folder), Request(), silent)
    return folder


def suggested(folder: Path) -> Path:
    """The same, with a suggestion beside a card that the person edited."""
    built(folder)
    (deck,) = (folder / "decks").rglob("*.md")
    text = deck.read_text(encoding="utf-8")
    deck.write_text(
        text.replace("A: 减去只与状态有关的基线不改变期望，只降低方差。", "A: 只降低方差。", 1), encoding="utf-8"
    )
    build(open_workspace(folder), Request(), silent)
    note = folder / "vault" / "优势估计.md"
    note.write_text(NOTE.replace("不改变期望，只", "不影响期望，只"), encoding="utf-8")
    build(open_workspace(folder), Request(full=True), silent)
    assert [one.waiting.state for one in waiting(folder)].count("suggestion") == 1
    return folder


def waiting(folder: Path) -> list[Held]:
    return waiting_drafts(open_workspace(folder))


def reasons(folder: Path) -> list[str]:
    return [record["why"] for record in read_rejected(folder / "decks" / "rejected.jsonl")[0]]


@contextmanager
def interface(folder: Path, *, first: bool = True, query: str = "", language: Language = "en") -> Iterator[StudyApp]:
    """The application that begins with the drafts, or with the deck tree."""

    class DraftsApp(StudyApp):
        def get_default_screen(self) -> DraftsScreen:
            return DraftsScreen(self.study, query)

    with open_study(open_workspace(folder)) as study:
        yield (DraftsApp if first else StudyApp)(study, Words(language), no_editor)


def look(folder: Path, steps: Callable[[StudyApp, Pilot[Any]], Awaitable[None]], size: tuple[int, int] = (80, 24),
         **options: Any) -> StudyApp:  # fmt: skip
    """Drive the drafts of a folder, all of them read."""
    with interface(folder, **options) as app:

        async def inner(pilot: Pilot[Any]) -> None:
            await app.workers.wait_for_complete()
            await pilot.pause()
            await steps(app, pilot)

        drive(app, inner, size=size)
    return app


def screen_of(app: StudyApp) -> DraftsScreen:
    assert isinstance(app.screen, DraftsScreen)
    return app.screen


def shown(app: StudyApp) -> Held:
    held = screen_of(app).chosen
    assert held is not None
    return held


async def until(pilot: Pilot[Any], true: Callable[[], bool]) -> None:
    """Wait for what a thread brings."""
    for _ in range(400):
        if true():
            return
        await pilot.pause(0.02)
    raise AssertionError("it never came")


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
        assert "1 wait  ✓ 2 done" in text_of(app)
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


# A model


def modelled(
    folder: Path,
    behave: Behaviour,
    steps: Callable[[StudyApp, Pilot[Any], list[Body]], Awaitable[None]],
    settings_after: str = "",
) -> None:
    """A workspace whose PPO note a model drafted; its card waits, and the server answers as told from then on."""
    answers: list[Behaviour] = [good]

    def serve(body: Body, number: int) -> Sent:
        return answers[0](body, number)

    with serving(serve) as server:
        (folder / "vault").mkdir(parents=True)
        (folder / "vault" / "PPO.md").write_text(PPO, encoding="utf-8")
        llm = f'[llm]\nbase_url = "{server.url}"\nmodel = "m"\n'
        (folder / "studykit.toml").write_text(f'[drafting]\naccept = "none"\n{llm}', encoding="utf-8")
        build(open_workspace(folder), Request(drafter="model"), silent)
        assert [one.draft.by for one in waiting(folder)] == ["model:m"]
        answers[0] = behave
        if settings_after:
            (folder / "studykit.toml").write_text(settings_after, encoding="utf-8")

        async def inner(app: StudyApp, pilot: Pilot[Any]) -> None:
            await steps(app, pilot, server.bodies)

        look(folder, inner)


SHORTER = card(front="What does PPO use?", answer="a learned value model", quote=PPO.splitlines()[2])


def test_the_model_drafts_again_while_the_screen_goes_on_and_the_old_one_comes_back(tmp_path: Path) -> None:
    def behave(body: Body, number: int) -> Sent:
        return Sent(200, completion(answer([SHORTER])).body, delay=0.4)

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        (before,) = waiting(tmp_path)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press(*"shorter", "enter")
        assert "1 being redone" in text_of(app)
        await pilot.press("n")
        assert "asked already" in text_of(app)
        await until(pilot, lambda: "Redone." in text_of(app))
        assert "shorter" in json.dumps(bodies[-1])
        assert [one.draft.content.front for one in waiting(tmp_path)] == ["What does PPO use?"]
        assert shown(app).draft.content.front == "What does PPO use?"
        await pilot.press("a", "u")
        assert [one.draft.content.front for one in waiting(tmp_path)] == ["What does PPO use?"]
        await pilot.press("u")
        assert waiting(tmp_path) == [before] == [shown(app)]

    modelled(tmp_path, behave, steps)


def test_what_cannot_be_redone_is_told_and_the_old_one_stays(tmp_path: Path) -> None:
    invented = card(front="What does PPO use to do its work?", answer="nothing", quote="This stands in no note at all.")

    def behave(body: Body, number: int) -> Sent:
        return completion(answer([invented]))

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        before = waiting(tmp_path)
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("x", "enter")
        await until(pilot, lambda: "the old one stays" in text_of(app))
        assert waiting(tmp_path) == before
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("enter")  # nothing was said: nothing is asked
        count = len(bodies)
        await pilot.pause(0.1)
        assert len(bodies) == count
        assert not app.screen.query(Prompt)

    modelled(tmp_path, behave, steps)


def test_a_draft_decided_while_the_model_thinks_stays_decided(tmp_path: Path) -> None:
    def behave(body: Body, number: int) -> Sent:
        return Sent(200, completion(answer([SHORTER])).body, delay=0.3)

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        await pilot.press("n")
        await pilot.pause()
        await pilot.press("x", "enter", "a")
        assert waiting(tmp_path) == []
        await until(pilot, lambda: not screen_of(app).asked)
        assert waiting(tmp_path) == []

    modelled(tmp_path, behave, steps)


def test_without_a_model_it_says_what_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def rules(app: StudyApp, pilot: Pilot[Any]) -> None:
        await pilot.press("n")
        assert "Drafted by a rule" in text_of(app)

    look(built(tmp_path / "rules"), rules)

    async def steps(app: StudyApp, pilot: Pilot[Any], bodies: list[Body]) -> None:
        await pilot.press("n")
        await pilot.pause()
        assert "OPENAI_API_KEY" in text_of(app)
        assert not app.screen.query(Prompt)

    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    modelled(tmp_path / "model", good, steps, settings_after='[drafting]\naccept = "none"\n')
