"""The faces of imported cards: many at once, with the learning that they bring."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.store.faces import MARKS, MEMORY, Learned, Place, marks_columns, standing_columns
from studykit.store.imported import FILE
from studykit.store.placing import StandingCard

_COLUMNS: Final = ("card", "face", "place", "deck", "position", "listed", "active", *MEMORY, *MARKS)


class NewFace(NamedTuple):
    """A face that the store does not know yet, as an import brings it."""

    key: FaceKey
    deck: str
    position: int
    active: bool
    """Whether its deck is learned here."""
    learned: Learned


def place_of(deck: str) -> Place:
    """Where an imported card stands."""
    return Place(deck, FILE, deck, "")


def standing_cards(store: sqlite3.Connection, elsewhere: Callable[[str], bool]) -> Iterator[StandingCard]:
    """Every imported card as one that stands, so that the deck files' own are not taken for all there are.

    `elsewhere` says of a deck that it is not learned here.
    """
    asleep: dict[str, bool] = {}
    rows = store.execute("SELECT card, face, deck, position FROM imported_cards ORDER BY card, ordinal")
    for card, face, deck, position in rows:
        if deck not in asleep:
            asleep[deck] = elsewhere(deck)
        yield StandingCard(CardId(card), (face,), place_of(deck), position, True, asleep[deck])


def known_cards(store: sqlite3.Connection) -> frozenset[str]:
    """Every card of which a face is known, standing or gone."""
    return frozenset(card for (card,) in store.execute("SELECT DISTINCT card FROM faces"))


def add_faces(store: sqlite3.Connection, faces: Iterable[NewFace]) -> None:
    """Add faces with their memory and marks. In the caller's transaction."""
    places: dict[str, tuple[int, int]] = {}

    def rows() -> Iterator[tuple[Any, ...]]:
        for face in faces:
            where = places.get(face.deck)
            if where is None:
                where = places[face.deck] = _place(store, face.deck)
            learned = (*standing_columns(face.learned.standing), *marks_columns(face.learned.marks))
            yield (*face.key, *where, face.position, 1, int(face.active), *learned)

    marks = ", ".join("?" * len(_COLUMNS))
    store.executemany(f"INSERT INTO faces ({', '.join(_COLUMNS)}) VALUES ({marks})", rows())


def move_faces(store: sqlite3.Connection, faces: Iterable[NewFace]) -> None:
    """Put faces that are known where the import has them; what is learned stays. In the caller's transaction."""
    for face in faces:
        place, deck = _place(store, face.deck)
        store.execute(
            "UPDATE faces SET place = ?, deck = ?, position = ?, listed = 1, active = ? WHERE card = ? AND face = ?",
            (place, deck, face.position, int(face.active), *face.key),
        )


def put_to_sleep(store: sqlite3.Connection, keys: Iterable[FaceKey]) -> None:
    """These faces are not asked any more. In the caller's transaction."""
    store.executemany("UPDATE faces SET active = 0 WHERE card = ? AND face = ?", keys)


def take_places(store: sqlite3.Connection, keys: Iterable[FaceKey]) -> None:
    """These faces stand nowhere any more; decks in which nothing stands go. In the caller's transaction."""
    store.executemany("UPDATE faces SET active = 0, place = 0, deck = 0 WHERE card = ? AND face = ?", keys)
    store.execute(
        "DELETE FROM study_places WHERE file = ? AND NOT EXISTS (SELECT 1 FROM faces WHERE place = study_places.id)",
        (FILE,),
    )
    store.execute(
        "DELETE FROM study_decks WHERE NOT EXISTS (SELECT 1 FROM study_places WHERE deck = study_decks.id) "
        "AND NOT EXISTS (SELECT 1 FROM faces WHERE deck = study_decks.id)"
    )


def _place(store: sqlite3.Connection, name: str) -> tuple[int, int]:
    """The numbers of a deck's place and of the deck, made where they are not there."""
    store.execute("INSERT INTO study_decks (name) VALUES (?) ON CONFLICT DO NOTHING", (name,))
    (deck,) = store.execute("SELECT id FROM study_decks WHERE name = ?", (name,)).fetchone()
    where = (deck, *place_of(name)[1:])
    store.execute(
        "INSERT INTO study_places (deck, file, section, note) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", where
    )
    (place,) = store.execute(
        "SELECT id FROM study_places WHERE deck = ? AND file = ? AND section = ? AND note = ?", where
    ).fetchone()
    return place, deck
