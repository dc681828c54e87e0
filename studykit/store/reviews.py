"""One answer, recorded: its entry in the log, the face's new state and what can be taken back, in one transaction.

When `record` returns, the answer is on the disk. An answer that was decided on a state that another process has
changed meanwhile is no less an answer: it is kept, moved behind the other, and the state is replayed from both.
"""

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import replace as changed
from typing import NamedTuple

from studykit.model.review import FaceKey, LogEntry, New, Standing
from studykit.store.actions import Action, Change, change_faces, marked
from studykit.store.faces import Learned, Marks, add_unplaced, last_answer_ms, read_learned
from studykit.store.log import Replay, counts, insert_entry, read_entry, read_history
from studykit.store.transactions import transaction


class Recorded(NamedTuple):
    """What the store made of an answer."""

    entry: LogEntry
    """As the log holds it: later than it was given where the clock, or another process, was ahead."""
    standing: Standing
    """The face's standing now."""
    again: bool = False
    """An entry with its key was there already: nothing was written."""
    settled: bool = False
    """The face had been changed since `before`, or the clock stood behind its last answer: its log was replayed."""


def record(
    store: sqlite3.Connection, entry: LogEntry, before: Standing, after: Standing, replay: Replay, *,
    suspend: bool = False, leech: bool = False, bury: Iterable[FaceKey] = (), session: str = "",
) -> Recorded:  # fmt: skip
    """Write one answer, and return once it is on the disk.

    `before` is the standing that the answer was decided on and `after` the one it leads to; for a cram or a quiz they
    are not looked at. `suspend` and `leech` mark the face, `bury` its siblings until the entry's day is over; `undo`
    takes all of it back with the answer; `session` is a name by which it can be asked for one session's actions alone.
    StoreError where the answer cannot be written: then nothing of it was.
    """
    key = FaceKey(entry.card, entry.face)
    with transaction(store):
        if (known := read_entry(store, entry.key)) is not None:
            now = read_learned(store, FaceKey(known.card, known.face))
            return Recorded(known, now.standing if now else Standing(), again=True)
        now = read_learned(store, key)
        if now is None:
            add_unplaced(store, key)
            now = Learned(Standing(), Marks())
        settled = counts(entry) and (now.standing != before or _too_early(entry, now.standing))
        if settled:
            entry = changed(entry, at_ms=max(entry.at_ms, last_answer_ms(now.standing) + 1))
        state = after.state
        memory = None if settled or not counts(entry) or isinstance(state, New) else state.memory
        insert_entry(store, entry, entry.machine, memory)
        if settled:
            after = replay(read_history(store, key))
        elif not counts(entry):
            after = now.standing
        marks = now.marks._replace(suspended=now.marks.suspended or suspend, leech=now.marks.leech or leech)
        siblings = marked(store, {sibling: _buried(entry.day) for sibling in bury if sibling != key})
        changes = (Change(key, now, Learned(after, marks)), *siblings)
        change_faces(store, Action("review", entry.at_ms, session, entry.key, changes))
    return Recorded(entry, after, settled=settled)


def _too_early(entry: LogEntry, standing: Standing) -> bool:
    return not isinstance(standing.state, New) and entry.at_ms <= standing.state.last_ms


def _buried(day: int) -> Callable[[Marks], Marks]:
    return lambda marks: marks._replace(buried_day=day)
