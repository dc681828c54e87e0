"""Notes that came from Anki, for `studykit cards`: a line or an object each, shown and edited by their fields."""

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

from studykit.cli import output
from studykit.cli.language import text

if TYPE_CHECKING:
    from studykit.flows.cards.rows import Entry
    from studykit.flows.workspace import Workspace


def row(key: str, kind: str, front: str) -> str:
    """A card on one line."""
    return f"{key}  {kind:<6}  {' '.join(front.split())}"


def list_imported(workspace: "Workspace", found: "Sequence[Entry]", *, as_json: bool) -> None:
    """Notes from Anki, behind the cards of the deck files."""
    from studykit.flows.cards.imported import note_object
    from studykit.store.db import open_store

    if not as_json:
        for entry in found:
            output.data(row(entry.id, entry.kind.value, entry.front))
    elif found:
        with closing(open_store(workspace.store)) as store:
            for entry in found:
                output.print_json(note_object(store, entry))


def show_imported(workspace: "Workspace", card: str, *, as_json: bool) -> bool:
    """Print a note from Anki as it is edited. False where none has this id."""
    from studykit.flows.cards.imported import entry_of, note_object
    from studykit.flows.imported.edit import editable
    from studykit.store import db
    from studykit.store.imported import read_note, read_type
    from studykit.text.safe import safe_text

    if not db.exists(workspace.store):
        return False
    with closing(db.open_store(workspace.store)) as store:
        note, entry = read_note(store, card), entry_of(store, card)
        if note is None or entry is None:
            return False
        if as_json:
            output.print_json(note_object(store, entry))
            return True
        kind = read_type(store, note.type)
        output.note(f"{entry.deck}  (Anki: {kind.name})")
        output.data(safe_text(editable(note, kind)).rstrip("\n"))
    return True


def edit_imported(workspace: "Workspace", card: str, *, undo: bool) -> bool:
    """Edit a note from Anki, or take its deletion or its last edit back. False where none has this id."""
    from studykit.cli.asking import edit_file
    from studykit.errors import UsageError
    from studykit.flows.imported.deleting import restore_imported
    from studykit.flows.imported.edit import opened, undo_edit
    from studykit.flows.learning.study import open_study
    from studykit.model.ids import CardId
    from studykit.store import db
    from studykit.store.imported import FILE, read_note

    if not db.exists(workspace.store):
        return False
    with open_study(workspace) as study:
        before = read_note(study.store, card)
        if undo and restore_imported(study, [CardId(card)]):
            output.note(text("imported-restored"))
            return True
        if before is None:
            return False
        if undo:
            if not undo_edit(study, CardId(card)):
                raise UsageError("imported-undo-none", id=card)
        else:
            with opened(study, FILE, CardId(card)) as (path, line):
                edit_file(str(path), line)
        output.note(text("imported-unchanged" if read_note(study.store, card) == before else "imported-edited"))
    return True
