"""A new store is made without sqlite-utils, and is what that would have made, step by step."""

import sqlite3
import subprocess
import sys
from pathlib import Path

from sqlite_utils import Database

from studykit.store.db import VERSION, open_store
from studykit.store.migrations import STEPS
from studykit.store.transactions import filling


def _schema(store: sqlite3.Connection) -> list[tuple[str, ...]]:
    return store.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


def test_a_new_store_is_what_all_steps_make(tmp_path: Path) -> None:
    step_by_step = sqlite3.connect(":memory:", isolation_level=None)
    for step in STEPS:
        step(Database(step_by_step))
    store = open_store(tmp_path)
    assert _schema(store) == _schema(step_by_step)
    assert store.execute("PRAGMA user_version").fetchone() == (VERSION,) == (len(STEPS),)
    store.close()


def test_a_new_store_needs_no_sqlite_utils(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from studykit.store.db import open_store;"
        "open_store(Path(sys.argv[1])).close(); sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False).returncode == 0


def test_a_store_that_was_filled_has_its_indexes_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    before = _schema(store)
    store.execute("INSERT INTO events (at, card, what, detail) VALUES (1, 'a', 'new', '{}')")
    with filling(store):
        assert [name for kind, name, *_ in _schema(store) if kind == "index" and name == "cards_by_note"] == []
        assert ("index", "events_by_card") in {row[:2] for row in _schema(store)}, "it holds a row"
        rows = [(str(number), f"{number % 7}.md", f"{number % 5}.md") for number in range(100)]
        store.executemany("INSERT INTO cards VALUES (?, ?, ?, '', '', '')", rows)
    assert _schema(store) == before
    query = "SELECT count(*) FROM cards INDEXED BY cards_by_note WHERE note = '3.md'"
    assert store.execute(query).fetchone() == (20,)
    assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store.close()
