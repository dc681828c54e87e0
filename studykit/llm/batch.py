"""Batches: requests as lines of a file, results as lines of another, as OpenAI's Batch API and `vllm run-batch` read.

A line's `custom_id` is the key that its answer is kept under, so that results join whatever their order, and a file
can be read twice.
"""

import json
from typing import Any, Final, NamedTuple

from studykit.llm.body import body_of
from studykit.llm.endpoint import Endpoint
from studykit.llm.ladder import Learnt
from studykit.llm.outcome import Usage
from studykit.llm.request import Request, cache_key

PATH: Final = "/v1/chat/completions"
MOST_LINES: Final = 50_000
MOST_BYTES: Final = 200_000_000
_MOST: Final = 2**40


class Result(NamedTuple):
    """One line of a file of results."""

    id: str
    text: str
    """The answer; empty where there is none."""
    truncated: bool
    usage: Usage
    error: str
    """Why there is none."""


def line_of(request: Request, endpoint: Endpoint, learnt: Learnt) -> str:
    """A request as a line, without its end."""
    body = body_of(request, endpoint, learnt)
    line = {"custom_id": cache_key(request, endpoint), "method": "POST", "url": PATH, "body": body}
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")


def read_line(line: str) -> Result | None:
    """What a line of results says; None where it is none."""
    try:
        value = json.loads(line)
        key = value["custom_id"]
        if not isinstance(key, str):
            return None
        response = value.get("response") or {}
        body = response.get("body") or {}
        error = value.get("error") or body.get("error")
        status = response.get("status_code", 200)
        if error or status != 200:
            return Result(key, "", False, Usage(), str(error or status)[:200])
        choice = body["choices"][0]
        message = choice["message"]
        if message.get("refusal"):
            return Result(key, "", False, Usage(), str(message["refusal"])[:200])
        text = message.get("content") or message.get("reasoning_content") or ""
        if not isinstance(text, str) or not text.strip():
            return Result(key, "", False, Usage(), "empty")
        return Result(key, text, choice.get("finish_reason") == "length", _usage(body.get("usage")), "")
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return None


def _usage(told: Any) -> Usage:
    told = told if isinstance(told, dict) else {}
    sent, received = told.get("prompt_tokens"), told.get("completion_tokens")
    if isinstance(sent, int) and isinstance(received, int) and 0 <= min(sent, received) <= max(sent, received) < _MOST:
        return Usage(sent, received, 0, 1)
    return Usage(requests=1, estimated=True)
