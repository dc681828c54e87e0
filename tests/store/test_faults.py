"""What the disk or another process is to blame for is told in words; what is our fault is not dressed up."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from studykit.errors import StoreError
from studykit.store.db import open_store
from studykit.store.faults import told
from studykit.store.transactions import reading, transaction
from tests.store.learning import START_MS, answer, key, new_store, replay, standing


def test_a_process_that_does_not_end_is_told(tmp_path: Path) -> None:
    with closing(new_store(tmp_path)) as store, closing(open_store(tmp_path)) as other:
        store.execute("PRAGMA busy_timeout = 20")
        with transaction(other):
            with pytest.raises(StoreError) as caught:
                answer(store, key(0), "k1", START_MS)
            assert (caught.value.code, caught.value.parameters["path"]) == ("store-busy", str(tmp_path / "study.db"))
        assert answer(store, key(0), "k1", START_MS).again is False


def test_a_store_that_may_only_be_read_is_told(tmp_path: Path) -> None:
    with closing(new_store(tmp_path)) as store:
        store.execute("PRAGMA query_only = ON")
        with pytest.raises(StoreError) as caught:
            answer(store, key(0), "k1", START_MS)
        assert caught.value.code == "store-read-only"


def test_a_wrong_statement_is_not_the_disks_fault() -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as store:
        with pytest.raises(sqlite3.OperationalError, match="no such table"), transaction(store):
            store.execute("INSERT INTO nowhere VALUES (1)")
        assert not store.in_transaction
    with pytest.raises(PermissionError), told("somewhere"):
        raise PermissionError


def test_a_store_that_is_damaged_while_it_is_open_is_told(tmp_path: Path) -> None:
    store = new_store(tmp_path, 600)
    store.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (page,) = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'faces'").fetchone()
    (size,) = store.execute("PRAGMA page_size").fetchone()
    store.close()
    path = tmp_path / "study.db"
    data = bytearray(path.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    path.write_bytes(data)
    with closing(open_store(tmp_path)) as damaged, pytest.raises(StoreError) as caught, transaction(damaged):
        standing(damaged, key(0))
    assert caught.value.code == "store-damaged"


def test_all_that_is_read_in_a_block_is_of_one_moment(tmp_path: Path) -> None:
    with closing(new_store(tmp_path)) as store, closing(open_store(tmp_path)) as other:
        with reading(store):
            before = standing(store, key(0))
            after = answer(other, key(0), "k1", START_MS).standing
            assert standing(store, key(0)) == before
        assert standing(store, key(0)) == after
        with transaction(store), reading(store):
            assert standing(store, key(0)) == after
        assert not store.in_transaction
    assert replay([]) == before
