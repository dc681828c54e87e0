"""Notes that came from Anki: fields, types and cards as they came, under ids of ours. `build` knows nothing of them.

A note's `base` is what the last package said of it, kept where the person has changed it here since: from both follows
what a newer package may change. A card's standing is what its learning was when it came; the answers that were given
after `at_ms` go on from there.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Standing
from studykit.store.faces import MEMORY, standing_columns, standing_of

FILE: Final = "anki:"
"""What stands in the place of a deck file for an imported card: no file can be called so."""
_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class StoredType:
    """A note type as it came. Two that differ in anything are two."""

    anki_id: int
    name: str
    cloze: bool
    css: str
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    """Name, front and back of each."""
    mod: int

    @property
    def body(self) -> str:
        """As the store keeps it."""
        return json.dumps([self.name, self.cloze, self.css, self.fields, self.templates, self.mod], ensure_ascii=False)

    @property
    def digest(self) -> str:
        """SHA-256 of all of it."""
        return hashlib.sha256(f"{self.anki_id}\n{self.body}".encode("utf-8", "surrogatepass")).hexdigest()


class ImportedNote(NamedTuple):
    """A note, which is a card here: its faces are what Anki calls its cards."""

    card: CardId
    guid: str
    anki_id: int
    type: int
    """The number of its `StoredType` in the store."""
    mod: int
    """Seconds since 1970 of the last change in Anki, as far as it came here."""
    tags: str
    """Anki's spelling, with a blank between them."""
    fields: tuple[str, ...]
    """HTML."""
    base: tuple[str, ...] | None
    """What the last package said, the tags and then the fields, where the person has changed it here since."""
    media: int
    """The import whose files it names."""
    edited: int = 0
    """Seconds since 1970 of the last change here; 0 where it says what Anki says."""


class ImportedCard(NamedTuple):
    """What is asked of a note, and how it stood when it came."""

    key: FaceKey
    anki_id: int
    ordinal: int
    deck: str
    position: int
    """Among new cards."""
    mod: int
    queue: int
    """Anki's: -1 suspended, -2 and -3 buried."""
    flags: int
    factor: int
    """Ease in thousandths."""
    at_ms: int
    """What was answered up to then is in `standing`."""
    standing: Standing


NOTE_COLUMNS: Final = "card, guid, anki_id, type, mod, tags, fields, base, media, edited"
CARD_COLUMNS: Final = "card, face, anki_id, ordinal, deck, position, mod, queue, flags, factor, at_ms, " + ", ".join(
    MEMORY
)


def read_types(store: sqlite3.Connection) -> dict[int, StoredType]:
    """Every note type, by its number."""
    return {
        number: _type(anki_id, body)
        for number, anki_id, body in store.execute("SELECT id, anki_id, body FROM imported_types")
    }


