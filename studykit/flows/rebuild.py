"""Notes → concepts → units → drafts → plan → deck files → packages: the whole way, once.

Everything is decided before anything is written: deck files first, one by one and each whole, then the store, then the
packages are put in place, so that a build that is cut off is finished by the next one.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import replace
from itertools import chain

from studykit.errors import StoppedError, UsageError
from studykit.flows.clock import Clock, moment
from studykit.flows.decks.standing import Standing, read_standing
from studykit.flows.drafting.draft import Drafted, draft_all
from studykit.flows.drafting.given import NOTHING
from studykit.flows.drafting.units import reason_for_none
from studykit.flows.imported.known import imported
from studykit.flows.inline.maps import with_maps
from studykit.flows.known.remembering import Done, left_alone, remember
from studykit.flows.model import noop as model_noop
from studykit.flows.planning.carrying import accepted, carry_out
from studykit.flows.planning.inline_decks import with_named
from studykit.flows.planning.inline_told import kept_report, told_of
from studykit.flows.planning.inline_underway import (
    MOVES,
    followed_fact,
    made_of,
    moving,
    read_followed,
    read_moves,
)
from studykit.flows.planning.plan import Known, Plan, plan_build
from studykit.flows.reading.scan import Scan, scan
from studykit.flows.report import (
    DeckReport,
    Report,
    card_counts,
    rule_counts,
    settled_counts,
    sorted_problems,
    without_cards,
)
from studykit.flows.request import Confirm, Outcome, Request
from studykit.flows.unchanged import noop
from studykit.flows.unchanged.glance import Glance, glance
from studykit.flows.workspace import Workspace
from studykit.flows.writing import left_problems, make_packages, missing_media, write_decks
from studykit.model.concept import SectionId
from studykit.model.event import Listener
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.model.problem import Problem
from studykit.store.db import Store
from studykit.store.decisions import read_decisions
from studykit.store.decks import read_cards, read_decks
from studykit.store.drafts import Waiting, read_waiting

_GLOSS = "rules:gloss"


def rebuild(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    started: float,
    confirm: Confirm | None,
    store: Store | None,
) -> Outcome | None:
    """Build everything that changed. `store` is None for a dry run that has none; `started` is `perf_counter`'s."""
    now, scan_started_ns = moment()
    clock = Clock(started)
    seen = glance(workspace.vault, workspace.own_folders) if not request.dry_run else Glance({}, 0)
    stored = read_decks(store) if store is not None else {}
    known_cards = read_cards(store) if store is not None else {}
    decisions = read_decisions(store) if store is not None else []
    leaving = {one.placed for one in decisions if one.undone}
    theirs = {key: card for key, card in known_cards.items() if key not in leaving}
    moves = read_moves(store)
    standing = read_standing(workspace.decks, stored, theirs, now=now, moving=moving(moves))
    made = made_of(moves, standing)
    extra = {request.moc} if request.moc else set()
    scanned = scan(
        workspace.vault, workspace.config, listener, skip=workspace.own_folders, extra_mocs=extra,
        homes=homes_of_cards(standing), documents=True,
    )  # fmt: skip
    scanned = with_maps(scanned)
    clock.lap("scan")
    only = _only(scanned, request)
    given, quote = NOTHING, None
    if request.drafter == "model" or (not request.drafter and store is not None and model_noop.has_units(store)):
        from studykit.flows.model.drafting import draft_with_model

        given, quote = draft_with_model(workspace, scanned, standing, store, request, only, listener, now)
    drafted = draft_all(scanned, workspace.config, store, listener, given)
    scanned = with_named(scanned, drafted)
    clock.lap("draft")
    carried = carry_out(standing, decisions, now=now)
    if not scanned.notes and any(True for _ in standing.cards()) and not request.force:
        raise StoppedError("vault-empty", path=str(workspace.vault))
    waiting = read_waiting(store) if store is not None else []
    suggested = {one.card: one.draft for one in waiting if one.state == "suggestion"}
    known = Known(
        drafted.former, suggested, drafted.unit_of, accepted(decisions), {unit.key for unit in drafted.changed},
        imported(store), read_followed(store, made, standing),
    )  # fmt: skip
    plan = plan_build(
        scanned, drafted.concepts, standing, workspace.config, now=now, force=request.force, only=only, known=known
    )
    plan.steps += carried.steps
    plan.finished += made
    del known
    drafted = replace(drafted, unit_of={}, former=())  # asked for by the plan alone, and a large vault has many
    if only is not None:
        drafted, plan.waiting = _within(only, scanned, drafted, plan.waiting, waiting)
    clock.lap("merge")
    if confirm is not None and not request.dry_run and not confirm(scanned, drafted, plan):
        return None
    told = told_of(store, plan, drafted)
    problems = [*scanned.problems, *chain(*scanned.inline_problems.values())]
    problems += [*standing.problems, *given.problems, *told.problems]
    left: dict[str, str] = {}
    states: dict[str, str] = {}
    stale: list[str] = []
    if not request.dry_run:
        assert store is not None  # only a dry run goes without
        left = write_decks(workspace, store, plan, standing)
        states, stale = make_packages(workspace, plan.decks, request, store, listener)
        problems += [*left_problems(workspace, left), *missing_media(states)]
    clock.lap("write")
    report = _report(workspace, scanned, drafted, plan, problems, clock.total())
    if not request.dry_run and store is not None:
        settled = kept_report(report, settled_counts(plan, report["cards"]))
        facts = {
            "report": json.dumps(settled, ensure_ascii=False),
            "packages": json.dumps(states, ensure_ascii=False),
            "stale": json.dumps(stale, ensure_ascii=False),
            **followed_fact(plan, standing.held.ids),
        }
        if moves or plan.moved:
            facts[MOVES] = ""
        complete = only is None and not left and not standing.refused
        facts |= noop.facts(workspace, seen, scan_started_ns, complete=complete)
        through = request.drafter == "model" and complete and not given.left
        used = given.used or (only is not None and model_noop.has_units(store))
        queued = given.left if request.queue else 0
        facts |= model_noop.fact(workspace, used=used, settled=through, queued=queued)
        done = Done(
            plan, drafted, facts, known_cards, {one.card for one in waiting if one.state == "suggestion"}, now, told
        )
        aside = left_alone((*left, *standing.refused), stored, known_cards)
        remember(store, workspace, scanned, done, aside, carried)
        plan.compared = None  # what is left to do asks for steps and decks alone
    return Outcome(report, plan, quote, given.usage if given.requests else None)


