"""The database of repeater, read alone: what it knows of each card, by the hash of the card.

Facts of that tool (its `migrations/`, `crud/cards.rs`, `fsrs.rs`): one table `cards (card_hash, last_reviewed_at,
stability, difficulty, interval_raw, interval_days, due_date, review_count, …)`; times in UTC as RFC 3339 writes them;
FSRS's stability in days and difficulty of 1 to 10; intervals in days. It keeps no log. A card that is still in its
steps of minutes has no stability, and is new to us.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from studykit.store.inline_hashcards import HASH, opened

_TABLE: Final = "cards"
_COLUMNS: Final = (
    "card_hash",
    "last_reviewed_at",
    "stability",
    "difficulty",
    "interval_days",
    "due_date",
    "review_count",
)
MOST_CARDS: Final = 1_000_000


class RepeaterState(NamedTuple):
    """What a card stood at. Times in milliseconds since 1970."""

    reviewed_ms: int
    due_ms: int
    interval: int
    """Days."""
    stability: float
    difficulty: float
    reviews: int


class RepeaterDatabase(NamedTuple):
    """What the file holds."""

    cards: frozenset[str]
    """The hashes of all cards."""
    states: dict[str, RepeaterState]
    """Of those that were learned."""
    damaged: int
    """Rows that say nothing that can be read."""


def read_repeater(path: Path) -> RepeaterDatabase:
    """Read the database, which is opened for reading alone. StudykitError where it is none of that tool's."""
    cards: set[str] = set()
    states: dict[str, RepeaterState] = {}
    damaged = 0
    with opened(path, {_TABLE}) as connection:
        rows = connection.execute(f"SELECT {', '.join(_COLUMNS)} FROM {_TABLE} LIMIT ?", (MOST_CARDS,))
        for name, *values in rows:
            if not isinstance(name, str) or not HASH.fullmatch(name):
                damaged += 1
                continue
            cards.add(name)
            if values[1] is not None and values[-1]:
                state = _state(*values)
                damaged += state is None
                if state is not None:
                    states[name] = state
    return RepeaterDatabase(frozenset(cards), states, damaged)


def is_repeater(path: Path) -> bool:
    """Whether a SQLite database is that of repeater and not of hashcards: it has no log. StudykitError like above."""
    with opened(path, {_TABLE}) as connection:
        names = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({_TABLE})")}
        log = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'reviews'").fetchone()
    return log is None and names.issuperset(_COLUMNS)


def _state(
    reviewed: object, stability: object, difficulty: object, interval: object, due: object, count: object
) -> RepeaterState | None:
    reviewed_ms, due_ms = _ms(reviewed), _ms(due)
    numbers = (stability, difficulty, interval, count)
    if reviewed_ms is None or due_ms is None or not all(isinstance(one, int | float) for one in numbers):
        return None
    known, hard, days, times = (float(one) for one in numbers if isinstance(one, int | float))
    if not (0 < known < 1e5 and 1 <= hard <= 10 and 0 <= days < 1e5 and 0 < times < 1e6):
        return None
    return RepeaterState(reviewed_ms, due_ms, max(1, round(days)), known, hard, int(times))


def _ms(said: object) -> int | None:
    if not isinstance(said, str):
        return None
    try:
        when = datetime.fromisoformat(said)
    except ValueError:
        return None
    if not 1970 < when.year < 9000:
        return None
    return int((when if when.tzinfo is not None else when.replace(tzinfo=UTC)).timestamp() * 1000)
