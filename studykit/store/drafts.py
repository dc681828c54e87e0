"""Units as last drafted, and the drafts that wait for a person."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter, itemgetter
from typing import NamedTuple

from studykit.model.card import Content, Draft, content_digest
from studykit.store.draft_text import dump_draft, dump_drafts, load_draft, load_drafts
from studykit.store.table import hold


class UnitDrafts(NamedTuple):
    """What a unit gave when its text had this fingerprint."""

    key: str
    note: str
    fingerprint: str
    drafter: str
    drafts: tuple[Draft, ...]


class Waiting(NamedTuple):
    """A draft that is in no deck: flagged, or a suggestion beside a card that a person edited."""

    note: str
    state: str
    """`pending` or `suggestion`."""
    card: str
    """Of a suggestion the card it is for; else empty."""
    draft: Draft


def read_fingerprints(connection: sqlite3.Connection) -> dict[str, tuple[str, str]]:
    """Every unit's fingerprint and drafter, by key."""
    return {key: (mark, by) for key, mark, by in connection.execute("SELECT key, fingerprint, drafter FROM units")}


def count_units(connection: sqlite3.Connection, notes: Iterable[str] | None = None) -> Counter[str]:
    """How many units each note has; or each of some notes."""
    if notes is None:
        return Counter(dict(connection.execute("SELECT note, count(*) FROM units GROUP BY note")))
    query = "SELECT count(*) FROM units WHERE note = ?"
    return Counter({note: connection.execute(query, (note,)).fetchone()[0] for note in notes})


def read_drafts(connection: sqlite3.Connection, key: str) -> tuple[Draft, ...]:
    """A unit's drafts as last drafted, in their order."""
    row = connection.execute("SELECT drafts FROM drafts WHERE unit = ?", (key,)).fetchone()
    return load_drafts(row[0]) if row is not None else ()


def write_units(connection: sqlite3.Connection, changed: Iterable[UnitDrafts], gone: Iterable[str]) -> int:
    """Keep what changed units gave and forget units that are no more. Returns how many units that are."""
    units = sorted(changed, key=attrgetter("key"))
    lost = [(key,) for key in gone]
    if connection.execute("SELECT 1 FROM units LIMIT 1").fetchone() is not None:
        connection.executemany("DELETE FROM units WHERE key = ?", [*((unit.key,) for unit in units), *lost])
    connection.executemany("INSERT INTO units VALUES (?, ?, ?, ?)", (unit[:4] for unit in units))
    drafts = ((key, dump_drafts(drafts)) for key, _, _, _, drafts in units if drafts)
    connection.executemany("INSERT INTO drafts VALUES (?, ?)", drafts)
    return len(units) + len(lost)


def drafts_of(connection: sqlite3.Connection, note: str) -> list[Draft]:
    """All drafts of a note's units as last drafted."""
    rows = connection.execute(
        "SELECT drafts FROM units JOIN drafts ON drafts.unit = units.key WHERE units.note = ?", (note,)
    )
    return [draft for (text,) in rows for draft in load_drafts(text)]


@contextmanager
def only_of(connection: sqlite3.Connection, notes: Iterable[str]) -> Iterator[None]:
    """Within the block, whoever reads units and drafts sees those of some notes and no others.

    Tables of the connection's own stand before the store's, which is not written.
    """
    connection.execute("CREATE TEMP TABLE meant (note TEXT PRIMARY KEY) WITHOUT ROWID")
    connection.executemany("INSERT INTO meant VALUES (?)", [(note,) for note in notes])
    connection.execute(
        "CREATE TEMP TABLE units AS SELECT u.* FROM temp.meant AS m CROSS JOIN main.units AS u ON u.note = m.note"
    )
    try:
        yield
    finally:
        connection.execute("DROP TABLE temp.units")
        connection.execute("DROP TABLE temp.meant")


def read_waiting(connection: sqlite3.Connection, notes: Iterable[str] | None = None) -> list[Waiting]:
    """Every draft that waits, by note; or those of some notes."""
    query = "SELECT note, state, card, draft FROM pending {} ORDER BY note, base, card"
    if notes is None:
        rows = connection.execute(query.format("")).fetchall()
    else:
        rows = [row for note in notes for row in connection.execute(query.format("WHERE note = ?"), (note,))]
    return [Waiting(note, state, card, load_draft(draft)) for note, state, card, draft in rows]


def write_waiting(
    connection: sqlite3.Connection,
    waiting: Sequence[Waiting],
    notes: Iterable[str] | None = None,
    digest: Callable[[Content], str] = content_digest,
) -> int:
    """Make the table hold these. Returns the rows written: none where nothing changed.

    With `notes`, what waits of other notes stays as it is. `digest` gives `content_digest`.
    """
    now = {(note, digest(draft.content), card): (state, draft) for note, state, card, draft in waiting}
    rows = (
        (*key, state, dump_draft(draft), ",".join(draft.flags))
        for key, (state, draft) in sorted(now.items(), key=itemgetter(0))
    )
    within = ("note", notes) if notes is not None else None
    return hold(connection, "pending", ("note", "base", "card"), ("state", "draft", "flags"), rows, within)
