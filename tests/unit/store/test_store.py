"""The store gives back what it was given, writes nothing twice, and is never made where one was lost."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.errors import StoreError
from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Option, Source, Typed, content_digest
from studykit.store import db
from studykit.store.db import VERSION, exists, open_store, transaction
from studykit.store.decisions import Decision, add_decisions, read_decisions, take_back, write_carried
from studykit.store.decks import (
    StoredCard,
    StoredDeck,
    read_cards,
    read_deck_stats,
    read_decks,
    write_cards,
    write_decks,
)
from studykit.store.drafts import (
    UnitDrafts,
    Waiting,
    read_drafts,
    read_fingerprints,
    read_waiting,
    write_units,
    write_waiting,
)
from studykit.store.migrations import STEPS
from studykit.store.sources import Seen, read_facts, read_sources, write_facts, write_sources

TEXTS = st.text(st.characters(codec="utf-8"), max_size=12)
CONTENTS: st.SearchStrategy[Content] = st.one_of(
    st.builds(Basic, TEXTS, TEXTS, TEXTS, st.booleans()),
    st.builds(Cloze, TEXTS, TEXTS),
    st.builds(Typed, TEXTS, TEXTS, TEXTS),
    st.builds(Choice, TEXTS, st.lists(st.builds(Option, TEXTS, st.booleans()), max_size=3).map(tuple), TEXTS),
)
TUPLES = st.lists(TEXTS, max_size=2).map(tuple)
DRAFTS = st.builds(
    Draft, CONTENTS, st.builds(Source, TEXTS, TEXTS, TEXTS), TEXTS, TUPLES, st.integers(0, 99), st.floats(0, 1), TUPLES
)
DRAFT = Draft(Basic("问", "答"), Source("n", "h", "q"), "rules:question", ("t",), 3, 0.5, ("lint-soft",))
AS_IT_WAS = (
    '{"content": {"kind": "basic", "detail": "", "question": "问", "answer": "答", "reversed": false}, "note": "n", '
    '"heading": "h", "quote": "q", "by": "rules:question", "tags": ["t"], "line": 3, "score": 0.5, '
    '"flags": ["lint-soft"]}'
)
"""`DRAFT` as the first versions wrote it."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_store(tmp_path / ".studykit")
    yield connection
    connection.close()


@given(st.lists(DRAFTS, max_size=3))
def test_drafts_come_back_as_they_were(drafts: list[Draft]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE units (key, note, fingerprint, drafter)")
    connection.execute("CREATE TABLE drafts (unit, drafts)")
    write_units(connection, [UnitDrafts("u", "n", "f", "rules", tuple(drafts))], [])
    assert read_drafts(connection, "u") == tuple(drafts)
    connection.close()


def test_units_are_replaced_and_forgotten_with_their_drafts(store: sqlite3.Connection) -> None:
    unit = UnitDrafts("u", "n", "f1", "rules", (DRAFT, DRAFT))
    with transaction(store):
        assert write_units(store, [unit], []) == 1
        write_units(store, [unit._replace(fingerprint="f2", drafts=(DRAFT,))], [])
    assert read_fingerprints(store) == {"u": ("f2", "rules")}
    assert read_drafts(store, "u") == (DRAFT,)
    with transaction(store):
        write_units(store, [], ["u"])
    assert store.execute("SELECT count(*) FROM drafts").fetchone() == (0,)


def test_what_is_there_already_is_not_written(store: sqlite3.Connection) -> None:
    seen = {"a\udcff.md": Seen("a\udcff.md", 1, 2, 3, "d")}
    deck = {"d.md": StoredDeck("d.md", 1, 2, 3, "x", "text")}
    cards = [StoredCard("i", "d.md", "n", "basic", "front", "base")]
    waiting = [Waiting("n", "pending", "", DRAFT), Waiting("n", "suggestion", "i", DRAFT)]
    for expected in (1, 0):
        before = store.total_changes
        with transaction(store):
            written = [
                write_sources(store, seen.values()),
                write_decks(store, deck.values()),
                write_cards(store, cards),
            ]
            assert write_waiting(store, waiting) == 2 * expected
        assert written == [expected] * 3
        assert (store.total_changes > before) is bool(expected)
    assert read_sources(store) == seen
    assert (read_decks(store), read_deck_stats(store)) == (deck, {"d.md": (1, 2, 3)})
    assert read_cards(store) == {"i": cards[0]}
    assert read_waiting(store) == waiting
    with transaction(store):
        gone = [write_sources(store, []), write_decks(store, []), write_cards(store, []), write_waiting(store, [])]
    assert gone == [1, 1, 1, 2]
    assert (read_sources(store), read_decks(store), read_cards(store), read_waiting(store)) == ({}, {}, {}, [])


def test_facts_are_kept_by_name(store: sqlite3.Connection) -> None:
    with transaction(store):
        write_facts(store, {"a": "1", "b": "2"})
        write_facts(store, {"a": "3"})
    assert read_facts(store, ["a", "b", "c"]) == {"a": "3", "b": "2"}


def test_a_transaction_is_whole_or_nothing(store: sqlite3.Connection) -> None:
    def fails() -> None:
        with transaction(store):
            write_facts(store, {"a": "1"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert read_facts(store, ["a"]) == {}


def test_a_wrong_type_is_an_error_at_once(store: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        store.execute("INSERT INTO sources VALUES (x'61', 'late', 1, 1, 'd')")


def test_opened_again_it_is_the_same_store(tmp_path: Path) -> None:
    for _ in range(2):
        connection = open_store(tmp_path / "s")
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
        connection.close()
    assert exists(tmp_path / "s")


def test_a_lost_store_is_told_by_what_is_left_of_it(tmp_path: Path) -> None:
    (tmp_path / "study.db.bak").write_bytes(b"x")
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path)
    assert caught.value.code == "store-missing"
    assert "study.db.bak" in str(caught.value)
    assert not exists(tmp_path)


def test_a_lock_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "build.lock").touch()
    open_store(tmp_path).close()


def test_no_database_and_a_newer_one_are_errors(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "study.db").write_bytes(b"this is no database, whatever its name says" * 30)
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "a")
    assert caught.value.code == "store-damaged"
    connection = open_store(tmp_path / "b")
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError) as caught:
        open_store(tmp_path / "b")
    assert caught.value.code == "store-newer"


