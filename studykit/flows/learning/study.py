"""The learning side of a workspace, open: its store, its clock, its memory model, and what every sitting begins with.

A daily backup, the deck files taken in, the journals of other machines merged: then questions can be asked.
"""

import json
import platform
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from studykit.errors import ConfigurationError
from studykit.flows.decks.taking_in import TakenIn, take_in
from studykit.flows.learning.clock import Clock
from studykit.flows.learning.imported_options import with_imported
from studykit.flows.workspace import Workspace
from studykit.model.options import Options
from studykit.model.review import FaceKey, LogEntry, Standing
from studykit.scheduling.memory import DEFAULT_PARAMETERS, Model
from studykit.scheduling.replay import replay
from studykit.store import db
from studykit.store.backup import back_up_daily
from studykit.store.db import Store
from studykit.store.imported import Seed, read_seed
from studykit.store.imported_decks import ImportedDeck, forget_parameters, read_decks
from studykit.store.inline_brought import InlineSeed, has_uncarried, read_inline_seed
from studykit.store.journal import Merged, merge_journals
from studykit.store.sources import read_facts, write_facts
from studykit.store.transactions import transaction

JOURNALS: Final = "reviews"
"""The folder of the journals, in the decks' folder."""
_PARAMETERS: Final = "parameters"
_PLAIN: Final = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(slots=True)
class Study:
    """A workspace that is being learned."""

    workspace: Workspace
    store: Store
    clock: Clock
    model: Model
    machine: str
    """This machine's name in the log and the journal."""
    taken_in: TakenIn = field(default_factory=TakenIn)
    merged: Merged | None = None
    """What came from other machines, where the workspace keeps a journal."""
    models: dict[str, Model] = field(default_factory=dict)
    """By deck, of those that came from Anki with parameters of their own."""
    bare: Workspace | None = None
    """The workspace without the options that decks brought from Anki; None where it is the same."""

    def take_options(self) -> None:
        """Learn imported decks as the store now says."""
        decks = read_decks(self.store)
        self.bare = self.bare or self.workspace
        self.workspace = with_imported(self.bare, decks.values())
        self.models = models_of(decks.values())

    def options(self, deck: str) -> Options:
        """How a deck is learned; all decks together for an empty name."""
        return self.workspace.config.review.of(deck)

    def model_of(self, deck: str) -> Model:
        """The memory model of a deck."""
        return self.models.get(deck, self.model)

    def replayed(self, entries: Sequence[LogEntry]) -> Standing:
        """What a face's answers lead to; a card that came from elsewhere goes on from what it stood at then."""
        seed = self._seed(FaceKey(entries[0].card, entries[0].face)) if entries else None
        if seed is None:
            return replay(entries, self.model)
        later = [entry for entry in entries if entry.at_ms > seed.at_ms]
        model = self.model_of(seed.deck) if isinstance(seed, Seed) else self.model
        return replay(later, model, seed.standing)

    def _seed(self, key: FaceKey) -> Seed | InlineSeed | None:
        return read_seed(self.store, key) or read_inline_seed(self.store, key)

    @property
    def journal(self) -> Path | None:
        """This machine's journal; None where the workspace keeps none."""
        if not self.workspace.config.journal:
            return None
        return self.workspace.decks / JOURNALS / f"{self.machine}.jsonl"


@contextmanager
def open_study(workspace: Workspace, clock: Clock | None = None) -> Iterator[Study]:
    """The learning of a workspace, as it stands now. StoreError where its store cannot be used."""
    config = workspace.config
    clock = clock if clock is not None else Clock(config)
    with closing(db.open_store(workspace.store)) as store:
        study = Study(workspace, store, clock, _model(workspace, store), machine_name(config.machine))
        study.take_options()
        back_up_daily(store, workspace.store, study.clock.now_ms(), workspace.decks)
        study.taken_in = take_in(study.workspace, store)
        carry_brought(study)
        if study.journal is not None:
            study.journal.parent.mkdir(parents=True, exist_ok=True)
            study.merged = merge_journals(store, study.journal.parent, study.machine, study.replayed)
        yield study


def carry_brought(study: Study) -> None:
    """What came with cards in notes is for those who have some: others do not load it."""
    if has_uncarried(study.store):
        from studykit.flows.learning.inline import carry_over

        carry_over(study)


def machine_name(said: str) -> str:
    """A machine's name as a file may be called: the setting, else the host's name."""
    return _PLAIN.sub("-", said or platform.node()).strip("-")[:60] or "machine"


def keep_parameters(study: Study, parameters: Sequence[float]) -> None:
    """Use these parameters from now on, and have every memory follow from them."""
    from studykit.flows.learning.imported_memory import remember_anew
    from studykit.store.log import rebuild

    study.model, study.models = Model(tuple(parameters)), {}
    with transaction(study.store):
        write_facts(study.store, {_PARAMETERS: json.dumps(list(parameters))})
        forget_parameters(study.store)
        remember_anew(study.store, study.model)
        rebuild(study.store, study.replayed)


def models_of(decks: Iterable[ImportedDeck]) -> dict[str, Model]:
    """The models of decks that brought parameters; one for all that have the same."""
    made: dict[tuple[float, ...], Model] = {}
    found: dict[str, Model] = {}
    for deck in decks:
        weights = tuple(deck.options.get("parameters", ()))
        if weights:
            found[deck.name] = made.get(weights) or made.setdefault(weights, Model(weights))
    return found


def _model(workspace: Workspace, store: Store) -> Model:
    """FSRS with the parameters that are set, else those that were kept, else the defaults."""
    said = workspace.config.review.parameters
    if not said:
        kept = read_facts(store, [_PARAMETERS]).get(_PARAMETERS)
        return Model(tuple(json.loads(kept))) if kept else Model(DEFAULT_PARAMETERS)
    try:
        return Model(said)
    except ValueError:
        raise ConfigurationError("config-parameters", key="review.parameters") from None
