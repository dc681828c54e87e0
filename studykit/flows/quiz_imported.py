"""What a quiz is drawn from of decks that came from Anki: each card's two sides, as its template shows them.

A few decks are drawn and of each some cards, so that a collection of years costs no more than a small one. A card is
asked as a question and its answer, whatever it is in Anki; what is remembered of it is that of its own face.
"""

from collections.abc import Mapping
from random import Random
from typing import Final

from studykit.flows.imported_cards import FACE, face_card
from studykit.flows.quiz_scope import Scope
from studykit.flows.study import Study
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.quiz.material import Item
from studykit.store.imported import FILE, exist

_DECKS: Final = 4
_OF_DECK: Final = 40
"""Cards of a deck, those that are asked and those that stand beside them as wrong options."""


def imported_items(
    study: Study,
    scope: Scope,
    random: Random,
    names: Mapping[str, tuple[str, ...]],
    chances: Mapping[FaceKey, float] | None,
) -> list[Item]:
    """Some faces of imported decks. With `chances` those of them that came from Anki, and what stands beside them."""
    if scope.notes is not None or not exist(study.store):
        return []
    decks = _decks(study, scope)
    wanted = chances or {}
    drawn = [deck for deck, keys in decks.items() if chances is None or not chances.keys().isdisjoint(keys)]
    if chances is None:
        random.shuffle(drawn)
        drawn = drawn[:_DECKS]
    found: dict[FaceKey, str] = {}
    for deck in drawn:
        keys = decks[deck]
        found |= dict.fromkeys([key for key in keys if key in wanted], deck)
        found |= dict.fromkeys(random.sample(keys, min(len(keys), _OF_DECK)), deck)
    items = []
    for key, deck in found.items():
        card = face_card(study.store, key)
        if card is not None and card.content.front:
            accepted = names.get(f"{key.card}/{key.face}", ())
            chance = (chances or {}).get(key)
            items.append(Item(card, FACE, f"{FILE}{key.card}", deck, "", chance, accepted, key))
    return items


def _decks(study: Study, scope: Scope) -> dict[str, list[FaceKey]]:
    """The faces of imported decks that are meant, those suspended left out."""
    meant: dict[str, bool] = {}
    found: dict[str, list[FaceKey]] = {}
    rows = study.store.execute(
        "SELECT c.deck, c.card, c.face FROM imported_cards c JOIN faces f ON f.card = c.card AND f.face = c.face "
        "WHERE f.suspended = 0 ORDER BY c.deck, c.position, c.card, c.face"
    )
    for deck, card, face in rows:
        if deck not in meant:
            meant[deck] = scope.has_deck(deck)
        if meant[deck]:
            found.setdefault(deck, []).append(FaceKey(CardId(card), face))
    return found
