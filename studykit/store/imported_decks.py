"""Decks that came from Anki: who learns them, and with which options."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class ImportedDeck(NamedTuple):
    """What is known of a deck beside its cards."""

    name: str
    learn: str
    """`terminal` or `anki`; empty where the settings say it."""
    options: Mapping[str, Any]
    """By the names of our options; and `parameters`."""


def read_decks(store: sqlite3.Connection) -> dict[str, ImportedDeck]:
    """Every deck of imported cards, by name."""
    rows = store.execute("SELECT name, learn, options FROM imported_decks ORDER BY name")
    return {name: ImportedDeck(name, learn, json.loads(options)) for name, learn, options in rows}


def deck_row(deck: ImportedDeck) -> tuple[str, str, str]:
    """A deck as its columns."""
    return deck.name, deck.learn, json.dumps(dict(deck.options), ensure_ascii=False, sort_keys=True)


def write_decks(store: sqlite3.Connection, decks: Iterable[ImportedDeck], number: int) -> None:
    """Add decks, or make those that stand these. In the caller's transaction; `number` is the import's."""
    store.executemany(
        "INSERT INTO imported_decks (name, learn, options, import) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (name) DO UPDATE SET learn = excluded.learn, options = excluded.options",
        [(*deck_row(deck), number) for deck in decks],
    )


def forget_parameters(store: sqlite3.Connection) -> None:
    """Decks have no parameters of their own any more. In the caller's transaction."""
    store.execute("UPDATE imported_decks SET options = json_remove(options, '$.parameters')")
