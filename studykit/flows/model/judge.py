"""A second look by the model at what it drafted: it only flags, with its reason; a person decides."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from studykit.drafting.asides import Asides
from studykit.drafting.ask import Ask
from studykit.flows.model.ask import ask_many
from studykit.flows.model.store import StoredAnswers
from studykit.llm.answer import read_answer
from studykit.llm.cost import Budget
from studykit.llm.endpoint import Endpoint
from studykit.llm.outcome import NOTHING, Failed, Reply, Usage
from studykit.llm.request import Request, cache_key
from studykit.model.card import Draft
from studykit.store.db import Store
from studykit.store.decisions import Decision
from studykit.text.safe import safe_line

FLAG: Final = "judge"
_QUESTIONS: Final = ("alone", "one", "entailed", "point")
_SHOWN: Final = 6
_LONGEST: Final = 160


def judged(
    endpoint: Endpoint,
    store: Store | None,
    asides: Asides,
    new: Mapping[str, tuple[Ask, Sequence[Draft]]],
    decisions: Sequence[Decision],
    budget: Budget | None = None,
) -> tuple[dict[Draft, Draft], Usage]:
    """The drafts that the judge flags, each with what it becomes, and what was used. `new` are drafts by unit.

    A judge that cannot be asked or understood flags nothing.
    """
    kept = [one.draft for one in decisions if one.state == "accepted" and not one.undone][-_SHOWN:]
    rejected = [one.draft for one in decisions if one.state == "rejected" and not one.undone][-_SHOWN:]
    answers = StoredAnswers(store, endpoint)
    flagged: dict[Draft, Draft] = {}
    used = [NOTHING]
    requests: dict[str, Request] = {}
    for key, (ask, drafts) in new.items():
        request = asides.judge(ask, drafts, kept, rejected)
        known = answers.read(cache_key(request, endpoint))
        value = read_answer(known[0], request.shape, truncated=known[1], lenient=True).value if known else None
        if value is not None:
            flagged |= _flags(value, drafts)
        else:
            requests[key] = request

    def each(key: str, outcome: Reply | Failed) -> None:
        used[0] = used[0].plus(outcome.usage)
        if isinstance(outcome, Reply):
            answers.write(cache_key(requests[key], endpoint), f"{key} judge", outcome)
            flagged.update(_flags(outcome.value, new[key][1]))

    if requests:
        ask_many(endpoint, store, requests.items(), each, budget)
    return flagged, used[0]


def _flags(value: Mapping[str, object], drafts: Sequence[Draft]) -> dict[Draft, Draft]:
    found: dict[Draft, Draft] = {}
    cards = value["cards"]
    assert isinstance(cards, list)  # the shape says so
    for card in cards:
        number = card["number"]
        if 1 <= number <= len(drafts) and not all(card[question] for question in _QUESTIONS):
            draft = drafts[number - 1]
            wrong = ", ".join(question for question in _QUESTIONS if not card[question])
            reason = safe_line(card.get("reason") or wrong)[:_LONGEST]
            found[draft] = replace(draft, flags=(*draft.flags, f"{FLAG}: {reason}"))
    return found
