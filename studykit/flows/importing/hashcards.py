"""`studykit import hashcards.db --notes DIR`: what was answered in hashcards goes on here.

Its database knows cards by the hash of their text alone. The notes give the text: a card there is found by its line,
the card here by the draft that was made of that line. The answers become entries of our log, as those of any import:
the same file again adds nothing, and `--undo` takes all of it back. Due dates stay; the memory is what FSRS makes of
the answers.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from studykit.decks.format import normal_content
from studykit.drafting.rules import written
from studykit.drafting.unit import Unit
from studykit.errors import UsageError
from studykit.files import lock
from studykit.flows.drafting.units import units_of
from studykit.flows.importing.package import LOCK
from studykit.flows.inline.maps import with_maps
from studykit.flows.learning.study import Study
from studykit.flows.reading.scan import scan
from studykit.markup.inline.hashed import Hashed, hashed_cards
from studykit.model.card import content_digest
from studykit.model.event import silent
from studykit.model.ids import CardId
from studykit.model.inline import InlineCard
from studykit.model.review import FaceKey, LogEntry, Rating, ReviewKind, Standing, Step
from studykit.store import imported_log
from studykit.store.decks import read_cards
from studykit.store.faces import Learned, Marks, read_learned
from studykit.store.inline_hashcards import HashcardsReview, read_hashcards
from studykit.store.log import read_entry, settle
from studykit.store.transactions import transaction
from studykit.vault.load import read_bytes

MACHINE: Final = "hashcards"
"""Names these answers in the log."""
SYNTAX: Final = "hashcards"


@dataclass(slots=True)
class HashcardsCame:
    """What came of a database, or would come of it."""

    path: str
    known: int = 0
    """Cards that the database knows."""
    matched: int = 0
    """Of them, those that are asked here."""
    elsewhere: int = 0
    """Those whose text stands in the notes and is no card here."""
    reviews: int = 0
    already: int = 0
    """Answers that had come before."""
    damaged: int = 0
    number: int = 0
    """The import's; 0 where nothing was written."""

    @property
    def lost(self) -> int:
        """Cards whose text stands in none of the notes: it was changed or removed since."""
        return self.known - self.matched - self.elsewhere

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        names = ("path", "known", "matched", "elsewhere", "lost", "reviews", "already", "damaged", "number")
        return {name: getattr(self, name) for name in names}


def import_hashcards(study: Study, path: Path, notes: Path, *, dry_run: bool = False) -> HashcardsCame:
    """Take the answers in. UsageError where the notes are none of the vault's, or their syntax is not read;
    StudykitError where the file is no database of hashcards."""
    folder = folder_of(study, notes)
    guard = nullcontext() if dry_run else lock(study.workspace.store / LOCK)
    with guard:
        database = read_hashcards(path)
        came = HashcardsCame(str(path), known=len(database.cards), damaged=database.damaged)
        given: dict[FaceKey, list[LogEntry]] = {}
        for key, name in faces_in(study, folder, database.cards, came, hashed_cards):
            entries = list(_entries(study, key, name, database.reviews.get(name, ())))
            new = [entry for entry in entries if read_entry(study.store, entry.key) is None]
            came.reviews += len(new)
            came.already += len(entries) - len(new)
            if new:
                given.setdefault(key, []).extend(new)
        if given and not dry_run:
            _write(study, came, given)
    return came


def folder_of(study: Study, notes: Path) -> str:
    """The folder of some notes as a path in the vault. UsageError where it lies elsewhere, or nothing is read there."""
    if SYNTAX not in study.workspace.config.inline.syntaxes:
        raise UsageError("hashcards-not-read")
    vault = study.workspace.vault.resolve()
    if not notes.resolve().is_relative_to(vault):
        raise UsageError("hashcards-not-in-vault", path=str(notes), vault=str(vault))
    return notes.resolve().relative_to(vault).as_posix()


