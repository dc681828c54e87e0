"""The drafts in a pseudo-terminal: what is seen at two sizes in two languages, what a killed process leaves, and when
lines are given instead."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studykit.flows.build import Request, build
from studykit.flows.drafts.decide import waiting_drafts
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from tests.bench.pty_harness import Terminal
from tests.tui.test_in_a_terminal import SEQUENCES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

SETTINGS = '[drafting]\ndecks = ["tier1"]\nwait = ["tier2", "tier3"]\n'
NOTE = """# 优势估计

- **基线**：从回报里减去的一个只与状态有关的量，用来降低方差。
- **折扣因子**：把将来的奖励按距离打折扣的系数，介于零和一之间。
- **回报**：从某一步开始的折扣奖励之和，由后往前可以递推。
"""
HOSTILE = NOTE.replace("：从回报", "：\x1b]0;TITLE\x07 \u202egnp.exe [bold]x[/] 从回报")


def built(folder: Path, note: str = NOTE) -> Path:
    """A workspace where three drafts wait."""
    (folder / "vault").mkdir(parents=True)
    (folder / "vault" / "优势估计.md").write_text(note, encoding="utf-8")
    (folder / "studykit.toml").write_text(SETTINGS, encoding="utf-8")
    build(open_workspace(folder), Request(), silent)
    return folder


def fronts(folder: Path) -> list[str]:
    return [one.draft.content.front for one in waiting_drafts(open_workspace(folder))]


@contextmanager
def drafts(folder: Path, columns: int = 80, rows: int = 24, *arguments: str, **environment: str) -> Iterator[Terminal]:
    """`studykit drafts` in a terminal; English where nothing else is said."""
    command = [sys.executable, "-m", "studykit", "--workspace", str(folder), "drafts", *arguments]
    with Terminal(command, columns, rows, environment={"PYTHONDONTWRITEBYTECODE": "1", **environment}) as terminal:
        yield terminal


def rows_of(terminal: Terminal) -> list[str]:
    terminal.settle()
    return terminal.display.lines()


def test_80_by_24_in_chinese_the_quote_stands_below(tmp_path: Path) -> None:
    folder = built(tmp_path)
    with drafts(folder, STUDYKIT_LANG="zh") as terminal:
        terminal.wait_for("3 张待定")
        seen = rows_of(terminal)
        assert seen[0] == " 草稿  3 张待定"
        assert seen[1].startswith(" · 优势估计：「基线」指的是什么？")
        assert re.fullmatch(r" ── rules:term · 优势估计\.md:3 ─+", seen[4])
        assert seen[5] == "  · 这条规则的卡片都待你确认"
        assert seen[7] == "  优势估计：「基线」指的是什么？"
        assert seen[9] == "  从回报里减去的一个只与状态有关的量，用来降低方差"
        assert seen[12].startswith("  │ ")
        assert seen[-1] == " a 接受  r 拒绝  e 编辑  n 重拟  u 撤销  / 搜索  v 原文  o 笔记  ? 帮助  q 返回"
        terminal.press("ａ", "✓ 已定 1 张")
        terminal.press("r", "理由")
        terminal.send("太浅\r")
        terminal.wait_for("✓ 已定 2 张")
        terminal.press("？", "$EDITOR")
        terminal.press("q", "✓ 已定 2 张")
        terminal.send("q")
        assert terminal.leave() == 0
        assert "已接受" in bytes(terminal.display.raw).decode("utf-8")
    assert len(fronts(folder)) == 1
    assert len(list((folder / "decks").rglob("*.md"))) == 1


def test_120_by_40_in_english_the_quote_stands_beside(tmp_path: Path) -> None:
    with drafts(built(tmp_path), 120, 40, "--note", "优势") as terminal:
        terminal.wait_for("3 wait")
        seen = rows_of(terminal)
        assert seen[1].split() == ["note:优势"]
        assert any(row.startswith(" 从回报里减去的") and "│" in row for row in seen)
        assert any("quote, in its paragraph" in row for row in seen)
        terminal.press("A", "Accept 3 drafts?")
        terminal.press("A", "All decided: 3")
        terminal.press("u", "3 wait again.")
        terminal.send("q")
        assert terminal.leave() == 0


def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    folder = built(tmp_path)
    before = fronts(folder)
    with drafts(folder) as terminal:
        terminal.wait_for("3 wait")
        terminal.press("a", "1 done")
        terminal.press("r", "Why not?")
        terminal.press("\r", "2 done")
        os.kill(terminal.process.pid, signal.SIGKILL)
        terminal.process.wait()
    assert fronts(folder) == before[2:]
    build(open_workspace(folder), Request(), silent)
    assert fronts(folder) == before[2:]
    (deck,) = (folder / "decks").rglob("*.md")
    text = deck.read_text(encoding="utf-8")
    assert before[0] in text
    assert before[1] not in text


def test_a_hostile_note_is_inert_text(tmp_path: Path) -> None:
    with drafts(built(tmp_path, HOSTILE), 120, 40, NO_COLOR="1") as terminal:
        terminal.wait_for("[bold]x[/]")
        for key in ("v", "\x1b[6~", " "):
            terminal.send(key)
            terminal.settle()
        raw = bytes(terminal.display.raw)
    rest = SEQUENCES.sub(b"", raw)
    assert b"\x1b" not in rest
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", rest.decode("utf-8"))
    colours = {tuple(found) for found in re.findall(rb"\x1b\[[0-9;]*?[34]8;2;(\d+);(\d+);(\d+)", raw)}
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize(
    ("term", "plain"), [("dumb", []), ("xterm-256color", ["--plain"]), ("xterm-256color", ["list"])]
)
def test_lines_where_they_are_asked_for_or_there_is_no_screen(tmp_path: Path, term: str, plain: list[str]) -> None:
    with drafts(built(tmp_path), 80, 24, *plain, TERM=term) as terminal:
        terminal.wait_for("3 drafts wait for you")
        assert b"\x1b[?1049h" not in terminal.display.raw


def test_where_nothing_was_built_no_screen_is_opened(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    with drafts(tmp_path) as terminal:
        terminal.wait_for("no such draft waits")
        assert terminal.leave() == 0
    assert not (tmp_path / ".studykit").exists()


def test_a_pipe_gets_lines_and_json(tmp_path: Path) -> None:
    folder = built(tmp_path)
    command = [sys.executable, "-m", "studykit", "--workspace", str(folder), "drafts"]
    plain = subprocess.run([*command, "--rule", "term"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert plain.stdout.splitlines()[0] == "优势估计.md"
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert [json.loads(line)["front"] for line in done.stdout.splitlines()] == fronts(folder)
