"""The store's schema, one step a version. Steps are only ever added; each runs whole or not at all.

Tables are STRICT: a value of the wrong type is an error at once and not a surprise in a year.
"""

import sqlite3
from collections.abc import Callable
from typing import Final, Protocol


class Database(Protocol):
    """What a step asks of sqlite-utils' value of that name."""

    @property
    def conn(self) -> sqlite3.Connection: ...
    def execute(self, sql: str, /) -> sqlite3.Cursor: ...


def _m001_ground(db: Database) -> None:
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


def _m002_decisions(db: Database) -> None:
    """What a person said of the drafts that waited, in order, so that the last can be taken back."""
    db.execute(
        """CREATE TABLE decisions (
            number INTEGER PRIMARY KEY, command INTEGER NOT NULL, base TEXT NOT NULL, note TEXT NOT NULL,
            about TEXT NOT NULL CHECK (about IN ('pending', 'suggestion')), card TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('accepted', 'rejected')), draft TEXT NOT NULL, drafted TEXT NOT NULL,
            at INTEGER NOT NULL, placed TEXT NOT NULL, before TEXT NOT NULL, undone INTEGER NOT NULL
        ) STRICT"""
    )


def _m003_reviews(db: Database) -> None:
    """Learning: every face and what is remembered of it, the log of reviews, what can be taken back, other machines.

    The indexes that find what is due hold all that a day's queue needs of a face, so that it is read from a few pages
    in order and not from all over the table; each holds only the faces that can be asked. That goes for the columns of
    its own condition too: SQLite reads the table for them otherwise.
    """
    asked = "active = 1 AND suspended = 0"
    flags = "state, active, suspended"
    for statement in (
        "CREATE TABLE study_decks (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
        """CREATE TABLE study_places (
            id INTEGER PRIMARY KEY, deck INTEGER NOT NULL, file TEXT NOT NULL, section TEXT NOT NULL,
            note TEXT NOT NULL, UNIQUE (deck, file, section, note)
        ) STRICT""",
        """CREATE TABLE faces (
            id INTEGER PRIMARY KEY, card TEXT NOT NULL, face TEXT NOT NULL,
            place INTEGER NOT NULL, deck INTEGER NOT NULL, position INTEGER NOT NULL,
            listed INTEGER NOT NULL CHECK (listed IN (0, 1)), active INTEGER NOT NULL CHECK (active IN (0, 1)),
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), due_ms INTEGER NOT NULL, due_day INTEGER NOT NULL,
            stability REAL NOT NULL, difficulty REAL NOT NULL, interval INTEGER NOT NULL, remaining INTEGER NOT NULL,
            last_ms INTEGER NOT NULL, last_day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
            suspended INTEGER NOT NULL CHECK (suspended IN (0, 1)), buried_day INTEGER NOT NULL,
            flag TEXT NOT NULL, flag_ms INTEGER NOT NULL, leech INTEGER NOT NULL CHECK (leech IN (0, 1)),
            UNIQUE (card, face)
        ) STRICT""",
        "CREATE INDEX faces_by_place ON faces(place)",
        f"""CREATE INDEX faces_new ON faces(deck, position, card, face, listed, buried_day, place, {flags})
            WHERE state = 0 AND {asked}""",
        f"""CREATE INDEX faces_in_steps
            ON faces(due_ms, deck, buried_day, place, stability, last_day, card, face, {flags})
            WHERE state IN (1, 3) AND {asked}""",
        f"""CREATE INDEX faces_due ON faces(due_day, deck, buried_day, place, stability, last_day, card, face, {flags})
            WHERE state = 2 AND {asked}""",
        """CREATE TABLE reviews (
            seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, card TEXT NOT NULL, face TEXT NOT NULL,
            at_ms INTEGER NOT NULL, day INTEGER NOT NULL, rating INTEGER NOT NULL CHECK (rating BETWEEN 1 AND 4),
            kind TEXT NOT NULL CHECK (kind IN ('learn', 'review', 'relearn', 'cram', 'quiz')),
            seconds INTEGER NOT NULL, days INTEGER NOT NULL, remaining INTEGER NOT NULL, took_ms INTEGER NOT NULL,
            machine TEXT NOT NULL, origin TEXT NOT NULL, stability REAL, difficulty REAL,
            undone INTEGER NOT NULL CHECK (undone IN (0, 1))
        ) STRICT""",
        "CREATE INDEX reviews_by_face ON reviews(card, face)",
        "CREATE INDEX reviews_by_day ON reviews(day)",
        """CREATE TABLE undos (
            number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, at_ms INTEGER NOT NULL, origin TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE actions (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, at_ms INTEGER NOT NULL, session TEXT NOT NULL,
            review TEXT NOT NULL, changes TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE journals (
            name TEXT PRIMARY KEY, offset INTEGER NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL, seq INTEGER NOT NULL, undo INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


def _m004_replies(db: Database) -> None:
    """What models answered, so that nothing is asked twice; what their hosts take; units that could not be done."""
    for statement in (
        """CREATE TABLE replies (
            key TEXT PRIMARY KEY, unit TEXT NOT NULL, host TEXT NOT NULL, model TEXT NOT NULL, text TEXT NOT NULL,
            truncated INTEGER NOT NULL CHECK (truncated IN (0, 1)), sent INTEGER NOT NULL, received INTEGER NOT NULL,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE learnt (
            host TEXT NOT NULL, model TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (host, model)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE failed_units (
            unit TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, code TEXT NOT NULL, parameters TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


def _m005_anki(db: Database) -> None:
    """What Anki was given and what came back from it; and what happened to cards, for their history."""
    for statement in (
        """CREATE TABLE packaged (
            card TEXT PRIMARY KEY, package TEXT NOT NULL, deck TEXT NOT NULL, mod INTEGER NOT NULL,
            faces TEXT NOT NULL, retired INTEGER NOT NULL CHECK (retired IN (0, 1)), front TEXT NOT NULL,
            anki_deck TEXT NOT NULL, anki_faces TEXT NOT NULL,
            anki_asleep INTEGER NOT NULL CHECK (anki_asleep IN (0, 1)), gone INTEGER NOT NULL CHECK (gone IN (0, 1))
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE versions (
            card TEXT NOT NULL, mod INTEGER NOT NULL, origin TEXT NOT NULL, text TEXT NOT NULL,
            PRIMARY KEY (card, mod, origin)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE anki_faces (
            card TEXT NOT NULL, face TEXT NOT NULL, suspended INTEGER NOT NULL CHECK (suspended IN (0, 1)),
            flag INTEGER NOT NULL, PRIMARY KEY (card, face)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE events (
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, card TEXT NOT NULL, what TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX events_by_card ON events(card)",
    ):
        db.execute(statement)


def _m006_outlines(db: Database) -> None:
    """What a build knows of notes it does not open: outlines, maps, what leans on what, how questions look."""
    for statement in (
        """CREATE TABLE outlines (
            path TEXT PRIMARY KEY, outline TEXT NOT NULL, concept TEXT NOT NULL, units INTEGER NOT NULL,
            pending INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE maps (
            path TEXT PRIMARY KEY, title TEXT NOT NULL, moc TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE leans (
            target TEXT NOT NULL, source TEXT NOT NULL, how TEXT NOT NULL CHECK (how IN ('anchor', 'embed')),
            PRIMARY KEY (target, source)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX leans_by_source ON leans(source)",
        """CREATE TABLE looks (
            note TEXT PRIMARY KEY, free BLOB NOT NULL, standing BLOB NOT NULL, choices INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE ties (
            key INTEGER NOT NULL, note TEXT NOT NULL, PRIMARY KEY (key, note)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX ties_by_note ON ties(note)",
        "CREATE INDEX cards_by_note ON cards(note)",
        "CREATE INDEX units_by_note ON units(note)",
    ):
        db.execute(statement)


def _m007_quizzes(db: Database) -> None:
    """Quizzes: the very questions, every decision in order, what it came to; names that a person said were right."""
    for statement in (
        """CREATE TABLE quizzes (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, wanted TEXT NOT NULL, questions TEXT NOT NULL,
            started_ms INTEGER NOT NULL, seen_ms INTEGER NOT NULL, away_ms INTEGER NOT NULL, ended_ms INTEGER NOT NULL,
            report TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE quiz_decisions (
            quiz TEXT NOT NULL, number INTEGER NOT NULL, at_ms INTEGER NOT NULL, decision TEXT NOT NULL,
            PRIMARY KEY (quiz, number)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE quiz_names (
            about TEXT NOT NULL, name TEXT NOT NULL, quiz TEXT NOT NULL, PRIMARY KEY (about, name)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


def _m008_imported(db: Database) -> None:
    """Notes that came from Anki, as they came: their types, cards, decks, media; and what taking them in changed.

    A row's `import` is the number of the import that made it: taking that back removes the row. What an import changed
    of rows that stood is kept as it was in `import_undo`.
    """
    for statement in (
        """CREATE TABLE imports (
            number INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, file TEXT NOT NULL, summary TEXT NOT NULL
        ) STRICT""",
        """CREATE TABLE imported_types (
            id INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, anki_id INTEGER NOT NULL, body TEXT NOT NULL,
            import INTEGER NOT NULL
        ) STRICT""",
        """CREATE TABLE imported_notes (
            card TEXT PRIMARY KEY, guid TEXT NOT NULL, anki_id INTEGER NOT NULL, type INTEGER NOT NULL,
            mod INTEGER NOT NULL, tags TEXT NOT NULL, fields TEXT NOT NULL, base TEXT NOT NULL, media INTEGER NOT NULL,
            edited INTEGER NOT NULL, import INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE imported_cards (
            card TEXT NOT NULL, face TEXT NOT NULL, anki_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
            deck TEXT NOT NULL, position INTEGER NOT NULL, mod INTEGER NOT NULL, queue INTEGER NOT NULL,
            flags INTEGER NOT NULL, factor INTEGER NOT NULL, at_ms INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), due_ms INTEGER NOT NULL, due_day INTEGER NOT NULL,
            stability REAL NOT NULL, difficulty REAL NOT NULL, interval INTEGER NOT NULL, remaining INTEGER NOT NULL,
            last_ms INTEGER NOT NULL, last_day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
            import INTEGER NOT NULL, PRIMARY KEY (card, face)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE imported_rows (
            card TEXT NOT NULL, face TEXT NOT NULL, rows BLOB NOT NULL, import INTEGER NOT NULL,
            PRIMARY KEY (card, face)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE imported_decks (
            name TEXT PRIMARY KEY, learn TEXT NOT NULL CHECK (learn IN ('', 'terminal', 'anki')),
            options TEXT NOT NULL, import INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE imported_media (
            import INTEGER NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL, size INTEGER NOT NULL,
            PRIMARY KEY (import, name)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE import_undo (
            number INTEGER PRIMARY KEY, import INTEGER NOT NULL, what TEXT NOT NULL, before TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX import_undo_by_import ON import_undo(import)",
    ):
        db.execute(statement)


def _m009_inline(db: Database) -> None:
    """What other tools wrote beside the cards of a note: as it was read first, what was told of it since, what the
    faces stood at then, and the notes from Anki whose history went on with it."""
    for statement in (
        """CREATE TABLE inline_cards (
            card TEXT PRIMARY KEY, read TEXT NOT NULL, told TEXT NOT NULL, notes TEXT NOT NULL,
            carried INTEGER NOT NULL CHECK (carried IN (0, 1))
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE inline_seeds (
            card TEXT NOT NULL, face TEXT NOT NULL, at_ms INTEGER NOT NULL,
            state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), due_ms INTEGER NOT NULL, due_day INTEGER NOT NULL,
            stability REAL NOT NULL, difficulty REAL NOT NULL, interval INTEGER NOT NULL, remaining INTEGER NOT NULL,
            last_ms INTEGER NOT NULL, last_day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL,
            PRIMARY KEY (card, face)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE inline_joined (
            card TEXT NOT NULL, imported TEXT NOT NULL, at_ms INTEGER NOT NULL, PRIMARY KEY (card, imported)
        ) STRICT, WITHOUT ROWID""",
    ):
        db.execute(statement)


def _m010_compact(db: Database) -> None:
    """Drafts as a build writes them soonest: those of a unit in one row; of a tie a number for its note.

    What a card said in its package stands in its deck file as the last build left it; of one that is written anew the
    former text is kept until the new package is told of.
    """
    from studykit.store.compacting import compact_drafts, number_ties

    compact_drafts(db.conn)
    number_ties(db.conn)
    # `OR IGNORE` would not do: what the statement outside says of conflicts goes before
    keep = """INSERT INTO decks_before SELECT old.file, old.text
        WHERE NOT EXISTS (SELECT 1 FROM decks_before WHERE file = old.file)"""
    for statement in (
        "CREATE TABLE decks_before (file TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
        f"CREATE TRIGGER decks_written BEFORE UPDATE OF text ON decks WHEN old.text <> new.text BEGIN {keep}; END",
        f"CREATE TRIGGER decks_removed BEFORE DELETE ON decks BEGIN {keep}; END",
    ):
        db.execute(statement)


def _m011_keys_of_notes(db: Database) -> None:
    """Of each note one row with the keys that tie it to others.

    They are made in another way than those of before, which nothing tells from each other: none is taken over. Without
    the names that go with them the next build that has something to do looks at everything, and writes both.
    """
    for statement in (
        "DROP TABLE ties",
        "CREATE TABLE ties (note TEXT PRIMARY KEY, keys BLOB NOT NULL) STRICT, WITHOUT ROWID",
        "DELETE FROM facts WHERE name = 'names'",
    ):
        db.execute(statement)


def _m012_plain_drafts(db: Database) -> None:
    """Drafts are written without JSON from here on, which earlier versions cannot read; those that stand are read as
    they are. Keys of ties are other ones, and what all notes ask is kept apart for cards and for drafts that are none:
    the next build that has something to do looks at everything, as in the step before.
    """
    for statement in ("DELETE FROM ties", "DELETE FROM facts WHERE name IN ('names', 'alike')"):
        db.execute(statement)


def _m013_short_keys(db: Database) -> None:
    """Keys of ties are shorter and other ones: the next build that has something to do looks at everything, as in the
    step before. Outlines are written otherwise from here on; those that stand are read as they are."""
    for statement in ("DELETE FROM ties", "DELETE FROM facts WHERE name = 'names'"):
        db.execute(statement)


STEPS: Final[tuple[Callable[[Database], None], ...]] = (
    _m001_ground,
    _m002_decisions,
    _m003_reviews,
    _m004_replies,
    _m005_anki,
    _m006_outlines,
    _m007_quizzes,
    _m008_imported,
    _m009_inline,
    _m010_compact,
    _m011_keys_of_notes,
    _m012_plain_drafts,
    _m013_short_keys,
)
"""Step n brings the store from version n to n + 1; the version is SQLite's `user_version`."""
