"""The cards that stand in deck files, taken in: faces appear, move, go and come back; learning is never touched."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from studykit.model.ids import CardId
from studykit.store.faces import Place, insert_faces


class StandingCard(NamedTuple):
    """A card as it stands in its deck file."""

    id: CardId
    faces: tuple[str, ...]
    place: Place
    position: int
    """Its place in the order of new cards; equal ones go by id."""
    listed: bool = True
    """Whether a map of content lists its note, so that the position is a person's order."""
    retired: bool = False
    """Not to be asked: retired, or in a deck that is learned in Anki."""


class Synced(NamedTuple):
    """How many faces changed, and how."""

    added: int
    moved: int
    gone: int
    back: int


def sync_faces(store: sqlite3.Connection, cards: Iterable[StandingCard]) -> Synced:
    """Make the faces those of these cards, all that stand. In the caller's transaction; writes only what differs.

    New faces are New. Moved ones take their new place. Those of retired and missing cards are no longer active, keep
    all that was learned, and come back with it when the card does.
    """
    rows = {
        (card, face): (number, place, position, listed, active)
        for card, face, number, place, position, listed, active in store.execute(
            "SELECT card, face, id, place, position, listed, active FROM faces"
        )
    }
    places = _Places(store)
    added: list[tuple[str, str, int, int, int, int, int]] = []
    moved: list[tuple[int, int, int, int, int]] = []
    back: list[tuple[int, int, int, int, int]] = []
    used: set[int] = set()
    for card in cards:
        if card.retired:
            continue
        place, deck = places.find(card.place)
        used.add(place)
        for face in card.faces:
            row = rows.pop((card.id, face), None)
            if row is None:
                added.append((card.id, face, place, deck, card.position, card.listed, 1))
            elif row[1:] != (place, card.position, card.listed, 1):
                (moved if row[-1] else back).append((place, deck, card.position, card.listed, row[0]))
    gone = [(number,) for number, *_, active in rows.values() if active]
    used.update(place for _, place, *_ in rows.values())
    insert_faces(store, added)
    store.executemany(
        "UPDATE faces SET place = ?, deck = ?, position = ?, listed = ?, active = 1 WHERE id = ?", moved + back
    )
    store.executemany("UPDATE faces SET active = 0 WHERE id = ?", gone)
    places.forget_others(used)
    return Synced(len(added), len(moved), len(gone), len(back))


class _Places:
    """The numbers of places and decks, given as they are asked for."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self._decks: dict[str, int] = {name: number for number, name in store.execute("SELECT * FROM study_decks")}
        names = {number: name for name, number in self._decks.items()}
        self._places = {
            Place(names.get(deck, ""), file, section, note): number
            for number, deck, file, section, note in store.execute("SELECT * FROM study_places")
        }

    def find(self, place: Place) -> tuple[int, int]:
        """The numbers of a place and its deck."""
        deck = self._decks.get(place.deck)
        if deck is None:
            deck = self._decks[place.deck] = self._insert("study_decks (name)", (place.deck,))
        number = self._places.get(place)
        if number is None:
            number = self._insert("study_places (deck, file, section, note)", (deck, *place[1:]))
            self._places[place] = number
        return number, deck

    def forget_others(self, used: set[int]) -> None:
        """Remove the places where no face stands, and the decks that no place is in."""
        gone = [place for place, number in self._places.items() if number not in used]
        self._store.executemany("DELETE FROM study_places WHERE id = ?", [(self._places.pop(p),) for p in gone])
        decks = {place.deck for place in self._places}
        self._store.executemany(
            "DELETE FROM study_decks WHERE id = ?",
            [(number,) for name, number in self._decks.items() if name not in decks],
        )

    def _insert(self, table: str, values: tuple[object, ...]) -> int:
        marks = ", ".join("?" * len(values))
        number = self._store.execute(f"INSERT INTO {table} VALUES ({marks})", values).lastrowid
        assert number is not None
        return number
