"""Imports as they were done, so that the last one can be taken back whole, with the answers that came with it.

What an import added carries its number and is removed; what it changed is put back as it was. Answers that were given
here since stay in the log, and count again should the cards be imported once more.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, LogEntry, Standing
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
from studykit.store.imported import CARD_COLUMNS, NOTE_COLUMNS, ImportedCard, ImportedNote, card_row, note_of, note_row
from studykit.store.imported_decks import ImportedDeck, deck_row
from studykit.store.imported_faces import take_places
from studykit.store.imported_gone import bring_back, gone_with, take_out
from studykit.store.imported_rows import Row, write_rows
from studykit.store.log import Replay, replayed

_REVIEW: Final = "key, card, face, at_ms, day, rating, kind, seconds, days, remaining, took_ms, machine, origin, undone"
_EDITS: Final = 0
"""Stands for an import's number where a person edited a note."""
_SEED: Final = "seed"
_TABLES: Final = (
    "imported_notes",
    "imported_cards",
    "imported_rows",
    "imported_decks",
    "imported_types",
    "imported_media",
)


class Import(NamedTuple):
    """One import that stands."""

    number: int
    at_ms: int
    file: str
    summary: dict[str, Any]


class TakenBack(NamedTuple):
    """What went with an import."""

    notes: int
    cards: int
    reviews: int
    restored: int
    """Notes that are again as they were before."""


def add_import(store: sqlite3.Connection, at_ms: int, file: str) -> int:
    """Begin an import; its number. In the caller's transaction."""
    number = store.execute("INSERT INTO imports (at_ms, file, summary) VALUES (?, ?, '{}')", (at_ms, file)).lastrowid
    assert number is not None
    return number


def forget_import(store: sqlite3.Connection, number: int) -> None:
    """An import that changed nothing is none. In the caller's transaction."""
    store.execute("DELETE FROM imports WHERE number = ?", (number,))


def describe_import(store: sqlite3.Connection, number: int, summary: dict[str, Any]) -> None:
    """Say what an import did. In the caller's transaction."""
    said = json.dumps(summary, ensure_ascii=False)
    store.execute("UPDATE imports SET summary = ? WHERE number = ?", (said, number))


def last_import(store: sqlite3.Connection) -> Import | None:
    """The import that would be taken back."""
    row = store.execute("SELECT number, at_ms, file, summary FROM imports ORDER BY number DESC LIMIT 1").fetchone()
    return None if row is None else Import(int(row[0]), int(row[1]), str(row[2]), json.loads(row[3]))


def add_reviews(store: sqlite3.Connection, entries: Iterable[LogEntry], number: int) -> None:
    """Add answers to the log, as those of an import. In the caller's transaction."""
    origin = origin_of(number)
    store.executemany(
        f"INSERT INTO reviews ({_REVIEW}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
        (
            (
                e.key, e.card, e.face, e.at_ms, e.day, int(e.rating), e.kind.value, e.step.seconds, e.step.days,
                e.remaining, e.took_ms, e.machine, origin,
            )
            for e in entries
        ),
    )  # fmt: skip


def origin_of(number: int) -> str:
    """How the log names an import: no machine's journal holds its answers."""
    return f"import:{number}"


def keep_notes(store: sqlite3.Connection, notes: Iterable[ImportedNote], number: int) -> None:
    """Remember notes as they are before an import changes them; so for the others below."""
    _keep(store, "note", (note_row(note) for note in notes), number)


def keep_cards(store: sqlite3.Connection, cards: Iterable[ImportedCard], number: int) -> None:
    _keep(store, "card", (card_row(card) for card in cards), number)


def keep_decks(store: sqlite3.Connection, decks: Iterable[ImportedDeck], number: int) -> None:
    _keep(store, "deck", (deck_row(deck) for deck in decks), number)


def keep_rows(store: sqlite3.Connection, cards: Iterable[tuple[FaceKey, Sequence[Row]]], number: int) -> None:
    _keep(store, "rows", ((*key, rows) for key, rows in cards), number)


def keep_faces(store: sqlite3.Connection, faces: Iterable[tuple[FaceKey, Learned, Learned]], number: int) -> None:
    """With what the import makes of each."""
    _keep(store, "face", ((*key, _columns(before), _columns(after)) for key, before, after in faces), number)


def keep_seeds(store: sqlite3.Connection, keys: Iterable[FaceKey], number: int) -> None:
    """Remember that faces had no beginning of their own before an import gave them one."""
    _keep(store, _SEED, keys, number)


def _keep(store: sqlite3.Connection, what: str, rows: Iterable[Sequence[Any]], number: int) -> None:
    store.executemany(
        "INSERT INTO import_undo (import, what, before) VALUES (?, ?, ?)",
        ((number, what, json.dumps(row, ensure_ascii=False)) for row in rows),
    )


