"""The notes of others in a package: what becomes of each is decided first, then all of it is written at once.

A note is known by its GUID, and one of several with the same GUID by its number in Anki too.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, Final

from studykit.anki.read import AnkiNote, NoteType
from studykit.anki.read import Collection as AnkiCollection
from studykit.flows.imported.known import build_anew
from studykit.flows.imported.merging import Merge, merge_note
from studykit.flows.importing.cards import Cards, Placed
from studykit.flows.importing.report import Conflict, Imported
from studykit.flows.learning.study import Study
from studykit.model.ids import CardId, mint_card_id
from studykit.store import imported_log
from studykit.store.imported import ImportedNote, StoredType, add_type, read_notes, read_types, write_notes
from studykit.store.imported_gone import read_gone
from studykit.store.imported_media import Medium, add_media
from studykit.store.inline_brought import read_named
from studykit.text.safe import safe_line

Resolve = Callable[[ImportedNote, Merge], bool]
"""Whether a note that was changed on both sides shall have Anki's words."""
_SUSPENDED, _BURIED = -1, (-2, -3)
_SAME_ANSWER_MS: Final = 5
"""Exported answers may be moved by so much, as Anki's log has one answer in a millisecond."""
_LEECH: Final = "leech"
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Foreign:
    """The notes of a package that are not ours, on their way in. Reading the store alone until `write`."""

    def __init__(self, study: Study, path: str, collection: AnkiCollection, notes: Sequence[AnkiNote]) -> None:
        self.study = study
        self.collection = collection
        self.notes = notes
        self.result = Imported(path, notes=len(notes))
        self.placed: list[Placed] = []
        self._cards = Cards(study, collection, self.result)
        self._types = read_types(study.store)
        self._number_of: dict[str, int] = {kind.digest: number for number, kind in self._types.items()}
        self._kinds: dict[int, tuple[int, StoredType]] = {}
        self._fresh_types: dict[int, StoredType] = {}
        """By a number below 0, until the store has given one."""
        self.new_notes: list[ImportedNote] = []
        self.changed_notes: list[tuple[ImportedNote, ImportedNote]] = []
        """Before and after."""

    # What becomes of everything

    def decide(self, resolve: Resolve) -> None:
        """Find out what becomes of the notes, and which decks there are."""
        for note, known in self._matched():
            if note.type not in self.collection.types:
                continue
            number, kind = self._kind(note.type)
            if isinstance(known, ImportedNote):
                self._merge(known, note, number, kind, resolve)
                card = known.card
            else:
                card = known
                self.new_notes.append(_new_note(card, note, number, len(kind.fields)))
            self.placed.append(Placed(card, note, kind.cloze))
        self.new_notes.sort()
        self.placed.sort()
        self._cards.find_decks(self.placed)
        self.result.new = len(self.new_notes)
        named = read_named(self.study.store)
        self.result.joined = sum(note.anki_id in named for note in self.new_notes) if named else 0
        self.result.updated = len(self.changed_notes)

    def decide_cards(self) -> None:
        """Find out what would become of the cards."""
        self._cards.decide(self.placed)

    def _matched(self) -> Iterator[tuple[AnkiNote, ImportedNote | CardId]]:
        """Every note with the one that it is here, or the id that it gets; but for those that a person deleted here."""
        wanted = defaultdict[str, list[AnkiNote]](list)
        for note in self.notes:
            wanted[note.guid].append(note)
        known = defaultdict[str, list[ImportedNote]](list)
        taken: set[str] = set()
        gone = {stored.card: stored for stored in read_gone(self.study.store)}
        for stored in chain(read_notes(self.study.store), gone.values()):
            taken.add(stored.card)
            if stored.guid in wanted:
                known[stored.guid].append(stored)
        for guid, notes in wanted.items():
            left = known.get(guid, [])
            of_number = {stored.anki_id: stored for stored in left}
            same = {note.id: of_number[note.id] for note in notes if note.id in of_number}
            others = iter([stored for stored in left if stored not in same.values()])
            for place, note in enumerate(notes):
                found = same.get(note.id) or next(others, None)
                if found is None:
                    card = _mint(guid, place, taken)
                    taken.add(card)
                    yield note, card
                elif found.card in gone:
                    self.result.deleted += 1
                else:
                    yield note, found

    def _kind(self, number: int) -> tuple[int, StoredType]:
        """A note type of the package: its number in the store, below 0 where it is not there yet."""
        if number not in self._kinds:
            kind = stored_type(self.collection.types[number])
            newer = max(
                (one for one in self._types.items() if one[1].anki_id == kind.anki_id and one[1].fields == kind.fields),
                key=lambda one: one[1].mod, default=None,
            )  # fmt: skip
            if kind.digest in self._number_of:
                self._kinds[number] = self._number_of[kind.digest], kind
            elif newer is not None and newer[1].mod > kind.mod:
                self._kinds[number] = newer
            else:
                place = -len(self._fresh_types) - 1
                self._fresh_types[place] = kind
                self._kinds[number] = place, kind
        return self._kinds[number]

    def _merge(self, known: ImportedNote, note: AnkiNote, number: int, kind: StoredType, resolve: Resolve) -> None:
        merge = merge_note(known, _clean(note), number, self._types[known.type], kind)
        self.result.older += merge.older
        after = merge.note
        if merge.conflicts:
            taken = resolve(known, merge)
            after = merge.with_theirs() if taken else after
            self.result.conflicts.append(Conflict(known.card, front_of(known.fields), merge.conflicts, taken))
        if after != known:
            self.changed_notes.append((known, after))

    # Writing

    def needed_fields(self) -> Iterable[Collection[str]]:
        """The fields of all notes whose files have to be there."""
        yield from (note.fields for note in self.new_notes)
        yield from (after.fields for _, after in self.changed_notes)

    def write(self, media: Sequence[Medium], learn: str | None) -> None:
        """Write all of it, in the caller's transaction. `learn` says where new decks are learned."""
        store = self.study.store
        number = imported_log.add_import(store, self.study.clock.now_ms(), self.result.path)
        types = {place: add_type(store, kind, number) for place, kind in self._used_types()}

        def placed(note: ImportedNote) -> ImportedNote:
            return note._replace(type=types.get(note.type, note.type), media=number)

        imported_log.keep_notes(store, (before for before, _ in self.changed_notes), number)
        write_notes(store, (placed(note) for note in self.new_notes), number)
        write_notes(store, (placed(after) for _, after in self.changed_notes), number)
        add_media(store, media, number)
        self._cards.write(self.placed, number, learn)
        if not self.result.changed:
            imported_log.forget_import(store, number)
            return
        self.result.number = number
        build_anew(store)
        imported_log.describe_import(store, number, self.summary())

    def _used_types(self) -> list[tuple[int, StoredType]]:
        used = {note.type for note in (*self.new_notes, *(after for _, after in self.changed_notes))}
        return [(place, kind) for place, kind in self._fresh_types.items() if place in used]

    def summary(self) -> dict[str, Any]:
        """What is said of the import when it is to be taken back."""
        done = self.result
        return {"notes": done.new, "updated": done.updated, "cards": done.cards, "reviews": done.reviews}


