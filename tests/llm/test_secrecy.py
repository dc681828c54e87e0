"""The key goes to its own host and shows nowhere; private notes and their titles are in no request; secrets stay."""

import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, replace
from io import StringIO
from pathlib import Path

import pytest

from studykit.config import Llm, parse
from studykit.drafting.ask import Ask
from studykit.drafting.model import Options
from studykit.errors import ConfigurationError, StudykitError
from studykit.llm.endpoint import Key, endpoint_of
from studykit.llm.errors import ModelError
from studykit.llm.outcome import Failed
from studykit.messages import message
from studykit.model.card import Basic, Draft, Source
from studykit.store.db import open_store
from studykit.store.replies import FailedUnit, write_failed
from tests.llm.loopback import Behaviour, Sent, completion, good, refused, serving
from tests.llm.world import CANARY, NOTES, endpoint, run, told, world

USES = "PPO uses a learned value model. It is one of many methods in use, and there is more to say of it here."
BEHAVIOURS: dict[str, Behaviour] = {
    "good": good,
    "repeats the key": lambda _b, _n: refused(500, f"your key {CANARY} is bad"),
    "refuses the key": lambda _b, _n: refused(401, f"Incorrect API key provided: {CANARY}"),
    "strange": lambda _b, _n: Sent(200, "<html>"),
    "cut": lambda body, number: Sent(200, good(body, number).body, cut=True),
    "repeats it in an answer": lambda _b, _n: completion(f"I know your key: {CANARY}"),
}


