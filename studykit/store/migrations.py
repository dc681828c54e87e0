"""The store's schema, one step a version. Steps are only ever added; each runs whole or not at all.

Tables are STRICT: a value of the wrong type is an error at once and not a surprise in a year.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database


def _m001_ground(db: "Database") -> None:
    """What a build remembers: files as last seen, units as last drafted, cards and the files they stand in."""
    for statement in (
        """CREATE TABLE sources (
            path BLOB PRIMARY KEY, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL, inode INTEGER NOT NULL,
            digest TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE units (
            key TEXT PRIMARY KEY, note TEXT NOT NULL, fingerprint TEXT NOT NULL, drafter TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE drafts (
            unit TEXT NOT NULL REFERENCES units(key) ON DELETE CASCADE, place INTEGER NOT NULL,
            base TEXT NOT NULL, draft TEXT NOT NULL, PRIMARY KEY (unit, place)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE decks (
            file TEXT PRIMARY KEY, mtime_ns INTEGER NOT NULL, size INTEGER NOT NULL, inode INTEGER NOT NULL,
            digest TEXT NOT NULL, text TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE cards (
            id TEXT PRIMARY KEY, file TEXT NOT NULL, note TEXT NOT NULL, kind TEXT NOT NULL,
            front TEXT NOT NULL, digest TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE pending (
            note TEXT NOT NULL, base TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('pending', 'suggestion')),
            card TEXT NOT NULL, draft TEXT NOT NULL, flags TEXT NOT NULL, PRIMARY KEY (note, base, card)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE rejected (
            key TEXT PRIMARY KEY, note TEXT NOT NULL, front TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        "CREATE INDEX cards_by_file ON cards(file)",
    ):
        db.execute(statement)


def _m002_decisions(db: "Database") -> None:
    """What a person said of the drafts that waited, in order, so that the last can be taken back."""
    db.execute(
        """CREATE TABLE decisions (
            number INTEGER PRIMARY KEY, command INTEGER NOT NULL, base TEXT NOT NULL, note TEXT NOT NULL,
            about TEXT NOT NULL CHECK (about IN ('pending', 'suggestion')), card TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('accepted', 'rejected')), draft TEXT NOT NULL, drafted TEXT NOT NULL,
            at INTEGER NOT NULL, placed TEXT NOT NULL, before TEXT NOT NULL, undone INTEGER NOT NULL
        ) STRICT"""
    )


STEPS: Final[tuple[Callable[["Database"], None], ...]] = (_m001_ground, _m002_decisions)
"""Step n brings the store from version n to n + 1; the version is SQLite's `user_version`."""
