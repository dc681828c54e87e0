"""A workspace with a few cards of every kind, and the interface on it without a terminal."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.messages import Language
from studykit.model.ids import mint_card_id
from studykit.tui.app import Edit, StudyApp
from studykit.tui.words import Words

HEADER = "---\ndeck: {deck}\nmoc: _MOC.md\nsection: {deck}\norder: 1\n---\n\n## Note\n\n"
STAMP = "<!-- card {id} by me mod 2026-11-22T07:00:00Z -->\n\n"
NOTE = "# 策略梯度\n\n## 基线\n\n前文。减去只与状态有关的基线不改变期望，只降低方差。后文。\n"
BASIC = (
    "Q: 为什么要减**基线**？\nA: 不改变期望，只降低方差。\n+\n见 Williams 1992。\n"
    "> [[策略梯度#基线]] 减去只与状态有关的基线不改变期望，只降低方差。\n"
)
CLOZE = "C: GRPO 的优势是{{c1::组内标准化::怎样}}的奖励，基线是 {{c2::$\\frac{1}{G}\\sum_i r_i$}}。\n"
CHOICE = "Q: 哪个算法要价值网络？\n- [ ] GRPO\n- [x] PPO\n- [ ] RLOO\n"
TYPED = "Q: PPO 的全称？\nT: Proximal Policy Optimization\n"


def write_deck(folder: Path, name: str, texts: list[str]) -> Path:
    """A deck file of these cards."""
    path = folder / "decks" / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    cards = [text + STAMP.format(id=mint_card_id(name, "", "", text)) for text in texts]
    path.write_text(HEADER.format(deck=name) + "".join(cards), encoding="utf-8")
    return path


def workspace(folder: Path, texts: list[str] | None = None, settings: str = "") -> Path:
    """A workspace with one deck, and the note that its first card quotes."""
    (folder / "vault").mkdir(parents=True, exist_ok=True)
    (folder / "vault" / "策略梯度.md").write_text(NOTE, encoding="utf-8")
    (folder / "studykit.toml").write_text(settings or "[review]\nfuzz = false\n", encoding="utf-8")
    write_deck(folder, "Deck", texts if texts is not None else [BASIC, CLOZE, CHOICE, TYPED])
    return folder


def no_editor(path: str, line: int) -> None:
    """For tests that edit nothing."""
    raise AssertionError(f"nothing should be edited: {path}:{line}")


@contextmanager
def opened(
    folder: Path, *, deck: str | None = "Deck", language: Language = "en", edit: Edit = no_editor
) -> Iterator[StudyApp]:
    """The application on a workspace; in a deck's review, or in the deck tree for None."""
    with open_study(open_workspace(folder)) as study:
        sitting = Sitting(study, deck) if deck is not None else None
        yield StudyApp(study, Words(language), edit, sitting)


def drive(
    app: StudyApp, steps: Callable[[Pilot[Any]], Awaitable[None]], *, size: tuple[int, int] = (80, 24)
) -> int | None:
    """Run the application without a terminal, do these steps, and give its result."""

    async def inner() -> int | None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)
        return app.return_value

    return asyncio.run(inner())


def reviews_of(study: Study) -> int:
    """Answers in the log."""
    found: int = study.store.execute("SELECT count(*) FROM reviews").fetchone()[0]
    return found


def text_of(app: StudyApp) -> str:
    """What is on the screen, as text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


def on(app: StudyApp, kind: type[Screen[Any]]) -> bool:
    """Whether a screen of this kind is shown."""
    return isinstance(app.screen, kind)
