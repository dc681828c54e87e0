"""Draft with a model what changed: kept answers first, the rest is asked, and what fails keeps its old cards.

Everything that comes is kept in the store as it comes: a run that is stopped loses what was on its way. Nothing is
sent to a host that is not this machine before a person has agreed to it, and nothing beyond the budget.
"""

import os
from collections.abc import Collection, Iterator, Sequence
from itertools import chain
from typing import Final

from studykit.drafting.asides import Asides
from studykit.drafting.ask import Ask
from studykit.drafting.model import Outcome, draft, read_kept
from studykit.errors import StudykitError, UsageError
from studykit.flows.decks.standing import Standing
from studykit.flows.drafting.given import Given, by_note
from studykit.flows.model.cost import Quote, quote
from studykit.flows.model.judge import judged
from studykit.flows.model.standing import offered
from studykit.flows.model.store import StoredAnswers, has_agreed, keep_learnt, learnt_of, remember_agreement
from studykit.flows.model.unit import model_walk
from studykit.flows.model.walk import Pending, Walk
from studykit.flows.reading.scan import Scan
from studykit.flows.request import Request
from studykit.flows.workspace import Workspace
from studykit.llm.cost import Budget, price_of
from studykit.llm.endpoint import Endpoint, endpoint_of
from studykit.llm.errors import ModelError
from studykit.llm.outcome import Failed
from studykit.model.card import Draft
from studykit.model.concept import SectionId
from studykit.model.event import Finished, Listener, Started, silent
from studykit.model.problem import Problem, Severity, problem
from studykit.store.db import Store
from studykit.store.decisions import read_decisions
from studykit.store.drafts import UnitDrafts
from studykit.store.replies import FailedUnit, clear_failed, write_failed

_SETTINGS: Final = "studykit.toml"
_FRONT: Final = 80


def draft_with_model(
    workspace: Workspace,
    scan: Scan,
    standing: Standing,
    store: Store | None,
    request: Request,
    only: Collection[SectionId] | None,
    listener: Listener,
    now: int,
) -> tuple[Given, Quote | None]:
    """What a model gives a build, and for a dry run what it would be asked. `now` is in seconds since 1970 (UTC).

    ModelError where the person asked for the model and it cannot be used; a build that only meets units of a model
    leaves them as they are then, and says so.
    """
    explicit = request.drafter == "model"
    endpoint: Endpoint | None = None
    reason: StudykitError | None = None
    try:
        endpoint = endpoint_of(workspace.config.llm, os.environ)
    except StudykitError as error:
        if explicit:
            raise
        reason = error
    run = _Run(workspace, scan, standing, store, request, only, listener, now)
    estimate = None
    if endpoint is not None:
        price = price_of(endpoint, workspace.config.llm)
        if request.budget is not None and price is None:
            raise UsageError("model-no-price", model=endpoint.model)
        if explicit and (request.dry_run or not has_agreed(store, endpoint)):
            fresh = run.walk(endpoint.model, silent)
            estimate = quote(run.unanswered(fresh, endpoint, Given()), endpoint, price)
        if not request.dry_run:
            reason = run.may_send(endpoint, estimate)
            if reason is not None and explicit:
                raise reason
    given = run.draft(endpoint, send=reason is None and not (request.dry_run or request.queue), reason=reason)
    return given, estimate


