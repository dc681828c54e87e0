"""Notes of any type on their way out, with the schedule and the log of their cards: Anki's schema 11.

Anki takes what a card stands at, and its log, on the first import alone, and where the person asks for it.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from studykit.anki.collection import Filled, deck_id, field_checksum, field_text, split_schema
from studykit.anki.library import load_genanki

_BATCH: Final = 1_000
_DEFAULT: Final = "Default"
_NOTE: Final = "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')"
_CARD: Final = "INSERT INTO cards VALUES (?, ?, ?, ?, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)"
_REVIEW: Final = "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)"
_PLAIN_FIELD: Final = {"font": "Arial", "size": 20, "rtl": False, "sticky": False, "media": []}
_PLAIN_TEMPLATE: Final = {"bqfmt": "", "bafmt": "", "did": None}
_LATEX: Final = {
    "latexPre": "\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}\n\\usepackage{amssymb,amsmath}\n"
    "\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n\\begin{document}\n",
    "latexPost": "\\end{document}",
}


class Progress(NamedTuple):
    """What a card stands at, in Anki's terms."""

    type: int
    queue: int
    due: int
    interval: int
    factor: int
    reps: int
    lapses: int
    left: int
    data: Mapping[str, Any]
    """FSRS's numbers: `s`, `d`, `dr`, `decay`, `lrt`."""
    rows: Sequence[tuple[int, int, int, int, int, int, int]] = ()
    """Its log: when (ms), answer, interval, last interval, factor, how long (ms), type."""


class OutCard(NamedTuple):
    """A card as it goes out."""

    id: int
    """In Anki; 0 for any."""
    ordinal: int
    deck: str
    position: int
    """Among new cards."""
    flags: int = 0
    suspended: bool = False
    progress: Progress | None = None


class OutNote(NamedTuple):
    """A note as it goes out."""

    id: int
    """In Anki; 0 for any."""
    guid: str
    type: int
    """A key of the note types that go with it."""
    mod: int
    tags: Sequence[str]
    fields: Sequence[str]
    cards: Sequence[OutCard]


def foreign_model(
    number: int, name: str, cloze: bool, css: str, fields: Sequence[str], templates: Sequence[Sequence[str]], mod: int
) -> dict[str, Any]:
    """A note type of others as the column `models` holds it. A template is its name, front and back."""
    return {
        "id": number, "name": name, "type": int(cloze), "mod": mod, "usn": -1, "sortf": 0, "did": None, "vers": [],
        "tags": [], "css": css, **_LATEX,
        "flds": [{"name": field, "ord": place, **_PLAIN_FIELD} for place, field in enumerate(fields)],
        "tmpls": [
            {"name": title, "ord": place, "qfmt": front, "afmt": back, **_PLAIN_TEMPLATE}
            for place, (title, front, back) in enumerate(templates)
        ],
        "req": [[place, "any", [0]] for place in range(len(templates))],
    }  # fmt: skip


def fill_outgoing(path: Path, models: Mapping[int, dict[str, Any]], notes: Iterable[OutNote], created: int) -> Filled:
    """Make the collection at `path`, where nothing is or an empty file. `created` is the instant (seconds since 1970)
    from which `Progress.due` of a review counts days.

    ValueError for a GUID that comes twice, and for a note that does not fit its type.
    """
    load_genanki()
    from genanki.apkg_col import APKG_COL
    from genanki.apkg_schema import APKG_SCHEMA

    tables, indexes = split_schema(APKG_SCHEMA)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {tables} {APKG_COL}")
        connection.execute("BEGIN")
        rows = _Rows(models)
        stream = iter(notes)
        while batch := list(islice(stream, _BATCH)):
            for statement, values in zip((_NOTE, _CARD, _REVIEW), rows.of(batch), strict=True):
                connection.executemany(statement, values)
        _describe(connection, rows, created)
        connection.execute("COMMIT")
        connection.executescript(indexes)
    finally:
        connection.close()
    return Filled(len(rows.guids), rows.count, tuple(sorted(rows.decks)))


