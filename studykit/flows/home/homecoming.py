"""Our own decks come home from Anki: reviews, edits, tags, flags and suspensions of a package that Anki exported.

Everything is read and decided before anything is written; then deck files, then the store in one transaction. What was
taken once is known the next time: the same package again changes nothing, and a run that was cut off is finished by it.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Final

from studykit.anki.archive import Archive, open_archive
from studykit.anki.fields import RETIRED_TAG, anki_tag
from studykit.anki.home import OurNote, face_of, find_ours
from studykit.anki.read import Collection, read_collection
from studykit.anki.revlog import is_answer, log_entries
from studykit.decks.edit import replace_cards
from studykit.decks.files import DeckFile, find_deck_files, read_deck, read_rejected, write_deck
from studykit.decks.parse import parse
from studykit.decks.print import print_card
from studykit.errors import DeckFileError
from studykit.files import lock
from studykit.flows.anki.changes import write_change_lists
from studykit.flows.decks.card_text import read_card
from studykit.flows.decks.standing import REJECTED
from studykit.flows.decks.taking_in import take_in
from studykit.flows.home.edits import MergedNote, merge_note
from studykit.flows.home.marks import decide_marks, write_marks
from studykit.flows.home.pictures import Pictures
from studykit.flows.home.report import Edit, Homecoming
from studykit.flows.learning.study import Study
from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.model.problem import Problem, Severity
from studykit.model.review import FaceKey, LogEntry
from studykit.store.decks import read_cards, read_decks
from studykit.store.events import Event, add_events
from studykit.store.faces import read_siblings
from studykit.store.imported import FILE
from studykit.store.journal import merge_journals
from studykit.store.log import add_entries
from studykit.store.packaged import (
    add_versions,
    answered_at,
    read_packaged,
    read_versions,
    write_packaged,
    write_seen,
)
from studykit.store.transactions import transaction
from studykit.vault import load

_LEECH: Final = "leech"
_OWN_TAGS: Final = frozenset({RETIRED_TAG.casefold(), _LEECH})
"""Tags that a program gave; no person's."""


def come_home(study: Study, path: Path, *, dry_run: bool = False) -> Homecoming:
    """Take in what a package holds of our cards. PackageError where it cannot be read.

    StoppedError where a deck file was saved by someone while this ran; then the log has nothing yet, and a second run
    takes the rest.
    """
    guard = nullcontext() if dry_run else lock(study.workspace.store / "build.lock")
    with guard, open_archive(path) as archive:
        home = Home(study, path, read_collection(archive))
        home.decide(archive)
        if not dry_run:
            home.write()
    return home.result


