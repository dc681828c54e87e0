"""The command line as a person and a script meet it: what is printed where, and the exit codes."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studykit.cli.main import COMMANDS

Run = Callable[..., subprocess.CompletedProcess[str]]


def _json(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_build_prints_the_object_that_scripts_read(studykit: Run, workspace: Path) -> None:
    value = _json(studykit("build", "--json"))
    assert set(value) == {
        "vault", "notes", "mocs", "sections", "concepts", "units", "unlisted", "cards", "problems", "decks", "seconds",
    }  # fmt: skip
    assert set(value["cards"]) == {"new", "updated", "kept", "edited", "retired", "revived", "pending", "total"}
    assert set(value["seconds"]) == {"scan", "draft", "merge", "write", "total"}
    assert (value["notes"], value["mocs"], value["concepts"]) == (2, 1, 1)
    [deck] = value["decks"]
    assert set(deck) == {"name", "file", "package", "cards"}
    assert deck["name"] == "强化学习::基础"
    assert Path(deck["file"]).is_file()
    assert Path(deck["package"]).is_file()
    [problem] = value["problems"]
    assert problem == {
        "severity": "warning", "code": "link-broken", "message": "no note is called “不存在的笔记”",
        "path": "策略梯度.md", "line": 12,
    }  # fmt: skip


def test_a_dry_run_shows_the_plan_and_writes_nothing(studykit: Run, workspace: Path) -> None:
    before = sorted(workspace.rglob("*"))
    value = _json(studykit("build", "--dry-run", "--json"))
    assert {step["action"] for step in value["plan"]} == {"new", "pending"}
    assert all(step["reason"] for step in value["plan"])
    assert sorted(workspace.rglob("*")) == before
    plain = studykit("build", "--dry-run")
    assert "为什么要减基线" in plain.stdout
    assert "nothing was written" in plain.stderr
    assert sorted(workspace.rglob("*")) == before


def test_data_goes_to_standard_output_and_the_rest_to_standard_error(studykit: Run) -> None:
    done = studykit("build")
    assert done.stdout.split() == ["强化学习::基础", "1"]
    assert "策略梯度.md:12: warning: no note is called" in done.stderr
    assert "1 new" in done.stderr
    assert "nothing changed" in studykit("build").stderr


def test_only_packages_that_changed_are_named(studykit: Run, workspace: Path) -> None:
    assert "for Anki (File" in studykit("build").stderr
    note = workspace / "vault" / "策略梯度.md"
    note.write_text(note.read_text(encoding="utf-8") + "\n## 备忘\n\n多一行。\n", encoding="utf-8")
    done = studykit("build")
    assert "done in" in done.stderr
    assert re.search(r"in \d+\.\d s\n", done.stderr)
    assert "for Anki (File" not in done.stderr


def test_a_pipe_is_asked_nothing_and_shown_no_bar(studykit: Run) -> None:
    done = studykit("build")
    assert "\x1b" not in done.stdout + done.stderr
    assert "\r" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        (["--lang", "zh", "build"], {}, "新增 1"),
        (["build"], {"LANG": "zh_CN.UTF-8"}, "新增 1"),
        (["build"], {"STUDYKIT_LANG": "zh"}, "新增 1"),
        (["--lang=en", "build"], {"LANG": "zh_CN.UTF-8"}, "1 new"),
        (["build"], {"LANG": "C"}, "1 new"),
    ],
)
def test_the_language_is_chosen(
    studykit: Run, arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert expected in studykit(*arguments, **environment).stderr


def test_the_workspace_may_choose_the_language(studykit: Run, workspace: Path) -> None:
    (workspace / "studykit.toml").write_text('language = "zh"\n', encoding="utf-8")
    assert "新增 1" in studykit("build").stderr
    assert "把笔记变成牌组文件" in studykit("build", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--help"], ["用法：", "选项:", "显示本说明并退出。"]),
        (["drafts", "--help"], ["命令:", "让模型按你的一句话重拟一张卡片。"]),
        (["cards", "--help"], ["不带 --front 时用 $EDITOR 编写。"]),
        (["quiz", "--help"], ["[默认：20; 1<=x<=500]"]),
        (["simulate", "--days", "3"], ["用法：", "错误：'--days' 的值无效：3 不在范围 30<=x<=3650 内。"]),
        (["history"], ["缺少参数"]),
        (["biuld"], ["没有命令 'biuld'", "是否想用 `studykit build`？"]),
        (["drafts", "nosuch"], ["没有命令 'nosuch'"]),
        (["quiz", "--kind", "poem"], ["不在可选值之中"]),
        (["build", "--fast"], ["没有选项 '--fast'。"]),
        (["exam", "soon"], ["'soon' 不符合格式"]),
    ],
)
def test_what_click_says_is_in_the_language_chosen(studykit: Run, arguments: list[str], said: list[str]) -> None:
    done = studykit("--lang", "zh", *arguments)
    assert all(one in done.stdout + done.stderr for one in said), done.stdout + done.stderr
    english = studykit(*arguments)
    assert "Usage:" in english.stdout + english.stderr


def test_a_closed_stream_is_no_failure(studykit: Run, workspace: Path) -> None:
    studykit("build")
    for command in ("due", "build", "--help"):
        line = f"exec {sys.executable} -m studykit {command} >&- 2>&-"
        assert subprocess.run(["sh", "-c", line], cwd=workspace, timeout=60, check=False).returncode == 0


def test_of_many_decks_an_error_lists_the_nearest(studykit: Run, workspace: Path) -> None:
    (workspace / "decks").mkdir()
    for name in ("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota"):
        text = f"---\ndeck: {name}\n---\n\nQ: What is {name}?\nA: A letter.\n"
        (workspace / "decks" / f"{name}.md").write_text(text, encoding="utf-8")
    studykit("build")
    done = studykit("review", "gama", "--plain")
    assert done.returncode == 2
    assert "Known: gamma, " in done.stderr
    assert "… and 2 more." in done.stderr


def test_what_the_system_reports_says_what_to_do(studykit: Run, workspace: Path) -> None:
    (workspace / "file").write_text("", encoding="utf-8")
    done = studykit("stats", "--html", "file/page.html")
    assert done.returncode == 1
    assert "there is no such file or folder" in done.stderr
    assert "没有这个文件或文件夹" in studykit("--lang", "zh", "stats", "--html", "file/page.html").stderr


def test_cards_are_listed_one_object_a_line(studykit: Run) -> None:
    studykit("build")
    lines = studykit("cards", "list", "--json").stdout.splitlines()
    cards = [json.loads(line) for line in lines]
    assert len(cards) == 1
    for card in cards:
        assert set(card) == {
            "id", "guid", "kind", "deck", "front", "back", "options", "tags", "status", "by", "source", "faces",
        }  # fmt: skip
        assert set(card["source"]) == {"path", "heading", "line", "quote"}
        assert card["faces"] == [
            {"face": "0", "due": None, "stability": None, "difficulty": None, "reps": None, "lapses": None}
        ]
    question = next(card for card in cards if card["by"] == "rules:question")
    assert question["source"]["heading"] == "为什么要减基线？"
    assert question["source"]["path"] == "策略梯度.md"
    assert question["source"]["line"] == 10
    shown = studykit("cards", "show", question["id"])
    assert "A: 减去只与状态有关的基线不改变期望" in shown.stdout
    assert _json(studykit("cards", "show", question["id"], "--json")) == question


def test_decks_are_listed(studykit: Run) -> None:
    assert "no decks yet" in studykit("decks").stderr
    studykit("build")
    assert "强化学习::基础  1  " in studykit("decks").stdout
    assert json.loads(studykit("decks", "--json").stdout)["cards"] == 1


def test_doctor_prints_the_object_that_scripts_read(studykit: Run, workspace: Path) -> None:
    before = sorted(workspace.rglob("*"))
    value = _json(studykit("doctor", "--json"))
    assert {"notes", "links", "headings", "problems", "seconds"} <= set(value)
    assert [problem["code"] for problem in value["problems"]] == ["link-broken"]
    assert sorted(workspace.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "--vault", "nowhere"], 2, "is no folder"),
        (["build", "--section", "没有"], 2, "Known: 基础"),
        (["build", "--moc", "没有"], 2, "Known: _MOC.md"),
        (["build", "--nonsense"], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        (["cards", "show", "0000000000"], 2, "no card has the id"),
        (["cards", "list", "--deck", "没有"], 2, "no deck's name holds"),
    ],
)
def test_what_cannot_be_is_said_with_the_exit_code(studykit: Run, arguments: list[str], code: int, said: str) -> None:
    done = studykit(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("vault = ", "TOML"),
        ("vualt = 'x'", "Did you mean: vault"),
        ("vault = 3", '`vault` must be "…"'),
        ("unlisted = 'no'", "folders | skip"),
        ("[drafting]\nper_note = 0", "per_note"),
        ("[drafting]\nper_card = 1", "drafting.per_card"),
    ],
)
def test_wrong_settings_name_file_key_and_what_is_right(
    studykit: Run, workspace: Path, settings: str, said: str
) -> None:
    (workspace / "studykit.toml").write_text(settings, encoding="utf-8")
    done = studykit("build")
    assert done.returncode == 3
    assert "studykit.toml" in done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(("language", "word"), [("en", "Example:"), ("zh", "例：")])
def test_every_command_has_help_with_an_example(language: str, word: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELP, "--lang", language, *COMMANDS],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=True,
    )  # fmt: skip
    pages = done.stdout.split("\f")[:-1]
    assert len(pages) == len(COMMANDS)
    assert not [name for name, page in zip(COMMANDS, pages, strict=True) if f"studykit {name} " not in page]
    assert not [name for name, page in zip(COMMANDS, pages, strict=True) if word not in page]


HELP = """
import sys
from studykit.cli.main import run
for name in sys.argv[3:]:
    if run([*sys.argv[1:3], name, "--help"]):
        sys.exit(name)
    print("\\f", end="", flush=True)
