"""What builds keep of cards that go to the decks which their notes name: moves under way, and what was followed last.

Moves are written down before the first file is: until all are written a card may stand in two. A build that was cut off
could not tell what it moved; the next one does.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import Final

from studykit.flows.decks.standing import Standing
from studykit.flows.planning.inline_moved import named_by
from studykit.flows.planning.steps import Moved, Plan
from studykit.flows.unchanged.noop import FOLLOWED
from studykit.store.db import Store, transaction
from studykit.store.sources import read_facts, write_facts

MOVES: Final = "moves"
"""The fact that holds the moves of a build until it is through."""


def read_moves(store: Store | None) -> list[Moved]:
    """The moves of a build that was cut off."""
    said = read_facts(store, [MOVES]).get(MOVES) if store is not None else None
    moves = (Moved(*one) for one in json.loads(said or "[]"))
    return [one._replace(cards=tuple(one.cards)) for one in moves]


def write_moves(store: Store, moves: Sequence[Moved]) -> None:
    """Write down what is to be moved, before it is."""
    with transaction(store):
        write_facts(store, {MOVES: json.dumps(moves, ensure_ascii=False)})


def moving(moves: Iterable[Moved]) -> dict[str, str]:
    """The cards that may stand in two files, with the one that they were to leave."""
    return {card: one.source for one in moves for card in one.cards}


def made_of(moves: Iterable[Moved], standing: Standing) -> list[Moved]:
    """The moves that were made: those of which the cards stand where they were to go."""
    found = []
    for one in moves:
        deck = standing.decks.get(one.target)
        cards = tuple(card for card in one.cards if deck is not None and card in deck.by_id)
        if cards:
            found.append(one._replace(cards=cards))
    return found


def read_followed(store: Store | None, moves: Iterable[Moved], standing: Standing) -> dict[str, str]:
    """`Plan.followed` as the last build left it, and as moves that were made since have it."""
    said = read_facts(store, [FOLLOWED]).get(FOLLOWED) if store is not None else None
    known: dict[str, str] = json.loads(said or "{}")
    return known | {card: named_by(standing.decks[one.target].header) for one in moves for card in one.cards}


def followed_fact(plan: Plan, held: Collection[str] = ()) -> dict[str, str]:
    """The same for the next build, of cards that are still there: in the plan's decks, or `held` elsewhere."""
    there = {*held, *chain(*(deck.by_id for deck in plan.decks.values()))} if plan.followed else ()
    kept = {card: named for card, named in plan.followed.items() if card in there}
    return {FOLLOWED: json.dumps(kept, ensure_ascii=False, sort_keys=True)}
