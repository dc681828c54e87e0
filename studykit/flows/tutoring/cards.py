"""What a chat assistant is told beside a quiz: what today asks, quizzes that were broken off, and cards by a search."""

from collections.abc import Collection
from typing import Any, Final

from studykit.flows.cards.rows import Shelf
from studykit.flows.cards.searching import finder
from studykit.flows.learning.study import Study
from studykit.flows.review.due import deck_tree, totals
from studykit.flows.tutoring.curtain import Curtain
from studykit.flows.tutoring.words import without_gaps
from studykit.store.quizzes import KeptQuiz, read_decisions, read_quizzes

Object = dict[str, Any]
MOST: Final = 50
"""Cards that a search names, at most."""
_OPEN: Final = 5
"""Quizzes that were broken off, at most: the last ones."""


def is_ours(kept: KeptQuiz) -> bool:
    """Whether a quiz is one of a chat: a practice of which no answer is a review by itself."""
    return not kept.wanted["reviews"] and not kept.wanted["minutes"]


def due_object(study: Study, curtain: Curtain) -> Object:
    """What today asks, deck by deck, and the quizzes that were broken off."""
    lines = [line for line in deck_tree(study) if not curtain.holds_deck(line.name)]
    new, learning, waiting = totals(lines)
    return {
        "kind": "due", "new": new, "learning": learning, "due": waiting,
        "decks": [line.as_object() for line in lines if line.total],
        "open_quizzes": [_open_object(study, one) for one in read_quizzes(study.store, ended=False) if is_ours(one)][
            :_OPEN
        ],
    }  # fmt: skip


def found_object(shelf: Shelf, query: str, limit: int, curtain: Curtain, asked: Collection[str]) -> Object:
    """The questions of the cards that a query finds. Those in `asked`, cards and notes, are held back and counted.

    UsageError for a query that is none.
    """
    finds = finder(shelf.workspace, query)
    for _ in shelf.read():
        pass
    found = [entry for entry in shelf.entries() if not entry.retired and finds(entry) and curtain.may_find(entry)]
    free = [entry for entry in found if entry.id not in asked and curtain.path_of(entry.note) not in asked]
    cards = [
        {"id": entry.id, "deck": entry.deck, "note": entry.note, "question": without_gaps(entry.front)}
        for entry in free[: max(0, min(limit, MOST))]
    ]
    return {"kind": "found", "count": len(free), "held_back": len(found) - len(free), "cards": cards}


def _open_object(study: Study, kept: KeptQuiz) -> Object:
    decided = len(read_decisions(study.store, kept.name)[0])
    return {"quiz": kept.name, "topic": kept.wanted["deck"], "count": kept.wanted["count"], "decided": decided}
