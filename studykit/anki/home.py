"""Our own notes in a collection: known by the field `Id`, or by the GUID that we gave them. Pure.

Whoever changed the note type in Anki (a field more, another name) keeps what they have: the fields are found by their
names, and by their places only where the note type is still the one that we wrote.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Final, NamedTuple

from studykit.anki.notetypes import NOTETYPES, NotetypeKey
from studykit.anki.read import AnkiNote, Collection, NoteType
from studykit.model.ids import CardId, anki_guid

CONTENT_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    NotetypeKey.BASIC: ("Front", "Back", "Reverse", "Detail"),
    NotetypeKey.CLOZE: ("Text", "Detail"),
    NotetypeKey.CHOICE: ("Question", "Options", "Answer", "Detail"),
    NotetypeKey.TYPED: ("Question", "Answer", "Detail"),
}
"""The fields of a note that say what the card asks; the others say where it was read."""
_ID: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{10}")
_TAG: Final = re.compile(r"<[^<>]*>")


class OurNote(NamedTuple):
    """A note that studykit made."""

    card: CardId
    key: str
    """Of `notetypes.NOTETYPES`."""
    fields: Mapping[str, str]
    """HTML by the name of the field."""
    note: AnkiNote


class Found(NamedTuple):
    """A collection's notes, told apart."""

    ours: tuple[OurNote, ...]
    foreign: int
    """Notes of others, and copies of ours that a person made in Anki."""


def find_ours(collection: Collection, guids: Mapping[str, CardId]) -> Found:
    """The notes that are ours, in the order of the collection. `guids` are those of the cards that are known here."""
    shapes = {number: shape_of(kind) for number, kind in collection.types.items()}
    of_card: dict[CardId, list[OurNote]] = {}
    for note in collection.notes:
        shape = shapes.get(note.type)
        if shape is None:
            continue
        key, names = shape
        fields = dict(zip(names, note.fields, strict=False))
        card = guids.get(note.guid) or card_id_of(fields.get("Id", ""))
        if card is not None:
            of_card.setdefault(card, []).append(OurNote(card, key, fields, note))
    known = {card: guid for guid, card in guids.items()}
    ours = [
        next((one for one in notes if one.note.guid == known.get(card, anki_guid(card))), notes[0])
        for card, notes in of_card.items()
    ]
    return Found(tuple(ours), len(collection.notes) - len(ours))


def shape_of(kind: NoteType) -> tuple[str, tuple[str, ...]] | None:
    """Which of our note types this is, with the names of its fields in order; None where it is none."""
    for key, ours in NOTETYPES.items():
        names = tuple(name for _, name in ours.fields)
        needed = {*CONTENT_FIELDS[key], "Id"}
        if ours.id == kind.id and not needed <= set(kind.fields) and len(kind.fields) == len(names):
            return key, names
        is_choice = key == NotetypeKey.TYPED and "Options" in kind.fields
        if ours.is_cloze == kind.cloze and needed <= set(kind.fields) and not is_choice:
            return key, kind.fields
    return None


def card_id_of(html: str) -> CardId | None:
    """The card's id in the field `Id`; None where it holds none."""
    text = unescape(_TAG.sub("", html)).strip()
    return CardId(text) if _ID.fullmatch(text) is not None else None


def face_of(key: str, ordinal: int) -> str:
    """Which face of the card an Anki card asks."""
    return f"c{ordinal + 1}" if key == NotetypeKey.CLOZE else str(ordinal)
