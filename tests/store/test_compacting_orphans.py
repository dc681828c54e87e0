"""A store of the version before with rows that no build would leave is brought up to date all the same."""

import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from studykit.store.db import FILE_NAME, open_store
from studykit.store.drafts import read_drafts
from studykit.store.migrations import STEPS

DRAFT = (
    '{"content": {"kind": "typed", "detail": "", "question": "Q?", "answer": "A"}, "note": "n", "heading": "", '
    '"quote": "q", "by": "rules:why", "tags": ["t"], "line": 3, "score": 1.0, "flags": []}'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    connection = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
    for step in STEPS[:9]:
        step(Database(connection))
    connection.execute("PRAGMA user_version = 9")
    connection.execute("INSERT INTO units VALUES ('key', 'n.md', 'f', 'rules')")
    connection.executemany("INSERT INTO drafts VALUES (?, 0, 'b', ?)", [("key", DRAFT), ("gone", DRAFT)])
    connection.close()
    return tmp_path


def test_drafts_of_a_unit_that_is_no_more_go(folder: Path) -> None:
    """Another tool that took the unit out does not ask for foreign keys; a store that cannot be opened is no answer."""
    store = open_store(folder)
    assert [draft.content.front for draft in read_drafts(store, "key")] == ["Q?"]
    assert read_drafts(store, "gone") == ()
    store.close()
