"""Files as a build last saw them: what tells, without opening one, that nothing changed."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from studykit.store.table import hold


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


def has_sources(connection: sqlite3.Connection) -> bool:
    """Whether a build has seen any note."""
    return connection.execute("SELECT 1 FROM sources LIMIT 1").fetchone() is not None


def read_differing(
    connection: sqlite3.Connection, folder: str, stats: Mapping[str, tuple[int, int, int]], trusted: int
) -> Iterator[Seen]:
    """The notes that lie in one folder itself, the vault's own for an empty name, and may be otherwise than last seen.

    `stats` says by name how files look now (mtime in ns, size, inode); those as young as `trusted` always may.
    """
    start = os.fsencode(f"{folder}/") if folder else b""
    rows = connection.execute(
        "SELECT path, mtime_ns, size, inode, digest FROM sources WHERE path >= ? AND path < ?"
        " AND instr(substr(path, ?), X'2F') = 0",
        (start, start[:-1] + b"0" if start else b"\xff", len(start) + 1),
    )
    for path, mtime_ns, size, inode, digest in rows:
        now = stats.get(os.fsdecode(path[len(start) :]))
        if now is not None and (now != (mtime_ns, size, inode) or now[0] >= trusted):
            yield Seen(os.fsdecode(path), mtime_ns, size, inode, digest)


def update_sources(connection: sqlite3.Connection, now: Iterable[Seen], gone: Iterable[str] = ()) -> None:
    """Note how some files look now, and which are there no more; the others stay."""
    connection.executemany("DELETE FROM sources WHERE path = ?", [(os.fsencode(path),) for path in gone])
    connection.executemany(
        "INSERT INTO sources (path, mtime_ns, size, inode, digest) VALUES (?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE"
        " SET (mtime_ns, size, inode, digest) = (excluded.mtime_ns, excluded.size, excluded.inode, excluded.digest)",
        [(os.fsencode(seen.path), *seen[1:]) for seen in now],
    )


def write_sources(connection: sqlite3.Connection, now: Iterable[Seen]) -> int:
    """Make the table what was seen now. Returns the rows written: none where nothing changed."""
    rows = sorted(
        (os.fsencode(seen.path), *seen[1:]) for seen in now
    )  # a name that is no UTF-8 cannot be bound as text
    return hold(connection, "sources", Seen._fields[:1], Seen._fields[1:], rows)


def read_facts(connection: sqlite3.Connection, names: Iterable[str]) -> dict[str, str]:
    """Single values that a build keeps for the next, by name."""
    wanted = list(names)
    marks = ", ".join("?" * len(wanted))
    return dict(connection.execute(f"SELECT name, value FROM facts WHERE name IN ({marks})", wanted))


def read_fact_bytes(connection: sqlite3.Connection, name: str) -> bytes:
    """One of them in UTF-8, as it is stored; empty where there is none."""
    row = connection.execute("SELECT CAST(value AS BLOB) FROM facts WHERE name = ?", (name,)).fetchone()
    return bytes(row[0]) if row is not None else b""


def write_facts(connection: sqlite3.Connection, facts: Mapping[str, str]) -> None:
    """Keep values for the next build."""
    connection.executemany(
        "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(facts.items()),
    )
