"""Imported notes that a person deleted: kept aside whole, so that they can come back, and are not imported again.

A note that is gone stands among what can be taken back (`import_undo`), under no import. Its answers stay in the log,
and its faces stand nowhere: as those of a card that was taken out of its deck file.
"""

import json
import sqlite3
from collections.abc import Callable
from typing import Any, Final

from studykit.model.ids import CardId
from studykit.store.faces import read_learned
from studykit.store.imported import CARD_COLUMNS, NOTE_COLUMNS, ImportedNote, note_of, read_cards_of
from studykit.store.imported_faces import NewFace, move_faces, take_places

_BY_PERSON: Final = 0
"""Stands for an import's number where a person did it."""
_GONE: Final = "gone "
_COLUMNS: Final = {
    "imported_notes": f"{NOTE_COLUMNS}, import",
    "imported_cards": f"{CARD_COLUMNS}, import",
    "imported_rows": "card, face, hex(rows), import",
}


def take_out(store: sqlite3.Connection, card: CardId) -> bool:
    """Take an imported note out of the store's notes. In the caller's transaction. False where there is none."""
    keys = [one.key for one in read_cards_of(store, card)]
    kept = {
        table: store.execute(f"SELECT {columns} FROM {table} WHERE card = ?", (card,)).fetchall()
        for table, columns in _COLUMNS.items()
    }
    if not kept["imported_notes"]:
        return False
    store.execute(
        "INSERT INTO import_undo (import, what, before) VALUES (?, ?, ?)",
        (_BY_PERSON, f"{_GONE}{card}", json.dumps(kept, ensure_ascii=False)),
    )
    for table in _COLUMNS:
        store.execute(f"DELETE FROM {table} WHERE card = ?", (card,))
    take_places(store, keys)
    return True


def bring_back(store: sqlite3.Connection, card: CardId, asleep: Callable[[str], bool]) -> bool:
    """Put a deleted note back as it was. In the caller's transaction. False where it is not among them.

    `asleep` says of a deck that it is not learned here.
    """
    row = store.execute(
        "SELECT number, before FROM import_undo WHERE import = ? AND what = ?", (_BY_PERSON, f"{_GONE}{card}")
    ).fetchone()
    if row is None:
        return False
    number, before = row
    for table, rows in json.loads(before).items():
        columns = _COLUMNS[table].replace("hex(rows)", "rows")
        marks = ", ".join("?" * (columns.count(",") + 1))
        values = [_with_bytes(one) for one in rows] if table == "imported_rows" else rows
        store.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", values)
    faces = [
        NewFace(one.key, one.deck, one.position, not asleep(one.deck), learned)
        for one in read_cards_of(store, card)
        if (learned := read_learned(store, one.key)) is not None
    ]
    move_faces(store, faces)
    store.execute("DELETE FROM import_undo WHERE number = ?", (number,))
    return True


def read_gone(store: sqlite3.Connection) -> list[ImportedNote]:
    """The notes that a person deleted, by id."""
    found = [_notes(before) for _, before in _rows(store)]
    return sorted(note_of(row[:-1]) for row in found)


def gone_with(store: sqlite3.Connection, number: int) -> list[CardId]:
    """The deleted notes that an import brought or changed."""
    found = [_notes(before) for _, before in _rows(store)]
    return sorted(CardId(row[0]) for row in found if number in (row[-1], note_of(row[:-1]).media))


def is_gone(store: sqlite3.Connection, card: str) -> bool:
    """Whether a person deleted this note."""
    wanted = "SELECT 1 FROM import_undo WHERE import = ? AND what = ?"
    return store.execute(wanted, (_BY_PERSON, f"{_GONE}{card}")).fetchone() is not None


def _rows(store: sqlite3.Connection) -> list[tuple[int, str]]:
    wanted = "SELECT number, before FROM import_undo WHERE import = ? AND what >= ? AND what < ?"
    return store.execute(wanted, (_BY_PERSON, _GONE, _GONE.replace(" ", "!"))).fetchall()


def _notes(before: str) -> list[Any]:
    (row,) = json.loads(before)["imported_notes"]
    return list(row)


def _with_bytes(row: list[Any]) -> tuple[Any, ...]:
    card, face, rows, number = row
    return card, face, bytes.fromhex(rows), number
