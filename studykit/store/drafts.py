"""Units as last drafted, and the drafts that wait for a person."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from json.encoder import encode_basestring as quoted
from operator import attrgetter
from typing import Any, Final, NamedTuple

from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Kind, Option, Source, Typed, content_digest
from studykit.model.inline import Brought, Schedule
from studykit.store.table import hold

_BOOL: Final = {True: "true", False: "false"}


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
    rows = connection.execute("SELECT draft FROM drafts WHERE unit = ? ORDER BY place", (key,))
    return tuple(load_draft(row[0]) for row in rows)


def write_units(connection: sqlite3.Connection, changed: Iterable[UnitDrafts], gone: Iterable[str]) -> int:
    """Keep what changed units gave and forget units that are no more. Returns the rows written."""
    units = sorted(changed, key=attrgetter("key"))
    lost = [(key,) for key in gone]
    connection.executemany("DELETE FROM units WHERE key = ?", [*((unit.key,) for unit in units), *lost])
    connection.executemany("INSERT INTO units VALUES (?, ?, ?, ?)", (unit[:4] for unit in units))
    connection.executemany(
        "INSERT INTO drafts VALUES (?, ?, ?, ?)",
        (
            (unit.key, place, content_digest(draft.content), dump_draft(draft))
            for unit in units
            for place, draft in enumerate(unit.drafts)
        ),
    )
    return len(units) + sum(len(unit.drafts) for unit in units) + len(lost)


def drafts_of(connection: sqlite3.Connection, note: str) -> list[Draft]:
    """All drafts of a note's units as last drafted."""
    rows = connection.execute(
        "SELECT draft FROM units JOIN drafts ON drafts.unit = units.key WHERE units.note = ?", (note,)
    )
    return [load_draft(row[0]) for row in rows]


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
    """A draft as JSON. Written out: a large vault has tens of thousands, and by way of dictionaries it takes twice as
    long."""
    source = draft.source
    return (
        f'{{"content": {_dump_content(draft.content)}, "note": {quoted(source.note)}, '
        f'"heading": {quoted(source.heading)}, "quote": {quoted(source.quote)}, "by": {quoted(draft.by)}, '
        f'"tags": {_dump_names(draft.tags)}, "line": {draft.line}, "score": {draft.score}, '
        f'"flags": {_dump_names(draft.flags)}{_dump_brought(draft.brought)}}}'
    )


def _dump_brought(brought: Brought | None) -> str:
    """Few drafts have any."""
    return f', "brought": {json.dumps(brought, ensure_ascii=False)}' if brought is not None else ""


@lru_cache(maxsize=256)
def _dump_names(names: tuple[str, ...]) -> str:
    """Tags or flags, which the drafts of a note have in common."""
    return _list(map(quoted, names))


def _dump_content(content: Content) -> str:
    match content:
        case Basic(question, answer, detail, backwards):
            return (
                f'{{"kind": "basic", "detail": {quoted(detail)}, "question": {quoted(question)}, '
                f'"answer": {quoted(answer)}, "reversed": {_BOOL[backwards]}}}'
            )
        case Typed(question, answer, detail):
            return (
                f'{{"kind": "typed", "detail": {quoted(detail)}, "question": {quoted(question)}, '
                f'"answer": {quoted(answer)}}}'
            )
        case Cloze(text, detail):
            return f'{{"kind": "cloze", "detail": {quoted(detail)}, "text": {quoted(text)}}}'
        case Choice(question, options, detail):
            shown = _list(f"[{quoted(option.text)}, {_BOOL[option.right]}]" for option in options)
            return (
                f'{{"kind": "choice", "detail": {quoted(detail)}, "question": {quoted(question)}, "options": {shown}}}'
            )


def _list(values: Iterable[str]) -> str:
    return f"[{', '.join(values)}]"


def load_draft(text: str) -> Draft:
    """The draft that `dump_draft` wrote."""
    value = json.loads(text)
    return Draft(
        content=_content(value["content"]),
        source=Source(value["note"], value["heading"], value["quote"]),
        by=value["by"],
        tags=tuple(value["tags"]),
        line=value["line"],
        score=value["score"],
        flags=tuple(value["flags"]),
        brought=_brought(*value["brought"]) if "brought" in value else None,
    )


def _brought(deck: str, notes: list[int], schedules: list[list[Any]]) -> Brought:
    return Brought(deck, tuple(notes), tuple(Schedule(*one) for one in schedules))


def _content(value: dict[str, Any]) -> Content:
    match Kind(value["kind"]):
        case Kind.BASIC:
            return Basic(value["question"], value["answer"], value["detail"], value["reversed"])
        case Kind.TYPED:
            return Typed(value["question"], value["answer"], value["detail"])
        case Kind.CLOZE:
            return Cloze(value["text"], value["detail"])
        case Kind.CHOICE:
            options = tuple(Option(text, right) for text, right in value["options"])
            return Choice(value["question"], options, value["detail"])
