"""Imported notes deleted for good, and brought back: what was deleted here is not taken in again from its package."""

from collections.abc import Iterable

from studykit.flows.imported.cards import whole_card
from studykit.flows.imported.known import build_anew
from studykit.flows.learning.study import Study
from studykit.model.ids import CardId
from studykit.store.events import Event, add_events
from studykit.store.imported_gone import bring_back, take_out
from studykit.store.transactions import transaction


def delete_imported(study: Study, cards: Iterable[CardId]) -> tuple[CardId, ...]:
    """Delete those of some cards that are imported notes. Returns them."""
    store, now = study.store, study.clock.now_ms() // 1000
    gone = []
    with transaction(store):
        for card in cards:
            said = whole_card(store, card)
            if take_out(store, card):
                front = " ".join(said.content.front.split()) if said is not None else ""
                add_events(store, [Event(now, card, "deleted", {"front": front})])
                gone.append(card)
        if gone:
            build_anew(store)
    return tuple(gone)


def restore_imported(study: Study, cards: Iterable[CardId]) -> int:
    """Bring deleted notes back as they were. Returns how many there were."""
    store, now = study.store, study.clock.now_ms() // 1000

    def asleep(deck: str) -> bool:
        return study.workspace.config.learned_in(deck) == "anki"

    with transaction(store):
        back = [card for card in cards if bring_back(store, card, asleep)]
        add_events(store, [Event(now, card, "revived") for card in back])
        if back:
            build_anew(store)
    return len(back)
