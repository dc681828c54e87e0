"""A vault, its decks and their learning lived through step by step, beside a plain model of what has to be true.

The model knows facts: a question with a word that no other has, and an answer. It knows where each stands, which card
it got, what a person made of that card and how it was answered. `build` compares all of it with what is on the disk.
"""

import os
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest

from studykit.errors import StoppedError
from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.card import Card
from studykit.model.review import Rating
from studykit.scheduling.progress import Finished, Question, Waiting
from studykit.store import db
from studykit.store.backup import back_up, list_backups
from studykit.store.log import read_log, verify
from studykit.store.packaged import read_packaged
from studykit.store.restore import restore
from tests.flows.fortnight import SimulatedClock
from tests.flows.small_world import World

T = TypeVar("T")
POOL: tuple[tuple[str, str, str], ...] = (
    ("折扣", "折扣因子为什么要小于一？", "这样无穷多步的回报加起来才是有限的数。"),
    ("裁剪", "裁剪比率防的是什么事？", "防止一次更新走得太远，旧样本失去代表性。"),
    ("价值网络", "没有价值网络时基线从哪里来？", "从同一道题的其他回答里取平均。"),
    ("奖励黑客", "怎样看出模型在做奖励黑客？", "奖励一路上升，人的评价却在下降。"),
    ("冷启动", "冷启动数据解决了哪个毛病？", "解决了输出可读性差、语言混杂。"),
    ("重要性", "重要性权重在哪种时候会爆炸？", "新旧策略相差很大，而样本又很少的时候。"),
    ("优势", "优势函数比回报好在哪里？", "它减去了状态本身的好坏，估计的方差更小。"),
    ("目标网络", "目标网络隔多久换一次有什么讲究？", "换得太勤会震荡，换得太慢学得就慢。"),
    ("经验回放", "经验回放打散了什么？", "打散了相邻样本之间的相关。"),
    ("熵", "加上熵的奖励图的是什么？", "让策略别太早变得确定，多试一些动作。"),
    ("偏好", "偏好数据成对收集有什么好处？", "人比较两个回答要比打分稳定得多。"),
    ("蒸馏", "蒸馏小模型时学生看的是什么？", "看老师写出来的整段推理过程。"),
    ("树搜索", "树搜索把算力花在哪些分支上？", "花在目前看来最有希望的分支上。"),
    ("批大小", "批大小翻倍以后学习率怎么调？", "常见的做法是跟着放大，再加一段预热。"),
    ("词表", "词表变大对困惑度有什么影响？", "切得更粗，每个词更难猜，数值自然升高。"),
    ("量化", "量化以后参考模型要注意什么？", "参考的是量化后的底座，不是原来的精度。"),
    ("课程", "课程学习按什么顺序安排题目？", "由易到难，让通过率保持在中间。"),
    ("预热", "预热阶段学习率怎样变化？", "从很小的值线性升到设定的最大值。"),
    ("掩码", "工具返回的内容为什么需要掩码？", "那些内容是环境写的，算进损失会教坏模型。"),
    ("温度", "采样温度升高会带来什么？", "回答更多样，出错的也更多。"),
    ("早停", "早停看的是哪条曲线？", "看验证集上的损失，它开始回升就停。"),
    ("混合精度", "混合精度训练为什么要放大损失？", "小的梯度在半精度里会变成零。"),
    ("课后", "课后复习隔多久效果最好？", "隔到快要忘记的时候再看一遍。"),
    ("长度偏差", "长度偏差让模型养成什么习惯？", "写得越长得分越高，于是越写越长。"),
)
NAMES = ("甲篇", "乙篇", "丙篇", "丁篇", "戊篇", "己篇", "庚篇", "辛篇", "壬篇", "癸篇")
FOLDERS = ("", "归档/", "AI/RL/")
PREFACE = "这一篇按自己的理解写下来，读的时候先看问题，想一想再看下面的回答，这样记得更牢，过几天还会再来改一遍。"
"""A note of few words is a stub, which gives no cards."""
TIGHT, WIDE = 2, 60


