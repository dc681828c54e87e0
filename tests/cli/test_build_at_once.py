"""Where nothing changed, `build` is answered before the command line is loaded, as that would."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from studykit.cli.at_once import answer

_NOTE = """---
tags: [rl]
---
# {name}

## 为什么{name}要减基线？

减去只与状态有关的基线不改变期望，只降低方差。见 [[没有\u200b的笔记 {name}]]，[[{name}#没有的标题]]。
"""
_ORDINARY = "import sys; from studykit.cli.main import run; sys.exit(run(sys.argv[1:]))"
_AT_ONCE = """
import os, sys
from studykit.cli.at_once import answer
code = answer(sys.argv[1:], os.environ)
assert "click" not in sys.modules
sys.exit(99 if code is None else code)
"""
_OURS = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "STUDYKIT"))}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace where nothing changed, with more problems than are shown."""
    root = tmp_path_factory.mktemp("ws")
    (root / "vault" / "领域").mkdir(parents=True)
    for number in range(14):
        path = root / "vault" / "领域" / f"笔记{number}.md"
        path.write_text(_NOTE.format(name=f"笔记{number}"), encoding="utf-8")
        os.utime(path, (1_700_000_000, 1_700_000_000))
    (root / "vault" / "Stub.md").write_text("# Stub\n", encoding="utf-8")
    os.utime(root / "vault" / "Stub.md", (1_700_000_000, 1_700_000_000))
    (root / "studykit.toml").write_text("[drafting]\nwait = ['tier2', 'tier3']\n", encoding="utf-8")
    for _ in range(2):
        said(_ORDINARY, root, ["build", "--yes"])
    return root


def said(code: str, root: Path, arguments: Sequence[str], **environment: str) -> tuple[int, bytes, bytes]:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(
        command, cwd=root, env={**_OURS, "LANG": "C", **environment}, capture_output=True, timeout=60, check=False
    )
    return done.returncode, timeless(done.stdout), timeless(done.stderr)


def timeless(printed: bytes) -> bytes:
    return re.sub(rb"[0-9]+\.[0-9]+(?= s\)| \xe7\xa7\x92|[,}])", b"T", printed)


@pytest.mark.parametrize("arguments", [["build"], ["build", "--json"], ["build", "-y", "--no-package"]])
@pytest.mark.parametrize("environment", [{}, {"LANG": "zh_CN.UTF-8"}, {"STUDYKIT_LANG": "zh"}])
def test_the_same_is_said(built: Path, arguments: list[str], environment: dict[str, str]) -> None:
    at_once = said(_AT_ONCE, built, arguments, **environment)
    assert at_once == said(_ORDINARY, built, arguments, **environment)
    assert at_once[0] == 0
    if "--json" in arguments:
        assert len(json.loads(at_once[1].replace(b": T", b": 0"))["problems"]) > 20


def test_the_same_is_said_of_a_workspace_that_is_named(built: Path) -> None:
    for arguments in (["--workspace", str(built), "build"], [f"--workspace={built}", "--lang", "zh", "build"]):
        assert said(_AT_ONCE, built.parent, arguments) == said(_ORDINARY, built.parent, arguments)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals there")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_is_said_on_a_terminal(built: Path, language: str) -> None:
    shown = [on_a_terminal(code, built, ["--lang", language, "build"]) for code in (_AT_ONCE, _ORDINARY)]
    assert shown[0] == shown[1]
    assert b"\x1b[33m" in shown[0]


def on_a_terminal(code: str, root: Path, arguments: Sequence[str]) -> bytes:
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=root, env=_OURS, stdin=slave, stdout=slave, stderr=slave
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            read = os.read(master, 65536)
        except OSError:  # a terminal that nobody holds any more cannot be read
            break
        if not read:
            break
        shown += read
    os.close(master)
    assert process.wait(timeout=60) == 0
    return timeless(shown)


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "-v"],
        ["build", "--dry-run"],
        ["build", "--full"],
        ["build", "--help"],
        ["build", "--drafter", "rules"],
        ["build", "--vault", "vault"],
        ["build", "build"],
        ["build", "--lang", "zh"],
        ["--debug", "build"],
        ["--lang", "fr", "build"],
        ["--lang", "build"],
        ["--workspace", "", "build"],
        ["--workspace", "a", "--workspace", "b", "build"],
        ["--", "build"],
        ["doctor"],
        ["quiz", "build"],
        [],
    ],
)
def test_anything_else_goes_the_ordinary_way(
    built: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(built)
    assert answer(arguments, {}) is None


def test_a_reader_that_has_gone_is_no_fault_to_speak_of(built: Path) -> None:
    for code in (_AT_ONCE, _ORDINARY):
        reading, writing = os.pipe()
        os.close(reading)
        command = [sys.executable, "-c", code, "build", "--json"]
        done = subprocess.run(command, cwd=built, env=_OURS, stdout=writing, stderr=subprocess.PIPE, check=False)
        os.close(writing)
        assert (done.returncode, done.stderr) == (1, b""), code
