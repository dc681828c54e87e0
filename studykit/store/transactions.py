"""Blocks of statements that stand or fall together, and what goes wrong in them as an error that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from studykit.store.faults import told


@contextmanager
def transaction(store: sqlite3.Connection) -> Iterator[None]:
    """All that is written in the block, or nothing of it; on the disk when the block has ended without an error.

    One process writes at a time, the others wait. StoreError where the disk is full, the file cannot be written, or
    another process does not end.
    """
    with told(path_of(store)):
        store.execute("BEGIN IMMEDIATE")
        try:
            yield
            store.execute("COMMIT")
        except BaseException:
            if store.in_transaction:  # a full disk may have rolled back already
                store.execute("ROLLBACK")
            raise


@contextmanager
def filling(store: sqlite3.Connection) -> Iterator[None]:
    """A transaction that writes most of a store that is new: its pages go to their place at once.

    Through the log each would be written twice. What is cut off is taken back by whoever opens the store next, as ever.
    Where somebody else has the store open it is a transaction as any.

    Indexes of empty tables are made anew at the end: row by row, each would go somewhere among those that came before.
    """
    with suppress(sqlite3.OperationalError):
        store.execute("PRAGMA journal_mode = DELETE")
    try:
        with transaction(store):
            indexes = _of_empty_tables(store)
            for name in indexes:
                store.execute(f"DROP INDEX {name}")
            yield
            for made in indexes.values():
                store.execute(made)
    finally:
        with suppress(sqlite3.OperationalError):  # then the next to open the store turns it back
            store.execute("PRAGMA journal_mode = WAL")


def _of_empty_tables(store: sqlite3.Connection) -> dict[str, str]:
    """The indexes, by name, that hold nothing yet, and how they are made."""
    found = store.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> ''").fetchall()
    return {name: made for name, table, made in found if not store.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone()}


@contextmanager
def reading(store: sqlite3.Connection) -> Iterator[None]:
    """Everything read in the block is of one moment. Within a transaction it is so already."""
    with told(path_of(store)):
        if store.in_transaction:
            yield
            return
        store.execute("BEGIN")
        try:
            yield
        finally:
            store.execute("ROLLBACK")


def path_of(store: sqlite3.Connection) -> str:
    """The file of an open store; empty for one in memory."""
    return str(store.execute("PRAGMA database_list").fetchone()[2])