def keep_edit(store: sqlite3.Connection, card: CardId, before: str) -> None:
    """Remember a note as it was before a person edited it, in JSON. In the caller's transaction."""
    store.execute("INSERT INTO import_undo (import, what, before) VALUES (?, ?, ?)", (_EDITS, f"edit {card}", before))


def last_edit(store: sqlite3.Connection, card: CardId) -> tuple[int, ImportedNote] | None:
    """The last edit of a note: its number, for `drop_edit`, and the note before it."""
    row = store.execute(
        "SELECT number, before FROM import_undo WHERE import = ? AND what = ? ORDER BY number DESC LIMIT 1",
        (_EDITS, f"edit {card}"),
    ).fetchone()
    return None if row is None else (int(row[0]), note_of(json.loads(row[1])))


def drop_edit(store: sqlite3.Connection, number: int) -> None:
    """Forget an edit: it was taken back. In the caller's transaction."""
    store.execute("DELETE FROM import_undo WHERE number = ?", (number,))


def take_back(store: sqlite3.Connection, number: int, replay: Replay) -> TakenBack:
    """Take an import back, the last one. In the caller's transaction."""
    deleted = gone_with(store, number)
    for card in deleted:  # what the import made of them goes like the rest
        bring_back(store, card, lambda _: True)
    origin = origin_of(number)
    answered = store.execute("SELECT DISTINCT card, face FROM reviews WHERE origin = ?", (origin,)).fetchall()
    reviews = store.execute("DELETE FROM reviews WHERE origin = ?", (origin,)).rowcount
    gone = store.execute("SELECT card, face FROM imported_cards WHERE import = ?", (number,)).fetchall()
    notes = store.execute("SELECT count(*) FROM imported_notes WHERE import = ?", (number,)).fetchone()[0]
    store.execute(
        "DELETE FROM import_undo WHERE import = ? AND what IN "
        "(SELECT 'edit ' || card FROM imported_notes WHERE import = ?)",
        (_EDITS, number),
    )
    for table in _TABLES:
        store.execute(f"DELETE FROM {table} WHERE import = ?", (number,))
    restored, faces = _restore(store, number)
    for key in {*(FaceKey(CardId(card), face) for card, face in (*gone, *answered)), *faces}:
        now = read_learned(store, key)
        if now is not None:
            write_learned(store, key, _before_it(now, faces.get(key), partial(replayed, store, key, replay)))
    take_places(store, [FaceKey(CardId(card), face) for card, face in gone])
    for card in deleted:
        take_out(store, card)
    store.execute("DELETE FROM import_undo WHERE import = ?", (number,))
    store.execute("DELETE FROM imports WHERE number = ?", (number,))
    return TakenBack(notes, len(gone), reviews, restored)


_Changed = tuple[Learned, Learned]
"""What a face had learned before an import, and what the import made of it."""


def _before_it(now: Learned, changed: _Changed | None, replayed: Callable[[], Standing]) -> Learned:
    """What a face has learned without an import: what came after it stays."""
    if changed is None:
        return Learned(replayed(), Marks())
    before, after = changed
    standing = before.standing if now.standing == after.standing else replayed()
    return Learned(standing, before.marks if now.marks == after.marks else now.marks)


def _restore(store: sqlite3.Connection, number: int) -> tuple[int, dict[FaceKey, _Changed]]:
    """Rows that an import changed, as they were; how many notes; what faces had learned, and what the import made."""
    faces: dict[FaceKey, _Changed] = {}
    notes = 0
    rows = store.execute("SELECT what, before FROM import_undo WHERE import = ? ORDER BY number DESC", (number,))
    for what, text in rows.fetchall():
        row = json.loads(text)
        if what == "face":
            card, face, before, after = row
            faces[FaceKey(card, face)] = _learned(before), _learned(after)
            continue
        if what == _SEED:
            store.execute("DELETE FROM inline_seeds WHERE card = ? AND face = ?", row)
            continue
        if what == "rows":
            card, face, before = row
            write_rows(store, [(FaceKey(card, face), before)], number)
            continue
        table, columns, keys = _WHERE[what]
        names = columns.split(", ")
        setting = ", ".join(f"{name} = ?" for name in names[keys:])
        finding = " AND ".join(f"{name} = ?" for name in names[:keys])
        store.execute(f"UPDATE {table} SET {setting} WHERE {finding}", (*row[keys:], *row[:keys]))
        notes += what == "note"
    return notes, faces


_WHERE: Final = {
    "note": ("imported_notes", NOTE_COLUMNS, 1),
    "card": ("imported_cards", CARD_COLUMNS, 2),
    "deck": ("imported_decks", "name, learn, options", 1),
}
"""The table of each kind of row, its columns, and how many of them are its key."""

_Columns = list[Any]


def _columns(learned: Learned) -> _Columns:
    return [*standing_columns(learned.standing), *marks_columns(learned.marks)]


def _learned(columns: _Columns) -> Learned:
    return Learned(standing_of(columns[: len(MEMORY)]), marks_of(columns[len(MEMORY) :]))
