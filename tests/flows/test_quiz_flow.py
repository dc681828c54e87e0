"""A quiz over real deck files: what it writes, what it does to the schedule, and that nothing counts twice."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import studykit.flows.quiz.schedule as quiz_flow
from studykit.anki.archive import open_archive
from studykit.anki.read import read_collection
from studykit.errors import StudykitError, UsageError
from studykit.flows.build import build
from studykit.flows.exporting.export import MISSED_TAG, export_deck, export_quiz
from studykit.flows.learning.study import Study, open_study
from studykit.flows.quiz.material import Wanted, material_of
from studykit.flows.quiz.sitting import Fate, QuizSitting, result_object
from studykit.flows.request import Request
from studykit.flows.workspace import open_workspace
from studykit.model.event import silent
from studykit.model.review import New, Rating, Review, ReviewKind
from studykit.quiz.question import QuestionKind
from studykit.quiz.session import OutOfTurn, Told
from studykit.store.faces import Face, read_face, read_faces
from studykit.store.log import read_log, verify
from studykit.store.outlines import paths_of_outlines
from studykit.store.quizzes import read_quizzes
from tests.flows.fortnight import DAY_MS, START_MS, SimulatedClock, copy_workspace, play
from tests.flows.quiz_answers import answer_all, right, wrong

GRADED = tuple(kind for kind in QuestionKind if kind is not QuestionKind.FREE)
LATER = START_MS + 4 * DAY_MS


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days of learning, and two without: some cards are due on the fifth day, some are not, some are new."""
    folder = copy_workspace(tmp_path_factory.mktemp("learned") / "ws")
    list(play(folder, 2, seed=5))
    return folder


@pytest.fixture
def folder(learned: Path, tmp_path: Path) -> Path:
    shutil.copytree(learned, tmp_path / "ws")
    return tmp_path / "ws"


@contextmanager
def studying(folder: Path, at_ms: int = LATER) -> Iterator[Study]:
    with open_study(open_workspace(folder), SimulatedClock(at_ms)) as study:
        yield study


def faces_of(study: Study) -> dict[Any, Face]:
    return {face.key: face for face in read_faces(study.store)}


def is_due(face: Face | None, day: int) -> bool:
    return face is not None and isinstance(face.standing.state, Review) and face.standing.state.due_day <= day


def test_due_cards_are_reviewed_and_others_are_rows(folder: Path) -> None:
    with studying(folder) as study:
        before, seen = faces_of(study), len(list(read_log(study.store)))
        day = study.clock.moment().day
        sitting = QuizSitting(study, Wanted(count=60, kinds=GRADED, seed=3))
        keys = [key for entry in sitting.session.entries for key in entry.question.origin.faces]
        due = [key for key in keys if is_due(before[key], day)]
        assert due
        assert len(due) < len(keys)
        assert sitting.due() == len(
            {e.question.id for e in sitting.session.entries if set(e.question.origin.faces) & set(due)}
        )
        answer_all(sitting)
        after, log = faces_of(study), list(read_log(study.store))[seen:]
        assert sorted((e.card, e.face) for e in log) == sorted(keys)
        for entry in log:
            key = next(key for key in keys if key == (entry.card, entry.face))
            assert entry.kind == (ReviewKind.REVIEW if key in due else ReviewKind.QUIZ)
            assert entry.rating is Rating.GOOD
            assert (after[key].standing == before[key].standing) == (key not in due)
        assert verify(study.store, study.replayed) == []
        assert sitting.misses() == []


def test_misses_are_given_back_once(folder: Path) -> None:
    with studying(folder) as study:
        before = faces_of(study)
        sitting = QuizSitting(study, Wanted(count=30, kinds=(QuestionKind.CHOICE, QuestionKind.TYPED), seed=4))
        answer_all(sitting, missing=True)
        fates = {fate: [miss for miss in sitting.misses() if miss.fate is fate] for fate in Fate}
        assert fates[Fate.REVIEWED]
        assert fates[Fate.OPEN]
        for miss in fates[Fate.OPEN]:
            assert all(read_face(study.store, key) == before[key] for key in miss.keys)
        given = sitting.give_back()
        assert given == sum(len(miss.keys) for miss in fates[Fate.OPEN])
        assert sitting.give_back() == 0
        log = list(read_log(study.store))
        for miss in fates[Fate.OPEN]:
            made = [e for e in log if (e.card, e.face) in miss.keys and e.key.startswith(sitting.name)]
            assert next(e.kind for e in made) is ReviewKind.QUIZ
            assert [e.rating for e in made if e.kind is not ReviewKind.QUIZ] == [Rating.AGAIN]
        assert not any(miss.fate is Fate.OPEN for miss in sitting.misses())
        assert verify(study.store, study.replayed) == []


