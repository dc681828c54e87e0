"""Deck files that a person saved since the last build: taken in where cards have other words and nothing else is other.

A person edits cards every morning, in a file or from a review. Such a card is still the card of its note, so the notes
of these cards are what the next build is about. Cards that came, went, moved or say that they are from elsewhere are
for a build of everything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from studykit.decks.format import CardBlock, Deck
from studykit.flows.decks.standing import read_standing
from studykit.flows.known.memory import Memory
from studykit.flows.unchanged.noop import deck_stats
from studykit.flows.workspace import Workspace
from studykit.model.card import Card
from studykit.model.ids import NotePath
from studykit.store.db import Store
from studykit.store.decks import StoredCard, read_cards, read_deck_stats, read_decks


class ByHand(NamedTuple):
    """What a person did to deck files."""

    decks: Mapping[str, Deck] = {}
    """By file, those that were saved, with what was taken in."""
    digests: Mapping[str, str | None] = {}
    """What they hold on the disk."""
    notes: frozenset[NotePath] = frozenset()
    """The notes of the cards that have other words."""


def taken_in(workspace: Workspace, store: Store, memory: Memory, now: int) -> ByHand | None:
    """What a person did; None where only a full build can take it in. `now` is in seconds since 1970 (UTC)."""
    before, stats = read_deck_stats(store), deck_stats(workspace.decks)
    if before.keys() != stats.keys():
        return None
    files = sorted(file for file, stat in stats.items() if stat != before[file])
    if not files:
        return ByHand()
    rows, cards = read_decks(store, files), read_cards(store, files)
    read = read_standing(workspace.decks, rows, cards, now=now, files=files)
    if read.refused or read.restored or read.deletions or read.adopted or read.decks.keys() != rows.keys():
        return None
    notes: set[NotePath] = set()
    for file, deck in read.decks.items():
        changed = _changed(memory.deck(rows[file]), deck, cards)
        if changed is None:
            return None
        notes |= changed
    return ByHand(read.decks, read.digests, frozenset(notes))


def _changed(old: Deck, new: Deck, cards: Mapping[str, StoredCard]) -> set[NotePath] | None:
    """The notes of the cards that have other words; None where more than words changed."""
    pairs = list(zip(_cards(old), _cards(new), strict=False))
    if old.header != new.header or len(old.by_id) != len(new.by_id) or len(pairs) != len(new.by_id):
        return None
    notes = set()
    for mine, theirs in pairs:
        if mine == theirs:
            continue
        stamp, note = theirs.stamp, cards[mine.stamp.id].note if mine.stamp is not None else ""
        if stamp is None or mine.stamp is None or not note:
            return None
        if (theirs.source, replace(stamp, mod=0, tags=())) != (mine.source, replace(mine.stamp, mod=0, tags=())):
            return None
        notes.add(NotePath(note))
    return notes


def _cards(deck: Deck) -> Iterator[Card]:
    return (block.card for block in deck.blocks if isinstance(block, CardBlock))
