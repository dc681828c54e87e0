"""Drafting with a model: asks go out, drafts come in, one by one, and what fails fails alone.

The answer to each request is kept as it comes (`Answers`), so that a run that was stopped goes on where it was. A unit
that is too long for an answer is halved; a unit of which no card passed the checks is asked once more with what was
wrong. A failed unit keeps its old cards: that is for whoever takes the outcome to see to.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final, Protocol

from studykit.drafting.ask import Ask, halves
from studykit.drafting.asking import request_of
from studykit.drafting.reply import Drafted, read_drafts
from studykit.llm.answer import read_answer
from studykit.llm.client import Client, Options
from studykit.llm.cost import Budget
from studykit.llm.endpoint import Endpoint
from studykit.llm.ladder import Learnt
from studykit.llm.outcome import Failed, Reply, Usage, failed
from studykit.llm.request import Request, cache_key

_DEEPEST: Final = 2
"""How often a unit is halved."""

Outcome = Drafted | Failed
Each = Callable[[Ask, Outcome], None]


class Answers(Protocol):
    """Where answers are kept."""

    def read(self, key: str) -> tuple[str, bool] | None:
        """The text under a key and whether it was truncated."""

    def write(self, key: str, unit: str, reply: Reply) -> None:
        """Keep a reply, for good when this returns."""


class NoAnswers:
    """Keeps nothing."""

    def read(self, key: str) -> None:
        """Nothing."""

    def write(self, key: str, unit: str, reply: Reply) -> None:
        """Nothing happens."""


def draft(
    endpoint: Endpoint,
    asks: Iterable[Ask],
    each: Each,
    *,
    names: frozenset[str],
    answers: Answers | None = None,
    learnt: Learnt | None = None,
    on_learn: Callable[[Learnt], None] | None = None,
    budget: Budget | None = None,
    options: Options | None = None,
) -> None:
    """Ask for all, as many at once as the endpoint takes. Returns when every ask has been told of.

    `asks` are taken as they are needed, `each` is called in this thread as soon as an outcome is known, in no order.
    Ends early, with asks left over, where `budget` has stopped. ModelError where the model cannot be used at all; what
    came before has been told of and kept. What is in `answers` is not asked again, and is checked again.
    """

    async def run() -> None:
        client = Client(
            endpoint,
            learnt,
            on_learn=on_learn,
            budget=budget,
            options=options,
        )
        drafter = _Drafter(client, answers or NoAnswers(), names)

        async def one(ask: Ask) -> None:
            each(ask, await drafter.drafted(ask, 0))

        async with client:
            await client.ask_all(asks, one)

    asyncio.run(run())


def read_kept(ask: Ask, endpoint: Endpoint, answers: Answers, names: frozenset[str]) -> Drafted | None:
    """The drafts of an answer that is kept, without a client; None where it would have to be asked for."""
    request = request_of(ask)
    value, truncated = _kept(request, endpoint, answers)
    if value is None or truncated:
        return None
    drafted = read_drafts(ask, value, by=f"model:{endpoint.model}", names=names)
    return replace(drafted, asked=False) if drafted.drafts or not drafted.dropped else None


class _Drafter:
    def __init__(self, client: Client, answers: Answers, names: frozenset[str]) -> None:
        self._client, self._answers, self._names = client, answers, names
        self._by = f"model:{client.endpoint.model}"

    async def drafted(self, ask: Ask, depth: int) -> Outcome:
        """The drafts of one ask, its halves' where it is too long."""
        came = await self._asked(ask, request_of(ask))
        if isinstance(came, Failed):
            return await self._halved(ask, came, None, depth) if came.split else came
        drafted, truncated = came
        if truncated:
            whole = failed("model-truncated", tokens=ask.max_tokens, usage=drafted.usage)
            return await self._halved(ask, whole, drafted if drafted.drafts else None, depth)
        if drafted.drafts or not drafted.dropped:
            return drafted
        return await self._mended(ask, drafted)

    async def _asked(self, ask: Ask, request: Request) -> tuple[Drafted, bool] | Failed:
        value, truncated = _kept(request, self._client.endpoint, self._answers)
        if value is not None:
            drafted = read_drafts(ask, value, by=self._by, names=self._names)
            return replace(drafted, asked=False), truncated
        outcome = await self._client.ask(request)
        if isinstance(outcome, Failed):
            return outcome
        self._answers.write(cache_key(request, self._client.endpoint), ask.key, outcome)
        drafted = read_drafts(ask, outcome.value, by=self._by, names=self._names)
        return replace(drafted, usage=outcome.usage), outcome.truncated

    async def _mended(self, ask: Ask, first: Drafted) -> Outcome:
        """Ask once more, with what was wrong with every card."""
        complaint = "\n".join(f"- “{card.front}”: {', '.join(map(_said, card.codes))}" for card in first.dropped[:8])
        came = await self._asked(ask, request_of(ask, complaint))
        if isinstance(came, Failed):
            return replace(came, usage=first.usage.plus(came.usage))
        drafted = came[0]
        used = first.usage.plus(drafted.usage)
        if drafted.drafts or not drafted.dropped:
            return replace(drafted, usage=used, asked=first.asked or drafted.asked)
        codes = dict.fromkeys(code for card in drafted.dropped for code in card.codes)
        return failed("model-no-card", count=len(drafted.dropped), codes=", ".join(codes), usage=used)

    async def _halved(self, ask: Ask, whole: Failed, salvaged: Drafted | None, depth: int) -> Outcome:
        pieces = halves(ask) if depth < _DEEPEST else ()
        if not pieces:
            return replace(salvaged, usage=whole.usage) if salvaged is not None else whole
        outcomes = [await self.drafted(piece, depth + 1) for piece in pieces]
        done = [outcome for outcome in outcomes if isinstance(outcome, Drafted)]
        used = whole.usage
        for outcome in outcomes:
            used = used.plus(outcome.usage)
        if len(done) < len(outcomes):
            if salvaged is not None:
                return replace(salvaged, usage=used)
            return replace(next(outcome for outcome in outcomes if isinstance(outcome, Failed)), usage=used)
        return _joined(done, used)