def stored_type(kind: NoteType) -> StoredType:
    """A note type as the store keeps it, control characters left out."""
    templates = tuple((_plain(t.name), _plain(t.front), _plain(t.back)) for t in kind.templates)
    names = tuple(map(_plain, kind.fields))
    return StoredType(kind.id, _plain(kind.name), kind.cloze, _plain(kind.css), names, templates, kind.mod)


def front_of(fields: Sequence[str]) -> str:
    """A few words of a note's first field that says something."""
    from studykit.anki.collection import field_text

    texts = (" ".join(safe_line(field_text(field)).split()) for field in fields)
    return next((text[:120] for text in texts if text), "")


def _mint(guid: str, place: int, taken: set[str]) -> CardId:
    attempt = 0
    while (card := mint_card_id("imported", guid, str(place), "", attempt=attempt)) in taken:
        attempt += 1
    return card


def _plain(text: str) -> str:
    """A text without control characters: Anki strips them too. Whatever shows it strips more."""
    return _CONTROL.sub("", text)


def _clean(note: AnkiNote) -> AnkiNote:
    if _CONTROL.search("".join((*note.fields, *note.tags))) is None:
        return note
    return note._replace(fields=tuple(map(_plain, note.fields)), tags=tuple(filter(None, map(_plain, note.tags))))


def _new_note(card: CardId, note: AnkiNote, kind: int, count: int) -> ImportedNote:
    note = _clean(note)
    fields = (*note.fields[:count], *[""] * (count - len(note.fields)))
    return ImportedNote(card, note.guid, note.id, kind, note.mod, " ".join(note.tags), fields, None, 0)
