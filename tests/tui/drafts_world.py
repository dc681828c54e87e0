"""A workspace with drafts that wait, and their screen, for tests to drive."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from studykit.decks.files import read_rejected
from studykit.flows.build import Request, build
from studykit.flows.drafts.decide import Held, waiting_drafts
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.messages import Language
from studykit.model.event import silent
from studykit.tui.app import StudyApp
from studykit.tui.screens.drafts import DraftsScreen
from studykit.tui.words import Words
from tests.tui.world import drive, no_editor

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
