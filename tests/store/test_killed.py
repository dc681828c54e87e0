"""Processes killed at any moment, and a power supply that fails, take no answer with them that was acknowledged."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FULL

if sys.platform == "win32":
    pytest.skip("there is no fork and no SIGKILL here", allow_module_level=True)


def reviewing(*arguments: object, preload: Path | None = None) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.store.reviewing", *map(str, arguments)]
    environment = {**os.environ, **({"LD_PRELOAD": str(preload)} if preload else {})}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, int] = json.loads(done.stdout)
    print(found)
    return found


@pytest.fixture
def power(tmp_path: Path) -> Path:
    """The library that keeps only what was flushed."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("NOT PROVEN HERE: power failures need Linux and a C compiler")
    library = tmp_path / "power.so"
    source = Path(__file__).with_name("power.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


@pytest.mark.timeout(1200)
def test_three_killed_processes_lose_nothing(tmp_path: Path) -> None:
    found = reviewing("kill", tmp_path, 500 if FULL else 10, 7)
    assert (found["lost"], found["twice"], found["different"], found["broken"]) == (0, 0, 0, 0)
    assert found["acknowledged"] > 5 * found["rounds"]
    assert found["taken back"] > 0


@pytest.mark.timeout(600)
def test_a_power_failure_loses_nothing_that_was_acknowledged(tmp_path: Path, power: Path) -> None:
    found = reviewing("power", tmp_path, 50 if FULL else 3, 7, "FULL", preload=power)
    assert (found["lost"], found["twice"], found["different"], found["broken"]) == (0, 0, 0, 0)
    assert found["acknowledged"] > 5 * found["rounds"]


@pytest.mark.timeout(600)
def test_the_power_failure_is_one(tmp_path: Path, power: Path) -> None:
    """With `synchronous = NORMAL`, which flushes at checkpoints alone, answers are lost: the test above can fail."""
    found = reviewing("power", tmp_path, 20 if FULL else 3, 7, "NORMAL", preload=power)
    assert found["lost"] > 0
    assert (found["different"], found["broken"]) == (0, 0)
