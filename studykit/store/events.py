"""What happened to cards, for `studykit history`: only ever added to, and never asked for by what decides.

The log of reviews, the actions and the decisions keep their own; here is what none of them says.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

_encode: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True).encode


class Event(NamedTuple):
    """Something that happened to a card."""

    at: int
    """Seconds since 1970 (UTC)."""
    card: str
    what: str
    """`new`, `updated`, `retired`, `revived`, `deleted`, `moved`, `anki-edit`, `anki-conflict`, `anki-tags` …"""
    detail: Mapping[str, Any] = {}
    """What JSON can say: `reason`, `file`, `from`, `to`."""


class Answer(NamedTuple):
    """An answer of the log, those of crams and quizzes and those taken back too."""

    at_ms: int
    face: str
    rating: int
    kind: str
    seconds: int
    days: int
    machine: str
    undone: bool


def read_answers(store: sqlite3.Connection, card: str) -> list[Answer]:
    """Every answer that was ever given to a card's faces, by time."""
    rows = store.execute(
        "SELECT at_ms, face, rating, kind, seconds, days, machine, undone FROM reviews WHERE card = ? "
        "ORDER BY at_ms, machine, key",
        (card,),
    )
    return [
        Answer(at_ms, face, rating, kind, seconds, days, machine, bool(undone))
        for at_ms, face, rating, kind, seconds, days, machine, undone in rows
    ]


def add_events(store: sqlite3.Connection, events: Iterable[Event]) -> int:
    """Add events, in the caller's transaction. One that is there already, the same in all, is not added again."""
    before = store.total_changes
    add = "INSERT INTO events (at, card, what, detail)"
    if store.execute("SELECT 1 FROM events LIMIT 1").fetchone() is None:  # as at a first build: none is there already
        store.executemany(f"{add} VALUES (?, ?, ?, ?)", dict.fromkeys(_rows(events)))
    else:
        store.executemany(
            f"{add} SELECT ?1, ?2, ?3, ?4 "
            "WHERE NOT EXISTS (SELECT 1 FROM events WHERE card = ?2 AND at = ?1 AND what = ?3 AND detail = ?4)",
            _rows(events),
        )
    return store.total_changes - before


def _rows(events: Iterable[Event]) -> Iterator[tuple[int, str, str, str]]:
    last: Mapping[str, Any] | None = None
    text = ""
    for at, card, what, detail in events:
        if detail != last:  # of the new cards of a note, which come one after the other, the same is to be said
            last, text = detail, _encode(detail)
        yield at, card, what, text


def read_events(store: sqlite3.Connection, card: str) -> list[Event]:
    """What happened to a card, in the order it was written."""
    rows = store.execute("SELECT at, card, what, detail FROM events WHERE card = ? ORDER BY number", (card,))
    return [Event(at, key, what, json.loads(detail)) for at, key, what, detail in rows]
