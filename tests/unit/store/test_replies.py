"""Replies come back as they were written, each on the disk by itself."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.store.db import open_store
from studykit.store.replies import (
    FailedUnit,
    KeptReply,
    clear_failed,
    forget_replies,
    read_failed,
    read_learnt,
    read_reply,
    write_failed,
    write_learnt,
    write_replies,
    write_reply,
)

REPLY = KeptReply("k", "note.md#A", "host", "model", '{"cards": ["问"]}', True, 10, 20, 5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_store(tmp_path)
    yield connection
    connection.close()


def test_a_reply_comes_back(store: sqlite3.Connection, tmp_path: Path) -> None:
    assert read_reply(store, "k") is None
    write_reply(store, REPLY)
    assert read_reply(store, "k") == REPLY
    write_reply(store, REPLY._replace(text="other"))
    other = sqlite3.connect(tmp_path / "study.db")
    assert other.execute("SELECT text FROM replies").fetchall() == [("other",)]
    other.close()


def test_a_lone_surrogate_is_no_reason_to_lose_a_reply(store: sqlite3.Connection) -> None:
    write_reply(store, REPLY._replace(text="a\ud800b"))
    kept = read_reply(store, "k")
    assert kept is not None
    assert kept.text == "a?b"


def test_a_batch_adds_what_is_not_there(store: sqlite3.Connection) -> None:
    write_reply(store, REPLY)
    assert write_replies(store, [REPLY._replace(text="x"), REPLY._replace(key="l", at=9)]) == 1
    assert read_reply(store, "k") == REPLY
    assert forget_replies(store, 6) == 1
    assert read_reply(store, "k") is None
    assert read_reply(store, "l") is not None


def test_what_a_host_takes_is_kept_by_model(store: sqlite3.Connection) -> None:
    assert read_learnt(store, "h", "m") == ""
    write_learnt(store, "h", "m", "one")
    write_learnt(store, "h", "m", "two")
    assert read_learnt(store, "h", "m") == "two"
    assert read_learnt(store, "h", "n") == ""


def test_failures_are_kept_until_they_are_done(store: sqlite3.Connection) -> None:
    failed = FailedUnit("note.md", "mark", "model-timeout", (("host", "h"), ("seconds", "3")), 7)
    write_failed(store, failed)
    write_failed(store, failed._replace(unit="b.md", parameters=()))
    assert read_failed(store) == {"b.md": failed._replace(unit="b.md", parameters=()), "note.md": failed}
    clear_failed(store, ["note.md"])
    assert list(read_failed(store)) == ["b.md"]
