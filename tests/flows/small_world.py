"""A small workspace for tests of the build: a vault that is written line by line, a clock, and looks at what came."""

import os
import shutil
import sqlite3
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from studykit.flows import clock as build_clock
from studykit.flows.build import Outcome, Request, build
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.workspace import open_workspace
from studykit.model.card import Card
from studykit.model.event import silent

MOC = """---
type: moc
---
# 强化学习

## 基础

- [[GRPO]] — 组均值当基线的算法
- [[PPO]] — 截断比率的算法

## 进阶

- [[DPO]] — 直接从偏好里学习
"""

GRPO = """---
tags: [rl, group]
---
# GRPO

## 为什么要用一组回答？

同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。

## 组要取多大？

一般取 8 到 64 个回答，再大收益就很小了。

## 背景

DeepSeek 在数学推理的论文里提出。
"""

PPO = """---
tags: [rl]
---
# PPO

## 为什么要截断比率？

更新的步子太大时，旧策略的样本就不再有代表性，训练会崩溃。

截断后的目标函数是：

$$L = \\min(\\rho A, \\bar\\rho A)$$
"""

DPO = """# DPO

## 它和奖励模型有什么关系？

奖励被写成策略与参考模型的对数比，奖励模型不必单独训练出来。
"""

START = 1_700_000_000


class World:
    """A workspace in a folder of the test's."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, *, empty: bool = False) -> None:
        self.root = root
        self.now = START
        self.monkeypatch = monkeypatch
        (root / "vault").mkdir(parents=True, exist_ok=True)
        self.settings()
        if not empty:
            for name, text in (("_MOC.md", MOC), ("GRPO.md", GRPO), ("PPO.md", PPO), ("DPO.md", DPO)):
                self.write(name, text)

    @property
    def decks(self) -> Path:
        return self.root / "decks"

    def settings(self, *lines: str) -> None:
        """Settings under `[drafting]`, beside those of every test: all cards of tier 1 go into decks, no others."""
        fixed = ('decks = ["tier1"]', 'wait = ["tier2", "tier3"]')
        text = "\n".join(("[drafting]", *fixed, *lines, ""))
        (self.root / "studykit.toml").write_text(text, encoding="utf-8")

    def write(self, path: str, text: str | bytes) -> None:
        """Write a note; its time lies a second back, as the build looks again at files as young as its last scan."""
        place = self.root / "vault" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text if isinstance(text, bytes) else text.encode())
        past = time.time_ns() - 1_000_000_000
        os.utime(place, ns=(past, past))

    def change(self, path: str, old: str, new: str) -> None:
        text = (self.root / "vault" / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, (old, text)
        self.write(path, text.replace(old, new))

    def move(self, old: str, new: str) -> None:
        place = self.root / "vault" / new
        place.parent.mkdir(parents=True, exist_ok=True)
        (self.root / "vault" / old).rename(place)

    def remove(self, path: str) -> None:
        (self.root / "vault" / path).unlink()

    def build(self, *, now: int | None = None, **request: object) -> Outcome:
        """Build at a time of the test's choosing: a day later than the last build where none is given."""
        self.now = self.now + 86_400 if now is None else now
        clock = SimpleNamespace(time=lambda: self.now, time_ns=time.time_ns, perf_counter=time.perf_counter)
        self.monkeypatch.setattr(build_clock, "time", clock)
        workspace = open_workspace(self.root)
        outcome = build(workspace, replace(Request(), **request), silent)  # type: ignore[arg-type]
        assert outcome is not None
        return outcome

    def clone(self, root: Path, *, decks: bool = True) -> "World":
        """What a fresh clone has: the vault, and the decks without packages where they are kept."""
        other = World(root, self.monkeypatch, empty=True)
        shutil.copytree(self.root / "vault", root / "vault", dirs_exist_ok=True)
        if decks:
            shutil.copytree(self.decks, other.decks, ignore=shutil.ignore_patterns("*.apkg"))
        return other

    def deck_bytes(self) -> dict[str, bytes]:
        return {p.relative_to(self.decks).as_posix(): p.read_bytes() for p in sorted(self.decks.rglob("*.md"))}

    def cards(self) -> dict[str, Card]:
        """By id, in the order of the decks."""
        catalogue = read_catalogue(open_workspace(self.root))
        return {card.stamp.id: card for _, _, card in catalogue.cards() if card.stamp is not None}

    def fronts(self) -> list[str]:
        return [card.content.front for card in self.cards().values()]

    def card(self, words: str) -> Card:
        """The one card whose front holds these words."""
        (found,) = [card for card in self.cards().values() if words in card.content.front]
        return found

    def deck_of(self, words: str) -> Path:
        """The one deck file that holds these words."""
        (found,) = [path for path in self.decks.rglob("*.md") if words in path.read_text(encoding="utf-8")]
        return found

    def edit(self, old: str, new: str) -> None:
        """What a person does to the one deck file that holds some words."""
        path = self.deck_of(old)
        text = path.read_bytes().decode()
        assert text.count(old) == 1, (old, text)
        path.write_bytes(text.replace(old, new).encode())

    def delete(self, words: str) -> None:
        """Take the card with these words out of its deck file."""
        path = self.deck_of(words)
        text = path.read_text(encoding="utf-8")
        at = text.index(words)
        start = text.rindex("\nQ:", 0, at + 1) + 1 if not text.startswith("Q:", at) else at
        end = text.index("-->\n", start) + len("-->\n")
        path.write_text(text[:start] + text[end:].removeprefix("\n"), encoding="utf-8")

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.root / ".studykit" / "study.db") as store:
            found = store.execute(query).fetchall()
        store.close()
        return found

    def mods(self) -> dict[str, int]:
        return {key: card.stamp.mod for key, card in self.cards().items() if card.stamp is not None}


def id_of(card: Card) -> str:
    assert card.stamp is not None
    return card.stamp.id
