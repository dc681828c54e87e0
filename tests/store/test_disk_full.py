"""A full disk is told in words, what was answered before is safe, and once there is room it goes on."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from studykit.errors import StoreError
from studykit.messages import message
from studykit.store.actions import suspend
from studykit.store.backup import back_up, list_backups
from studykit.store.db import open_store
from studykit.store.journal import append
from studykit.store.log import read_log, verify
from tests.store.learning import START_MS, answer, key, new_store, replay


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 8 MB in memory."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if not sys.platform.startswith("linux") or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("NOT PROVEN HERE ON A REAL FULL DISK: mounting a small one needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(store: sqlite3.Connection, most: int) -> tuple[list[str], StoreError]:
    """Answer until it cannot be written: the keys that were acknowledged, and the error."""
    keys: list[str] = []
    for number in range(most):
        name = f"k{number}-{'x' * 150}"
        try:
            answer(store, key(number % 3), name, START_MS + number)
        except StoreError as error:
            return keys, error
        keys.append(name)
    raise AssertionError("the disk did not fill")


def check(store: sqlite3.Connection, keys: list[str], error: StoreError) -> None:
    assert error.code == "store-full"
    assert "full" in message(error.code, "en", **error.parameters)
    assert keys
    assert [entry.key for entry in read_log(store)] == keys
    assert verify(store, replay) == []
    assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_keeps_what_was_answered(small_disk: Path) -> None:
    store = new_store(small_disk / "store")
    filler = small_disk / "filler"
    room = os.statvfs(small_disk)
    filler.write_bytes(bytes(room.f_bavail * room.f_frsize - 300 * 1024))
    keys, error = fill(store, 5000)
    check(store, keys, error)
    with closing(open_store(small_disk / "store")) as other:
        check(other, keys, error)
    with pytest.raises(StoreError) as caught:
        back_up(store, small_disk / "store", START_MS)
    assert caught.value.code == "store-full"
    assert list_backups(small_disk / "store") == []
    many = list(read_log(store)) * 20
    with pytest.raises(StoreError) as caught:
        append(small_disk / "a.jsonl", many)
    assert caught.value.code == "journal-unwritable"
    filler.unlink()
    assert answer(store, key(0), "after", START_MS + 10_000).entry.key == "after"
    check(store, [*keys, "after"], error)
    assert back_up(store, small_disk / "store", START_MS).size > 0
    store.close()


def test_a_store_that_may_not_grow_keeps_what_was_answered(tmp_path: Path) -> None:
    """The same where no small disk can be had: SQLite says it as it does of a full disk."""
    store = new_store(tmp_path)
    (pages,) = store.execute("PRAGMA page_count").fetchone()
    store.execute(f"PRAGMA max_page_count = {pages + 5}")
    keys, error = fill(store, 500)
    check(store, keys, error)
    store.execute(f"PRAGMA max_page_count = {pages + 500}")
    assert suspend(store, [key(0)], 1) == 1
    answer(store, key(0), "after", START_MS + 10_000)
    check(store, [*keys, "after"], error)
    store.close()
