"""A collection that is imported again, and what a person does to it there and here."""

from pathlib import Path
from typing import Any

from anki.collection import Collection

from studykit.flows.imported.edit import editable, edited, save
from studykit.flows.importing.package import Came, import_file
from studykit.flows.importing.report import Imported
from studykit.flows.learning.study import Study
from studykit.store.imported import ImportedNote, read_notes, read_type
from tests.anki.foreign_world import exported


def three_notes(folder: Path) -> Any:
    """A collection of three notes, one of them a cloze."""
    (folder / "anki").mkdir()
    collection = Collection(str(folder / "anki" / "collection.anki2"))
    deck = collection.decks.id("书::一")
    for number in range(3):
        note = collection.new_note(collection.models.by_name("Basic" if number else "Cloze"))
        note.fields[0] = f"问 {number}" if number else "{{c1::a}} und {{c2::b}}"
        note.fields[1] = f"答 {number}"
        note.tags = ["alt"]
        collection.add_note(note, deck)
    return collection


DAY_MS = 86_400_000


def came(study: Study, collection: Any, path: Path, **how: Any) -> Imported:
    """What comes of importing the collection as it is now."""
    path.unlink(missing_ok=True)
    found: Came = import_file(study, exported(collection, path), **how)
    assert found.foreign is not None
    return found.foreign


def note(study: Study, front: str) -> ImportedNote:
    return next(one for one in read_notes(study.store) if one.fields[0].startswith(front))


def change(collection: Any, front: str, later: int = 10, **fields: str) -> None:
    """Change a note in Anki, at a time that is later than the last."""
    number = collection.find_notes(f'"{front}"')[0]
    found = collection.get_note(number)
    for name, value in fields.items():
        found[name] = value
    collection.update_note(found)
    collection.db.execute("update notes set mod = mod + ? where id = ?", later, number)


def write_here(study: Study, front: str, **fields: str) -> ImportedNote:
    one = note(study, front)
    kind = read_type(study.store, one.type)
    text = editable(one, kind)
    for name, value in fields.items():
        old = one.fields[kind.fields.index(name)]
        text = text.replace(f"=== {name} ===\n{old}\n", f"=== {name} ===\n{value}\n")
    assert save(study, one, kind, edited(text, kind, "x"))
    return next(after for after in read_notes(study.store) if after.card == one.card)


def answer(collection: Any, times: int = 1) -> None:
    collection.decks.select(collection.decks.id("书::一"))
    for _ in range(times):
        card = collection.sched.getCard()
        card.start_timer()
        collection.sched.answerCard(card, 3)
