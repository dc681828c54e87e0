"""What an import brought stays: through the proof of the log, through what is taken back, through deletions."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection

from studykit.errors import UsageError
from studykit.flows.cards.browse import Browser
from studykit.flows.cards.history import history_of
from studykit.flows.cards.rows import Entry
from studykit.flows.imported.deleting import delete_imported, restore_imported
from studykit.flows.importing.package import Came, import_file, undo_import
from studykit.flows.importing.report import Imported
from studykit.flows.learning.study import Study, keep_parameters, open_study
from studykit.flows.restoring import carry_out, plan_restore
from studykit.flows.review.replaying import check_states
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Rating, Review, Standing
from studykit.scheduling.memory import DEFAULT_PARAMETERS
from studykit.store.backup import back_up
from studykit.store.counts import count_studied
from studykit.store.faces import read_face, read_faces, write_standing
from studykit.store.imported import read_cards, read_notes
from studykit.store.imported_media import find_medium
from studykit.store.imported_rows import read_rows
from studykit.store.transactions import transaction
from tests.anki.foreign_world import exported, fill


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    """Two notes in the review state, one of them without a log, and one new one, in the deck “书”."""
    (tmp_path / "anki").mkdir()
    collection = Collection(str(tmp_path / "anki" / "collection.anki2"))
    deck = collection.decks.id("书")
    for number in range(3):
        note = collection.new_note(collection.models.by_name("Basic"))
        note.fields = [f"问 {number}", f"答 {number}"]
        collection.add_note(note, deck)
    cards = collection.find_cards("问")
    for card in cards[:2]:
        collection.db.execute(
            "update cards set type = 2, queue = 2, ivl = 40, due = ?, factor = 2300, reps = 9, lapses = 2 where id = ?",
            collection.sched.today - 1, card,
        )  # fmt: skip
    collection.db.execute("insert into revlog values (1600000000000, ?, -1, 3, 40, 20, 2300, 900, 1)", cards[0])
    yield collection
    collection.close()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    (tmp_path / "work" / "vault").mkdir(parents=True)
    with open_study(open_workspace(tmp_path / "work")) as opened:
        yield opened


@pytest.fixture
def package(anki: Any, tmp_path: Path) -> Path:
    return exported(anki, tmp_path / "a.apkg")


def taken(study: Study, path: Path) -> Imported:
    came: Came = import_file(study, path)
    assert came.foreign is not None
    return came.foreign


def standings(study: Study) -> dict[FaceKey, Standing]:
    return {face.key: face.standing for face in read_faces(study.store)}


def silent(study: Study) -> FaceKey:
    """The face that came with a schedule and without answers."""
    return next(one.key for one in read_cards(study.store) if one.standing.reps and not read_rows(study.store, one.key))


def test_the_proof_of_the_log_leaves_what_came_without_answers(study: Study, package: Path) -> None:
    taken(study, package)
    before = standings(study)
    assert sum(isinstance(one.state, Review) for one in before.values()) == 2
    assert not check_states(study).differences
    assert not check_states(study, mend=True).differences
    keep_parameters(study, DEFAULT_PARAMETERS)
    assert standings(study)[silent(study)] == before[silent(study)]


def test_a_state_that_was_lost_is_found_and_mended(study: Study, package: Path) -> None:
    taken(study, package)
    key, before = silent(study), standings(study)
    with transaction(study.store):
        write_standing(study.store, key, Standing())
    assert [one.key for one in check_states(study).differences] == [key]
    check_states(study, mend=True)
    assert standings(study) == before


def test_an_answer_that_is_taken_back_leaves_it_as_it_came(study: Study, package: Path) -> None:
    taken(study, package)
    before = standings(study)
    sitting = Sitting(study, "书")
    answered = 0
    while (row := sitting.session.progress.row) is not None and answered < 3:
        sitting.session.reveal()
        sitting.rate(Rating.GOOD, 500)
        with transaction(study.store):  # as if another machine had changed it meanwhile: it has to be replayed
            write_standing(study.store, row.key, Standing())
        answered += 1
    for _ in range(answered):
        sitting.undo()
    assert standings(study) == before
    assert not check_states(study).differences


def test_the_first_answer_here_to_an_imported_review_is_a_review(study: Study, package: Path) -> None:
    taken(study, package)
    sitting = Sitting(study, "书")
    for _ in range(3):
        sitting.session.reveal()
        sitting.rate(Rating.GOOD, 500)
    done = count_studied(study.store, study.clock.moment().day, study.clock.day_of).done["书"]
    assert (done.new, done.reviews) == (1, 2)


def test_a_deleted_note_stays_out_and_can_come_back(study: Study, package: Path) -> None:
    taken(study, package)
    before = whole(study)
    card = silent(study).card
    assert delete_imported(study, [card, CardId("none000000")]) == (card,)
    assert len(list(read_notes(study.store))) == 2
    face = read_face(study.store, FaceKey(card, "0"))
    assert face is not None
    assert not face.active
    again = taken(study, package)
    assert (again.deleted, again.changed) == (1, False)
    assert history_of(study, card).status == "deleted"
    assert restore_imported(study, [card]) == 1
    assert whole(study) == before
    assert taken(study, package).deleted == 0
    assert history_of(study, card).status == "active"
    assert (history_of(study, card).deck, history_of(study, card).front) == ("书", "问 1")
    assert not check_states(study).differences


def whole(study: Study) -> tuple[object, ...]:
    """All that an import brought, and where it stands."""
    store = study.store
    faces = sorted((face.key, face.place, face.active, face.standing, face.marks) for face in read_faces(store))
    cards = list(read_cards(store))
    return list(read_notes(store)), cards, [read_rows(store, one.key) for one in cards], faces


def test_x_takes_a_note_out_and_u_brings_it_back(study: Study, package: Path) -> None:
    taken(study, package)
    before = whole(study)
    sitting = Sitting(study, "书")
    sitting.delete()
    assert len(list(read_notes(study.store))) == 2
    sitting.delete()
    sitting.undo()
    sitting.undo()
    assert whole(study) == before
    assert Sitting(study, "书").queue == Sitting(study, "书").queue
    sitting.delete()
    with open_study(study.workspace) as anew:
        assert sum(face.active for face in read_faces(anew.store)) == 2


def test_the_browser_deletes_them_and_does_not_move_them(study: Study, package: Path) -> None:
    taken(study, package)
    before = whole(study)
    browser = Browser(study)
    for _ in browser.shelf.read():
        pass
    rows: list[Entry] = [entry for _, entries in browser.shelf.files.values() for entry in entries]
    assert len(rows) == 3
    with pytest.raises(UsageError) as error:
        browser.move(rows, "书")
    assert error.value.code == "browse-move-imported"
    assert browser.delete(rows[:2]) == 2
    assert len(list(read_notes(study.store))) == 1
    assert browser.undo() == "delete"
    assert whole(study) == before


def test_an_import_that_is_taken_back_takes_its_deletions_along(study: Study, anki: Any, tmp_path: Path) -> None:
    taken(study, exported(anki, tmp_path / "a.apkg"))
    first = next(one for one in read_notes(study.store) if one.fields[0] == "问 0")
    found = anki.get_note(anki.find_notes('"问 0"')[0])
    found["Front"] = "问 0 neu"
    anki.update_note(found)
    anki.db.execute("update notes set mod = mod + 10 where id = ?", found.id)
    assert taken(study, exported(anki, tmp_path / "b.apkg")).updated == 1
    delete_imported(study, [first.card])
    undo_import(study)
    assert [one.fields[0] for one in read_notes(study.store)].count("问 0") == 0
    restore_imported(study, [first.card])
    assert first in list(read_notes(study.store))
    delete_imported(study, [first.card])
    undo_import(study)
    assert not restore_imported(study, [first.card])
    assert study.store.execute("SELECT count(*) FROM import_undo").fetchone() == (0,)
    assert taken(study, tmp_path / "a.apkg").new == 3


def test_the_json_says_how_many_stay_out(study: Study, package: Path) -> None:
    taken(study, package)
    delete_imported(study, [silent(study).card])
    assert json.loads(json.dumps(taken(study, package).as_object()))["notes"]["deleted"] == 1


def test_a_large_collection_is_as_the_log_says(study: Study, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    collection = Collection(str(tmp_path / "more" / "collection.anki2"))
    fill(collection, 40)
    path = exported(collection, tmp_path / "more.apkg")
    collection.close()
    taken(study, path)
    before = standings(study)
    check_states(study, mend=True)
    assert {key for key, one in standings(study).items() if one != before[key]} == set()


def test_a_backup_that_is_put_back_finds_its_files(study: Study, anki: Any, tmp_path: Path) -> None:
    anki.media.write_data("a.png", b"x")
    found = anki.get_note(anki.find_notes('"问 0"')[0])
    found["Front"] += '<img src="a.png">'
    anki.update_note(found)
    taken(study, exported(anki, tmp_path / "a.apkg"))
    folder = study.workspace.store
    media = folder / "media"
    now = study.clock.now_ms()
    backup = back_up(study.store, folder, now)
    assert len(list(media.iterdir())) == 1
    undo_import(study)
    assert len(list(media.iterdir())) == 1
    study.store.close()
    plan = plan_restore(study.workspace, backup)
    carry_out(study.workspace, plan, now)
    with open_study(study.workspace) as anew:
        assert find_medium(anew.store, 1, "a.png") is not None
        undo_import(anew)
        assert len(list(media.iterdir())) == 1
        for path in (folder / "backups").iterdir():
            path.unlink()
        for path in folder.glob("study-replaced-*.db*"):
            path.unlink()
        taken(anew, exported(anki, tmp_path / "b.apkg"))
        for path in (folder / "backups").iterdir():
            path.unlink()
        undo_import(anew)
        assert not list(media.iterdir())