@pytest.fixture
def logged() -> Iterator[StringIO]:
    """Everything that anybody logs, at the lowest level."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    names = ["openai", "openai._base_client", "httpx2", "httpcore2"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
    for name, old in before.items():
        logging.getLogger(name).setLevel(old)


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_the_key_is_in_no_value_log_error_or_file(
    behaviour: str, tmp_path: Path, logged: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = world(tmp_path / "vault")
    out, seen = StringIO(), []
    with serving(BEHAVIOURS[behaviour]) as server, redirect_stdout(out), redirect_stderr(out):
        to = endpoint(server.url, timeout=2)
        seen += [repr(to), str(to), f"{to.key!s} {to.key!r}"]
        try:
            outcomes = run(vault, to, vault.ask("PPO.md"))
            seen.append(repr(outcomes))
            for outcome in outcomes.values():
                if isinstance(outcome, Failed):
                    seen.append(told(outcome))
                    with_store = open_store(tmp_path / "store")
                    write_failed(with_store, FailedUnit("u", "f", outcome.code, outcome.parameters, 1))
                    with_store.close()
        except StudykitError as error:
            seen += [repr(error), str(error), message(error.code, "en", **error.parameters)]
            seen += traceback.TracebackException.from_exception(error, capture_locals=False).format()
            seen.append(repr(error.__context__) + repr(error.__cause__))
        assert all(headers["authorization"] == f"Bearer {CANARY}" for headers in server.headers)
        assert all(CANARY not in json.dumps(body) for body in server.bodies[:1])
    seen += [out.getvalue(), logged.getvalue()]
    assert logged.getvalue(), "nothing was logged, so it shows nothing"
    assert not [text for text in seen if CANARY in text]
    for path in (path for path in tmp_path.rglob("*") if path.is_file()):
        assert CANARY.encode() not in path.read_bytes(), path


def test_a_key_cannot_be_copied_out() -> None:
    key = Key(CANARY)
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        asdict(endpoint("http://127.0.0.1:1/v1"))
    assert CANARY not in f"{key} {key!r} {vars(type(key))}"


def test_a_key_goes_to_its_own_host_alone() -> None:
    environment = {"OPENAI_API_KEY": CANARY}
    assert endpoint_of(Llm(), environment).key.reveal() == CANARY
    elsewhere = endpoint_of(Llm(base_url="https://models.example/v1", model="m"), environment)
    assert not elsewhere.key
    assert not endpoint_of(Llm(preset="ollama", model="m"), environment).key
    with pytest.raises(ModelError, match="DEEPSEEK_API_KEY"):
        endpoint_of(Llm(preset="deepseek"), environment)
    named = Llm(base_url="https://models.example/v1", model="m", api_key_env="OPENAI_API_KEY")
    assert endpoint_of(named, environment).key.reveal() == CANARY


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (Llm(base_url="http://models.example/v1", model="m", api_key_env="K"), "model-plain-http"),
        (Llm(base_url="https://me:word@models.example/v1", model="m"), "model-address"),
        (Llm(base_url="ftp://models.example", model="m"), "model-address"),
        (Llm(base_url="https://models.example:port/v1", model="m"), "model-address"),
        (Llm(base_url="https://models.example/v1?key=1", model="m"), "model-address"),
    ],
)
def test_addresses_that_would_give_something_away_are_refused(settings: Llm, code: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        endpoint_of(settings, {"K": CANARY})
    assert raised.value.code == code
    text = message(code, "en", **raised.value.parameters)
    assert CANARY not in text
    assert "word" not in text.replace("password", "")


def test_without_key_or_model_there_is_a_clear_text() -> None:
    with pytest.raises(ModelError, match="model-no-key"):
        endpoint_of(Llm(), {"OPENAI_API_KEY": "  "})
    with pytest.raises(ModelError, match="model-no-model"):
        endpoint_of(Llm(preset="vllm"), {})
    with pytest.raises(ModelError, match="model-key-odd"):
        endpoint_of(Llm(), {"OPENAI_API_KEY": "sk-one\nsk-two"})


def test_nothing_of_openais_environment_goes_to_another_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, f"{CANARY}-{name}")
    monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", f"X-Mine: {CANARY}\nAuthorization: Bearer {CANARY}")
    monkeypatch.setenv("OPENAI_BASE_URL", "https://elsewhere.example/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    vault = world(tmp_path)
    with serving(good) as server:
        run(vault, endpoint(server.url, key=""), vault.ask("PPO.md"))
        assert server.bodies
        assert CANARY not in json.dumps(server.headers)
        assert not [name for headers in server.headers for name in headers if name.startswith("openai-")]
        assert "authorization" not in server.headers[0]


def test_a_redirect_does_not_lead_the_key_away(tmp_path: Path) -> None:
    vault = world(tmp_path)
    with serving(good) as other:
        away = Sent(307, "", (("Location", f"{other.url}/chat/completions"),))
        with serving(lambda _b, _n: away) as server, pytest.raises(ModelError):
            run(vault, endpoint(server.url), vault.ask("PPO.md"))
        assert not other.headers


@pytest.mark.parametrize("note", ["PPO.md", "GRPO.md"])
def test_a_private_title_is_in_no_request(note: str, tmp_path: Path) -> None:
    vault = world(tmp_path)
    secret = Draft(Basic("What is in [[Diary of my health]]?", "Diary of my health"), Source("PPO", "", "q"), "me")
    example = replace(secret, source=Source("Diary of my health", "", "strictest silence"))
    ask = vault.ask(note, standing=[secret], examples=[example])
    section = vault.section()
    assert isinstance(section, Ask)
    with serving(lambda _b, _n: completion("no")) as server:
        run(vault, endpoint(server.url), ask, section)
        sent = json.dumps(server.bodies, ensure_ascii=False)
    for word in ("Diary", "health", "nobody shall read", "strictest silence", "remark for myself", "another one"):
        assert word not in sent


def test_an_embed_of_a_private_note_shows_nothing_at_any_depth(tmp_path: Path) -> None:
    notes = {
        **NOTES,
        "PPO.md": f"# PPO\n\n{USES}\n\n![[Middle]]\n\n![[Diary of my health#Diary of my health]]\n",
        "Middle.md": "# Middle\n\nThe middle is shown, and in it ![[Diary of my health]] is not.\n",
    }
    vault = world(tmp_path, notes)
    with serving(good) as server:
        run(vault, endpoint(server.url), vault.ask("PPO.md"))
        sent = json.dumps(server.bodies)
    assert "The middle is shown" in sent
    assert "silence" not in sent
    assert "Diary" not in sent


def test_without_filtered_embeds_a_vault_with_private_notes_sends_them_unopened(tmp_path: Path) -> None:
    vault = world(tmp_path, {**NOTES, "PPO.md": f"# PPO\n\n{USES}\n\n![[Diary of my health]]\n"})
    ask = vault.section()
    assert isinstance(ask, Ask)
    assert not [text for text in ask.texts if "silence" in text or "Diary" in text]


def test_a_private_note_is_held_back_and_told(tmp_path: Path) -> None:
    held = world(tmp_path).ask("Diary of my health.md")
    assert isinstance(held, Failed)
    assert "private" in told(held)


def test_a_private_map_gives_no_names(tmp_path: Path) -> None:
    notes = {**NOTES, "RL MOC.md": f"---\nprivate: true\n---\n{NOTES['RL MOC.md']}"}
    vault = world(tmp_path, notes)
    with serving(good) as server:
        run(vault, endpoint(server.url), vault.ask("PPO.md"))
        sent = json.dumps(server.bodies)
    assert "Policy gradients" not in sent
    assert "compares answers" not in sent


def test_a_unit_with_a_secret_is_held_back_and_the_secret_not_repeated(tmp_path: Path) -> None:
    token = "ghp_" + "a1B2c3D4e5" * 4
    held = world(tmp_path, {**NOTES, "PPO.md": f"# PPO\n\n{USES}\n\ntoken: {token}\n"}).ask("PPO.md")
    assert isinstance(held, Failed)
    assert "github" in told(held)
    assert "line 5" in told(held)
    assert token not in repr(held)


def test_the_clients_own_key_in_a_note_is_not_sent(tmp_path: Path) -> None:
    odd = "plainwordsonly"
    vault = world(tmp_path, {**NOTES, "PPO.md": f"# PPO\n\n{USES} {odd}\n"})
    with serving(good) as server:
        outcome = run(vault, endpoint(server.url, key=odd), vault.ask("PPO.md"))["PPO.md"]
        assert not server.bodies
    assert isinstance(outcome, Failed)
    assert outcome.code == "model-secret"


def test_a_setting_cannot_hold_a_key() -> None:
    with pytest.raises(ConfigurationError, match="api_key"):
        parse(f'[llm]\napi_key = "{CANARY}"')


def test_options_hold_no_waits_by_default_that_a_person_would_notice() -> None:
    assert Options().retries == 4
    assert Options().pause == 30.0
