"""Facts that imported notes hold already: a drafted card that asks the same waits, and says why.

Two cards hold the same fact where both of their sides show the same, in either direction; of clozes the text with the
same deletions. Capitals, the mark at the end of a sentence, and HTML that is spelled otherwise make no difference.
"""

import unicodedata
from collections.abc import Mapping
from typing import Final, NamedTuple

from studykit.flows.home_edits import rendered
from studykit.markup.same import canonical
from studykit.model.card import Basic, Cloze, Content, Typed
from studykit.model.ids import CardId
from studykit.store.db import Store
from studykit.store.imported import StoredType, read_notes, read_types

HELD: Final = "held-by-import"
"""Why a draft waits."""
_END: Final = " .。!！?？:：;；"


class Held(NamedTuple):
    """An imported note that holds a fact."""

    card: CardId
    deck: str


Fact = frozenset[str] | str
"""What both sides show, in no order; of a cloze its text."""


def held_facts(store: Store) -> dict[Fact, Held]:
    """The facts of all imported notes; the first note of each."""
    types = read_types(store)
    decks = dict(store.execute("SELECT card, min(deck) FROM imported_cards GROUP BY card"))
    found: dict[Fact, Held] = {}
    for note in read_notes(store):
        fact = _fact_of(types[note.type], note.fields)
        if fact is not None and note.card in decks:
            found.setdefault(fact, Held(note.card, decks[note.card]))
    return found


def held_already(content: Content, held: Mapping[Fact, Held]) -> Held | None:
    """The imported note that holds what a drafted card would ask; None where none does. Pure."""
    if not held:
        return None
    match content:
        case Basic() | Typed():
            fields = rendered(content, str)
            names = ("Front", "Back") if isinstance(content, Basic) else ("Question", "Answer")
            return held.get(frozenset(_plain(fields[name]) for name in names))
        case Cloze():
            return held.get(_plain(rendered(content, str)["Text"]))
        case _:
            return None


def _fact_of(kind: StoredType, fields: tuple[str, ...]) -> Fact | None:
    if kind.cloze:
        return _plain(fields[0]) or None
    sides = [plain for plain in map(_plain, fields[:2]) if plain]
    return frozenset(sides) if len(sides) == 2 else None


def _plain(html: str) -> str:
    return unicodedata.normalize("NFKC", canonical(html)).casefold().strip().strip(_END)
