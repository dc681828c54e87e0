"""How much is to be learned today, deck by deck, and how much was. Read from indexes, never from all the cards."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from typing import Final, NamedTuple

from studykit.model.ids import CardId
from studykit.scheduling.limits import Done

ASKED: Final = "active = 1 AND suspended = 0 AND buried_day <> :today"
"""Words of the partial indexes, as SQLite wants them to use one; and not buried."""
NEW: Final = f"state = 0 AND {ASKED}"
IN_STEPS: Final = f"state IN (1, 3) AND {ASKED} AND due_ms < :end"
DUE: Final = f"state = 2 AND {ASKED} AND due_day <= :today"


class DeckCounts(NamedTuple):
    """What a deck asks today: itself without its subdecks, and before limits and siblings."""

    new: int
    """New faces, counted no further than the cap."""
    learning: int
    """Faces in their learning or relearning steps."""
    due: int


class Studied(NamedTuple):
    """What was answered on a day, as the day's queue has to know it."""

    done: dict[str, Done]
    """By deck; decks without an answer are not there."""
    cards: frozenset[CardId]
    """Cards of which a face was answered."""


def count_decks(store: sqlite3.Connection, today: int, end_ms: int, cap: int = 1000) -> dict[str, DeckCounts]:
    """By deck: new faces (`cap` at most), those in steps due before the day's end, reviews due today."""
    values = {"today": today, "end": end_ms, "cap": cap}
    new = dict(
        store.execute(
            "SELECT id, (SELECT count(*) FROM (SELECT 1 FROM faces INDEXED BY faces_new "
            f"WHERE deck = study_decks.id AND {NEW} LIMIT :cap)) FROM study_decks",
            values,
        )
    )
    learning, due = (
        dict(store.execute(f"SELECT deck, count(*) FROM faces INDEXED BY {index} WHERE {where} GROUP BY deck", values))
        for index, where in (("faces_in_steps", IN_STEPS), ("faces_due", DUE))
    )
    return {
        name: DeckCounts(new[number], learning.get(number, 0), due.get(number, 0))
        for number, name in store.execute("SELECT id, name FROM study_decks ORDER BY name")
    }


def count_studied(store: sqlite3.Connection, day: int, day_of: Callable[[int], int]) -> Studied:
    """What was answered on a study day, each face once, by its first answer of the day.

    One that had none before was new, unless its card came from elsewhere with its learning. A review counts as one, and
    so does a step that reached beyond the day it was taken on; a step left over from another day does not. `day_of`
    gives the study day of an instant.
    """
    rows = store.execute(
        """SELECT r.card, r.kind, d.name, e.at_ms + 1000 * e.seconds + 86400000 * e.days, e.day, min(r.at_ms)
           FROM reviews r
           LEFT JOIN faces f ON f.card = r.card AND f.face = r.face LEFT JOIN study_decks d ON d.id = f.deck
           LEFT JOIN reviews e ON e.seq = (
               SELECT seq FROM reviews b WHERE b.card = r.card AND b.face = r.face AND b.undone = 0
               AND b.kind IN ('learn', 'review', 'relearn')
               AND (b.at_ms, b.machine, b.key) < (r.at_ms, r.machine, r.key)
               ORDER BY b.at_ms DESC, b.machine DESC, b.key DESC LIMIT 1
           )
           WHERE r.day = ? AND r.undone = 0 AND r.kind IN ('learn', 'review', 'relearn') GROUP BY r.card, r.face""",
        (day,),
    )
    new: Counter[str] = Counter()
    reviews: Counter[str] = Counter()
    cards = set()
    for card, kind, deck, due_ms, last_day, _ in rows:
        cards.add(CardId(card))
        if deck is None:
            continue
        if kind == "review":
            reviews[deck] += 1
        elif last_day is None:
            new[deck] += kind == "learn"  # else its card came from elsewhere, in the middle of its steps
        elif day_of(due_ms) > last_day:
            reviews[deck] += 1
    return Studied({deck: Done(new[deck], reviews[deck]) for deck in new | reviews}, frozenset(cards))
