"""An imported note edited as a text: a temporary file with a section for its tags and for each field.

    === Front ===
    <b>GRPO</b>

What is between two such lines is the field, HTML as Anki has it; a line of a field that looks like one is written with
a backslash. The note keeps what the package said, so that a newer package can tell who changed what.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from studykit.errors import StudykitError, UsageError
from studykit.flows.decks.places import line_in_deck
from studykit.flows.decks.taking_in import take_in
from studykit.flows.imported.known import build_anew
from studykit.flows.imported.merging import settled
from studykit.flows.learning.study import Study
from studykit.markup.cloze import cloze_numbers
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New, Standing
from studykit.store.events import Event, add_events
from studykit.store.faces import Learned, Marks, read_face
from studykit.store.imported import (
    FILE,
    ImportedCard,
    ImportedNote,
    StoredType,
    note_row,
    read_cards_of,
    read_note,
    read_type,
    write_cards,
    write_notes,
)
from studykit.store.imported_faces import NewFace, add_faces
from studykit.store.imported_log import drop_edit, keep_edit, last_edit
from studykit.store.transactions import transaction

TAGS: Final = "#tags"
"""No field of Anki's can be called so."""
_HEAD: Final = re.compile(r"=== (.*) ===\Z")
_ESCAPED: Final = re.compile(r"(?m)^(\\*=== .* ===)$")
_READ: Final = re.compile(r"(?m)^\\(\\*=== .* ===)$")


class Edited(NamedTuple):
    """What a person made of a note."""

    tags: tuple[str, ...]
    fields: tuple[str, ...]


def editable(note: ImportedNote, kind: StoredType) -> str:
    """A note as the text that is edited."""
    parts = [(TAGS, note.tags), *zip(kind.fields, note.fields, strict=False)]
    return "".join(f"=== {name} ===\n{_ESCAPED.sub(_backslashed, value)}\n\n" for name, value in parts)


def edited(text: str, kind: StoredType, path: str) -> Edited:
    """What a text says. StudykitError `imported-not-fields` where its sections are not the note's fields."""
    names: list[str] = []
    values: list[list[str]] = []
    expected = [TAGS, *kind.fields]
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n"), 1):
        head = _HEAD.match(line)
        if head is not None:
            names.append(head[1])
            values.append([])
            if names != expected[: len(names)]:
                raise _wrong(path, number, head[1], expected)
        elif values:
            values[-1].append(line)
        elif line.strip():
            raise _wrong(path, number, line, expected)
    if names != expected:
        raise _wrong(path, text.count("\n") + 1, "-", expected)
    tags, *fields = ["\n".join(lines).strip("\n") for lines in values]
    return Edited(tuple(tags.split()), tuple(_READ.sub(r"\1", field) for field in fields))


@contextmanager
def opened(study: Study, file: str, card: CardId) -> Iterator[tuple[Path, int]]:
    """The file and the line that an editor is to open for a card; what was written there is taken in afterwards.

    Of a deck file that is the file itself, of an imported note a temporary one. StudykitError where what was written is
    no note: then nothing is changed.
    """
    if file != FILE:
        workspace = study.workspace
        yield workspace.decks / file, line_in_deck(workspace, file, card)
        study.taken_in = take_in(workspace, study.store)
        return
    note = read_note(study.store, card)
    if note is None:
        raise UsageError("card-missing", id=card)
    kind = read_type(study.store, note.type)
    with tempfile.TemporaryDirectory(prefix="studykit-") as folder:
        path = Path(folder, f"{card}.html")
        before = editable(note, kind)
        path.write_text(before, encoding="utf-8", newline="\n")
        yield path, 1
        text = path.read_text(encoding="utf-8")
        if text != before:
            save(study, note, kind, edited(text, kind, path.name))


def save(study: Study, note: ImportedNote, kind: StoredType, made: Edited) -> tuple[str, ...]:
    """Keep what a person made of a note; the names of the fields that changed, none where nothing did."""
    tags = " ".join(made.tags)
    changed = [name for name, old, new in zip(kind.fields, note.fields, made.fields, strict=True) if old != new]
    if tags != note.tags:
        changed.append(TAGS)
    if not changed:
        return ()
    now = study.clock.now_ms() // 1000
    base = note.base or (note.tags, *note.fields)
    after = settled(note._replace(tags=tags, fields=made.fields, base=base, edited=now))
    with transaction(study.store):
        keep_edit(study.store, note.card, json.dumps(note_row(note), ensure_ascii=False))
        write_notes(study.store, [after], 0)
        add_events(study.store, [Event(now, note.card, "edited", {"fields": changed})])
        _add_faces(study, after, kind)
        build_anew(study.store)
    return tuple(changed)


def undo_edit(study: Study, card: CardId) -> bool:
    """Make a note what it was before its last edit. False where it was not edited."""
    with transaction(study.store):
        last = last_edit(study.store, card)
        if last is None:
            return False
        number, before = last
        write_notes(study.store, [before], 0)
        drop_edit(study.store, number)
        build_anew(study.store)
        add_events(study.store, [Event(study.clock.now_ms() // 1000, card, "edit-undone")])
    return True


def _add_faces(study: Study, note: ImportedNote, kind: StoredType) -> None:
    """A deletion with a new number is a new face."""
    cards = read_cards_of(study.store, note.card)
    if not kind.cloze or not cards:
        return
    known = {card.key.face for card in cards}
    numbers = {number for field in note.fields for number in cloze_numbers(field)}
    like = cards[0]
    made = [
        ImportedCard(FaceKey(note.card, f"c{number}"), 0, number - 1, like.deck, like.position, 0, 0, 0, 0, 0,
                     Standing(New()))
        for number in sorted(numbers) if f"c{number}" not in known
    ]  # fmt: skip
    (number,) = study.store.execute("SELECT import FROM imported_notes WHERE card = ?", (note.card,)).fetchone()
    write_cards(study.store, made, number)
    active = study.workspace.config.learned_in(like.deck) == "terminal"
    fresh = [card for card in made if read_face(study.store, card.key) is None]
    add_faces(
        study.store,
        (NewFace(card.key, card.deck, card.position, active, Learned(card.standing, Marks())) for card in fresh),
    )


def _backslashed(match: re.Match[str]) -> str:
    return f"\\{match[1]}"


def _wrong(path: str, line: int, found: str, expected: list[str]) -> StudykitError:
    return StudykitError("imported-not-fields", path=path, line=line, found=found, expected=", ".join(expected))
