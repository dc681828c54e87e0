"""The log of reviews: what was answered, for good, and the standing that follows from it.

The entries of a face are ordered by (time, machine, key). A time is moved behind the face's last answer when it is
written, so that on one machine the order is that in which answers were given, whatever its clock did, and all machines
agree on it, whatever the order in which they learned of each other's entries. Nothing is deleted here: an entry that
was taken back is marked, and does not count.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, LogEntry, Memory, Rating, ReviewKind, Standing, Step
from studykit.store.begun import all_begun, begun
from studykit.store.faces import MEMORY, standing_of, write_standing
from studykit.store.transactions import reading

Replay = Callable[[Sequence[LogEntry]], Standing]
"""The standing that a face's entries lead to, in their order, from New on. Pure, and the same on every machine."""

_COUNTING: Final = frozenset({ReviewKind.LEARN, ReviewKind.REVIEW, ReviewKind.RELEARN})
_ENTRY: Final = "key, card, face, at_ms, day, rating, kind, seconds, days, remaining, took_ms, machine"
_COUNTS: Final = "undone = 0 AND kind IN ('learn', 'review', 'relearn')"


class Difference(NamedTuple):
    """A face whose state is not what its log gives."""

    key: FaceKey
    stored: Standing
    replayed: Standing


class Added(NamedTuple):
    """What came of taking in entries that others wrote."""

    entries: int
    undone: int
    faces: int
    """Faces whose standing was replayed."""


def counts(entry: LogEntry) -> bool:
    """Whether an answer changes what is remembered: those of a cram and of a quiz do not."""
    return entry.kind in _COUNTING


def insert_entry(store: sqlite3.Connection, entry: LogEntry, origin: str, memory: Memory | None = None) -> bool:
    """Add an entry, in the caller's transaction. False, and nothing done, where one with its key is there.

    `origin` names the journal that holds it: this machine's for all that did not come out of another one's. `memory`
    is what was remembered after the answer, kept for reading alone.
    """
    step, (stability, difficulty) = entry.step, memory or (None, None)
    cursor = store.execute(
        f"INSERT INTO reviews ({_ENTRY}, origin, stability, difficulty, undone) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, EXISTS (SELECT 1 FROM undos WHERE undos.key = ?)) "
        "ON CONFLICT (key) DO NOTHING",
        (
            entry.key, entry.card, entry.face, entry.at_ms, entry.day, int(entry.rating), entry.kind.value,
            step.seconds, step.days, entry.remaining, entry.took_ms, entry.machine, origin, stability, difficulty,
            entry.key,
        ),
    )  # fmt: skip
    return cursor.rowcount == 1


def insert_undo(store: sqlite3.Connection, key: str, at_ms: int, origin: str) -> bool:
    """Mark an entry as taken back, also one that is not known yet, in the caller's transaction. False if it was."""
    if not store.execute(
        "INSERT INTO undos (key, at_ms, origin) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING", (key, at_ms, origin)
    ).rowcount:
        return False
    store.execute("UPDATE reviews SET undone = 1 WHERE key = ?", (key,))
    return True


def read_entry(store: sqlite3.Connection, key: str) -> LogEntry | None:
    """One entry by its key, taken back or not."""
    row = store.execute(f"SELECT {_ENTRY} FROM reviews WHERE key = ?", (key,)).fetchone()
    return None if row is None else _entry(row)


def read_history(store: sqlite3.Connection, key: FaceKey) -> list[LogEntry]:
    """The answers to a face that count, in their order."""
    rows = store.execute(
        f"SELECT {_ENTRY} FROM reviews WHERE card = ? AND face = ? AND {_COUNTS} ORDER BY at_ms, machine, key", key
    )
    return [_entry(row) for row in rows]


def read_log(store: sqlite3.Connection, since_ms: int = 0) -> Iterator[LogEntry]:
    """Every answer that was not taken back, those of crams and quizzes too, by time, one after the other."""
    rows = store.execute(
        f"SELECT {_ENTRY} FROM reviews WHERE undone = 0 AND at_ms >= ? ORDER BY at_ms, machine, key", (since_ms,)
    )
    return (_entry(row) for row in rows)


