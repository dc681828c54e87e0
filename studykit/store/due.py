"""The faces that today's queue is built from, as the queue wants them. Read from indexes, never from all the cards."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from studykit.model.ids import CardId
from studykit.model.review import Learning, Memory
from studykit.scheduling.rows import Kind, Row, place
from studykit.store.counts import DUE, IN_STEPS, NEW


def due_reviews(store: sqlite3.Connection, today: int) -> list[Row]:
    """Every review that is due on a study day, the longest due first. Suspended and buried faces are not there."""
    found = _faces(store, "faces_due", "due_day, last_day, stability", DUE, "due_day, f.deck", {"today": today})
    return [
        Row(CardId(card), face, deck, section, note, Kind.REVIEW, due_day, last_day, stability)
        for card, face, deck, section, note, due_day, last_day, stability in found
    ]


def due_in_steps(store: sqlite3.Connection, today: int, end_ms: int, day_of: Callable[[int], int]) -> list[Row]:
    """Every face in its steps that is due before the day's end, the first due first.

    `day_of` gives the study day of an instant.
    """
    values = {"today": today, "end": end_ms}
    rows = []
    for card, face, deck, section, note, due_ms, last_day, stability in _faces(
        store, "faces_in_steps", "due_ms, last_day, stability", IN_STEPS, "due_ms, f.deck", values
    ):
        state = Learning(Memory(stability, 0.0), 0, due_ms, 0, last_day)  # relearning is placed as learning is
        rows.append(Row(CardId(card), face, deck, section, note, *place(state, day_of)))
    return rows


def new_faces(store: sqlite3.Connection, today: int, limits: Mapping[str, int]) -> list[Row]:
    """The first new faces of decks in their order, of each deck no more than its limit."""
    numbers = dict(store.execute("SELECT name, id FROM study_decks"))
    where = f"f.deck = :deck AND {NEW}"
    rows = []
    for name, limit in limits.items():
        if name not in numbers or limit <= 0:
            continue
        values = {"today": today, "deck": numbers[name], "limit": limit}
        for card, face, deck, section, note, position, listed in _faces(
            store, "faces_new", "position, listed", where, "position, card, face LIMIT :limit", values
        ):
            rows.append(
                Row(CardId(card), face, deck, section, note, Kind.NEW, 0, position=position, listed=bool(listed))
            )
    return rows


def _faces(
    store: sqlite3.Connection, index: str, columns: str, where: str, order: str, values: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Card, face, deck, section, note and some columns of faces, which the index alone must be able to give."""
    return store.execute(
        f"SELECT card, face, name, section, note, {columns} FROM faces f INDEXED BY {index} "
        f"CROSS JOIN study_places p ON p.id = f.place CROSS JOIN study_decks d ON d.id = f.deck "
        f"WHERE {where} ORDER BY {order}",
        values,
    )
