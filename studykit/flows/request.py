"""What a build is asked for, and what comes of it: the values that its light and its heavy half share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studykit.flows.report import Report

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
