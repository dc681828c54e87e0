"""What a model would be asked: of the whole vault, or of one unit by its name."""

import os
from collections.abc import Collection
from typing import NamedTuple

from studykit.drafting.ask import Ask, Asker
from studykit.drafting.privacy import Privacy
from studykit.drafting.templates import load_prompts
from studykit.drafting.unit import Unit
from studykit.errors import UsageError
from studykit.flows.decks.standing import Standing, read_standing
from studykit.flows.drafting.units import units_of
from studykit.flows.model.standing import StandingCards
from studykit.flows.model.walk import Walk
from studykit.flows.reading.scan import Scan, scan
from studykit.flows.request import Request
from studykit.flows.workspace import Workspace
from studykit.llm.outcome import Failed
from studykit.model.concept import SectionId
from studykit.model.event import Listener, silent
from studykit.model.ids import NotePath, digest
from studykit.model.note import Link
from studykit.store.db import Store
from studykit.store.decisions import read_decisions
from studykit.store.decks import read_cards, read_decks


class Asked(NamedTuple):
    """A unit and its ask."""

    unit: Unit
    ask: Ask | Failed
    walk: Walk


def model_walk(
    workspace: Workspace,
    scan: Scan,
    standing: Standing,
    store: Store | None,
    request: Request,
    only: Collection[SectionId] | None = None,
    listener: Listener = silent,
    model: str = "",
) -> Walk:
    """A walk through the vault that asks for what changed. `model` is the name of the model that would be asked."""
    config = workspace.config
    privacy = Privacy(scan.notes.values())
    salt = digest("salt", os.urandom(16).hex())
    prompts = load_prompts(workspace.root / config.prompts)
    asker = Asker(prompts, privacy, salt, config.drafting.per_unit, config.llm.max_tokens)
    cards = StandingCards(standing, read_decisions(store) if store is not None else ())
    explicit = request.drafter == "model"
    return Walk(scan, store, asker, model or config.llm.model, cards, only, explicit, listener)


def walk_through(workspace: Workspace, store: Store | None, *, now: int = 0, model: str = "") -> Walk:
    """Read the vault and its decks, to ask of what changed as `build --drafter model` would. Nothing is written."""
    scanned = scan(workspace.vault, workspace.config, silent, skip=workspace.own_folders)
    decks = read_decks(store) if store is not None else {}
    cards = read_cards(store) if store is not None else {}
    standing = read_standing(workspace.decks, decks, cards, now=now)
    return model_walk(workspace, scanned, standing, store, Request(drafter="model"), model=model)


def asked_of(workspace: Workspace, store: Store | None, name: str) -> Asked:
    """The unit that `NOTE` or `NOTE#HEADING` names; of a long note the first. UsageError where there is none."""
    walk = walk_through(workspace, store)
    target, _, heading = name.partition("#")
    path = _note(walk.scan, target)
    for concept, units in units_of(walk.scan):
        if concept.note == path:
            wanted = heading.casefold()
            found = [unit for unit in units if wanted in unit.key.partition("#")[2].casefold()]
            if found:
                return Asked(found[0], walk.ask_of(found[0], units)[0], walk)
            known = ", ".join(unit.key.partition("#")[2] or "-" for unit in units)
            raise UsageError("prompt-no-heading", heading=heading, note=path, known=known)
    raise UsageError("prompt-no-unit", note=target)


def _note(scanned: Scan, target: str) -> NotePath:
    if NotePath(target) in scanned.notes:
        return NotePath(target)
    return NotePath(scanned.resolver.resolve(Link(target.removesuffix(".md"), "", "", "", 0), NotePath("")).path)
