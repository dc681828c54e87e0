"""Anki's log of imported cards, row by row as it came: what an export gives back unchanged.

Our own log holds the answers among them. It has no place for Anki's ease, for former intervals, and for what was
changed by hand; here all of a card's rows stand together, as numbers of eight bytes.
"""

import sqlite3
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from studykit.model.review import FaceKey

Row = tuple[int, int, int, int, int, int, int, int]
"""When (ms), card, answer, interval, last interval, factor, how long (ms), type: as in Anki's table."""
_WIDTH: Final = 8


def write_rows(store: sqlite3.Connection, cards: Iterable[tuple[FaceKey, Sequence[Row]]], number: int) -> None:
    """Make the rows of cards these. In the caller's transaction; `number` is the import's."""
    store.executemany(
        "INSERT INTO imported_rows (card, face, rows, import) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (card, face) DO UPDATE SET rows = excluded.rows",
        ((*key, pack(rows), number) for key, rows in cards),
    )


def read_rows(store: sqlite3.Connection, key: FaceKey) -> list[Row]:
    """The rows of a card, by time."""
    found = store.execute("SELECT rows FROM imported_rows WHERE card = ? AND face = ?", key).fetchone()
    return unpack(found[0]) if found is not None else []


def pack(rows: Sequence[Row]) -> bytes:
    """Rows as bytes, the lowest of each number first."""
    numbers = array("q", chain.from_iterable(rows))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


def unpack(data: bytes) -> list[Row]:
    """The rows of `pack`'s bytes."""
    numbers = array("q", data)
    if sys.byteorder == "big":
        numbers.byteswap()
    a, b, c, d, e, f, g, h = (numbers[start::_WIDTH] for start in range(_WIDTH))
    return list(zip(a, b, c, d, e, f, g, h, strict=True))