def test_decisions_are_kept_in_order_and_what_they_are_about_waits_no_more(store: sqlite3.Connection) -> None:
    waiting = [Waiting("n", "pending", "", DRAFT), Waiting("n", "suggestion", "i", DRAFT)]
    edited = replace(DRAFT, content=Basic("问", "别的答"))
    with transaction(store):
        write_waiting(store, waiting)
        add_decisions(store, [Decision(waiting[0], "accepted", edited, 7)])
        add_decisions(store, [Decision(waiting[1], "rejected", DRAFT, 8)])
    first, second = read_decisions(store)
    assert (first.waited, first.state, first.draft, first.at) == (waiting[0], "accepted", edited, 7)
    assert first.base == content_digest(DRAFT.content)
    assert (first.number, second.number, first.command, second.command) == (1, 2, 1, 2)
    assert read_waiting(store) == []


def test_a_decision_is_taken_back_at_once_or_by_the_next_build(store: sqlite3.Connection) -> None:
    waiting = [Waiting(note, "pending", "", DRAFT) for note in "ab"]
    with transaction(store):
        write_waiting(store, waiting)
        add_decisions(store, [Decision(one, "accepted", DRAFT, 7) for one in waiting])
        write_carried(store, {1: ("card", "before")}, [])
    both = read_decisions(store)
    assert [(one.command, one.placed, one.before, one.undone) for one in both] == [
        (1, "card", "before", False), (1, "", "", False),
    ]  # fmt: skip
    with transaction(store):
        take_back(store, both)
    assert read_waiting(store) == waiting
    assert read_decisions(store) == [both[0]._replace(undone=True)]
    with transaction(store):
        write_carried(store, {}, [1])
    assert read_decisions(store) == []


def test_a_store_of_the_first_version_keeps_its_facts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unit, seen = UnitDrafts("u", "n", "f", "rules", (DRAFT,)), {"a.md": Seen("a.md", 1, 2, 3, "d")}
    deck, card = StoredDeck("d.md", 1, 2, 3, "x", "text"), StoredCard("i", "d.md", "n", "basic", "front", "base")
    waiting = [Waiting("n", "pending", "", DRAFT)]
    monkeypatch.setattr(db, "STEPS", STEPS[:1])
    monkeypatch.setattr(db, "VERSION", 1)
    old = open_store(tmp_path)
    with transaction(old):
        write_sources(old, seen.values())
        old.execute("INSERT INTO units VALUES (?, ?, ?, ?)", unit[:4])
        old.execute("INSERT INTO drafts VALUES ('u', 0, 'base', ?)", (AS_IT_WAS,))
        write_decks(old, [deck])
        write_cards(old, [card])
        base = content_digest(DRAFT.content)
        old.execute("INSERT INTO pending VALUES ('n', ?, 'pending', '', ?, 'lint-soft')", (base, AS_IT_WAS))
        write_facts(old, {"report": "r"})
    with pytest.raises(sqlite3.OperationalError):
        read_decisions(old)
    old.close()
    monkeypatch.undo()
    store = open_store(tmp_path)
    assert store.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert (read_sources(store), read_drafts(store, "u")) == (seen, (DRAFT,))
    assert (read_decks(store), read_cards(store)) == ({"d.md": deck}, {"i": card})
    assert (read_waiting(store), read_facts(store, ["report"])) == (waiting, {"report": "r"})
    assert read_decisions(store) == []
    store.close()