def homes_of_cards(standing: Standing) -> dict[str, tuple[str, str]]:
    """By a note's link, the (map, section) of the deck in which most of its cards stand."""
    counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for file, card in standing.cards():
        header = standing.decks[file].header
        if card.source is not None and card.source.note and header.moc and card.stamp and card.stamp.by != _GLOSS:
            counts[card.source.note][header.moc, header.section] += 1
    return {link: sections.most_common(1)[0][0] for link, sections in counts.items()}


def _only(scanned: Scan, request: Request) -> Collection[SectionId] | None:
    """The sections that `--moc` and `--section` name; None for all. UsageError where they name none."""
    if not request.moc and not request.section:
        return None
    moc = request.moc
    if moc and NotePath(moc) not in scanned.mocs:
        moc = scanned.resolver.resolve(Link(moc, "", "", "", 0), NotePath("")).path
        if NotePath(moc) not in scanned.mocs:
            raise UsageError("moc-missing", moc=request.moc, known=", ".join(scanned.mocs) or "-")
    wanted = {
        key
        for key in scanned.sections
        if (not moc or key.moc == moc) and request.section.casefold() in " / ".join(key.path).casefold()
    }
    if not wanted:
        known = ", ".join(" / ".join(key.path) for key in scanned.sections if not moc or key.moc == moc)
        raise UsageError("section-missing", section=request.section, known=known or "-")
    return wanted


def _within(
    only: Collection[SectionId], scanned: Scan, drafted: Drafted, waiting: list[Waiting], before: list[Waiting]
) -> tuple[Drafted, list[Waiting]]:
    """What a build of some sections may remember: nothing of the others is newer or gone for it."""
    inside = {concept.note for concept in scanned.concepts if concept.section in only}
    changed = tuple(unit for unit in drafted.changed if unit.note in inside)
    others = [one for one in before if one.note not in inside]
    return replace(drafted, changed=changed, gone=()), [*waiting, *others]


def _report(
    workspace: Workspace,
    scanned: Scan,
    drafted: Drafted,
    plan: Plan,
    problems: list[Problem],
    seconds: dict[str, float],
) -> Report:
    decks: list[DeckReport] = []
    total = 0
    folder = workspace.decks
    for file, deck in sorted(plan.decks.items(), key=lambda item: (item[0].rpartition("/")[0], item[1].header.order)):
        count = sum(1 for b in deck.cards if b.card.stamp is not None and not b.card.stamp.retired)
        total += count
        package = file.partition("/")[0] if "/" in file else file.removesuffix(".md")
        decks.append(
            {
                "name": deck.header.deck,
                "file": str(folder / file),
                "package": str(folder / f"{package}.apkg"),
                "cards": count,
            }
        )
    rules, lints = rule_counts(drafted.proposed, drafted.dropped + plan.dropped)
    reasons = {path: reason_for_none(scanned, path) for path in scanned.notes}
    return Report(
        vault=str(workspace.vault),
        notes=len(scanned.notes),
        mocs=len(scanned.mocs),
        sections=len({concept.section for concept in scanned.concepts}),
        concepts=len(scanned.concepts),
        units=drafted.units,
        unlisted=len(scanned.unlisted),
        cards=card_counts(plan, total),
        problems=sorted_problems(problems),
        decks=decks,
        seconds=seconds,
        rules=rules,
        lints=lints,
        without=without_cards(scanned.notes, scanned.mocs, plan, reasons),
        changed=True,
    )
