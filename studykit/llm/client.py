"""Asking a model: what a server refuses is learnt, what it cannot do now is waited for, what it says wrong is repaired.

    client = Client(endpoint, learnt, on_learn=…)
    outcome = await client.ask(request)              one
    await client.ask_all(items, each)                many, as many at once as the host takes, in bounded memory

An outcome is a `Reply` or a `Failed`; only what would fail every further request raises (`ModelError`).
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from string import Template
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self, TypeVar

from studykit.llm.answer import read_answer
from studykit.llm.body import body_of, messages_of
from studykit.llm.cost import Budget
from studykit.llm.endpoint import Endpoint
from studykit.llm.errors import ModelError
from studykit.llm.ladder import Learnt, learn, speaks_of_length
from studykit.llm.outcome import Failed, Reply, Usage, failed
from studykit.llm.pause import Pause
from studykit.llm.refusal import failure_of, no_credit, usage_of
from studykit.llm.request import Request
from studykit.llm.wire import Lost, Refused, Said, Wire
from studykit.text.safe import safe_line

if TYPE_CHECKING:
    import httpx2

_Key = TypeVar("_Key")
_LONGEST_PAUSE: Final = 600.0
_LESSONS: Final = 6
"""How often a request is sent anew because its refusal taught something."""
_DOUBTED: Final = 2
"""Answers in a row without the shape after which a server is taken not to enforce it."""
_UNREACHED: Final = 3
_QUOTED: Final = 4000


class Options(NamedTuple):
    """How patient a client is."""

    retries: int = 4
    """The SDK's own, half a second to eight apart."""
    pause: float = 30.0
    """Seconds that nothing is sent after a 429 that survived them and names no time; each time twice as long."""
    pauses: int = 3
    transport: "httpx2.AsyncBaseTransport | None" = None
    """What stands in for the network in tests."""