def test_without_reviews_nothing_moves(folder: Path) -> None:
    with studying(folder) as study:
        before = {key: face.standing for key, face in faces_of(study).items()}
        sitting = QuizSitting(study, Wanted(count=40, kinds=GRADED, seed=3, reviews=False))
        assert sitting.due() == 0
        answer_all(sitting, missing=True)
        assert {key: face.standing for key, face in faces_of(study).items()} == before
        assert {e.kind for e in read_log(study.store) if e.key.startswith(sitting.name)} == {ReviewKind.QUIZ}


def test_decks_of_anki_get_rows_alone(tmp_path: Path) -> None:
    folder = copy_workspace(tmp_path / "anki")
    settings = folder / "studykit.toml"
    settings.write_text('learn = "anki"\n' + settings.read_text(encoding="utf-8"), encoding="utf-8")
    with studying(folder) as study:
        sitting = QuizSitting(study, Wanted("GRPO", 6, GRADED, seed=2))
        assert sitting.elsewhere() == len(sitting.session.entries)
        assert sitting.due() == 0
        answer_all(sitting, missing=True)
        assert {miss.fate for miss in sitting.misses()} == {Fate.ANKI}
        assert sitting.give_back() == 0
        assert {entry.kind for entry in read_log(study.store)} == {ReviewKind.QUIZ}
        assert all(isinstance(face.standing.state, New) for face in read_faces(study.store))
        out = export_deck(study, "", "tsv", tmp_path / "missed.tsv", "en", missed=True)
        rows = anki_rows(out.path)
        assert len(rows) == out.things == len({key.card for miss in sitting.misses() for key in miss.keys})
        assert all(MISSED_TAG in row[3].split() for row in rows)


@pytest.mark.parametrize("stop", [0, 1, 5])
def test_a_quiz_that_was_broken_off_goes_on(folder: Path, stop: int) -> None:
    wanted = Wanted(count=8, kinds=GRADED, seed=6)
    with studying(folder) as study:
        sitting = QuizSitting(study, wanted)
        questions = [entry.question for entry in sitting.session.entries]
        for _ in range(stop):
            assert sitting.session.entry is not None
            sitting.answer(wrong(sitting.session.entry.question), 1_000)
            sitting.go_on()
        logged, entries = list(read_log(study.store)), sitting.session.entries
    for _ in range(2):  # opening it changes nothing
        with studying(folder, LATER + 60_000) as study:
            resumed = QuizSitting.resume(study)
            assert [entry.question for entry in resumed.session.entries][: len(questions)] == questions
            assert resumed.session.entries == entries
            assert resumed.session.place == stop
            assert list(read_log(study.store)) == logged
    with studying(folder, LATER + 60_000) as study:
        resumed = QuizSitting.resume(study)
        answer_all(resumed)
        assert resumed.report().total.asked == len(questions)
        assert resumed.report().total.right == len(questions) - stop
        with pytest.raises(UsageError):
            QuizSitting.resume(study)
        keys = [entry.key for entry in read_log(study.store)]
        assert len(keys) == len(set(keys))
        assert verify(study.store, study.replayed) == []


