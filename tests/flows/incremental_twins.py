"""Two workspaces to which the same happens: for tests of a build from few notes, which must end as a full one does."""

import json
import random
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from studykit.errors import StoppedError
from studykit.flows.incremental import build as incremental
from tests.flows.small_world import START, World

_PEOPLE = ("折扣因子", "价值函数", "策略梯度", "优势函数", "重要性采样", "熵正则", "奖励塑形", "目标网络")
_SAID = (
    "它让更新的步子变小，训练因此更稳定。",
    "因为估计的方差太大，所以要减去一条基线。",
    "没有它的话，样本很快就不再有代表性。",
    "它把远处的奖励算得比近处的少，和才会收敛。",
    "同一道题采样很多个回答，组内的均值就是基线。",
    "训练时不需要在线采样，数据是事先收集好的。",
)
_ASKED = ("为什么需要{}？", "{}有什么代价？", "什么时候不用{}？", "{}和奖励模型有什么关系？")


def quick_builds(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of every build from now on that found something changed, whether it was made from the notes that changed."""
    made: list[bool] = []
    planned = incremental.incremental

    def counted(*arguments: object) -> object:
        outcome = planned(*arguments)  # type: ignore[arg-type]
        made.append(outcome is not None)
        return outcome

    monkeypatch.setattr(incremental, "incremental", counted)
    return made


class Twins:
    """Two workspaces to which the same happens: one is built as ever, the other from everything each time."""

    def __init__(
        self,
        folder: Path,
        monkeypatch: pytest.MonkeyPatch,
        chance: random.Random,
        make: type[World] = World,
        said: Iterable[str] = (),
    ) -> None:
        """`said` are sentences that notes hold beside those of every vault."""
        self.chance = chance
        self.said = (*_SAID, *said)
        self.both = [make(folder / name / "ws", monkeypatch, empty=True) for name in ("quick", "whole")]
        self.names = list(_PEOPLE)
        self.now = START
        for name in self.names:
            self.write(f"{name}.md", self.note(name))
        self.write("_MOC.md", self.map())

    def each(self, act: Callable[[World], object]) -> None:
        for world in self.both:
            act(world)

    def write(self, path: str, text: str) -> None:
        self.each(lambda world: world.write(path, text))

    def text(self, path: str) -> str:
        return (self.both[0].root / "vault" / path).read_text(encoding="utf-8")

    def paths(self) -> list[str]:
        root = self.both[0].root / "vault"
        return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.md") if path.name != "_MOC.md")

    def sentence(self) -> str:
        said = self.chance.choice(self.said)
        if self.chance.random() < 0.3:
            said += f"**{self.chance.choice(_PEOPLE)}**是一种常用的技巧，见 [[{self.chance.choice(self.names)}]]。"
        return said

    def part(self, name: str) -> str:
        other = self.chance.choice(_PEOPLE)
        asked = self.chance.choice(_ASKED).format(name if self.chance.random() < 0.7 else other)
        embed = f"\n\n![[{self.chance.choice(self.names)}]]" if self.chance.random() < 0.15 else ""
        link = f"\n\n见 [[{self.chance.choice(self.names)}#背景]]。" if self.chance.random() < 0.2 else ""
        return f"## {asked}\n\n{self.sentence()}{embed}{link}\n"

    def note(self, name: str) -> str:
        parts = "\n".join(self.part(name) for _ in range(self.chance.randint(1, 3)))
        back = "\n## 背景\n\n这里讲一讲来历。\n" if self.chance.random() < 0.5 else ""
        return f"---\ntags: [rl]\n---\n# {name}\n\n{parts}{back}"

    def map(self) -> str:
        listed = self.chance.sample(self.names, k=min(len(self.names), 5))
        rows = [f"- [[{name}]] — {self.chance.choice(self.said)}" for name in listed]
        return "\n".join(
            ["---", "type: moc", "---", "# 强化学习", "", "## 基础", "", *rows[:3], "", "## 进阶", "", *rows[3:], ""]
        )

    def other_map(self, kind: str) -> str:
        """The map with one line that is another, or stands elsewhere."""
        lines = self.text("_MOC.md").splitlines(keepends=True)
        rows = [place for place, line in enumerate(lines) if line.startswith("- ")]
        row = self.chance.choice(rows or [len(lines) - 1])
        said, name = self.chance.choice(self.said), self.chance.choice(self.names)
        match kind:
            case "list" if self.chance.random() < 0.4 and len(rows) > 3:
                del lines[row]
            case "list":
                lines.insert(row, f"- [[{name}]] — {said}\n")
            case "gloss":
                lines[row] = f"{lines[row].partition(' — ')[0].strip()} — {said}\n"
            case "say":
                lines.insert(row, f"\n{said}\n\n")
            case "swap":
                lines[row - 1], lines[row] = lines[row], lines[row - 1]
        return "".join(lines)

    def act(self) -> str:
        """Something that a person does; its name."""
        paths = self.paths()
        path = self.chance.choice(paths)
        kind = self.chance.choices(
            ("edit", "rewrite", "question", "heading", "tag", "touch", "two", "create", "delete", "rename", "map",
             "alias", "setting", "answer", "ask", "remark", "touch deck", "remove card", "nothing",
             "call", "list", "gloss", "say", "swap"),
            (8, 3, 5, 2, 2, 1, 4, 4, 3, 2, 1, 1, 0.5, 3, 2, 1, 0.5, 0.7, 1, 2, 2, 1, 1, 0.5),
        )[0]  # fmt: skip
        text = self.text(path)
        match kind:
            case "edit":
                old = self.chance.choice(self.said)
                self.write(path, text.replace(old, self.chance.choice(self.said), 1))
            case "rewrite":
                self.write(path, self.note(path.rpartition("/")[2].removesuffix(".md")))
            case "question":
                self.write(path, f"{text}\n{self.part(path.rpartition('/')[2].removesuffix('.md'))}")
            case "heading":
                self.write(
                    path, text.replace("## 背景", "## 来历") if "背景" in text else text + "\n## 背景\n\n来历。\n"
                )
            case "tag":
                self.write(path, text.replace("tags: [rl]", f"tags: [rl, t{self.chance.randint(1, 3)}]"))
            case "touch":
                self.write(path, text)
            case "two":
                for one in self.chance.sample(paths, k=min(2, len(paths))):
                    self.write(
                        one, self.text(one).replace(self.chance.choice(self.said), self.chance.choice(self.said))
                    )
            case "create":
                gone = [name for name in self.names if not any(path.endswith(f"{name}.md") for path in paths)]
                name = f"新概念{self.chance.randint(1, 99)}"
                if gone and self.chance.random() < 0.4:
                    name = self.chance.choice(gone)  # links lead to it already
                self.names.append(name)
                self.write(f"{self.chance.choice(['', '文件夹/'])}{name}.md", self.note(name))
            case "delete" if len(paths) > 5:
                self.each(lambda world: world.remove(path))
            case "rename":
                self.each(lambda world: world.move(path, f"moved/{path.rpartition('/')[2]}"))
            case "call":
                name = f"另一个概念{self.chance.randint(1, 99)}"
                self.names.append(name)
                self.each(lambda world: world.move(path, f"{path.rpartition('/')[0]}/{name}.md".lstrip("/")))
            case "map":
                self.write("_MOC.md", self.map())
            case "list" | "gloss" | "say" | "swap":
                self.write("_MOC.md", self.other_map(kind))
            case "alias":
                self.write(path, text.replace("tags:", f"aliases: [别名{self.chance.randint(1, 9)}]\ntags:", 1))
            case "setting":
                number = self.chance.randint(2, 6)
                self.each(lambda world: world.settings(f"per_note = {number}"))
            case "answer" | "ask" | "remark" | "touch deck" | "remove card":
                fronts = self.both[0].fronts()
                other = self.chance.choice(_ASKED).format(self.chance.choice(_PEOPLE))
                if fronts:
                    front = self.chance.choice(fronts)
                    self.each(lambda world: _by_hand(world, front, kind, other))
                if self.chance.random() < 0.3:  # a note is saved along with it
                    self.write(path, text.replace(self.chance.choice(self.said), self.chance.choice(self.said), 1))
        return kind

    def build(self, kind: str, **request: object) -> None:
        self.now += 86_400
        quick, whole = (
            self.outcome(world, full=full, **request) for world, full in zip(self.both, (False, True), strict=True)
        )
        looked = isinstance(quick, str) or quick["changed"]
        if looked:  # where nothing changed, the report tells what stands and not what a build did
            assert quick == whole, kind
        assert self.both[0].deck_bytes() == self.both[1].deck_bytes(), kind
        one, other = (_store(world) for world in self.both)
        for table in other:
            if looked or table not in ("looks", "ties", "facts"):  # which a build writes, and a look does not
                assert one[table] == other[table], (kind, table)
        assert _packages(self.both[0]) == _packages(self.both[1]), kind

    def outcome(self, world: World, **request: object) -> dict[str, Any] | str:
        """What a build reports, without where and how long; the code of what stopped it."""
        try:
            report = world.build(now=self.now, **request).report
        except StoppedError as error:
            return error.code
        text = json.dumps(report, ensure_ascii=False).replace(str(world.root), "")
        return {name: value for name, value in json.loads(text).items() if name != "seconds"}


def _by_hand(world: World, front: str, kind: str, other: str) -> None:
    """Do something to the card with a question in its file, if the file has it once and as it is."""
    found = [path for path in world.decks.rglob("*.md") if f"Q: {front}\n" in path.read_text(encoding="utf-8")]
    if len(found) != 1:
        return
    if kind == "remove card":
        world.delete(f"Q: {front}\n")
        return
    text = found[0].read_text(encoding="utf-8")
    at = text.index(f"Q: {front}\n")
    end = at + len(f"Q: {front}\n")
    match kind:
        case "answer":
            text = text[:end] + text[end:].replace("A: ", "A: 我的话。", 1)
        case "ask":
            text = f"{text[:at]}Q: {other}\n{text[end:]}"
        case "remark":
            text = f"{text[:at]}我的一句话。\n\n{text[at:]}"
    found[0].write_text(text, encoding="utf-8")


_TABLES = {
    "units": "key, note, fingerprint, drafter",
    "drafts": "*",
    "decks": "file, digest, text",
    "cards": "*",
    "pending": "*",
    "outlines": "*",
    "maps": "*",
    "leans": "*",
    "looks": "*",
    "ties": "*",
    "events": "at, card, what, detail",
    "packaged": "*",
    "versions": "*",
    "sources": "path, size, digest",
}


_ELSEWHERE = frozenset({"glance", "scanned", "mark", "told", "settings", "rejected", "learning"})
"""Facts that hold times, inodes or paths."""


def _store(world: World) -> dict[str, list[object]]:
    with sqlite3.connect(world.root / ".studykit" / "study.db") as store:
        found = {t: sorted(store.execute(f"SELECT {columns} FROM {t}").fetchall()) for t, columns in _TABLES.items()}
        facts = dict(store.execute("SELECT name, value FROM facts"))
    store.close()
    found["facts"] = [(name, facts[name]) for name in sorted(facts.keys() - _ELSEWHERE - {"report", "packages"})]
    report = json.loads(facts["report"].replace(str(world.root), "")) if "report" in facts else {}
    report.pop("seconds", None)
    packages = {name: json.loads(state)["made"] for name, state in json.loads(facts.get("packages") or "{}").items()}
    found["facts"] += [report, packages]
    return found


def _packages(world: World) -> dict[str, bytes]:
    """The packages' bytes."""
    return {path.name: path.read_bytes() for path in sorted(world.decks.glob("*.apkg"))}