class _Ids:
    """Numbers that Anki knows things by: those wanted where they are free, else the next ones."""

    def __init__(self, first: int) -> None:
        self._used: set[int] = set()
        self._next = first

    def of(self, wanted: int) -> int:
        number = wanted if wanted > 0 else self._next
        while number in self._used:
            number += 1
        if wanted <= 0:
            self._next = number + 1
        self._used.add(number)
        return number


_Values = list[tuple[Any, ...]]


class _Rows:
    """Turns notes into rows, and remembers what the collection must describe."""

    def __init__(self, models: Mapping[int, dict[str, Any]]) -> None:
        self.models = models
        self.used: set[int] = set()
        self.guids: set[str] = set()
        self.count = 0
        self.decks: dict[str, int] = {}
        self._notes, self._cards, self._reviews = _Ids(1_500_000_000_000), _Ids(1_500_000_000_000), _Ids(1)

    def of(self, batch: Sequence[OutNote]) -> tuple[_Values, _Values, _Values]:
        notes: _Values = []
        cards: _Values = []
        reviews: _Values = []
        for note in batch:
            model, flat = self.models[note.type], "\x1f".join(note.fields)
            if flat.count("\x1f") != len(model["flds"]) - 1 or "\0" in flat:
                raise ValueError(f"note {note.guid!r} does not fit the note type {model['name']!r}")
            if not note.guid or note.guid in self.guids:
                raise ValueError(f"the GUID {note.guid!r} is not one note's alone")
            self.guids.add(note.guid)
            self.used.add(note.type)
            number, text = self._notes.of(note.id), field_text(note.fields[0])
            tags = f" {' '.join(note.tags)} " if note.tags else ""
            notes.append((number, note.guid, model["id"], note.mod, tags, flat, text, field_checksum(text)))
            for card in note.cards:
                cards.append(self._card(card, number, note.mod, reviews))
        return notes, cards, reviews

    def _card(self, card: OutCard, note: int, mod: int, reviews: _Values) -> tuple[Any, ...]:
        number, self.count = self._cards.of(card.id), self.count + 1
        deck = self.decks.get(card.deck) or self._deck(card.deck)
        at = card.progress
        if at is None:
            queue = -1 if card.suspended else 0
            return (number, note, deck, card.ordinal, mod, 0, queue, card.position, 0, 0, 0, 0, 0, card.flags, "{}")
        for when, *rest in at.rows:
            reviews.append((self._reviews.of(when), number, *rest))
        data = json.dumps(dict(at.data), separators=(",", ":"))
        return (number, note, deck, card.ordinal, mod, *at[:8], card.flags, data)

    def _deck(self, name: str) -> int:
        parts = name.split("::")
        for depth in range(1, len(parts) + 1):
            level = "::".join(parts[:depth])
            if level not in self.decks:
                number = deck_id(level) if level != _DEFAULT else 1  # the one that every collection has
                while number in self.decks.values():
                    number += 1
                self.decks[level] = number
        return self.decks[name]


def _describe(connection: sqlite3.Connection, rows: _Rows, created: int) -> None:
    from genanki import Deck

    decks, conf = map(json.loads, connection.execute("SELECT decks, conf FROM col").fetchone())
    conf["schedVer"] = 2  # of the first scheduler Anki would take a learning card's Good for Hard
    for name, number in rows.decks.items():
        decks[str(number)] = Deck(number, name).to_json()
    models = {str(rows.models[key]["id"]): rows.models[key] for key in sorted(rows.used)}
    connection.execute(
        "UPDATE col SET crt = ?, conf = ?, models = ?, decks = ?",
        (created, json.dumps(conf), json.dumps(models, ensure_ascii=False), json.dumps(decks, ensure_ascii=False)),
    )
