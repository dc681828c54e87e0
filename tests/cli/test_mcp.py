"""`studykit mcp` as a chat assistant meets it: the SDK's own client, over the standard streams of a real process."""

import asyncio
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from studykit.flows.workspace import open_workspace
from studykit.store import db
from studykit.store.quizzes import read_decisions, read_quizzes
from tests.cli.mcp_chat import (
    CANARY,
    SECRET,
    TOOLS,
    Object,
    build_in,
    chatting,
    command,
    is_chinese,
    missed_all,
    reviews,
    run,
    the_right_answer,
    word_of,
)

if importlib.util.find_spec("mcp") is None or sys.platform == "win32":
    pytest.skip("the MCP SDK is not installed (extra `mcp`), or this is Windows", allow_module_level=True)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("mcp")
    build_in(root)
    return root


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "workspace", symlinks=True))


def test_a_whole_quiz_never_tells_what_is_right_before_the_answer(folder: Path) -> None:
    async def test() -> None:
        async with chatting(folder) as chat:
            tools = {tool.name: tool for tool in (await chat.client.list_tools()).tools}
            assert set(tools) == TOOLS
            assert not any(is_chinese(tool.description) for tool in tools.values())
            asked = await chat.call("start_quiz", topic="Words", count=4, kinds=["typed"])
            again = []
            for turn in range(5):  # what was missed comes once more
                assert asked["kind"] == "question"
                again.append(asked["again"])
                before = len(chat.came)
                hint = await chat.call("hint", question=asked["id"])
                assert (await chat.call("explain", question=asked["id"]))["code"] == "chat-answer-first"
                found = await chat.call("search", query="called")
                assert word_of(asked) not in json.dumps([asked, hint, found], ensure_ascii=False)
                assert not [one for one in chat.came[before:] if word_of(asked) in one]
                said = "no idea" if turn == 0 else word_of(asked)
                told = await chat.call("answer", question=asked["id"], answer=said)
                assert (told["right"], told["solutions"]) == (turn > 0, [word_of(asked)])
                assert (await chat.call("explain", question=asked["id"]))["kind"] == "explanation"
                earlier, asked = asked, await chat.call("next_question")
                assert (await chat.call("correct", question=earlier["id"], right=turn == 0))["kind"] == "said"
                if turn == 1:
                    later = asked
                    asked = await chat.call("skip", question=asked["id"])
                    assert asked["id"] != later["id"]
            assert sum(again) == 1
            report = asked
            assert (report["kind"], report["total"]["right"], report["ratings_to_confirm"]) == ("report", 3, 1)
            assert reviews(folder) == []  # nothing was confirmed

    run(test)


def test_nothing_of_a_private_note_is_in_any_message(folder: Path) -> None:
    async def test() -> None:
        async with chatting(folder, "zh") as chat:
            assert all(is_chinese(tool.description) for tool in (await chat.client.list_tools()).tools)
            for topic in ("", SECRET, "基础", "Own", "没有这个牌组"):
                asked = await chat.call("start_quiz", topic=topic, count=50)
                for _ in range(60):
                    if asked["kind"] != "question":
                        break
                    await chat.call("hint", question=asked["id"])
                    await chat.call("answer", question=asked["id"], answer="a b c d")
                    told = await chat.call("answer", question=asked["id"], answer="")
                    await chat.call("explain", question=asked["id"])
                    if told.get("right", True) is None:
                        await chat.call("mark", question=asked["id"], points=0)
                    asked = await chat.call("next_question")
                await chat.call("report", finish=True)
                await chat.call("propose_ratings")
            for query in ("", "为什么", "deck:强化", f"note:{SECRET}", CANARY[0]):
                await chat.call("search", query=query, limit=50)
            await chat.call("due")
            assert len(chat.came) > 80
            assert any("奖励模型不必单独训练出来。\\n见" in one for one in chat.came)  # the passage was read
            for one in chat.came:
                assert not any(canary in one for canary in (SECRET, *CANARY))

    run(test)


