"""A sitting over real deck files: what is asked is what stands in them, and what was answered is on the disk."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from studykit.errors import StudykitError
from studykit.flows.build import Request, build
from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.due import deck_tree, totals
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.model.review import Learning, New, Rating, Review
from studykit.scheduling.progress import Finished, Question
from studykit.scheduling.session import OutOfTurn
from studykit.store.faces import read_face, read_faces
from studykit.store.log import read_log, verify
from tests.flows.fortnight import DAY_MS, START_MS, SimulatedClock, copy_workspace, play


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_workspace(tmp_path / "ws")


@contextmanager
def studying(folder: Path, at_ms: int = START_MS) -> Iterator[Study]:
    with open_study(open_workspace(folder), SimulatedClock(at_ms)) as study:
        yield study


def answer(sitting: Sitting, rating: Rating) -> None:
    sitting.session.reveal()
    sitting.rate(rating, 5_000)


def test_a_fortnight_adds_up_and_is_the_same_when_played_again(folder: Path, tmp_path: Path) -> None:
    played = list(play(folder, 14, seed=3))
    cards = sum(day.learned for day in played)
    with studying(folder, START_MS + 14 * DAY_MS) as study:
        assert cards == sum(1 for face in read_faces(study.store) if face.active)
        assert verify(study.store, study.replayed) == []
    assert all(day.learned == day.new_offered <= 20 for day in played)
    assert all(day.reviews == day.due_offered for day in played)
    assert all(after.due_offered == before.due_tomorrow for before, after in pairwise(played))
    again = copy_workspace(tmp_path / "again")
    assert [day._replace(minutes=0) for day in play(again, 3, seed=3)] == [d._replace(minutes=0) for d in played[:3]]


def test_what_was_answered_is_there_when_opened_again(folder: Path) -> None:
    with studying(folder) as study:
        sitting = Sitting(study)
        position = sitting.session.position
        assert isinstance(position, Question)
        key = position.row.key
        answer(sitting, Rating.EASY)
    with studying(folder) as study:
        face = read_face(study.store, key)
        assert face is not None
        assert isinstance(face.standing.state, Review)
        assert [entry.rating for entry in read_log(study.store)] == [Rating.EASY]
        assert totals(deck_tree(study))[0] == 19


def test_undo_brings_back_what_was_before_many_times(folder: Path) -> None:
    with studying(folder) as study:
        before = {face.key: (face.standing, face.marks) for face in read_faces(study.store)}
        sitting = Sitting(study)
        first = sitting.session.progress
        for rating in (Rating.AGAIN, Rating.GOOD):
            answer(sitting, rating)
        sitting.suspend()
        sitting.flag("again")
        sitting.flag(None)
        sitting.flag(None)
        sitting.bury()
        answer(sitting, Rating.EASY)
        for _ in range(8):
            sitting.undo()
        with pytest.raises(OutOfTurn):
            sitting.undo()
        assert {face.key: (face.standing, face.marks) for face in read_faces(study.store)} == before
        assert sitting.session.progress.main == first.main
        assert list(read_log(study.store)) == []


def test_a_card_is_deleted_from_its_file_and_comes_back_byte_for_byte(folder: Path) -> None:
    texts = {path: path.read_bytes() for path in (folder / "decks").rglob("*.md")}
    with studying(folder) as study:
        sitting = Sitting(study)
        position = sitting.session.position
        assert isinstance(position, Question)
        sitting.delete()
        changed = [path for path in texts if path.read_bytes() != texts[path]]
        assert len(changed) == 1
        assert position.row.card not in changed[0].read_text(encoding="utf-8")
        sitting.undo()
    assert {path: path.read_bytes() for path in texts} == texts


def test_an_edit_of_the_deck_file_is_what_is_shown(folder: Path) -> None:
    with studying(folder) as study:
        sitting = Sitting(study)
        position = sitting.session.position
        assert isinstance(position, Question)
        shown = sitting.shown(position.row.key)
        assert shown is not None
        path = folder / "decks" / shown.place.file
        front = shown.card.content.front
        path.write_text(path.read_text(encoding="utf-8").replace(front, "改过的问题？"), encoding="utf-8")
        sitting.forget_texts()
        again = sitting.shown(position.row.key)
        assert again is not None
        assert again.card.content.front == "改过的问题？"


def test_a_broken_deck_file_is_told_and_its_cards_keep_their_learning(folder: Path) -> None:
    with studying(folder) as study:
        sitting = Sitting(study)
        position = sitting.session.position
        assert isinstance(position, Question)
        shown = sitting.shown(position.row.key)
        assert shown is not None
        answer(sitting, Rating.EASY)
    path = folder / "decks" / shown.place.file
    path.write_text("---\ndeck: [\n---\n", encoding="utf-8")
    with studying(folder) as study:
        assert [problem.path for problem in study.taken_in.problems] == [f"decks/{shown.place.file}"]
        face = read_face(study.store, position.row.key)
        assert face is not None
        assert face.active
        assert isinstance(face.standing.state, Review)


def test_decks_that_are_learned_in_anki_are_not_asked(folder: Path) -> None:
    (folder / "studykit.toml").write_text(
        '[review]\ntimezone = "UTC"\n[review.decks."强化学习 for LLM::核心算法"]\nlearn = "anki"\n', encoding="utf-8"
    )
    with studying(folder) as study:
        decks = {face.place.deck for face in read_faces(study.store) if face.active}
        assert decks == {"强化学习 for LLM::基础理论"}
        assert {line.learn for line in deck_tree(study)} <= {"terminal", "anki"}


def test_a_deck_that_is_not_there_is_an_error_that_names_the_others(folder: Path) -> None:
    with studying(folder) as study, pytest.raises(StudykitError) as error:
        Sitting(study, "no such deck")
    assert error.value.code == "deck-missing"


def test_a_cram_leaves_the_schedule_alone(folder: Path) -> None:
    with studying(folder) as study:
        before = {face.key: face.standing for face in read_faces(study.store)}
        sitting = Sitting(study, cram=True, count=3)
        asked = 0
        while not isinstance(sitting.session.position, Finished):
            answer(sitting, Rating.GOOD)
            asked += 1
        assert asked == 3
        assert {face.key: face.standing for face in read_faces(study.store)} == before
        assert len(list(read_log(study.store))) == 3


def test_two_machines_that_share_the_decks_share_the_learning(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for place, name in ((folder, "laptop"), (other, "desktop")):
        if place is other:
            shutil.copytree(folder, other)
        settings = f'journal = true\nmachine = "{name}"\n[review]\ntimezone = "UTC"\n'
        (place / "studykit.toml").write_text(settings, encoding="utf-8")
    with studying(folder) as study:
        sitting = Sitting(study)
        position = sitting.session.position
        assert isinstance(position, Question)
        answer(sitting, Rating.EASY)
        answer(sitting, Rating.AGAIN)
        sitting.undo()
    carried = folder / "decks" / "reviews"
    shutil.copytree(carried, other / "decks" / "reviews")
    with studying(other, START_MS + DAY_MS) as study:
        assert study.merged is not None
        assert study.merged.added.entries == 2
        faces = {face.key: face.standing.state for face in read_faces(study.store)}
        assert isinstance(faces[position.row.key], Review)
        assert sum(not isinstance(state, New) for state in faces.values()) == 1
        sitting = Sitting(study)
        answer(sitting, Rating.GOOD)
    shutil.copy(other / "decks" / "reviews" / "desktop.jsonl", carried)
    with studying(folder, START_MS + 2 * DAY_MS) as study:
        assert sum(isinstance(face.standing.state, Learning) for face in read_faces(study.store)) == 1
        assert verify(study.store, study.replayed) == []


def test_a_write_that_fails_leaves_the_session_where_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with studying(folder) as study:
        sitting = Sitting(study)
        sitting.session.reveal()
        before = sitting.session.progress

        def full(*_: object, **__: object) -> None:
            raise StudykitError("store-full", path="study.db")

        monkeypatch.setattr("studykit.flows.review.sitting.record", full)
        with pytest.raises(StudykitError):
            sitting.rate(Rating.GOOD, 1000)
        monkeypatch.undo()
        assert sitting.session.progress == before
        sitting.rate(Rating.GOOD, 1000)
        assert len(list(read_log(study.store))) == 1


def test_without_a_map_what_a_note_links_to_is_learned_first(tmp_path: Path) -> None:
    vault = tmp_path / "ws" / "vault"
    vault.mkdir(parents=True)
    text = "# {name}\n\n{link}\n\n## 为什么要学 {name}？\n\n因为后面的内容都建立在它的定义之上，不懂它就读不下去。\n"
    for name, link in (("A 优势", "先看 [[C 回报]]。"), ("B 基线", "先看 [[A 优势]]。"), ("C 回报", "没有前提。")):
        (vault / f"{name}.md").write_text(text.format(name=name, link=link), encoding="utf-8")
    (tmp_path / "ws" / "studykit.toml").write_text('[review]\ntimezone = "UTC"\n', encoding="utf-8")
    assert build(open_workspace(tmp_path / "ws"), Request(), silent) is not None
    asked = []
    with studying(tmp_path / "ws") as study:
        sitting = Sitting(study)
        while not isinstance(position := sitting.session.position, Finished):
            assert isinstance(position, Question)
            asked.append(position.row.note)
            answer(sitting, Rating.EASY)
    assert asked == ["C 回报", "A 优势", "B 基线"]
