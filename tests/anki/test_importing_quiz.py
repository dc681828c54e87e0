"""Decks that came from Anki in a quiz: asked like others, and what is answered is remembered of the right face."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from anki.collection import Collection

from studykit.flows.importing.package import import_file
from studykit.flows.learning.study import Study, open_study
from studykit.flows.quiz.material import Wanted, questions_of
from studykit.flows.quiz.sitting import QuizSitting
from studykit.flows.workspace import open_workspace
from studykit.messages import Language
from studykit.quiz.judging import Given
from studykit.quiz.question import IMPORTED, OneOf, Written
from studykit.store.faces import read_faces
from studykit.store.imported import FILE, read_cards
from studykit.tui.render import Room
from studykit.tui.widgets.quiz_told import place_lines
from studykit.tui.words import Words
from tests.anki.foreign_world import exported, fill


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("anki")
    collection = Collection(str(folder / "collection.anki2"))
    deck = collection.decks.id("Länder::Europa")
    for front, back in (("Frankreich", "Paris"), ("Italien", "Rom"), ("Spanien", "Madrid"), ("Polen", "Warschau")):
        note = collection.new_note(collection.models.by_name("Basic (and reversed card)"))
        note.fields = [f"Hauptstadt von {front}?", back]
        collection.add_note(note, deck)
    fill(collection, 30)
    path = exported(collection, folder / "a.apkg")
    collection.close()
    return path


@pytest.fixture
def study(tmp_path: Path, package: Path) -> Iterator[Study]:
    (tmp_path / "work" / "vault").mkdir(parents=True)
    with open_study(open_workspace(tmp_path / "work")) as opened:
        import_file(opened, package)
        yield opened


def test_an_imported_deck_is_asked(study: Study) -> None:
    questions = questions_of(study, Wanted("Länder", 8, seed=3))
    assert len(questions) >= 4
    known = {card.key for card in read_cards(study.store)}
    for question in questions:
        assert set(question.origin.faces) <= known
        assert question.origin.section == "Länder::Europa"
        assert question.origin.note.startswith(FILE)
        assert FILE == IMPORTED
    assert any(isinstance(question.body, OneOf | Written) for question in questions)


def test_where_a_card_comes_from_is_told_by_its_deck(study: Study) -> None:
    """In the terminal, in the lines of a pipe and of a chat, and in the report: never by a number."""
    sitting = QuizSitting(study, Wanted("Länder", 4, seed=3))
    entry = sitting.session.entries[0]
    assert sitting.paragraph(0)[0] == entry.question.origin.place == "Länder::Europa"
    told: tuple[tuple[Language, str], ...] = (("en", "From: Länder::Europa"), ("zh", "出自：Länder::Europa"))
    for language, said in told:
        lines = place_lines(entry.question.origin, Room(60), Words(language))
        assert "".join(run.text for line in lines for run in line).strip() == said
    while not sitting.finished:
        sitting.answer(Given(), 1000)
        sitting.go_on()
    assert {reading.note for reading in sitting.report().again} == {"Länder::Europa"}


def test_what_was_forgotten_is_asked_of_imported_decks_too(study: Study) -> None:
    questions = questions_of(study, Wanted("", 5, weak=True, seed=1))
    learned = {face.key for face in read_faces(study.store) if face.standing.reps}
    assert questions
    assert {face for question in questions for face in question.origin.faces} <= learned


def test_a_quiz_without_a_scope_asks_them(study: Study) -> None:
    sitting = QuizSitting(study, Wanted("", 5, seed=2))
    assert sitting.session.position


def test_the_same_seed_gives_the_same_questions(study: Study) -> None:
    wanted = Wanted("", 10, seed=7)
    assert questions_of(study, wanted) == questions_of(study, wanted)
