"""The deck files taken in before cards are shown: what a person wrote, moved or deleted there is what is asked.

Cards that came from Anki stand in the store and are put beside them. Nothing is read where no deck file changed: the
store remembers what they looked like, and who learns them.
"""

import json
from dataclasses import dataclass
from itertools import chain

from studykit.config import Config
from studykit.decks.deck import Deck
from studykit.flows.decks.catalogue import faces, read_catalogue
from studykit.flows.unchanged.noop import deck_stats
from studykit.flows.workspace import Workspace
from studykit.model.card import Card
from studykit.model.ids import CardId, digest
from studykit.model.problem import Problem
from studykit.store.db import Store
from studykit.store.faces import Face, Place, read_faces
from studykit.store.imported_faces import standing_cards
from studykit.store.placing import StandingCard, Synced, sync_faces
from studykit.store.sources import read_facts, write_facts
from studykit.store.transactions import transaction

_FACT = "learning"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of it."""

    synced: Synced | None = None
    """None where nothing had changed."""
    unminted: int = 0
    """Cards that a person wrote and no build has given an id: they are not asked yet."""
    problems: tuple[Problem, ...] = ()


def take_in(workspace: Workspace, store: Store) -> TakenIn:
    """Make the faces in the store those of the cards in the deck files. A broken file's cards stay as they were."""
    looks = _looks(workspace)
    if read_facts(store, [_FACT]).get(_FACT) == looks:
        return TakenIn()
    catalogue = read_catalogue(workspace)
    cards: dict[str, StandingCard] = {}
    unminted = 0
    for position, (file, deck, card) in enumerate(catalogue.cards()):
        if card.stamp is None:
            unminted += 1
        else:
            cards.setdefault(card.stamp.id, _standing(workspace.config, file, deck, card, position))
    with transaction(store):
        if catalogue.problems:
            for card_id, standing in _of_broken(store, {p.path for p in catalogue.problems}, workspace).items():
                cards.setdefault(card_id, standing)
        imported = standing_cards(store, lambda name: workspace.config.learned_in(name) == "anki")
        synced = sync_faces(store, chain(cards.values(), imported))
        write_facts(store, {_FACT: "" if catalogue.problems or unminted else looks})
    return TakenIn(synced, unminted, catalogue.problems)


def note_options(before: Workspace, after: Workspace, store: Store) -> bool:
    """Imported decks brought options: no reason to read the deck files, unless those are learned elsewhere now.

    In the caller's transaction or on its own. False where `take_in` has to look.
    """
    known = [
        name for name in after.config.review.decks if after.config.learned_in(name) != before.config.learned_in(name)
    ]
    if known or read_facts(store, [_FACT]).get(_FACT) != _looks(before):
        return False
    write_facts(store, {_FACT: _looks(after)})
    return True


def _looks(workspace: Workspace) -> str:
    stats = json.dumps(sorted(deck_stats(workspace.decks).items()))
    review = workspace.config.review
    owners = sorted((deck, options.get("learn", "")) for deck, options in review.decks.items())
    return digest("learning", stats, workspace.config.learn, json.dumps(owners))


def _standing(config: Config, file: str, deck: Deck, card: Card, position: int) -> StandingCard:
    assert card.stamp is not None
    header = deck.header
    note = card.source.note if card.source is not None else ""
    place = Place(header.deck, file, header.section or header.deck, note)
    elsewhere = config.learned_in(header.deck) == "anki"
    return StandingCard(
        card.stamp.id, tuple(faces(card)), place, position, bool(header.moc), card.stamp.retired or elsewhere
    )


def _of_broken(store: Store, broken: set[str], workspace: Workspace) -> dict[str, StandingCard]:
    """The cards of files that cannot be read now, as they last stood: a slip in a file loses no learning."""
    files = {path.removeprefix(f"{workspace.decks.name}/") for path in broken}
    names: dict[str, list[Face]] = {}
    for face in read_faces(store):
        if face.active and face.place.file in files:
            names.setdefault(face.key.card, []).append(face)
    return {
        card: StandingCard(
            CardId(card), tuple(f.key.face for f in found), found[0].place, found[0].position, found[0].listed
        )
        for card, found in names.items()
    }
