"""A server that is not ours: llama.cpp's, with a model of random weights. Gibberish in, no crash out.

Opt-in: `make test-llm` builds the server (half an hour on two cores) and names its Python in `STUDYKIT_LLAMACPP`.
"""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studykit.config import Llm
from studykit.drafting.reply import Drafted
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.ladder import Learnt
from studykit.llm.outcome import Failed
from tests.llm.world import NOTES, run, told, world

PYTHON = os.environ.get("STUDYKIT_LLAMACPP", "")
ROOT = Path(__file__).parents[2]
BOOT_SECONDS = 60

pytestmark = [
    pytest.mark.skipif(not PYTHON, reason="STUDYKIT_LLAMACPP names no Python with llama_cpp: `make test-llm`"),
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running server."""
    folder = tmp_path_factory.mktemp("llm")
    model = folder / "random.gguf"
    subprocess.run([PYTHON, str(ROOT / "tests" / "llm" / "random_model.py"), str(model)], check=True, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(model), "--port", str(port), "--n_ctx", "16384"]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/v1/models", process, log)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            process.terminate()
            process.wait(20)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(BOOT_SECONDS * 10):
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except (urllib.error.URLError, OSError):
            assert process.poll() is None, log.read_text(encoding="utf-8", errors="replace")[-2000:]
            time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8", errors="replace")[-2000:])


def settings(url: str) -> Endpoint:
    wanted = Llm("llamacpp", base_url=url, model="random", timeout=120, concurrency=1, max_tokens=300)
    return endpoint_of(wanted, {})


def test_units_come_out_true_to_the_shape_or_fail_with_a_reason(server: str, tmp_path: Path) -> None:
    small = world(tmp_path, max_tokens=300)
    lessons: list[Learnt] = []
    asks = [small.ask(name) for name in ("PPO.md", "GRPO.md")]
    outcomes = run(small, settings(server), *asks, lessons=lessons)
    assert len(outcomes) == len(asks)
    for outcome in outcomes.values():
        assert isinstance(outcome, (Drafted, Failed))
        if isinstance(outcome, Failed):
            assert told(outcome)
        else:
            assert all(draft.source.quote for draft in outcome.drafts), "gibberish quotes nothing of the note"
    assert lessons, "what the server takes was learnt"
    assert lessons[-1].rung.name != "SCHEMA", "this server answers 500 to a schema"


@contextmanager
def workspace(url: str, folder: Path) -> Iterator[Path]:
    (folder / "vault").mkdir(parents=True)
    for name, text in NOTES.items():
        (folder / "vault" / name).write_text(text, encoding="utf-8")
    lines = [
        "[llm]",
        'preset = "llamacpp"',
        f'base_url = "{url}"',
        'model = "random"',
        "timeout = 120",
        "max_tokens = 300",
    ]
    (folder / "studykit.toml").write_text("\n".join(lines), encoding="utf-8")
    yield folder


def studykit(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "studykit", "--workspace", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=400, stdin=subprocess.DEVNULL)


def test_a_build_goes_through(server: str, tmp_path: Path) -> None:
    with workspace(server, tmp_path / "w") as folder:
        built = studykit(folder, "build", "--drafter", "model", "--yes", "--json")
        assert "Traceback" not in built.stderr, built.stderr
        assert built.returncode in (0, 3, 4), built.stderr
        report = json.loads(built.stdout)
        assert report["units"] >= 2
        again = studykit(folder, "build", "--json")
        assert again.returncode == 0, again.stderr


def test_the_check_says_what_the_server_takes(server: str, tmp_path: Path) -> None:
    with workspace(server, tmp_path / "w") as folder:
        checked = studykit(folder, "doctor", "--check", "--json")
        assert "Traceback" not in checked.stderr, checked.stderr
        value = json.loads(checked.stdout)
        assert value["rung"], value
