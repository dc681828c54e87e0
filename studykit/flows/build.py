"""Build: the whole way from notes to packages, or no step at all where nothing changed."""

import os
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from studykit.files import lock, remove_leftovers
from studykit.flows import noop
from studykit.flows.report import Report
from studykit.flows.workspace import Workspace
from studykit.model.event import Listener
from studykit.store import db

if TYPE_CHECKING:  # the parser, the rules and their libraries are loaded when there is work for them
    from studykit.flows.drafting import Drafted
    from studykit.flows.plan import Plan
    from studykit.flows.scan import Scan


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks of a build."""

    moc: str = ""
    """Only this MOC: its path in the vault, or what a link to it would say."""
    section: str = ""
    """Only sections whose heading path holds this text."""
    dry_run: bool = False
    force: bool = False
    """Go on although a guard would stop."""
    one_package: bool = False
    """Also one package of all decks."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build."""

    report: Report
    plan: "Plan | None"
    """None where nothing had changed and nothing was looked at."""


Confirm = Callable[["Scan", "Drafted", "Plan"], bool]
"""Shown what a first build would do before anything is written; may refuse."""


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
