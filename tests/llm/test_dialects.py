"""Every server's dialect is learnt within the first request, and cards come of it."""

from pathlib import Path

import pytest

from studykit.drafting.model import Options
from studykit.llm.ladder import Learnt, Rung, load_learnt
from tests.llm import loopback
from tests.llm.loopback import Behaviour, asked_format, serving
from tests.llm.world import drafted, endpoint, run, world

CASES: dict[str, tuple[Behaviour, list[str], Rung]] = {
    "ollama": (loopback.ollama, ["json_schema"], Rung.SCHEMA),
    "deepseek": (loopback.deepseek, ["json_schema", "json_object"], Rung.OBJECT),
    "llama_cpp": (loopback.classic_llama_cpp, ["json_schema", "json_object"], Rung.OBJECT),
    "reasoning": (loopback.reasoning, ["json_schema"], Rung.SCHEMA),
    "thinking": (loopback.thinking, ["json_schema"], Rung.SCHEMA),
}


@pytest.mark.parametrize("dialect", CASES)
def test_a_dialect_is_learnt_and_kept(dialect: str, tmp_path: Path) -> None:
    behaviour, rungs, rung = CASES[dialect]
    vault = world(tmp_path)
    lessons: list[Learnt] = []
    with serving(behaviour) as server:
        to = endpoint(server.url, concurrency=1)
        first = drafted(run(vault, to, vault.ask("PPO.md"), lessons=lessons, options=Options(retries=4))["PPO.md"])
        assert [asked_format(body) for body in server.bodies] == rungs
        learnt = lessons[-1] if lessons else Learnt()
        assert learnt.rung is rung
        assert load_learnt(learnt.dump()) == learnt
        run(vault, to, vault.ask("GRPO.md"), learnt=learnt)
        assert [asked_format(body) for body in server.bodies[len(rungs) :]] == rungs[-1:]
    assert [draft.content.back for draft in first.drafts] == ["a learned value model as its baseline"]
    assert first.usage.requests >= 1
    assert first.usage.estimated == (dialect == "ollama")


def test_openai_itself_takes_the_new_limit_and_no_temperature(tmp_path: Path) -> None:
    vault = world(tmp_path)
    lessons: list[Learnt] = []
    with serving(loopback.openai) as server:
        outcome = run(vault, endpoint(server.url), vault.ask("PPO.md"), lessons=lessons)["PPO.md"]
        last = server.bodies[-1]
    assert drafted(outcome).drafts
    assert last["max_completion_tokens"] == 4000
    assert "temperature" not in last
    assert lessons[-1] == Learnt(Rung.SCHEMA, frozenset({"temperature"}), "max_completion_tokens")


def test_a_model_that_is_silent_under_a_schema_is_asked_a_rung_lower(tmp_path: Path) -> None:
    vault = world(tmp_path)
    lessons: list[Learnt] = []
    with serving(loopback.lm_studio) as server:
        outcome = run(vault, endpoint(server.url), vault.ask("PPO.md"), lessons=lessons)["PPO.md"]
        assert [asked_format(body) for body in server.bodies] == ["json_schema", "json_object", "text"]
    assert drafted(outcome).drafts
    assert not lessons, "it takes the schema: that one answer was empty says nothing of the next"


def test_a_server_that_enforces_nothing_is_found_out(tmp_path: Path) -> None:
    vault = world(tmp_path)

    def pretends(body: loopback.Body, number: int) -> loopback.Sent:
        if asked_format(body) == "json_schema":
            return loopback.completion("Sure! Here are some cards.")
        return loopback.good(body, number)

    with serving(pretends) as server:
        outcomes = run(vault, endpoint(server.url, concurrency=1), vault.ask("PPO.md"), vault.ask("GRPO.md"))
        assert [asked_format(body) for body in server.bodies] == ["json_schema", "json_schema", "json_object"]
    assert drafted(outcomes["GRPO.md"]).drafts


def test_what_several_requests_learn_at_once_is_put_together(tmp_path: Path) -> None:
    vault = world(tmp_path)
    lessons: list[Learnt] = []

    def strict(body: loopback.Body, number: int) -> loopback.Sent:
        if asked_format(body) == "json_schema":
            return loopback.refused(400, "response_format json_schema is not supported")
        return loopback.openai(body, number)

    with serving(strict) as server:
        outcomes = run(vault, endpoint(server.url), vault.ask("PPO.md"), vault.ask("GRPO.md"), lessons=lessons)
    assert all(drafted(outcome).drafts for outcome in outcomes.values())
    assert lessons[-1] == Learnt(Rung.OBJECT, frozenset({"temperature"}), "max_completion_tokens")
