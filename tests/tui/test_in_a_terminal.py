"""The interface in a pseudo-terminal: what is seen at three sizes in two languages, and every byte that is sent."""

import re
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bench.pty_harness import Terminal
from tests.tui.world import BASIC, CHOICE, CLOZE, TYPED, workspace

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")

NO_STEPS = "[review]\nlearning_steps = []\nfuzz = false\n"
SEQUENCES = re.compile(
    rb"\x1b(?:\[[0-9;]*[Hm]|\[\?[0-9;]*[hl]|\[\?[0-9]+\$p|\[[<>]?[0-9]*u|\]22;[a-z]*(?:\x07|\x1b\\)|\[[0-9]*J|[=>])"
)
"""What Textual sends of its own: places and colours, modes, the keyboard, the pointer's shape."""
HOSTILE = [
    "Q: \x1b]0;TITLE\x07\x1b[2J\x9b31mred\x1b[31m [bold]x[/bold] [@click=app.quit]quit[/] \u202egnp.exe\u2066 \x00\n"
    "A: ALPHA \x1bP1;1|x\x1b\\ \x1b_Gi=1\x1b\\ <script>x</script> [link=file:///etc/passwd]y[/link] e"
    + "\u0301" * 300 + "\n",
    "Q: 长行\nA: BRAVO " + "长" * 17_000 + "\n",
    "Q: 表\nA: CHARLIE\n\n"
    + "|" + "|".join(f"列{n}" for n in range(40)) + "|\n" + "|" + "---|" * 40 + "\n"
    + "|" + "|".join("\x1b[5m值" for _ in range(40)) + "|\n",
]  # fmt: skip


@contextmanager
def review(folder: Path, columns: int = 80, rows: int = 24, *arguments: str, **environment: str) -> Iterator[Terminal]:
    """`studykit review` in a terminal; English where nothing else is said."""
    command = [sys.executable, "-m", "studykit", "--workspace", str(folder), "review", *arguments]
    with Terminal(command, columns, rows, environment={"PYTHONDONTWRITEBYTECODE": "1", **environment}) as terminal:
        yield terminal


def rows_of(terminal: Terminal) -> list[str]:
    terminal.settle()
    return terminal.display.lines()


def test_80_by_24_in_chinese(tmp_path: Path) -> None:
    with review(workspace(tmp_path, [BASIC, CLOZE], NO_STEPS), STUDYKIT_LANG="zh") as terminal:
        terminal.wait_for("空格 显示答案")
        asked = rows_of(terminal)
        assert asked[0] == "  Deck                             ────────────  新卡 2 · 学习中 0 · 待复习 0"
        assert asked[2] == "  为什么要减基线？"
        assert asked[-2] == "  空格 显示答案"
        assert asked[-1] == "  u 撤销  e 编辑  o 笔记  v 原文  s 暂停  b 搁置  f 标记  x 删除  ? 帮助"
        terminal.press(" ", "1 重来")
        told = rows_of(terminal)
        assert told[:3] == asked[:3]
        assert told[6] == "  不改变期望，只降低方差。"
        assert told[9] == "  见 Williams 1992。"
        assert told[11] == "  策略梯度 › 基线"
        assert re.fullmatch(r"  1 重来 \S+   2 困难 \S+   3 良好 \S+   4 简单 \S+", told[-2])
        terminal.press("３", "GRPO")
        assert rows_of(terminal)[2].startswith("  GRPO 的优势是[怎样]____的奖励，基线是 ")
        terminal.press("？", "撤销，可多次")
        terminal.press("q", "GRPO")
        terminal.send("q")
        terminal.wait_for("共作答 1 次")
        terminal.send("q")
        assert terminal.leave() == 0


def test_120_by_40_in_english_has_margins(tmp_path: Path) -> None:
    with review(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS), 120, 40) as terminal:
        terminal.wait_for("Space show answer")
        asked = rows_of(terminal)
        assert asked[2] == " " * 17 + "为什么要减基线？"
        assert asked[0].endswith("new 2 · learning 0 · due 0")
        terminal.press(" ", "1 Again")
        terminal.press("4", "哪个算法")
        terminal.settle()
        asked = rows_of(terminal)
        assert asked[4:7] == [" " * 17 + f"  {letter}. {name}" for letter, name in zip("ABC", ("GRPO", "PPO", "RLOO"))]  # noqa: B905
        terminal.press(" ", "✓ B. PPO")
        told = rows_of(terminal)
        assert told[4:7] == [asked[4], asked[5].replace("  B.", "✓ B."), asked[6]]


