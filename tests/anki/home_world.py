"""A deck of our own, the real Anki that learns and edits it, and the way home."""

import time
from pathlib import Path
from typing import Any

import pytest
from anki.collection import (
    Collection,
    ExportAnkiPackageOptions,
    ImportAnkiPackageOptions,
    ImportAnkiPackageRequest,
)
from anki.scheduler.v3 import CardAnswer

from studykit.flows.anki.changes import anki_changes, remember_changes
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.home.homecoming import come_home
from studykit.flows.home.report import Homecoming
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.model.card import Card
from studykit.store.transactions import transaction
from tests.flows.small_world import World

DAY_MS = 86_400_000


DECK = """---
deck: 自己的::牌
---

Q: 什么是 **基线**，见 [[GRPO|组]]？
A: 减去的均值。 ![[图/图 1.png|200]]
<!-- card bas1c00000 by me mod 2023-01-01T00:00:00Z tags rl 算法/图%20论 -->

C: {{c1::优势}}是{{c2::组内标准化::怎么做}}的奖励 $x_1$
<!-- card c0ze000000 by me mod 2023-01-01T00:00:00Z -->

Q: 哪些对？
- [x] 均值
- [ ] 方差
- [ ] `max`
+
> [!note] 因为
> 均值不变
<!-- card ch0ce00000 by me mod 2023-01-01T00:00:00Z -->

Q: 列出文件
T: ls -l
<!-- card typed00000 by me mod 2023-01-01T00:00:00Z -->

Q: 优势
A: Advantage
<!-- card reversed00 by me mod 2023-01-01T00:00:00Z reversed -->

Q: 怎么写？
A:
```python
x = 1
```
<!-- card c0de000000 by me mod 2023-01-01T00:00:00Z -->
"""


FILE = "自己的/牌.md"


def world_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A workspace with one deck that a person wrote, built."""
    made = World(folder, monkeypatch)
    made.write("图/图 1.png", b"\x89PNG one")
    made.write("新.png", b"\x89PNG new")
    deck = made.decks / FILE
    deck.parent.mkdir(parents=True)
    deck.write_text(DECK, encoding="utf-8")
    build(made)
    return made


class Anki:
    """The real one, with what a person does there."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.col: Any = Collection(str(folder / "collection.anki2"))
        self.col.set_config("fsrs", True)

    def take(self, world: World) -> Any:
        """Import all packages; what Anki says of each, by name."""
        options = ImportAnkiPackageOptions()
        logs = {}
        for path in sorted(world.decks.glob("*.apkg")):
            request = ImportAnkiPackageRequest(package_path=str(path), options=options)
            logs[path.stem] = self.col.import_anki_package(request).log
        return logs

    def note(self, card: str) -> Any:
        (found,) = self.col.find_notes(f"Id:{card}")
        return self.col.get_note(found)

    def edit(self, card: str, field: str, html: str) -> None:
        note = self.note(card)
        note[field] = html
        self.col.update_note(note)

    def answer(self, card: int, rating: int, ago_days: float) -> None:
        states = self.col._backend.get_scheduling_states(card)
        self.col.sched.answer_card(
            CardAnswer(
                card_id=card, current_state=states.current,
                new_state=(states.again, states.hard, states.good, states.easy)[rating - 1], rating=rating - 1,
                answered_at_millis=int(time.time() * 1000 - ago_days * DAY_MS), milliseconds_taken=1234,
            )
        )  # fmt: skip

    def export(self, name: str, *, legacy: bool) -> Path:
        path = self.folder / f"{name}.apkg"
        options = ExportAnkiPackageOptions(with_scheduling=True, with_media=True, with_deck_configs=True, legacy=legacy)
        self.col.export_anki_package(out_path=str(path), options=options, limit=None)
        return path


def build(world: World) -> None:
    """A build, with what it is to remember of the packages."""
    workspace = open_workspace(world.root)
    world.build()
    with open_study(workspace) as study, transaction(study.store):
        remember_changes(study.store, anki_changes(study.store, dict(read_catalogue(workspace).decks)))


def home(world: World, path: Path, *, dry_run: bool = False) -> Homecoming:
    with open_study(open_workspace(world.root)) as study:
        return come_home(study, path, dry_run=dry_run)


def learned(anki: Anki) -> list[int]:
    """Answers of all kinds at several times; every card of the notes once, some often."""
    cards = [int(number) for number in anki.col.find_cards("")]
    for place, card in enumerate(cards):
        for turn, rating in enumerate([(3, 3, 3, 1, 3), (1, 2, 3, 3), (4, 3, 1), (2,)][place % 4]):
            anki.answer(card, rating, 40 - 8 * turn + place / 1000)
    return cards


def mine(world: World, card: str) -> Card:
    return world.cards()[card]
