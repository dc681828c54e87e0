"""The commands around a model, as a person and a script meet them."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from studykit.config import parse
from studykit.flows.model.servers import find_local_servers, llm_settings
from tests.llm.loopback import Body, Loopback, Sent, answer, asked_format, card, completion, good, refused, serving
from tests.llm.world import CANARY, NOTES

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def studykit(tmp_path: Path) -> Run:
    """The command in a workspace with notes; no terminal, an English locale, no key."""
    for name, text in NOTES.items():
        (tmp_path / "vault").mkdir(exist_ok=True)
        (tmp_path / "vault" / name).write_text(text, encoding="utf-8")
    settings(tmp_path, '[llm]\nbase_url = "https://models.example/v1"\nmodel = "gpt-6-luna"\n')

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        hidden = ("LC_", "LANG", "STUDYKIT", "OPENAI")
        clean = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
        return subprocess.run(
            [sys.executable, "-m", "studykit", *arguments],
            cwd=tmp_path, env={**clean, "LANG": "en_US.UTF-8", **environment},
            capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
        )  # fmt: skip

    return run


def settings(root: Path, text: str) -> None:
    (root / "studykit.toml").write_text(text, encoding="utf-8")


def local(root: Path, server: Loopback, *more: str) -> None:
    lines = ["[drafting]", 'accept = "all"', "[llm]", f'base_url = "{server.url}"', 'model = "m"']
    settings(root, "\n".join([*lines, 'api_key_env = "CANARY"', *more, ""]))


def test_a_dry_run_tells_host_units_tokens_and_price(studykit: Run, tmp_path: Path) -> None:
    done = studykit("build", "--drafter", "model", "--dry-run")
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.splitlines()[:2]
    assert first.startswith("models.example, model gpt-6-luna: 2 units and 1 section, about ")
    assert second.startswith("about $0.00")
    assert "2026-09-22" in second
    value = json.loads(studykit("build", "--drafter", "model", "--dry-run", "--json").stdout)
    assert (value["model"]["units"], value["model"]["host"]) == (2, "models.example")
    assert {step["note"] for step in value["plan"]} == {"Diary of my health.md"}, "rules draft what is private"
    assert not (tmp_path / "decks").exists()
    chinese = studykit("build", "--drafter", "model", "--dry-run", LANG="zh_CN.UTF-8")
    assert "2 个单元" in chinese.stdout


def test_nobody_to_ask_means_nothing_is_sent(studykit: Run) -> None:
    done = studykit("build", "--drafter", "model")
    assert done.returncode == 4
    assert "Nothing was sent to models.example" in done.stderr


def test_without_a_key_the_variable_is_named(studykit: Run, tmp_path: Path) -> None:
    settings(tmp_path, "")
    done = studykit("build", "--drafter", "model")
    assert done.returncode == 4
    assert "OPENAI_API_KEY" in done.stderr


def test_a_build_on_this_machine_asks_nothing(studykit: Run, tmp_path: Path) -> None:
    with serving(good) as server:
        local(tmp_path, server)
        done = studykit("build", "--drafter", "model", CANARY=CANARY)
        assert done.returncode == 0, done.stderr
        assert "requests, " in done.stderr
        assert "stays here" not in done.stderr
        assert "2 cards" in done.stderr or "2" in done.stdout
        assert CANARY not in done.stdout + done.stderr
        sent = len(server.bodies)

        value = json.loads(studykit("build", "--json", CANARY=CANARY).stdout)
        assert value["cards"]["total"] == 2
        assert len(server.bodies) == sent


def test_a_host_that_is_away_is_an_error_of_its_own(studykit: Run, tmp_path: Path) -> None:
    settings(tmp_path, '[llm]\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\n')
    with ThreadPoolExecutor() as pool:  # both try for some seconds
        tried = [
            pool.submit(studykit, *command) for command in (("build", "--drafter", "model"), ("doctor", "--check"))
        ]
    for done in (one.result() for one in tried):
        assert done.returncode == 4
        assert "127.0.0.1:9 cannot be reached" in done.stderr


def test_a_budget_without_a_price_is_refused(studykit: Run, tmp_path: Path) -> None:
    settings(tmp_path, '[llm]\nbase_url = "https://models.example/v1"\nmodel = "unheard-of"\n')
    done = studykit("build", "--drafter", "model", "--yes", "--budget", "1.00")
    assert done.returncode == 2
    assert '[llm.prices."unheard-of"]' in done.stderr


def test_prompts_are_listed_shown_and_compared(studykit: Run, tmp_path: Path) -> None:
    listed = json.loads(studykit("prompts", "--json").stdout)
    assert {one["name"] for one in listed} >= {"draft", "section", "repair", "redo", "judge", "grade", "explain"}
    assert not any(one["own"] for one in listed)
    shown = studykit("prompts", "--unit", "PPO")
    assert "The clip range of PPO is 0.2" in shown.stdout
    assert "Diary of my health" not in shown.stdout
    assert "PPO.md: about " in shown.stderr
    assert "private" in studykit("prompts", "--unit", "Diary of my health").stderr
    assert studykit("prompts", "--unit", "Nobody").returncode == 2
    assert studykit("prompts", "--diff").stdout == ""
    (tmp_path / "prompts").mkdir()
    packaged = Path(next(one["path"] for one in listed if one["name"] == "judge")).read_text(encoding="utf-8")
    (tmp_path / "prompts" / "judge.md").write_text(packaged.replace("in a year", "in two years"), encoding="utf-8")
    assert "+- `alone`: can it be answered in two years" in studykit("prompts", "--diff").stdout
    assert "(your own)" in studykit("prompts").stdout


def test_a_check_tells_what_the_server_takes(studykit: Run, tmp_path: Path) -> None:
    def enforces(_body: Body, _number: int) -> Sent:
        return completion('{"colour": "green", "number": 8}')

    for behaviour, rung, enforced in ((enforces, "json_schema", True), (without_schema, "json_object", False)):
        with serving(behaviour) as server:
            local(tmp_path, server)
            done = studykit("doctor", "--check", "--json", CANARY=CANARY)
            assert done.returncode == 0, done.stderr
            value = json.loads(done.stdout)
            assert (value["enforced"], value["host"], value["rung"]) == (enforced, server.host, rung)
            assert studykit("build", CANARY=CANARY).returncode == 0  # there is a store to keep it now
            told = studykit("doctor", "--check", CANARY=CANARY).stdout
            assert f"as {rung}" in told
            assert "PPO" not in json.dumps(server.bodies)


def without_schema(body: Body, number: int) -> Sent:
    """Knows JSON alone, and says something else first."""
    if asked_format(body) == "json_schema":
        return refused(400, "This response_format type is unavailable now")
    return completion('{"colour": "green", "number": 8}' if number % 3 == 2 else "Grass is green.")


def test_a_batch_goes_out_and_comes_back_in_pieces(studykit: Run, tmp_path: Path) -> None:
    done = studykit("batch", "write", "out")
    assert done.returncode == 0, done.stderr
    path = tmp_path / "out" / "batch-001.jsonl"
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line["url"] for line in lines] == ["/v1/chat/completions"] * 3
    assert len({line["custom_id"] for line in lines}) == 3
    assert "strictest silence" not in path.read_text(encoding="utf-8")
    results = []
    for number, line in enumerate(lines):
        sent = good(line["body"], number) if number < 2 else completion("nonsense")
        body = json.loads(sent.body)
        results.append({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}, "error": None})
    results += [{"custom_id": "foreign", "response": {"status_code": 200, "body": body}}, {"what": 1}]
    failure = {"custom_id": lines[1]["custom_id"], "response": None, "error": {"code": "batch_expired"}}
    (tmp_path / "one.jsonl").write_text("\n".join(map(json.dumps, [results[1], failure])), encoding="utf-8")
    (tmp_path / "all.jsonl").write_text("\n".join(map(json.dumps, results)) + "\n\nnot json\n", encoding="utf-8")

    def read(name: str) -> dict[str, int]:
        value: dict[str, int] = json.loads(studykit("batch", "read", name, "--json").stdout)
        return value

    assert read("one.jsonl") == {"new": 1, "known": 0, "failed": 1, "foreign": 0}
    assert read("all.jsonl") == {"new": 1, "known": 1, "failed": 1, "foreign": 3}
    assert read("all.jsonl") == {"new": 0, "known": 2, "failed": 1, "foreign": 3}
    again = studykit("batch", "write", "again")
    assert "1 request\n" in again.stdout, "what was answered is not asked again"
    quote = json.loads(studykit("build", "--drafter", "model", "--dry-run", "--json").stdout)["model"]
    assert (quote["units"], quote["sections"]) == (0, 1)


class Batches(BaseHTTPRequestHandler):
    """What a host with batches does: takes a file, says at once that it is done, gives results."""

    uploaded = b""
    keys: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        Batches.keys.append(self.headers.get("Authorization", ""))
        if self.path == "/v1/files":
            Batches.uploaded = next(part for part in data.split(b"\r\n") if part.startswith(b'{"custom_id"'))
            self.say(
                {"id": "file-in", "object": "file", "bytes": 1, "created_at": 1, "filename": "f", "purpose": "batch"}
            )
        else:
            self.say(self.batch("validating", None))

    def do_GET(self) -> None:
        if self.path == "/v1/batches/batch-1":
            return self.say(self.batch("completed", "file-out"))
        lines = []
        for number, line in enumerate(map(json.loads, Batches.uploaded.decode().splitlines())):
            body = json.loads(good(line["body"], number).body)
            lines.append({"custom_id": line["custom_id"], "response": {"status_code": 200, "body": body}})
        return self.send("\n".join(map(json.dumps, lines)).encode())

    def batch(self, status: str, output: str | None) -> dict[str, object]:
        counts = {"total": 3, "completed": 3 if output else 0, "failed": 0}
        value = {"id": "batch-1", "object": "batch", "status": status, "output_file_id": output, "created_at": 1}
        return value | {"endpoint": "/v1", "input_file_id": "f", "completion_window": "24h", "request_counts": counts}

    def say(self, value: dict[str, object]) -> None:
        self.send(json.dumps(value).encode())

    def send(self, data: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""


def test_batches_are_submitted_and_fetched(studykit: Run, tmp_path: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), Batches) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        lines = ["[llm]", f'base_url = "http://127.0.0.1:{server.server_address[1]}/v1"', 'model = "m"']
        settings(tmp_path, "\n".join([*lines, 'api_key_env = "CANARY"', ""]))
        assert studykit("batch", "status", CANARY=CANARY).stderr == "no batch was submitted from here\n"
        done = studykit("batch", "write", "out", "--submit", CANARY=CANARY)
        assert "submitted as batch-1" in done.stdout, done.stderr
        assert studykit("batch", "status", CANARY=CANARY).stdout == "batch-1  completed  3/3\n"
        taken = json.loads(studykit("batch", "read", "--json", CANARY=CANARY).stdout)
        assert (taken["new"], taken["foreign"]) == (3, 0)
        assert set(Batches.keys) == {f"Bearer {CANARY}"}
        server.shutdown()


def test_a_host_without_batches_says_so(studykit: Run, tmp_path: Path) -> None:
    class Refuses(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    with HTTPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        lines = ["[llm]", f'base_url = "http://127.0.0.1:{server.server_address[1]}/v1"', 'model = "m"', ""]
        settings(tmp_path, "\n".join(lines))
        refusal = studykit("batch", "write", "out", "--submit")
        server.shutdown()
    assert refusal.returncode == 4
    assert "took no batch: status 404" in refusal.stderr


def test_a_judge_flags_and_a_card_is_drafted_again(studykit: Run, tmp_path: Path) -> None:
    def behave(body: Body, number: int) -> Sent:
        system, user = body["messages"][0]["content"], body["messages"][1]["content"]
        if "You look over flash cards" in system:
            doubt = {
                "number": 1,
                "alone": True,
                "one": False,
                "entailed": True,
                "point": True,
                "reason": "Two answers.",
            }
            return completion(json.dumps({"cards": [doubt]}))
        if "a shorter question" in user:
            new = card(front="What does PPO use?", answer="a learned value model", quote=PPO_LINE)
            return completion(answer([new]))
        return good(body, number)

    with serving(behave) as server:
        local(tmp_path, server)
        text = (tmp_path / "studykit.toml").read_text(encoding="utf-8").replace('"all"', '"clean"')
        settings(tmp_path, text)
        done = studykit("build", "--drafter", "model", "--judge", CANARY=CANARY)
        assert done.returncode == 0, done.stderr
        waiting = [json.loads(line) for line in studykit("drafts", "list", "--json").stdout.splitlines()]
        ours = [one for one in waiting if one["rule"] == "model:m"]
        assert sorted(one["front"] for one in ours) == [f"What does {n} use to do its work?" for n in ("GRPO", "PPO")]
        assert all("judge: Two answers." in one["reasons"] for one in ours)
        key = next(one["key"] for one in ours if "GRPO" not in one["front"])
        redone = studykit("drafts", "redo", key, "a shorter question", CANARY=CANARY)
        assert redone.returncode == 0, redone.stderr
        assert redone.stdout.startswith("Q: What does PPO use?\nA: a learned value model")
        fronts = [json.loads(line)["front"] for line in studykit("drafts", "list", "--json").stdout.splitlines()]
        assert "What does PPO use?" in fronts
        assert "What does PPO use to do its work?" not in fronts
        assert studykit("build", "--full", CANARY=CANARY).returncode == 0
        after = [json.loads(line)["front"] for line in studykit("drafts", "list", "--json").stdout.splitlines()]
        assert "What does PPO use to do its work?" not in after
        grpo = next(one["key"] for one in ours if "GRPO" in one["front"])
        assert studykit("drafts", "reject", grpo, "--why", "vague", CANARY=CANARY).returncode == 0
        assert "judge: 1 decided, 1 of them rejected (100 %)" in studykit("drafts", "--stats").stdout


PPO_LINE = "PPO uses a learned value model as its baseline."


def test_the_store_is_nobody_elses_to_read(studykit: Run, tmp_path: Path) -> None:
    with serving(good) as server:
        local(tmp_path, server)
        assert studykit("build", "--drafter", "model", CANARY=CANARY).returncode == 0
    for path in (tmp_path / ".studykit").glob("study.db*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_servers_on_this_machine_are_found() -> None:
    class Lists(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = json.dumps({"data": [{"id": "qwen3:8b"}, {"id": 3}]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    with HTTPServer(("127.0.0.1", 0), Lists) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}/v1"
        (found,) = find_local_servers({"ollama": url, "llamacpp": "http://127.0.0.1:9/v1"})
        server.shutdown()
    assert (found.name, found.models) == ("Ollama", ("qwen3:8b",))
    config = parse(llm_settings(found))
    assert (config.llm.preset, config.llm.model) == ("ollama", "qwen3:8b")
    assert parse(llm_settings(None)) == parse("")
