"""How many reviews are due on which day: for load balance, the forecast, and the statistics of a deck."""

import sqlite3


def due_by_day(store: sqlite3.Connection, first: int, last: int, deck: str = "") -> dict[int, int]:
    """Reviews due from one study day to another, by day; of a deck and those below it, or of all for an empty name."""
    rows = store.execute(
        "SELECT due_day, count(*) FROM faces INDEXED BY faces_due "
        "WHERE state = 2 AND active = 1 AND suspended = 0 AND due_day BETWEEN :first AND :last "
        "AND (:deck = '' OR deck IN (SELECT id FROM study_decks WHERE name = :deck OR "
        "substr(name, 1, length(:deck) + 2) = :deck || '::')) GROUP BY due_day",
        {"first": first, "last": last, "deck": deck},
    )
    return dict(rows.fetchall())