def test_what_cannot_be_done_is_said_and_a_note_that_turns_private_is_left_out(folder: Path) -> None:
    async def test() -> None:
        async with chatting(folder) as chat:
            assert (await chat.call("report"))["code"] == "mcp-no-quiz"
            assert (await chat.call("confirm_ratings", proposal="no"))["code"] == "mcp-no-quiz"
            assert (await chat.call("answer", question="quiz1.x", answer="a"))["code"] == "mcp-no-quiz"
            unknown = await chat.call("start_quiz", topic="nowhere at all")
            assert unknown["code"] == "quiz-unknown"
            assert "Words" in unknown["text"]
            assert (await chat.call("search", query="is:nonsense"))["code"] == "browse-is"
            assert (await chat.client.call_tool("start_quiz", {"count": 1000})).is_error

            asked = await chat.call("start_quiz", topic="GRPO", count=9)
            assert asked["kind"] == "question"
            note = folder / "vault" / "GRPO.md"
            note.write_text(note.read_text(encoding="utf-8").replace("tags:", "private: true\ntags:"), encoding="utf-8")
            before = len(chat.came)
            assert (await chat.call("answer", question=asked["id"], answer="a"))["code"] == "chat-no-such-question"
            assert (await chat.call("hint", question=asked["id"]))["code"] == "chat-no-such-question"
            following = await chat.call("next_question")
            assert following.get("id") != asked["id"]
            assert (await chat.call("search", query="note:GRPO"))["count"] == 0
            assert "组内" not in "".join(chat.came[before:])

    run(test)


def test_a_killed_server_has_lost_nothing_and_what_is_said_twice_counts_once(folder: Path) -> None:
    kept: Object = {}

    async def broken_off() -> None:
        async with chatting(folder) as chat:
            kept["proposal"] = proposal = await missed_all(chat)
            stale = await chat.call("confirm_ratings", proposal=proposal[:-4] + "0000")
            assert (stale["kind"], stale["proposal"]["id"]) == ("stale", proposal)
            assert reviews(folder) == []
            first = await chat.call("confirm_ratings", proposal=proposal)
            again = await chat.call("confirm_ratings", proposal=proposal)
            assert [(one["written"], one["before"]) for one in (first, again)] == [(2, 0), (0, 2)]
            kept["asked"] = asked = await chat.call("start_quiz", topic="Words", count=4, kinds=["typed"])
            await chat.call("answer", question=asked["id"], answer=word_of(asked))
            chat.kill()
            kept["killed"] = True
            await chat.call("next_question")

    async def gone_on() -> None:
        asked, proposal = kept["asked"], kept["proposal"]
        async with chatting(folder) as chat:
            assert [one["quiz"] for one in (await chat.call("due"))["open_quizzes"]] == [asked["quiz"]]
            told = await chat.call("answer", question=asked["id"], answer="something else")  # sent once more
            assert (told["right"], told["given"]) == (True, word_of(asked))
            following = await chat.call("next_question", quiz=asked["quiz"])
            assert (following["kind"], following["quiz"]) == ("question", asked["quiz"])
            assert following["id"] != asked["id"]
            assert (await chat.call("confirm_ratings", proposal=proposal))["written"] == 0
            assert (await chat.call("propose_ratings", quiz=proposal.partition(".")[0]))["ratings"] == []
        with closing(db.open_store(open_workspace(folder).store)) as store:
            assert len(read_decisions(store, asked["quiz"])[0]) == 1
        assert [rating for _, rating in reviews(folder)] == [1, 1]

    with pytest.raises(BaseException):  # noqa: B017, PT011 - whatever the client makes of a server that is gone
        run(broken_off)
    assert kept["killed"]
    run(gone_on)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_client_that_can_ask_the_person_does(folder: Path, mode: str) -> None:
    said = [("decline", None), ("cancel", None), ("accept", {"agree": False}), ("accept", {"agree": True})]
    from mcp.types import ElicitResult

    questions: list[str] = []

    async def ask(context: Any, parameters: Any) -> ElicitResult:
        questions.append(parameters.message)
        action, content = said[len(questions) - 1]
        return ElicitResult.model_validate({"action": action, "content": content})

    async def test() -> None:
        async with chatting(folder, ask=ask, mode=mode) as chat:
            proposal = await missed_all(chat)
            written = [(await chat.call("confirm_ratings", proposal=proposal))["written"] for _ in said]
            assert written == [0, 0, 0, 2]
            # what is written is not asked about again
            assert (await chat.call("confirm_ratings", proposal=proposal))["written"] == 0
        assert len(questions) == len(said)
        assert all("Again" in question for question in questions)
        assert len(reviews(folder)) == 2

    run(test)


