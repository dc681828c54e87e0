"""A workspace with one note and its map, and the command line run in it as a script would."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

NOTE = """---
title: 策略梯度
tags: [rl/theory]
---

# 策略梯度

## 为什么要减基线？

减去只与状态有关的基线不改变期望，只降低方差。

见 [[不存在的笔记]]。
"""
MOC = """---
type: moc
title: 强化学习
---

# 强化学习

## 基础 ⭐
- [[策略梯度]] — 沿梯度改进策略的一族方法
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "策略梯度.md").write_text(NOTE, encoding="utf-8")
    (vault / "_MOC.md").write_text(MOC, encoding="utf-8")
    return tmp_path


@pytest.fixture
def studykit(workspace: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the command in the workspace, as a script would: no terminal, an English locale."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG", "STUDYKIT"))}
        return subprocess.run(
            [sys.executable, "-m", "studykit", *arguments],
            cwd=workspace, env={**clean, "LANG": "en_US.UTF-8", **environment},
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    return run
