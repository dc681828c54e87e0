"""Collections of others, written by the real Anki: imported, learned, given out again, and equal at the end."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection

from studykit.flows.exporting.export import export_deck
from studykit.flows.importing.package import import_file, undo_import
from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.review import New, Rating
from studykit.store.faces import read_faces
from studykit.store.imported import read_cards, read_notes, read_types
from studykit.store.log import read_log
from tests.anki.foreign_world import DECKS, PICTURE, cards_of, exported, fill, imported, log_of, memories_of, notes_of
from tests.conftest import FULL

COUNT = 10_000 if FULL else 40


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    collection = Collection(str(tmp_path_factory.mktemp("source") / "collection.anki2"))
    fill(collection, COUNT)
    yield collection
    collection.close()


@pytest.fixture(scope="module")
def packages(source: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("packages")
    found = {
        "current": exported(source, folder / "current.apkg"),
        "legacy": exported(source, folder / "legacy.apkg", legacy=True),
    }
    for name, legacy in (("colpkg", False), ("colpkg-legacy", True)):  # Anki closes what it exports whole
        copy = imported(folder / name, found["current"])
        copy.export_collection_package(str(folder / f"{name}.colpkg"), include_media=True, legacy=legacy)
        found[name] = folder / f"{name}.colpkg"
    return found


@pytest.fixture(scope="module")
def reference(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What Anki makes of the package that it wrote."""
    collection = imported(tmp_path_factory.mktemp("reference"), packages["current"])
    yield collection
    collection.close()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    (tmp_path / "work" / "vault").mkdir(parents=True)
    with open_study(open_workspace(tmp_path / "work")) as opened:
        yield opened