def faces_in(
    study: Study,
    folder: str,
    wanted: frozenset[str],
    came: HashcardsCame,
    cards_of: Callable[[str], Iterable[Hashed]],
) -> Iterator[tuple[FaceKey, str]]:
    """The faces here, each with the hash that the database has for it. `cards_of` says which cards a file has there."""
    cards = {(card.note, card.digest): card.id for card in read_cards(study.store).values()}
    found: set[str] = set()
    taken: set[str] = set()
    for note, text, units in _notes(study, folder):
        hashed = {one.line: one for one in cards_of(text)}
        names = {name for one in hashed.values() for face in one.faces for name in face.hashes if name in wanted}
        found |= names
        for unit in units if names else ():
            for inline, proposal in written.drafted(unit):
                known = hashed.get(unit.document.line_at(inline.whole.start))
                card = cards.get((note, content_digest(normal_content(proposal.content))))
                if inline.syntax != SYNTAX or known is None or card is None:
                    continue
                for face, name in _paired(inline, unit, known, wanted):
                    if name not in taken:  # the same text twice is one card there
                        taken.add(name)
                        yield FaceKey(CardId(card), face), name
    came.matched = len(taken)
    came.elsewhere = len(found - taken)


def _notes(study: Study, folder: str) -> Iterator[tuple[str, str, list[Unit]]]:
    """The notes below a folder: path, text, units."""
    workspace = study.workspace
    scanned = with_maps(scan(workspace.vault, workspace.config, silent, skip=workspace.own_folders))
    inside = "" if folder == "." else f"{folder}/"
    meant = tuple(concept for concept in scanned.concepts if concept.note.startswith(inside))
    for concept, units in units_of(replace(scanned, concepts=meant)):
        data = read_bytes(workspace.vault, concept.note)
        if isinstance(data, bytes):
            yield concept.note, data.decode("utf-8-sig", "replace"), units


def _paired(inline: InlineCard, unit: Unit, known: Hashed, wanted: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The faces of one card with their hashes; deletions are told by their text, in its order."""
    faces = [("0", "")]
    if inline.kind == "cloze":
        faces = [(f"c{hidden.number}", unit.document.slice(*hidden.inner)) for hidden in inline.hidden]
    left = list(known.faces)
    for face, hidden in faces:
        place = next((place for place, one in enumerate(left) if one.hidden == hidden), None)
        if place is not None:
            name = next((name for name in left.pop(place).hashes if name in wanted), None)
            if name is not None:
                yield face, name


def _entries(study: Study, key: FaceKey, name: str, reviews: Sequence[HashcardsReview]) -> Iterator[LogEntry]:
    """The answers to one card. What that tool gave is a date, never a step of minutes."""
    last: LogEntry | None = None
    times = Counter[str]()
    for review in sorted(reviews, key=lambda one: one.at):
        said = review.at.isoformat()
        times[said] += 1
        at_ms = int(review.at.replace(tzinfo=study.clock.zone).timestamp() * 1000)
        if last is not None and at_ms <= last.at_ms:
            at_ms = last.at_ms + 1
        day = study.clock.day_of(at_ms)
        last = LogEntry(
            key=f"{MACHINE}:{name}:{said}:{times[said]}", card=key.card, face=key.face, at_ms=at_ms, day=day,
            rating=review.rating, kind=_kind(last, day), step=Step(0, max(1, review.due.toordinal() - day)),
            remaining=0, took_ms=0, machine=MACHINE,
        )  # fmt: skip
        yield last


def _kind(last: LogEntry | None, day: int) -> ReviewKind:
    """There a card is asked again on the same day until it is known: that is one lapse, not many."""
    if last is None:
        return ReviewKind.LEARN
    if last.day == day and last.rating in (Rating.AGAIN, Rating.HARD):
        return ReviewKind.LEARN if last.kind is ReviewKind.LEARN else ReviewKind.RELEARN
    return ReviewKind.REVIEW


def _write(study: Study, came: HashcardsCame, given: Mapping[FaceKey, Sequence[LogEntry]]) -> None:
    store = study.store
    with transaction(store):
        number = imported_log.add_import(store, study.clock.now_ms(), came.path)
        imported_log.add_reviews(store, (entry for entries in given.values() for entry in entries), number)
        kept = []
        for key in given:
            before = read_learned(store, key) or Learned(Standing(), Marks())
            kept.append((key, before, before._replace(standing=settle(store, key, study.replayed))))
        imported_log.keep_faces(store, kept, number)
        said = {"notes": 0, "updated": 0, "cards": came.matched, "reviews": came.reviews}
        imported_log.describe_import(store, number, said)
    came.number = number
