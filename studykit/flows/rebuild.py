"""Notes → concepts → units → drafts → plan → deck files → packages: the whole way, once.

Everything is decided before anything is written: deck files first, one by one and each whole, then the store, then the
packages are put in place, so that a build that is cut off is finished by the next one.
"""

import json
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from studykit.decks.files import append_rejected, write_deck
from studykit.decks.format import Deck
from studykit.errors import StoppedError, UsageError
from studykit.flows import noop
from studykit.flows.carrying import Carried, accepted, carry_out
from studykit.flows.drafting import Drafted, draft_all
from studykit.flows.packages import Written, everything, packages, write_packages
from studykit.flows.plan import Known, Plan, plan_build
from studykit.flows.report import DeckReport, Report, card_counts, settled_counts, sorted_problems, without_cards
from studykit.flows.request import Confirm, Outcome, Request
from studykit.flows.scan import Scan, scan
from studykit.flows.standing import REJECTED, Standing, read_standing, stored_deck
from studykit.flows.steps import Step
from studykit.flows.units import reason_for_none
from studykit.flows.workspace import Workspace
from studykit.model.concept import SectionId
from studykit.model.event import Finished, Listener, Started
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.model.problem import Problem, Severity, problem
from studykit.store.db import Store, transaction
from studykit.store.decisions import read_decisions, write_carried
from studykit.store.decks import StoredCard, StoredDeck, read_cards, read_decks, write_cards, write_decks
from studykit.store.drafts import Waiting, read_waiting, write_units, write_waiting
from studykit.store.sources import Seen, read_facts, write_facts, write_sources

ALL_NAME = "all"


def rebuild(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    started: float,
    confirm: Confirm | None,
    store: Store | None,
) -> Outcome | None:
    """Build everything that changed. `store` is None for a dry run that has none; `started` is `perf_counter`'s."""
    scan_started_ns = time.time_ns()
    now = int(time.time())
    extra = {request.moc} if request.moc else set()
    scanned = scan(workspace.vault, workspace.config, listener, skip=workspace.own_folders, extra_mocs=extra)
    clock = _Clock(started)
    clock.lap("scan")
    only = _only(scanned, request)
    drafted = draft_all(scanned, workspace.config, store, listener)
    clock.lap("draft")
    stored = read_decks(store) if store is not None else {}
    known_cards = read_cards(store) if store is not None else {}
    decisions = read_decisions(store) if store is not None else []
    leaving = {one.placed for one in decisions if one.undone}
    theirs = {key: card for key, card in known_cards.items() if key not in leaving}
    standing = read_standing(workspace.decks, stored, theirs, now=now)
    carried = carry_out(standing, decisions, now=now)
    if not scanned.notes and any(True for _ in standing.cards()) and not request.force:
        raise StoppedError("vault-empty", path=str(workspace.vault))
    waiting = read_waiting(store) if store is not None else []
    suggested = {one.card: one.draft for one in waiting if one.state == "suggestion"}
    known = Known(drafted.former, suggested, drafted.unit_of, accepted(decisions))
    plan = plan_build(
        scanned, drafted.concepts, standing, workspace.config, now=now, force=request.force, only=only, known=known
    )
    plan.steps += carried.steps
    if only is not None:
        drafted, plan.waiting = _within(only, scanned, drafted, plan.waiting, waiting)
    clock.lap("merge")
    if confirm is not None and not request.dry_run and not confirm(scanned, drafted, plan):
        return None
    problems = [*scanned.problems, *standing.problems]
    made: dict[str, Written] = {}
    if not request.dry_run:
        assert store is not None  # only a dry run goes without
        left = _write_decks(workspace, plan, standing)
        problems += [problem(Severity.ERROR, code, f"{workspace.decks.name}/{file}") for file, code in left.items()]
        made = _write_packages(workspace, plan.decks, request, store, listener)
        problems += [
            problem(Severity.WARNING, "media-missing", written.path.name, target=target)
            for written in made.values()
            for target in written.missing
        ]
    clock.lap("write")
    report = _report(workspace, scanned, drafted, plan, problems, clock.total())
    if not request.dry_run and store is not None:
        settled = {**report, "cards": settled_counts(plan, report["cards"])}
        facts = {"report": json.dumps(settled, ensure_ascii=False), "packages": _package_states(made)}
        facts |= noop.facts(
            workspace, scanned.listing, scan_started_ns, complete=only is None and not left and not standing.refused
        )
        _remember(
            store,
            workspace,
            scanned,
            drafted,
            plan,
            facts,
            _left_alone((*left, *standing.refused), stored, known_cards),
            carried,
        )
    return Outcome(report, plan)


