"""A newer file of a deck that was imported, and what was learned in both places."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from studykit.flows.importing.package import import_file, undo_import
from studykit.flows.learning.study import Study, keep_parameters, open_study
from studykit.flows.review.replaying import check_states
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.model.review import Learning, New, Rating, Review
from studykit.scheduling.memory import DEFAULT_PARAMETERS
from studykit.store.faces import read_face, read_faces
from studykit.store.imported import read_cards
from studykit.store.imported_decks import read_decks
from studykit.store.log import read_history
from tests.anki.foreign_world import exported
from tests.anki.imported_again import answer, came, three_notes


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


def test_answers_given_in_both_places_are_all_kept(study: Study, anki: Any, tmp_path: Path) -> None:
    anki.set_config("fsrs", True)
    answer(anki, 1)
    came(study, anki, tmp_path / "a.apkg")
    (learned,) = [face for face in read_faces(study.store) if not isinstance(face.standing.state, New)]
    sitting = Sitting(study, "书")
    while (row := sitting.session.progress.row) is not None and row.key != learned.key:
        sitting.bury()
    sitting.session.reveal()
    sitting.rate(Rating.GOOD, 500)
    time.sleep(0.01)
    card = anki.get_card(next(one.anki_id for one in read_cards(study.store) if one.key == learned.key))
    anki.db.execute("update cards set due = ? where id = ?", int(time.time()) - 1, card.id)
    answer(anki, 1)
    again = came(study, anki, tmp_path / "a.apkg")
    assert again.reviews == 1
    history = read_history(study.store, learned.key)
    assert [entry.machine == "anki" for entry in history] == [True, False, True]
    face = read_face(study.store, learned.key)
    assert face is not None
    assert face.standing.reps == 3
    assert study.replayed(history) == face.standing
    undo_import(study)
    face = read_face(study.store, learned.key)
    assert face is not None
    assert face.standing.reps == 2


def test_answers_given_here_outlive_an_import_that_is_taken_back(study: Study, anki: Any, tmp_path: Path) -> None:
    answer(anki, 1)
    came(study, anki, tmp_path / "a.apkg")
    sitting = Sitting(study, "书")
    for _ in range(3):
        sitting.session.reveal()
        sitting.rate(Rating.EASY, 500)
    before = {face.key: face for face in read_faces(study.store)}
    undo_import(study)
    assert not any(face.active for face in read_faces(study.store))
    assert sum(face.standing.reps for face in read_faces(study.store)) == 3
    came(study, anki, tmp_path / "b.apkg")
    after = {face.key: face for face in read_faces(study.store)}
    assert {key: (face.standing, face.active, face.place) for key, face in after.items()} == {
        key: (face.standing, face.active, face.place) for key, face in before.items()
    }
    assert not check_states(study).differences


def test_a_schedule_changed_in_anki_alone_is_taken_as_it_is(study: Study, anki: Any, tmp_path: Path) -> None:
    came(study, anki, tmp_path / "a.apkg")
    cards = anki.find_cards("问")
    anki.sched.set_due_date(cards[:1], "5!")
    anki.sched.suspend_cards(cards[1:])
    anki.db.execute("update cards set mod = mod + 10")
    assert came(study, anki, tmp_path / "a.apkg").moved == 4
    now = {one.anki_id: read_face(study.store, one.key) for one in read_cards(study.store)}
    first, second = now[cards[0]], now[cards[1]]
    assert first is not None
    assert second is not None
    assert isinstance(first.standing.state, Review)
    assert first.standing.state.due_day == study.clock.moment().day + 5
    assert second.marks.suspended


@pytest.mark.parametrize("legacy", [False, True])
def test_a_deck_brings_its_options_and_who_learns_it(study: Study, anki: Any, tmp_path: Path, legacy: bool) -> None:
    config = anki.decks.add_config("own")
    config["new"]["delays"], config["new"]["perDay"] = [2.0, 17.0], 7
    config["desiredRetention"], config["fsrsParams6"] = 0.83, [*DEFAULT_PARAMETERS[:20], 0.2]
    anki.decks.update_config(config)
    deck = anki.decks.get(anki.decks.id("书::一"))
    deck["conf"] = config["id"]
    anki.decks.save(deck)
    found = import_file(study, exported(anki, tmp_path / "a.apkg", legacy=legacy), learn=lambda _: "anki").foreign
    assert found is not None
    assert found.decks["书::一"].options["desired_retention"] == 0.83
    options = study.options("书::一")
    assert (options.desired_retention, options.learning_steps, options.new_per_day) == (0.83, (120, 1020), 7)
    assert study.model_of("书::一").parameters[20] == 0.2
    assert study.model.parameters == DEFAULT_PARAMETERS
    assert study.workspace.config.learned_in("书::一") == "anki"
    assert not any(face.active for face in read_faces(study.store))
    assert read_decks(study.store)["书::一"].learn == "anki"
    with open_study(open_workspace(study.workspace.root)) as anew:
        assert anew.options("书::一") == options
        assert anew.taken_in.synced is None or not anew.taken_in.synced.back
        undo_import(anew)
        assert anew.options("书::一").desired_retention == 0.9
        assert anew.model_of("书::一").parameters == DEFAULT_PARAMETERS


def test_cards_without_a_log_keep_what_they_stood_at(study: Study, anki: Any, tmp_path: Path) -> None:
    cards = anki.find_cards("问")
    anki.db.execute(
        "update cards set type = 2, queue = 2, ivl = 40, due = ?, factor = 1900, reps = 9, lapses = 2, data = ? "
        "where id = ?", anki.sched.today + 3, "{}", cards[0],
    )  # fmt: skip
    found = came(study, anki, tmp_path / "a.apkg")
    assert found.converted == 1
    (key,) = [one.key for one in read_cards(study.store) if one.anki_id == cards[0]]
    face = read_face(study.store, key)
    assert face is not None
    state = face.standing.state
    assert isinstance(state, Review)
    assert (state.interval, state.due_day, face.standing.reps, face.standing.lapses) == (
        40, study.clock.moment().day + 3, 9, 2,
    )  # fmt: skip
    assert state.memory.stability == pytest.approx(40, rel=0.01)


def test_optimised_parameters_are_those_of_imported_decks_too(study: Study, anki: Any, tmp_path: Path) -> None:
    anki.set_config("fsrs", True)
    answer(anki, 1)
    cards = anki.find_cards("问")
    anki.db.execute(
        "update cards set type = 2, queue = 2, ivl = 40, due = 3, factor = 1900, reps = 9 where id = ?", cards[1]
    )
    came(study, anki, tmp_path / "a.apkg")
    before = {face.key: face.standing for face in read_faces(study.store)}
    keep_parameters(study, [0.5, *DEFAULT_PARAMETERS[1:2], 5.0, *DEFAULT_PARAMETERS[3:]])
    after = {face.key: face.standing for face in read_faces(study.store)}
    changed = [key for key in after if after[key] != before[key]]
    assert len(changed) == 1
    state = after[changed[0]].state
    assert isinstance(state, Learning)
    assert state.memory.stability == 5.0
    assert all(one.key not in changed for one in check_states(study).differences)
