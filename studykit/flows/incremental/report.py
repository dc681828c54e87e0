"""What a build of few notes reports: what the last build did, with what changed in it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from studykit.decks.format import Deck
from studykit.decks.grammar import split_lines
from studykit.decks.header import read_header
from studykit.flows.anki.packages import packages_of
from studykit.flows.drafting.units import reason_for_none
from studykit.flows.incremental.meant import Meant, Planned
from studykit.flows.planning.steps import Compared, Plan
from studykit.flows.reading.scan import link_problems
from studykit.flows.report import (
    COUNTED,
    DeckReport,
    ProblemReport,
    Report,
    problem_report,
    sorted_reports,
    without_cards,
)
from studykit.flows.report import standing_counts as _standing_counts
from studykit.flows.workspace import Workspace
from studykit.model.card import Card
from studykit.model.problem import Problem
from studykit.store.db import Store
from studykit.store.decks import read_decks
from studykit.store.outlines import Outlined

_OF_LINKS = frozenset({"link-broken", "file-missing", "link-ambiguous", "anchor-missing"})


def counts_of(last: Mapping[str, int], planned: Planned) -> dict[str, int]:
    """What happened to every card: those that the plan is about, and the others, which stand."""
    plan = planned.plan
    meant = {card.stamp.id for _, card, _ in compared_of(plan).cards if card.stamp is not None}
    before = _standing_counts(card for card in _cards(planned.stood) if card.stamp and card.stamp.id in meant)
    steps = Counter(step.action for step in plan.steps)
    counts = {name: steps[name] for name in COUNTED}
    for name in ("kept", "edited"):
        counts[name] += last[name] - before[name]
    counts["pending"] += last["pending"] - sum(one.pending for one in _before(planned.meant))
    current = [sum(map(_is_current, _cards(decks))) for decks in (planned.stood, plan.decks)]
    counts["total"] = last["total"] - current[0] + current[1]
    return counts


def settled_counts(last: Mapping[str, int], counts: Mapping[str, int], planned: Planned) -> dict[str, int]:
    """The counts that a build right after this one would give."""
    then, now = (_standing_counts(_cards(decks)) for decks in (planned.stood, planned.plan.decks))
    stand = {name: last[name] - then[name] + now[name] for name in ("kept", "edited")}
    return {**dict.fromkeys(counts, 0), **stand, "pending": counts["pending"], "total": counts["total"]}


def decks_of(report: Report, planned: Planned, workspace: Workspace, store: Store) -> list[DeckReport]:
    decks, rehomed = planned.plan.decks, planned.meant.rehomed
    counts = {str(workspace.decks / file): sum(map(_is_current, _cards({file: deck}))) for file, deck in decks.items()}
    found: list[DeckReport] = [{**one, "cards": counts.get(one["file"], one["cards"])} for one in report["decks"]]
    new = [file for file in decks if file not in planned.stood]
    if not new and (rehomed is None or not rehomed.shifted):
        return found
    for file in new:
        name, path = decks[file].header.deck, str(workspace.decks / file)
        package = str(workspace.decks / f"{min(packages_of([file]))}.apkg")
        found.append({"name": name, "file": path, "package": package, "cards": counts[path]})
    headers = {row.file: read_header(split_lines(row.text), row.file) for row in read_decks(store).values()}
    headers |= {file: deck.header for file, deck in decks.items()}
    orders = {str(workspace.decks / file): (file.rpartition("/")[0], one.order) for file, one in headers.items()}
    return sorted(found, key=lambda one: orders[one["file"]])


def notes_without(last: Mapping[str, Sequence[str]], planned: Planned) -> dict[str, list[str]]:
    """The notes that have no card, by reason."""
    meant = planned.meant.before.keys()
    reasons = {path: reason_for_none(planned.scan, path) for path in meant}
    left = planned.meant.whole
    found = {reason: [path for path in paths if path not in left] for reason, paths in last.items()}
    for reason, paths in without_cards(sorted(meant), planned.scan.mocs, planned.plan, reasons).items():
        found[reason] = sorted([*found.get(reason, ()), *paths])
    return {reason: paths for reason, paths in found.items() if paths}


def problems_of(report: Report, planned: Planned, told: Iterable[Problem]) -> list[ProblemReport]:
    meant, scanned = planned.meant, planned.scan
    kept = [
        one
        for one in report["problems"]
        if one["path"] not in meant.changed
        and one["path"] not in meant.gone
        and one["code"] != "media-missing"
        and not (one["path"] in meant.asking and one["code"] in _OF_LINKS)
    ]
    new = [problem for parsed in meant.changed.values() for problem in parsed.problems]
    notes = {path: scanned.notes[path] for path in sorted((*meant.changed, *meant.asking))}
    new += link_problems(notes, scanned.resolver)
    new += chain(*(found for path, found in scanned.inline_problems.items() if path in meant.changed))
    return sorted_reports([*kept, *map(problem_report, (*new, *told))])


def compared_of(plan: Plan) -> Compared:
    assert plan.compared is not None  # every plan says what it compared
    return plan.compared


def _before(meant: Meant) -> Iterator[Outlined]:
    """The notes that the plan is about, as the last build left them."""
    return chain(meant.before.values(), meant.gone.values())


def _cards(decks: Mapping[str, Deck]) -> Iterator[Card]:
    return (block.card for deck in decks.values() for block in deck.cards if block.card.stamp is not None)


def _is_current(card: Card) -> bool:
    return card.stamp is not None and not card.stamp.retired
