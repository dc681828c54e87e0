"""Faces as rows: where each stands, what is remembered of it, what the person marked on it.

A face is never deleted. One whose card is retired or gone keeps its learning and is not `active`; so does one that is
known from another machine's reviews alone, until the deck files bring its card.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag, Learning, Memory, New, Relearning, Review, Standing, State

MemoryColumns = tuple[int, int, int, float, float, int, int, int, int, int, int]
MarksColumns = tuple[int, int, str, int, int]

MEMORY: Final = (
    "state", "due_ms", "due_day", "stability", "difficulty", "interval", "remaining", "last_ms", "last_day", "reps",
    "lapses",
)  # fmt: skip
"""The columns of a `Standing`, in the order of `standing_columns`."""
MARKS: Final = ("suspended", "buried_day", "flag", "flag_ms", "leech")
"""The columns of `Marks`, in the order of `marks_columns`."""

_LEARNED: Final = ", ".join(MEMORY + MARKS)
_SET_LEARNED: Final = ", ".join(f"{name} = ?" for name in MEMORY + MARKS)
_SET_MEMORY: Final = ", ".join(f"{name} = ?" for name in MEMORY)


class Place(NamedTuple):
    """Where a card stands: its deck, the deck file, and what it was made from."""

    deck: str = ""
    file: str = ""
    section: str = ""
    note: str = ""


class Marks(NamedTuple):
    """What is said of a face beside its memory."""

    suspended: bool = False
    buried_day: int = 0
    """The study day on which it is not asked, as far as that is up to this; 0 for none."""
    flag: Flag | None = None
    leech: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """All that the store knows of one face, its log apart."""

    key: FaceKey
    place: Place
    position: int
    """Its card's place in the order of new cards."""
    listed: bool
    """Whether a map of content lists the note, so that the position is a person's order."""
    active: bool
    """Whether its card stands in a deck; else it is not asked."""
    standing: Standing
    marks: Marks


class Learned(NamedTuple):
    """The part of a face's row that reviews and actions change."""

    standing: Standing
    marks: Marks


def read_face(store: sqlite3.Connection, key: FaceKey) -> Face | None:
    """One face, None where there is none."""
    return next(_read(store, "WHERE f.card = ? AND f.face = ?", key), None)


def read_siblings(store: sqlite3.Connection, card: CardId) -> list[Face]:
    """All faces of a card, by their names."""
    return list(_read(store, "WHERE f.card = ? ORDER BY f.face", (card,)))


def read_of_note(store: sqlite3.Connection, note: str) -> list[Face]:
    """All faces of the cards that were made from a note, in the order of new cards."""
    return list(_read(store, "WHERE p.note = ? ORDER BY f.position, f.card, f.face", (note,)))


def read_faces(store: sqlite3.Connection) -> Iterator[Face]:
    """Every face, in no order, one after the other."""
    return _read(store, "", ())


def read_learned(store: sqlite3.Connection, key: FaceKey) -> Learned | None:
    """A face's memory and marks alone, None where there is no such face."""
    row = store.execute(f"SELECT {_LEARNED} FROM faces WHERE card = ? AND face = ?", key).fetchone()
    return None if row is None else Learned(standing_of(row[: len(MEMORY)]), marks_of(row[len(MEMORY) :]))


def write_learned(store: sqlite3.Connection, key: FaceKey, learned: Learned) -> None:
    """Make a face's memory and marks these. In the caller's transaction."""
    values = (*standing_columns(learned.standing), *marks_columns(learned.marks), *key)
    store.execute(f"UPDATE faces SET {_SET_LEARNED} WHERE card = ? AND face = ?", values)


def write_standing(store: sqlite3.Connection, key: FaceKey, standing: Standing) -> None:
    """Make a face's memory this; a face that was not known is added, not active. In the caller's transaction."""
    values = (*standing_columns(standing), *key)
    if not store.execute(f"UPDATE faces SET {_SET_MEMORY} WHERE card = ? AND face = ?", values).rowcount:
        add_unplaced(store, key)
        store.execute(f"UPDATE faces SET {_SET_MEMORY} WHERE card = ? AND face = ?", values)


