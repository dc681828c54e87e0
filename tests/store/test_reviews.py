"""A review that was acknowledged is in the log once, its face's state is what the log gives, and undo takes it back."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag, Memory, New, Rating, Review, ReviewKind, Standing
from studykit.store.actions import KEPT, bury, flag, last_actions, suspend, unbury, undo, unsuspend
from studykit.store.db import open_store, transaction
from studykit.store.faces import Learned, Marks, read_faces, write_standing
from studykit.store.log import Difference, add_entries, read_entry, read_history, read_log, rebuild, verify
from studykit.store.reviews import record
from tests.conftest import FULL
from tests.store.learning import START_MS, answer, decide, key, new_store, quick_store, replay, standing

DAY_MS = 86_400_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = new_store(tmp_path / "store")
    yield connection
    connection.close()


def learned(store: sqlite3.Connection) -> dict[FaceKey, Learned]:
    return {face.key: Learned(face.standing, face.marks) for face in read_faces(store)}


def test_a_review_is_written_with_the_state_that_it_leads_to(store: sqlite3.Connection) -> None:
    entry, after = decide(Standing(), key(0), "k1", START_MS)
    recorded = record(store, entry, Standing(), after, replay)
    assert recorded == (entry, after, False, False)
    assert standing(store, key(0)) == after
    assert (read_entry(store, "k1"), read_history(store, key(0)), list(read_log(store))) == (entry, [entry], [entry])
    assert verify(store, replay) == []


def test_the_same_key_twice_is_one_review(store: sqlite3.Connection) -> None:
    first = answer(store, key(0), "k1", START_MS)
    entry, after = decide(first.standing, key(0), "k1", START_MS + 5)
    again = record(store, entry, first.standing, after, replay)
    assert (again.again, again.entry, again.standing) == (True, first.entry, first.standing)
    assert read_history(store, key(0)) == [first.entry]
    assert len(last_actions(store, 9)) == 1


def test_two_processes_that_answer_one_face_lose_neither_answer(tmp_path: Path, store: sqlite3.Connection) -> None:
    other = open_store(tmp_path / "store")
    mine, after_mine = decide(Standing(), key(0), "mine", START_MS)
    theirs, after_theirs = decide(Standing(), key(0), "theirs", START_MS - 10, Rating.AGAIN)
    record(other, theirs, Standing(), after_theirs, replay)
    recorded = record(store, mine, Standing(), after_mine, replay)
    assert recorded.settled
    assert read_history(store, key(0)) == [theirs, mine]
    assert recorded.standing == standing(other, key(0)) == replay([theirs, mine]) != after_mine
    late, after_late = decide(Standing(), key(0), "late", START_MS - 20)
    assert record(other, late, Standing(), after_late, replay).entry == replace(late, at_ms=START_MS + 1)
    assert verify(store, replay) == []
    other.close()


def test_a_clock_that_went_back_changes_no_order(store: sqlite3.Connection) -> None:
    first = answer(store, key(0), "a", START_MS)
    second = answer(store, key(0), "0", START_MS - 400 * DAY_MS, Rating.AGAIN)
    third = answer(store, key(0), "b", 253_402_300_799_000, Rating.EASY)
    fourth = answer(store, key(0), "c", START_MS)
    assert [entry.key for entry in read_history(store, key(0))] == ["a", "0", "b", "c"]
    assert [second.entry.at_ms - first.entry.at_ms, fourth.entry.at_ms - third.entry.at_ms] == [1, 1]
    assert second.settled
    assert verify(store, replay) == []


@pytest.mark.parametrize("kind", [ReviewKind.CRAM, ReviewKind.QUIZ])
def test_a_cram_is_in_the_log_and_changes_nothing(store: sqlite3.Connection, kind: ReviewKind) -> None:
    before = answer(store, key(0), "k1", START_MS).standing
    entry = replace(decide(before, key(0), "k2", START_MS)[0], kind=kind, at_ms=START_MS - 5)
    recorded = record(store, entry, Standing(), Standing(), replay)
    assert (recorded.entry, recorded.standing) == (entry, before)
    assert standing(store, key(0)) == before
    assert [one.key for one in read_log(store)] == ["k2", "k1"]
    assert verify(store, replay) == []
    undo(store, replay, START_MS, "here")
    assert standing(store, key(0)) == before
    assert [one.key for one in read_log(store)] == ["k1"]


def test_a_face_that_no_deck_holds_is_reviewed_all_the_same(store: sqlite3.Connection) -> None:
    face = FaceKey(CardId("elsewhere0"), "c1")
    after = answer(store, face, "k1", START_MS).standing
    assert standing(store, face) == after
    assert [found.active for found in read_faces(store) if found.key == face] == [False]


def test_a_leech_is_suspended_and_its_siblings_are_buried_with_the_answer(store: sqlite3.Connection) -> None:
    before = learned(store)
    entry, after = decide(Standing(), key(0), "k1", START_MS)
    record(store, entry, Standing(), after, replay, suspend=True, leech=True, bury=[key(0), key(1), key(2)])
    assert learned(store) == {
        key(0): Learned(after, Marks(suspended=True, leech=True)),
        key(1): Learned(Standing(), Marks(buried_day=entry.day)),
        key(2): Learned(Standing(), Marks(buried_day=entry.day)),
    }
    assert undo(store, replay, START_MS, "here") is not None
    assert learned(store) == before


def test_marks_are_set_and_taken_away(store: sqlite3.Connection) -> None:
    both = [key(0), key(1)]
    assert (suspend(store, both, 1), suspend(store, both, 2), unsuspend(store, [key(0)], 3)) == (2, 0, 1)
    assert (bury(store, both, 740_000, 4), unbury(store, [key(1)], 5)) == (2, 1)
    assert (flag(store, both, Flag("check", 6), 6), flag(store, [key(1)], None, 7)) == (2, 1)
    assert learned(store)[key(0)].marks == Marks(False, 740_000, Flag("check", 6))
    assert learned(store)[key(1)].marks == Marks(suspended=True)
    kinds = [action.kind for action in last_actions(store, 99)]
    assert kinds == ["unflag", "flag", "unbury", "bury", "unsuspend", "suspend"]


def test_one_session_takes_back_its_own(store: sqlite3.Connection) -> None:
    entry, after = decide(Standing(), key(0), "k1", START_MS)
    record(store, entry, Standing(), after, replay, session="a")
    suspend(store, [key(0)], 2, session="b")
    answer(store, key(0), "k2", START_MS + 60_000)
    taken = undo(store, replay, 3, "here", session="a")
    assert taken is not None
    assert taken.review == "k1"
    (left,) = read_history(store, key(0))
    assert left.key == "k2"
    assert learned(store)[key(0)] == Learned(replay([left]), Marks(suspended=True))
    assert undo(store, replay, 3, "here", session="a") is None
    assert verify(store, replay) == []


def test_what_another_machine_answered_meanwhile_stays_when_an_answer_is_taken_back(store: sqlite3.Connection) -> None:
    mine = answer(store, key(0), "mine", START_MS)
    theirs, _ = decide(mine.standing, key(0), "theirs", START_MS + 1000, machine="there")
    with transaction(store):
        add_entries(store, [theirs], [], "there", replay)
    undo(store, replay, START_MS, "here")
    assert standing(store, key(0)) == replay([theirs])
    assert verify(store, replay) == []


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["answer", "answer", "answer", "suspend", "unsuspend", "bury", "flag", "unflag"]),
        st.integers(0, 2), st.sampled_from(Rating), st.integers(-2 * DAY_MS, 30 * DAY_MS),
    ),
    max_size=12,
)  # fmt: skip


@pytest.mark.timeout(600)
@settings(max_examples=1000 if FULL else 60)
@given(STEPS)
def test_undo_of_anything_gives_the_state_before(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, Rating, int]]
) -> None:
    store = quick_store(tmp_path_factory.mktemp("undo") / "store")
    states = [learned(store)]
    now = START_MS
    for number, (what, face, rating, later) in enumerate(steps):
        now = max(0, now + later)
        before = len(last_actions(store, 99))
        match what:
            case "answer":
                answer(store, key(face), f"k{number}", now, rating)
            case "suspend":
                suspend(store, [key(face), key(0)], now)
            case "unsuspend":
                unsuspend(store, [key(face)], now)
            case "bury":
                bury(store, [key(face)], now // DAY_MS, now)
            case _:
                flag(store, [key(face)], Flag("?", now + 1) if what == "flag" else None, now)
        assert verify(store, replay) == []
        if len(last_actions(store, 99)) > before:
            states.append(learned(store))
    while len(states) > 1:
        assert learned(store) == states.pop()
        assert undo(store, replay, now, "here") is not None
    assert learned(store) == states[0]
    assert undo(store, replay, now, "here") is None
    assert list(read_log(store)) == []
    store.close()


def test_the_oldest_actions_are_forgotten_and_never_the_log(store: sqlite3.Connection) -> None:
    for number in range(5):
        answer(store, key(0), f"k{number}", START_MS + number)
    store.execute("UPDATE actions SET number = number + ? WHERE number > 2", (KEPT - 3,))
    answer(store, key(1), "last", START_MS)
    assert [action.review for action in last_actions(store, 99)] == ["last", "k4", "k3", "k2"]
    assert len(list(read_log(store))) == 6


def test_a_state_that_is_not_what_the_log_gives_is_told_and_rebuilt(store: sqlite3.Connection) -> None:
    after = answer(store, key(0), "k1", START_MS).standing
    wrong = Standing(Review(Memory(1.0, 5.0), 3, 4, 5, 6), 1)
    with transaction(store):
        write_standing(store, key(0), wrong)
        write_standing(store, key(1), after)
    expected = [Difference(key(0), wrong, after), Difference(key(1), after, Standing())]
    assert verify(store, replay) == expected
    assert standing(store, key(0)) == wrong
    with transaction(store):
        assert rebuild(store, replay) == expected
    assert (standing(store, key(0)), standing(store, key(1)).state) == (after, New())
    assert verify(store, replay) == []
