"""Build: the whole way from notes to packages, or no step at all where nothing changed."""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from studykit.files import lock, remove_leftovers
from studykit.flows.model import noop as model_noop
from studykit.flows.request import Confirm, Outcome, Request
from studykit.flows.unchanged import noop
from studykit.flows.unchanged.glance import Glance, glance
from studykit.flows.workspace import Workspace
from studykit.model.event import Listener
from studykit.store import db
from studykit.store.sources import read_facts

__all__ = ["Confirm", "Outcome", "Request", "build"]


def build(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    *,
    confirm: Confirm | None = None,
    look: Callable[[], Glance] | None = None,
) -> Outcome | None:
    """Run a build; None where `confirm` refused. `look` looks at the vault for who knows already where to look.

    Raises StudykitError where the run cannot go on; bad notes and broken deck files are in the report.
    """
    started = time.perf_counter()
    if request.dry_run:
        from studykit.flows.rebuild import rebuild

        if not db.exists(workspace.store):
            return rebuild(workspace, request, listener, started, confirm, None)
        with closing(db.open_store(workspace.store)) as store:
            return rebuild(workspace, request, listener, started, confirm, store)
    store = db.open_store(workspace.store)
    try:
        with lock(workspace.store / "build.lock"):
            before = noop.known(store)
            first = not before.facts.get("settings")
            if not first and _may_stand(workspace, request, store):
                seen = look() if look is not None else glance(workspace.vault, workspace.own_folders)
                report = noop.unchanged(workspace, before, seen, store, started, packages=request.packages)
                if report is not None:
                    return _told(workspace, request, store, Outcome(report, None), before.facts.get("packages", ""))
                _clean(workspace)
                _back_up(workspace, request, store)
                if confirm is None and request.drafter != "model":
                    from studykit.flows.incremental.build import incremental

                    outcome = incremental(workspace, request, listener, started, store, before, seen)
                    if outcome is not None:
                        return _told(workspace, request, store, outcome)
            from studykit.flows.rebuild import rebuild

            _clean(workspace)
            if not first:
                _back_up(workspace, request, store)
            outcome = rebuild(workspace, request, listener, started, confirm, store)
            return _told(workspace, request, store, outcome) if outcome is not None else None
    finally:
        store.close()


def _told(workspace: Workspace, request: Request, store: db.Store, outcome: Outcome, packages: str = "") -> Outcome:
    """With what Anki will make of the packages, where they are otherwise than when this was told last."""
    if not request.packages or (packages and _is_told(store, packages)):
        return outcome
    from studykit.flows.anki.telling import tell

    _clean(workspace)  # a build that was cut off while it told: nothing else may have changed since
    found = tell(workspace, store, outcome.plan.decks if outcome.plan is not None else {})
    return replace(outcome, anki=found)


def _is_told(store: db.Store, packages: str) -> bool:
    """Whether packages, as a build remembers them, are those that were told of: asked where nothing changed."""
    return read_facts(store, ["told"]).get("told") == packages


def _may_stand(workspace: Workspace, request: Request, store: db.Store) -> bool:
    """Whether, where nothing changed, what was asked for leaves nothing to do either."""
    if request.moc or request.section or request.one_package or request.full:
        return False
    if not request.queue and model_noop.queued(store):
        return False
    if request.drafter == "model":
        return model_noop.settled(workspace, store)
    return not (request.drafter and model_noop.has_units(store))


def _back_up(workspace: Workspace, request: Request, store: db.Store) -> None:
    """Keep the store and the deck files of this day before anything is written; who watches has no time for that."""
    if request.packages:
        from studykit.store.backup import back_up_daily

        back_up_daily(store, workspace.store, time.time_ns() // 1_000_000, workspace.decks)


def _clean(workspace: Workspace) -> None:
    for folder, _, _ in os.walk(workspace.decks):
        remove_leftovers(Path(folder))
