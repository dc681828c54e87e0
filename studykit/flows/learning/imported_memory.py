"""Imported memories computed anew with other parameters, as far as their answers came with them.

What an imported card stands at is kept as it came, for its deck's parameters. When the person has the parameters
optimised, it follows from its answers like every other memory; when it is due stays as it was given.
"""

from dataclasses import replace

from studykit.model.review import Learning, Memory, Relearning, Review, ReviewKind, Standing
from studykit.scheduling.memory import Model
from studykit.scheduling.replay import memory_of, replay
from studykit.store.db import Store
from studykit.store.imported import ImportedCard, read_cards, write_cards
from studykit.store.log import read_history


def remember_anew(store: Store, model: Model) -> int:
    """Compute the memories of imported cards with a model, in the caller's transaction. Returns how many changed."""
    changed = []
    for card in read_cards(store):
        state = card.standing.state
        memory = _memory(store, card, model) if isinstance(state, Learning | Review | Relearning) else None
        if memory is not None and memory != memory_of(state):
            changed.append(card._replace(standing=_with(card.standing, memory)))
    write_cards(store, changed, 0)
    return len(changed)


def _memory(store: Store, card: ImportedCard, model: Model) -> Memory | None:
    """What its answers lead to; None where the first of them are not there."""
    entries = [entry for entry in read_history(store, card.key) if entry.at_ms <= card.at_ms]
    if not entries or entries[0].kind is not ReviewKind.LEARN:
        return None
    return memory_of(replay(entries, model).state)


def _with(standing: Standing, memory: Memory) -> Standing:
    state = standing.state
    assert isinstance(state, Learning | Review | Relearning)  # a new card has no memory
    return replace(standing, state=replace(state, memory=memory))