class _Clock:
    """Wall time by step, in seconds."""

    def __init__(self, started: float) -> None:
        self.started = self.last = started
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self.last, 4)
        self.last = now

    def total(self) -> dict[str, float]:
        return {**self.laps, "total": round(time.perf_counter() - self.started, 4)}


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


def _write_decks(workspace: Workspace, plan: Plan, standing: Standing) -> dict[str, str]:
    """Write the deck files that changed. Returns those that a person saved meanwhile, with a code; they are left."""
    left = {}
    append_rejected(workspace.decks / REJECTED, standing.deletions)
    for file, deck in list(plan.decks.items()):
        try:
            write_deck(workspace.decks / file, deck, standing.digests.get(file))
        except StoppedError as error:
            left[file] = error.code
            plan.decks[file] = standing.decks.get(file, deck)
    return left


def _write_packages(
    workspace: Workspace, decks: dict[str, Deck], request: Request, store: Store, listener: Listener
) -> dict[str, Written]:
    wanted = packages(decks)
    if request.one_package:
        wanted.append(everything(decks, ALL_NAME))
    listener(Started("package", len(wanted)))
    states = json.loads(read_facts(store, ["packages"]).get("packages", "{}"))
    name = workspace.config.obsidian_vault or workspace.vault.resolve().name
    written = write_packages(wanted, workspace.decks, workspace.vault, name, states)
    listener(Finished("package", len(written)))
    return written


def _package_states(made: dict[str, Written]) -> str:
    return json.dumps({name: written.state for name, written in made.items()}, ensure_ascii=False)


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
    lints = drafted.dropped + plan.dropped
    rules = {rule: {"proposed": count, "dropped": 0} for rule, count in sorted(drafted.proposed.items())}
    for (rule, _), count in lints.items():
        rules.setdefault(rule, {"proposed": 0, "dropped": 0})["dropped"] += count
    by_lint: dict[str, int] = {}
    for (_, code), count in sorted(lints.items()):
        by_lint[code] = by_lint.get(code, 0) + count
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
        lints=by_lint,
        without=without_cards(scanned, plan, reasons),
        changed=True,
    )


class _LeftAlone(NamedTuple):
    """Files that were refused, or saved by a person while the build ran, and what the last build knew of them."""

    files: frozenset[str]
    decks: list[StoredDeck]
    cards: list[StoredCard]


def _left_alone(files: Iterable[str], decks: dict[str, StoredDeck], cards: dict[str, StoredCard]) -> _LeftAlone:
    names = frozenset(files)
    return _LeftAlone(
        names, [decks[file] for file in names if file in decks], [card for card in cards.values() if card.file in names]
    )


def _seen(scanned: Scan) -> Iterator[Seen]:
    for file in scanned.listing.notes:
        note = scanned.notes.get(NotePath(file.path))
        yield Seen(file.path, file.mtime_ns, file.size, file.inode, note.digest if note is not None else "")


def _stored_cards(decks: Iterable[tuple[str, Deck]], steps: Iterable[Step]) -> Iterator[StoredCard]:
    notes = {step.card: step.note for step in steps}
    for file, deck in decks:
        for block in deck.cards:
            content, stamp = block.card.content, block.card.stamp
            if stamp is not None:
                note = notes.get(stamp.id, "")
                yield StoredCard(stamp.id, file, note, content.kind.value, content.front, stamp.base)


def _remember(
    store: Store,
    workspace: Workspace,
    scanned: Scan,
    drafted: Drafted,
    plan: Plan,
    facts: dict[str, str],
    left: _LeftAlone,
    carried: Carried,
) -> None:
    """Keep what the next build needs, in one transaction."""
    written = [(file, deck) for file, deck in plan.decks.items() if file not in left.files]
    with transaction(store):
        write_sources(store, _seen(scanned))
        write_units(store, drafted.changed, drafted.gone)
        decks = (stored_deck(workspace.decks, *one) for one in written if (workspace.decks / one[0]).is_file())
        write_decks(store, chain(left.decks, decks))
        write_cards(store, chain(left.cards, _stored_cards(written, plan.steps)))
        write_waiting(store, plan.waiting)
        write_facts(store, facts)
        write_carried(
            store,
            {number: (step.card, "") for number, step in plan.placed.items() if step.file not in left.files}
            | {number: (one.card, one.before) for number, one in carried.placed.items() if one.file not in left.files},
            [number for number, one in carried.withdrawn.items() if one.file not in left.files],
        )
