"""Requests that draft nothing: the judge's, one card again, a check of the server. One by one or many at once."""

import asyncio
import os
import time
from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from studykit.drafting.model import Options
from studykit.flows.model.store import has_agreed, keep_learnt, learnt_of
from studykit.flows.workspace import Workspace
from studykit.llm.client import Client
from studykit.llm.cost import Budget
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.errors import ModelError
from studykit.llm.ladder import Learnt
from studykit.llm.outcome import Failed, Reply
from studykit.llm.request import Request, Shape
from studykit.model.ids import digest
from studykit.store.db import Store

_CHECK: Final = Shape(
    "check",
    {
        "type": "object",
        "properties": {"colour": {"type": "string", "enum": ["red", "green"]}, "number": {"type": "integer"}},
        "required": ["colour", "number"],
        "additionalProperties": False,
    },
)


class Checked(NamedTuple):
    """What one tiny request told of a server."""

    host: str
    model: str
    rung: str
    """`json_schema`, `json_object` or `text`."""
    without: tuple[str, ...]
    """Parameters that it refuses."""
    enforced: bool
    """Whether the answer had the shape although the prompt did not ask for it."""
    seconds: float
    received: int
    """Tokens."""
    failed: Failed | None
    """Why there was no answer that could be used."""


def allowed_endpoint(workspace: Workspace, store: Store | None) -> Endpoint:
    """The endpoint of the settings. ModelError where a person has not yet agreed that notes go there."""
    endpoint = endpoint_of(workspace.config.llm, os.environ)
    if not has_agreed(store, endpoint):
        raise ModelError("model-not-asked", host=endpoint.host)
    return endpoint


def ask_many(
    endpoint: Endpoint,
    store: Store | None,
    requests: Iterable[tuple[str, Request]],
    each: Callable[[str, Reply | Failed], None],
    budget: Budget | None = None,
    options: Options | None = None,
) -> Learnt:
    """Send requests, as many at once as the endpoint takes; `each` is told of every outcome by name, in this thread.

    Returns what is known of the server now, which a store keeps too where there is one.
    """

    known = learnt_of(store, endpoint)

    def learn(taught: Learnt) -> None:
        nonlocal known
        known = taught
        keep_learnt(store, endpoint, taught)

    async def run() -> None:
        client = Client(
            endpoint,
            known,
            on_learn=learn,
            budget=budget,
            options=options,
        )

        async def one(item: tuple[str, Request]) -> None:
            each(item[0], await client.ask(item[1]))

        async with client:
            await client.ask_all(requests, one)

    asyncio.run(run())
    return known


def check(endpoint: Endpoint, store: Store | None) -> Checked:
    """Send one tiny request that holds nothing of the notes. ModelError where the host cannot be used at all."""
    request = Request(
        system="",
        user="Say in one plain sentence which colour grass has, and how many legs a spider has.",
        shape=_CHECK,
        repair='Answer with JSON only: {"colour": "red" or "green", "number": a whole number}. Wrong was:\n$errors',
        identity=digest("check"),
        max_tokens=300,
        expected=20,
    )
    outcomes: list[Reply | Failed] = []
    started = time.perf_counter()
    learnt = ask_many(endpoint, store, [("check", request)], lambda _, outcome: outcomes.append(outcome))
    seconds = time.perf_counter() - started
    (outcome,) = outcomes
    good = isinstance(outcome, Reply)
    return Checked(
        endpoint.host,
        endpoint.model,
        learnt.rung.value,
        tuple(sorted(learnt.without)),
        good and outcome.usage.requests == 1,
        seconds,
        outcome.usage.received,
        None if isinstance(outcome, Reply) else outcome,
    )
