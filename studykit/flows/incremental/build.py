"""Build from the few notes that changed, and end where a full build would have ended.

The last build left everything decided, so a note that did not change, that shows none that did, and whose questions
are like none that came or went, has nothing new to be decided about. What is left is planned by the same code as a
whole vault (`plan_build`), over the cards and drafts of these notes alone. Wherever something reaches further, a name,
a map, a deck file, a card that could be another note's, the answer is None, and the full build is made.
"""

from collections.abc import Mapping
from contextlib import nullcontext, suppress

from studykit.flows.clock import Clock, moment
from studykit.flows.incremental.by_hand import ByHand, taken_in
from studykit.flows.incremental.changed import Changed, changed_notes
from studykit.flows.incremental.meant import Meant
from studykit.flows.incremental.planning import Planning, most_notes
from studykit.flows.incremental.rehoming import Rehomed, rehome
from studykit.flows.incremental.settling import settle
from studykit.flows.known.memory import leave, recall
from studykit.flows.known.world import World
from studykit.flows.reading.scan import find_mocs
from studykit.flows.request import Outcome, Request
from studykit.flows.unchanged import noop
from studykit.flows.unchanged.glance import Glance
from studykit.flows.unchanged.noop import Known as Before
from studykit.flows.workspace import Workspace
from studykit.model.event import Listener
from studykit.model.ids import NotePath
from studykit.store.db import Store, transaction
from studykit.store.outlines import leaning, read_outline
from studykit.vault.parse import Parsed, outline_notes


def incremental(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    started: float,
    store: Store,
    before: Before,
    seen: Glance,
) -> Outcome | None:
    """Build what changed; None where only a full build can tell what that is. Nothing is written then."""
    now, scan_started_ns = moment()
    clock = Clock(started)
    if before.facts.get("settings") != noop.settings(workspace):
        return None
    if before.facts.get("rejected") != noop.rejected_stat(workspace):
        return None
    memory = recall(str(workspace.store), before.facts.get("scanned", ""))
    world = World(workspace, store, before, memory)
    changed = changed_notes(workspace, store, before, seen) if world.ready else None
    by_hand = taken_in(workspace, store, memory, now) if changed is not None else None
    if changed is None or by_hand is None:
        return None
    parsed = dict(zip((path for path, _ in changed.texts), outline_notes(changed.texts), strict=True))
    far = _reaches_far(store, world, changed, parsed)
    outcome = None
    with suppress(_TakenBackError), transaction(store) if far else nullcontext():
        rehomed = rehome(workspace, store, world, changed, parsed) if far else None
        if rehomed is not None:
            memory = memory.with_names(rehomed.names) if rehomed.names is not None else memory
            world.renew(memory, rehomed.facts, rehomed.counts)
        meant = _meant(workspace, store, world, parsed, by_hand, rehomed) if rehomed is not None or not far else None
        clock.lap("scan")
        planned = (
            Planning(workspace, request, store, world, meant, changed, now, clock, memory).plan()
            if meant is not None
            else None
        )
        if planned is None:
            raise _TakenBackError
        facts = noop.facts(workspace, seen, scan_started_ns, complete=True, before=before.folders) | world.models.fact()
        outcome = settle(
            workspace, request, listener, store, before, world, planned, changed, facts, clock, now, memory
        )
    if outcome is not None:
        leave(str(workspace.store), facts["scanned"], memory)
    return outcome


class _TakenBackError(Exception):
    """Only a full build can tell: what was written down for it goes back."""


def _reaches_far(store: Store, world: World, changed: Changed, parsed: Mapping[NotePath, Parsed]) -> bool:
    """Whether notes came or went, others are called otherwise now, or a map was edited."""
    if changed.came or changed.gone or any(path in world.titles for path in parsed):
        return True
    for path, one in parsed.items():
        known = read_outline(store, path)
        if known is None or one.note is None:
            continue
        if (one.note.title, one.note.aliases) != (known.note.title, known.note.aliases):
            return True
    return False


def _meant(
    workspace: Workspace,
    store: Store,
    world: World,
    parsed: dict[NotePath, Parsed],
    by_hand: ByHand,
    rehomed: Rehomed | None,
) -> Meant | None:
    """The notes that changed, those that show them, those with a card that a person changed, those that the last build
    left unsettled, those whose names and homes are others now; None for too much."""
    most = most_notes(world)
    if len(parsed) + len(world.unsettled) > most:
        return None
    maps = rehomed.maps if rehomed is not None else {}
    meant = Meant(parsed, dict(maps), set(rehomed.asking if rehomed is not None else ()), by_hand, rehomed)
    for path, one in parsed.items():
        known = maps.get(path) or world.outline(path)
        note = one.note
        if known is None or note is None or one.damaged or path in world.damaged:
            return None
        if bool(find_mocs([note], workspace.config)) != (path in maps):
            return None
        if (note.headings, note.blocks) != (known.note.headings, known.note.blocks):
            meant.asking.update(NotePath(source) for source, _ in leaning(store, path))
    waiting = [*parsed, *by_hand.notes, *map(NotePath, world.unsettled), *(rehomed.anew if rehomed is not None else ())]
    while waiting:
        path = waiting.pop()
        if path in meant.gone:
            continue
        if path not in meant.before:
            known = world.outline(path)
            if known is None:
                return None
            meant.before[path] = known
        waiting += [
            NotePath(source)
            for source, how in leaning(store, path)
            if how == "embed" and NotePath(source) not in meant.before
        ]
    meant.asking -= parsed.keys() | meant.gone.keys()
    return meant if len(meant.before) <= most else None
