"""The smaller questions, the settings that reach them, and that whatever may be told has its text."""

import re
import string
from dataclasses import replace
from pathlib import Path

import pytest

from studykit.config import Llm, parse
from studykit.drafting.asides import Asides
from studykit.drafting.ask import Ask
from studykit.drafting.reply import read_drafts
from studykit.drafting.shapes import JUDGEMENT
from studykit.errors import ConfigurationError
from studykit.llm.answer import read_answer
from studykit.llm.endpoint import endpoint_of
from studykit.messages import texts
from studykit.model.card import Basic, Draft, Source
from tests.llm.loopback import Sent, answer, card, good, serving
from tests.llm.world import World, endpoint, run, told, world

ROOT = Path(__file__).parents[2]
QUOTE = "PPO uses a learned value model as its baseline."
CARD = Draft(Basic("What does PPO use?", "a value model [[Diary of my health]]"), Source("PPO", "", QUOTE), "model:m")


@pytest.fixture
def vault(tmp_path: Path) -> World:
    return world(tmp_path)


def asides(vault: World) -> Asides:
    return Asides(vault.asker.prompts, vault.privacy, "salt")


def ask_of(vault: World) -> Ask:
    ask = vault.ask("PPO.md", standing=[CARD])
    assert isinstance(ask, Ask)
    return ask


def test_a_card_is_asked_for_again_with_the_persons_word(vault: World) -> None:
    ask, request = asides(vault).redo(ask_of(vault), CARD, "name what it is used for\x1b")
    assert "name what it is used for" in request.user
    assert "\x1b" not in request.user
    assert "Diary" not in request.user
    text = answer([card(front="What does PPO use as its baseline?", answer="a learned value model", quote=QUOTE)])
    value = read_answer(text, request.shape).value
    assert value is not None
    assert len(read_drafts(ask, value, by="model:m", names=vault.names).drafts) == 1


def test_what_a_judge_sees(vault: World) -> None:
    made, ask = asides(vault), ask_of(vault)
    judged = made.judge(ask, [CARD], [CARD], [])
    assert judged.shape is JUDGEMENT
    assert f"quote: {QUOTE}" in judged.user
    assert "Diary" not in judged.user
    assert judged.identity != made.judge(ask, [CARD], [], []).identity


def test_the_settings_of_a_model_are_read() -> None:
    config = parse(
        """
        [llm]
        preset = "vllm"
        base_url = "http://192.168.1.5:8000/v1"
        model = "Qwen"
        api_key_env = "LAN_KEY"
        concurrency = 32
        timeout = 30
        max_tokens = 2000
        prices_date = "2026-11-01"
        [llm.prices."Qwen"]
        input = 0.1
        output = 1
        """
    ).llm
    found = endpoint_of(config, {"LAN_KEY": "abc"})
    assert (found.host, found.model, found.concurrency, found.timeout) == ("192.168.1.5:8000", "Qwen", 32, 30.0)
    assert found.key.reveal() == "abc"
    assert not found.local
    assert config.prices["Qwen"] == {"input": 0.1, "output": 1.0}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('preset = "closedai"', "llm.preset"),
        ("concurrency = 0", "llm.concurrency"),
        ("timeout = 0.5", "llm.timeout"),
        ("prices = 3", "llm.prices"),
        ("prices = { m = { input = 1 } }", "llm.prices.m"),
        ("prices = { m = { input = -1, output = 1 } }", "llm.prices.m.input"),
        ('prices = { m = { input = 1, output = "1" } }', "llm.prices.m.output"),
    ],
)
def test_a_wrong_setting_is_named(text: str, key: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        parse(f"[llm]\n{text}")
    assert raised.value.parameters["key"] == key


@pytest.mark.parametrize(
    "address", ["https://api.openai.com/v1/", "https://api.openai.com:443/v1", "https://API.OpenAI.com/v1"]
)
def test_one_host_in_many_spellings_is_one_host(address: str) -> None:
    found = endpoint_of(Llm(base_url=address), {"OPENAI_API_KEY": "sk-x"})
    assert found.is_openai
    assert found.key
    assert found.host == "api.openai.com"


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:1", "[::1]:11434", "127.8.9.1"])
def test_this_machine_is_this_machine(host: str) -> None:
    assert endpoint_of(Llm(base_url=f"http://{host}/v1", model="m"), {}).local
    assert not endpoint_of(Llm(base_url="http://127.0.0.1.example/v1", model="m"), {}).local


def test_an_answer_that_drips_without_end_is_given_up(vault: World) -> None:
    with serving(lambda body, number: Sent(200, good(body, number).body, drip=0.02)) as server:
        to = replace(endpoint(server.url), timeout=0.1)
        outcome = run(vault, to, vault.ask("PPO.md"))["PPO.md"]
    assert "did not answer" in told(outcome)


def test_every_code_of_a_failure_has_a_text_with_its_parameters() -> None:
    made = re.compile(r"(?:failed|ModelError)\(\s*\"([a-z-]+)\"(.*?)\)\n", re.DOTALL)
    seen = 0
    for path in [*(ROOT / "studykit" / "llm").glob("*.py"), *(ROOT / "studykit" / "drafting").glob("*.py")]:
        for code, rest in made.findall(path.read_text(encoding="utf-8")):
            given = set(re.findall(r"(\w+)=", rest))
            wanted = {name for _, name, _, _ in string.Formatter().parse(texts()[code][0]) if name}
            assert wanted <= given, (path.name, code, wanted - given)
            seen += 1
    assert seen >= 20
