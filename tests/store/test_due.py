"""What is due, and how much, is what a walk over all faces finds; it is read from indexes that hold all of it."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New, Rating, Review, Standing
from studykit.scheduling.day import day_end_ms, study_day
from studykit.scheduling.limits import Done
from studykit.scheduling.rows import Kind, Row, place
from studykit.store.actions import bury, suspend, undo
from studykit.store.counts import DeckCounts, Studied, count_decks, count_studied
from studykit.store.db import transaction
from studykit.store.due import due_in_steps, due_reviews, new_faces
from studykit.store.faces import Place, read_faces, write_standing
from studykit.store.placing import StandingCard, sync_faces
from tests.conftest import FULL
from tests.store.learning import START_MS, answer, key, new_store, quick_store, replay

TODAY = study_day(START_MS, UTC)
DAY_MS = 86_400_000


END_MS = day_end_ms(TODAY, UTC)


def day_of(at_ms: int) -> int:
    return study_day(at_ms, UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = new_store(tmp_path / "store", 6)
    yield connection
    connection.close()


FACES = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.sampled_from(["new", "step", "review"]), st.integers(-2, 2),
        st.sampled_from(["", "", "suspended", "buried", "buried-before", "retired"]),
    ),
    max_size=12,
)  # fmt: skip


@pytest.mark.timeout(600)
@settings(max_examples=1000 if FULL else 40)
@given(FACES)
def test_what_is_asked_is_what_a_walk_over_all_faces_finds(
    tmp_path_factory: pytest.TempPathFactory, wanted: list[tuple[str, str, int, str]]
) -> None:
    store = quick_store(tmp_path_factory.mktemp("due") / "store", 0)
    cards = [
        StandingCard(CardId(f"c{i}"), ("0",), Place(deck, "f", f"s{deck}", "n"), -i, i % 2 == 0, mark == "retired")
        for i, (deck, _, _, mark) in enumerate(wanted)
    ]
    with transaction(store):
        sync_faces(store, [card._replace(retired=False) for card in cards])
        sync_faces(store, cards)
    for i, (_, kind, days, mark) in enumerate(wanted):
        face = FaceKey(CardId(f"c{i}"), "0")
        at = START_MS + days * DAY_MS
        if kind != "new":
            answer(store, face, f"k{i}", at - 600_000 if kind == "step" else at - 9 * DAY_MS)
        if kind == "review":
            now = next(found.standing for found in read_faces(store) if found.key == face).state
            assert not isinstance(now, New)
            with transaction(store):
                write_standing(store, face, Standing(Review(now.memory, 3, TODAY + days, 5, TODAY - 3), 1))
        if mark == "suspended":
            suspend(store, [face], 1)
        elif mark.startswith("buried"):
            bury(store, [face], TODAY - (mark == "buried-before"), 1)
    asked = []
    for found in read_faces(store):
        today_kind, due, last_day, stability = place(found.standing.state, day_of)
        where = found.place
        row = Row(*found.key, where.deck, where.section, where.note, today_kind, due, last_day, stability)
        if row.kind is Kind.NEW:
            row = row._replace(position=found.position, listed=found.listed)
        late = row.kind is Kind.LEARNING and row.due >= END_MS
        if not found.active or found.marks.suspended or found.marks.buried_day == TODAY or late:
            continue
        if row.kind in (Kind.NEW, Kind.LEARNING) or row.due <= TODAY:
            asked.append(row)
    new = new_faces(store, TODAY, dict.fromkeys("ABCD", 99))
    steps = due_in_steps(store, TODAY, END_MS, day_of)
    reviews = due_reviews(store, TODAY)
    assert sorted([*new, *steps, *reviews]) == sorted(asked)
    assert reviews == sorted(reviews, key=lambda row: row.due)
    for deck in "ABC":
        positions = [row.position for row in new if row.deck == deck]
        assert positions == sorted(positions)
        counted = count_decks(store, TODAY, END_MS).get(deck, DeckCounts(0, 0, 0))
        kinds = Counter(row.kind for row in asked if row.deck == deck)
        assert counted == (kinds[Kind.NEW], kinds[Kind.LEARNING] + kinds[Kind.INTERDAY], kinds[Kind.REVIEW])
    store.close()


def test_new_faces_stop_at_the_limit_and_counts_at_the_cap(store: sqlite3.Connection) -> None:
    deck = "Vault::Section"
    assert [row.card for row in new_faces(store, TODAY, {deck: 2, "none": 5})] == [key(0).card, key(1).card]
    assert new_faces(store, TODAY, {deck: 0}) == []
    assert count_decks(store, TODAY, 0, cap=4) == {deck: DeckCounts(4, 0, 0)}


def test_what_was_studied_is_counted_a_face_once(store: sqlite3.Connection) -> None:
    deck = "Vault::Section"
    start = START_MS - 5 * DAY_MS
    for number in (0, 1):  # two new faces of which one is answered three times
        answer(store, key(number), f"a{number}", start)
    for number in (2, 3):
        answer(store, key(0), f"a{number}", start + number * 60_000, Rating.AGAIN)
    studied = count_studied(store, TODAY - 5, day_of)
    assert studied == Studied({deck: Done(2, 0)}, frozenset({key(0).card, key(1).card}))
    answer(store, key(0), "b0", start + DAY_MS)  # a step left over is no review
    assert count_studied(store, TODAY - 4, day_of) == Studied({}, frozenset({key(0).card}))
    answer(store, key(1), "c1", START_MS - 60_000, Rating.EASY)
    assert count_studied(store, TODAY, day_of).done == {}
    answer(store, key(1), "c2", START_MS + 90 * DAY_MS)
    assert count_studied(store, TODAY + 90, day_of).done == {deck: Done(0, 1)}
    undo(store, replay, 1, "here")
    assert count_studied(store, TODAY + 90, day_of) == Studied({}, frozenset())


def test_a_step_that_crosses_the_rollover_counts_as_a_review(store: sqlite3.Connection) -> None:
    late = END_MS - 60_000
    answer(store, key(0), "a", late)
    answer(store, key(0), "b", late + 10 * 60_000)
    assert count_studied(store, TODAY + 1, day_of).done == {"Vault::Section": Done(0, 1)}


@pytest.mark.parametrize(
    ("index", "columns", "where"),
    [
        ("faces_due", "due_day, last_day, stability", "state = 2 AND due_day <= 5"),
        ("faces_in_steps", "due_ms, last_day, stability", "state IN (1, 3) AND due_ms < 5"),
        ("faces_new", "position, listed", "state = 0 AND deck = 5"),
    ],
)
def test_an_index_alone_gives_all_of_a_row(store: sqlite3.Connection, index: str, columns: str, where: str) -> None:
    plan = store.execute(
        f"EXPLAIN QUERY PLAN SELECT card, face, deck, place, buried_day, {columns} FROM faces "
        f"WHERE {where} AND active = 1 AND suspended = 0"
    ).fetchall()
    assert len(plan) == 1
    assert f"SEARCH faces USING COVERING INDEX {index} (" in plan[0][3]
