"""After a build of everything, whatever it did to how many notes, one note is built alone again."""

from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.flows.incremental.planning import _MOST_NOTES as MOST
from tests.flows.incremental_twins import quick_builds
from tests.flows.small_world import World

NOTES = 80


_ONE = ("折扣因子", "价值函数", "策略梯度", "优势函数", "重要性采样", "熵正则", "奖励塑形", "目标网络", "经验回放")
_OTHER = ("学习率", "批量归一化", "残差连接", "注意力掩码", "位置编码", "知识蒸馏", "对比学习", "数据增强", "早停法")


def text(number: int, answer: str = "没有{other}的话，{one}的估计方差太大。", more: str = "") -> str:
    said = {"one": _ONE[number % 9], "other": _OTHER[number // 9]}
    asked = "## 为什么{one}离不开{other}？\n\n".format(**said)
    return f"# 概念{number}\n\n{asked}{answer.format(**said)}\n{more.format(**said)}"


def path(number: int) -> str:
    return f"更多/概念{number}.md"


def reworded(world: World) -> None:
    for number in range(NOTES):
        world.write(path(number), text(number, "没有{other}的话，{one}的估计方差实在太大。"))


def longer(world: World) -> None:
    for number in range(NOTES):
        world.write(path(number), text(number, more="\n## {other}什么时候不用？\n\n{one}本来就稳定的时候用不着。\n"))


def emptied(world: World) -> None:
    for number in range(NOTES):
        world.write(path(number), f"# 概念{number}\n\n这里还什么都没有写。\n")


def renamed(world: World) -> None:
    (world.root / "vault" / "更多").rename(world.root / "vault" / "别处")


def deleted(world: World) -> None:
    for file in world.decks.rglob("*.md"):
        head, _, _ = file.read_text(encoding="utf-8").partition("## 概念")
        file.write_text(head, encoding="utf-8")


@pytest.mark.parametrize("change", [reworded, longer, emptied, renamed, deleted])
def test_one_note_is_built_alone_after_many_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[World], None]
) -> None:
    world = World(tmp_path, monkeypatch)
    for number in range(NOTES):
        world.write(path(number), text(number))
    world.build()
    quick = quick_builds(monkeypatch)
    change(world)
    counts = world.build().report["cards"]
    assert sum(counts[name] for name in ("new", "updated", "retired")) > MOST or change in (deleted, renamed)
    world.change("GRPO.md", "再大收益就很小了", "再大就不值得了")
    assert world.build().report["cards"]["updated"] == 1
    assert quick == [False, True]
    before = world.deck_bytes()
    world.build(full=True)
    assert world.deck_bytes() == before
