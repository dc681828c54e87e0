"""A streamed answer: each item when it has ended, never half of one, and nothing raised whatever a server does."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.llm.ladder import Learnt, Rung
from studykit.llm.request import Request
from studykit.llm.stream import Streamed, _Ends, stream_items
from studykit.quiz.explaining import EXPLANATION
from tests.llm.world import CANARY, endpoint

REQUEST = Request("s", "u", EXPLANATION, "again: $errors", "id", (("temperature", 0.2),), max_tokens=300)
ITEMS = [{"text": "a } [", "quote": 'b " \\ {'}, {"text": "甲", "quote": "乙"}, {"text": "", "quote": "x"}]
TEXT = json.dumps({"sentences": ITEMS}, ensure_ascii=False)


def event(piece: str | None, finish: str | None = None, **delta: str) -> bytes:
    told = {**({"content": piece} if piece is not None else {}), **delta}
    chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m",
             "choices": [{"index": 0, "delta": told, "finish_reason": finish}]}  # fmt: skip
    return f"data: {json.dumps(chunk)}\n\n".encode()


class Body(httpx2.AsyncByteStream):
    """What a server sends, piece by piece."""

    def __init__(self, pieces: AsyncIterator[bytes]) -> None:
        self.pieces = pieces

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self.pieces:
            yield piece


def run(pieces: list[bytes], *, status: int = 200, learnt: Learnt | None = None) -> tuple[Streamed, list[Any], Any]:
    """Stream from a server that sends these; what came, the items, and the request's body."""
    items: list[Any] = []
    asked: list[Any] = []

    async def all_pieces() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(json.loads(request.content))
        return httpx2.Response(status, headers={"content-type": "text/event-stream"}, stream=Body(all_pieces()))

    transport = httpx2.MockTransport(handler)
    came = asyncio.run(
        stream_items(endpoint("http://127.0.0.1:1/v1"), REQUEST, learnt or Learnt(), items.append, transport)
    )
    return came, items, asked[0]


def sent(text: str, size: int) -> list[bytes]:
    return [event(text[n : n + size]) for n in range(0, len(text), size)] + [event(None, "stop"), b"data: [DONE]\n\n"]


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize("around", ["{}", "```json\n{}\n```", "<think>a {{note}} and [braces</think>\n{}", "Here:\n{}"])
def test_items_come_whole_and_once_however_they_are_cut(size: int, around: str) -> None:
    came, items, _ = run(sent(around.format(TEXT), size))
    assert items == ITEMS
    assert came.whole
    assert came.items == 3


def test_an_item_is_given_before_the_next_one_is_sent() -> None:
    """The server sends the second item only when the first one was given: else nothing would ever end."""

    async def talk() -> list[Any]:
        given, items = asyncio.Event(), list[Any]()

        async def pieces() -> AsyncIterator[bytes]:
            yield event('{"sentences": [{"text": "a", "quote": "b"}')
            await asyncio.wait_for(given.wait(), 5)
            yield event(', {"text": "c", "quote": "d"}]}', "stop")

        def each(item: Mapping[str, Any]) -> None:
            items.append(item)
            given.set()

        transport = httpx2.MockTransport(lambda _: httpx2.Response(
            200, headers={"content-type": "text/event-stream"}, stream=Body(pieces())))  # fmt: skip
        await stream_items(endpoint("http://127.0.0.1:1/v1"), REQUEST, Learnt(), each, transport)
        return items

    assert [item["text"] for item in asyncio.run(talk())] == ["a", "c"]


def test_what_breaks_off_keeps_what_has_come() -> None:
    cut = TEXT[: TEXT.index("乙")]
    came, items, _ = run([event(cut)])
    assert items == ITEMS[:1]
    came, items, _ = run([event(cut), event(None, "length")])
    assert (items, came.whole) == (ITEMS[:1], False)


@pytest.mark.parametrize(
    ("pieces", "status"),
    [
        ([b'{"error": "no streams here"}'], 400),
        ([b'{"error": "busy"}'], 429),
        ([b"<html>"], 200),
        ([b"data: {not json}\n\n"], 200),
        ([b'data: {"choices": 3}\n\n'], 200),
        ([b'data: {"choices": [{"delta": null}]}\n\n'], 200),
        ([event("I would rather not say it in JSON.", "stop")], 200),
        ([event('{"other": [{"text": "a", "quote": "b"}]}', "stop")], 200),
        ([], 200),
    ],
)
def test_what_is_no_such_stream_is_told_and_not_raised(pieces: list[bytes], status: int) -> None:
    came, items, _ = run(pieces, status=status)
    assert items == []
    assert not came.whole
    assert CANARY not in repr(came)


def test_a_stream_that_drips_without_end_is_given_up() -> None:
    async def talk() -> Streamed:
        async def pieces() -> AsyncIterator[bytes]:
            yield event('{"sentences": [{"text": "a", "quote": "b"}')
            while True:
                await asyncio.sleep(0.02)
                yield b": still here\n\n"

        transport = httpx2.MockTransport(lambda _: httpx2.Response(
            200, headers={"content-type": "text/event-stream"}, stream=Body(pieces())))  # fmt: skip
        to = replace(endpoint("http://127.0.0.1:1/v1"), timeout=0.1)
        return await asyncio.wait_for(stream_items(to, REQUEST, Learnt(), lambda _: None, transport), 10)

    came = asyncio.run(talk())
    assert (came.items, came.whole) == (1, False)


def test_a_refusal_is_one() -> None:
    assert run([event(None, refusal="I cannot"), event(None, "stop", refusal=" help")])[0].refusal == "I cannot help"
    assert run([event("{", "content_filter")])[0].refusal == "content_filter"


def test_what_was_learnt_is_kept_to() -> None:
    learnt = Learnt(Rung.OBJECT, frozenset({"temperature"}), "max_completion_tokens")
    body = run(sent(TEXT, 9), learnt=learnt)[2]
    assert body["response_format"] == {"type": "json_object"}
    assert body["stream"] is True
    assert body["max_completion_tokens"] == 300
    assert "temperature" not in body
    assert "response_format" not in run(sent(TEXT, 9), learnt=Learnt(Rung.TEXT))[2]
    assert run(sent(TEXT, 9))[2]["response_format"]["type"] == "json_schema"


@given(st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9), max_size=3), max_size=5), st.data())
def test_ended_items_are_counted_in_any_text(items: list[dict[str, str]], data: st.DataObject) -> None:
    text = json.dumps({"sentences": items}, ensure_ascii=data.draw(st.booleans()))
    ends = _Ends()
    cut = data.draw(st.integers(0, len(text)))
    ends.take(text[:cut])
    ends.take(text[cut:])
    assert ends.ended == len(items)
