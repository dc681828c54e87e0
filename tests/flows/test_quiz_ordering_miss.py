"""An ordering is drawn from several faces of a list; missing it is one miss, so it is one Again, whatever is due."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studykit.flows.learning.study import Study, open_study
from studykit.flows.quiz.material import Wanted
from studykit.flows.quiz.sitting import Fate, QuizSitting
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.review import Rating, ReviewKind
from studykit.quiz.question import QuestionKind
from studykit.scheduling.progress import Answer, Finished, Question
from studykit.store.faces import read_faces
from studykit.store.log import read_log, verify
from tests.flows.fortnight import DAY_MS, START_MS, SimulatedClock
from tests.flows.quiz_answers import right, wrong

STEPS = """---
deck: Steps
---

C: The steps of a run:
1. {{c1::sample}} a group of answers
2. {{c2::score}} each of them
3. {{c3::subtract}} their mean
4. {{c4::update}} the policy
> [[GRPO#The steps]] The steps of a run:
<!-- card stepstep01 by me mod 2026-11-22T15:31:37Z -->
"""
ORDERING = Wanted("Steps", 1, (QuestionKind.ORDERING,), seed=1)


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    for folder in ("vault", "decks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "decks" / "steps.md").write_text(STEPS, encoding="utf-8")
    (tmp_path / "studykit.toml").write_text("", encoding="utf-8")
    with open_study(open_workspace(tmp_path), SimulatedClock(START_MS)) as study:
        yield study


def learn(study: Study) -> None:
    """Learn all four faces, a day apart as siblings are, and let a year go by: every one is due."""
    for _ in range(12):
        sitting = Sitting(study, "")
        while not isinstance(position := sitting.session.position, Finished):
            match position:
                case Question():
                    sitting.session.reveal()
                case Answer():
                    sitting.rate(Rating.EASY, 1_000)
                case _:
                    break
        study.clock.at_ms += DAY_MS  # type: ignore[attr-defined]
    study.clock.at_ms += 400 * DAY_MS  # type: ignore[attr-defined]


def agains(study: Study, sitting: QuizSitting) -> list[tuple[str, ReviewKind]]:
    mine = [entry for entry in read_log(study.store) if entry.key.startswith(sitting.name)]
    return [(entry.face, entry.kind) for entry in mine if entry.rating is Rating.AGAIN]


def missed(study: Study) -> QuizSitting:
    sitting = QuizSitting(study, ORDERING)
    entry = sitting.session.entry
    assert entry is not None
    assert len(entry.question.origin.faces) == 4
    sitting.answer(wrong(entry.question), 1_000)
    return sitting


def test_a_miss_that_is_given_back_is_one_again(study: Study) -> None:
    sitting = missed(study)
    assert len(agains(study, sitting)) == 1
    assert [miss.fate for miss in sitting.misses()] == [Fate.OPEN]
    assert sitting.give_back() == 1
    ((face, row), (back, review)) = agains(study, sitting)
    assert (face, row) == (back, ReviewKind.QUIZ)
    assert review is not ReviewKind.QUIZ
    assert [miss.fate for miss in sitting.misses()] == [Fate.GIVEN]
    assert sitting.give_back() == 0
    assert verify(study.store, study.replayed) == []


def test_a_miss_of_what_is_due_is_the_review_of_one_face(study: Study) -> None:
    learn(study)
    before = {face.key: face.standing for face in read_faces(study.store)}
    sitting = missed(study)
    assert [kind for _, kind in agains(study, sitting)] == [ReviewKind.REVIEW]
    assert [miss.fate for miss in sitting.misses()] == [Fate.REVIEWED]
    changed = [face for face in read_faces(study.store) if face.standing != before[face.key]]
    assert len(changed) == 1
    for _ in range(2):  # opening it again blames no other face
        sitting = QuizSitting.resume(study)
        assert len(agains(study, sitting)) == 1


def test_an_override_makes_it_the_review_of_all_and_back_again_of_one(study: Study) -> None:
    learn(study)
    before = {face.key: face.standing for face in read_faces(study.store)}
    sitting = missed(study)
    sitting.override(0)
    assert agains(study, sitting) == []
    assert all(face.standing.lapses == before[face.key].lapses for face in read_faces(study.store))
    assert all(face.standing != before[face.key] for face in read_faces(study.store))
    sitting.override(0)
    assert len(agains(study, sitting)) == 1
    assert sum(face.standing != before[face.key] for face in read_faces(study.store)) == 1
    assert verify(study.store, study.replayed) == []


def test_a_right_answer_is_one_of_each_face(study: Study) -> None:
    learn(study)
    sitting = QuizSitting(study, ORDERING)
    assert sitting.session.entry is not None
    sitting.answer(right(sitting.session.entry.question), 1_000)
    mine = [entry for entry in read_log(study.store) if entry.key.startswith(sitting.name)]
    assert sorted(entry.face for entry in mine) == ["c1", "c2", "c3", "c4"]
    assert {entry.kind for entry in mine} == {ReviewKind.REVIEW}
