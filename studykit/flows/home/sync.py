"""The finisher of a rebuild, where Anki runs with AnkiConnect: what an import leaves undone is shown, and then done.

Decided first (`plan_sync`), carried out on consent (`carry_out`): cards go to their decks, those of retired notes are
suspended. Notes that were edited in Anki are named, as the next import of a newer package would write over them. Notes
are known by their field `Id`; AnkiConnect tells no GUID.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from studykit.anki.connect import AnkiConnect, portions
from studykit.anki.home import OurNote, card_id_of, shape_of
from studykit.anki.notetypes import NotetypeKey
from studykit.anki.read import AnkiNote, NoteType
from studykit.flows.anki.changes import write_change_lists
from studykit.flows.decks.card_text import read_card
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.home.edits import rendered, units
from studykit.flows.home.pictures import Pictures
from studykit.flows.learning.study import Study
from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.store.events import Event, add_events
from studykit.store.packaged import read_packaged, read_versions, write_packaged
from studykit.store.transactions import transaction
from studykit.vault import load

OURS: Final = "Id:_*"
"""Anki's search for notes whose field `Id` holds something."""


class Move(NamedTuple):
    """Cards of a note that stand in another deck than their deck file says."""

    card: CardId
    front: str
    old: str
    new: str
    numbers: tuple[int, ...]
    """The cards' ids in Anki."""


class Asleep(NamedTuple):
    """Cards of a retired note that Anki still asks."""

    card: CardId
    front: str
    numbers: tuple[int, ...]


class EditedThere(NamedTuple):
    """A note whose fields are not as any package of ours had them."""

    card: CardId
    front: str
    fields: tuple[str, ...]


