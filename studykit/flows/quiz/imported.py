"""What a quiz is drawn from of decks that came from Anki: each card's two sides, as its template shows them.

A few decks are drawn and of each some cards, so that a collection of years costs no more than a small one. A card is
asked as it is shown: a cloze by its gap, where that is one and short, all others as a question and its answer; what is
remembered of it is that of its own face.
"""

from collections.abc import Mapping
from random import Random
from typing import Final

from studykit.anki.template_clozes import LIFTED
from studykit.flows.imported.cards import face_card, shown_face
from studykit.flows.learning.study import Study
from studykit.flows.quiz.scope import Scope
from studykit.markup.cloze import deletions
from studykit.model.card import Card, Cloze
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.quiz.from_cards import short_answer
from studykit.quiz.material import Item
from studykit.store.db import Store
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
        card = asked_card(study.store, key)
        if card is not None and card.content.front:
            accepted = names.get(f"{key.card}/{key.face}", ())
            chance = (chances or {}).get(key)
            items.append(Item(card, shown_face(card, key), f"{FILE}{key.card}", deck, "", chance, accepted, key))
    return items


def asked_card(store: Store, key: FaceKey) -> Card | None:
    """A face as a quiz can ask for it: a cloze with one short gap as it is, others as question and answer.

    None for a mask over a picture, which no words can ask for, and for a face that is not there any more.
    """
    card = face_card(store, key)
    if card is None or not isinstance(card.content, Cloze):
        return card
    if any(gap.text.startswith(LIFTED) for gap in deletions(card.content.text)):
        return None
    return card if short_answer(Item(card, key.face, "", "", "")) else face_card(store, key, apart=True)


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
