"""Carry out a plan about a few notes: deck files, the packages they are in, the report, and what the store knows.

The report is the last build's with what changed in it, so that it is the one a full build would give.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext

from studykit.changes.looks import LookOf
from studykit.decks.format import Deck
from studykit.flows.anki.packages import is_untouched, packages_of
from studykit.flows.clock import Clock
from studykit.flows.decks.standing import read_standing, stored_deck
from studykit.flows.incremental.changed import Changed
from studykit.flows.incremental.meant import Planned
from studykit.flows.incremental.report import (
    compared_of,
    counts_of,
    decks_of,
    notes_without,
    problems_of,
    settled_counts,
)
from studykit.flows.known import likeness
from studykit.flows.known import world as known_world
from studykit.flows.known.memory import Memory
from studykit.flows.known.remembering import Done, events, leans, stored_cards
from studykit.flows.known.unsettled import loose, settled_by, unsettled
from studykit.flows.planning.inline_told import Told, kept_report, told_of
from studykit.flows.planning.inline_underway import MOVES, followed_fact
from studykit.flows.report import rule_counts
from studykit.flows.request import Outcome, Request
from studykit.flows.unchanged.noop import Known as Before
from studykit.flows.workspace import Workspace
from studykit.flows.writing import left_problems, make_packages, missing_media, write_decks
from studykit.model.event import Listener
from studykit.store.db import Store, transaction
from studykit.store.decks import read_deck_stats, write_cards
from studykit.store.decks import write_decks as write_deck_rows
from studykit.store.drafts import count_units, write_units, write_waiting
from studykit.store.events import add_events
from studykit.store.inline_brought import write_inline_rows
from studykit.store.looks import Looks, write_looks, write_ties
from studykit.store.outlines import Outlined, write_leans, write_outlines
from studykit.store.sources import update_sources, write_facts


def settle(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    store: Store,
    before: Before,
    world: known_world.World,
    planned: Planned,
    changed: Changed,
    facts: dict[str, str],
    clock: Clock,
    now: int,
    memory: Memory,
) -> Outcome:
    """Write what was planned, and remember it, in memory too.

    `world` is as the last build left it, `facts` are those that the next one compares with; `now` is in seconds since
    1970 (UTC).
    """
    plan = planned.plan
    left = write_decks(workspace, store, plan, planned.standing)
    states, stale = _packages(workspace, request, store, before, planned, listener)
    clock.lap("write")
    report, meant = world.report.copy(), planned.meant
    last, counts = report["cards"], counts_of(report["cards"], planned)
    report["units"] += planned.drafted.units
    report["units"] -= sum(one.units for one in (*meant.before.values(), *meant.gone.values()))
    report["cards"] = counts
    report["decks"] = decks_of(report, planned, workspace, store)
    report["without"] = notes_without(report["without"], planned)
    report["rules"], report["lints"] = rule_counts(planned.drafted.proposed, planned.drafted.dropped + plan.dropped)
    told = told_of(store, plan, planned.drafted)
    asked, look_of = likeness.asked(compared_of(plan)), LookOf()
    standing = settled_by(plan, asked, look_of, planned.free_like)
    fronts = likeness.fronts(compared_of(plan), asked, standing)
    looks = likeness.looks({path: fronts[path] for path in planned.meant.whole if path in fronts}, look_of)
    news = [*left_problems(workspace, left), *missing_media(states), *told.problems]
    report["problems"] = problems_of(report, planned, news)
    report["changed"] = True
    report["seconds"] = clock.total()
    settled = kept_report(report, settled_counts(last, counts, planned))
    if meant.rehomed is not None or settled != {**world.report, "seconds": {}}:  # of a large vault it is long
        facts["report"] = json.dumps(settled, ensure_ascii=False)
    facts |= {
        "packages": json.dumps(states, ensure_ascii=False),
        "stale": json.dumps(stale, ensure_ascii=False),
        "elsewhere": json.dumps(_elsewhere(before, planned), ensure_ascii=False, sort_keys=True),
        "world": known_world.world_fact(
            planned.scan, unsettled(plan, standing), loose(plan) | (world.loose - meant.whole)
        ),
    }
    facts |= followed_fact(plan, world.followed)
    facts |= _sections(world, planned)
    if left:
        facts["settings"] = ""
    if plan.moved:
        facts[MOVES] = ""
    _remember(workspace, store, planned, changed, facts, left, now, memory, told, looks)
    return Outcome(report, plan)


def _elsewhere(before: Before, planned: Planned) -> dict[str, list[object]]:
    """What `Plan.elsewhere` would hold after a full build."""
    mine = {card.stamp.id for _, card, _ in compared_of(planned.plan).cards if card.stamp is not None}
    others: dict[str, list[object]] = json.loads(before.facts.get("elsewhere") or "{}")
    kept = {card: quote for card, quote in others.items() if card not in mine}
    return kept | {card: [*quote] for card, quote in planned.plan.elsewhere.items()}


def _packages(
    workspace: Workspace, request: Request, store: Store, before: Before, planned: Planned, listener: Listener
) -> tuple[dict[str, str], list[str]]:
    """Write the packages that changed decks are in, and those that the last build left.

    Returns the states of all, and the names of those that are left to the next build.
    """
    plan = planned.plan
    stored = [*read_deck_stats(store), *(file for file in plan.decks if file not in planned.stood)]
    every = packages_of(stored)
    states: dict[str, str] = json.loads(before.facts.get("packages") or "{}")
    states = {name: state for name, state in states.items() if name in every}
    wanted = set(json.loads(before.facts.get("stale") or "[]"))
    wanted |= packages_of(file for file, deck in plan.decks.items() if deck != planned.stood.get(file))
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


def _sections(world: known_world.World, planned: Planned) -> dict[str, str]:
    """The facts about names and sections that are others now."""
    rehomed, plan = planned.meant.rehomed, planned.plan
    facts = dict(rehomed.facts) if rehomed is not None else {}
    new = {file: deck.header for file, deck in plan.decks.items() if file not in planned.stood}
    if new:
        sections = world.sections
        named = {(header.moc, header.section): file for file, header in new.items()}
        found = ((key, named.get((key.moc, " / ".join(key.path)), world.file_of(key))) for key in sections)
        files = {known_world.section_key(key): file for key, file in found if file}
        facts["sections"] = known_world.sections_fact(sections.values(), files)
    return facts


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
    looks: Collection[Looks],
) -> None:
    plan, scanned = planned.plan, planned.scan
    meant = planned.meant
    notes = sorted(map(str, meant.whole))
    written = [(file, deck) for file, deck in plan.decks.items() if file not in left]
    files = [file for file, _ in written]
    done = Done(plan, planned.drafted, facts, planned.cards, planned.suggested, now, told)
    pending = likeness.pending_by_note(plan)
    fresh = [scanned.notes[path] for path in meant.before]
    alike = memory.held_alike()
    moved = alike.hold(looks, [note for note in notes if note])
    alike.drop(meant.gone)
    if moved or changed.came or meant.gone:
        facts = {**facts, "alike": alike.fact()}
    rows = [stored_deck(workspace.decks, *one) for one in written]
    with nullcontext() if store.in_transaction else transaction(store):
        update_sources(store, changed.touched, changed.gone)
        write_units(store, planned.drafted.changed, planned.drafted.gone)
        write_deck_rows(store, rows, files)
        write_cards(store, stored_cards(written, plan.steps, planned.cards), files)
        write_waiting(store, plan.waiting, notes)
        units = count_units(store, notes)
        outlined = [
            Outlined(note, meant.before[note.path].concept, units[note.path], pending[note.path]) for note in fresh
        ]
        write_outlines(store, outlined, notes)
        write_leans(store, leans(fresh, scanned.resolver, scanned.embedded), notes)
        write_looks(store, looks, notes)
        write_ties(store, likeness.ties(compared_of(plan)), notes)
        write_facts(store, facts)
        add_events(store, events(done))
        write_inline_rows(store, told.rows)
    memory.hold(dict(zip(rows, (deck for _, deck in written), strict=True)))