def test_a_review_that_could_not_follow_its_answer_follows_at_the_next_opening(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with studying(folder) as study:
        sitting = QuizSitting(study, Wanted(count=5, kinds=GRADED, seed=3))
        before = len(list(read_log(study.store)))
        entry = sitting.session.entry
        assert entry is not None
        assert entry.question.origin.faces

        def fail(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(quiz_flow, "persist", fail)
        with pytest.raises(KeyboardInterrupt):
            sitting.answer(right(entry.question), 1_000)
        assert len(list(read_log(study.store))) == before
        monkeypatch.undo()
        QuizSitting.resume(study)
        assert len(list(read_log(study.store))) == before + len(entry.question.origin.faces)
        QuizSitting.resume(study)
        assert len(list(read_log(study.store))) == before + len(entry.question.origin.faces)


def test_an_override_takes_the_again_back_and_is_remembered(folder: Path) -> None:
    with studying(folder) as study:
        day = study.clock.moment().day
        sitting = QuizSitting(study, Wanted(count=60, kinds=(QuestionKind.TYPED, QuestionKind.CLOZE), seed=1))
        before = faces_of(study)
        while True:
            entry, place = sitting.session.entry, sitting.session.place
            assert entry is not None
            assert place is not None
            (key,) = entry.question.origin.faces
            sitting.answer(wrong(entry.question), 1_000)
            if is_due(before[key], day):
                break
            sitting.go_on()
        lapsed = read_face(study.store, key)
        assert lapsed is not None
        assert lapsed.standing.lapses == before[key].standing.lapses + 1
        sitting.override(place)
        mended = read_face(study.store, key)
        assert mended is not None
        assert mended.standing.lapses == before[key].standing.lapses
        assert isinstance(mended.standing.state, Review)
        assert mended.standing.state.due_day > day
        mine = [e for e in read_log(study.store) if e.key.startswith(f"{sitting.name}-{place}-")]
        assert [(e.kind, e.rating) for e in mine] == [(ReviewKind.REVIEW, Rating.GOOD)]
        assert verify(study.store, study.replayed) == []
        accepted = {item.key: item.accepted for item in material_of(study, sitting.wanted).items}
        assert accepted[key] == ("quite another thing",)
        sitting.override(place)  # and back
        accepted = {item.key: item.accepted for item in material_of(study, sitting.wanted).items}
        assert accepted[key] == ()
        assert read_face(study.store, key) == lapsed


def test_an_exam_says_nothing_before_its_end_and_counts_the_last_answers(folder: Path) -> None:
    with studying(folder) as study:
        sitting = QuizSitting(study, Wanted(count=20, kinds=GRADED, minutes=20, seed=3))
        before = list(read_log(study.store))
        for place in range(3):
            sitting.session.go(place)
            sitting.answer(wrong(sitting.session.entries[place].question), 1_000)
            sitting.session.go(place)
            sitting.answer(right(sitting.session.entries[place].question), 1_000)
        assert list(read_log(study.store)) == before
        with pytest.raises(OutOfTurn):
            sitting.hint()
    with studying(folder, LATER + DAY_MS // 24) as study:  # an hour closed does not count
        resumed = QuizSitting.resume(study)
        assert resumed.left_ms() == 20 * 60_000
        resumed.submit()
        assert resumed.finished
        assert (resumed.report().total.right, resumed.report().total.asked) == (3, len(resumed.session.entries))
        new = [entry for entry in read_log(study.store) if entry not in before]
        assert {entry.rating for entry in new} == {Rating.GOOD}
        assert resumed.misses() == []  # what was not answered was not judged
        second = QuizSitting(study, Wanted(count=20, kinds=GRADED, minutes=20, seed=8))
        assert second.before is not None
        assert second.before.right == 3
        study.clock.at_ms += 21 * 60_000  # type: ignore[attr-defined]
        assert second.left_ms() == 0
        with pytest.raises(OutOfTurn):
            second.answer(right(second.session.entries[0].question), 1_000)
        assert second.submit().timed_out


def test_two_windows_do_not_lose_an_answer(folder: Path) -> None:
    with studying(folder) as study:
        one = QuizSitting(study, Wanted(count=5, kinds=GRADED, seed=3))
        other = QuizSitting.resume(study)
        for sitting in (one, other):
            assert sitting.session.entry is not None
        one.answer(right(one.session.entries[0].question), 1_000)
        with pytest.raises(UsageError):
            other.answer(wrong(other.session.entries[0].question), 1_000)
        assert isinstance(one.session.position, Told)


def test_weak_asks_what_was_missed_and_new_what_is_new(folder: Path) -> None:
    with studying(folder) as study:
        sitting = QuizSitting(study, Wanted(count=10, kinds=GRADED, seed=3))
        answer_all(sitting, missing=True)
        missed = {key for miss in sitting.misses() for key in miss.keys}
        weak = QuizSitting(study, Wanted(count=10, kinds=GRADED, weak=True, seed=9))
        asked = [key for entry in weak.session.entries for key in entry.question.origin.faces]
        assert len(missed & set(asked)) >= len(missed) - 2
        new = QuizSitting(study, Wanted(count=10, new=True, seed=9))
        for entry in new.session.entries:
            for key in entry.question.origin.faces:
                face = read_face(study.store, key)
                assert face is not None
                assert isinstance(face.standing.state, New)


def test_what_it_came_to_is_kept(folder: Path) -> None:
    with studying(folder) as study:
        sitting = QuizSitting(study, Wanted(count=6, seed=3))
        answer_all(sitting, missing=True)
        (kept,) = read_quizzes(study.store, ended=True)
        assert kept.report == json.loads(json.dumps(result_object(sitting)))
        assert kept.report["total"] == {"right": 0, "asked": 6, "points": kept.report["total"]["points"], "share": 0.0}


def test_the_same_seed_draws_the_same_questions(folder: Path) -> None:
    with studying(folder) as study:
        drawn = [QuizSitting(study, Wanted(count=12, seed=seed)).session.entries for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]


@pytest.mark.parametrize("said", ["GRPO", "核心算法", "强化学习 for LLM::核心算法", "强化学习 for LLM::核心算法::GRPO"])
def test_what_is_said_names_a_deck(folder: Path, said: str) -> None:
    with studying(folder) as study:
        items = material_of(study, Wanted(said, seed=1)).items
        assert items
        assert all("核心算法" in item.section for item in items)


def test_after_a_build_maps_tags_and_notes_are_known(folder: Path) -> None:
    workspace = open_workspace(folder)
    build(workspace, Request(), silent)
    with studying(folder) as study:
        everything = material_of(study, Wanted(seed=1))
        assert everything.topics
        assert all(topic.moc for topic in everything.topics)
        assert {item.note for item in everything.items} <= set(paths_of_outlines(study.store))
        assert material_of(study, Wanted("AI/LLM/RL/_MOC.md", seed=1)).items == everything.items
        tagged = material_of(study, Wanted("#ai/llm/rl/grpo", seed=1))
        assert tagged.topics
        assert all("GRPO" in topic.section for topic in tagged.topics)
        note = material_of(study, Wanted("GRPO-TRL实践", seed=1))
        assert {item.note for item in note.items} == {"AI/LLM/RL/GRPO/GRPO-TRL实践.md"}
        assert {topic.note for topic in note.topics} == {"AI/LLM/RL/GRPO/GRPO-TRL实践.md"}
        sitting = QuizSitting(study, Wanted(count=40, kinds=GRADED, seed=2))
        answer_all(sitting, missing=True)
        assert {miss.fate for miss in sitting.misses() if not miss.keys} == {Fate.NONE}
        assert any(not miss.keys for miss in sitting.misses())


def test_what_nobody_knows_is_refused(folder: Path) -> None:
    with studying(folder) as study, pytest.raises(UsageError, match="quiz-unknown"):
        QuizSitting(study, Wanted("no such deck"))


# Exports


def anki_rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    headers = [line for line in lines if line.startswith("#")]
    assert headers[0] == "#separator:tab\n"
    assert "#guid column:1\n" in headers
    return list(csv.reader(io.StringIO("".join(lines[len(headers) :])), delimiter="\t"))


def test_a_deck_goes_to_anki_as_text_and_as_a_package(folder: Path, tmp_path: Path) -> None:
    with studying(folder) as study:
        text = export_deck(study, "GRPO", "tsv", tmp_path / "deck.tsv", "en")
        package = export_deck(study, "GRPO", "apkg", tmp_path / "deck.apkg", "en")
        listed = export_deck(study, "GRPO", "json", tmp_path / "deck.json", "en")
    guids = {row[0] for row in anki_rows(text.path)}
    cards = json.loads(listed.path.read_text(encoding="utf-8"))["cards"]
    assert guids == {card["guid"] for card in cards}
    assert len(guids) == text.things == package.things == listed.things
    with open_archive(package.path) as archive:
        assert {note.guid for note in read_collection(archive).notes} == guids


def test_questions_of_a_deck_can_be_read_again(folder: Path, tmp_path: Path) -> None:
    with studying(folder) as study:
        table = export_deck(study, "GRPO", "csv", tmp_path / "deck.csv", "en")
        gift = export_deck(study, "GRPO", "gift", tmp_path / "deck.gift", "en")
        notes = export_deck(study, "GRPO", "md", tmp_path / "deck.md", "zh")
    rows = list(csv.DictReader(io.StringIO(table.path.read_bytes().decode("utf-8"))))
    assert len(rows) == table.things == gift.things == notes.things > 5
    assert all(row["answer"] and row["question"] and row["note"] for row in rows)
    titles = [
        block.split("::")[1] for block in gift.path.read_text(encoding="utf-8").split("\n\n") if block.startswith("::")
    ]
    assert titles == [row["id"] for row in rows]
    callouts = notes.path.read_text(encoding="utf-8")
    assert callouts.count("> [!question] ") == len(rows) == callouts.count(">> [!success]- ")


def test_a_quiz_as_a_file_is_the_quiz_that_is_asked(folder: Path, tmp_path: Path) -> None:
    wanted = Wanted("GRPO", 5, seed=3)
    with studying(folder) as study:
        found = export_quiz(study, wanted, "json", tmp_path / "quiz.json", "en")
        asked = [entry.question.id for entry in QuizSitting(study, wanted).session.entries]
        with pytest.raises(StudykitError, match="export-quiz-format"):
            export_quiz(study, wanted, "apkg", tmp_path / "quiz.apkg", "en")
    kept = json.loads(found.path.read_text(encoding="utf-8"))["questions"]
    assert [one["id"] for one in kept] == asked
