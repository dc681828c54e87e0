"""A newer file of a deck that was imported: what is new in it comes in, and what the person did here stays."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from anki.collection import ImportAnkiPackageOptions, ImportAnkiPackageRequest

from studykit.anki.archive import PackageError
from studykit.errors import StudykitError
from studykit.flows.exporting.export import export_deck
from studykit.flows.imported.cards import face_card
from studykit.flows.imported.edit import opened, undo_edit
from studykit.flows.imported.facts import ImportedFacts
from studykit.flows.importing.package import import_file, undo_import
from studykit.flows.learning.study import Study, open_study
from studykit.flows.workspace import open_workspace
from studykit.model.card import Basic, Cloze, Typed
from studykit.model.ids import CardId
from studykit.model.review import FaceKey
from studykit.store.faces import read_face
from studykit.store.imported import FILE, read_notes
from studykit.store.log import read_history
from tests.anki.foreign_world import exported, imported
from tests.anki.imported_again import came, change, note, three_notes, write_here


@pytest.fixture
def anki(tmp_path: Path) -> Iterator[Any]:
    collection = three_notes(tmp_path)
    yield collection
    collection.close()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    (tmp_path / "work" / "vault").mkdir(parents=True)
    with open_study(open_workspace(tmp_path / "work")) as opened_study:
        yield opened_study


def test_what_was_changed_in_anki_alone_is_taken_by_guid(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    before = note(study, "问 1")
    change(anki, "问 1", Front="问 1 <b>neu</b>")
    anki.tags.bulk_add(anki.find_notes("问"), "neu")
    anki.db.execute("update notes set mod = mod + 10")
    extra = anki.new_note(anki.models.by_name("Basic"))
    extra.fields[0] = "问 9"
    anki.add_note(extra, anki.decks.id("书::二"))
    again = came(study, anki, tmp_path / "a.apkg")
    assert (again.new, again.updated, again.conflicts) == (1, 2, [])
    after = note(study, "问 1")
    assert (after.card, after.fields[0], after.tags.split()) == (before.card, "问 1 <b>neu</b>", ["alt", "neu"])
    assert after.base is None
    assert not came(study, anki, tmp_path / "a.apkg").changed
    undo_import(study)
    assert note(study, "问 1") == before
    assert len(list(read_notes(study.store))) == 3


def test_fields_changed_here_and_there_come_together_and_the_same_one_is_asked_about(
    study: Study, anki: Any, tmp_path: Path
) -> None:
    came(study, anki, tmp_path / "a.apkg")
    write_here(study, "问 1", Back="答, hier")
    change(anki, "问 1", Front="问 1 dort")
    assert came(study, anki, tmp_path / "a.apkg").conflicts == []
    assert note(study, "问 1").fields == ("问 1 dort", "答, hier")
    change(anki, "问 1", Back="答, dort")
    kept = came(study, anki, tmp_path / "a.apkg")
    assert [(one.taken, one.fields[0].here, one.fields[0].there) for one in kept.conflicts] == [
        (False, "答, hier", "答, dort")
    ]
    assert note(study, "问 1").fields[1] == "答, hier"
    assert not came(study, anki, tmp_path / "a.apkg").changed  # it was said once
    change(anki, "问 1", Back="答, später")
    taken = came(study, anki, tmp_path / "a.apkg", resolve=lambda _note, _merge: True)
    assert [one.taken for one in taken.conflicts] == [True]
    assert note(study, "问 1").fields == ("问 1 dort", "答, später")
    assert note(study, "问 1").base is None


def test_an_older_file_takes_nothing_back(study: Study, anki: Any, tmp_path: Path) -> None:
    old = exported(anki, tmp_path / "old.apkg")
    change(anki, "问 1", Front="问 1 neu")
    came(study, anki, tmp_path / "new.apkg")
    found = import_file(study, old).foreign
    assert found is not None
    assert (found.older, found.changed) == (1, False)
    assert note(study, "问 1").fields[0] == "问 1 neu"


def test_notes_with_one_guid_are_kept_apart(study: Study, anki: Any, tmp_path: Path) -> None:
    anki.db.execute("update notes set guid = 'same'")
    found = came(study, anki, tmp_path / "a.apkg")
    assert (found.new, found.cards) == (3, 4)
    assert len({one.card for one in read_notes(study.store)}) == 3
    assert not came(study, anki, tmp_path / "a.apkg").changed
    export_deck(study, "", "apkg", tmp_path / "b.apkg", "en")
    back = imported(tmp_path / "back", tmp_path / "b.apkg")
    assert back.note_count() == 3
    back.close()


def test_an_edit_is_kept_and_taken_back(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    before = note(study, "问 1")
    with opened(study, FILE, before.card) as (path, line):
        assert line == 1
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("答 1", "答 <i>eins</i>\n\\=== x ===\nEnde").replace("alt", "alt neu"), encoding="utf-8"
        )
    after = note(study, "问 1")
    assert after.fields[1] == "答 <i>eins</i>\n=== x ===\nEnde"
    assert (after.tags, after.base) == ("alt neu", ("alt", "问 1", "答 1"))
    shown = face_card(study.store, FaceKey(before.card, "0"))
    assert shown is not None
    assert isinstance(shown.content, Basic)
    assert shown.content.answer.startswith("答 *eins*")
    assert undo_edit(study, before.card)
    assert note(study, "问 1") == before
    assert not undo_edit(study, before.card)


def test_a_new_deletion_is_a_new_face(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    after = write_here(study, "{{c1", Text="{{c1::a}} und {{c2::b}} und {{c3::c}}")
    face = read_face(study.store, FaceKey(after.card, "c3"))
    assert face is not None
    assert face.active
    export_deck(study, "", "apkg", tmp_path / "b.apkg", "en", progress=True)
    back = imported(tmp_path / "back", tmp_path / "b.apkg")
    assert back.card_count() == 5
    back.close()


@pytest.mark.parametrize("text", ["", "=== Front ===\nx", "x\n=== #tags ===\n", "=== #tags ===\n\n=== Back ===\n"])
def test_a_text_that_is_no_note_changes_nothing(study: Study, anki: Any, tmp_path: Path, text: str) -> None:
    came(study, anki, tmp_path / "a.apkg")
    before = note(study, "问 1")
    with pytest.raises(StudykitError) as error, opened(study, FILE, before.card) as (path, _):
        path.write_text(text, encoding="utf-8")
    assert error.value.code == "imported-not-fields"
    assert note(study, "问 1") == before


def test_a_text_with_headers_updates_by_guid_in_anki(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    write_here(study, "问 1", Front="问 1 hier", Back='答\t"hier"\nzwei')
    export_deck(study, "", "tsv", tmp_path / "a.tsv", "en")
    count, log = anki.note_count(), anki.db.scalar("select count() from revlog")
    metadata = anki.get_csv_metadata(path=str(tmp_path / "a.tsv"), delimiter=None)
    from anki.collection import ImportCsvRequest

    anki.import_csv(ImportCsvRequest(path=str(tmp_path / "a.tsv"), metadata=metadata))
    assert anki.note_count() == count
    assert anki.db.scalar("select count() from revlog") == log
    found = anki.get_note(anki.find_notes("hier")[0])
    assert found.fields == ["问 1 hier", '答\t"hier"\nzwei']


def test_a_newer_package_of_ours_updates_in_anki(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    one = write_here(study, "问 1", Front="问 1 hier")
    study.store.execute("UPDATE imported_notes SET edited = edited + 60 WHERE card = ?", (one.card,))
    export_deck(study, "", "apkg", tmp_path / "b.apkg", "en", progress=True)
    options = ImportAnkiPackageOptions(with_scheduling=True)
    answered = anki.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(tmp_path / "b.apkg"), options=options)
    )
    assert (len(answered.log.updated), len(answered.log.new)) == (1, 0)
    assert anki.note_count() == 3
    assert anki.find_notes('"问 1 hier"')


def test_a_fact_that_was_imported_is_known(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    held = ImportedFacts(study.store).held
    card = note(study, "问 1").card
    for content in (Basic("问 1", "答 1"), Basic("答 1。", "问 1？"), Typed("问 1", "答 1")):
        found = held(content)
        assert found == (card, "书::一")
    assert held(Cloze("{{c1::a}} und {{c2::b}}")) is not None
    for other in (Basic("问 1", "答 2"), Cloze("{{c1::a}} und b"), Basic("问 9", "答 9")):
        assert held(other) is None


def test_files_that_grow_end_at_the_bound_and_nothing_is_kept(study: Study, anki: Any, tmp_path: Path) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(200 << 20))
    change(anki, "问 1", Front='问 1 <img src="a.png">')
    anki.media.write_data("a.png", b"x")
    with zipfile.ZipFile(exported(anki, tmp_path / "a.apkg")) as old, zipfile.ZipFile(tmp_path / "b.apkg", "w") as new:
        for name in old.namelist():
            new.writestr(name, bomb if name == "0" else old.read(name))
    with zipfile.ZipFile(tmp_path / "c.apkg", "w") as new:
        new.writestr("meta", b"\x08\x03")
        new.writestr("collection.anki21b", bomb)
    for name in ("b.apkg", "c.apkg"):
        with pytest.raises(PackageError) as error:
            import_file(study, tmp_path / name)
        assert error.value.code == "package-large"
    assert study.store.execute("SELECT count(*) FROM imported_notes").fetchone() == (0,)
    assert not list((study.workspace.store / "media").iterdir())


def test_a_note_of_ours_and_one_of_others_come_in_together(tmp_path: Path, anki: Any) -> None:
    root = tmp_path / "both"
    (root / "vault").mkdir(parents=True)
    (root / "decks" / "x").mkdir(parents=True)
    (root / "decks" / "x" / "一.md").write_text(
        "---\ndeck: 自己的::牌\n---\n\nQ: 基线？\nA: 均值\n<!-- card bas1c00000 by me mod 2023-01-01T00:00:00Z -->\n",
        encoding="utf-8",
    )
    with open_study(open_workspace(root)) as study:
        export_deck(study, "自己的", "apkg", tmp_path / "ours.apkg", "en")
        request = ImportAnkiPackageRequest(package_path=str(tmp_path / "ours.apkg"), options=ImportAnkiPackageOptions())
        anki.import_anki_package(request)
        anki.decks.select(anki.decks.id("自己的::牌"))
        card = anki.sched.getCard()
        card.start_timer()
        anki.sched.answerCard(card, 3)
        found = import_file(study, exported(anki, tmp_path / "both.apkg"))
        assert found.foreign is not None
        assert (found.home.notes, found.home.reviews, found.foreign.new) == (1, 1, 3)
        assert len(read_history(study.store, FaceKey(CardId("bas1c00000"), "0"))) == 1
        again = import_file(study, tmp_path / "both.apkg")
        assert not again.changed
        assert json.dumps(again.foreign.as_object() if again.foreign else None)