def pick(of: Sequence[T], number: int) -> T:
    return of[number % len(of)]


class Life:
    """A workspace and the model beside it. Numbers choose; every choice is one that can be made."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = World(folder / "ws", monkeypatch, empty=True)
        self.monkeypatch = monkeypatch
        self.notes: dict[str, list[int]] = {}
        """By path, the facts of a note in order."""
        self.bin: dict[str, list[int]] = {}
        self.said = [answer for _, _, answer in POOL]
        self.ids: dict[int, str] = {}
        self.human: dict[int, str] = {}
        """The card's text as a person left it, by fact."""
        self.dead: set[int] = set()
        """Facts whose card a person deleted."""
        self.own: dict[str, str] = {}
        """By question, the answer of a card that a person wrote."""
        self.own_ids: dict[str, str] = {}
        self.answers: Counter[tuple[str, str, int, int]] = Counter()
        """What was answered: card, face, moment, rating."""
        self.meaning: dict[str, str] = {}
        """What each id ever seen is about."""
        self.cap = WIDE
        self.turn = 0
        self.built = False
        self.settings(WIDE)
        for number, name in enumerate(NAMES[:4]):
            self.put(f"{name}.md", [3 * number, 3 * number + 1, 3 * number + 2])
        self.fresh = 12
        self.map(0)

    # What a person does to notes.

    def put(self, path: str, facts: list[int]) -> None:
        self.notes[path] = facts
        body = "".join(f"## {POOL[fact][1]}\n\n{self.said[fact]}\n\n" for fact in facts)
        self.world.write(path, f"# {Path(path).stem}\n\n{PREFACE}\n\n{body}")
        self.built = False

    def take(self, path: str) -> list[int]:
        self.world.remove(path)
        self.built = False
        return self.notes.pop(path)

    def reword(self, number: int) -> None:
        """Other words of an answer, which stays the same answer."""
        path = pick(sorted(self.notes), number)
        if self.notes[path]:
            fact = pick(self.notes[path], number)
            self.said[fact] = POOL[fact][2] if self.said[fact] != POOL[fact][2] else f"{POOL[fact][2][:-1]}，大致如此。"
            self.put(path, self.notes[path])

    def free(self, folder: str, number: int) -> str | None:
        taken = {Path(path).stem for path in (*self.notes, *self.bin)}
        names = [name for name in NAMES if name not in taken]
        return f"{folder}{pick(names, number)}.md" if names else None

    def move(self, number: int) -> None:
        path = pick(sorted(self.notes), number)
        new = pick(FOLDERS, number // 7) + Path(path).name
        if new != path and new not in self.notes:
            self.put(new, self.take(path))

    def rename(self, number: int) -> None:
        path = pick(sorted(self.notes), number)
        new = self.free(path.rpartition("/")[0] + "/" if "/" in path else "", number)
        if new is not None:
            self.put(new, self.take(path))

    def split(self, number: int) -> None:
        path = pick(sorted(self.notes), number)
        new = self.free("", number)
        if new is not None and len(self.notes[path]) > 1:
            half = len(self.notes[path]) // 2
            self.put(new, self.notes[path][half:])
            self.put(path, self.notes[path][:half])

    def reorder(self, number: int) -> None:
        path = pick(sorted(self.notes), number)
        turn = number % max(len(self.notes[path]), 1)
        self.put(path, self.notes[path][turn:] + self.notes[path][:turn])

    def delete(self, number: int) -> None:
        if len(self.notes) > 2:
            path = pick(sorted(self.notes), number)
            self.bin[path] = self.take(path)

    def restore_note(self, number: int) -> None:
        if self.bin:
            path = pick(sorted(self.bin), number)
            self.put(path, self.bin.pop(path))

    def add(self, number: int) -> None:
        """A new fact in a note."""
        if self.fresh < len(POOL):
            path = pick(sorted(self.notes), number)
            self.put(path, [*self.notes[path], self.fresh])
            self.fresh += 1

    def map(self, number: int) -> None:
        """Another map: other sections, another order, some notes in none; every sixth time no map at all."""
        self.built = False
        if number % 6 == 5:
            (self.world.root / "vault/_MOC.md").unlink(missing_ok=True)
            return
        names = sorted(Path(path).stem for path in self.notes)
        names = names[number % len(names) :] + names[: number % len(names)]
        listed = names[: len(names) - number % 3]
        cut = 1 + number % 3
        parts = [f"## {title}\n\n" + "".join(f"- [[{name}]]\n" for name in group) + "\n"
                 for title, group in (("基础", listed[:cut]), ("进阶", listed[cut:]))]  # fmt: skip
        self.world.write("_MOC.md", "---\ntype: moc\n---\n# 强化学习\n\n" + "".join(parts))

    def settings(self, cap: int) -> None:
        self.cap = cap
        lines = ['decks = ["tier1"]', 'wait = ["tier2", "tier3"]', f"per_note = {cap}", f"per_unit = {cap}"]
        text = "journal = true\n[drafting]\n" + "\n".join(lines) + '\n[review]\ntimezone = "UTC"\nnew_per_day = 100\n'
        (self.world.root / "studykit.toml").write_text(text, encoding="utf-8")
        self.built = False

    # What a person does to cards.

    def edit_card(self, number: int) -> None:
        known = sorted(self.living() - self.human.keys())
        if known:
            fact = pick(known, number)
            card = self.world.cards()[self.ids[fact]]
            front, back = card.content.front, card.content.back
            words = f"我自己的说法{fact}：{POOL[fact][2]}"
            path = self.world.deck_of(f"Q: {front}\n")
            text = path.read_text(encoding="utf-8")
            old = f"Q: {front}\nA: {back}\n"
            assert text.count(old) == 1
            path.write_text(text.replace(old, f"Q: {front}\nA: {words}\n"), encoding="utf-8")
            self.human[fact] = words
            self.built = False

    def add_card(self, number: int) -> None:
        decks = sorted(path for path in self.world.decks.rglob("*.md") if "card" in path.read_text(encoding="utf-8"))
        question = f"我写的第 {len(self.own)} 个问题是什么？"
        if decks:
            with pick(decks, number).open("a", encoding="utf-8") as file:
                file.write(f"\nQ: {question}\nA: 我的答案 {number}。\n")
            self.own[question] = f"我的答案 {number}。"
            self.built = False

    def delete_card(self, number: int) -> None:
        """Take a card out of its deck file, between two builds: what no store saw is not known to be a wish."""
        if not self.built:
            self.build()
        known = sorted(self.living())
        if known:
            fact = pick(known, number)
            self.world.delete(f"Q: {self.world.cards()[self.ids[fact]].content.front}")
            self.dead.add(fact)
            self.human.pop(fact, None)
            self.build()

    def living(self) -> set[int]:
        """Facts with a card that stands in a deck file."""
        return self.ids.keys() - self.dead

    # Learning, and what happens to a machine.

    def study(self) -> Study:
        self.turn += 1
        return open_study(open_workspace(self.world.root), SimulatedClock(self.moment()))  # type: ignore[return-value]

    def moment(self) -> int:
        return (self.world.now + 3600) * 1000 + self.turn * 600_000

    def review(self, ratings: Sequence[Rating]) -> None:
        with self.study() as study:  # type: ignore[attr-defined]
            sitting = Sitting(study)
            for rating in ratings:
                position = sitting.session.position
                if isinstance(position, Finished | Waiting):
                    break
                assert isinstance(position, Question)
                assert sitting.shown(position.row.key) is not None
                sitting.session.reveal()
                entry = sitting.rate(rating, 4_000).entry
                study.clock.at_ms += 4_000  # no face is answered twice at one moment
                self.answers[entry.card, entry.face, entry.at_ms, int(rating)] += 1
        self.built = False

    def kill(self, number: int) -> None:
        """A build that ends in the middle: the machine goes out before the n-th file is put in place."""
        left = [number % 9]
        replace = os.replace

        def failing(*words: object, **more: object) -> None:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
            replace(*words, **more)  # type: ignore[arg-type]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "replace", failing)
            try:
                self.world.build(force=True)
            except KeyboardInterrupt:
                self.built = False

    def lose_store(self) -> None:
        """The folder of the store is gone with its backups, as in a fresh clone; the journal has the reviews."""
        self.build()
        shutil.rmtree(self.world.root / ".studykit", ignore_errors=True)
        self.built = False

    def back_up(self) -> None:
        workspace = open_workspace(self.world.root)
        if db.exists(workspace.store):
            with closing(db.open_store(workspace.store)) as store:
                back_up(store, workspace.store, time.time_ns() // 1_000_000)

    def restore_backup(self, number: int) -> None:
        self.build()
        folder = open_workspace(self.world.root).store
        if found := list_backups(folder):
            restore(folder, pick(found, number).path, self.moment())
            self.built = False

    # What has to be true.

    def build(self) -> None:
        try:
            self.world.build()
        except StoppedError:
            self.world.build(force=True)
        self.check()
        before = self.world.deck_bytes()
        report = self.world.build().report["cards"]
        changed = {name: report[name] for name in ("new", "updated", "retired", "revived") if report[name]}
        assert (changed, self.world.deck_bytes()) == ({}, before)
        self.built = True

    def check(self) -> None:
        cards = self.world.cards()
        here = {fact for facts in self.notes.values() for fact in facts}
        for fact, (word, _, _) in enumerate(POOL):
            found = [key for key, card in cards.items() if word in card.content.front and _stamp(card)]
            if fact in self.dead:
                assert not found, f"{word} is back"
                continue
            if fact not in self.ids and (fact not in here or (self.cap == TIGHT and not found)):
                assert not found, f"{word} is nowhere and has a card"
                continue
            assert len(found) == 1, f"{word}: {found}"
            assert self.ids.setdefault(fact, found[0]) == found[0], f"{word} was {self.ids[fact]}, is {found[0]}"
            card = cards[found[0]]
            assert _active(card) == (fact in here), f"{word} {'stands' if fact in here else 'is gone'}: {card.stamp}"
            if fact in self.human:
                assert card.content.back == self.human[fact]
            elif fact in here:
                assert card.content.back == self.said[fact]
        for question, answer in self.own.items():
            (card,) = [card for card in cards.values() if card.content.front == question]
            assert (card.content.back, _active(card)) == (answer, True)
            assert card.stamp is not None
            assert self.own_ids.setdefault(question, card.stamp.id) == card.stamp.id
        known = {**{key: POOL[fact][0] for fact, key in self.ids.items()}, **{k: q for q, k in self.own_ids.items()}}
        for key, card in cards.items():
            assert known[key] in card.content.front
            assert self.meaning.setdefault(key, known[key]) == known[key], "an id was used again"
        self.check_reviews()

    def check_reviews(self) -> None:
        with self.study() as study:  # type: ignore[attr-defined]
            log = [(one.card, one.face, one.at_ms, int(one.rating)) for one in read_log(study.store)]
            assert Counter(log) == self.answers
            packaged = {row.card for row in read_packaged(study.store).values() if not row.gone}
            assert packaged == self.world.cards().keys(), "what Anki was told of is not what stands"
            assert verify(study.store, study.replayed) == []


def _stamp(card: Card) -> bool:
    return card.stamp is not None and card.stamp.by != "me"


def _active(card: Card) -> bool:
    return card.stamp is not None and not card.stamp.retired