"""
"""Asks every command for help, in one process: a language is a process's."""


def test_text_of_notes_cannot_drive_the_terminal(studykit: Run, workspace: Path) -> None:
    path = workspace / "vault" / "策略梯度.md"
    note = path.read_text(encoding="utf-8")
    path.write_text(
        note.replace("减基线", "减\x1b[2J基线\u202e").replace("不存在", "不\x1b]52;c;x\x07存在"), encoding="utf-8"
    )
    for arguments in (["build", "-v"], ["cards", "list"], ["doctor", "-v"], ["decks"]):
        done = studykit(*arguments)
        assert done.returncode == 0
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)


def test_a_real_vault_builds(studykit: Run, shared: Path) -> None:
    value = _json(studykit("build", "--vault", str(shared / "data/vaults/kepano"), "--json"))
    assert value["notes"] > 50
    assert value["problems"]
    assert all(problem["message"] != problem["code"] for problem in value["problems"])


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
@pytest.mark.parametrize(("answer", "built"), [("y\n", True), ("n\n", False)])
def test_the_first_build_on_a_terminal_asks(workspace: Path, answer: str, built: bool) -> None:
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(workspace)
        os.execve(
            sys.executable,
            [sys.executable, "-m", "studykit", "--lang", "en", "build"],
            {**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        )
    seen = b""
    asked = False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
        if not asked and b"[Y/n]" in seen:
            asked = True
            os.write(terminal, answer.encode())
    _, status = os.waitpid(pid, 0)
    text = seen.decode("utf-8", "replace")
    assert asked
    assert "map of content: 强化学习" in text
    assert "Write 1 new card into" in text
    assert os.waitstatus_to_exitcode(status) == 0
    assert bool(list((workspace / "decks").rglob("*.md"))) is built
    assert bool(list((workspace / "decks").glob("*.apkg"))) is built
