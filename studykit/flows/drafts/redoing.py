"""One draft again, with a word of feedback: what comes takes its place among those that wait."""

from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

from studykit.drafting.asides import Asides
from studykit.drafting.ask import Ask
from studykit.drafting.grounding import Normalised
from studykit.drafting.reply import Dropped, read_drafts
from studykit.drafting.templates import load_prompts
from studykit.drafting.unit import Unit
from studykit.errors import UsageError
from studykit.files import lock
from studykit.flows.drafting.units import units_of
from studykit.flows.drafts.decide import KEY_LENGTH, Held, exchange, named, waiting_drafts
from studykit.flows.model.ask import allowed_endpoint, ask_many
from studykit.flows.model.unit import walk_through
from studykit.flows.model.walk import Walk
from studykit.flows.workspace import Workspace
from studykit.llm.outcome import Failed, Reply
from studykit.model.card import Draft, content_digest
from studykit.store import db
from studykit.store.db import Store
from studykit.store.drafts import read_drafts as read_unit


class Redone(NamedTuple):
    """What came of it."""

    draft: Draft | None
    """The new draft; None where none came that passes the checks."""
    dropped: tuple[Dropped, ...] = ()
    failed: Failed | None = None
    unit: str = ""
    """The key of the unit that was asked about."""

    @property
    def key(self) -> str:
        """What the new draft is called."""
        return content_digest(self.draft.content)[:KEY_LENGTH] if self.draft is not None else ""


def redo(workspace: Workspace, key: str, feedback: str) -> Redone:
    """Ask the model for a draft again. The old one stays where nothing better comes.

    UsageError where no such draft waits or its unit is gone; ModelError where the model cannot be used.
    """
    held = named(waiting_drafts(workspace), [key])[0]
    done = ask_again(workspace, held, feedback)
    if done.draft is not None:
        with closing(db.open_store(workspace.store)) as store, lock(workspace.store / "build.lock"):
            exchange(store, held, done.draft, done.unit)
    return done


def ask_again(workspace: Workspace, held: Held, feedback: str) -> Redone:
    """Ask, and change nothing: it takes as long as the model does, and is done in a thread of its own or while others
    write. Errors as `redo`."""
    with closing(db.open_store(workspace.store)) as store:
        endpoint = allowed_endpoint(workspace, store)
        walk = walk_through(workspace, store, model=endpoint.model)
        ask, unit = _ask_of(walk, store, held)
        if isinstance(ask, Failed):
            return Redone(None, failed=ask)
        prompts = load_prompts(workspace.root / workspace.config.prompts)
        asides = Asides(prompts, walk.asker.privacy, walk.asker.salt)
        bare, request = asides.redo(ask, held.draft, feedback)
        outcomes: list[Reply | Failed] = []
        ask_many(endpoint, store, [(ask.key, request)], lambda _, outcome: outcomes.append(outcome))
        (outcome,) = outcomes
        if isinstance(outcome, Failed):
            return Redone(None, failed=outcome)
        read = read_drafts(bare, outcome.value, by=f"model:{endpoint.model}", names=walk.scan.names)
        if not read.drafts:
            return Redone(None, read.dropped)
        return Redone(replace(read.drafts[0], score=held.draft.score), read.dropped, unit=unit.key)


def _ask_of(walk: Walk, store: Store, held: Held) -> tuple[Ask | Failed, Unit]:
    """The unit that gave the draft, or that holds its quote."""
    note, digest = held.waiting.note, content_digest(held.draft.content)
    concepts = tuple(concept for concept in walk.scan.concepts if concept.note == note)
    for _, units in units_of(replace(walk.scan, concepts=concepts)):
        gave = [one for one in units if digest in {content_digest(d.content) for d in read_unit(store, one.key)}]
        gave += [one for one in units if Normalised(one.text).find(held.draft.source.quote) is not None]
        if gave:
            return walk.ask_of(gave[0], units)[0], gave[0]
    raise UsageError("drafts-no-unit", note=note)