def read_own(store: sqlite3.Connection, origin: str, after: int) -> list[tuple[int, LogEntry]]:
    """The entries that a machine's journal should hold, those behind number `after`, each with its number."""
    rows = store.execute(
        f"SELECT seq, {_ENTRY} FROM reviews WHERE seq > ? AND origin = ? ORDER BY seq", (after, origin)
    )
    return [(row[0], _entry(row[1:])) for row in rows]


def read_own_undos(store: sqlite3.Connection, origin: str, after: int) -> list[tuple[int, str, int]]:
    """What was taken back and a machine's journal should say so: number, key and time."""
    rows = store.execute(
        "SELECT number, key, at_ms FROM undos WHERE number > ? AND origin = ? ORDER BY number", (after, origin)
    )
    return rows.fetchall()


def read_last_ms(store: sqlite3.Connection) -> int:
    """The time of the answer that was written last, 0 where there is none."""
    row = store.execute("SELECT at_ms FROM reviews ORDER BY seq DESC LIMIT 1").fetchone()
    return int(row[0]) if row is not None else 0


def replayed(store: sqlite3.Connection, key: FaceKey, replay: Replay) -> Standing:
    """What a face's log gives; of one without answers, what it began with."""
    history = read_history(store, key)
    return replay(history) if history else begun(store, key)


def settle(store: sqlite3.Connection, key: FaceKey, replay: Replay) -> Standing:
    """Make a face's state what its log gives, in the caller's transaction."""
    standing = replayed(store, key, replay)
    write_standing(store, key, standing)
    return standing


def add_entries(
    store: sqlite3.Connection, entries: Iterable[LogEntry], undone: Iterable[tuple[str, int]], origin: str,
    replay: Replay,
) -> Added:  # fmt: skip
    """Take in entries that were made elsewhere, and what was taken back of them (key and time); replay their faces.

    In the caller's transaction. In any order and any number of times, the log and the states are the same in the end.
    """
    touched: dict[FaceKey, None] = {}
    added = taken_back = 0
    for entry in entries:
        if insert_entry(store, entry, origin):
            added += 1
            if counts(entry):
                touched[FaceKey(entry.card, entry.face)] = None
    for key, at_ms in undone:
        if insert_undo(store, key, at_ms, origin):
            taken_back += 1
            if (entry_back := read_entry(store, key)) and counts(entry_back):
                touched[FaceKey(entry_back.card, entry_back.face)] = None
    for face in touched:
        settle(store, face, replay)
    return Added(added, taken_back, len(touched))


def verify(store: sqlite3.Connection, replay: Replay) -> list[Difference]:
    """Replay the whole log and compare: the faces whose state is another. Writes nothing."""
    with reading(store):
        stored = {
            FaceKey(card, face): standing_of(columns)
            for card, face, *columns in store.execute(
                f"SELECT card, face, {', '.join(MEMORY)} FROM faces WHERE state > 0 OR reps > 0 OR lapses > 0"
            )
        }
        rows = store.execute(f"SELECT {_ENTRY} FROM reviews WHERE {_COUNTS} ORDER BY card, face, at_ms, machine, key")
        unanswered = all_begun(store)
        differences = []
        for key, entries in groupby(map(_entry, rows), key=lambda entry: FaceKey(entry.card, entry.face)):
            given = replay(list(entries))
            found = stored.pop(key, Standing())
            unanswered.pop(key, None)
            if found != given:
                differences.append(Difference(key, found, given))
    for key in {**stored, **unanswered}:
        found, given = stored.get(key, Standing()), unanswered.get(key, Standing())
        if found != given:
            differences.append(Difference(key, found, given))
    return differences


def rebuild(store: sqlite3.Connection, replay: Replay) -> list[Difference]:
    """Make every face's state what its log gives, in the caller's transaction. Returns what was changed."""
    differences = verify(store, replay)
    for difference in differences:
        write_standing(store, difference.key, difference.replayed)
    return differences


def _entry(row: Sequence[Any]) -> LogEntry:
    key, card, face, at_ms, day, rating, kind, seconds, days, remaining, took_ms, machine = row
    return LogEntry(
        key, CardId(card), face, at_ms, day, Rating(rating), ReviewKind(kind), Step(seconds, days), remaining, took_ms,
        machine,
    )  # fmt: skip
