"""A standing comes back as it was; faces follow the cards that stand and never lose what was learned."""

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag, Learning, Memory, New, Relearning, Review, Standing
from studykit.store.actions import flag, suspend
from studykit.store.db import open_store, transaction
from studykit.store.faces import (
    Marks,
    Place,
    marks_columns,
    marks_of,
    read_face,
    read_faces,
    read_of_note,
    read_siblings,
    standing_columns,
    standing_of,
    write_standing,
)
from studykit.store.placing import StandingCard, Synced, sync_faces
from tests.store.learning import START_MS, answer, cards, key, new_store, standing

WHOLE = st.integers(0, 1 << 53)
MEMORIES = st.builds(Memory, st.floats(0.001, 36500).map(lambda x: round(x, 4)), st.floats(1, 10))
STATES = st.one_of(
    st.just(New()),
    st.builds(Learning, MEMORIES, WHOLE, WHOLE, WHOLE, WHOLE),
    st.builds(Review, MEMORIES, WHOLE, WHOLE, WHOLE, WHOLE),
    st.builds(Relearning, MEMORIES, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE),
)
STANDINGS = st.builds(Standing, STATES, WHOLE, WHOLE)
FLAGS = st.builds(Flag, st.text(max_size=5), st.integers(1, 1 << 53))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = new_store(tmp_path / "store")
    yield connection
    connection.close()


def sync(store: sqlite3.Connection, *standing_cards: StandingCard) -> Synced:
    with transaction(store):
        return sync_faces(store, standing_cards)


@given(STANDINGS)
def test_a_standing_comes_back_as_it_was(value: Standing) -> None:
    assert standing_of(standing_columns(value)) == value


@given(st.builds(Marks, st.booleans(), WHOLE, st.none() | FLAGS, st.booleans()))
def test_marks_come_back_as_they_were(value: Marks) -> None:
    assert marks_of(marks_columns(value)) == value


@settings(max_examples=30)
@given(value=STANDINGS)
def test_a_standing_survives_the_disk(tmp_path_factory: pytest.TempPathFactory, value: Standing) -> None:
    folder = tmp_path_factory.getbasetemp() / "one-store"
    store = open_store(folder)
    with transaction(store):
        write_standing(store, key(0), value)
    assert standing(store, key(0)) == value
    store.close()


def test_new_cards_bring_new_faces(store: sqlite3.Connection) -> None:
    place = Place("A::B", "A/B.md", "B", "b.md")
    two = StandingCard(CardId("two"), ("c1", "c2"), place, 7, listed=False)
    assert sync(store, *cards(3), two) == Synced(2, 0, 0, 0)
    first, second = read_siblings(store, CardId("two"))
    assert (first.key, second.key) == (("two", "c1"), ("two", "c2"))
    assert (first.place, first.position, first.listed, first.active) == (place, 7, False, True)
    assert (first.standing, first.marks) == (Standing(), Marks())
    assert [face.key for face in read_of_note(store, "b.md")] == [first.key, second.key]
    assert read_face(store, FaceKey(CardId("two"), "c3")) is None


def test_nothing_is_written_where_nothing_changed(store: sqlite3.Connection) -> None:
    before = store.total_changes
    assert sync(store, *cards(3)) == Synced(0, 0, 0, 0)
    assert store.total_changes == before


def test_learning_stays_through_every_move(store: sqlite3.Connection) -> None:
    after = answer(store, key(0), "k1", START_MS).standing
    suspend(store, [key(0)], 1)
    flag(store, [key(0)], Flag("look", 2), 2)
    first, *others = cards(3)
    marks = Marks(suspended=True, flag=Flag("look", 2))
    elsewhere = first._replace(place=Place("Vault::Elsewhere", "e.md", "E", "e.md"), position=9)
    for card, expected, active in (
        (elsewhere, Synced(0, 1, 0, 0), True),
        (elsewhere._replace(retired=True), Synced(0, 0, 1, 0), False),
        (elsewhere._replace(retired=True), Synced(0, 0, 0, 0), False),
        (first, Synced(0, 0, 0, 1), True),
        (None, Synced(0, 0, 1, 0), False),
        (first, Synced(0, 0, 0, 1), True),
    ):
        assert sync(store, *([card] if card else []), *others) == expected
        face = read_face(store, key(0))
        assert face is not None
        assert (face.standing, face.marks, face.active) == (after, marks, active)
        if card:
            assert (face.place, face.position) == (elsewhere if not active else card)[2:4]


def test_decks_and_places_that_hold_nothing_are_forgotten(store: sqlite3.Connection) -> None:
    sync(store, *cards(3, "Renamed"))
    assert store.execute("SELECT name FROM study_decks").fetchall() == [("Renamed",)]
    assert store.execute("SELECT count(*) FROM study_places").fetchone() == (1,)
    sync(store)
    assert [face.place.deck for face in read_faces(store)] == ["Renamed"] * 3
    assert not any(face.active for face in read_faces(store))


def test_five_thousand_new_faces_are_quick(store: sqlite3.Connection) -> None:
    many = cards(5000)
    began = time.process_time()
    assert sync(store, *many).added == 4997
    assert time.process_time() - began < 0.5  # ten times what it takes on a machine that others use
