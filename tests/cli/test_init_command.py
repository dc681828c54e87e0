"""`init`: what it finds in a vault, says of it, and writes down."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., subprocess.CompletedProcess[str]]


def _json(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_init_looks_and_writes_the_settings(studykit: Run, workspace: Path) -> None:
    done = studykit("init")
    assert done.returncode == 0
    assert "强化学习" in done.stderr
    assert "为什么要减基线" in done.stderr
    assert done.stdout.strip().endswith("studykit.toml")
    settings = (workspace / "studykit.toml").read_text(encoding="utf-8")
    assert 'vault = "vault"' in settings
    assert _json(studykit("build", "--json"))["cards"]["new"] == 1
    again = studykit("init")
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert (workspace / "studykit.toml").read_text(encoding="utf-8") == settings


def test_init_again_keeps_the_vault_and_heeds_the_workspace(studykit: Run, workspace: Path) -> None:
    (workspace / "learning").mkdir()
    assert studykit("--workspace", "learning", "init", "--vault", "../vault").returncode == 0
    assert not (workspace / "studykit.toml").exists()
    done = studykit("init", "learning", "--force")
    assert done.returncode == 0, done.stderr
    assert "learning/.." not in done.stderr
    assert 'vault = "../vault"' in (workspace / "learning" / "studykit.toml").read_text(encoding="utf-8")


def test_init_tells_how_many_will_wait_and_shows_what_will_not(studykit: Run, workspace: Path) -> None:
    long = "，".join(["这一条说得很长"] * 60)
    note = f"---\nbrief: {long}\n---\n# 价值\n\n## 为什么要估计价值？\n\n{long}。\n"
    (workspace / "vault" / "价值.md").write_text(note, encoding="utf-8")
    done = studykit("init")
    drafted, waiting = re.findall(r"(\d+) cards?, (\d+) of them waiting", done.stderr)[0]
    cards = _json(studykit("build", "--json"))["cards"]
    assert (cards["new"] + cards["pending"], cards["pending"]) == (int(drafted), int(waiting))
    examples = done.stderr.partition("Five of them:")[2]
    assert "为什么要减基线" in examples.splitlines()[1]
    assert max(map(len, examples.splitlines())) < 100


def test_init_says_which_folder_gives_nothing_but_drafts_that_wait(studykit: Run, workspace: Path) -> None:
    (workspace / "vault" / "Daily").mkdir()
    for day in range(10, 31):
        note = f"# 2026-06-{day}\n\n## What went well?\n\nFinished report {day} early.\n\n"
        note += "## What could be better?\n\nMore sleep and less phone, and the mail only after lunch.\n"
        (workspace / "vault" / "Daily" / f"2026-06-{day}.md").write_text(note, encoding="utf-8")
    done = studykit("init")
    assert 'all 42 from Daily/ would wait: `exclude = ["Daily/*"]`' in done.stderr
    settings = workspace / "studykit.toml"
    settings.write_text('exclude = ["Daily/*"]\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    assert _json(studykit("build", "--json"))["notes"] == 2


def test_init_finds_a_vault_where_it_stands(studykit: Run, workspace: Path) -> None:
    (workspace / "vault" / ".obsidian").mkdir()
    assert studykit("init", "vault").returncode == 0
    assert 'vault = "."' in (workspace / "vault" / "studykit.toml").read_text(encoding="utf-8")
    value = _json(studykit("--workspace", "vault", "build", "--json"))
    assert value["notes"] == 2
    again = _json(studykit("--workspace", "vault", "build", "--json"))
    assert (again["notes"], again["cards"]["kept"]) == (2, 1), "the decks in the vault are no notes"
