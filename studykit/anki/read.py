"""Reading the collection of an Anki package: notes, cards, note types, decks and the review log, of schema 11 to 18.

The file is opened for reading alone, and nothing of it is trusted: the tables must be tables, statements are ours, and
a step count ends what would run for ever. Older schemas keep note types and decks as JSON in one row, newer ones in
tables with small binary messages.
"""

import json
import math
import sqlite3
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from studykit.anki import wire
from studykit.anki.archive import Archive, PackageError
from studykit.anki.presets import DeckOptions, read_presets

_OLDEST, _NEWEST = 11, 18
_STEPS: Final = 200_000_000
"""Of SQLite's virtual machine; a collection of 100,000 notes and a million reviews takes a tenth of it."""
_LIMIT: Final = 2_000_000
"""Rows of one table."""
_READ: Final = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_PRAGMA))


class Template(NamedTuple):
    """One card of a note type."""

    name: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type as its maker wrote it."""

    id: int
    name: str
    cloze: bool
    css: str
    fields: tuple[str, ...]
    templates: tuple[Template, ...]
    mod: int = 0
    """Seconds since 1970 of the last change; 0 for one that came with Anki."""


class AnkiNote(NamedTuple):
    """A note: what is known."""

    id: int
    guid: str
    type: int
    mod: int
    """Seconds since 1970 of the last change."""
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    """HTML, NFC."""


class AnkiCard(NamedTuple):
    """A card: what is asked, and when. The columns of Anki's table that matter, as they stand there."""

    id: int
    note: int
    deck: int
    """The home deck, also while the card is in a filtered one."""
    ordinal: int
    type: int
    """0 new, 1 learning, 2 review, 3 relearning."""
    queue: int
    """-1 suspended, -2 and -3 buried, else as `type` or later steps."""
    due: int
    interval: int
    """Days; seconds where negative."""
    factor: int
    """Ease in thousandths; 0 under FSRS where it was never set."""
    reps: int
    lapses: int
    left: int
    flags: int
    memory: tuple[float, float] | None
    """FSRS's stability in days and difficulty."""
    desired_retention: float | None
    decay: float | None = None
    last_review: int | None = None
    """Seconds since 1970, where FSRS noted it."""
    position: int | None = None
    """Its place among the new cards before it was learned."""
    mod: int = 0
    """Seconds since 1970 of the last change."""


class AnkiReview(NamedTuple):
    """One answer of the log."""

    id: int
    """Milliseconds since 1970."""
    card: int
    ease: int
    """1 to 4; 0 for a change by hand."""
    interval: int
    """Days; seconds where negative."""
    last_interval: int
    factor: int
    took_ms: int
    type: int
    """0 learn, 1 review, 2 relearn, 3 filtered or cram, 4 by hand, 5 rescheduled."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What a package holds, media aside."""

    created: int
    """Seconds since 1970: the day from which `AnkiCard.due` of a review counts."""
    types: Mapping[int, NoteType]
    decks: Mapping[int, str]
    """Names, `::` between levels."""
    notes: tuple[AnkiNote, ...]
    cards: tuple[AnkiCard, ...]
    reviews: tuple[AnkiReview, ...]
    options: Mapping[int, DeckOptions] = field(default_factory=dict)
    """By deck, where the package holds presets."""