def add_unplaced(store: sqlite3.Connection, key: FaceKey) -> None:
    """Add a face whose card no deck file here holds yet. In the caller's transaction."""
    insert_faces(store, [(*key, 0, 0, 0, 0, 0)])


def insert_faces(store: sqlite3.Connection, rows: Sequence[tuple[str, str, int, int, int, int, int]]) -> None:
    """Add new faces: card, face, place, deck, position, listed, active. In the caller's transaction."""
    names = ("card", "face", "place", "deck", "position", "listed", "active", *MEMORY, *MARKS)
    marks = ", ".join("?" * len(names))
    fresh = (*standing_columns(Standing()), *marks_columns(Marks()))
    store.executemany(f"INSERT INTO faces ({', '.join(names)}) VALUES ({marks})", [(*row, *fresh) for row in rows])


def standing_columns(standing: Standing) -> MemoryColumns:
    """A `Standing` as the columns `MEMORY`. What a state does not have is 0."""
    counts = standing.reps, standing.lapses
    match standing.state:
        case New():
            return 0, 0, 0, 0.0, 0.0, 0, 0, 0, 0, *counts
        case Learning(memory, remaining, due_ms, last_ms, last_day):
            return 1, due_ms, 0, *memory, 0, remaining, last_ms, last_day, *counts
        case Review(memory, interval, due_day, last_ms, last_day):
            return 2, 0, due_day, *memory, interval, 0, last_ms, last_day, *counts
        case Relearning(memory, remaining, interval, due_ms, last_ms, last_day):
            return 3, due_ms, 0, *memory, interval, remaining, last_ms, last_day, *counts


def standing_of(columns: Sequence[Any]) -> Standing:
    """The `Standing` of the columns `MEMORY`."""
    number, due_ms, due_day, stability, difficulty, interval, remaining, last_ms, last_day, reps, lapses = columns
    memory = Memory(stability, difficulty)
    states: dict[int, State] = {
        0: New(),
        1: Learning(memory, remaining, due_ms, last_ms, last_day),
        2: Review(memory, interval, due_day, last_ms, last_day),
        3: Relearning(memory, remaining, interval, due_ms, last_ms, last_day),
    }
    return Standing(states[number], reps, lapses)


def marks_columns(marks: Marks) -> MarksColumns:
    """`Marks` as the columns `MARKS`. A time of 0 says that there is no flag."""
    word, at_ms = marks.flag or ("", 0)
    return int(marks.suspended), marks.buried_day, word, at_ms, int(marks.leech)


def marks_of(columns: Sequence[Any]) -> Marks:
    """The `Marks` of the columns `MARKS`."""
    suspended, buried_day, word, flag_ms, leech = cast("MarksColumns", tuple(columns))
    return Marks(bool(suspended), buried_day, Flag(word, flag_ms) if flag_ms else None, bool(leech))


def last_answer_ms(standing: Standing) -> int:
    """When a face was last answered, 0 where it never was."""
    return 0 if isinstance(standing.state, New) else standing.state.last_ms


def _read(store: sqlite3.Connection, where: str, values: Sequence[object]) -> Iterator[Face]:
    learned = ", ".join(f"f.{name}" for name in MEMORY + MARKS)
    rows = store.execute(
        f"SELECT f.card, f.face, coalesce(d.name, ''), coalesce(p.file, ''), coalesce(p.section, ''), "
        f"coalesce(p.note, ''), f.position, f.listed, f.active, {learned} FROM faces f "
        f"LEFT JOIN study_places p ON p.id = f.place LEFT JOIN study_decks d ON d.id = f.deck {where}",
        values,
    )
    for card, face, deck, file, section, note, position, listed, active, *rest in rows:
        standing, marks = standing_of(rest[: len(MEMORY)]), marks_of(rest[len(MEMORY) :])
        yield Face(
            FaceKey(card, face), Place(deck, file, section, note), position, bool(listed), bool(active), standing, marks
        )
