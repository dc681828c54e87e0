"""The client by itself, without a socket: what is sent, what is kept, what is counted."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest

from studykit.config import Llm
from studykit.drafting.shapes import CARDS
from studykit.llm.client import Client, Options
from studykit.llm.cost import FREE, PRICES, Budget, Price, estimate, price_of
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.outcome import Failed, Reply, Usage
from studykit.llm.request import Request, cache_key
from studykit.llm.tokens import tokens, tokens_at_most
from tests.llm.world import endpoint

EMPTY = '{"standing": [], "cards": []}'
REQUEST = Request("rules", "note", CARDS, "wrong:\n$errors", "id", (("temperature", 0.2),), family="f")


def transport(answer: Callable[[dict[str, object], int], httpx2.Response]) -> tuple[httpx2.MockTransport, list[bytes]]:
    seen: list[bytes] = []

    def handle(request: httpx2.Request) -> httpx2.Response:
        seen.append(request.content)
        return answer(json.loads(request.content), len(seen) - 1)

    return httpx2.MockTransport(handle), seen


def says(text: str, usage: object = None) -> httpx2.Response:
    message = {"role": "assistant", "content": text}
    value = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "usage": usage}
    return httpx2.Response(200, json=value | {"choices": [{"index": 0, "finish_reason": "stop", "message": message}]})


def ask(to: Endpoint, mock: httpx2.MockTransport, request: Request = REQUEST) -> Reply | Failed:
    async def once() -> Reply | Failed:
        async with Client(to, options=Options(0, transport=mock)) as client:
            return await client.ask(request)

    return asyncio.run(once())


@pytest.fixture
def openai() -> Endpoint:
    return endpoint_of(Llm(), {"OPENAI_API_KEY": "sk-test-0123456789"})


def test_what_is_sent_to_openai(openai: Endpoint) -> None:
    mock, seen = transport(lambda _body, _number: says(EMPTY))
    assert isinstance(ask(openai, mock), Reply)
    body = json.loads(seen[0])
    assert body["max_completion_tokens"] == 4000
    assert body["prompt_cache_key"] == "f"
    assert body["response_format"]["json_schema"]["strict"] is True
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


def test_the_schema_is_one_that_strict_servers_take() -> None:
    def walk(schema: dict[str, object]) -> Iterator[dict[str, object]]:
        yield schema
        for inner in (*dict(schema.get("properties", {})).values(), *filter(None, [schema.get("items")])):  # type: ignore[call-overload]
            yield from walk(inner)

    for schema in walk(dict(CARDS.schema)):
        assert set(schema) <= {"type", "properties", "required", "additionalProperties", "items", "enum"}
        if schema["type"] == "object":
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])  # type: ignore[call-overload]


def test_usage_is_counted_or_worked_out(openai: Endpoint) -> None:
    told = {
        "prompt_tokens": 90,
        "completion_tokens": 7,
        "total_tokens": 97,
        "prompt_tokens_details": {"cached_tokens": 64},
    }
    counted = ask(openai, transport(lambda _b, _n: says(EMPTY, told))[0])
    assert counted.usage == Usage(90, 7, 64, 1)
    guessed = ask(openai, transport(lambda _b, _n: says(EMPTY))[0])
    assert guessed.usage == Usage(tokens("rules") + tokens("note"), tokens(EMPTY), 0, 1, estimated=True)


def test_tokens_of_chinese_and_latin_text() -> None:
    assert tokens("强化学习") == 3
    assert tokens("reinforcement learning") == 6
    assert tokens("") == 0
    assert tokens_at_most("强化学习") >= tokens("强化学习")


def test_the_price_is_the_settings_then_the_tables_then_unknown(openai: Endpoint) -> None:
    assert price_of(openai, Llm()) == PRICES["gpt-6-luna"]
    assert PRICES["gpt-6-luna"].date
    own = Llm(prices={"gpt-6-luna": {"input": 1.0, "output": 2.0}}, prices_date="2027-01-01")
    assert price_of(openai, own) == Price(1.0, 2.0, 1.0, "2027-01-01")
    assert price_of(endpoint("http://127.0.0.1:1/v1"), Llm()) == FREE
    assert price_of(endpoint_of(Llm(base_url="https://a.example/v1", model="m"), {}), Llm()) is None


def test_an_estimate_adds_up() -> None:
    price = Price(1.0, 10.0, 0.1, "2026-01-01")
    found = estimate(iter([REQUEST, REQUEST]), price)
    assert found.requests == 2
    assert found.received == 2 * REQUEST.expected
    assert found.dollars == pytest.approx((found.sent + 10 * found.received) / 1_000_000)
    assert estimate([REQUEST], None).dollars is None
    assert price.of(Usage(100, 0, 90)) == pytest.approx((10 + 9) / 1_000_000)


def test_a_budget_is_never_passed(openai: Endpoint) -> None:
    usage = {"prompt_tokens": 60, "completion_tokens": 4000, "total_tokens": 4060}
    mock, seen = transport(lambda _b, _n: says(EMPTY, usage))
    budget = Budget(0.50, Price(1.0, 25.0, 1.0, ""))  # an answer may cost 0.1 and a little
    outcomes: list[Reply | Failed] = []

    async def all_of_them() -> None:
        async with Client(openai, budget=budget, options=Options(0, transport=mock)) as client:

            async def each(_number: int) -> None:
                outcomes.append(await client.ask(REQUEST))

            await client.ask_all(range(100), each)

    asyncio.run(all_of_them())
    assert budget.stopped
    assert len(seen) == 4
    assert 0.4 < budget.spent <= 0.50
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Failed)} == {"model-budget"}


def test_no_more_are_sent_at_once_than_the_endpoint_takes() -> None:
    now = most = 0

    async def handle(_request: httpx2.Request) -> httpx2.Response:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.005)
        now -= 1
        return says(EMPTY)

    async def run() -> None:
        to = endpoint("http://127.0.0.1:1/v1", concurrency=3)
        async with Client(to, options=Options(transport=httpx2.MockTransport(handle))) as client:

            async def each(_number: int) -> None:
                await asyncio.gather(client.ask(REQUEST), client.ask(REQUEST))

            await client.ask_all(range(12), each)

    asyncio.run(run())
    assert most == 3


def test_items_are_taken_as_they_are_needed() -> None:
    taken = done = ahead = 0

    def items() -> Iterator[int]:
        nonlocal taken, ahead
        for number in range(50):
            taken += 1
            ahead = max(ahead, taken - done)
            yield number

    async def run() -> None:
        to = endpoint("http://127.0.0.1:1/v1", concurrency=4)
        async with Client(to, options=Options(transport=transport(lambda _b, _n: says(EMPTY))[0])) as client:

            async def each(_number: int) -> None:
                nonlocal done
                await client.ask(REQUEST)
                done += 1

            await client.ask_all(items(), each)

    asyncio.run(run())
    assert taken == done == 50
    assert ahead <= 5


def test_an_error_of_the_caller_ends_all() -> None:
    async def run() -> None:
        mock, _ = transport(lambda _b, _n: says(EMPTY))
        async with Client(endpoint("http://127.0.0.1:1/v1"), options=Options(transport=mock)) as client:

            async def each(number: int) -> None:
                if number == 3:
                    raise LookupError("disk full")
                await client.ask(REQUEST)

            await client.ask_all(range(50), each)

    with pytest.raises(LookupError):
        asyncio.run(run())


def test_the_cache_key_hangs_on_all_that_matters(openai: Endpoint) -> None:
    from dataclasses import replace

    key = cache_key(REQUEST, openai)
    others = [
        cache_key(replace(REQUEST, identity="other"), openai),
        cache_key(replace(REQUEST, parameters=()), openai),
        cache_key(replace(REQUEST, max_tokens=1), openai),
        cache_key(REQUEST, replace(openai, model="other")),
        cache_key(REQUEST, replace(openai, host="other")),
    ]
    assert len({key, *others}) == 6
    assert key == cache_key(replace(REQUEST, user="with another delimiter"), openai)


def test_the_sdk_is_loaded_by_the_first_request_and_by_nothing_else(tmp_path: Path) -> None:
    code = """
import sys
import studykit.llm.client, studykit.drafting.model, studykit.drafting.templates, studykit.store.replies
from studykit.config import Llm
from studykit.llm.endpoint import endpoint_of
endpoint_of(Llm(preset="ollama", model="m"), {})
print(sorted(name for name in ("openai", "httpx2", "jiter", "pydantic") if name in sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
