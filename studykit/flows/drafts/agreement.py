"""How often what flagged a draft agrees with what the person decided: to be looked at before any flag is trusted."""

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

from studykit.flows.workspace import Workspace
from studykit.store import db
from studykit.store.decisions import Decision, read_decisions


class Agreement(NamedTuple):
    """Of the drafts with one flag."""

    flag: str
    """A lint's code, `judge`, or empty for drafts without a flag."""
    decided: int
    rejected: int


def agreements(decisions: Iterable[Decision]) -> list[Agreement]:
    """By flag, how many of its drafts were decided and rejected; the most decided first."""
    decided: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    for decision in decisions:
        if decision.undone:
            continue
        for flag in {flag.partition(": ")[0] for flag in decision.waited.draft.flags} or {""}:
            decided[flag] += 1
            rejected[flag] += decision.state == "rejected"
    return [
        Agreement(flag, count, rejected[flag]) for flag, count in sorted(decided.items(), key=lambda i: (-i[1], i[0]))
    ]


def read_agreements(workspace: Workspace) -> list[Agreement]:
    """The same of a workspace's decisions."""
    if not db.exists(workspace.store):
        return []
    with closing(db.open_store(workspace.store)) as store:
        return agreements(read_decisions(store))
