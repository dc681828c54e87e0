"""What other tools knew of cards in notes: carried over once, the date as it stands; later changes are told, once."""

from datetime import date
from pathlib import Path

import pytest

from studykit.flows.learning.study import Study, open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, New, Rating, Review, Standing
from studykit.scheduling.sm2 import memory_from_ease
from studykit.store.faces import read_face
from studykit.store.log import read_history, verify
from tests.flows.test_inline_build import cards, run, workspace, write

CONFIG = '[inline]\nsyntaxes = ["spaced-repetition"]\n[review]\ntimezone = "UTC"\n'
NOTE = "gato:::cat\n<!--SR:!2027-03-04,51,230!fsrs,2027-04-01T09:00:00Z,30,28.5,4.25,2,2,0,0,2027-03-02T09:00:00Z-->\n"


def standing(study: Study, card: CardId, face: str) -> Standing:
    found = read_face(study.store, FaceKey(card, face))
    assert found is not None
    return found.standing


def only(root: Path) -> CardId:
    [(_, card)] = cards(root)
    assert card.stamp is not None
    return card.stamp.id


def changes(root: Path) -> list[tuple[str, str, int]]:
    problems = run(root).report["problems"]
    return [(p["code"], p["path"], p["line"]) for p in problems if p["code"].startswith("inline")]


def test_both_forms_are_carried_over(tmp_path: Path) -> None:
    root = workspace(tmp_path, NOTE, CONFIG)
    run(root)
    card = only(root)
    with open_study(open_workspace(root)) as study:
        first, second = standing(study, card, "0").state, standing(study, card, "1").state
        assert isinstance(first, Review)
        assert isinstance(second, Review)
        assert first.memory == memory_from_ease(2.3, 51, study.model)
        assert (first.interval, date.fromordinal(first.due_day)) == (51, date(2027, 3, 4))
        assert (second.memory.stability, second.memory.difficulty) == (28.5, 4.25)
        assert (date.fromordinal(second.due_day), second.interval) == (date(2027, 4, 1), 30)
        assert verify(study.store, study.replayed) == []
        assert read_history(study.store, FaceKey(card, "0")) == []


def test_answers_go_on_from_there_and_a_replay_says_the_same(tmp_path: Path) -> None:
    root = workspace(tmp_path, "q one::a\n<!--SR:!2026-01-04,51,230-->\n", CONFIG)
    run(root)
    card = only(root)
    with open_study(open_workspace(root)) as study:
        before = standing(study, card, "0").state
        assert isinstance(before, Review)
        sitting = Sitting(study)
        sitting.session.reveal()
        sitting.rate(Rating.GOOD, 1000)
        after = standing(study, card, "0").state
        assert isinstance(after, Review)
        assert after.memory.stability > before.memory.stability
        assert after.interval > 51
        assert verify(study.store, study.replayed) == []


def test_a_later_change_is_told_once_and_never_applied(tmp_path: Path) -> None:
    root = workspace(tmp_path, NOTE, CONFIG)
    run(root)
    card = only(root)
    with open_study(open_workspace(root)) as study:
        before = standing(study, card, "0")
    assert changes(root) == []
    for full in (False, True):
        due = f"2027-0{5 + full}-04"
        write(root, "note.md", NOTE.replace("2027-03-04,51", f"{due},80"))
        outcome = run(root, full=full)
        told = [one for one in outcome.report["problems"] if one["code"] == "inline-schedule-changed"]
        assert [(one["path"], one["line"]) for one in told] == [("note.md", 1)]
        assert changes(root) == []
        run(root, full=True)
        assert changes(root) == []
    with open_study(open_workspace(root)) as study:
        assert standing(study, card, "0") == before


def test_what_was_answered_here_is_not_overruled(tmp_path: Path) -> None:
    root = workspace(tmp_path, "q one? ::a\n", CONFIG)
    run(root)
    card = only(root)
    with open_study(open_workspace(root)) as study:
        assert isinstance(standing(study, card, "0").state, New)
        sitting = Sitting(study)
        sitting.session.reveal()
        sitting.rate(Rating.GOOD, 1000)
        before = standing(study, card, "0")
    write(root, "note.md", "q one? ::a\n<!--SR:!2027-03-04,51,230-->\n")
    run(root)
    with open_study(open_workspace(root)) as study:
        assert standing(study, card, "0") == before


def test_it_waits_for_whom_learns_in_anki(tmp_path: Path) -> None:
    root = workspace(tmp_path, NOTE, f'learn = "anki"\n{CONFIG}')
    run(root)
    card = only(root)
    with open_study(open_workspace(root)) as study:
        assert read_face(study.store, FaceKey(card, "0")) is None
    (root / "studykit.toml").write_text(CONFIG, encoding="utf-8")
    with open_study(open_workspace(root)) as study:
        assert isinstance(standing(study, card, "0").state, Review)


@pytest.mark.parametrize(
    "comment", ["<!--SR:!soon,51,230-->", "<!--SR:!0001-01-01,1,130-->", "<!--SR:!9999-12-31,99999,9999-->"]
)
def test_strange_schedules_do_no_harm(tmp_path: Path, comment: str) -> None:
    root = workspace(tmp_path, f"q one::a\n{comment}\n", CONFIG)
    run(root)
    with open_study(open_workspace(root)) as study:
        assert verify(study.store, study.replayed) == []