def read_collection(archive: Archive) -> Collection:
    """The collection of a package. PackageError where it is damaged, or newer than what is known."""
    with tempfile.TemporaryDirectory(prefix="studykit-") as folder:
        file = Path(folder, "collection")
        archive.extract_collection(file)
        try:
            with closing(_opened(file)) as connection, _reported(archive.path):
                return _read(connection, archive.path)
        except sqlite3.Error as error:
            raise PackageError("package-damaged", path=str(archive.path), detail=str(error)) from error


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.create_collation("unicase", lambda a, b: (a.casefold() > b.casefold()) - (a.casefold() < b.casefold()))
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.set_authorizer(lambda action, *_: sqlite3.SQLITE_OK if action in _READ else sqlite3.SQLITE_DENY)
    steps = iter(range(_STEPS // 10_000))
    connection.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    return connection


@contextmanager
def _reported(path: Path) -> Iterator[None]:
    """What is not as a collection should be, as the one error that a person sees."""
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise PackageError("package-damaged", path=str(path), detail=str(error)) from error


def _read(connection: sqlite3.Connection, path: Path) -> Collection:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name in ("col", "notes", "cards", "revlog"):
        if name not in tables:
            raise PackageError("package-lacks", path=str(path), entry=name)
    created, version = connection.execute("SELECT crt, ver FROM col").fetchone()
    if not _OLDEST <= version <= _NEWEST:
        raise PackageError("package-schema", path=str(path), version=version, oldest=_OLDEST, newest=_NEWEST)
    modern = {"notetypes", "fields", "templates", "decks"} <= tables
    types = _types(connection) if modern else _legacy_types(connection)
    decks = _decks(connection) if modern else _legacy_decks(connection)
    for name in ("notes", "cards", "revlog"):
        _check_size(connection, name, path)
    options = read_presets(connection, modern=modern) if not modern or "deck_config" in tables else {}
    return Collection(int(created), types, decks, _notes(connection), _cards(connection), _reviews(connection), options)


def _check_size(connection: sqlite3.Connection, table: str, path: Path) -> None:
    """PackageError for more rows than are ever read: what is left out silently would be lost."""
    if connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > _LIMIT:
        raise PackageError("package-large", path=str(path), entry=table, bound=_LIMIT)


def _rows(connection: sqlite3.Connection, statement: str) -> Iterator[Any]:
    return iter(connection.execute(f"{statement} LIMIT {_LIMIT}"))


def _notes(connection: sqlite3.Connection) -> tuple[AnkiNote, ...]:
    rows = _rows(connection, "SELECT id, guid, mid, mod, tags, flds FROM notes ORDER BY id")
    return tuple(
        AnkiNote(int(key), str(guid), int(kind), int(mod), tuple(str(tags).split()), tuple(_nfc(fields).split("\x1f")))
        for key, guid, kind, mod, tags, fields in rows
    )


def _cards(connection: sqlite3.Connection) -> tuple[AnkiCard, ...]:
    columns = (
        "id, nid, CASE odid WHEN 0 THEN did ELSE odid END, ord, type, queue, CASE odid WHEN 0 THEN due ELSE odue END"
    )
    rows = _rows(
        connection, f"SELECT {columns}, ivl, factor, reps, lapses, left, flags, data, mod FROM cards ORDER BY id"
    )
    return tuple(AnkiCard._make((*map(int, row[:13]), *_memory(row[13]), int(row[14]))) for row in rows)


_review: Final[Callable[[Iterable[int]], AnkiReview]] = partial(tuple.__new__, AnkiReview)
_Learned = tuple[tuple[float, float] | None, float | None, float | None, int | None, int | None]
_NOTHING: Final[_Learned] = (None, None, None, None, None)


def _memory(data: object) -> _Learned:
    """FSRS's numbers and the former place from the JSON of a card; none where it never had any."""
    if not isinstance(data, str) or not data.startswith("{") or data == "{}":
        return _NOTHING
    found = json.loads(data)
    stability, difficulty = (_number(found.get(name)) for name in ("s", "d"))
    memory = None if stability is None or difficulty is None else (stability, difficulty)
    last, position = _number(found.get("lrt")), _number(found.get("pos"))
    return (
        memory, _number(found.get("dr")), _number(found.get("decay")),
        None if last is None else int(last), None if position is None else int(position),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None


def _reviews(connection: sqlite3.Connection) -> tuple[AnkiReview, ...]:
    numbers = ("id", "cid", "ease", "ivl", "lastIvl", "factor", "time", "type")
    columns = ", ".join(f"ifnull(CAST({name} AS INTEGER), 0)" for name in numbers)  # there are many: no look at each
    return tuple(map(_review, _rows(connection, f"SELECT {columns} FROM revlog ORDER BY id")))


def _types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    fields: dict[int, list[str]] = {}
    for kind, name in _rows(connection, "SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(kind, []).append(_nfc(name))
    templates: dict[int, list[Template]] = {}
    for kind, name, config in _rows(connection, "SELECT ntid, name, config FROM templates ORDER BY ntid, ord"):
        templates.setdefault(kind, []).append(Template(_nfc(name), wire.text(config, 1), wire.text(config, 2)))
    return {
        key: NoteType(
            key, _nfc(name), wire.number(config, 1) == 1, wire.text(config, 3),
            tuple(fields.get(key, ())), tuple(templates.get(key, ())), int(mod),
        )
        for key, name, config, mod in _rows(connection, "SELECT id, name, config, mtime_secs FROM notetypes")
    }  # fmt: skip


def _decks(connection: sqlite3.Connection) -> dict[int, str]:
    return {
        key: _nfc(name).replace("\x1f", "::")
        for key, name in connection.execute(f"SELECT id, name FROM decks LIMIT {_LIMIT}")
    }


def _legacy_types(connection: sqlite3.Connection) -> dict[int, NoteType]:
    models = json.loads(connection.execute("SELECT models FROM col").fetchone()[0])
    return {
        int(key): NoteType(
            int(key), _nfc(model["name"]), int(model.get("type", 0)) == 1, str(model.get("css", "")),
            tuple(_nfc(field["name"]) for field in sorted(model["flds"], key=lambda f: int(f.get("ord", 0)))),
            tuple(
                Template(_nfc(t["name"]), str(t.get("qfmt", "")), str(t.get("afmt", "")))
                for t in sorted(model["tmpls"], key=lambda t: int(t.get("ord", 0)))
            ),
            int(model.get("mod", 0)),
        )
        for key, model in models.items()
    }  # fmt: skip


def _legacy_decks(connection: sqlite3.Connection) -> dict[int, str]:
    decks = json.loads(connection.execute("SELECT decks FROM col").fetchone()[0])
    return {int(key): _nfc(deck["name"]) for key, deck in decks.items()}


def _nfc(text: object) -> str:
    return unicodedata.normalize("NFC", str(text))
