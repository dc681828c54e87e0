"""`studykit import cards.db --notes DIR`: what a card stood at in repeater goes on here.

That tool keeps no log, but FSRS's own numbers and a date for each card. A card that nothing is known of here gets them
as they are, like a schedule that stands in a note; one that was answered here keeps what it has. The same file again
changes nothing, and `--undo` takes it back.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from studykit.files import lock
from studykit.flows.importing.hashcards import HashcardsCame, faces_in, folder_of
from studykit.flows.importing.package import LOCK
from studykit.flows.learning.inline import is_new, state_of, write_seeds
from studykit.flows.learning.study import Study
from studykit.markup.inline.repeated import repeated_cards
from studykit.model.inline import Schedule
from studykit.model.review import Standing
from studykit.store import imported_log
from studykit.store.faces import Learned, read_face
from studykit.store.inline_brought import InlineSeed
from studykit.store.inline_repeater import RepeaterState, read_repeater
from studykit.store.transactions import transaction


@dataclass(slots=True)
class RepeaterCame(HashcardsCame):
    """What came of a database, or would come of it."""

    carried: int = 0
    """Faces that got what they stood at there."""
    learned: int = 0
    """Faces that have been learned here already, and keep that."""

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        names = ("path", "known", "matched", "elsewhere", "lost", "carried", "learned", "damaged", "number")
        return {name: getattr(self, name) for name in names}


def import_repeater(study: Study, path: Path, notes: Path, *, dry_run: bool = False) -> RepeaterCame:
    """Take the schedules over. UsageError where the notes are none of the vault's, or their syntax is not read;
    StudykitError where the file is no database of repeater."""
    folder = folder_of(study, notes)
    guard = nullcontext() if dry_run else lock(study.workspace.store / LOCK)
    with guard:
        database = read_repeater(path)
        came = RepeaterCame(str(path), known=len(database.cards), damaged=database.damaged)
        given: list[InlineSeed] = []
        for key, name in faces_in(study, folder, database.cards, came, repeated_cards):
            known, face = database.states.get(name), read_face(study.store, key)
            if known is None or face is None:
                continue
            if is_new(study, face):
                state = state_of(study, _schedule(study, known))
                given.append(InlineSeed(key, state.last_ms, Standing(state, reps=known.reviews)))
            else:
                came.learned += 1
        came.carried = len(given)
        if given and not dry_run:
            _write(study, came, given)
    return came


def _schedule(study: Study, known: RepeaterState) -> Schedule:
    due, reviewed = (_day(study, at_ms) for at_ms in (known.due_ms, known.reviewed_ms))
    return Schedule(due, known.interval, 0.0, known.stability, known.difficulty, reviewed)


def _day(study: Study, at_ms: int) -> str:
    return date.fromordinal(study.clock.day_of(at_ms)).isoformat()


def _write(study: Study, came: RepeaterCame, given: list[InlineSeed]) -> None:
    store = study.store
    with transaction(store):
        number = imported_log.add_import(store, study.clock.now_ms(), came.path)
        imported_log.keep_seeds(store, (seed.key for seed in given), number)
        faces = [(seed, face) for seed in given if (face := read_face(store, seed.key)) is not None]
        before = [(seed, Learned(face.standing, face.marks)) for seed, face in faces]
        imported_log.keep_faces(
            store, [(seed.key, had, had._replace(standing=seed.standing)) for seed, had in before], number
        )
        write_seeds(study, given)
        said = {"notes": 0, "updated": 0, "cards": came.carried, "reviews": 0}
        imported_log.describe_import(store, number, said)
    came.number = number
