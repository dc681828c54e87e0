"""Facts that imported notes hold already: a drafted card that asks the same waits, and says why.

Two cards hold the same fact where both of their sides show the same, in either direction; of clozes the text with the
same deletions. Capitals, the mark at the end of a sentence, and HTML that is spelled otherwise make no difference.

A build asks about its new drafts alone, of which most builds have few. So thousands of imported notes are looked at
only as letters and digits, and those few exactly whose letters and digits are a draft's.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from html import unescape
from typing import Final, NamedTuple

from studykit.flows.home.edits import rendered
from studykit.markup.same import canonical
from studykit.model.card import Basic, Cloze, Content, Typed
from studykit.model.ids import CardId
from studykit.store.db import Store
from studykit.store.imported import StoredType, read_cards_of, read_note, read_type, read_types

_END: Final = " .。!！?？:：;；"
_TAG: Final = re.compile(r"<[^<>]*>")
_NO_LETTER: Final = re.compile(r"[\W_]+")


class Held(NamedTuple):
    """An imported note that holds a fact."""

    card: CardId
    deck: str


Fact = frozenset[str] | str
"""What both sides show, in no order; of a cloze its text."""


class ImportedFacts:
    """The facts of all imported notes. Nothing is read before the first question."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def held(self, content: Content) -> Held | None:
        """The imported note that holds what a drafted card would ask, the first by id; None where none does."""
        if not self._by_letters:
            return None
        sides = _sides(content)
        fact = _fact(sides, cloze=isinstance(content, Cloze))
        for card in self._by_letters.get(_letters(sides), ()) if fact is not None else ():
            note = read_note(self._store, card)
            if note is not None and _fact_of(read_type(self._store, note.type), note.fields) == fact:
                asked = read_cards_of(self._store, card)
                if asked:
                    return Held(note.card, min(one.deck for one in asked))
        return None

    @cached_property
    def _by_letters(self) -> dict[str, list[str]]:
        found = defaultdict[str, list[str]](list)
        rows = self._store.execute("SELECT card, type, fields FROM imported_notes ORDER BY card")
        cloze = {number: kind.cloze for number, kind in read_types(self._store).items()}
        for card, kind, fields in rows:
            found[_letters(fields.split("\x1f", 2)[: 1 if cloze[kind] else 2])].append(card)
        return dict(found)


def _sides(content: Content) -> tuple[str, ...]:
    """What a drafted card says, as HTML; nothing for one that no imported note can be."""
    match content:
        case Basic():
            fields = rendered(content, str)
            return fields["Front"], fields["Back"]
        case Typed():
            fields = rendered(content, str)
            return fields["Question"], fields["Answer"]
        case Cloze():
            return (rendered(content, str)["Text"],)
        case _:
            return ()


def _fact_of(kind: StoredType, fields: tuple[str, ...]) -> Fact | None:
    return _fact(fields[: 1 if kind.cloze else 2], cloze=kind.cloze)


def _fact(sides: Iterable[str], *, cloze: bool) -> Fact | None:
    plain = [said for said in map(_plain, sides) if said]
    if cloze:
        return plain[0] if plain else None
    return frozenset(plain) if len(plain) == 2 else None


def _letters(sides: Iterable[str]) -> str:
    """Letters and digits of both sides, in no order: the same wherever the fact is."""
    return "\n".join(sorted(_NO_LETTER.sub("", _folded(unescape(_TAG.sub("", html)))) for html in sides))


def _plain(html: str) -> str:
    return _folded(canonical(html)).strip().strip(_END)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
