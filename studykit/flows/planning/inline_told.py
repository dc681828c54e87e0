"""What other tools wrote beside the cards of a build: kept with the card when it is made, compared ever after.

It is carried over once (`learning.inline`). What the other tool writes into the note later is told to the person, once
for each change, and never applied: the card has one schedule, and it is here. Told once too: cards that went to
another deck, as their note names that now, and those that another card says already; and as long as it lasts, cards
that cannot go there yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from studykit.decks.format import Deck
from studykit.flows.drafting.draft import Drafted
from studykit.flows.planning.plan import in_normal_form
from studykit.flows.planning.steps import Plan
from studykit.flows.report import Report
from studykit.model.card import Draft, content_digest
from studykit.model.ids import CardId, NotePath
from studykit.model.problem import Problem, Severity, problem
from studykit.store.db import Store
from studykit.store.inline_brought import InlineRow, read_inline_rows

CHANGED: Final = "inline-schedule-changed"
MOVED: Final = "inline-deck-moved"
WAITS: Final = "inline-deck-waits"
TWICE: Final = "inline-twice"
_BY: Final = "rules:written"


class Told(NamedTuple):
    """What a build found beside cards."""

    rows: tuple[InlineRow, ...] = ()
    """What is to be kept."""
    problems: tuple[Problem, ...] = ()


def told_of(store: Store | None, plan: Plan, drafted: Drafted) -> Told:
    """Compare what stands beside cards with what is known of it. Reads the store alone."""
    drafts = {
        (normal.source.note, content_digest(normal.content)): (concept.note, draft)
        for concept, found in drafted.concepts
        for draft in found
        if draft.brought is not None and (draft.brought.schedules or draft.brought.notes)
        for normal in (in_normal_form(draft),)
    }
    problems = [
        problem(Severity.INFO, MOVED, one.note, one.line, count=len(one.cards), old=one.old, new=one.new)
        for one in (*plan.finished, *plan.moved)
    ]
    problems += [
        problem(Severity.WARNING, WAITS, one.note, one.line, count=one.cards, new=one.new, file=one.file)
        for one in plan.delayed
    ]
    problems += [problem(Severity.INFO, TWICE, note, draft.line) for note, draft in plan.twice]
    if not drafts:
        return Told(problems=tuple(problems))
    cards = dict(_cards(plan.decks, drafts))
    known = read_inline_rows(store, cards) if store is not None else {}
    rows: list[InlineRow] = []
    for card, (note, draft) in cards.items():
        brought = draft.brought
        assert brought is not None  # only such were gathered
        row = known.get(card)
        if row is None:
            rows.append(InlineRow(card, brought.schedules, brought.schedules, brought.notes))
            continue
        changed = bool(brought.schedules) and brought.schedules not in (row.read, row.told)
        if changed:
            due = min(schedule.due for schedule in brought.schedules)
            problems.append(problem(Severity.WARNING, CHANGED, note, draft.line, due=due))
        now = row._replace(told=brought.schedules if changed else row.told, notes=brought.notes or row.notes)
        if now != row:
            rows.append(now)
    return Told(tuple(rows), tuple(problems))


def kept_report(report: Report, cards: Mapping[str, int]) -> Report:
    """The report as the next build gives it again where nothing changed: with what stands then of the `cards`, without
    what is told once, and without what only this build did."""
    kept = [one for one in report["problems"] if one["code"] not in (CHANGED, MOVED, TWICE)]
    return {**report, "cards": dict(cards), "problems": kept, "seconds": {}, "rules": {}, "lints": {}}


def _cards(
    decks: Mapping[str, Deck], drafts: Mapping[tuple[str, str], tuple[NotePath, Draft]]
) -> Iterator[tuple[CardId, tuple[NotePath, Draft]]]:
    """The cards that were made of these drafts. A draft is one card's: the first, where a person copied it."""
    left = dict(drafts)
    for stamp, note in _stamps(decks.values()):
        found = left.pop((note, stamp[1]), None)
        if found is not None:
            yield stamp[0], found


def _stamps(decks: Iterable[Deck]) -> Iterator[tuple[tuple[CardId, str], str]]:
    for deck in decks:
        for block in deck.cards:
            stamp, source = block.card.stamp, block.card.source
            if stamp is not None and source is not None and stamp.by == _BY:
                yield (stamp.id, stamp.base), source.note
