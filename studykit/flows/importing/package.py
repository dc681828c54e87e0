"""`studykit import`: a package from Anki, with our own decks in it, those of others, or both. And its way back.

The whole file is read and everything is decided before anything is written. Then the deck files that are concerned,
and all the rest in one transaction: a killed import leaves nothing, or all of it.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from studykit.anki.archive import Archive, open_archive
from studykit.anki.home import card_id_of, shape_of
from studykit.anki.read import AnkiNote, Collection, read_collection
from studykit.config import Learn
from studykit.errors import UsageError
from studykit.files import lock
from studykit.flows.decks.taking_in import note_options, take_in
from studykit.flows.home.homecoming import Home
from studykit.flows.home.report import Homecoming
from studykit.flows.imported.known import build_anew
from studykit.flows.importing.foreign import Foreign, Resolve
from studykit.flows.importing.media import Stage, sweep, wanted_files
from studykit.flows.importing.report import Imported
from studykit.flows.learning.study import Study, carry_brought
from studykit.store.imported_log import Import, TakenBack, last_import, take_back
from studykit.store.imported_media import needed_digests
from studykit.store.inline_brought import forget_parted
from studykit.store.transactions import transaction

LOCK: Final = "build.lock"
Ask = Callable[[Imported], Learn | None]
"""Where the new decks of a package shall be learned; None for what the settings say."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one file."""

    home: Homecoming
    """Of our own cards, where the file holds any."""
    foreign: Imported | None
    """Of the notes of others; None where it holds none."""
    copies: int = 0
    """Copies of our own cards that a person made in Anki: left where they are."""

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, written."""
        return self.home.changed or (self.foreign is not None and self.foreign.changed)


def import_file(
    study: Study, path: Path, *, dry_run: bool = False, resolve: Resolve | None = None, learn: Ask | None = None
) -> Came:
    """Take in a package. PackageError where it cannot be read: then nothing was written.

    `resolve` is asked about notes that were changed here and in Anki, which stay as they are here without it; `learn`
    about the decks that are new. StoppedError where a deck file was saved by someone while this ran.
    """
    guard = nullcontext() if dry_run else lock(study.workspace.store / LOCK)
    with guard, _no_collector(), open_archive(path) as archive:
        collection = read_collection(archive)
        home = Home(study, path, collection, strangers=True)
        foreign = Foreign(study, str(path), collection, _others(collection, home))
        copies = len(collection.notes) - len(home.ours) - len(foreign.notes)
        foreign.decide(resolve or (lambda _note, _merge: False))
        stage = Stage(study.workspace.store)
        try:
            _write(study, archive, home, foreign, stage, learn, dry_run=dry_run)
        finally:
            if not dry_run:
                stage.drop()
    if foreign.result.number:
        _refresh(study)
    return Came(home.result, foreign.result if foreign.notes else None, copies)


def undo_import(study: Study) -> tuple[Import, TakenBack]:
    """Take the last import back. UsageError where there is none."""
    with lock(study.workspace.store / LOCK):
        with transaction(study.store):
            last = last_import(study.store)
            if last is None:
                raise UsageError("import-undo-nothing")
            taken = take_back(study.store, last.number, study.replayed)
            forget_parted(study.store)
            build_anew(study.store)
        sweep(study.workspace.store, needed_digests(study.store, study.workspace.store))
    _refresh(study)
    return last, taken


@contextmanager
def _no_collector() -> Iterator[None]:
    """Hundreds of thousands of small values without a cycle: looking for one again and again takes a tenth of all."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _others(collection: Collection, home: Home) -> list[AnkiNote]:
    """The notes that are not ours, and no copies of ours either."""
    ours = {one.note.id for one in home.ours}
    cards = {one.card for one in home.ours}
    shapes = {number: shape_of(kind) for number, kind in collection.types.items()}
    found = []
    for note in collection.notes:
        shape = shapes.get(note.type)
        fields = dict(zip(shape[1], note.fields, strict=False)) if shape is not None else {}
        if note.id not in ours and card_id_of(fields.get("Id", "")) not in cards:
            found.append(note)
    return found


def _write(
    study: Study, archive: Archive, home: Home, foreign: Foreign, stage: Stage, ask: Ask | None, *, dry_run: bool
) -> None:
    result = foreign.result
    names: set[str] = set()
    if result.new or result.updated:
        names, missing = wanted_files(foreign.needed_fields(), set(archive.media))
        result.missing = len(missing)
    result.files = len(names)
    if home.ours:
        home.decide(archive)
    if dry_run:
        foreign.decide_cards()
        return
    stage.take(archive, names)
    new = any(deck.new for deck in result.decks.values())
    learn = ask(result) if ask is not None and new else None
    for deck in result.decks.values():
        if deck.new and learn is not None:
            deck.learn = learn
    sweep(study.workspace.store, needed_digests(study.store, study.workspace.store))
    stage.keep()

    def write_foreign() -> None:
        foreign.write(stage.media, learn)

    if home.ours:
        home.write(write_foreign)
    else:
        with transaction(study.store):
            write_foreign()


def _refresh(study: Study) -> None:
    """Have the open study know the decks' options as they are now, and the faces that stand."""
    before = study.workspace
    study.take_options()
    if not note_options(before, study.workspace, study.store):
        study.taken_in = take_in(study.workspace, study.store)
    carry_brought(study)
