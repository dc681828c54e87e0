"""What other tools wrote beside cards: as it was read when the card was made, and what its faces stood at then.

A seed is where the replay of a face's log begins, as an imported card's standing is: the log itself has only answers
that were given here, or that came with an import.
"""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

from studykit.model.ids import CardId
from studykit.model.inline import Schedule
from studykit.model.review import FaceKey, Standing
from studykit.store.faces import MEMORY, standing_columns, standing_of

_READ: Final = "SELECT card, read, told, notes, carried FROM inline_cards"
_JOINABLE: Final = """SELECT card FROM imported_notes
    UNION ALL SELECT substr(what, 6) FROM import_undo WHERE import = 0 AND what LIKE 'gone %'"""
"""Imported notes that are there, and those that a person deleted (`imported_gone`): their history stays."""
_SEED: Final = ("card", "face", "at_ms", *MEMORY)


class InlineRow(NamedTuple):
    """What is known of a card that a note holds."""

    card: CardId
    read: tuple[Schedule, ...]
    """As the tool had written them when the card was made: never applied again."""
    told: tuple[Schedule, ...]
    """As the person was told of last."""
    notes: tuple[int, ...]
    """Ids of Anki notes that were made of it."""
    carried: bool = False
    """Whether its faces have what was read."""


class InlineSeed(NamedTuple):
    """What a face stood at when it came."""

    key: FaceKey
    at_ms: int
    """Answers up to then are in it."""
    standing: Standing


def read_inline_rows(store: sqlite3.Connection, cards: Iterable[str]) -> dict[str, InlineRow]:
    """What is known of some cards, by id. Those without a row are left out."""
    rows = [row for card in cards for row in store.execute(f"{_READ} WHERE card = ?", (card,))]
    return {row[0]: _row(*row) for row in rows}


def read_uncarried(store: sqlite3.Connection) -> list[InlineRow]:
    """The cards whose faces do not have yet what was read."""
    return [_row(*row) for row in store.execute(f"{_READ} WHERE carried = 0 AND read != '[]'")]


def has_uncarried(store: sqlite3.Connection) -> bool:
    """Whether cards in notes may have something that is not carried over: asked whenever the learning is opened."""
    wanted = "SELECT 1 FROM inline_cards WHERE (carried = 0 AND read != '[]') OR notes != '[]' LIMIT 1"
    return store.execute(wanted).fetchone() is not None


def write_inline_rows(store: sqlite3.Connection, rows: Iterable[InlineRow]) -> None:
    """Keep these, in the caller's transaction."""
    store.executemany(
        "INSERT OR REPLACE INTO inline_cards (card, read, told, notes, carried) VALUES (?, ?, ?, ?, ?)",
        (
            (row.card, json.dumps(row.read), json.dumps(row.told), json.dumps(row.notes), int(row.carried))
            for row in rows
        ),
    )


def read_inline_seed(store: sqlite3.Connection, key: FaceKey) -> InlineSeed | None:
    """What a face stood at when its card was made; None where nothing was known."""
    row = store.execute(
        f"SELECT at_ms, {', '.join(MEMORY)} FROM inline_seeds WHERE card = ? AND face = ?", key
    ).fetchone()
    return None if row is None else InlineSeed(key, row[0], standing_of(row[1:]))


def write_inline_seeds(store: sqlite3.Connection, seeds: Iterable[InlineSeed]) -> None:
    """Keep these, in the caller's transaction."""
    store.executemany(
        f"INSERT OR REPLACE INTO inline_seeds ({', '.join(_SEED)}) VALUES ({', '.join('?' * len(_SEED))})",
        ((*seed.key, seed.at_ms, *standing_columns(seed.standing)) for seed in seeds),
    )


class Unjoined(NamedTuple):
    """A card that a note holds, and the imported note that was made of it."""

    card: CardId
    imported: CardId
    number: int
    """The import that brought the note."""


def read_named(store: sqlite3.Connection) -> dict[int, str]:
    """By the ids of Anki's notes that stand beside cards in notes, these cards."""
    named: dict[int, str] = {}
    for card, notes in store.execute("SELECT card, notes FROM inline_cards WHERE notes != '[]'"):
        named |= dict.fromkeys(json.loads(notes), card)
    return named


def read_unjoined(store: sqlite3.Connection) -> list[Unjoined]:
    """The pairs whose histories are not one yet. Next to nothing is read where no note holds an id of Anki's."""
    wanted = read_named(store)
    if not wanted:
        return []
    known = set(store.execute("SELECT card, imported FROM inline_joined"))
    rows = store.execute("SELECT anki_id, card, import FROM imported_notes ORDER BY card")
    found = [Unjoined(CardId(wanted[anki]), CardId(card), number) for anki, card, number in rows if anki in wanted]
    return [one for one in found if (one.card, one.imported) not in known]


def write_joined(store: sqlite3.Connection, pairs: Iterable[Unjoined], at_ms: int) -> None:
    """Keep that their histories are one, in the caller's transaction."""
    store.executemany(
        "INSERT OR REPLACE INTO inline_joined (card, imported, at_ms) VALUES (?, ?, ?)",
        ((pair.card, pair.imported, at_ms) for pair in pairs),
    )


def forget_parted(store: sqlite3.Connection) -> None:
    """Forget pairs whose imported note is gone, with what their faces stood at. In the caller's transaction.

    What another tool had written beside such a card is carried over anew.
    """
    gone = f"FROM inline_joined WHERE imported NOT IN ({_JOINABLE})"
    cards = [CardId(card) for (card,) in store.execute(f"SELECT card {gone}")]
    for card in cards:
        store.execute("DELETE FROM inline_seeds WHERE card = ?", (card,))
        store.execute("UPDATE inline_cards SET carried = 0 WHERE card = ?", (card,))
    store.execute(f"DELETE {gone}")


def _row(card: str, read: str, told: str, notes: str, carried: int) -> InlineRow:
    return InlineRow(CardId(card), _schedules(read), _schedules(told), tuple(json.loads(notes)), bool(carried))


def _schedules(text: str) -> tuple[Schedule, ...]:
    return tuple(Schedule(*one) for one in json.loads(text))
