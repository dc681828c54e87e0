"""A deck that came from Anki on the screen: in the tree, asked, edited, browsed, searched."""

from pathlib import Path
from typing import Any

import pytest
from anki.collection import Collection
from textual.pilot import Pilot

from studykit.flows.importing.package import import_file
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.store.imported import read_notes
from studykit.tui.screens.review import ReviewScreen
from tests.anki.foreign_world import exported
from tests.tui.world import drive, on, opened, text_of, workspace


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "anki").mkdir()
    collection = Collection(str(tmp_path / "anki" / "collection.anki2"))
    deck = collection.decks.id("Книги::第一")
    for front, back in (
        ("什么是 <b>优势</b>？ <script>x()</script>", "<ul><li>一</li><li>二</li></ul>\x1b[31m"),
        ("Zweite", "2"),
    ):
        note = collection.new_note(collection.models.by_name("Basic"))
        note.fields = [front, back]
        collection.add_note(note, deck)
    package = exported(collection, tmp_path / "a.apkg")
    collection.close()
    folder = workspace(tmp_path / "w", [])
    with open_study(open_workspace(folder)) as study:
        import_file(study, package)
    return folder


def test_it_is_in_the_tree_and_asked(root: Path) -> None:
    with opened(root, deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            assert "Книги" in text_of(app)
            await pilot.press("enter")
            await pilot.pause()
            assert on(app, ReviewScreen)
            assert "什么是 优势？" in text_of(app)
            assert "x()" not in text_of(app)
            await pilot.press("space")
            await pilot.pause()
            assert "二" in text_of(app)
            await pilot.press("3")
            await pilot.pause()
            assert "Zweite" in text_of(app)
            await pilot.press("u")
            await pilot.pause()
            assert "什么是 优势？" in text_of(app)

        drive(app, steps)


def test_e_edits_its_fields(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(root, deck="Книги") as app:

        def edit(path: Path, _line: int) -> None:
            path.write_text(path.read_text(encoding="utf-8").replace("优势", "基线"), encoding="utf-8")

        monkeypatch.setattr(app, "edit_at", edit)

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            await pilot.press("e")
            await pilot.pause()
            assert "什么是 基线？" in text_of(app)

        drive(app, steps)
    with open_study(open_workspace(root)) as study:
        assert any("基线" in note.fields[0] and note.edited for note in read_notes(study.store))


def test_it_is_browsed_and_found(root: Path) -> None:
    with opened(root, deck=None) as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            await pilot.press("/")
            await pilot.pause(0.5)
            assert "Zweite" in text_of(app)
            for letter in "zweite":
                await pilot.press(letter)
            await pilot.pause(0.5)
            assert "Zweite" in text_of(app)
            assert "优势" not in text_of(app)

        drive(app, steps)


def test_a_cloze_is_filled_in_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "anki").mkdir()
    collection = Collection(str(tmp_path / "anki" / "collection.anki2"))
    note = collection.new_note(collection.models.by_name("Cloze"))
    note.fields = ["优势是{{c1::标准化::怎样}}的奖励。", "Mehr dazu"]
    collection.add_note(note, collection.decks.id("Lücken"))
    package = exported(collection, tmp_path / "a.apkg")
    collection.close()
    folder = workspace(tmp_path / "w", [])
    with open_study(open_workspace(folder)) as study:
        import_file(study, package)
    with opened(folder, deck="Lücken") as app:

        async def steps(pilot: Pilot[Any]) -> None:
            await pilot.pause()
            assert "优势是[怎样]的奖励。" in text_of(app)
            assert "Mehr dazu" not in text_of(app)
            await pilot.press("space")
            await pilot.pause()
            assert "优势是标准化的奖励。" in text_of(app)
            assert text_of(app).count("奖励") == 1
            assert "Mehr dazu" in text_of(app)

        drive(app, steps)
