"""What faces stand at before their first answer here: new, unless their card came with a past of its own.

An imported card, and one beside which another tool had written its schedule, goes on from what it stood at then. The
log holds the answers that came with it, if any did; a face without an answer is not new for that.
"""

import sqlite3
from typing import Final

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Standing
from studykit.store.faces import MEMORY, standing_of

_TABLES: Final = ("imported_cards", "inline_seeds")
"""The first that knows a face is right."""
_LEARNED: Final = "(s.state > 0 OR s.reps > 0 OR s.lapses > 0)"


def begun(store: sqlite3.Connection, key: FaceKey) -> Standing:
    """What one face begins with."""
    for table in _TABLES:
        row = store.execute(f"SELECT {', '.join(MEMORY)} FROM {table} WHERE card = ? AND face = ?", key).fetchone()
        if row is not None:
            return standing_of(row)
    return Standing()


def all_begun(store: sqlite3.Connection) -> dict[FaceKey, Standing]:
    """What every face begins with that does not begin as new."""
    names = ", ".join(f"s.{name}" for name in MEMORY)
    return {
        FaceKey(CardId(card), face): standing_of(columns)
        for table in reversed(_TABLES)
        for card, face, *columns in store.execute(
            f"SELECT s.card, s.face, {names} FROM {table} s JOIN faces f ON f.card = s.card AND f.face = s.face "
            f"WHERE {_LEARNED}"
        )
    }
