"""Units as last drafted, and the drafts that wait for a person."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from studykit.model.card import Basic, Choice, Cloze, Content, Draft, Kind, Option, Source, Typed, content_digest


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


def read_drafts(connection: sqlite3.Connection, key: str) -> tuple[Draft, ...]:
    """A unit's drafts as last drafted, in their order."""
    rows = connection.execute("SELECT draft FROM drafts WHERE unit = ? ORDER BY place", (key,))
    return tuple(load_draft(row[0]) for row in rows)


def write_units(connection: sqlite3.Connection, changed: Iterable[UnitDrafts], gone: Iterable[str]) -> int:
    """Keep what changed units gave and forget units that are no more. Returns the rows written."""
    units = list(changed)
    keys = [(unit.key,) for unit in units]
    rows = [
        (unit.key, place, content_digest(draft.content), dump_draft(draft))
        for unit in units
        for place, draft in enumerate(unit.drafts)
    ]
    lost = [(key,) for key in gone]
    connection.executemany("DELETE FROM units WHERE key = ?", keys + lost)
    connection.executemany("INSERT INTO units VALUES (?, ?, ?, ?)", [unit[:4] for unit in units])
    connection.executemany("INSERT INTO drafts VALUES (?, ?, ?, ?)", rows)
    return len(units) + len(rows) + len(lost)


def read_waiting(connection: sqlite3.Connection) -> list[Waiting]:
    """Every draft that waits, by note."""
    rows = connection.execute("SELECT note, state, card, draft FROM pending ORDER BY note, base, card")
    return [Waiting(note, state, card, load_draft(draft)) for note, state, card, draft in rows]


def write_waiting(connection: sqlite3.Connection, waiting: Sequence[Waiting]) -> int:
    """Make the table hold these. Returns the rows written: none where nothing changed."""
    now = {
        (w.note, content_digest(w.draft.content), w.card): (w.state, dump_draft(w.draft), ",".join(w.draft.flags))
        for w in waiting
    }
    before: Mapping[tuple[str, str, str], tuple[str, str, str]] = {
        (note, base, card): (state, draft, flags)
        for note, base, card, state, draft, flags in connection.execute(
            "SELECT note, base, card, state, draft, flags FROM pending"
        )
    }
    gone = [key for key in before if key not in now]
    changed = [(key, value) for key, value in now.items() if before.get(key) != value]
    connection.executemany(
        "DELETE FROM pending WHERE note = ? AND base = ? AND card = ?", gone + [k for k, _ in changed]
    )
    connection.executemany(
        "INSERT INTO pending (note, base, card, state, draft, flags) VALUES (?, ?, ?, ?, ?, ?)",
        [(*key, *value) for key, value in changed],
    )
    return len(gone) + len(changed)


def dump_draft(draft: Draft) -> str:
    """A draft as JSON."""
    content = draft.content
    value: dict[str, Any] = {"kind": content.kind.value, "detail": content.detail}
    match content:
        case Basic(question, answer, _, backwards):
            value |= {"question": question, "answer": answer, "reversed": backwards}
        case Typed(question, answer, _):
            value |= {"question": question, "answer": answer}
        case Cloze(text, _):
            value |= {"text": text}
        case Choice(question, options, _):
            value |= {"question": question, "options": [[option.text, option.right] for option in options]}
    source = draft.source
    return json.dumps(
        {
            "content": value, "note": source.note, "heading": source.heading, "quote": source.quote, "by": draft.by,
            "tags": draft.tags, "line": draft.line, "score": draft.score, "flags": draft.flags,
        },
        ensure_ascii=False,
    )  # fmt: skip


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
    )


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
