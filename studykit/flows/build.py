"""Build: the whole way from notes to packages, or no step at all where nothing changed."""

import os
import time
from contextlib import closing
from pathlib import Path

from studykit.files import lock, remove_leftovers
from studykit.flows import noop
from studykit.flows.request import Confirm, Outcome, Request
from studykit.flows.workspace import Workspace
from studykit.model.event import Listener
from studykit.store import db

__all__ = ["Confirm", "Outcome", "Request", "build"]


def build(
    workspace: Workspace, request: Request, listener: Listener, *, confirm: Confirm | None = None
) -> Outcome | None:
    """Run a build; None where `confirm` refused.

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
            if not (request.moc or request.section or request.one_package):
                report = noop.unchanged(workspace, store, started)
                if report is not None:
                    return Outcome(report, None)
            from studykit.flows.rebuild import rebuild

            for folder, _, _ in os.walk(workspace.decks):
                remove_leftovers(Path(folder))
            return rebuild(workspace, request, listener, started, confirm, store)
    finally:
        store.close()
