"""What the tenth step of `migrations` does to drafts and ties: they were a row each, with a name before every value.

Stores of earlier versions hold them so; a step changes what was written once, and so knows both forms by itself.
"""

import json
from collections.abc import Iterable
from hashlib import blake2b
from itertools import groupby
from operator import itemgetter
from sqlite3 import Connection
from typing import Final

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def compact_drafts(connection: Connection) -> None:
    """Put the drafts of a unit into one row, and every draft into the form without names."""
    connection.execute(
        """CREATE TABLE drafts_of_units (
            unit TEXT PRIMARY KEY REFERENCES units(key) ON DELETE CASCADE, drafts TEXT NOT NULL
        ) STRICT"""
    )
    rows = connection.execute("SELECT unit, draft FROM drafts JOIN units ON units.key = unit ORDER BY unit, place")
    connection.executemany(
        "INSERT INTO drafts_of_units VALUES (?, ?)",
        ((unit, _text(draft for _, draft in group)) for unit, group in groupby(rows, itemgetter(0))),
    )
    connection.execute("DROP TABLE drafts")
    connection.execute("ALTER TABLE drafts_of_units RENAME TO drafts")
    connection.create_function("compact", 1, lambda draft: _text([draft]), deterministic=True)
    connection.execute("UPDATE pending SET draft = compact(draft)")
    connection.execute("UPDATE decisions SET draft = compact(draft), drafted = compact(drafted)")
    connection.create_function("compact", 1, None)


def number_ties(connection: Connection) -> None:
    """Put numbers for the notes of ties."""
    connection.execute(
        """CREATE TABLE ties_of_numbers (
            key INTEGER NOT NULL, note INTEGER NOT NULL, PRIMARY KEY (key, note)
        ) STRICT, WITHOUT ROWID"""
    )
    connection.create_function("number", 1, _number, deterministic=True)
    connection.execute("INSERT INTO ties_of_numbers SELECT key, number(note) FROM ties")
    connection.create_function("number", 1, None)
    connection.execute("DROP TABLE ties")
    connection.execute("ALTER TABLE ties_of_numbers RENAME TO ties")
    connection.execute("CREATE INDEX ties_by_note ON ties(note)")


def _number(note: str) -> int:
    return int.from_bytes(blake2b(note.encode(), digest_size=7).digest(), "big")


def _text(drafts: Iterable[str]) -> str:
    words: dict[str, int] = {}
    rows = []
    for draft in map(json.loads, drafts):
        content = draft["content"]
        said = [
            content["kind"], content.get("question", content.get("text")), content.get("answer", ""),
            content["detail"], draft["note"], draft["heading"], draft["quote"], draft["by"], draft["tags"],
            draft["flags"],
        ]  # fmt: skip
        places = [words.setdefault(_encode(one), len(words)) for one in said]
        more = content.get("reversed", content.get("options"))
        rows.append([*places, more, draft["line"], draft["score"], draft.get("brought")])
    return f"[[{','.join(words)}],{_encode(rows)}]"
