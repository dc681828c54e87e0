"""A person saves a deck file while a build moves cards from it or to it: nothing is lost, the next build moves them.

What was left once was never moved later, though it was told; and a card that stood in both files kept one of them from
being read.
"""

from pathlib import Path

import pytest

from studykit.decks.deck import Deck
from studykit.decks.files import read_deck, write_deck
from studykit.errors import StoppedError
from studykit.flows import writing
from tests.flows.test_inline_build import run, workspace, write
from tests.flows.test_inline_decks import CONFIG, MOC, NOTE

GEO, FOOD = "#flashcards/geo/capitals", "#flashcards/food"
SOURCE, TARGET = "food.md", "geo - capitals.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path, NOTE, CONFIG)
    write(root, "_MOC.md", MOC)
    run(root)
    return root


def files_with(root: Path, words: str) -> list[str]:
    """The deck files that hold a card with some words, once for each."""
    read = ((file.name, read_deck(file, file.name).deck) for file in (root / "decks").rglob("*.md"))
    return [name for name, deck in read for block in deck.cards if words in block.card.content.front]


def ends_well(root: Path) -> None:
    outcome = run(root)
    assert [one["code"] for one in outcome.report["problems"]] == ["inline-deck-moved"]
    assert files_with(root, "Dish of Spain?") == [TARGET]
    assert not run(root, full=True).report["problems"]


@pytest.mark.parametrize("name", [SOURCE, TARGET])
@pytest.mark.parametrize("stays", [False, True], ids=["emptied", "with another card"])
@pytest.mark.parametrize("full", [False, True])
def test_what_was_saved_while_it_was_planned_stands_and_the_cards_move_the_next_time(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, stays: bool, full: bool
) -> None:
    if stays:
        write(root, "other.md", f"# Other\n\n{FOOD}\n\nDish of Italy? ::Pasta\n")
        run(root)
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    real = writing.write_decks

    def saved(*given: object) -> dict[str, str]:
        path = root / "decks" / "vault" / name
        path.write_text(path.read_text(encoding="utf-8").replace("A: ", "A: So to say: "), encoding="utf-8")
        return real(*given)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        for module in ("rebuild", "incremental.settling"):
            patched.setattr(f"studykit.flows.{module}.write_decks", saved)
        with pytest.raises(StoppedError):
            run(root, full=full)
    assert files_with(root, "Dish of Spain?") == [SOURCE]
    ends_well(root)
    text = "".join(file.read_text(encoding="utf-8") for file in (root / "decks").rglob("*.md"))
    assert "A: So to say: " in text


@pytest.mark.parametrize("name", [SOURCE, TARGET])
@pytest.mark.parametrize("full", [False, True])
def test_what_was_saved_while_it_was_written_is_no_card_twice(
    root: Path, monkeypatch: pytest.MonkeyPatch, name: str, full: bool
) -> None:
    write(root, "other.md", f"# Other\n\n{FOOD}\n\nDish of Italy? ::Pasta\n")
    run(root)
    write(root, "note.md", NOTE.replace(FOOD, GEO))

    def busy(path: Path, deck: Deck, expected: str | None) -> str:
        if path.name == name:
            raise StoppedError("deck-changed-on-disk", path=path)
        return write_deck(path, deck, expected)

    with monkeypatch.context() as patched:
        patched.setattr("studykit.flows.writing.write_deck", busy)
        with pytest.raises(StoppedError):
            run(root, full=full)
    run(root)
    assert files_with(root, "Dish of Spain?") == [TARGET]
    for again in (run(root), run(root, full=True)):
        assert not again.report["problems"]


@pytest.mark.parametrize("named", [GEO, "#flashcards/drink"], ids=["a file before it", "a new file"])
def test_what_was_changed_after_a_build_was_cut_off_goes_along(
    root: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    write(root, "other.md", f"# Other\n\n{FOOD}\n\nDish of Italy? ::Pasta\n")
    run(root)
    write(root, "note.md", NOTE.replace(FOOD, named))

    def cut_off(path: Path, deck: Deck, expected: str | None) -> str:
        if path.name == SOURCE:
            raise KeyboardInterrupt
        return write_deck(path, deck, expected)

    with monkeypatch.context() as patched:
        patched.setattr("studykit.flows.writing.write_deck", cut_off)
        with pytest.raises(KeyboardInterrupt):
            run(root)
    assert len(files_with(root, "Dish of Spain?")) == 2
    source = root / "decks" / "vault" / SOURCE
    source.write_text(source.read_text(encoding="utf-8").replace("Paella\n>", "Paella, of course\n>"), encoding="utf-8")
    run(root)
    assert len(files_with(root, "Dish of Spain?")) == 1
    assert "A: Paella, of course" in "".join(f.read_text(encoding="utf-8") for f in (root / "decks").rglob("*.md"))
    assert not run(root, full=True).report["problems"]
