"""A card in a note, and the Anki note that another tool made of it: one history, in whatever order they come."""

from pathlib import Path
from random import Random
from typing import Any

import pytest
from anki.collection import AddNoteRequest, Collection

from studykit.flows.build import Request, build
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.importing.package import import_file, undo_import
from studykit.flows.learning.study import Study, open_study
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New
from studykit.store.events import read_events
from studykit.store.faces import Face, read_face, read_siblings
from studykit.store.imported import read_notes
from studykit.store.log import read_history, verify
from tests.anki.foreign_world import exported, learn

CONFIG = '[inline]\nsyntaxes = ["flashcards", "obsidian-to-anki"]\n'


@pytest.fixture
def collection(tmp_path: Path) -> Any:
    made = Collection(str(tmp_path / "collection.anki2"))
    basic = made.models.by_name("Basic (and reversed card)")
    requests = []
    for number in range(3):
        note = made.new_note(basic)
        note.fields = [f"perro {number}", f"dog {number}"]
        requests.append(AddNoteRequest(note, 1))
    made.add_notes(requests)
    learn_all(made)
    yield made
    made.close()


def learn_all(collection: Any) -> None:
    for _ in range(3):  # `learn` marks cards by their place: there must be enough of them
        note = collection.new_note(collection.models.by_name("Basic (and reversed card)"))
        note.fields = ["filler", "filler"]
        collection.add_note(note, 1)
    learn(collection, 4, Random(1))


def written(root: Path, collection: Any) -> int:
    """A note with a card that says which of Anki's it is; the id."""
    (first,) = collection.db.first("select min(id) from notes")
    (root / "vault").mkdir(parents=True)
    text = f"## perro 0 #card-reverse\n\ndog 0\n^{first}\n"
    (root / "vault" / "animals.md").write_text(text, encoding="utf-8")
    (root / "studykit.toml").write_text(CONFIG, encoding="utf-8")
    return int(first)


def own(root: Path) -> CardId:
    [card] = [card for _, _, card in read_catalogue(open_workspace(root)).cards() if card.stamp is not None]
    assert card.stamp is not None
    return card.stamp.id


def faces(study: Study, card: CardId) -> list[Face]:
    return [face for face in read_siblings(study.store, card) if face.active]


@pytest.mark.parametrize("first", ["build", "import"])
def test_its_history_goes_on(tmp_path: Path, collection: Any, first: str) -> None:
    root = tmp_path / "workspace"
    number = written(root, collection)
    package = exported(collection, tmp_path / "all.apkg")
    if first == "build":
        build(open_workspace(root), Request(), silent)
    with open_study(open_workspace(root)) as study:
        import_file(study, package)
    if first == "import":
        build(open_workspace(root), Request(), silent)
    card = own(root)
    with open_study(open_workspace(root)) as study:
        [note] = [note for note in read_notes(study.store) if note.anki_id == number]
        theirs, ours = faces(study, note.card), faces(study, card)
        assert [face.key.face for face in ours] == ["0", "1"]
        for face, other in zip(ours, theirs, strict=True):
            assert face.standing == other.standing
            assert not face.marks.suspended
            assert other.marks.suspended
            entries = [(e.at_ms, e.rating) for e in read_history(study.store, face.key)]
            assert entries == [(e.at_ms, e.rating) for e in read_history(study.store, other.key)]
        assert any(not isinstance(face.standing.state, New) for face in ours)
        [event] = [event for event in read_events(study.store, note.card) if event.what == "inline-joined"]
        assert event.detail["card"] == card
        others = [n.card for n in read_notes(study.store) if n.anki_id != number and "perro" in n.fields[0]]
        assert not any(face.marks.suspended for other in others for face in faces(study, other))
        assert verify(study.store, study.replayed) == []
    with open_study(open_workspace(root)) as study:
        assert faces(study, card) == ours


def test_an_import_taken_back_takes_its_history_with_it(tmp_path: Path, collection: Any) -> None:
    root = tmp_path / "workspace"
    written(root, collection)
    build(open_workspace(root), Request(), silent)
    card = own(root)
    with open_study(open_workspace(root)) as study:
        before = faces(study, card)
        import_file(study, exported(collection, tmp_path / "all.apkg"))
        joined = faces(study, card)
        assert joined != before
        undo_import(study)
        assert faces(study, card) == before
        assert read_history(study.store, FaceKey(card, "0")) == []
        assert verify(study.store, study.replayed) == []
        import_file(study, tmp_path / "all.apkg")
        assert faces(study, card) == joined
        assert read_face(study.store, FaceKey(card, "0")) is not None


def test_an_import_says_how_many_it_joins(tmp_path: Path, collection: Any) -> None:
    root = tmp_path / "work"
    written(root, collection)
    build(open_workspace(root), Request(), silent)
    package = exported(collection, tmp_path / "a.apkg")
    with open_study(open_workspace(root)) as study:
        counts = []
        for dry_run in (True, False, False):
            came = import_file(study, package, dry_run=dry_run)
            assert came.foreign is not None
            counts.append(came.foreign.joined)
            assert came.foreign.as_object()["notes"]["joined"] == counts[-1]
    assert counts == [1, 1, 0]
