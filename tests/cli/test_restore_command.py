"""`studykit restore`: says what it would replace, asks, and brings both back."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NOTE = "# GRPO\n\n## 为什么要用一组回答？\n\n同一道题采样很多个回答，组内奖励的均值就是基线，不需要价值网络。\n"


def studykit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "studykit", "--workspace", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built")
    (root / "vault").mkdir()
    (root / "vault/GRPO.md").write_text(NOTE, encoding="utf-8")
    (root / "studykit.toml").write_text("", encoding="utf-8")
    assert studykit(root, "build", "--yes").returncode == 0
    assert studykit(root, "due").returncode == 0  # the first look of a day makes a backup
    return root


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path, dirs_exist_ok=True))


def test_both_come_back_on_consent(folder: Path) -> None:
    (deck,) = (folder / "decks").rglob("*.md")
    then = deck.read_bytes()
    deck.write_bytes(then.replace("均值就是基线".encode(), "均值作基线".encode()))
    since = deck.read_bytes()
    unasked = studykit(folder, "restore", "latest")
    assert (unasked.returncode, deck.read_bytes()) == (2, since)
    assert "otherwise now" in unasked.stderr
    assert "--yes" in unasked.stderr
    kept = studykit(folder, "restore", "latest", "--yes", "--keep-decks")
    assert (kept.returncode, deck.read_bytes()) == (0, since)
    done = studykit(folder, "restore", "latest", "--yes", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["written"] == [deck.relative_to(folder / "decks").as_posix()]
    assert Path(said["decks_aside"], said["written"][0]).read_bytes() == since
    assert "均值就是基线" in deck.read_text(encoding="utf-8")
    assert studykit(folder, "build").returncode == 0


def test_backups_are_listed_with_what_they_hold(folder: Path) -> None:
    (line,) = studykit(folder, "restore", "--json").stdout.splitlines()
    assert json.loads(line)["decks"] == 1
    assert studykit(folder, "restore", "nothing").returncode == 2
