"""The README is held to what it says: every command and every file it names is there."""

import re
from pathlib import Path

import pytest

from studykit.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
PAGES = ("README.md", "README.zh.md")


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_in_the_readme(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert not [command for command in COMMANDS if f"studykit {command}" not in text]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_in_the_readme_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    named += re.findall(r"`((?:studykit|prompts|tests|vault)/[\w./-]*)`", text)
    assert named
    assert not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_target_in_the_readme_is_there(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert not set(re.findall(r"\bmake ([a-z]+)", (ROOT / page).read_text(encoding="utf-8"))) - targets