def test_two_sessions_at_once_do_not_disturb_each_other(folder: Path) -> None:
    async def test() -> None:
        async with chatting(folder) as one, chatting(folder) as other:
            asked = [await chat.call("start_quiz", topic="Words", count=4, kinds=["typed"]) for chat in (one, other)]
            assert asked[0]["quiz"] != asked[1]["quiz"]
            for _ in range(2):
                told = await asyncio.gather(
                    *(chat.call("answer", question=each["id"], answer=word_of(each))
                      for chat, each in zip((one, other), asked, strict=True))
                )  # fmt: skip
                assert [each["right"] for each in told] == [True, True]
                asked = [await chat.call("next_question") for chat in (one, other)]
            # both in the same quiz: what the one has answered, the other does not answer again
            first = await one.call("answer", question=asked[0]["id"], answer=word_of(asked[0]))
            second = await other.call("answer", question=asked[0]["id"], answer="late")
            assert (first["right"], second["given"]) == (True, word_of(asked[0]))
            last = await one.call("next_question")
            assert (await other.call("answer", question=last["id"], answer="late"))["right"] is False
            assert (await one.call("answer", question=last["id"], answer=word_of(last)))["given"] == "late"
            proposal = (await one.call("propose_ratings"))["id"]
            written = await asyncio.gather(*(c.call("confirm_ratings", proposal=proposal) for c in (one, other)))
            assert all(each["written"] + each["before"] == 1 for each in written)
        with closing(db.open_store(open_workspace(folder).store)) as store:
            assert [len(read_decisions(store, kept.name)[0]) for kept in read_quizzes(store)] == [2, 4]
        assert len(reviews(folder)) == 1

    run(test)


def test_an_answer_that_is_right_is_judged_right_in_every_form(folder: Path) -> None:
    async def test() -> None:
        async with chatting(folder) as chat:
            asked = await chat.call("start_quiz", count=20)
            forms = set()
            while asked["kind"] == "question":
                forms.add(asked["form"])
                told = await chat.call("answer", question=asked["id"], answer=the_right_answer(folder, asked))
                if asked["form"] == "free":
                    assert told["right"] is None
                    told = await chat.call("mark", question=asked["id"], points=4)
                assert told["right"] is True, json.dumps([asked, told], ensure_ascii=False)
                asked = await chat.call("next_question")
            assert {"true-false", "typed"} <= forms
            assert asked["total"]["share"] == 1

    run(test)


def test_without_the_sdk_it_says_what_to_install(folder: Path, tmp_path: Path) -> None:
    """Exit code 2, as of `studykit web` without its extra; standard output stays the protocol's."""
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['mcp'] = None\n", encoding="utf-8")
    done = subprocess.run(
        command(folder, "en"), env=os.environ | {"PYTHONPATH": str(tmp_path)}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "studykit[mcp]" in done.stderr


def test_a_broken_workspace_is_told_before_a_word_is_said(tmp_path: Path) -> None:
    (tmp_path / "studykit.toml").write_text("vault = 3\n", encoding="utf-8")
    done = subprocess.run(
        command(tmp_path, "en"), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "vault" in done.stderr
