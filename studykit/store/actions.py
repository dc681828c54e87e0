"""What a person did to faces, in order, so that it can be taken back: answers, suspending, burying, flags.

An action keeps what its faces were before and after it. Taking it back puts the former in place, unless another
machine's reviews came in between: then the memory is replayed from the log, which is right in any case.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag
from studykit.store.faces import (
    MEMORY,
    Learned,
    Marks,
    marks_columns,
    marks_of,
    read_learned,
    standing_columns,
    standing_of,
    write_learned,
)
from studykit.store.log import Replay, insert_undo, replayed
from studykit.store.transactions import transaction

KEPT: Final = 1000
"""Actions that can be taken back. The log keeps its entries for good all the same."""


class Change(NamedTuple):
    """What an action made of a face."""

    key: FaceKey
    before: Learned
    after: Learned


class Action(NamedTuple):
    """Something that a person did and can take back."""

    kind: str
    """`review`, `suspend`, `unsuspend`, `bury`, `unbury`, `flag` or `unflag`."""
    at_ms: int
    session: str
    """Which of several that run at once did it, by a name of its own; may be empty."""
    review: str
    """Of an answer, the key of its entry in the log; else empty."""
    changes: tuple[Change, ...]
    number: int = 0
    """Its place in the order; given by the store."""


def suspend(store: sqlite3.Connection, faces: Iterable[FaceKey], at_ms: int, session: str = "") -> int:
    """Ask these faces no more until `unsuspend`. Returns how many were not suspended before."""
    return _mark(store, "suspend", faces, at_ms, session, lambda marks: marks._replace(suspended=True))


def unsuspend(store: sqlite3.Connection, faces: Iterable[FaceKey], at_ms: int, session: str = "") -> int:
    """Ask these faces again. Returns how many were suspended."""
    return _mark(store, "unsuspend", faces, at_ms, session, lambda marks: marks._replace(suspended=False))


def bury(store: sqlite3.Connection, faces: Iterable[FaceKey], day: int, at_ms: int, session: str = "") -> int:
    """Do not ask these faces on this study day any more. Returns how many would have been."""
    return _mark(store, "bury", faces, at_ms, session, lambda marks: marks._replace(buried_day=day))


def unbury(store: sqlite3.Connection, faces: Iterable[FaceKey], at_ms: int, session: str = "") -> int:
    """Ask buried faces after all. Returns how many were buried."""
    return _mark(store, "unbury", faces, at_ms, session, lambda marks: marks._replace(buried_day=0))


def flag(store: sqlite3.Connection, faces: Iterable[FaceKey], mark: Flag | None, at_ms: int, session: str = "") -> int:
    """Mark these faces for later, or take the mark away. Returns how many had another mark or none."""
    return _mark(store, "flag" if mark else "unflag", faces, at_ms, session, lambda marks: marks._replace(flag=mark))


def undo(
    store: sqlite3.Connection, replay: Replay, at_ms: int, machine: str, session: str | None = None
) -> Action | None:
    """Take back the last action that stands, of a session or of all, and say what it was.

    An answer is marked in the log and not deleted; `machine` names the journal that is to say so. None where there is
    nothing to take back.
    """
    with transaction(store):
        if not (last := last_actions(store, 1, session)):
            return None
        (action,) = last
        if action.review:
            insert_undo(store, action.review, at_ms, machine)
        for change in action.changes:
            _take_back(store, change, replay)
        store.execute("DELETE FROM actions WHERE number = ?", (action.number,))
    return action


def last_actions(store: sqlite3.Connection, count: int, session: str | None = None) -> list[Action]:
    """The actions that `undo` would take back, the next one first."""
    rows = store.execute(
        "SELECT kind, at_ms, session, review, changes, number FROM actions WHERE session = coalesce(?, session) "
        "ORDER BY number DESC LIMIT ?",
        (session, count),
    ).fetchall()
    return [
        Action(kind, at_ms, by, review, _load(changes), number) for kind, at_ms, by, review, changes, number in rows
    ]


def change_faces(store: sqlite3.Connection, action: Action) -> None:
    """Write what an action makes of its faces, and remember it. In the caller's transaction."""
    for change in action.changes:
        write_learned(store, change.key, change.after)
    number = store.execute(
        "INSERT INTO actions (kind, at_ms, session, review, changes) VALUES (?, ?, ?, ?, ?)",
        (*action[:4], _dump(action.changes)),
    ).lastrowid
    assert number is not None
    store.execute("DELETE FROM actions WHERE number <= ?", (number - KEPT,))


def _mark(
    store: sqlite3.Connection, kind: str, faces: Iterable[FaceKey], at_ms: int, session: str,
    change: Callable[[Marks], Marks],
) -> int:  # fmt: skip
    with transaction(store):
        changes = marked(store, dict.fromkeys(faces, change))
        if changes or session:  # a session counts its actions, those that changed nothing among them
            change_faces(store, Action(kind, at_ms, session, "", changes))
    return len(changes)


def marked(store: sqlite3.Connection, wanted: Mapping[FaceKey, Callable[[Marks], Marks]]) -> tuple[Change, ...]:
    """The changes that give faces other marks; none for a face that has them already or is not known."""
    changes = []
    for key, change in wanted.items():
        before = read_learned(store, key)
        if before is not None and (marks := change(before.marks)) != before.marks:
            changes.append(Change(key, before, before._replace(marks=marks)))
    return tuple(changes)


def _take_back(store: sqlite3.Connection, change: Change, replay: Replay) -> None:
    now = read_learned(store, change.key)
    assert now is not None  # faces are never deleted
    standing = now.standing
    if change.before.standing != change.after.standing:
        untouched = standing == change.after.standing
        standing = change.before.standing if untouched else replayed(store, change.key, replay)
    # of the marks, those that the action changed and nothing has changed since
    marks = zip(*(marks_columns(learned.marks) for learned in (change.before, change.after, now)), strict=True)
    restored = marks_of([current if current != after else before for before, after, current in marks])
    write_learned(store, change.key, Learned(standing, restored))


def _dump(changes: Sequence[Change]) -> str:
    rows = [[*change.key, _columns(change.before), _columns(change.after)] for change in changes]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _load(text: str) -> tuple[Change, ...]:
    return tuple(
        Change(FaceKey(CardId(card), face), _learned(before), _learned(after))
        for card, face, before, after in json.loads(text)
    )


def _columns(learned: Learned) -> list[Any]:
    return [*standing_columns(learned.standing), *marks_columns(learned.marks)]


def _learned(columns: Sequence[Any]) -> Learned:
    return Learned(standing_of(columns[: len(MEMORY)]), marks_of(columns[len(MEMORY) :]))