class Client:
    """A model on one host. Use it within one event loop, as a context that closes it."""

    def __init__(
        self,
        endpoint: Endpoint,
        learnt: Learnt | None = None,
        *,
        on_learn: Callable[[Learnt], None] | None = None,
        budget: Budget | None = None,
        options: "Options | None" = None,
    ) -> None:
        options = options or Options()
        self.endpoint = endpoint
        self.learnt = learnt or Learnt()
        self.budget = budget
        self._wire = Wire(endpoint, retries=options.retries, transport=options.transport)
        self._on_learn = on_learn
        self._gate = asyncio.Semaphore(endpoint.concurrency)
        self._pause, self._pause_seconds, self._pauses = Pause(), options.pause, options.pauses
        self._answered = False
        self._unreached = 0
        self._shapeless = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def ask_all(
        self,
        items: Iterable[_Key],
        each: Callable[[_Key], Awaitable[None]],
    ) -> None:
        """Do `each` with every item, as many at once as the endpoint takes; items are taken as they are needed.

        Ends early where the budget has stopped. What `each` raises stops all.
        """
        waiting = iter(items)

        async def work() -> None:
            while not (self.budget is not None and self.budget.stopped):
                item = next(waiting, self)
                if item is self:
                    return
                await each(item)  # type: ignore[arg-type]  # the sentinel is no item

        workers = [asyncio.create_task(work()) for _ in range(self.endpoint.concurrency)]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def ask(self, request: Request) -> Reply | Failed:
        """Ask once, and once more with what was wrong where the answer cannot be used."""
        if self._holds_key(request):
            return failed("model-secret", kind="key", line=0)
        messages = messages_of(request)
        used = Usage()
        errors: tuple[str, ...] = ()
        learnt: Learnt | None = None
        for last in (False, True):
            said = await self._send(request, messages, learnt)
            if isinstance(said, Failed):
                return replace(said, usage=used.plus(said.usage))
            used = used.plus(said.usage or Usage())
            if said.refusal or said.finish == "content_filter":
                return failed("model-refused", usage=used, said=safe_line(said.refusal)[:200] or said.finish)
            reply, errors = self._read(said, request, used, lenient=last)
            if reply is not None:
                return reply
            if said.finish == "length":
                return failed("model-truncated", usage=used, split=True, tokens=request.max_tokens)
            if not said.text.strip():
                learnt = self.learnt.lower()  # some are silent where they are held to JSON
            messages = [*messages, *_repair(request, said, errors)]
        code = "model-empty" if errors == _NOTHING else "model-shape"
        return failed(code, usage=used, errors="; ".join(map(safe_line, errors))[:300])

    def _read(
        self, said: Said, request: Request, used: Usage, *, lenient: bool
    ) -> tuple[Reply | None, tuple[str, ...]]:
        truncated = said.finish == "length"
        errors: tuple[str, ...] = _NOTHING
        for text in (said.text, said.reasoning):
            if not text.strip():
                continue
            answer = read_answer(text, request.shape, truncated=truncated, lenient=lenient or truncated)
            if answer.value is not None:
                self._shapeless = 0
                return Reply(answer.value, text, used, truncated), ()
            errors = answer.errors if errors == _NOTHING else errors
        self._shapeless += not truncated
        if self._shapeless >= _DOUBTED and (lower := self.learnt.lower()) is not None:
            self.learnt, self._shapeless = lower, 0  # for this run alone: the model may be at fault and not the server
        return None, errors

    async def _send(self, request: Request, messages: list[dict[str, str]], learnt: Learnt | None) -> Said | Failed:
        """Send until there is an answer, or a reason that sending again does not mend."""
        pauses = 0
        lessons = 0
        while True:
            now = learnt or self.learnt
            body = self._body(request, messages, now)
            came = await self._once(request, messages, body)
            match came:
                case Said() | Failed():
                    return came
                case Lost():
                    return self._lost(came)
            if came.status == 429 and not no_credit(came.body):
                wait = came.wait if came.wait is not None else self._pause_seconds * 2**pauses
                pauses += 1
                if pauses > self._pauses or wait > _LONGEST_PAUSE:
                    return failed("model-rate-limited", host=self.endpoint.host, seconds=round(wait))
                self._pause.extend(wait)
                continue
            if speaks_of_length(came.body) and came.status < 500:
                return failed("model-too-long", split=True)
            taught = learn(now, came.status, came.body, frozenset(body))
            lessons += 1
            if taught is None or lessons > _LESSONS:
                self._unreached, self._answered = 0, True
                return failure_of(came, self.endpoint)
            if learnt is not None:
                learnt = taught  # of an answer that was tried a rung lower: no word on the rung that is in use
            else:
                self._keep(taught)

    async def _once(
        self, request: Request, messages: list[dict[str, str]], body: dict[str, Any]
    ) -> Said | Refused | Lost | Failed:
        async with self._gate:
            await self._pause.over()
            texts = [message["content"] for message in messages]
            reserved = 0.0
            if self.budget is not None:
                held = self.budget.reserve(texts, request.max_tokens)
                if held is None:
                    return failed("model-budget", dollars=f"{self.budget.dollars:.2f}")
                reserved = held
            came: Said | Refused | Lost = Lost("cut", "cancelled")
            try:
                came = await self._wire.send(body)
            finally:
                used = usage_of(came, texts)
                if self.budget is not None:
                    self.budget.settle(reserved, used)
        return replace(came, usage=used) if isinstance(came, Said) else came

    def _body(self, request: Request, messages: list[dict[str, str]], learnt: Learnt) -> dict[str, Any]:
        body = body_of(request, self.endpoint, learnt, messages)
        if self.endpoint.is_openai and request.family and "prompt_cache_key" not in learnt.without:
            body["prompt_cache_key"] = request.family
        return body

    def _keep(self, learnt: Learnt) -> None:
        learnt = self.learnt.joined(learnt)  # others learn at the same time
        if learnt != self.learnt:
            self.learnt = learnt
            if self._on_learn is not None:
                self._on_learn(learnt)

    def _lost(self, lost: Lost) -> Failed:
        host = self.endpoint.host
        if lost.reason == "unreachable":
            self._unreached += 1
            if not self._answered or self._unreached >= _UNREACHED:
                raise ModelError("model-unreachable", host=host)
            return failed("model-cut", host=host)
        self._unreached, self._answered = 0, True
        match lost.reason:
            case "timeout":
                return failed("model-timeout", host=host, seconds=f"{self.endpoint.timeout:g}")
            case "cut":
                return failed("model-cut", host=host)
        return failed("model-strange", host=host, detail=lost.detail)

    def _holds_key(self, request: Request) -> bool:
        key = self.endpoint.key.reveal()
        return len(key) > 7 and (key in request.user or key in request.system)


_NOTHING: Final = ("the answer is empty",)


def _repair(request: Request, said: Said, errors: tuple[str, ...]) -> list[dict[str, str]]:
    wanted = Template(request.repair).safe_substitute(errors="\n".join(f"- {error}" for error in errors))
    spoken = [{"role": "assistant", "content": said.text[:_QUOTED]}] if said.text.strip() else []
    return [*spoken, {"role": "user", "content": wanted}]