class InAnki(NamedTuple):
    """How Anki has a note."""

    deck: str
    cards: int
    asleep: bool
    """Whether all of its cards are suspended."""


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What Anki has otherwise than the deck files."""

    notes: int
    """Notes in Anki that are ours."""
    moves: tuple[Move, ...]
    suspend: tuple[Asleep, ...]
    edited: tuple[EditedThere, ...]
    gone: tuple[tuple[CardId, str], ...]
    """Notes whose cards were deleted here: id and front. They are left as they are."""
    missing: int
    """Cards here that Anki does not have: its next import of the packages brings them."""
    places: Mapping[CardId, InAnki]

    @property
    def changes(self) -> int:
        """Notes that would be changed in Anki."""
        return len(self.moves) + len(self.suspend)

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "notes": self.notes,
            "moves": [{"card": m.card, "front": m.front, "from": m.old, "to": m.new} for m in self.moves],
            "suspend": [{"card": one.card, "front": one.front} for one in self.suspend],
            "edited": [{"card": e.card, "front": e.front, "fields": list(e.fields)} for e in self.edited],
            "gone": [{"card": card, "front": front} for card, front in self.gone],
            "missing": self.missing,
        }


def plan_sync(study: Study, anki: AnkiConnect) -> SyncPlan:
    """Look at what Anki has. AnkiConnectError where it does not answer. Changes nothing, here or there."""
    anki.check()
    catalogue = read_catalogue(study.workspace)
    here = {card.stamp.id: (deck.header.deck, card) for _, deck, card in catalogue.cards() if card.stamp is not None}
    notes = dict(_notes(anki))
    numbers = [number for _, cards in notes.values() for number in cards]
    decks = _decks(anki, numbers)
    asleep = _suspended(anki, numbers)
    moves, suspend, edited, gone = [], [], [], []
    places: dict[CardId, InAnki] = {}
    pictures = _pictures(study)
    for key, (note, cards) in notes.items():
        front = _front(note)
        deck = decks.get(cards[0], "") if cards else ""
        places[key] = InAnki(deck, len(cards), asleep.issuperset(cards))
        if key not in here:
            if not catalogue.problems:
                gone.append((key, front))
            continue
        deck, card = here[key]
        away: dict[str, list[int]] = defaultdict(list)
        for number in cards:
            if decks.get(number, deck) != deck:
                away[decks[number]].append(number)
        moves += [Move(key, front, old, deck, tuple(found)) for old, found in away.items()]
        awake = tuple(number for number in cards if number not in asleep)
        if card.stamp is not None and card.stamp.retired and awake:
            suspend.append(Asleep(key, front, awake))
        fields = _edited(study, note, card, pictures)
        if fields:
            edited.append(EditedThere(key, front, fields))
    missing = sum(key not in notes for key in here)
    return SyncPlan(len(notes), tuple(moves), tuple(suspend), tuple(edited), tuple(gone), missing, places)


def carry_out(study: Study, anki: AnkiConnect, plan: SyncPlan, now: int) -> None:
    """Do in Anki what the plan says, and remember it. `now` is in seconds since 1970 (UTC)."""
    by_deck: dict[str, list[int]] = defaultdict(list)
    for move in plan.moves:
        by_deck[move.new] += move.numbers
    for deck, numbers in sorted(by_deck.items()):
        for portion in portions(numbers):
            anki.call("changeDeck", cards=list(portion), deck=deck)
    for portion in portions([number for one in plan.suspend for number in one.numbers]):
        anki.call("suspend", cards=list(portion))
    places = dict(plan.places)
    for move in plan.moves:
        places[move.card] = places[move.card]._replace(deck=move.new)
    for one in plan.suspend:
        places[one.card] = places[one.card]._replace(asleep=True)
    events = [Event(now, m.card, "anki-moved", {"from": m.old, "to": m.new}) for m in plan.moves]
    events += [Event(now, one.card, "anki-suspended", {}) for one in plan.suspend]
    remember_places(study, places, events)


def remember_places(study: Study, places: Mapping[CardId, InAnki], events: Sequence[Event] = ()) -> None:
    """Keep where Anki has the cards, and bring the lists of what is left to do by hand in line with it.

    A card that is gone here and that Anki has no more is forgotten.
    """
    kept = []
    for key, row in read_packaged(study.store).items():
        place = places.get(CardId(key))
        if place is not None:
            emptied = place.cards <= len(row.faces.split(" "))
            kept.append(
                row._replace(
                    anki_deck=place.deck or row.anki_deck,
                    anki_faces=row.faces if emptied else row.anki_faces,
                    anki_asleep=row.retired and place.asleep,
                )
            )
        elif not row.gone:
            kept.append(row)
    with transaction(study.store):
        write_packaged(study.store, kept)
        add_events(study.store, events)
    write_change_lists(study.workspace.decks, kept)


def _notes(anki: AnkiConnect) -> Iterator[tuple[CardId, tuple[OurNote, list[int]]]]:
    """By card, the note in Anki and the ids of its cards, in the order of their templates."""
    seen: set[CardId] = set()
    for portion in portions(anki.call("findNotes", query=OURS)):
        for info in anki.call("notesInfo", notes=list(portion)):
            fields = {name: str(field["value"]) for name, field in info.get("fields", {}).items()}
            shape = shape_of(NoteType(0, str(info.get("modelName", "")), "Text" in fields, "", tuple(fields), ()))
            key = card_id_of(fields.get("Id", ""))
            if shape is None or key is None or key in seen:
                continue  # of another's making, or a copy
            seen.add(key)
            tags = tuple(map(str, info.get("tags", ())))
            note = AnkiNote(int(info["noteId"]), "", 0, int(info.get("mod", 0)), tags, tuple(fields.values()))
            yield key, (OurNote(key, shape[0], fields, note), [int(number) for number in info.get("cards", ())])


def _decks(anki: AnkiConnect, numbers: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for portion in portions(numbers):
        for deck, cards in anki.call("getDecks", cards=list(portion)).items():
            found |= {int(number): str(deck) for number in cards}
    return found


def _suspended(anki: AnkiConnect, numbers: list[int]) -> set[int]:
    found: set[int] = set()
    for portion in portions(numbers):
        answers = anki.call("areSuspended", cards=list(portion))
        found |= {number for number, asleep in zip(portion, answers, strict=True) if asleep}
    return found


def _edited(study: Study, note: OurNote, card: Card, pictures: Pictures) -> tuple[str, ...]:
    """The fields that are as no version of the card has them; none where Anki's note is one of them."""
    assert card.stamp is not None
    versions = read_versions(study.store, card.stamp.id)
    if note.note.mod in {card.stamp.mod, *(mod for mod, _, _ in versions)} or card.content.kind.value != note.key:
        return ()
    pictures.begin()
    contents = [card.content, *(read_card(text).content for _, _, text in versions)]
    known = [
        units(note.key, rendered(content, image), pictures)
        for content in contents
        if content.kind.value == note.key
        for image in (pictures.any, pictures.there)
    ]
    theirs = units(note.key, note.fields, pictures)
    differing = [tuple(unit for unit in theirs if theirs[unit] != one[unit]) for one in known]
    return min(differing, key=len)


def _pictures(study: Study) -> Pictures:
    workspace = study.workspace

    def attachments() -> frozenset[str]:
        return load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders).attachments

    return Pictures(workspace.vault, lambda _: None, attachments)


def _front(note: OurNote) -> str:
    from studykit.anki.collection import field_text

    first = "Text" if note.key == NotetypeKey.CLOZE else next(iter(note.fields))
    return " ".join(field_text(note.fields.get(first, "")).split())
