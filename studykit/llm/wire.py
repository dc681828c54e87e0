"""The SDK itself: one client, one request, and everything that may come back as a value.

This is the only module that imports `openai`, at the first request. What the SDK raises holds the request with its
headers, the key among them, so that none of it is let out: it is read here and only words and numbers go on.

Headers go through a list: to a host that is not OpenAI's no organisation, project or other header of OpenAI's
environment is sent, and to none a key that is not its own. Redirects are not followed, so that none leads a key away.
"""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from studykit.llm.endpoint import Endpoint
from studykit.llm.ladder import speaks_of_format
from studykit.llm.outcome import Usage

if TYPE_CHECKING:
    import httpx2
    import openai

_SENT_ANYWHERE: Final = frozenset(
    ("host", "accept", "accept-encoding", "connection", "user-agent", "content-type", "content-length", "authorization")
)
_NO_USE: Final = ("insufficient_quota", "billing", "credit")
_MOST_TOKENS: Final = 10**9
_BODY: Final = 4000


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said."""

    text: str
    reasoning: str
    """What servers put beside the text of a model that thinks aloud; sometimes the answer itself."""
    refusal: str
    finish: str
    usage: Usage | None
    """None where the server gave no numbers."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A status that is no success, after the SDK's retries."""

    status: int
    body: str
    wait: float | None
    """Seconds that the server asks to wait; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came: `unreachable`, `timeout`, `cut` or `strange`."""

    reason: str
    detail: str = ""


class Wire:
    """One client of the SDK."""

    def __init__(
        self, endpoint: Endpoint, *, retries: int, transport: "httpx2.AsyncBaseTransport | None" = None
    ) -> None:
        import httpx2
        import openai

        self._openai, self._httpx2, self._endpoint = openai, httpx2, endpoint
        self._own = httpx2.URL(endpoint.base_url).netloc
        limits = httpx2.Limits(max_connections=endpoint.concurrency + 1, max_keepalive_connections=endpoint.concurrency)
        self._client = openai.AsyncOpenAI(
            api_key=endpoint.key.reveal() or "none",
            base_url=endpoint.base_url,
            timeout=httpx2.Timeout(endpoint.timeout, connect=min(endpoint.timeout, 10.0)),
            max_retries=retries,
            http_client=httpx2.AsyncClient(
                timeout=endpoint.timeout,
                limits=limits,
                transport=transport,
                trust_env=not endpoint.local,  # what is for this machine goes through no proxy
                follow_redirects=False,
                event_hooks={"request": [self._strip], "response": [self._no_use_in_trying_again]},
            ),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def send(self, body: dict[str, Any]) -> Said | Refused | Lost:
        """Send one request and read what comes.

        The format goes by the SDK's side door: it would go through the whole schema for each request, word by word.
        """
        openai, httpx2 = self._openai, self._httpx2
        form = {name: value for name, value in body.items() if name == "response_format"}
        told = {name: value for name, value in body.items() if name not in form}
        deadline = 3 * self._endpoint.timeout  # a server that lets an answer drip keeps each read within its time
        try:
            async with asyncio.timeout(deadline):
                return _said(await self._client.chat.completions.create(**told, extra_body=form or None))
        except (openai.APITimeoutError, TimeoutError):
            return Lost("timeout")
        except openai.APIConnectionError as error:
            cause = error.__cause__
            unreachable = isinstance(cause, (httpx2.ConnectError, httpx2.ConnectTimeout))
            return Lost("unreachable" if unreachable else "cut", type(cause).__name__)
        except openai.APIStatusError as error:
            return Refused(error.status_code, error.response.text[:_BODY], _wait(error.response.headers))
        except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError, RecursionError) as error:
            return Lost("strange", type(error).__name__)

    async def _strip(self, request: "httpx2.Request") -> None:
        headers = request.headers
        if not self._endpoint.is_openai:
            for name in list(headers):
                if name.lower() not in _SENT_ANYWHERE and not name.lower().startswith("x-stainless-"):
                    del headers[name]
        headers.pop("authorization", None)
        if self._endpoint.key and request.url.netloc == self._own:
            headers["authorization"] = f"Bearer {self._endpoint.key.reveal()}"

    async def _no_use_in_trying_again(self, response: "httpx2.Response") -> None:
        """Some servers refuse a format with 500, some an empty purse with 429: the SDK would try both again."""
        if response.status_code < 500 and response.status_code != 429:
            return
        await response.aread()
        text = response.text
        empty = response.status_code == 429 and any(word in text.casefold() for word in _NO_USE)
        if empty or (response.status_code >= 500 and speaks_of_format(text)):
            response.headers["x-should-retry"] = "false"


def _said(completion: Any) -> Said | Lost:
    """A completion taken apart, trusting nothing of it."""
    choices = getattr(completion, "choices", None)
    if not isinstance(choices, list) or not choices:
        return Lost("strange", type(completion).__name__)
    message = getattr(choices[0], "message", None)
    if message is None:
        return Lost("strange", "no message")
    extra = getattr(message, "model_extra", None) or {}
    return Said(
        text=_text(getattr(message, "content", None)),
        reasoning=_text(extra.get("reasoning_content")) or _text(extra.get("reasoning")),
        refusal=_text(getattr(message, "refusal", None)),
        finish=_text(getattr(choices[0], "finish_reason", None)),
        usage=_usage(getattr(completion, "usage", None)),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _usage(told: Any) -> Usage | None:
    sent = _count(getattr(told, "prompt_tokens", None))
    received = _count(getattr(told, "completion_tokens", None))
    if sent is None or received is None or not sent:
        return None
    cached = _count(getattr(getattr(told, "prompt_tokens_details", None), "cached_tokens", None)) or 0
    return Usage(sent, received, min(cached, sent), 1)


def _count(value: object) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_TOKENS
    return value if good and isinstance(value, int) else None


def _wait(headers: "httpx2.Headers") -> float | None:
    for name, divisor in (("retry-after-ms", 1000), ("retry-after", 1)):
        try:
            seconds = float(headers.get(name, "")) / divisor
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    return None


def sdk_of(wire: Wire) -> "openai.AsyncOpenAI":
    """The SDK's client, for what is no chat: batches, lists of models."""
    return wire._client
