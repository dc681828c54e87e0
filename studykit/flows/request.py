"""What a build is asked for, and what comes of it: the values that its light and its heavy half share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.flows.report import Report

if TYPE_CHECKING:  # the parser, the rules and their libraries are loaded when there is work for them
    from studykit.flows.anki.changes import AnkiChanges
    from studykit.flows.drafting.draft import Drafted
    from studykit.flows.model.cost import Allow, Quote
    from studykit.flows.planning.plan import Plan
    from studykit.flows.reading.scan import Scan
    from studykit.llm.outcome import Usage


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
    packages: bool = True
    """Write the packages too; what is not written now is written by the next build that writes them."""
    full: bool = False
    """Read everything, whatever the last build remembers."""
    drafter: str = ""
    """`rules` or `model` for everything; where empty, each unit's own."""
    budget: float | None = None
    """US dollars that a model may cost."""
    judge: bool = False
    """Let the model look over what it drafted; it only flags."""
    queue: bool = False
    """Leave what a model is to be asked for to the next build that asks."""
    allow: "Allow | None" = None
    """Asks whether notes may go to a host that is not this machine; without it nobody can be asked."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a build."""

    report: Report
    plan: "Plan | None"
    """None where nothing had changed and nothing was looked at."""
    quote: "Quote | None" = None
    """Of a dry run with a model, what would be asked."""
    usage: "Usage | None" = None
    """What a model was asked now."""
    anki: "AnkiChanges | None" = None
    """What Anki will make of the packages; None where it was told of them before."""


Confirm = Callable[["Scan", "Drafted", "Plan"], bool]
"""Shown what a first build would do before anything is written; may refuse."""
