"""Carry out a plan about a few notes: deck files, the packages they are in, the report, and what the store knows.

The report is the last build's with what changed in it, so that it is the one a full build would give.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from studykit.decks.format import Deck
from studykit.flows import known_world, likeness
from studykit.flows.changed import Changed
from studykit.flows.inline_told import Told, told_of, without_told
from studykit.flows.meant import Planned
from studykit.flows.memory import Memory
from studykit.flows.noop import Known as Before
from studykit.flows.packages import is_untouched, packages_of
from studykit.flows.rebuild import Clock, make_packages, missing_media, write_decks
from studykit.flows.remembering import Done, events, leans, stored_cards
from studykit.flows.report import (
    COUNTED,
    DeckReport,
    ProblemReport,
    Report,
    problem_report,
    rule_counts,
    sorted_reports,
    without_cards,
)
from studykit.flows.report import standing_counts as _standing_counts
from studykit.flows.request import Outcome, Request
from studykit.flows.scan import link_problems
from studykit.flows.standing import read_standing, stored_deck
from studykit.flows.steps import Compared, Plan
from studykit.flows.units import reason_for_none
from studykit.flows.workspace import Workspace
from studykit.model.card import Card
from studykit.model.event import Listener
from studykit.model.ids import NotePath
from studykit.model.problem import Problem, Severity, problem
from studykit.store.db import Store, transaction
from studykit.store.decks import read_deck_stats, write_cards
from studykit.store.decks import write_decks as write_deck_rows
from studykit.store.drafts import count_units, write_units, write_waiting
from studykit.store.events import add_events
from studykit.store.inline_brought import write_inline_rows
from studykit.store.looks import write_looks, write_ties
from studykit.store.outlines import Outlined, write_leans, write_outlines
from studykit.store.sources import update_sources, write_facts

_OF_LINKS = frozenset({"link-broken", "file-missing", "link-ambiguous", "anchor-missing"})


def settle(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    store: Store,
    before: Before,
    report: Report,
    planned: Planned,
    changed: Changed,
    facts: dict[str, str],
    clock: Clock,
    now: int,
    memory: Memory,
) -> Outcome:
    """Write what was planned, and remember it, in memory too.

    `report` is the last build's, `facts` are those that the next one compares with; `now` is in seconds since 1970
    (UTC).
    """
    plan = planned.plan
    left = write_decks(workspace, plan, planned.standing)
    states, stale = _packages(workspace, request, store, before, planned, listener)
    clock.lap("write")
    last, counts = report["cards"], _counts(report["cards"], planned)
    report = report.copy()
    report["units"] += planned.drafted.units - sum(one.units for one in planned.meant.before.values())
    report["cards"] = counts
    report["decks"] = _decks(report, plan.decks, workspace)
    report["without"] = _without(report["without"], planned)
    report["rules"], report["lints"] = rule_counts(planned.drafted.proposed, planned.drafted.dropped + plan.dropped)
    told = told_of(store, plan, planned.drafted)
    news = [*_left(workspace, left), *missing_media(states), *told.problems]
    report["problems"] = _problems(report, planned, news)
    report["changed"] = True
    report["seconds"] = clock.total()
    settled = {**without_told(report), "cards": _settled(last, counts, planned)}
    facts |= {
        "report": json.dumps(settled, ensure_ascii=False),
        "packages": json.dumps(states, ensure_ascii=False),
        "stale": json.dumps(stale, ensure_ascii=False),
        "elsewhere": json.dumps(_elsewhere(before, planned), ensure_ascii=False, sort_keys=True),
        "world": known_world.world_fact(planned.scan, likeness.unsettled(plan)),
    }
    if left:
        facts["settings"] = ""
    _remember(workspace, store, planned, changed, facts, left, now, memory, told)
    return Outcome(report, plan)


def _elsewhere(before: Before, planned: Planned) -> dict[str, list[object]]:
    """What `Plan.elsewhere` would hold after a full build."""
    mine = {card.stamp.id for _, card, _ in _compared(planned.plan).cards if card.stamp is not None}
    others: dict[str, list[object]] = json.loads(before.facts.get("elsewhere") or "{}")
    kept = {card: quote for card, quote in others.items() if card not in mine}
    return kept | {card: [*quote] for card, quote in planned.plan.elsewhere.items()}


def _left(workspace: Workspace, left: dict[str, str]) -> Iterable[Problem]:
    return (problem(Severity.ERROR, code, f"{workspace.decks.name}/{file}") for file, code in left.items())


def _packages(
    workspace: Workspace, request: Request, store: Store, before: Before, planned: Planned, listener: Listener
) -> tuple[dict[str, str], list[str]]:
    """Write the packages that changed decks are in, and those that the last build left.

    Returns the states of all, and the names of those that are left to the next build.
    """
    plan = planned.plan
    stored = read_deck_stats(store)
    every = packages_of(stored)
    states: dict[str, str] = json.loads(before.facts.get("packages") or "{}")
    states = {name: state for name, state in states.items() if name in every}
    wanted = set(json.loads(before.facts.get("stale") or "[]"))
    wanted |= packages_of(file for file, deck in plan.decks.items() if deck != planned.stood[file])
    if not request.packages:
        return states, sorted(wanted)
    folder, vault = workspace.decks, workspace.vault
    wanted |= {name for name, state in states.items() if not is_untouched(folder / f"{name}.apkg", vault, state)}
    if wanted:
        files = [file for file in stored if packages_of([file]) & wanted]
        others = [file for file in files if file not in plan.decks]
        read = read_standing(folder, {}, {}, now=0, files=others).decks
        made, _ = make_packages(workspace, {**read, **_some(plan.decks, files)}, request, store, listener)
        states |= made
    return states, []


def _some(decks: Mapping[str, Deck], files: Iterable[str]) -> dict[str, Deck]:
    return {file: decks[file] for file in files if file in decks}


def _counts(last: Mapping[str, int], planned: Planned) -> dict[str, int]:
    """What happened to every card: those that the plan is about, and the others, which stand."""
    plan = planned.plan
    meant = {card.stamp.id for _, card, _ in _compared(plan).cards if card.stamp is not None}
    before = _standing_counts(card for card in _cards(planned.stood) if card.stamp and card.stamp.id in meant)
    steps = Counter(step.action for step in plan.steps)
    counts = {name: steps[name] for name in COUNTED}
    for name in ("kept", "edited"):
        counts[name] += last[name] - before[name]
    counts["pending"] += last["pending"] - sum(one.pending for one in planned.meant.before.values())
    current = [sum(map(_is_current, _cards(decks))) for decks in (planned.stood, plan.decks)]
    counts["total"] = last["total"] - current[0] + current[1]
    return counts


def _settled(last: Mapping[str, int], counts: Mapping[str, int], planned: Planned) -> dict[str, int]:
    """The counts that a build right after this one would give."""
    then, now = (_standing_counts(_cards(decks)) for decks in (planned.stood, planned.plan.decks))
    stand = {name: last[name] - then[name] + now[name] for name in ("kept", "edited")}
    return {**dict.fromkeys(counts, 0), **stand, "pending": counts["pending"], "total": counts["total"]}


def _compared(plan: Plan) -> Compared:
    assert plan.compared is not None  # every plan says what it compared
    return plan.compared


def _cards(decks: Mapping[str, Deck]) -> Iterator[Card]:
    return (block.card for deck in decks.values() for block in deck.cards if block.card.stamp is not None)


def _is_current(card: Card) -> bool:
    return card.stamp is not None and not card.stamp.retired


def _decks(report: Report, decks: Mapping[str, Deck], workspace: Workspace) -> list[DeckReport]:
    counts = {str(workspace.decks / file): sum(map(_is_current, _cards({file: deck}))) for file, deck in decks.items()}
    return [{**one, "cards": counts.get(one["file"], one["cards"])} for one in report["decks"]]


def _without(last: Mapping[str, Sequence[str]], planned: Planned) -> dict[str, list[str]]:
    """The notes that have no card, by reason."""
    meant = planned.meant.before.keys()
    reasons = {path: reason_for_none(planned.scan, path) for path in meant}
    found = {reason: [path for path in paths if path not in meant] for reason, paths in last.items()}
    for reason, paths in without_cards(sorted(meant), planned.scan.mocs, planned.plan, reasons).items():
        found[reason] = sorted([*found.get(reason, ()), *paths])
    return {reason: paths for reason, paths in found.items() if paths}


def _problems(report: Report, planned: Planned, told: Iterable[Problem]) -> list[ProblemReport]:
    meant, scanned = planned.meant, planned.scan
    kept = [
        one
        for one in report["problems"]
        if one["path"] not in meant.changed
        and one["code"] != "media-missing"
        and not (one["path"] in meant.asking and one["code"] in _OF_LINKS)
    ]
    new = [problem for parsed in meant.changed.values() for problem in parsed.problems]
    notes = {path: scanned.notes[path] for path in sorted((*meant.changed, *meant.asking))}
    new += link_problems(notes, scanned.resolver)
    new += chain(*(found for path, found in scanned.inline_problems.items() if path in meant.changed))
    return sorted_reports([*kept, *map(problem_report, (*new, *told))])


def _remember(
    workspace: Workspace,
    store: Store,
    planned: Planned,
    changed: Changed,
    facts: Mapping[str, str],
    left: Mapping[str, str],
    now: int,
    memory: Memory,
    told: Told,
) -> None:
    plan, scanned = planned.plan, planned.scan
    notes = [str(path) for path in planned.meant.before]
    written = [(file, deck) for file, deck in plan.decks.items() if file not in left]
    files = [file for file, _ in written]
    done = Done(plan, planned.drafted, facts, planned.cards, planned.suggested, now, told)
    pending = likeness.pending_by_note(plan)
    fresh = [scanned.notes[NotePath(path)] for path in notes]
    fronts = likeness.fronts(_compared(plan))
    looks = list(likeness.looks({path: fronts[path] for path in planned.meant.before if path in fronts}))
    alike = memory.held_alike()
    if alike.hold(looks, notes):
        facts = {**facts, "alike": alike.fact()}
    rows = [stored_deck(workspace.decks, *one) for one in written]
    with transaction(store):
        update_sources(store, changed.touched)
        write_units(store, planned.drafted.changed, planned.drafted.gone)
        write_deck_rows(store, rows, files)
        write_cards(store, stored_cards(written, plan.steps, planned.cards), files)
        write_waiting(store, plan.waiting, notes)
        units = count_units(store, notes)
        outlined = [
            Outlined(note, planned.meant.before[note.path].concept, units[note.path], pending[note.path])
            for note in fresh
        ]
        write_outlines(store, outlined, notes)
        write_leans(store, leans(fresh, scanned.resolver, scanned.embedded), notes)
        write_looks(store, looks, notes)
        write_ties(store, likeness.ties(_compared(plan), likeness.new_cards(plan)), notes)
        write_facts(store, facts)
        add_events(store, events(done))
        write_inline_rows(store, told.rows)
    memory.hold(dict(zip(rows, (deck for _, deck in written), strict=True)))