class Home:
    """Our cards in one package, on their way in.

    With `strangers`, cards that nothing here was ever known of are left to the notes of others: someone else's studykit
    made them.
    """

    def __init__(self, study: Study, path: Path, collection: Collection, *, strangers: bool = False) -> None:
        self.study = study
        self.collection = collection
        self.result = Homecoming(str(path))
        self.files: dict[str, DeckFile] = {}
        self.broken: set[str] = set()
        self.cards: dict[CardId, tuple[str, Card]] = {}
        self._known: set[str] | None = None
        self._read_files()
        guids = {card.guid: key for key, (_, card) in self.cards.items()}
        self.ours = find_ours(collection, guids).ours
        if strangers:
            self.ours = tuple(one for one in self.ours if one.card in self.cards or self._was_here(one.card))
        self.result.notes, self.result.foreign = len(self.ours), len(collection.notes) - len(self.ours)
        self.retired = {key for key, (_, card) in self.cards.items() if card.stamp is not None and card.stamp.retired}
        self.changed: dict[str, dict[int | str, Card]] = defaultdict(dict)
        self.versions: list[tuple[str, int, str, str]] = []
        self.events: list[Event] = []
        self.new_entries: list[LogEntry] = []
        self._now = int(time.time())

    def _was_here(self, card: CardId) -> bool:
        """Whether a card that stands in no deck file did so once."""
        if self._known is None:
            records, _ = read_rejected(self.study.workspace.decks / REJECTED)
            self._known = {*read_packaged(self.study.store), *read_cards(self.study.store)}
            self._known.update(str(record["id"]) for record in records)
        return card in self._known or any(face.place.file != FILE for face in read_siblings(self.study.store, card))

    def decide(self, archive: Archive) -> None:
        """Find out what would be written."""
        workspace = self.study.workspace

        def attachments() -> frozenset[str]:
            return load.list_files(workspace.vault, workspace.config.exclude, workspace.own_folders).attachments

        def medium(name: str) -> bytes | None:
            return archive.medium(name) if name in archive.media else None

        self.merge_notes(Pictures(workspace.vault, medium, attachments))
        self.new_entries = self.entries()
        self.result.marks = decide_marks(self.study.store, self.collection, self.ours, self.retired)

    def _read_files(self) -> None:
        folder = self.study.workspace.decks
        for path in find_deck_files(folder):
            file = path.relative_to(folder).as_posix()
            try:
                read = self.files[file] = read_deck(path, f"{folder.name}/{file}")
            except DeckFileError as error:
                self.broken.add(file)
                details = tuple((name, str(value)) for name, value in error.parameters.items())
                self.result.problems.append(Problem(Severity.ERROR, error.code, error.path, error.line, details))
                continue
            for key, block in read.deck.by_id.items():
                self.cards.setdefault(key, (file, block.card))

    def merge_notes(self, pictures: Pictures) -> None:
        """Decide about the words and tags of every note."""
        held: set[str] | None = None
        for note in self.ours:
            if note.card in self.cards:
                pictures.begin()
                self._merge(note, pictures)
                continue
            if held is None:
                held = self._held()
            if note.card in held:
                self.result.held += 1
            else:
                self.result.gone.append((note.card, _plain(note)))

    def _held(self) -> set[str]:
        """Cards that stood in files which cannot be read now."""
        return {card.id for card in read_cards(self.study.store).values() if card.file in self.broken}

    def _merge(self, note: OurNote, pictures: Pictures) -> None:
        file, card = self.cards[note.card]
        stamp = card.stamp
        assert stamp is not None  # it was found by its id
        rows = read_versions(self.study.store, note.card)
        if note.note.mod in {stamp.mod, *(mod for mod, _, _ in rows)}:
            return  # as it was packaged: whatever a person does to a note in Anki makes it newer
        versions = [read_card(text) for _, _, text in rows] or self._built.get(note.card, [])
        bases = [version.content for version in versions]
        if not bases and note.note.mod > stamp.mod:
            bases = [card.content]  # the store was lost: what is newer was changed from what stands here
        merged = merge_note(card.content, bases, note, pictures)
        tags = self._tags(note, card, versions)
        after = replace(card, content=merged.content, stamp=replace(stamp, tags=(*stamp.tags, *tags)))
        edit = Edit(note.card, file, after.content.front, merged.taken, tags)
        if merged.taken or tags:
            mod = self._mod(note, merged, after)
            after = replace(after, stamp=replace(stamp, tags=(*stamp.tags, *tags), mod=mod))
            self.changed[file][note.card] = after
            self.result.edits.append(edit)
            self.events.append(Event(mod, note.card, "anki-edit", {"fields": list(merged.taken), "tags": list(tags)}))
        if merged.agreed is not None and merged.taken:
            agreed = replace(after, content=merged.agreed)
            self.versions += [(note.card, note.note.mod, "anki", print_card(agreed))]
        for what, shown, kept in (
            ("anki-conflict", merged.conflicts, self.result.conflicts),
            ("anki-unreadable", merged.unreadable, self.result.unreadable),
        ):
            if shown:
                kept.append(edit._replace(fields=(), tags=(), shown=shown))
                self.events.append(Event(note.note.mod, note.card, what, {s.field or "kind": s.there for s in shown}))

    @cached_property
    def _built(self) -> dict[CardId, list[Card]]:
        """The cards as the last build left them: for those of whose packages nothing is remembered."""
        found: dict[CardId, list[Card]] = {}
        for file, stored in read_decks(self.study.store).items():
            found |= {key: [block.card] for key, block in parse(stored.text, file).by_id.items()}
        return found

    def _tags(self, note: OurNote, card: Card, versions: list[Card]) -> tuple[str, ...]:
        """The person's own tags in Anki that the card has not yet, in Obsidian's spelling."""
        had = {anki_tag(tag).casefold() for one in (card, *versions) if one.stamp is not None for tag in one.stamp.tags}
        added = [tag for tag in note.note.tags if tag.casefold() not in had | _OWN_TAGS]
        return tuple(dict.fromkeys(tag.strip(":").replace("::", "/") for tag in added if tag.strip(":")))

    def _mod(self, note: OurNote, merged: MergedNote, after: Card) -> int:
        """Anki's time where the card now is what Anki has, so that the next package is no newer than that; else now."""
        assert after.stamp is not None
        ours = {anki_tag(tag) for tag in after.stamp.tags} | ({RETIRED_TAG} if after.stamp.retired else set())
        if merged.like_anki and ours == set(note.note.tags) - {_LEECH} and note.note.mod > after.stamp.mod:
            return note.note.mod
        return max(self._now, after.stamp.mod + 1, note.note.mod + 1)

    def entries(self) -> list[LogEntry]:
        """The answers of the package that the log has not."""
        of_note = {one.note.id: one for one in self.ours}
        cards = {card.id: card for card in self.collection.cards if card.note in of_note}
        rows = defaultdict(list)
        for row in self.collection.reviews:
            if row.card in cards:
                rows[row.card].append(row)
        new: dict[str, LogEntry] = {}
        for number, answers in rows.items():
            card = cards[number]
            ours = of_note[card.note]
            key = FaceKey(ours.card, face_of(ours.key, card.ordinal))
            options = self.study.options(self.collection.decks.get(card.deck, ""))
            steps = len(options.learning_steps), len(options.relearning_steps)
            known = answered_at(self.study.store, key)
            for entry in log_entries(answers, card, key, self.study.clock.day_of, steps):
                if entry.at_ms in known:
                    self.result.known += 1
                else:
                    new[entry.key] = entry
            self.result.by_hand += sum(not is_answer(row) for row in answers)
        self.result.reviews = len(new)
        return list(new.values())

    def write(self, more: Callable[[], object] = lambda: None) -> None:
        """Deck files first: where they cannot be written, nothing was taken, and the next run takes all.

        `more` is written in the same transaction.
        """
        study, marks = self.study, self.result.marks
        for file, cards in self.changed.items():
            read = self.files[file]
            write_deck(read.path, replace_cards(read.deck, cards), read.digest)
        if self.changed:
            study.taken_in = take_in(study.workspace, study.store)
        with transaction(study.store):
            add_entries(study.store, self.new_entries, (), study.machine, study.replayed)
            write_marks(study.store, marks, study.clock.now_ms())
            write_seen(study.store, marks.seen)
            add_versions(study.store, self.versions)
            add_events(study.store, self.events)
            self._remember_places()
            more()
        write_change_lists(study.workspace.decks, read_packaged(study.store).values())
        if study.journal is not None:
            merge_journals(study.store, study.journal.parent, study.machine, study.replayed)

    def _remember_places(self) -> None:
        """Where Anki has the cards: what a build says of moved and retired ones follows from it."""
        packaged = read_packaged(self.study.store)
        cards = defaultdict(list)
        for card in self.collection.cards:
            cards[card.note].append(card)
        for ours in self.ours:
            row, found = packaged.get(ours.card), cards.get(ours.note.id, [])
            if row is not None and found:
                packaged[ours.card] = row._replace(
                    anki_deck=self.collection.decks.get(found[0].deck, row.anki_deck),
                    anki_faces=" ".join(face_of(ours.key, card.ordinal) for card in found),
                    anki_asleep=row.retired and all(card.queue == -1 for card in found),
                )
        write_packaged(self.study.store, packaged.values())


def _plain(note: OurNote) -> str:
    from studykit.anki.collection import field_text

    return " ".join(field_text(next(iter(note.fields.values()), "")).split())
