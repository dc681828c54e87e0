"""Files as a build last saw them: what tells, without opening one, that nothing changed."""

import os
import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Seen(NamedTuple):
    """A file's stat and the SHA-256 of its bytes."""

    path: str
    mtime_ns: int
    size: int
    inode: int
    digest: str


def read_sources(connection: sqlite3.Connection) -> dict[str, Seen]:
    """Every note as last seen, by path."""
    rows = connection.execute("SELECT path, mtime_ns, size, inode, digest FROM sources")
    return {(path := os.fsdecode(row[0])): Seen(path, *row[1:]) for row in rows}


def write_sources(connection: sqlite3.Connection, now: Mapping[str, Seen]) -> int:
    """Make the table what was seen now. Returns the rows written: none where nothing changed."""
    before = read_sources(connection)
    changed = [seen for path, seen in now.items() if before.get(path) != seen]
    gone = [path for path in before if path not in now]
    connection.executemany(
        "INSERT INTO sources (path, mtime_ns, size, inode, digest) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE "
        "SET mtime_ns = excluded.mtime_ns, size = excluded.size, inode = excluded.inode, digest = excluded.digest",
        [(os.fsencode(seen.path), *seen[1:]) for seen in changed],  # a name that is no UTF-8 cannot be bound as text
    )
    connection.executemany("DELETE FROM sources WHERE path = ?", [(os.fsencode(path),) for path in gone])
    return len(changed) + len(gone)


def read_facts(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, str]:
    """Single values that a build keeps for the next, by name."""
    wanted = list(names)
    marks = ", ".join("?" * len(wanted))
    return dict(connection.execute(f"SELECT name, value FROM facts WHERE name IN ({marks})", wanted))


def write_facts(connection: sqlite3.Connection, facts: Mapping[str, str]) -> None:
    """Keep values for the next build."""
    connection.executemany(
        "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(facts.items()),
    )
