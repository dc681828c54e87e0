"""Nothing is ever written in a vault: shown by its files before and after, by their permissions, and by strace."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

QUESTION = (
    "# A\n\n## 什么是马尔科夫决策过程？\n\n"
    "马尔科夫决策过程是一个五元组，包含状态、动作、转移概率、奖励与折扣因子。\n\n![[p.png]]\n"
)
NOTES = {
    "_MOC.md": "# 名字\n\n## S\n- [[a]] — 一种方法，用来说明\n- [[sub/b]]\n",
    "a.md": QUESTION,
    "sub/b.md": "---\nbad: [\n---\n# B\n\nQ: What is the reward?\nA: A number that the environment gives.\n",
    ".obsidian/app.json": "{}",
    "p.png": "no picture",
}


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Path]:
    """A vault whose files and folders may not be written."""
    root = tmp_path / "vault"
    for path, text in NOTES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (root / "gbk.md").write_bytes("强化学习的策略".encode("gbk"))
    for found in (*root.rglob("*"), root):
        found.chmod(0o555 if found.is_dir() else 0o444)
    yield root
    for found in (root, *root.rglob("*")):
        found.chmod(0o755 if found.is_dir() else 0o644)


def _state(root: Path) -> dict[str, tuple[int, int, int, str]]:
    found = {}
    for path in (root, *root.rglob("*")):
        status = path.lstat()
        digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        found[str(path)] = (status.st_mtime_ns, status.st_ctime_ns, status.st_mode, digest)
    return found


def _command(workspace: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "studykit", "--workspace", str(workspace), *arguments]


@pytest.mark.parametrize("arguments", [("build", "--yes"), ("doctor",), ("build", "--dry-run"), ("doctor", "--json")])
def test_nothing_in_a_read_only_vault_changes(vault: Path, arguments: tuple[str, ...]) -> None:
    before = _state(vault)
    done = subprocess.run(_command(vault.parent, *arguments), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert _state(vault) == before
    if arguments == ("build", "--yes"):
        assert list((vault.parent / "decks").rglob("*.apkg"))
        assert list((vault.parent / "decks").rglob("*.md"))


_OPENS = re.compile(r"^(?:\[?\w+\]? +|\d+ +)?(\w+)\((.*)$")
_WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND")
_CHANGES = "creat,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,rmdir,link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,utimensat"  # noqa: E501


@pytest.mark.parametrize("arguments", [("build", "--yes"), ("doctor",)])
def test_no_file_of_the_vault_is_opened_for_writing(vault: Path, arguments: tuple[str, ...]) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed: that no file of a vault is opened for writing is not shown here")
    trace = vault.parent / "trace"
    calls = f"trace=open,openat,openat2,{_CHANGES}"
    command = ["strace", "-f", "-s", "4096", "-y", "-e", calls, "-o", str(trace), *_command(vault.parent, *arguments)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if "ptrace" in done.stderr.casefold():
        pytest.skip(f"strace may not trace here: {done.stderr.strip()[:200]}")
    assert done.returncode == 0, done.stderr
    lines = [line for line in trace.read_text(encoding="utf-8", errors="replace").splitlines() if f"{vault}" in line]
    read = [line for line in lines if "open" in line and "/a.md" in line]
    assert read, "the trace holds no opening of a note: it would not hold a writing either"
    written = [line for line in lines if not _reads(line)]
    assert written == []


def _reads(line: str) -> bool:
    call = _OPENS.match(line)
    return call is not None and call[1].startswith("open") and not any(flag in line for flag in _WRITES)


def test_the_trace_would_show_a_writing() -> None:
    assert _reads('123 openat(AT_FDCWD, "/v/a.md", O_RDONLY|O_CLOEXEC) = 3')
    assert not _reads('123 openat(AT_FDCWD, "/v/a.md", O_WRONLY|O_CREAT, 0666) = 3')
    assert not _reads('unlink("/v/a.md") = 0')


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_whole_build_over_names_that_are_no_utf8(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    (root / "sub").mkdir(parents=True)
    (root / "a.md").write_text(NOTES["a.md"] + "\n[[bad]]\n", encoding="utf-8")
    for name in (b"bad\xff.md", b"sub/\xe9t\xe9.md", b"pic\xff.png"):
        try:
            Path(os.fsdecode(os.fsencode(root) + b"/" + name)).write_text(NOTES["a.md"], encoding="utf-8")
        except OSError:
            pytest.skip("this file system takes UTF-8 alone")
    for arguments in (("build", "--yes", "--json"), ("build", "--json"), ("doctor", "--json"), ("doctor",)):
        done = subprocess.run(_command(tmp_path, *arguments), capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        (done.stdout + done.stderr).decode("utf-8")
        assert b"UTF-8" in done.stdout + done.stderr
    assert list((tmp_path / "decks").rglob("*.apkg"))


def test_the_workspace_in_the_vault(tmp_path: Path) -> None:
    """`vault = "."`: what a build writes beside the notes is never read as notes."""
    (tmp_path / "studykit.toml").write_text('vault = "."\n', encoding="utf-8")
    (tmp_path / "a.md").write_text(NOTES["a.md"], encoding="utf-8")
    before = (tmp_path / "a.md").stat()
    for _ in range(2):
        done = subprocess.run(
            _command(tmp_path, "build", "--yes", "--json"), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert '"notes": 1,' in done.stdout
    assert (tmp_path / "a.md").stat().st_mtime_ns == before.st_mtime_ns
