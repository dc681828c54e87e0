"""What is remembered of cards, a row a card: for lists that show and search many of them at once."""

import sqlite3
from collections.abc import Sequence
from typing import Final, NamedTuple

from studykit.model.ids import CardId


class Progress(NamedTuple):
    """The faces of a card taken together. One that is not asked any more counts where no other is left."""

    new: bool = False
    """Whether a face was never answered; so for the next two."""
    learning: bool = False
    """In its learning or relearning steps."""
    review: bool = False
    due_day: int | None = None
    """The first study day on which a review is due, suspended ones apart."""
    due_ms: int | None = None
    """When the first step is due, suspended ones apart."""
    reps: int = 0
    lapses: int = 0
    """Of all faces together."""
    suspended: bool = False
    """Whether a face is suspended."""
    wholly_suspended: bool = False
    flagged: bool = False
    flag: str = ""
    """The word of a flag; may be empty for a flag without one."""
    leech: bool = False
    active: bool = False
    """Whether the card is asked: not retired, and in no deck that another program learns."""


NOTHING: Final = Progress(new=True)
"""What is known of a card that the store has not seen."""
_AT_ONCE: Final = 500
_COLUMNS: Final = """card, max(state = 0), max(state IN (1, 3)), max(state = 2),
    min(CASE WHEN state = 2 AND suspended = 0 THEN due_day END),
    min(CASE WHEN state IN (1, 3) AND suspended = 0 THEN due_ms END),
    sum(reps), sum(lapses), max(suspended), min(suspended), max(flag_ms > 0), max(flag), max(leech), active"""


def read_progress(store: sqlite3.Connection, cards: Sequence[CardId] | None = None) -> dict[CardId, Progress]:
    """The progress of these cards, or of all. Those that the store does not know are not there."""
    found: dict[CardId, Progress] = {}
    if cards is None:
        _read(store, found, "", ())
        return found
    for start in range(0, len(cards), _AT_ONCE):
        some = cards[start : start + _AT_ONCE]
        _read(store, found, f"WHERE card IN ({', '.join('?' * len(some))})", some)
    return found


def _read(store: sqlite3.Connection, found: dict[CardId, Progress], where: str, values: Sequence[str]) -> None:
    rows = store.execute(f"SELECT {_COLUMNS} FROM faces {where} GROUP BY card, active ORDER BY active", values)
    for card, new, learning, review, day, ms, reps, lapses, some, wholly, flagged, flag, leech, active in rows:
        found[card] = Progress(  # the active faces come last and stand
            bool(new), bool(learning), bool(review), day, ms, reps, lapses, bool(some), bool(wholly), bool(flagged),
            flag, bool(leech), bool(active),
        )  # fmt: skip
