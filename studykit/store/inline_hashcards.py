"""The database of hashcards, read alone: its reviews by the hash of their card.

Facts of that tool (its README, "Database"): tables `cards (card_hash, …)` and `reviews (card_hash, reviewed_at, grade,
due_date, …)`; times as `2025-10-04T17:09:51.517`, by the clock on the wall, milliseconds only in newer ones; grades
`forgot`, `hard`, `good`, `easy`; the due date as `2025-10-04`.
"""

import re
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote

from studykit.errors import StudykitError
from studykit.model.review import Rating

MOST_REVIEWS: Final = 5_000_000
LARGEST: Final = 2 << 30
_GRADES: Final = {"forgot": Rating.AGAIN, "hard": Rating.HARD, "good": Rating.GOOD, "easy": Rating.EASY}
HASH: Final = re.compile(r"[0-9a-f]{64}")
"""A name that is BLAKE3 in hex."""
_BEGINNING: Final = b"SQLite format 3\0"


class HashcardsReview(NamedTuple):
    """One answer."""

    at: datetime
    """By the clock on the wall of whoever answered."""
    rating: Rating
    due: date


class HashcardsDatabase(NamedTuple):
    """What the file holds."""

    cards: frozenset[str]
    """The hashes of all cards, answered or not."""
    reviews: dict[str, list[HashcardsReview]]
    """By hash, in the order in which they were written."""
    damaged: int
    """Rows that say nothing that can be read."""


def is_sqlite(path: Path) -> bool:
    """Whether a file is a SQLite database. False too for one that cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(len(_BEGINNING)) == _BEGINNING
    except OSError:
        return False


def tables_of(path: Path) -> frozenset[str]:
    """The tables of a database. StudykitError where it is none."""
    with opened(path, ()) as connection:
        return frozenset(name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"))


def read_hashcards(path: Path) -> HashcardsDatabase:
    """Read the database, which is opened for reading alone. StudykitError where it is none of that tool's."""
    cards: set[str] = set()
    reviews: dict[str, list[HashcardsReview]] = {}
    damaged = 0
    with opened(path, {"cards", "reviews"}) as connection:
        for (name,) in connection.execute("SELECT card_hash FROM cards"):
            if isinstance(name, str) and HASH.fullmatch(name):
                cards.add(name)
        rows = connection.execute(
            "SELECT card_hash, reviewed_at, grade, due_date FROM reviews ORDER BY review_id LIMIT ?", (MOST_REVIEWS,)
        )
        for name, *columns in rows:
            review = _review(*columns) if isinstance(name, str) and HASH.fullmatch(name) else None
            if review is None:
                damaged += 1
            else:
                reviews.setdefault(name, []).append(review)
    return HashcardsDatabase(frozenset(cards), reviews, damaged)


def _review(at: object, grade: object, due: object) -> HashcardsReview | None:
    rating = _GRADES.get(grade) if isinstance(grade, str) else None
    if rating is None or not isinstance(at, str) or not isinstance(due, str):
        return None
    try:
        when = datetime.fromisoformat(at).replace(tzinfo=None)
        return HashcardsReview(when, rating, date.fromisoformat(due)) if 1970 < when.year < 9000 else None
    except ValueError:
        return None


@contextmanager
def opened(path: Path, needed: Collection[str]) -> Iterator[sqlite3.Connection]:
    """A database of another tool's, for reading alone. StudykitError where it is none, or has not the tables."""
    detail = ""
    try:
        if not is_sqlite(path):
            detail = "no SQLite database"
        elif path.stat().st_size > LARGEST:
            detail = f"larger than {LARGEST >> 30} GiB"
        else:
            still = "" if Path(f"{path}-wal").exists() else "&immutable=1"  # else SQLite writes files beside it
            address = f"file:{quote(str(path.resolve()))}?mode=ro{still}"
            with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
                connection.execute("PRAGMA trusted_schema = OFF")
                connection.execute("PRAGMA query_only = ON")
                tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
                if tables.issuperset(needed):  # a view of that name would be a query of the file's own
                    yield connection
                    return
                detail = f"no {' and '.join(f'“{name}”' for name in sorted(needed))} among its tables"
    except (sqlite3.Error, OSError) as error:
        detail = str(error)
    raise StudykitError("hashcards-unreadable", path=str(path), detail=detail)
