"""Units as last drafted, and the drafts that wait for a person."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, Final, NamedTuple

from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Kind, Option, Source, Typed, content_digest
from studykit.model.inline import Brought, Schedule
from studykit.store.table import hold

_WORDS: Final = 10
"""So many fields of a draft are words or lists of them."""
_BASIC, _CLOZE, _TYPED, _CHOICE = (str(kind) for kind in (Kind.BASIC, Kind.CLOZE, Kind.TYPED, Kind.CHOICE))
"""As words, looked up once: a name of an enumeration takes ten times as long as one of a module."""
_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


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
    connection.executemany(
        "INSERT INTO drafts VALUES (?, ?)", ((unit.key, dump_drafts(unit.drafts)) for unit in units if unit.drafts)
    )
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
    connection: sqlite3.Connection, waiting: Sequence[Waiting], notes: Iterable[str] | None = None
) -> int:
    """Make the table hold these. Returns the rows written: none where nothing changed.

    With `notes`, what waits of other notes stays as it is.
    """
    now = {(one.note, content_digest(one.draft.content), one.card): one for one in waiting}
    rows = (
        (*key, one.state, dump_draft(one.draft), ",".join(one.draft.flags))
        for key in sorted(now)
        for one in (now[key],)
    )
    within = ("note", notes) if notes is not None else None
    return hold(connection, "pending", ("note", "base", "card"), ("state", "draft", "flags"), rows, within)


def dump_draft(draft: Draft) -> str:
    """A draft as JSON."""
    return dump_drafts((draft,))


def load_draft(text: str) -> Draft:
    """The draft that `dump_draft` wrote."""
    (draft,) = load_drafts(text)
    return draft


def dump_drafts(drafts: Iterable[Draft]) -> str:
    """Drafts as JSON: all their words, each once, and for each draft the places of its own among those.

    The drafts of a unit have most of their words in common, and a large vault has tens of thousands.
    """
    words: dict[str | tuple[str, ...], int] = {}
    place = words.setdefault
    rows = []
    for draft in drafts:
        kind, front, back, more = _shown(draft.content)
        source = draft.source
        said = (
            kind, front, back, draft.content.detail, source.note, source.heading, source.quote, draft.by, draft.tags,
            draft.flags,
        )  # fmt: skip
        rows.append((*[place(one, len(words)) for one in said], more, draft.line, draft.score, draft.brought))
    return _encode((list(words), rows))


def load_drafts(text: str) -> tuple[Draft, ...]:
    """The drafts that `dump_drafts` wrote."""
    words, rows = json.loads(text)
    return tuple([_draft([words[place] for place in row[:_WORDS]], *row[_WORDS:]) for row in rows])


def _shown(content: Content) -> tuple[str, str, str, object]:
    """Kind, front, back, and what the kind has beside them."""
    match content:
        case Basic():
            return _BASIC, content.question, content.answer, content.reversed
        case Cloze():
            return _CLOZE, content.text, "", None
        case Typed():
            return _TYPED, content.question, content.answer, None
        case Choice():
            return _CHOICE, content.question, "", [(option.text, option.right) for option in content.options]


def _draft(words: list[Any], more: Any, line: int, score: float, brought: list[Any] | None) -> Draft:
    kind, front, back, detail, note, heading, quote, by, tags, flags = words
    return Draft(
        content=_content(Kind(kind), front, back, detail, more),
        source=Source(note, heading, quote),
        by=by,
        tags=tuple(tags),
        line=line,
        score=score,
        flags=tuple(flags),
        brought=_brought(*brought) if brought is not None else None,
    )


def _brought(deck: str, notes: list[int], schedules: list[list[Any]]) -> Brought:
    return Brought(deck, tuple(notes), tuple(Schedule(*one) for one in schedules))


def _content(kind: Kind, front: str, back: str, detail: str, more: Any) -> Content:
    match kind:
        case Kind.BASIC:
            return Basic(front, back, detail, more)
        case Kind.TYPED:
            return Typed(front, back, detail)
        case Kind.CLOZE:
            return Cloze(front, detail)
        case Kind.CHOICE:
            return Choice(front, tuple(Option(text, right) for text, right in more), detail)