def _kept(request: Request, endpoint: Endpoint, answers: Answers) -> tuple[dict[str, Any] | None, bool]:
    """A kept answer, checked as if it had just come; None where there is none, or it is none any more."""
    kept = answers.read(cache_key(request, endpoint))
    if kept is None:
        return None, False
    text, truncated = kept
    return read_answer(text, request.shape, truncated=truncated, lenient=True).value, truncated


def _joined(done: list[Drafted], used: Usage) -> Drafted:
    """What halves gave, together. The first half alone was told of the standing cards."""
    first = done[0]
    fronts: set[str] = set()
    drafts = []
    for draft in (draft for each in done for draft in each.drafts):
        if draft.content.front not in fronts:
            fronts.add(draft.content.front)
            drafts.append(draft)
    return replace(
        first,
        drafts=tuple(drafts),
        dropped=tuple(card for each in done for card in each.dropped),
        usage=used,
        asked=any(each.asked for each in done),
    )


_REASONS: Final = {
    "lint-quote": "the quote is not in the text, letter for letter",
    "lint-novel": "it holds a number, an abbreviation or a formula that the text does not hold",
    "lint-leak": "the question holds its answer",
    "lint-dangling": "the question points at something that the card does not show",
    "lint-duplicate": "it is asked already",
    "lint-format": "broken markup, HTML, a wikilink or a label",
    "lint-enumeration": "it asks for a list",
    "lint-double": "it asks two things",
    "lint-title": "it asks what something is without saying where",
    "lint-answer-length": "the answer is too long",
    "lint-question-length": "the question is too short or too long",
    "lint-empty": "a side is empty",
    "model-two-quotes": "it needs quotes from two of the notes, letter for letter",
}


def _said(code: str) -> str:
    """What is wrong, in words for a model."""
    return _REASONS.get(code, code.removeprefix("lint-").replace("-", " "))


__all__ = ["Answers", "Each", "NoAnswers", "Options", "Outcome", "draft", "read_kept"]
