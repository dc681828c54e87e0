"""A server on this machine that answers as other servers do: their dialects, and what goes wrong with them.

A `Behaviour` is a function of the request's body and of how many requests came before; it says what is sent back. Every
request that comes is kept, body and headers, for tests to look through.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """What the server sends back."""

    status: int
    body: str
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "application/json"),)
    delay: float = 0.0
    cut: bool = False
    """Close the connection in the middle of the body."""
    drip: float = 0.0
    """Seconds between the bytes."""


Behaviour = Callable[[Body, int], Sent]


@dataclass
class Loopback:
    """A running server and what it was asked."""

    url: str = ""
    bodies: list[Body] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.url.removeprefix("http://").removesuffix("/v1")


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[Loopback]:
    """Serve on a free port of 127.0.0.1 while the block runs."""
    seen = Loopback()
    lock = threading.Lock()
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(seen.bodies)
                seen.bodies.append(body)
                seen.headers.append({name.lower(): value for name, value in self.headers.items()})
                seen.paths.append(self.path)
            sent = behaviour(body, number)
            if sent.delay:
                ended.wait(sent.delay)
            data = sent.body.encode("utf-8", "surrogatepass")
            head = [f"HTTP/1.1 {sent.status} X", f"Content-Length: {len(data)}"]
            head += [f"{name}: {value}" for name, value in sent.headers]
            self.wfile.write(("\r\n".join(head) + "\r\n\r\n").encode())
            if sent.cut:
                self.wfile.write(data[: len(data) // 2])
                self.close_connection = True
                return
            if sent.drip:
                for byte in data:
                    if ended.wait(sent.drip):
                        break
                    self.wfile.write(bytes([byte]))
                    self.wfile.flush()
                return
            self.wfile.write(data)

        def do_GET(self) -> None:
            with lock:
                seen.bodies.append({})
                seen.headers.append({name.lower(): value for name, value in self.headers.items()})
                seen.paths.append(self.path)
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

        def handle(self) -> None:
            try:
                super().handle()
            except (ConnectionError, BrokenPipeError):
                return  # a client that did not wait

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that went away is no error here."""

    server = Server(("127.0.0.1", 0), Handler)
    seen.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield seen
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def completion(content: str | None, *, finish: str = "stop", usage: object = None, **message: object) -> Sent:
    """A chat completion with a text."""
    told = {"prompt_tokens": 100, "completion_tokens": 50, "total_tokens": 150} if usage is None else usage
    value = {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content, **message}}
        ],
    }
    if told:
        value["usage"] = told
    return Sent(200, json.dumps(value))


def refused(status: int, message: str, *headers: tuple[str, str], **more: object) -> Sent:
    """A refusal as most servers word it."""
    body = json.dumps({"error": {"message": message, **more}})
    return Sent(status, body, (("Content-Type", "application/json"), *headers))


def asked_format(body: Body) -> str:
    """`json_schema`, `json_object` or `text`."""
    kind: str = body.get("response_format", {}).get("type", "text")
    return kind


_NOTE = re.compile(r"^(<<<[0-9a-f]{24}>>>)\n(.*)\n\1$", re.MULTILINE | re.DOTALL)


def note_in(body: Body) -> str:
    """The text between the delimiters of a request."""
    found = _NOTE.search(body["messages"][1]["content"])
    assert found is not None, "no note between delimiters"
    return found[2]


def honest(body: Body) -> list[dict[str, Any]]:
    """Cards that a model could draft from the note of a request: one for each line `X uses Y …` of it."""
    cards = []
    for line in note_in(body).splitlines():
        match = re.fullmatch(r"(?P<what>[A-Z][\w ]+?) uses (?P<how>[^.]+)\.", line.strip())
        if match is not None:
            question = f"What does {match['what']} use to do its work?"
            cards.append(card(front=question, answer=match["how"], quote=match[0]))
    return cards


def card(**fields: Any) -> dict[str, Any]:
    """A card of an answer with what is not given left empty."""
    empty = {"kind": "basic", "front": "", "answer": "", "wrong": [], "detail": "", "replaces": 0, "quote": ""}
    return empty | fields


def answer(cards: Sequence[dict[str, Any]], standing: Sequence[dict[str, Any]] = ()) -> str:
    """An answer in the shape `cards`."""
    return json.dumps({"standing": list(standing), "cards": list(cards)}, ensure_ascii=False)


def good(body: Body, _number: int) -> Sent:
    """A server and model that do all that is asked."""
    return completion(answer(honest(body)))


# Dialects: what each refuses, in its own words


def openai(body: Body, number: int) -> Sent:
    """Enforces the schema; takes only the new name of the limit, and no temperature."""
    if "max_tokens" in body:
        return refused(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
    if "temperature" in body:
        message = "Unsupported value: 'temperature' does not support 0.2 with this model."
        return refused(400, message, param="temperature", code="unsupported_value")
    return good(body, number)


def deepseek(body: Body, number: int) -> Sent:
    """JSON without a schema, and only where the prompt says so."""
    if asked_format(body) == "json_schema":
        return refused(400, "This response_format type is unavailable now", type="invalid_request_error")
    assert "json" in json.dumps(body["messages"]).casefold()
    return good(body, number)


def classic_llama_cpp(body: Body, number: int) -> Sent:
    """Answers what it does not know with 500."""
    if asked_format(body) == "json_schema":
        error = "[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), 'input': 'json_schema'}]"
        return refused(500, error, type="internal_server_error")
    return good(body, number)


def lm_studio(body: Body, number: int) -> Sent:
    """Enforces a schema, knows no JSON without one; this model of it is silent where it is held to a schema."""
    if asked_format(body) == "json_object":
        return refused(400, "'response_format.type' must be 'json_schema' or 'text'")
    if asked_format(body) == "json_schema":
        return completion("")
    return good(body, number)


def ollama(body: Body, _number: int) -> Sent:
    """Enforces, and counts nothing."""
    return completion(answer(honest(body)), usage={})


def reasoning(body: Body, _number: int) -> Sent:
    """A reasoning model whose server puts all it says beside the text."""
    return completion(None, reasoning_content=answer(honest(body)))


def thinking(body: Body, _number: int) -> Sent:
    """A model that thinks aloud, in braces too."""
    return completion('<think>{a note} {"cards": 1}</think>\nHere you are:\n```json\n' + answer(honest(body)) + "\n```")


def waits(seconds: float) -> Behaviour:
    """An honest server that takes its time."""

    def behave(body: Body, number: int) -> Sent:
        time.sleep(seconds)
        return good(body, number)

    return behave
