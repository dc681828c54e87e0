"""A draft that asks what an imported note asks waits: in every kind of build, until the note is gone."""

import random
from pathlib import Path

import pytest
from anki.collection import Collection

from studykit.flows.home.edits import rendered
from studykit.flows.imported.deleting import delete_imported, restore_imported
from studykit.flows.importing.package import import_file, undo_import
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.model.card import Basic, Card
from studykit.store.imported import read_notes
from tests.anki.foreign_world import exported
from tests.conftest import FULL
from tests.flows.incremental_twins import Twins, quick_builds
from tests.flows.small_world import World


def package_of(folder: Path, cards: list[Card]) -> Path:
    """A package of Anki's whose notes say what cards say; every other one the other way round."""
    folder.mkdir()
    collection = Collection(str(folder / "collection.anki2"))
    deck = collection.decks.id("书")
    for place, card in enumerate(cards):
        fields = rendered(card.content, str)
        note = collection.new_note(collection.models.by_name("Basic"))
        note.fields = [fields["Front"], fields["Back"]][:: -1 if place % 2 else 1]
        collection.add_note(note, deck)
    path = exported(collection, folder / "a.apkg")
    collection.close()
    return path


def basics(world: World) -> list[Card]:
    return [card for card in world.cards().values() if isinstance(card.content, Basic)]


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    return World(tmp_path / "ws", monkeypatch)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes that ask what the first two cards of the small vault ask."""
    other = World(tmp_path / "other", monkeypatch)
    other.build()
    return package_of(tmp_path / "anki", basics(other)[:2])


def test_it_waits_and_says_why_and_comes_when_the_note_goes(world: World, package: Path) -> None:
    with open_study(open_workspace(world.root)) as study:
        import_file(study, package)
    outcome = world.build()
    waiting = [step for step in outcome.plan.steps if step.reason == "held-by-import"] if outcome.plan else []
    assert len(waiting) == 2
    assert {step.action for step in waiting} == {"pending"}
    fronts = {step.front for step in waiting}
    assert not fronts & set(world.fronts())
    count = len(world.fronts())
    assert not world.build().report["changed"]
    with open_study(open_workspace(world.root)) as study:
        card = next(note.card for note in read_notes(study.store))
        delete_imported(study, [card])
    world.build()
    assert len(world.fronts()) == count + 1
    with open_study(open_workspace(world.root)) as study:
        restore_imported(study, [card])
        undo_import(study)
    world.build()
    assert fronts <= set(world.fronts())


def test_a_card_that_stands_stays(world: World, package: Path) -> None:
    world.build()
    before = world.fronts()
    with open_study(open_workspace(world.root)) as study:
        import_file(study, package)
    world.build(full=True)
    assert world.fronts() == before


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(20 if FULL else 2))
def test_few_notes_or_all_is_the_same_with_imports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    quick = quick_builds(monkeypatch)
    chance = random.Random(seed)
    twins = Twins(tmp_path / "twins", monkeypatch, chance)
    other = World(tmp_path / "other", monkeypatch, empty=True)
    for path in [*twins.paths(), "_MOC.md"]:
        other.write(path, twins.text(path))
    other.build()
    cards = basics(other)
    package = package_of(tmp_path / "anki", chance.sample(cards, k=len(cards) // 2))

    def take(world: World) -> None:
        with open_study(open_workspace(world.root)) as study:
            import_file(study, package)

    def give_back(world: World) -> None:
        with open_study(open_workspace(world.root)) as study:
            undo_import(study)

    twins.each(take)
    twins.build("first")
    for step in range(20 if FULL else 9):
        if step == 6:
            twins.each(give_back)
            twins.build("undo")
        twins.build(twins.act())
    assert any(quick)
