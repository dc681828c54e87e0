"""The author names another deck while a deck file cannot be read, or while the card is retired: it goes there later.

What was only skipped was never made up for: the next build saw notes that name the same deck as before.
"""

from pathlib import Path

import pytest

from studykit.flows.build import Outcome
from studykit.flows.learning.study import open_study
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.messages import message
from studykit.model.review import FaceKey, Rating
from studykit.store.log import read_history, verify
from tests.flows.test_inline_build import run, workspace, write
from tests.flows.test_inline_decks import CONFIG, MOC, NOTE, decks
from tests.flows.test_inline_moved import FOOD, GEO, HOME, id_of, moved

SOURCE, TARGET = "food.md", "geo - capitals.md"
BROKEN = "\nQ: half a card\n"
ASKED = "Dish of Spain? ::Paella\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path, NOTE, CONFIG)
    write(root, "_MOC.md", MOC)
    run(root)
    return root


def learn(root: Path, deck: str) -> None:
    with open_study(open_workspace(root)) as study:
        sitting = Sitting(study, deck)
        sitting.session.reveal()
        sitting.rate(Rating.EASY, 1000)


def learned(root: Path) -> int:
    with open_study(open_workspace(root)) as study:
        assert verify(study.store, study.replayed) == []
        return len(read_history(study.store, FaceKey(id_of(root, "Dish of Spain?"), "0")))


def break_file(root: Path, name: str) -> None:
    path = root / "decks" / "vault" / name
    path.write_text(path.read_text(encoding="utf-8") + BROKEN, encoding="utf-8")


def mend(root: Path, name: str) -> None:
    path = root / "decks" / "vault" / name
    path.write_text(path.read_text(encoding="utf-8").removesuffix(BROKEN), encoding="utf-8")


def waits(outcome: Outcome) -> list[tuple[str, int, str, str, str]]:
    told = [one for one in outcome.report["problems"] if one["code"] == "inline-deck-waits"]
    said = [(one, one["parameters"]) for one in told]
    return [(one["path"], one["line"], more["count"], more["new"], more["file"]) for one, more in said]


@pytest.mark.parametrize("name", [TARGET, SOURCE])
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("words", ["Paella", "Paella, of course"])
def test_a_move_waits_for_a_file_that_cannot_be_read(root: Path, name: str, full: bool, words: str) -> None:
    card = id_of(root, "Dish of Spain?")
    learn(root, "food")
    break_file(root, name)
    write(root, "note.md", NOTE.replace(FOOD, GEO).replace("Paella", words))
    for _ in range(2):
        outcome = run(root, full=full)
        assert waits(outcome) == [("note.md", 15, "1", "geo::capitals", f"decks/vault/{name}")]
        assert not moved(outcome)
        assert outcome.report["cards"]["new"] == 0
    mend(root, name)
    assert decks(root)["Dish of Spain?"] == "food"
    outcome = run(root, full=full)
    assert moved(outcome) == [("note.md", 15, "1", "food", "geo::capitals")]
    assert decks(root)["Dish of Spain?"] == "geo::capitals"
    assert id_of(root, "Dish of Spain?") == card
    assert learned(root) == 1
    for again in (run(root), run(root, full=True)):
        assert not again.report["problems"]
        assert again.report["cards"]["updated"] == 0


def test_what_the_author_took_back_meanwhile_moves_nothing(root: Path) -> None:
    break_file(root, TARGET)
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    assert waits(run(root))
    write(root, "note.md", NOTE)
    assert not waits(run(root))
    mend(root, TARGET)
    assert not moved(run(root))
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    assert moved(run(root))


def test_the_last_deck_that_was_named_meanwhile_counts(root: Path) -> None:
    break_file(root, TARGET)
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    assert waits(run(root))
    write(root, "note.md", NOTE.replace(FOOD, "#flashcards/drink"))
    assert moved(run(root)) == [("note.md", 15, "1", "food", "drink")]
    mend(root, TARGET)
    assert not moved(run(root))
    assert decks(root)["Dish of Spain?"] == "drink"


@pytest.mark.parametrize(
    ("text", "deck"),
    [
        (NOTE.replace(FOOD, "#flashcards/drink"), "drink"),
        (NOTE.replace(FOOD, GEO), "geo::capitals"),
        (NOTE.replace(FOOD, "").replace(GEO, ""), HOME),
        (NOTE, "food"),
    ],
    ids=["another", "one that is there", "home", "the same"],
)
@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("between", [0, 2], ids=["", "some builds later"])
def test_a_card_that_returns_comes_back_where_its_note_says(
    root: Path, text: str, deck: str, full: bool, between: int
) -> None:
    card = id_of(root, "Dish of Spain?")
    learn(root, "food")
    write(root, "note.md", NOTE.replace(ASKED, ""))
    assert run(root, full=full).report["cards"]["retired"] == 1
    for number in range(between):
        write(root, "ordinary.md", f"# Ordinary\n\n### Why number {number}?\n\nBecause it follows the one before it.\n")
        run(root, full=full)
    write(root, "note.md", text)
    outcome = run(root, full=full)
    assert outcome.report["cards"]["revived"] == 1
    assert decks(root)["Dish of Spain?"] == deck
    assert (15 in [one[1] for one in moved(outcome)]) == (deck != "food")
    assert id_of(root, "Dish of Spain?") == card
    assert learned(root) == 1
    for again in (run(root), run(root, full=True)):
        assert not moved(again)
        assert again.report["cards"]["updated"] == 0


def test_a_retired_card_that_a_person_moved_stays_there(root: Path) -> None:
    write(root, "note.md", NOTE.replace(ASKED, ""))
    run(root)
    folder = root / "decks" / "vault"
    head, _, body = (folder / SOURCE).read_text(encoding="utf-8").partition("## Two homes\n")
    text = (folder / TARGET).read_text(encoding="utf-8")
    (folder / TARGET).write_text(f"{text}\n{body.strip()}\n", encoding="utf-8")
    (folder / SOURCE).write_text(head, encoding="utf-8")
    run(root)
    write(root, "note.md", NOTE.replace(FOOD, "#flashcards/drink"))
    outcome = run(root)
    assert outcome.report["cards"]["revived"] == 1
    assert not moved(outcome)
    assert decks(root)["Dish of Spain?"] == "geo::capitals"


def test_it_is_said_in_both_languages() -> None:
    for language in ("en", "zh"):
        text = message("inline-deck-waits", language, count="2", new="a", file="b.md")
        assert "a" in text
        assert "b.md" in text
