"""What the last build left, read with next to nothing loaded: for who asks whether there is anything to do at all.

A store that is missing, of another schema or in any way not as it should be is None here: `store.db` tells what it is.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

from studykit.store.decks import read_deck_stats
from studykit.store.migrations import STEPS
from studykit.store.sources import read_facts


class AtRest(NamedTuple):
    """One moment of a store."""

    facts: dict[str, str]
    decks: dict[str, tuple[int, int, int]]
    """Mtime (ns), size and inode of each deck file, by file."""


def read_at_rest(path: str, names: Iterable[str]) -> AtRest | None:
    """Some facts, and how the deck files looked, from the store in a file that is there. Writes nothing."""
    try:
        with closing(
            sqlite3.connect(f"file:{_escaped(path)}?mode=rw", uri=True, timeout=1, isolation_level=None)
        ) as db:
            db.execute("PRAGMA synchronous = FULL")  # who closes a store last puts its log away
            db.execute("BEGIN")
            (version,) = db.execute("PRAGMA user_version").fetchone()
            return AtRest(read_facts(db, names), read_deck_stats(db)) if version == len(STEPS) else None
    except sqlite3.Error:
        return None


def _escaped(path: str) -> str:
    """A path as SQLite's URIs spell it: with no character that ends one."""
    return path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