def test_60_by_16_keeps_the_card(tmp_path: Path) -> None:
    with review(workspace(tmp_path, [BASIC], NO_STEPS), 60, 16) as terminal:
        terminal.wait_for("Space show answer")
        asked = rows_of(terminal)
        assert asked[0] == " 为什么要减基线？"
        assert asked[-1] == " Space show answer"
        terminal.press(" ", "4 Easy")
        told = rows_of(terminal)
        assert told[0] == asked[0]
        assert told[4] == " 不改变期望，只降低方差。"


def test_a_hostile_deck_is_inert_text(tmp_path: Path) -> None:
    with review(workspace(tmp_path, HOSTILE, NO_STEPS), NO_COLOR="1") as terminal:
        for word in ("ALPHA", "BRAVO", "CHARLIE"):
            terminal.wait_for("Space show answer")
            terminal.settle()
            terminal.press(" ", word)
            terminal.settle()
            if word == "ALPHA":
                assert "[bold]x[/bold] [@click=app.quit]quit[/]" in terminal.display.text()
                assert "gnp.exe" in terminal.display.text()
            for key in ("\x1b[6~", "\x1b[F", "4"):
                terminal.send(key)
                terminal.settle()
        terminal.wait_for("3 answers")
        terminal.send("q")
        assert terminal.leave() == 0
        raw = bytes(terminal.display.raw)
    rest = SEQUENCES.sub(b"", raw)
    assert b"\x1b" not in rest
    text = rest.decode("utf-8")
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_without_colours_nothing_is_coloured(tmp_path: Path) -> None:
    with review(workspace(tmp_path, [CHOICE], NO_STEPS), NO_COLOR="1") as terminal:
        terminal.wait_for("Space show answer")
        terminal.press(" ", "✓ B. PPO")
        terminal.settle()
        colours = {
            tuple(found) for found in re.findall(rb"\x1b\[[0-9;]*?[34]8;2;(\d+);(\d+);(\d+)", terminal.display.raw)
        }
    assert colours
    assert all(red == green == blue for red, green, blue in colours)


@pytest.mark.parametrize(("term", "plain"), [("dumb", []), ("xterm-256color", ["--plain"])])
def test_a_simple_terminal_gets_lines(tmp_path: Path, term: str, plain: list[str]) -> None:
    with review(workspace(tmp_path, [BASIC], NO_STEPS), 80, 24, *plain, TERM=term) as terminal:
        terminal.wait_for("Enter shows the answer")
        assert b"\x1b[?1049h" not in terminal.display.raw


def test_keys_pressed_before_all_is_loaded_are_heard_and_the_terminal_is_left_as_it_was(tmp_path: Path) -> None:
    with review(workspace(tmp_path, [BASIC, CHOICE], NO_STEPS)) as terminal:
        before = termios.tcgetattr(terminal.master)
        terminal.wait_for("为什么要减基线？")
        terminal.send(" 4 4")
        terminal.wait_for("2 answers")
        assert terminal.display.raw.count(b"\x1b[?1049h") == 1
        terminal.send("q")
        assert terminal.leave() == 0
        assert terminal.display.raw.count(b"\x1b[?1049l") == 1
        assert termios.tcgetattr(terminal.master)[3] == before[3]


@pytest.mark.parametrize("level", ["none", "full"])
def test_without_animations_nothing_moves_while_a_person_thinks(tmp_path: Path, level: str) -> None:
    with review(workspace(tmp_path, [TYPED], NO_STEPS), TEXTUAL_ANIMATIONS=level) as terminal:
        terminal.wait_for("Your answer:")
        terminal.settle(0.3)
        before = len(terminal.display.raw)
        terminal.read(1.2)  # the cursor of a line would blink twice
        assert (len(terminal.display.raw) == before) == (level == "none")
