"""`cards` beyond listing: queries, suspending, editing, adding, what the store knows; `stats --html`; `web`."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from studykit.cli.commands.web import allowed, free_port
from studykit.errors import UsageError
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.model.ids import CardId
from studykit.model.review import Rating

DECK = """---
deck: 强化学习::GRPO
moc: _MOC.md
section: GRPO
order: 1
---

## 优势

Q: 组内奖励怎么变成优势？
A: 减去组均值。
<!-- card k3f9w2qa7b by rules:question mod 2026-11-22T07:00:00Z tags rl/grpo -->

C: 优势是 {{c1::组内}}标准化的{{c2::奖励}}。
<!-- card aaaaaaaaaa by me mod 2026-11-22T07:00:00Z -->
"""
OTHER = """---
deck: 强化学习::PPO
moc: _MOC.md
section: PPO
order: 2
---

Q: PPO 为什么要截断？
A: 步子不能太大。
<!-- card bbbbbbbbbb by rules:question mod 2026-11-22T07:00:00Z -->
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "vault").mkdir()
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "GRPO.md").write_text(DECK, encoding="utf-8")
    (tmp_path / "decks" / "PPO.md").write_text(OTHER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def studykit(folder: Path) -> Run:
    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "STUDYKIT"))}
        return subprocess.run(
            [sys.executable, "-m", "studykit", *arguments],
            cwd=folder, env={**clean, "LANG": "en_US.UTF-8", **environment},
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    return run


def editor(folder: Path, body: str) -> str:
    """An editor that runs a line of Python on the file; its last argument is the path, the one before the line."""
    script = folder / "editor.py"
    script.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{body}\n", encoding="utf-8")
    return f"{sys.executable} {script}"


def test_list_takes_a_query_with_words_that_must_not_be_there(studykit: Run) -> None:
    assert ids(studykit("cards", "list", "组内")) == ["k3f9w2qa7b", "aaaaaaaaaa"]
    assert ids(studykit("cards", "list", "优势", "-tag:rl")) == ["aaaaaaaaaa"]
    assert ids(studykit("cards", "list", "deck:PPO is:new")) == ["bbbbbbbbbb"]
    assert ids(studykit("cards", "list", "--deck", "GRPO", "by:me")) == ["aaaaaaaaaa"]
    wrong = studykit("cards", "list", "is:nothing")
    assert wrong.returncode == 2
    assert "is:nothing" in wrong.stderr
    assert studykit("cards", "list", "--dekc").returncode == 2


def test_json_says_what_the_store_knows_of_each_face(folder: Path, studykit: Run) -> None:
    unknown = json.loads(studykit("cards", "show", "aaaaaaaaaa", "--json").stdout)
    assert unknown["faces"] == [
        {"face": face, "due": None, "stability": None, "difficulty": None, "reps": None, "lapses": None}
        for face in ("c1", "c2")
    ]
    assert not (folder / ".studykit").exists()  # showing makes no store
    with open_study(open_workspace(folder)) as study:
        from studykit.flows.review.sitting import Sitting

        sitting = Sitting(study, "强化学习::PPO")
        sitting.session.reveal()
        sitting.rate(Rating.EASY, 1000)
    lines = studykit("cards", "list", "--json").stdout.splitlines()
    faces = {card["id"]: card["faces"] for card in map(json.loads, lines)}
    (answered,) = faces[CardId("bbbbbbbbbb")]
    assert answered["reps"] == 1
    assert answered["lapses"] == 0
    assert answered["stability"] > 1
    assert len(answered["due"]) == len("2026-11-22")
    assert [face["reps"] for face in faces[CardId("aaaaaaaaaa")]] == [0, 0]
    assert ids(studykit("cards", "list", "is:review")) == ["bbbbbbbbbb"]


def test_suspend_and_unsuspend_by_id_and_by_query(studykit: Run) -> None:
    assert "2 faces" in studykit("cards", "suspend", "aaaaaaaaaa").stderr
    assert ids(studykit("cards", "list", "is:suspended")) == ["aaaaaaaaaa"]
    assert "2 faces" in studykit("cards", "suspend", "--query", "-is:suspended").stderr
    assert "4 faces" in studykit("cards", "unsuspend", "--query", "is:suspended").stderr
    assert studykit("cards", "suspend", "nosuchcard").returncode == 2
    assert studykit("cards", "suspend").returncode == 2


def test_edit_opens_the_deck_file_at_the_card(folder: Path, studykit: Run) -> None:
    command = editor(folder, "pathlib.Path('seen').write_text(' '.join(sys.argv[1:]))")
    assert studykit("cards", "edit", "aaaaaaaaaa", EDITOR=command, VISUAL="").returncode == 0
    seen = (folder / "seen").read_text()
    assert seen.startswith("+14 ")
    assert seen.endswith("GRPO.md")
    broken = editor(folder, "path.write_text(path.read_text().replace('A: ', 'B: '))")
    result = studykit("cards", "edit", "k3f9w2qa7b", EDITOR=broken, VISUAL="")
    assert result.returncode == 1
    assert "GRPO.md:" in result.stderr


def test_add_appends_a_card_without_a_comment_and_touches_nothing_else(folder: Path, studykit: Run) -> None:
    path = folder / "decks" / "GRPO.md"
    result = studykit("cards", "add", "GRPO", "--front", "为什么用组？", "--back", "均值当基线。")
    assert result.returncode == 0, result.stderr
    assert path.read_text(encoding="utf-8") == DECK + "\nQ: 为什么用组？\nA: 均值当基线。\n"
    studykit("cards", "add", "PPO", "--cloze", "截断是 {{c1::clip}}", "--heading", "截断")
    assert (folder / "decks" / "PPO.md").read_text(encoding="utf-8").endswith("## 截断\n\nC: 截断是 {{c1::clip}}\n")
    assert studykit("cards", "add", "强化", "--front", "a", "--back", "b").returncode == 2  # both decks
    assert studykit("cards", "add", "DPO", "--front", "a", "--back", "b").returncode == 2
    assert studykit("cards", "add", "PPO", "--front", "a").returncode == 2
    assert studykit("cards", "add", "PPO", "--cloze", "nothing hidden").returncode == 1


def test_add_in_an_editor_takes_what_was_written_and_nothing_for_nothing(folder: Path, studykit: Run) -> None:
    before = (folder / "decks" / "PPO.md").read_text(encoding="utf-8")
    assert studykit("cards", "add", "PPO", EDITOR=editor(folder, "pass"), VISUAL="").returncode == 0
    assert (folder / "decks" / "PPO.md").read_text(encoding="utf-8") == before
    writes = editor(folder, "path.write_text('Q: why?\\nA: so\\n\\nQ: and?\\nT: then\\n<!-- hint')")
    assert studykit("cards", "add", "PPO", EDITOR=writes, VISUAL="").returncode == 0
    assert (folder / "decks" / "PPO.md").read_text(encoding="utf-8").endswith("Q: why?\nA: so\n\nQ: and?\nT: then\n")
    wrong = studykit("cards", "add", "PPO", EDITOR=editor(folder, "path.write_text('only prose')"), VISUAL="")
    assert wrong.returncode == 1
    assert "only cards" in wrong.stderr


def test_stats_html_is_one_page_that_needs_nothing_else(folder: Path, studykit: Run) -> None:
    assert studykit("stats", "--html", "out.html").returncode == 0
    page = (folder / "out.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page
    assert studykit("stats", "--html", "no/such/folder.html").returncode == 1


def test_web_takes_only_what_its_own_page_asks() -> None:
    ours = "127.0.0.1:4000"
    assert allowed("/", ours, None, 4000)
    assert allowed("/ws", ours, f"http://{ours}", 4000)
    assert allowed("/ws", "localhost:4000", "http://localhost:4000", 4000)
    assert not allowed("/ws", ours, None, 4000)
    assert not allowed("/ws", ours, "https://evil.example", 4000)
    assert not allowed("/ws", ours, "http://127.0.0.1:4001", 4000)
    assert not allowed("/", "evil.example:4000", None, 4000)


def test_web_finds_a_free_port_and_says_when_one_is_taken() -> None:
    import socket

    assert free_port(0) > 0
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError):
            free_port(taken.getsockname()[1])


def ids(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert result.returncode == 0, result.stderr
    return [line.split()[0] for line in result.stdout.splitlines()]