def read_type(store: sqlite3.Connection, number: int) -> StoredType:
    """One note type. KeyError where there is none."""
    row = store.execute("SELECT anki_id, body FROM imported_types WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise KeyError(number)
    return _type(*row)


def _type(anki_id: int, body: str) -> StoredType:
    name, cloze, css, fields, templates, mod = json.loads(body)
    return StoredType(anki_id, name, cloze, css, tuple(fields), tuple((a, b, c) for a, b, c in templates), mod)


def add_type(store: sqlite3.Connection, kind: StoredType, number: int) -> int:
    """The number of a note type, which is added where it is not known. In the caller's transaction."""
    row = store.execute("SELECT id FROM imported_types WHERE digest = ?", (kind.digest,)).fetchone()
    if row is not None:
        return int(row[0])
    made = store.execute(
        "INSERT INTO imported_types (digest, anki_id, body, import) VALUES (?, ?, ?, ?)",
        (kind.digest, kind.anki_id, kind.body, number),
    ).lastrowid
    assert made is not None
    return made


def exist(store: sqlite3.Connection) -> bool:
    """Whether anything was imported."""
    return store.execute("SELECT 1 FROM imported_notes LIMIT 1").fetchone() is not None


def read_note(store: sqlite3.Connection, card: str) -> ImportedNote | None:
    """One note; None where no imported note has this id."""
    row = store.execute(f"SELECT {NOTE_COLUMNS} FROM imported_notes WHERE card = ?", (card,)).fetchone()
    return None if row is None else note_of(row)


def read_notes(store: sqlite3.Connection) -> Iterator[ImportedNote]:
    """Every note, one after the other, by id."""
    return map(note_of, store.execute(f"SELECT {NOTE_COLUMNS} FROM imported_notes ORDER BY card"))


def note_of(row: Sequence[Any]) -> ImportedNote:
    """The note of its columns."""
    *first, fields, base, media, edited = row
    return ImportedNote._make(
        (*first, tuple(fields.split(_SEPARATOR)), tuple(base.split(_SEPARATOR)) if base else None, media, edited)
    )


def note_row(note: ImportedNote) -> tuple[Any, ...]:
    """A note as its columns."""
    base = _SEPARATOR.join(note.base) if note.base is not None else ""
    return (*note[:6], _SEPARATOR.join(note.fields), base, note.media, note.edited)


def write_notes(store: sqlite3.Connection, notes: Iterable[ImportedNote], number: int) -> None:
    """Add notes, or make those that stand these. In the caller's transaction; `number` is the import's."""
    store.executemany(
        f"INSERT INTO imported_notes ({NOTE_COLUMNS}, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        f"ON CONFLICT (card) DO UPDATE SET {_updates(NOTE_COLUMNS, 1)}",
        ((*note_row(note), number) for note in notes),
    )


def read_card(store: sqlite3.Connection, key: FaceKey) -> ImportedCard | None:
    """One card; None where it was not imported."""
    row = store.execute(f"SELECT {CARD_COLUMNS} FROM imported_cards WHERE card = ? AND face = ?", key).fetchone()
    return None if row is None else _card(row)


def read_cards_of(store: sqlite3.Connection, card: str) -> list[ImportedCard]:
    """The cards of a note, by their ordinals."""
    return [
        _card(row)
        for row in store.execute(f"SELECT {CARD_COLUMNS} FROM imported_cards WHERE card = ? ORDER BY ordinal", (card,))
    ]


def read_cards(store: sqlite3.Connection) -> Iterator[ImportedCard]:
    """Every card, one after the other, by the note's id and ordinal."""
    return map(_card, store.execute(f"SELECT {CARD_COLUMNS} FROM imported_cards ORDER BY card, ordinal"))


def _card(row: tuple[Any, ...]) -> ImportedCard:
    card, face, *rest = row
    return ImportedCard._make((FaceKey(card, face), *rest[:9], standing_of(rest[9:])))


def card_row(card: ImportedCard) -> tuple[Any, ...]:
    """A card as its columns."""
    return (*card.key, *card[1:10], *standing_columns(card.standing))


def write_cards(store: sqlite3.Connection, cards: Iterable[ImportedCard], number: int) -> None:
    """Add cards, or make those that stand these. In the caller's transaction; `number` is the import's."""
    marks = ", ".join("?" * (CARD_COLUMNS.count(",") + 2))
    store.executemany(
        f"INSERT INTO imported_cards ({CARD_COLUMNS}, import) VALUES ({marks}) "
        f"ON CONFLICT (card, face) DO UPDATE SET {_updates(CARD_COLUMNS, 2)}",
        ((*card_row(card), number) for card in cards),
    )


def _updates(columns: str, keys: int) -> str:
    return ", ".join(f"{name} = excluded.{name}" for name in columns.split(", ")[keys:])


class Seed(NamedTuple):
    """What an imported card's learning goes on from."""

    deck: str
    at_ms: int
    standing: Standing


def read_seed(store: sqlite3.Connection, key: FaceKey) -> Seed | None:
    """What an imported card stood at when it came, and until when that holds; None for any other card."""
    row = store.execute(
        f"SELECT deck, at_ms, {', '.join(MEMORY)} FROM imported_cards WHERE card = ? AND face = ?", key
    ).fetchone()
    return None if row is None else Seed(row[0], row[1], standing_of(row[2:]))
