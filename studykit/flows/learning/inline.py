"""Learning that came with the notes: another tool's schedule beside a card, and the Anki note that was made of it.

Done when the learning is opened, after the deck files were taken in: then the faces are there. A schedule is carried
over into FSRS's review state, the due date as it stands, for faces that were never answered here. An imported note of
the same id gives its history to the card in the note; its own cards step back: suspended, with the reason in their
history.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from studykit.flows.learning.study import Study
from studykit.model.inline import Schedule
from studykit.model.review import FaceKey, LogEntry, Memory, New, Review, Standing
from studykit.scheduling.day import day_start_ms
from studykit.scheduling.sm2 import memory_from_ease
from studykit.store import imported_log
from studykit.store.events import Event, add_events
from studykit.store.faces import Face, Learned, read_learned, read_siblings, write_learned
from studykit.store.imported import read_seed
from studykit.store.inline_brought import (
    InlineRow,
    InlineSeed,
    Unjoined,
    read_uncarried,
    read_unjoined,
    write_inline_rows,
    write_inline_seeds,
    write_joined,
)
from studykit.store.log import read_history
from studykit.store.transactions import transaction

_LONGEST: Final = 36_500
"""Days."""
_FIRST_DAY: Final = date(1970, 1, 2).toordinal()
JOINED: Final = "inline-joined"


def carry_over(study: Study) -> int:
    """Give faces what another tool knew of them; how many. Writes nothing where nothing is left to carry over."""
    waiting, pairs = read_uncarried(study.store), read_unjoined(study.store)
    if not waiting and not pairs:
        return 0
    with transaction(study.store):
        count = sum(_carry(study, row) for row in waiting)
        for pair in pairs:
            count += _join(study, pair)
    return count


def _carry(study: Study, row: InlineRow) -> int:
    """One card's schedules. Faces that are not there yet, or learned in Anki, are left for another time."""
    faces = sorted((face for face in read_siblings(study.store, row.card) if face.active), key=_place)
    if not faces:
        return 0
    seeds = [
        InlineSeed(face.key, state.last_ms, Standing(state, reps=1))
        for face, schedule in zip(faces, row.read, strict=False)
        if is_new(study, face)
        for state in (state_of(study, schedule),)
    ]
    write_seeds(study, seeds)
    write_inline_rows(study.store, [row._replace(carried=True)])
    return len(seeds)


def _place(face: Face) -> int:
    return int(face.key.face.removeprefix("c"))


def is_new(study: Study, face: Face) -> bool:
    """Whether nothing is known of a face here."""
    return isinstance(face.standing.state, New) and not read_history(study.store, face.key)


def state_of(study: Study, schedule: Schedule) -> Review:
    """A schedule as FSRS's review state: the date it gives, and FSRS's own numbers where it has them."""
    clock = study.clock
    interval = min(max(round(schedule.interval), 1), _LONGEST)
    due = max(date.fromisoformat(schedule.due).toordinal(), _FIRST_DAY)
    told = date.fromisoformat(schedule.reviewed).toordinal() if schedule.reviewed else due - interval
    last = min(max(told, _FIRST_DAY), due - 1, clock.moment().day)
    memory = Memory(round(schedule.stability, 4), round(schedule.difficulty, 3))
    if not schedule.stability:
        memory = memory_from_ease(schedule.ease, interval, study.model)
    last = max(last, _FIRST_DAY - 1)
    return Review(memory, interval, due, day_start_ms(last, clock.zone, clock.rollover), last)


def write_seeds(study: Study, seeds: Iterable[InlineSeed]) -> None:
    """Have faces stand at what they came with, in the caller's transaction."""
    kept = list(seeds)
    write_inline_seeds(study.store, kept)
    for seed in kept:
        before = read_learned(study.store, seed.key)
        if before is not None:
            write_learned(study.store, seed.key, before._replace(standing=seed.standing))


def _join(study: Study, pair: Unjoined) -> int:
    """The history of an imported note goes on with the card in the note; its own cards are suspended."""
    store = study.store
    ours = {face.key.face: face for face in read_siblings(store, pair.card) if face.active}
    theirs = read_siblings(store, pair.imported)
    if not ours:
        return 0
    count = 0
    for face in theirs:  # these go with their import, and need not be put back
        write_learned(store, face.key, Learned(face.standing, face.marks._replace(suspended=True)))
        if face.key.face in ours:
            imported_log.keep_faces(store, [_go_on(study, face, ours[face.key.face], pair.number)], pair.number)
            count += 1
    at = study.clock.now_ms()
    write_joined(store, [pair], at)
    add_events(store, [Event(at // 1000, pair.imported, JOINED, {"card": pair.card})])
    return count


def _go_on(study: Study, face: Face, own: Face, number: int) -> tuple[FaceKey, Learned, Learned]:
    """One face's log and standing, as those of the face in the note. What that had, and what it has now."""
    store, key = study.store, own.key
    before = Learned(own.standing, own.marks)
    seed = read_seed(store, face.key)
    if seed is not None:
        write_inline_seeds(store, [InlineSeed(key, seed.at_ms, seed.standing)])
    imported_log.add_reviews(store, (_copied(entry, key) for entry in read_history(store, face.key)), number)
    entries = read_history(store, key)
    standing = seed.standing if seed is not None else own.standing
    after = Learned(study.replayed(entries) if entries else standing, own.marks)
    write_learned(store, key, after)
    return key, before, after


def _copied(entry: LogEntry, key: FaceKey) -> LogEntry:
    return replace(entry, key=f"{entry.key}:{key.card}", card=key.card, face=key.face)
