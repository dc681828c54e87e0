"""Cards as a package for Anki: our own and imported ones, with their schedule and log where that is asked for.

An imported note goes out as it came, under its GUID and its note type, with what was edited here. Its log is Anki's own
rows and behind them the answers that were given here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from studykit.anki.fields import PackageNote
from studykit.anki.home import face_of
from studykit.anki.outgoing import OutCard, OutNote, Progress, foreign_model
from studykit.anki.revlog import MACHINE
from studykit.flows.home.marks import COLOURS
from studykit.flows.importing.media import FOLDER, files_named
from studykit.flows.learning.study import Study
from studykit.model.ids import CardId, anki_guid
from studykit.model.review import FaceKey, Learning, LogEntry, Relearning, Review, ReviewKind, State
from studykit.scheduling.day import day_start_ms
from studykit.store.faces import Face, read_siblings
from studykit.store.imported import ImportedCard, ImportedNote, StoredType, read_cards_of, read_notes, read_types
from studykit.store.imported_media import find_medium
from studykit.store.imported_rows import read_rows
from studykit.store.log import read_history

_DAYS: Final = 4_000
"""How long ago the collection began that the package pretends to be of: no card was learned before."""
_DAY_MS: Final = 86_400_000
_EASE: Final = 2_500
_TYPES: Final = {ReviewKind.LEARN: 0, ReviewKind.REVIEW: 1, ReviewKind.RELEARN: 2}


class Came(NamedTuple):
    """An imported note with its cards."""

    note: ImportedNote
    cards: Sequence[ImportedCard]


def imported_notes(study: Study, wanted: Callable[[str], bool]) -> Iterator[Came]:
    """The imported notes with cards in decks that are wanted, in the order of their decks and places."""
    found = []
    for note in read_notes(study.store):
        cards = [card for card in read_cards_of(study.store, note.card) if wanted(card.deck)]
        if cards:
            found.append(Came(note, cards))
    found.sort(key=lambda came: (came.cards[0].deck, came.cards[0].position, came.note.anki_id))
    yield from found


class Outgoing:
    """Notes, note types and files of one package."""

    def __init__(self, study: Study, *, progress: bool) -> None:
        self.study = study
        self.progress = progress
        self.models: dict[int, dict[str, Any]] = {}
        self.files: dict[str, Path] = {}
        """By their names in Anki."""
        today = study.clock.moment().day
        start = day_start_ms(today, study.clock.zone, study.clock.rollover) - _DAYS * _DAY_MS
        self.created = start // 1000
        self._today, self._zero = today, today - _DAYS
        self._types = read_types(study.store)
        self._number_of: dict[int, int] = {}
        self._guids: set[str] = set()

    def own(self, notes: Iterable[tuple[CardId, PackageNote]]) -> Iterator[OutNote]:
        """Our own notes."""
        from studykit.anki.collection import ordinals
        from studykit.anki.notetypes import NOTETYPES, model_json

        for card, note in notes:
            kind = NOTETYPES[note.notetype]
            if kind.id not in self.models:
                self.models[kind.id] = model_json(kind)
            faces = {face.key.face: face for face in read_siblings(self.study.store, card)}
            cards = [
                self._card(0, place, note.deck, note.due, faces.get(face_of(note.notetype, place)), None)
                for place in ordinals(note, kind.is_cloze)
            ]
            yield OutNote(0, self._guid(note.guid, card), kind.id, note.mod, note.tags, note.fields, cards)

    def imported(self, notes: Iterable[Came]) -> Iterator[OutNote]:
        """Notes that came from Anki."""
        for note, asked in notes:
            kind = self._types[note.type]
            faces = {face.key.face: face for face in read_siblings(self.study.store, note.card)}
            cards = [
                self._card(one.anki_id, one.ordinal, one.deck, one.position, faces.get(one.key.face), one)
                for one in asked
            ]
            fields = self._with_files(note)
            yield OutNote(
                note.anki_id, self._guid(note.guid, note.card), self._type(note.type, kind),
                max(note.mod, note.edited), note.tags.split(), fields, cards,
            )  # fmt: skip

    def _guid(self, guid: str, card: CardId) -> str:
        """Two notes with one GUID were kept apart; in Anki the second one would be taken for the first."""
        if guid in self._guids or not guid:
            guid = anki_guid(card)
        self._guids.add(guid)
        return guid

    def _type(self, number: int, kind: StoredType) -> int:
        """The number in Anki of a note type; another one where two versions of it go out."""
        if number not in self._number_of:
            wanted = kind.anki_id
            while wanted in self.models:
                wanted += 1
            self.models[wanted] = foreign_model(
                wanted, kind.name, kind.cloze, kind.css, kind.fields, kind.templates, kind.mod
            )
            self._number_of[number] = wanted
        return self._number_of[number]

    def _with_files(self, note: ImportedNote) -> tuple[str, ...]:
        """The fields, with other names for files where another note has one of that name."""
        fields = note.fields
        named = (names for field in fields if "<" in field or "[" in field for names in files_named(field))
        names = {name for some in named for name in some}
        for name in sorted(names):
            medium = find_medium(self.study.store, note.media, name)
            if medium is None:
                continue
            path = self.study.workspace.store / FOLDER / medium.digest
            given = name
            if self.files.get(name, path) != path:
                stem, dot, ending = name.rpartition(".")
                given = f"{stem}-{medium.digest[:8]}.{ending}" if dot else f"{name}-{medium.digest[:8]}"
                fields = tuple(field.replace(name, given) for field in fields)
            if path.is_file():
                self.files[given] = path
        return fields

    def template_files(self) -> None:
        """Add the files that templates and styles name: theirs begin with `_`."""
        rows = self.study.store.execute("SELECT name, digest FROM imported_media WHERE name LIKE '\\_%' ESCAPE '\\'")
        for name, digest in rows:
            path = self.study.workspace.store / FOLDER / digest
            if path.is_file():
                self.files.setdefault(name, path)

    def _card(
        self, number: int, ordinal: int, deck: str, position: int, face: Face | None, came: ImportedCard | None
    ) -> OutCard:
        if face is None or not self.progress:
            return OutCard(number, ordinal, deck, position)
        flag = face.marks.flag
        colour = COLOURS.index(flag.word) if flag is not None and flag.word in COLOURS else 0
        return OutCard(number, ordinal, deck, position, colour, face.marks.suspended, self._at(face, came, position))

    def _at(self, face: Face, came: ImportedCard | None, position: int) -> Progress:
        state = face.standing.state
        counts = face.standing.reps, face.standing.lapses
        rows = self._log(face.key)
        factor = came.factor if came is not None else _EASE
        match state:
            case Review(interval=interval, due_day=day):
                kind, queue, due, left = 2, 2, day - self._zero, 0
            case Learning(due_ms=due_ms, remaining=left) | Relearning(due_ms=due_ms, remaining=left):
                kind = 1 if isinstance(state, Learning) else 3
                interval = state.interval if isinstance(state, Relearning) else 0
                day = self.study.clock.day_of(due_ms)
                by_day = day_start_ms(day, self.study.clock.zone, self.study.clock.rollover) == due_ms
                queue, due = (3, day - self._zero) if by_day else (1, due_ms // 1000)
            case _:
                kind, queue, due, interval, left = 0, 0, position, 0, 0
        if face.marks.suspended:
            queue = -1
        elif face.marks.buried_day == self._today:
            queue = -2
        return Progress(kind, queue, due, interval, factor, *counts, left, self._memory(state, face.place.deck), rows)

    def _memory(self, state: State, deck: str) -> dict[str, Any]:
        if not isinstance(state, Learning | Review | Relearning):
            return {}
        decay = self.study.model_of(deck).parameters[20]
        return {
            "s": round(state.memory.stability, 4), "d": round(state.memory.difficulty, 3),
            "dr": self.study.options(deck).desired_retention, "decay": round(decay, 4), "lrt": state.last_ms // 1000,
        }  # fmt: skip

    def _log(self, key: FaceKey) -> list[tuple[int, int, int, int, int, int, int]]:
        came = [(row[0], *row[2:]) for row in read_rows(self.study.store, key)]
        known = {row[0] for row in came}
        last = came[-1][2] if came else 0
        for entry in read_history(self.study.store, key):
            if entry.at_ms in known or (came and entry.machine == MACHINE):
                continue
            given = entry.step.days or -entry.step.seconds
            factor = 0 if entry.kind is ReviewKind.LEARN else _EASE
            came.append(_row(entry, given, last, factor))
            last = given
        return sorted(came)


def _row(entry: LogEntry, given: int, last: int, factor: int) -> tuple[int, int, int, int, int, int, int]:
    return entry.at_ms, int(entry.rating), given, last, factor, entry.took_ms, _TYPES[entry.kind]


def write_outgoing(path: Path, out: Outgoing, notes: Iterable[OutNote], own_files: Mapping[str, Path]) -> int:
    """Write the package; how many notes it holds. `own_files` is filled while the notes are taken."""
    from studykit.anki.outgoing import fill_outgoing
    from studykit.anki.package import write_filled

    listed = list(notes)
    out.template_files()
    files = {**out.files, **own_files}
    path.parent.mkdir(parents=True, exist_ok=True)
    done = write_filled(path, lambda file: fill_outgoing(file, out.models, listed, out.created), files)
    return done.notes
