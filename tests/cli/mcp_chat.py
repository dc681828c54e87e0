"""A chat assistant's client with a server of `studykit mcp`, in a workspace with a note that may not be sent."""

import asyncio
import os
import shlex
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from studykit.flows.workspace import open_workspace
from studykit.model.review import ReviewKind
from studykit.store import db
from studykit.store.log import read_log
from studykit.store.quizzes import read_questions
from tests.flows.quiz_answers import right
from tests.flows.small_world import World

if TYPE_CHECKING:
    from mcp import Client

Object = dict[str, Any]
SECRET = "心脏手术后的恢复日记"
CANARY = ("术后第三天的疼痛评分是七分", "不许外传的口令是蓝鲸")
MOC = f"""---
type: moc
---
# 强化学习

## 基础

- [[GRPO]] — 组均值当基线的算法
- [[PPO]] — 截断比率的算法
- [[TRPO]] — 约束步长的算法
- [[{SECRET}]] — 记录疼痛的日记

## 进阶

- [[DPO]] — 直接从偏好里学习
- [[KTO]] — 从好坏标签里学习
- [[IPO]] — 给偏好加正则
"""
PRIVATE = f"""---
private: true
---
# {SECRET}

## 术后恢复得怎么样？

{CANARY[0]}，{CANARY[1]}。
"""
OWN = """---
deck: Words
---

"""
CARD = "Q: What is number {n} called?\nA: {word}\n<!-- card {id} by me mod 2026-11-22T15:31:37Z -->\n\n"
BESIDE = """---
deck: Own
---

Q: DPO 要不要先训练一个模型来打分？
A: 不必：奖励就写在策略与参考模型的对数比里。
> [[DPO#它和奖励模型有什么关系？]] 奖励模型不必单独训练出来
<!-- card 7777777777 by me mod 2026-11-22T15:31:37Z -->
"""
"""A card of a passage that a private note's name and a comment stand beside."""
WORDS = ("alpha wave", "beta decay", "gamma ray", "delta function")
TOOLS = {
    "start_quiz", "next_question", "hint", "answer", "skip", "explain", "mark", "correct", "report", "due", "search",
    "propose_ratings", "confirm_ratings",
}  # fmt: skip


def build_in(root: Path) -> None:
    """A workspace with a private note in its map, built by rules, and a deck of words that a person wrote."""
    with pytest.MonkeyPatch.context() as patch:
        world = World(root, patch)
        world.write("_MOC.md", MOC)
        world.write(f"{SECRET}.md", PRIVATE)
        for name in ("TRPO", "KTO", "IPO"):
            world.write(f"{name}.md", f"# {name}\n\n## {name} 为什么有用？\n\n{name} 让训练更稳，也就更省样本。\n")
        world.change("DPO.md", "单独训练出来。", f"单独训练出来。\n见 [[{SECRET}]] 与 {SECRET}。%%{CANARY[1]}%%")
        world.build()
        words = [CARD.format(n=n, word=word, id=f"{n}" * 10) for n, word in enumerate(WORDS, 1)]
        (world.decks / "words.md").write_text(OWN + "".join(words), encoding="utf-8")
        (world.decks / "own.md").write_text(BESIDE, encoding="utf-8")
        assert SECRET in "".join(text.decode() for text in world.deck_bytes().values())  # else nothing is proven


@dataclass
class Chat:
    """One session of a client, with every message that came."""

    client: "Client"
    pid: Path
    came: list[str] = field(default_factory=list)

    async def call(self, tool: str, **arguments: object) -> Object:
        """What a tool replies."""
        result = await self.client.call_tool(tool, arguments)
        assert not result.is_error, result
        assert isinstance(result.structured_content, dict)
        return result.structured_content

    def kill(self) -> None:
        os.kill(int(self.pid.read_text()), signal.SIGKILL)


def command(folder: Path, language: str) -> list[str]:
    return [sys.executable, "-m", "studykit", "--workspace", str(folder), "--lang", language, "mcp"]


@asynccontextmanager
async def chatting(folder: Path, language: str = "en", ask: Any = None, mode: str = "auto") -> AsyncIterator[Chat]:
    """A client of a server of its own. What comes is kept, whether it is a message or not."""
    from mcp import Client, StdioServerParameters, stdio_client  # half a second: loaded where it is used

    pid = folder / f"pid-{os.urandom(4).hex()}"
    line = f"echo $$ > {shlex.quote(str(pid))}; exec {shlex.join(command(folder, language))}"
    came: list[str] = []

    @asynccontextmanager
    async def transport() -> AsyncIterator[Any]:
        async with stdio_client(StdioServerParameters(command="sh", args=["-c", line])) as (read, write):
            receive = read.receive

            async def kept() -> Any:
                message = await receive()
                came.append(f"STRAY {message!r}" if isinstance(message, Exception) else
                            message.message.model_dump_json(by_alias=True))  # fmt: skip
                return message

            vars(read)["receive"] = kept
            yield read, write

    async with Client(transport(), elicitation_callback=ask, mode=mode, read_timeout_seconds=30) as client:
        yield Chat(client, pid, came)
    assert came
    assert not [message for message in came if message.startswith("STRAY")]


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(asyncio.wait_for(test(), 60))


def reviews(folder: Path) -> list[tuple[str, int]]:
    """The answers that count, by card."""
    with closing(db.open_store(open_workspace(folder).store)) as store:
        return [(one.card, one.rating) for one in read_log(store) if one.kind is not ReviewKind.QUIZ]


def the_right_answer(folder: Path, asked: Object) -> str:
    """What the server knows and does not say, from the store."""
    name, _, inner = asked["id"].partition(".")
    with closing(db.open_store(open_workspace(folder).store)) as store:
        (question,) = [one for one in read_questions(store, name) if one.id == inner.removesuffix("-again")]
    given = right(question)
    if asked["form"] == "true-false":
        return ("false", "true")[given.picked[0]]
    return given.text or " ".join("abcdefgh"[place] for place in given.picked)


def is_chinese(text: str | None) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text or "")


def word_of(asked: Object) -> str:
    return WORDS[int(asked["asks"].split()[3]) - 1]


async def missed_all(chat: Chat, count: int = 2) -> str:
    """A quiz in which nothing was known, ended; its proposal's id."""
    asked = await chat.call("start_quiz", topic="Words", count=count, kinds=["typed"])
    for _ in range(count):
        await chat.call("answer", question=asked["id"], answer="no idea")
        asked = await chat.call("next_question")
    await chat.call("report", finish=True)
    proposal = await chat.call("propose_ratings")
    assert len(proposal["ratings"]) == count
    return str(proposal["id"])
