"""Put what was planned on the disk: deck files, one by one and each whole, then the packages that they are in.

What a person saves meanwhile stands: such a file is left as it is and named.
"""

import json
from collections.abc import Mapping

from studykit.decks.files import append_rejected, expect_deck, remove_deck, write_deck
from studykit.decks.format import Deck
from studykit.errors import StoppedError
from studykit.flows.anki.packages import everything, packages, stale_packages, write_packages
from studykit.flows.decks.standing import REJECTED, Standing
from studykit.flows.planning.inline_underway import write_moves
from studykit.flows.planning.steps import Plan
from studykit.flows.request import Request
from studykit.flows.workspace import Workspace
from studykit.model.event import Finished, Listener, Started
from studykit.model.problem import Problem, Severity, problem
from studykit.store.db import Store
from studykit.store.sources import read_facts

ALL_NAME = "all"


def write_decks(workspace: Workspace, store: Store, plan: Plan, standing: Standing) -> dict[str, str]:
    """Write the deck files that changed. Returns those that a person saved meanwhile, with a code; they are left.

    StoppedError where cards move from or to such a file: nothing is remembered then, and the next build moves them.
    """
    left: dict[str, str] = {}
    gaining = {one.target for one in plan.moved}
    losing = {one.source for one in plan.moved}
    for file in sorted(gaining | losing):  # before any is written: half a move is no place for a person's edit
        expect_deck(workspace.decks / file, standing.digests.get(file))
    append_rejected(workspace.decks / REJECTED, standing.deletions)
    if plan.moved:  # until it is through, a card may stand in both files
        write_moves(store, plan.moved)

    def last(item: tuple[str, Deck]) -> int:
        return 0 if item[0] not in losing else 1 if item[0] in gaining else 2

    def leave(file: str, error: StoppedError) -> None:
        if file in gaining | losing:
            raise error
        left[file] = error.code

    for file, deck in sorted(plan.decks.items(), key=last):  # no card that moves is ever in no file
        try:
            write_deck(workspace.decks / file, deck, standing.digests.get(file))
        except StoppedError as error:
            leave(file, error)
            plan.decks[file] = standing.decks.get(file, deck)
    for file in sorted(standing.emptied - plan.decks.keys()):
        try:
            remove_deck(workspace.decks / file, standing.digests.get(file))
        except StoppedError as error:
            leave(file, error)
    return left


def left_problems(workspace: Workspace, left: Mapping[str, str]) -> list[Problem]:
    """That files were left as a person saved them meanwhile."""
    return [problem(Severity.ERROR, code, f"{workspace.decks.name}/{file}") for file, code in left.items()]


def make_packages(
    workspace: Workspace, decks: Mapping[str, Deck], request: Request, store: Store, listener: Listener
) -> tuple[dict[str, str], list[str]]:
    """Write the packages of some decks. Returns their states, and the names of those that are not up to date."""
    wanted = packages(decks)
    if request.one_package:
        wanted.append(everything(decks, ALL_NAME))
    states: dict[str, str] = json.loads(read_facts(store, ["packages"]).get("packages", "{}"))
    name = workspace.config.obsidian_vault or workspace.vault.resolve().name
    if not request.packages:
        names = {package.name for package in wanted}
        kept = {package: state for package, state in states.items() if package in names}
        return kept, stale_packages(wanted, workspace.decks, workspace.vault, name, states)
    listener(Started("package", len(wanted)))
    written = write_packages(wanted, workspace.decks, workspace.vault, name, states)
    listener(Finished("package", len(written)))
    return {package: one.state for package, one in written.items()}, []


def missing_media(states: Mapping[str, str]) -> list[Problem]:
    """What packages should hold and the vault has not."""
    return [
        problem(Severity.WARNING, "media-missing", f"{name}.apkg", target=target)
        for name, state in states.items()
        for target in json.loads(state)["missing"]
    ]
