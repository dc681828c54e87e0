"""The SQLite file within a package: Anki's schema 11, filled in batches from a stream of notes.

Schema and JSON come from genanki, the insertion is ours: genanki gives all notes of a package one time, so that every
build would look newer than what the person changed in Anki.
"""

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from studykit.anki.fields import PackageNote
from studykit.anki.library import load_genanki
from studykit.anki.notetypes import NOTETYPES, model_json

_BATCH: Final = 2_000
_FIRST_ID: Final = 1_262_304_000_000
"""2010 in milliseconds: ids are times to Anki, and none may lie in the future."""
_SPREAD: Final = 30 * 86_400_000
_DAY: Final = 86_400_000
_USN: Final = -1
"""Not yet synchronised."""

_CLOZE_NUMBER: Final = re.compile(r"\{\{c([0-9]{1,3})::")
_TAG_OR_IMAGE: Final = re.compile(
    r"""<img\b[^<>]*?\ssrc=(?:"([^"<>]*)"|'([^'<>]*)'|([^\s<>"']+))[^<>]*>|<[^<>]*>""", re.IGNORECASE
)
_ALONE: Final = """
    PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -16000;
"""
"""The file is ours until it is whole: no journal, no waiting for the disk, no asking who else reads it, and most of it
held in memory while its indexes are made (KiB)."""
_INSERT_NOTE: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"
_INSERT_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, 0, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, '')"


class Filled(NamedTuple):
    """What a collection holds."""

    notes: int
    cards: int
    decks: tuple[str, ...]
    """Names, parents included."""


def fill(path: Path, notes: Iterable[PackageNote]) -> Filled:
    """Make the collection at `path`, where nothing is or an empty file. The same notes give the same bytes.

    ValueError for a GUID that comes twice, a wrong number of fields, and what would break the format.
    """
    load_genanki()
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    tables, indexes = split_schema(APKG_SCHEMA)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(f"{_ALONE} {tables} {APKG_COL}")
        connection.execute("BEGIN")
        rows = _Rows()
        stream = iter(notes)
        while batch := list(islice(stream, _BATCH)):
            note_rows, card_rows = rows.of(batch)
            connection.executemany(_INSERT_NOTE, note_rows)
            connection.executemany(_INSERT_CARD, card_rows)
        _describe(connection, rows)
        connection.execute("COMMIT")
        connection.executescript(indexes)  # built once, sorted
    finally:
        connection.close()
    return Filled(len(rows.guids), rows.cards, tuple(sorted(rows.decks)))


def field_text(html: str) -> str:
    """A field without HTML, as Anki sorts and compares by it: the names of pictures stay."""
    if "<" in html:
        html = _TAG_OR_IMAGE.sub(lambda tag: f" {tag[tag.lastindex]} " if tag.lastindex else "", html)
    return unescape(html).replace("\xa0", " ") if "&" in html else html


def field_checksum(text: str) -> int:
    """The first 32 bits of the SHA-1 of a field's text."""
    return int.from_bytes(hashlib.sha1(text.encode(), usedforsecurity=False).digest()[:4], "big")


def deck_id(name: str) -> int:
    """A deck's id, from its name. Anki finds decks by their names alone."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    return _FIRST_ID + number % 400_000_000_000


class _Rows:
    """Turns notes into rows, and remembers what the collection must describe."""

    def __init__(self) -> None:
        self.guids: set[str] = set()
        self.cards = 0
        self.decks: dict[str, int] = {}
        self.notetypes: set[str] = set()
        self._first_id = 0

    def of(self, batch: list[PackageNote]) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        note_rows: list[tuple[Any, ...]] = []
        card_rows: list[tuple[Any, ...]] = []
        for note in batch:
            guid, key, fields, deck_name, tags, mod, due, suspended = note
            notetype = NOTETYPES.get(key)
            flat = "\x1f".join(fields)
            if notetype is None or flat.count("\x1f") != len(notetype.fields) - 1 or "\0" in flat:
                raise ValueError(f"note {guid!r} does not fit the note type {key!r}")
            place = len(self.guids)
            self.guids.add(guid)
            if len(self.guids) == place or not guid:
                raise ValueError(f"the GUID {guid!r} is not one note's alone")
            if not place:
                self._first_id = _first_id(note)
            self.notetypes.add(key)
            text = field_text(fields[0])
            note_id = self._first_id + place
            note_rows.append((note_id, guid, notetype.id, mod, _tags(tags, guid), flat, text, field_checksum(text)))
            deck = self.decks.get(deck_name) or self._deck(deck_name)
            queue = -1 if suspended else 0
            for ordinal in ordinals(note, notetype.is_cloze):
                card_rows.append((self._first_id + self.cards, note_id, deck, ordinal, mod, queue, due))
                self.cards += 1
        return note_rows, card_rows

    def _deck(self, name: str) -> int:
        parts = name.split("::")
        if any(not part.strip() or "\x1f" in part for part in parts):
            raise ValueError(f"{name!r} is no name for a deck")
        for depth in range(1, len(parts) + 1):
            level = "::".join(parts[:depth])
            if level not in self.decks:
                number = deck_id(level)
                while number in self.decks.values():
                    number += 1
                self.decks[level] = number
        return self.decks[name]


@lru_cache(maxsize=256)
def _joined(tags: tuple[str, ...]) -> str | None:
    """Tags as a row holds them, None where one has a blank in it. The cards of a note of the vault have the same."""
    said = f" {' '.join(tags)} " if tags else ""
    return said if len(said.split()) == len(tags) else None


def _tags(tags: tuple[str, ...], guid: str) -> str:
    said = _joined(tags)
    if said is None:
        raise ValueError(f"note {guid!r} has a tag with a blank in it")
    return said


def _first_id(note: PackageNote) -> int:
    """The id of the first note; the others follow. About when the cards were made, and apart from other packages'."""
    number = int.from_bytes(hashlib.sha256(note.guid.encode()).digest()[:8], "big")
    return max(_FIRST_ID, note.mod * 1000 - _DAY - _SPREAD) + number % _SPREAD


def ordinals(note: PackageNote, is_cloze: bool) -> Iterable[int]:
    """The numbers of the note's cards, from 0."""
    if is_cloze:
        numbers = {int(number) - 1 for number in _CLOZE_NUMBER.findall(note.fields[0])} - {-1}
        return sorted(numbers) or (0,)  # Anki shows a card that says that it has no deletion
    return (0, 1) if note.notetype == "basic" and note.fields[2] else (0,)


def _describe(connection: sqlite3.Connection, rows: _Rows) -> None:
    """Write the note types that are used and the decks into the row of the collection."""
    from genanki import Deck

    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    for name, number in rows.decks.items():
        decks[str(number)] = Deck(number, name).to_json()
    models = {str(NOTETYPES[key].id): model_json(NOTETYPES[key]) for key in sorted(rows.notetypes)}
    connection.execute(
        "UPDATE col SET models = ?, decks = ?",
        (json.dumps(models, ensure_ascii=False), json.dumps(decks, ensure_ascii=False)),
    )


def split_schema(schema: str) -> tuple[str, str]:
    """The statements that make tables, and those that make indexes."""
    statements: Iterator[str] = (f"{part.strip()};" for part in schema.split(";") if part.strip())
    tables: list[str] = []
    indexes: list[str] = []
    for statement in statements:
        (indexes if statement.startswith("CREATE INDEX") else tables).append(statement)
    return "\n".join(tables), "\n".join(indexes)
