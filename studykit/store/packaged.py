"""What Anki was given: the notes of the last packages, earlier texts of cards, and what was last seen in Anki.

Anki finds a note by its GUID and takes what is newer. It never moves a card that is there, never removes one, never
suspends one: where its cards stand is remembered here, from the first package on, until a look into Anki says more.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, NamedTuple

from studykit.decks.deck import CardBlock
from studykit.decks.format import parse
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.store.table import hold

KEPT: Final = 8
"""Earlier texts of a card."""


class Packaged(NamedTuple):
    """A note as the last package held it, and where Anki has its cards, as far as is known."""

    card: str
    package: str
    """Its name without `.apkg`."""
    deck: str
    mod: int
    """Seconds since 1970 (UTC)."""
    faces: str
    """Names with a blank between them, in the order of the card."""
    retired: bool
    front: str
    anki_deck: str
    """The deck in which Anki made its cards, or moved them since."""
    anki_faces: str
    """Faces that Anki has cards for."""
    anki_asleep: bool = False
    """Whether its cards were suspended in Anki because it is retired."""
    gone: bool = False
    """It stands in no deck file any more, and so in no package; Anki keeps it."""


class Seen(NamedTuple):
    """What a person had said of a face in Anki when a package last came home."""

    suspended: bool = False
    flag: int = 0
    """Anki's number, 0 for none."""


def read_packaged(
    store: sqlite3.Connection, names: Iterable[str] | None = None, cards: Iterable[str] = ()
) -> dict[str, Packaged]:
    """By card: every note, or those of some packages and some others."""
    query = f"SELECT {', '.join(Packaged._fields)} FROM packaged"
    if store.execute(f"{query} LIMIT 1").fetchone() is None:
        return {}
    if names is None:
        return {row[0]: _packaged(row) for row in store.execute(query)}
    rows = [row for name in names for row in store.execute(f"{query} WHERE package = ?", (name,))]
    found = {row[0]: _packaged(row) for row in rows}
    for card in cards:
        if card not in found and (row := store.execute(f"{query} WHERE card = ?", (card,)).fetchone()) is not None:
            found[card] = _packaged(row)
    return found


def _packaged(row: tuple[Any, ...]) -> Packaged:
    *first, asleep, gone = row
    card, package, deck, mod, faces, retired, front, anki_deck, anki_faces = first
    return Packaged(
        card, package, deck, mod, faces, bool(retired), front, anki_deck, anki_faces, bool(asleep), bool(gone)
    )


def answered_at(store: sqlite3.Connection, key: FaceKey) -> set[int]:
    """The times of a face's answers in the log, in milliseconds since 1970, those taken back too."""
    rows = store.execute("SELECT at_ms FROM reviews WHERE card = ? AND face = ?", key)
    return {at_ms for (at_ms,) in rows}


def write_packaged(store: sqlite3.Connection, rows: Iterable[Packaged]) -> int:
    """Make the table hold these. In the caller's transaction. Returns the rows written."""
    return hold(store, "packaged", Packaged._fields[:1], Packaged._fields[1:], sorted(rows))


def update_packaged(store: sqlite3.Connection, rows: Iterable[Packaged]) -> None:
    """Note these; the others stay. In the caller's transaction."""
    fields = Packaged._fields
    store.executemany(
        f"INSERT OR REPLACE INTO packaged ({', '.join(fields)}) VALUES ({', '.join('?' * len(fields))})",
        sorted(rows, key=itemgetter(0)),
    )


def add_versions(store: sqlite3.Connection, rows: Iterable[tuple[str, int, str, str]]) -> None:
    """Keep earlier texts: card, the `mod` it had, who made it known (`build`, `anki`), the card as a file prints it.

    In the caller's transaction. The oldest of a card go.
    """
    kept = sorted(rows)
    store.executemany("INSERT OR REPLACE INTO versions (card, mod, origin, text) VALUES (?, ?, ?, ?)", kept)
    store.executemany(
        "DELETE FROM versions WHERE card = ?1 AND mod < "
        "(SELECT mod FROM versions WHERE card = ?1 ORDER BY mod DESC LIMIT 1 OFFSET ?2)",
        [(card, KEPT - 1) for card in {row[0] for row in kept}],
    )


def forget_decks_before(store: sqlite3.Connection) -> None:
    """The packages are told of as they are now: nothing asks for deck files of earlier ones. In the caller's
    transaction."""
    store.execute("DELETE FROM decks_before")


def read_versions(store: sqlite3.Connection, card: str) -> list[tuple[int, str, str]]:
    """Earlier texts of a card and the one in its package, the newest first: `mod`, who made it known, the text."""
    rows = store.execute("SELECT mod, origin, text FROM versions WHERE card = ?", (card,)).fetchall()
    row = store.execute("SELECT mod FROM packaged WHERE card = ?", (card,)).fetchone()
    if row is not None and row[0] not in {mod for mod, _, _ in rows}:
        rows += [(row[0], "build", text) for text in _as_packaged(store, card, row[0])]
    return sorted(rows, key=lambda one: (-one[0], one[1]))


def _as_packaged(store: sqlite3.Connection, card: str, mod: int) -> list[str]:
    """The card of that `mod` as its deck file had it when the package was made; none where no file is known to."""
    decks = [
        *store.execute("SELECT text FROM decks_before WHERE instr(text, ?)", (f"<!-- card {card} ",)),
        *store.execute("SELECT text FROM decks JOIN cards ON cards.file = decks.file WHERE cards.id = ?", (card,)),
    ]
    found = (_blocks(text).get(CardId(card)) for (text,) in decks)
    texts = [one.raw for one in found if one is not None and one.card.stamp is not None and one.card.stamp.mod == mod]
    return texts[:1]


@lru_cache(maxsize=2)
def _blocks(text: str) -> Mapping[CardId, CardBlock]:
    """The cards of a deck file. They are mostly asked for one after the other, in the order of the files."""
    return parse(text, "").by_id


def read_seen(store: sqlite3.Connection) -> dict[tuple[str, str], Seen]:
    """By card and face, what was last seen in Anki."""
    rows = store.execute("SELECT card, face, suspended, flag FROM anki_faces")
    return {(card, face): Seen(bool(suspended), flag) for card, face, suspended, flag in rows}


def write_seen(store: sqlite3.Connection, seen: Iterable[tuple[str, str, Seen]]) -> None:
    """Remember what was seen in Anki. In the caller's transaction."""
    store.executemany(
        "INSERT INTO anki_faces VALUES (?, ?, ?, ?) ON CONFLICT (card, face) "
        "DO UPDATE SET suspended = excluded.suspended, flag = excluded.flag",
        [(card, face, int(one.suspended), one.flag) for card, face, one in seen],
    )
