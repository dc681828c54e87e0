"""`studykit quiz --chat` as a person, a pipe and a terminal meet it, with a model and without; what a kill leaves."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest

from studykit.cli import language
from studykit.cli.commands.quiz import _kept
from studykit.cli.main import run
from studykit.flows.workspace import open_workspace
from studykit.store import db
from studykit.store.log import read_log
from studykit.store.quizzes import read_decisions, read_quizzes
from tests.llm.loopback import Body, Loopback, Sent, completion, note_in, refused, serving
from tests.llm.world import CANARY

WORDS = ("alpha wave", "beta decay", "gamma ray")
CARD = "<!-- card {id} by me mod 2026-11-22T15:31:37Z -->\n\n"
QUOTE = "A baseline lowers the variance of the estimate and leaves its mean as it is."
FREE = (
    "Q: What does a baseline do to an estimate?\nA: It lowers the **variance** of the estimate and leaves its **mean** "
    f"as it is, whatever the baseline may be.\n> [[Baselines]] {QUOTE}\n" + CARD.format(id="5" * 10)
)
MARK = {"points": [{"number": 1, "met": True, "quote": "variance"}], "mark": 3, "reason": "The mean is missing."}
TOLD = {"sentences": [{"text": "The mean stays.", "quote": "leaves its mean as it is"},
                      {"text": "It dates from 1992.", "quote": QUOTE}]}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("vault", "decks"):
        (tmp_path / name).mkdir()
    (tmp_path / "vault" / "Baselines.md").write_text(f"# Baselines\n\n{QUOTE}\n", encoding="utf-8")
    words = [f"Q: What is number {n} called?\nA: {w}\n" + CARD.format(id=f"{n}" * 10) for n, w in enumerate(WORDS, 1)]
    (tmp_path / "decks" / "words.md").write_text("---\ndeck: Words\n---\n\n" + "".join(words), encoding="utf-8")
    (tmp_path / "decks" / "own.md").write_text("---\ndeck: Own\n---\n\n" + FREE, encoding="utf-8")
    (tmp_path / "studykit.toml").write_text("", encoding="utf-8")
    return tmp_path


def command(folder: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "studykit", "--workspace", str(folder), "quiz", *arguments]


def environment(**more: str) -> dict[str, str]:
    return os.environ | {"STUDYKIT_LANG": "en", "PYTHONUNBUFFERED": "1", "CANARY": CANARY} | more


@dataclass
class Done:
    """What a run said, and how it ended."""

    returncode: int
    stdout: str
    stderr: str


Chat = Callable[..., Done]


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Chat:
    """The command in this process, with lines for its input."""

    def run_it(folder: Path, *arguments: str, said: str = "", lang: str = "en") -> Done:
        monkeypatch.setattr(language, "_spoken", ["en"])
        monkeypatch.setattr(sys, "stdin", StringIO(said))
        for name, value in environment(STUDYKIT_LANG=lang).items():
            monkeypatch.setenv(name, value)
        code = run(["--workspace", str(folder), "quiz", *arguments])
        return Done(code, *capsys.readouterr())

    return run_it


def model(folder: Path, server: Loopback) -> None:
    lines = ["[llm]", f'base_url = "{server.url}"', 'model = "tiny"', 'api_key_env = "CANARY"', "timeout = 5", ""]
    (folder / "studykit.toml").write_text("\n".join(lines), encoding="utf-8")


def tutor(body: Body, _number: int) -> Sent:
    if body.get("stream"):
        return refused(400, "no streams")
    return completion(json.dumps(TOLD if "sentences" in json.dumps(body) else MARK))


def test_a_conversation_through_a_pipe_ends_in_the_report(folder: Path, chat: Chat) -> None:
    said = "hint\nwhy?\nno such thing\nwhy?\nnext\nhow am I doing?\nI don't know\nfinish\nno\n"
    done = chat(folder, "Words", "--chat", "--kind", "typed", "--count", "2", "--seed", "1", said=said)
    assert done.returncode == 0, done.stderr
    assert "2 questions, one at a time" in done.stdout
    assert "First your answer" in done.stdout
    assert "0 right of 1 answered; 2 questions in all, hints 1." in done.stdout
    assert "Result: 0 of 2 right (0%)" in done.stdout
    assert "Shall I count each as one Again now? (yes / no)" in done.stdout
    assert "The schedule stays as it is." in done.stdout
    assert "Traceback" not in done.stderr


def test_it_speaks_chinese(folder: Path, chat: Chat) -> None:
    said = "提示\n为什么\n不知道\n为什么？\n下一题\n停\n"
    done = chat(folder, "Words", "--chat", "--kind", "typed", "--count", "2", "--seed", "1", said=said, lang="zh")
    assert "共 2 题，一题一题来" in done.stdout
    assert "请先回答" in done.stdout
    assert "✗ 未作答。" in done.stdout
    assert "已答 1 题，答对 0 题" in done.stdout
    assert "`studykit quiz --chat --resume` 可继续" in done.stdout


def test_the_end_of_the_input_keeps_everything(folder: Path, chat: Chat) -> None:
    done = chat(folder, "Words", "--chat", "--kind", "typed", "--count", "2", "--seed", "1", said="no such thing\n")
    assert "`studykit quiz --chat --resume` goes on" in done.stdout
    again = chat(folder, "--chat", "--resume", said="stop\n")
    assert "Let us go on: 2 of 2 questions are open." in again.stdout  # the missed one comes again
    assert "[2/2]" in again.stdout


def test_an_exam_is_no_conversation(folder: Path, chat: Chat) -> None:
    done = chat(folder, "Words", "--chat", "--exam", "5")
    assert done.returncode == 2
    assert "no conversation" in done.stderr


def test_json_is_on_standard_output_alone(folder: Path, chat: Chat) -> None:
    done = chat(
        folder, "Words", "--chat", "--json", "--kind", "typed", "--count", "1", "--seed", "1", said="-\nfinish\nyes\n"
    )
    result = json.loads(done.stdout)
    assert result["ended"]
    assert result["schedule"]["given"] == 1


def test_a_killed_conversation_lost_nothing(folder: Path) -> None:
    """Kill it as soon as a verdict was seen: the answer is there, once, and the next question is the next one."""
    arguments = ["Words", "--chat", "--kind", "typed", "--count", "3", "--seed", "1"]
    for round_ in range(3):
        process = subprocess.Popen(
            command(folder, *arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, encoding="utf-8", env=environment(),
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("no such thing\n")
        process.stdin.flush()
        seen = []
        for line in process.stdout:
            seen.append(line)
            if line.startswith("✗"):
                break
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        assert any(line.startswith(f"[{round_ + 1}/3]") for line in seen), seen
        arguments = ["--chat", "--resume"]
    with closing(db.open_store(open_workspace(folder).store)) as store:
        (kept,) = read_quizzes(store)
        assert len(read_decisions(store, kept.name)[0]) == 3
        assert len({(entry.card, entry.face) for entry in read_log(store)}) == 3


def test_leaving_the_interface_tells_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    for finished in (False, True):
        sitting: Any = SimpleNamespace(finished=finished)
        with pytest.raises(click.exceptions.Exit), _kept(sitting):
            raise click.exceptions.Exit(0)
        assert ("--resume" in capsys.readouterr().err) is not finished


# With a model


def test_a_model_marks_and_explains_in_the_conversation(folder: Path, chat: Chat) -> None:
    with serving(tutor) as server:
        model(folder, server)
        said = "It lowers the variance.\nwhy?\nnext\n"
        done = chat(folder, "Own", "--chat", "--kind", "free", "--count", "1", said=said)
        assert done.returncode == 0, done.stderr
        assert "tiny is marking" in done.stdout
        assert "tiny gives 3 of 4. The mean is missing." in done.stdout
        assert "“next” takes these 3 points" in done.stdout
        assert "tiny explains from the note" in done.stdout
        assert "The mean stays." in done.stdout
        assert "│ leaves its mean as it is" in done.stdout
        assert "1992" not in done.stdout
        assert "Result: 1 of 1 right" in done.stdout
        assert json.loads(note_in(server.bodies[0]))["answer"] == "It lowers the variance."
    assert CANARY not in done.stdout + done.stderr
    history = json.loads(chat(folder, "--history", "--json").stdout)
    assert history["agreement"]["accepted"] == 1


def test_the_plain_quiz_takes_or_overrides_a_models_mark(folder: Path, chat: Chat) -> None:
    with serving(tutor) as server:
        model(folder, server)
        arguments = ("Own", "--plain", "--kind", "free", "--count", "1")
        taken = chat(folder, *arguments, said="It lowers the variance.\nw\n\n")
        assert "tiny gives 3 of 4" in taken.stdout
        assert "The mean stays." in taken.stdout
        assert "Result: 1 of 1 right" in taken.stdout
        own = chat(folder, *arguments, said="It lowers the variance.\n1\ns\n")
        assert "Result: 0 of 1 right" in own.stdout
        assert "Marked by you and a model: 1; the same 0, one point apart 0, further 1" in own.stdout
    history = chat(folder, "--history").stdout
    assert "further 1" in history
    assert "Marks of the model that you took as they were: 1." in history


def test_a_kill_while_the_model_marks_loses_no_answer(folder: Path, chat: Chat) -> None:
    with serving(lambda body, number: replace(tutor(body, number), delay=30.0)) as server:
        model(folder, server)
        process = subprocess.Popen(
            command(folder, "Own", "--chat", "--kind", "free", "--count", "1"), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", env=environment(),
        )  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("It lowers the variance.\n")
        process.stdin.flush()
        assert any("is marking" in line for line in process.stdout)
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    with serving(tutor) as server:
        model(folder, server)
        done = chat(folder, "--chat", "--resume", said="next\n")
        assert "tiny gives 3 of 4" in done.stdout
        assert "Result: 1 of 1 right" in done.stdout


@pytest.mark.parametrize("form", ["--plain", "--chat"])
def test_a_model_that_fails_leaves_the_mark_to_the_person(folder: Path, chat: Chat, form: str) -> None:
    with serving(lambda _b, _n: completion(None, refusal="I cannot\x1b[2J")) as server:
        model(folder, server)
        done = chat(folder, "Own", form, "--kind", "free", "--count", "1", said="It lowers the variance.\n4\nnext\n")
    assert "No mark of the model: the model declined (I cannot" in done.stdout
    assert "\x1b" not in done.stdout
    assert "Result: 1 of 1 right" in done.stdout


def test_a_host_that_nobody_agreed_to_is_not_asked(folder: Path, chat: Chat) -> None:
    settings = '[llm]\nbase_url = "https://models.example/v1"\nmodel = "m"\n'
    (folder / "studykit.toml").write_text(settings, encoding="utf-8")
    done = chat(folder, "Own", "--chat", "--kind", "free", "--count", "1", said="It lowers the variance.\n3\nnext\n")
    assert "The model at models.example is not used: nobody agreed to it yet." in done.stderr
    assert "Result: 1 of 1 right" in done.stdout


def test_a_setting_that_cannot_be_used_is_told_and_the_quiz_goes_on(folder: Path, chat: Chat) -> None:
    settings = '[llm]\nbase_url = "https://models.example/v1"\nmodel = "m"\napi_key_env = "NOT_THERE"\n'
    (folder / "studykit.toml").write_text(settings, encoding="utf-8")
    done = chat(folder, "Own", "--plain", "--kind", "free", "--count", "1", said="It lowers the variance.\n3\n")
    assert "NOT_THERE is not set" in done.stderr
    assert "Result: 1 of 1 right" in done.stdout


# On a terminal


def _hears_ctrl_c() -> None:
    """Tests that a shell runs in the background are deaf to it, and what they start would be."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Terminal:
    """A command on a pseudo-terminal."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            command(folder, *arguments), stdin=slave, stdout=slave, stderr=slave, env=environment(TERM="dumb"),
            start_new_session=True, preexec_fn=_hears_ctrl_c,
        )  # fmt: skip
        os.close(slave)
        self.seen = ""

    def until(self, wanted: str, seconds: float = 20) -> str:
        """Read until something is there; what was read since the last time."""
        deadline, start = time.monotonic() + seconds, len(self.seen)
        while wanted not in self.seen[start:]:
            assert time.monotonic() < deadline, self.seen
            try:
                data = os.read(self.master, 4096)
            except OSError:  # the other side is closed
                break
            self.seen += data.decode("utf-8", "replace")
        assert wanted in self.seen[start:], self.seen
        return self.seen[start:]

    def say(self, line: str) -> None:
        os.write(self.master, f"{line}\n".encode())

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.master)


def test_on_a_terminal_there_is_a_prompt_and_consent_is_asked_once(folder: Path) -> None:
    settings = '[llm]\nbase_url = "https://models.example/v1"\nmodel = "m"\n'
    (folder / "studykit.toml").write_text(settings, encoding="utf-8")
    with Terminal(folder, "Own", "--chat", "--kind", "free", "--count", "1") as terminal:
        asked = terminal.until("Send this to models.example?")
        assert "nothing of private notes" in asked.replace("\r\n", " ")
        terminal.say("n")
        terminal.until("you > ")
        terminal.say("It lowers the variance.")
        terminal.until("give yourself 0 to 4 points")
        terminal.say("stop")
        terminal.until("--chat --resume")
        assert terminal.process.wait(20) == 0
        assert "is marking" not in terminal.seen


def test_ctrl_c_tells_how_to_go_on(folder: Path) -> None:
    with Terminal(folder, "Words", "--plain", "--kind", "typed", "--count", "2", "--seed", "1") as terminal:
        terminal.until("type it > ")
        terminal.say("no such thing")
        terminal.until("I was right > ")
        terminal.process.send_signal(2)
        terminal.until("`studykit quiz --resume` goes on")
        assert terminal.process.wait(20) == 130