def stored(study: Study) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that an import writes, the numbers and times of imports apart."""
    tables = {
        "imported_notes": "card, guid, anki_id, mod, tags, fields, base, edited",
        "imported_cards": "*", "imported_decks": "*", "imported_rows": "*", "imported_types": "*",
        "reviews": "key, card, face, at_ms, undone", "faces": "*", "import_undo": "*", "imports": "number",
        "imported_media": "*",
    }  # fmt: skip
    return {name: study.store.execute(f"SELECT {columns} FROM {name}").fetchall() for name, columns in tables.items()}


@pytest.mark.parametrize("form", ["current", "legacy", "colpkg", "colpkg-legacy"])
def test_what_anki_holds_is_stored_and_goes_back_equal(
    source: Any, reference: Any, packages: dict[str, Path], study: Study, tmp_path: Path, form: str
) -> None:
    came = import_file(study, packages[form])
    assert came.foreign is not None
    assert (came.foreign.notes, came.foreign.new, came.foreign.missing) == (COUNT, COUNT, 1)
    assert came.foreign.cards == source.card_count()
    types = read_types(study.store)
    theirs = notes_of(reference if "colpkg" in form else source)
    for note in read_notes(study.store):
        name, fields, templates, css, values, tags, _ = theirs.pop(note.guid)
        kind = types[note.type]
        assert (kind.name, list(kind.fields), list(kind.templates), kind.css) == (name, fields, templates, css)
        assert (list(note.fields), sorted(note.tags.split())) == (values, tags)
    assert not theirs
    memories = memories_of(source)
    guids = {note.card: note.guid for note in read_notes(study.store)}
    for face in read_faces(study.store):
        memory = memories.get(
            (guids[face.key.card], int(face.key.face.removeprefix("c")) - face.key.face.startswith("c"))
        )
        if memory is not None and not isinstance(face.standing.state, New):
            assert tuple(face.standing.state.memory) == memory
    export_deck(study, "", "apkg", tmp_path / "back.apkg", "en", progress=True)
    back = imported(tmp_path / "back", tmp_path / "back.apkg")
    try:
        assert log_of(reference) == log_of(source)
        assert notes_of(back) == notes_of(reference)
        assert log_of(back) == log_of(reference)
        assert cards_of(back) == cards_of(reference)
        again = memories_of(back)
        assert {key: again[key] for key in memories} == memories
        assert (Path(back.media.dir()) / "图 1.png").read_bytes() == PICTURE
        assert back.fix_integrity()[1]
    finally:
        back.close()


def test_the_same_file_twice_changes_nothing(packages: dict[str, Path], study: Study) -> None:
    import_file(study, packages["current"])
    before = stored(study)
    for form in ("current", "legacy"):
        came = import_file(study, packages[form])
        assert not came.changed
        assert came.foreign is not None
        assert came.foreign.known == len(list(read_log(study.store)))
    assert stored(study) == before


def test_a_dry_run_says_all_and_writes_nothing(packages: dict[str, Path], study: Study) -> None:
    before = stored(study)
    came = import_file(study, packages["current"], dry_run=True)
    assert came.foreign is not None
    assert came.foreign.new == COUNT
    assert came.foreign.reviews > 2 * COUNT
    assert stored(study) == before
    assert not (study.workspace.store / "media").exists()


def test_an_import_is_taken_back_whole_and_can_come_again(packages: dict[str, Path], study: Study) -> None:
    empty = stored(study)
    import_file(study, packages["current"])
    full = stored(study)
    _, taken = undo_import(study)
    assert (taken.notes, taken.restored) == (COUNT, 0)
    left = stored(study)
    assert {name: rows for name, rows in left.items() if name != "faces"} == {
        name: rows for name, rows in empty.items() if name != "faces"
    }
    assert not any(face.active or face.standing.reps for face in read_faces(study.store))
    assert not list((study.workspace.store / "media").iterdir())
    import_file(study, packages["current"])
    again = stored(study)
    assert [row[:7] + row[9:] for row in sorted(again["imported_cards"])] == [
        row[:7] + row[9:] for row in sorted(full["imported_cards"])
    ]
    assert sorted(again["reviews"]) == sorted(full["reviews"])


def test_an_imported_deck_is_asked_and_its_answers_go_on_from_what_it_stood_at(
    packages: dict[str, Path], study: Study, tmp_path: Path
) -> None:
    import_file(study, packages["current"])
    sitting = Sitting(study, DECKS[1])
    asked = 0
    while (row := sitting.session.progress.row) is not None and asked < 6:
        shown = sitting.shown(row.key)
        assert shown is not None
        assert shown.card.content.front
        sitting.session.reveal()
        sitting.rate(Rating.GOOD, 1000)
        asked += 1
    assert asked == 6
    now = {face.key: face for face in read_faces(study.store)}
    seeds = {card.key: card.standing for card in read_cards(study.store)}
    changed = [key for key, face in now.items() if face.standing != seeds[key]]
    assert len(changed) >= 5
    assert all(now[key].standing.reps > seeds[key].reps for key in changed)
    export_deck(study, "", "apkg", tmp_path / "back.apkg", "en", progress=True)
    log = len(list(read_log(study.store)))
    before = stored(study)
    assert not import_file(study, tmp_path / "back.apkg").changed  # what was answered here is known, as it comes back
    assert stored(study) == before
    assert len(list(read_log(study.store))) == log


KILLED = """
import os, signal, sys
from pathlib import Path
from studykit.flows.importing import package as importing
from studykit.flows.importing import batch as importing_batch
from studykit.flows.importing import foreign as importing_foreign
from studykit.flows.importing import media as importing_media
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace

def dies(*_):
    os.kill(os.getpid(), signal.SIGKILL)

places = {
    "staged": (importing_media.Stage, "keep"), "begun": (importing_foreign, "write_notes"),
    "cards": (importing_batch, "add_faces"), "done": (importing_foreign.imported_log, "describe_import"),
}
owner, name = places[sys.argv[3]]
setattr(owner, name, dies)
with open_study(open_workspace(Path(sys.argv[1]))) as study:
    importing.import_file(study, Path(sys.argv[2]))
"""


@pytest.mark.parametrize("place", ["staged", "begun", "cards", "done"])
def test_a_killed_import_leaves_nothing_and_can_be_done_again(
    packages: dict[str, Path], study: Study, place: str
) -> None:
    before = stored(study)
    command = [sys.executable, "-c", KILLED, str(study.workspace.root), str(packages["current"]), place]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert stored(study) == before
    assert import_file(study, packages["current"]).changed
    kept = {path.name for path in (study.workspace.store / "media").iterdir()}
    assert kept == {digest for (digest,) in study.store.execute("SELECT digest FROM imported_media")}
