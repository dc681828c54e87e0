"""Making a table hold what is there now. Rows that are as they were are not touched: nothing is written twice."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any


def hold(
    connection: sqlite3.Connection,
    table: str,
    key: Sequence[str],
    values: Sequence[str],
    rows: Iterable[tuple[Any, ...]],
    within: tuple[str, Iterable[Any]] | None = None,
) -> int:
    """Make a table hold these rows and no others. Returns how many were written or removed: none where nothing changed.

    `within` is a column and values of it: rows with others are none of this call's business and stay.

    A row is the columns of its key and then the others; of two with one key the last is kept. They are taken one by
    one, so that a generator of them needs no memory. In the order of their keys they are written faster: a table is a
    tree, and each of its leaves then is touched once.
    """
    keys, others = ", ".join(key), ", ".join(values)
    marks = ", ".join("?" * (len(key) + len(values)))
    plain = map(tuple, rows)  # sqlite3 takes the values of named ones apart in twice the time
    # Of an empty table, as at a first build, nothing has to be compared
    if within is None and connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() is None:
        made = connection.executemany(f"INSERT OR REPLACE INTO {table} ({keys}, {others}) VALUES ({marks})", plain)
        return max(made.rowcount, 0)
    kept: set[tuple[Any, ...]] = set()

    def noted() -> Iterator[tuple[Any, ...]]:
        for row in plain:
            kept.add(row[: len(key)])
            yield row

    new = ", ".join(f"excluded.{name}" for name in values)
    written = connection.executemany(
        f"INSERT INTO {table} ({keys}, {others}) VALUES ({marks}) "
        f"ON CONFLICT ({keys}) DO UPDATE SET ({others}) = ({new}) WHERE ({others}) IS NOT ({new})",
        noted(),
    )
    if within is None:
        standing = connection.execute(f"SELECT {keys} FROM {table}").fetchall()
    else:
        column, meant = within
        query = f"SELECT {keys} FROM {table} WHERE {column} = ?"
        standing = [row for value in meant for row in connection.execute(query, (value,))]
    gone = [found for found in standing if found not in kept]
    removed = connection.executemany(f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = ?' for name in key)}", gone)
    return max(written.rowcount, 0) + max(removed.rowcount, 0)  # and not what triggers did
