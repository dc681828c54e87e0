"""`studykit drafts` as a person and a script meet it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOTE = """# 优势估计

## 为什么要减基线？

减去只与状态有关的基线不改变期望，只降低方差。

- **基线**：从回报里减去的一个只与状态有关的量，用来降低方差。
- **回报**：从某一步开始的折扣奖励之和，由后往前可以递推。
"""
SETTINGS = '[drafting]\ndecks = ["tier1"]\nwait = ["tier2", "tier3"]\n'

Run = Callable[..., subprocess.CompletedProcess[str]]


def command(folder: Path) -> Run:
    """The command in a folder, as a script would run it: no terminal, an English locale."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "STUDYKIT"))}
        return subprocess.run(
            [sys.executable, "-m", "studykit", *arguments],
            cwd=folder, env={**clean, "LANG": "en_US.UTF-8", **environment},
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    return run


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where one card stands and two drafts wait."""
    root = tmp_path_factory.mktemp("built")
    (root / "vault").mkdir()
    (root / "vault" / "优势估计.md").write_text(NOTE, encoding="utf-8")
    (root / "studykit.toml").write_text(SETTINGS, encoding="utf-8")
    run = command(root)
    assert run("drafts").stderr == "no such draft waits\n"
    assert not (root / ".studykit").exists()
    assert run("build").returncode == 0
    return root


@pytest.fixture
def studykit(built: Path, tmp_path: Path) -> Run:
    return command(shutil.copytree(built, tmp_path, dirs_exist_ok=True))


def lines(studykit: Run, *arguments: str) -> list[dict[str, Any]]:
    done = studykit("drafts", "list", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def editor(tmp_path: Path, code: str) -> str:
    """A command for $EDITOR that changes `text` by a line of Python."""
    script = tmp_path / "editor.py"
    body = f"import pathlib, sys\nfile = pathlib.Path(sys.argv[1])\ntext = file.read_text(encoding='utf-8')\n{code}\n"
    script.write_text(f"{body}file.write_text(text, encoding='utf-8')\n", encoding="utf-8")
    return f"{sys.executable} {script}"


def test_they_are_listed_by_note_with_the_reason(studykit: Run) -> None:
    done = studykit("drafts")
    first, *rows = done.stdout.splitlines()
    assert first == "优势估计.md"
    assert [row.split()[1] for row in rows[::2]] == ["rules:keyterm", "rules:keyterm"]
    assert rows[1] == "    its rule's cards wait for you"
    assert "2 drafts wait for you" in done.stderr
    assert studykit("drafts", "--note", "优势").stdout == studykit("drafts", "list").stdout == done.stdout
    assert studykit("drafts", "--rule", "table").stdout == ""
    assert "这条规则的卡片都待你确认" in studykit("drafts", LANG="zh_CN.UTF-8").stdout


def test_scripts_read_one_object_a_line(studykit: Run) -> None:
    values = lines(studykit)
    assert [value["state"] for value in values] == ["pending", "pending"]
    assert set(values[0]) == {
        "key", "digest", "state", "card", "rule", "reasons", "kind", "front", "back", "detail", "options", "tags",
        "source",
    }  # fmt: skip
    assert values[0]["source"]["quote"] == "**基线**：从回报里减去的一个只与状态有关的量，用来降低方差。"
    assert json.loads(studykit("drafts", "show", values[0]["key"], "--json").stdout) == values[0]


def test_one_is_shown_with_its_quote(studykit: Run) -> None:
    one = lines(studykit)[0]
    done = studykit("drafts", "show", one["key"])
    question, answer, source = done.stdout.splitlines()
    assert (question, answer) == (f"Q: {one['front']}", f"A: {one['back']}")
    assert source.startswith("> [[优势估计#")
    assert source.endswith(one["source"]["quote"])
    assert "优势估计.md:7" in done.stderr


def test_accepted_and_taken_back(studykit: Run) -> None:
    one, other = lines(studykit)
    done = studykit("drafts", "accept", one["key"])
    card, front = done.stdout.rstrip("\n").split("  ")
    assert (done.returncode, front) == (0, one["front"])
    assert json.loads(studykit("cards", "show", card, "--json").stdout)["front"] == one["front"]
    assert lines(studykit) == [other]
    assert one["front"] in studykit("drafts", "undo").stdout
    assert lines(studykit) == [one, other]
    assert studykit("cards", "show", card).returncode == 2


def test_all_that_a_filter_shows(studykit: Run, tmp_path: Path) -> None:
    assert studykit("drafts", "accept", "--all", "--rule", "table").stderr == "no such draft waits\n"
    done = studykit("drafts", "reject", "--all", "--rule", "keyterm", "--why", "已经会了")
    assert (done.returncode, done.stdout) == (0, "")
    records = (tmp_path / "decks" / "rejected.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(record)["why"] for record in records] == ["rejected: 已经会了"] * 2
    assert lines(studykit) == []
    studykit("build")
    assert lines(studykit) == []
    assert len(studykit("drafts", "undo").stdout.splitlines()) == 2
    assert len(lines(studykit)) == 2


def test_edited_in_the_editor(studykit: Run, tmp_path: Path) -> None:
    one = lines(studykit)[0]
    unchanged = studykit("drafts", "edit", one["key"], EDITOR=editor(tmp_path, "text += '\\n'"))
    assert "still waits" in unchanged.stderr
    code = f"assert '<!--' not in text; text = text.replace({one['back']!r}, '我的话\\n\\n\\n两段。', 1)"
    done = studykit("drafts", "edit", one["key"], EDITOR=editor(tmp_path, code))
    assert done.returncode == 0, done.stderr
    (deck,) = (tmp_path / "decks").rglob("*.md")
    assert "A: 我的话\n\n\n两段。\n> [[" in deck.read_text(encoding="utf-8")
    assert one["key"] not in {value["key"] for value in lines(studykit)}


@pytest.mark.parametrize("code", ["text = text.replace('A: ', '')", "text = text + text", "text = '前言\\n\\n' + text"])
def test_an_edit_that_is_no_card_is_refused_and_not_lost(studykit: Run, tmp_path: Path, code: str) -> None:
    one = lines(studykit)[0]
    done = studykit("drafts", "edit", one["key"], EDITOR=editor(tmp_path, code))
    assert done.returncode == 1
    assert f"{one['key']}:" in done.stderr
    assert one["front"] in done.stderr
    assert one in lines(studykit)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("accept",), "--all"),
        (("reject", "ab", "--all"), "--all"),
        (("accept", "ab", "--rule", "keyterm"), "--all"),
        (("show", "zz"), "zz"),
        (("undo",), "no decision"),
        (("nonsense",), "nonsense"),
    ],
)
def test_what_cannot_be_is_a_usage_error(studykit: Run, arguments: tuple[str, ...], says: str) -> None:
    done = studykit("drafts", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_without_a_screen_all_ways_give_the_same_lines(studykit: Run) -> None:
    listed = studykit("drafts", "list").stdout
    assert studykit("drafts").stdout == studykit("drafts", "--plain").stdout == listed
    assert studykit("drafts", "--json").stdout == studykit("drafts", "list", "--json").stdout
    assert "--plain" in studykit("drafts", "--help").stdout