class _Run:
    """One build's drafting with a model."""

    def __init__(
        self,
        workspace: Workspace,
        scan: Scan,
        standing: Standing,
        store: Store | None,
        request: Request,
        only: Collection[SectionId] | None,
        listener: Listener,
        now: int,
    ) -> None:
        self.workspace, self.scan, self.standing, self.store = workspace, scan, standing, store
        self.request, self.only, self.listener, self.now = request, only, listener, now
        self.explicit = request.drafter == "model"
        self.failed: dict[str, FailedUnit] = {}
        self.fresh: dict[str, tuple[Ask, Sequence[Draft]]] = {}
        """For the judge: by unit, its ask and what is new of what came."""
        self.done: list[str] = []

    def walk(self, model: str, listener: Listener) -> Walk:
        return model_walk(
            self.workspace, self.scan, self.standing, self.store, self.request, self.only, listener, model
        )

    def may_send(self, endpoint: Endpoint, estimate: Quote | None) -> ModelError | None:
        """None where requests may go out; else why not. A person who agrees now is not asked again."""
        if has_agreed(self.store, endpoint):
            return None
        allow = self.request.allow
        if estimate is not None and (not estimate.units + estimate.sections or (allow is not None and allow(estimate))):
            if self.store is not None and estimate.units + estimate.sections:
                remember_agreement(self.store, endpoint)
            return None
        return ModelError("model-not-asked", host=endpoint.host)

    def unanswered(self, walk: Walk, endpoint: Endpoint, given: Given) -> Iterator[Ask]:
        """The asks that no kept answer is there for; the others are done."""
        answers = StoredAnswers(self.store, endpoint)
        for ask in walk.asks():
            kept = read_kept(ask, endpoint, answers, self.scan.names)
            if kept is None:
                yield ask
            else:
                self._take(walk, given, ask, kept)

    def draft(self, endpoint: Endpoint | None, *, send: bool, reason: StudykitError | None) -> Given:
        """Ask for all that changed and was not answered before. Without `send` those stay as they are."""
        self.listener(Started("model", len(self.scan.concepts)))
        walk = self.walk(endpoint.model if endpoint is not None else "-", self.listener)
        given = walk.given
        asks = self.unanswered(walk, endpoint, given) if endpoint is not None else walk.asks()
        first = next(asks, None)
        budget: Budget | None = None
        if first is not None and send and endpoint is not None:
            price = price_of(endpoint, self.workspace.config.llm)
            if self.request.budget is not None and price is not None:
                budget = Budget(self.request.budget, price)
            try:
                self._send(walk, endpoint, chain([first], asks), budget)
            except ModelError as error:
                self._remember_failures()
                if self.explicit:
                    raise
                reason = error
            first = None
        for _ in chain([first] if first is not None else [], asks):
            pass  # what is left shows in `walk.pending`
        if self.request.judge and send and endpoint is not None:
            self._judge(walk, endpoint, budget)
        self._leave(walk, reason, budget)
        given.joined = by_note(walk.section_drafts, walk.notes)
        self._remember_failures()
        self.listener(Finished("model", len(given.drafts)))
        return given

    def _send(self, walk: Walk, endpoint: Endpoint, asks: Iterator[Ask], budget: Budget | None) -> None:
        store = self.store
        draft(
            endpoint,
            asks,
            lambda ask, outcome: self._take(walk, walk.given, ask, outcome),
            names=self.scan.names,
            answers=StoredAnswers(store, endpoint),
            learnt=learnt_of(store, endpoint),
            on_learn=lambda learnt: keep_learnt(store, endpoint, learnt),
            budget=budget,
        )

    def _judge(self, walk: Walk, endpoint: Endpoint, budget: Budget | None) -> None:
        """Let the model look over what is new. It only adds flags."""
        fresh = {key: one for key, one in self.fresh.items() if one[1]}
        asides = Asides(walk.asker.prompts, walk.asker.privacy, walk.asker.salt)
        decisions = read_decisions(self.store) if self.store is not None else ()
        flagged, used = judged(endpoint, self.store, asides, fresh, decisions, budget)
        given = walk.given
        given.usage = given.usage.plus(used)
        for units in (given.drafts, walk.section_drafts):
            for key in fresh.keys() & units.keys():
                units[key] = units[key]._replace(drafts=tuple(flagged.get(one, one) for one in units[key].drafts))

    def _take(self, walk: Walk, given: Given, ask: Ask, outcome: Outcome) -> None:
        """Take in what came of one ask."""
        given.usage = given.usage.plus(outcome.usage)
        if isinstance(outcome, Failed):
            if outcome.code != "model-budget":
                self._fail(given, walk.pending.pop(ask.key), outcome)
            return
        pending = walk.pending.pop(ask.key)
        given.requests += outcome.asked
        by = f"model:{walk.model}"
        given.dropped.update((by, code) for card in outcome.dropped for code in card.codes[:1])
        for number in outcome.withdrawn:
            front = " ".join(ask.standing[number - 1].content.front.split())[:_FRONT]
            given.problems.append(problem(Severity.INFO, "model-withdrawn", pending.note, pending.line, front=front))
        unit = UnitDrafts(
            pending.key,
            pending.note,
            pending.fingerprint,
            walk.drafter,
            tuple(offered(ask.standing, outcome.drafts, pending.stands)),
        )
        given.drafts[pending.key] = unit
        if self.request.judge:
            standing = {one.content for one in ask.standing}
            self.fresh[pending.key] = (ask, [made for made in unit.drafts if made.content not in standing])
        given.stand.discard(pending.key)
        self.done.append(pending.key)
        if ask.of_section:
            walk.section_drafts[pending.key] = unit

    def _fail(self, given: Given, pending: Pending, failed: Failed) -> None:
        given.problems.append(Problem(Severity.WARNING, failed.code, pending.note, pending.line, failed.parameters))
        given.left += 1
        given.stand.add(pending.key)
        self.failed[pending.key] = FailedUnit(
            pending.key, pending.fingerprint, failed.code, failed.parameters, self.now
        )

    def _leave(self, walk: Walk, reason: StudykitError | None, budget: Budget | None) -> None:
        """What was not done keeps its old cards, and that is said once."""
        given, count = walk.given, len(walk.pending)
        if not count:
            return
        given.left += count
        given.stand |= {pending.key for pending in walk.pending.values()}
        if self.request.dry_run:
            return
        if budget is not None and budget.stopped:
            dollars, spent = f"{budget.dollars:.2f}", f"{budget.spent:.4f}"
            given.problems.append(
                problem(Severity.WARNING, "model-budget-left", _SETTINGS, count=count, dollars=dollars, spent=spent)
            )
            return
        given.problems.append(problem(Severity.WARNING, "model-left", _SETTINGS, count=count))
        if reason is not None:
            details = tuple((name, str(value)) for name, value in reason.parameters.items())
            given.problems.append(Problem(Severity.WARNING, reason.code, _SETTINGS, 0, details))

    def _remember_failures(self) -> None:
        if self.store is None or self.request.dry_run:
            return
        for one in self.failed.values():
            write_failed(self.store, one)
        clear_failed(self.store, self.done)
        self.failed, self.done = {}, []
