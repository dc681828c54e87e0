"""The author names another deck: the cards go there, with what was learned of them, and the build says so."""

from contextlib import suppress
from pathlib import Path

import pytest

from studykit.decks.deck import Deck
from studykit.decks.files import read_deck, write_deck
from studykit.errors import StoppedError
from studykit.flows.build import Outcome, Request, build
from studykit.flows.cards.renaming import rename_deck
from studykit.flows.learning.study import open_study
from studykit.flows.planning.steps import Step
from studykit.flows.review.sitting import Sitting
from studykit.flows.workspace import open_workspace
from studykit.messages import message
from studykit.model.event import silent
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Rating, Review
from studykit.store.events import read_events
from studykit.store.faces import read_face
from studykit.store.log import read_history, verify
from tests.flows.test_inline_build import cards, run, workspace, write
from tests.flows.test_inline_decks import CONFIG, MOC, NOTE, decks

GEO, FOOD = "#flashcards/geo/capitals", "#flashcards/food"
HOME = "Map::First"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path, NOTE, CONFIG)
    write(root, "_MOC.md", MOC)
    run(root)
    return root


def moved(outcome: Outcome) -> list[tuple[str, int, str, str, str]]:
    told = [one for one in outcome.report["problems"] if one["code"] == "inline-deck-moved"]
    said = [(one, one["parameters"]) for one in told]
    return [(one["path"], one["line"], more["count"], more["old"], more["new"]) for one, more in said]


def steps(outcome: Outcome) -> list[Step]:
    assert outcome.plan is not None
    return outcome.plan.steps


def id_of(root: Path, front: str) -> CardId:
    [card] = [card for _, card in cards(root) if card.content.front == front]
    assert card.stamp is not None
    return card.stamp.id


@pytest.mark.parametrize("full", [False, True])
def test_they_go_with_their_reviews_and_it_is_said_once(root: Path, full: bool) -> None:
    card = id_of(root, "Dish of Spain?")
    with open_study(open_workspace(root)) as study:
        sitting = Sitting(study, "food")
        sitting.session.reveal()
        sitting.rate(Rating.EASY, 1000)
    text = NOTE.replace(FOOD, "#flashcards/drink")
    write(root, "note.md", text)
    outcome = run(root, full=full)
    assert moved(outcome) == [("note.md", 15, "1", "food", "drink")]
    assert outcome.report["cards"]["new"] == 0
    assert ("updated", "deck") in {(step.action, step.reason) for step in steps(outcome) if step.card == card}
    assert decks(root) == {"Home card?": HOME, "Capital of Spain?": "geo::capitals", "Dish of Spain?": "drink"}
    assert id_of(root, "Dish of Spain?") == card
    assert not (root / "decks" / "vault" / "food.md").exists()  # nothing names it any more
    with open_study(open_workspace(root)) as study:
        face = read_face(study.store, FaceKey(card, "0"))
        assert face is not None
        assert isinstance(face.standing.state, Review)
        assert face.place.deck == "drink"
        assert face.active
        assert len(read_history(study.store, FaceKey(card, "0"))) == 1
        assert verify(study.store, study.replayed) == []
        assert "moved" in [event.what for event in read_events(study.store, card)]
    for again in (run(root), run(root, full=True)):
        assert not moved(again)
        assert again.report["cards"]["updated"] == 0


def test_a_deck_that_is_named_no_more_gives_its_cards_to_the_home_and_back(root: Path) -> None:
    write(root, "note.md", NOTE.replace(GEO, "").replace(FOOD, ""))
    outcome = run(root)
    assert [one[2:] for one in moved(outcome)] == [("1", "geo::capitals", HOME), ("1", "food", HOME)]
    assert set(decks(root).values()) == {HOME}
    assert not list((root / "decks" / "vault").glob("*geo*"))
    write(root, "note.md", NOTE.replace("# Two homes\n", f"# Two homes\n\n{FOOD}\n").replace(GEO, ""))
    [(_, _, count, old, new)] = moved(run(root))
    assert (count, old, new) == ("3", HOME, "food")
    assert set(decks(root).values()) == {"food"}


def test_words_that_changed_too_go_along(root: Path) -> None:
    before = id_of(root, "Capital of Spain?")
    write(root, "note.md", NOTE.replace(GEO, "#flashcards/geo").replace("Madrid", "Madrid, of course"))
    outcome = run(root)
    assert moved(outcome) == [("note.md", 11, "1", "geo::capitals", "geo")]
    assert [step.file for step in steps(outcome) if step.card == before] == ["vault/geo.md"]
    assert id_of(root, "Capital of Spain?") == before


def test_what_a_person_moved_stays_where_they_put_it(root: Path) -> None:
    folder = root / "decks" / "vault"
    geo, food = (folder / name for name in ("geo - capitals.md", "food.md"))
    head, _, body = food.read_text(encoding="utf-8").partition("## Two homes\n")
    geo.write_text(geo.read_text(encoding="utf-8") + "\n" + body.strip() + "\n", encoding="utf-8")
    food.write_text(head, encoding="utf-8")
    run(root)
    assert decks(root)["Dish of Spain?"] == "geo::capitals"
    write(root, "note.md", NOTE.replace(FOOD, "#flashcards/drink"))
    assert not moved(run(root))
    assert decks(root)["Dish of Spain?"] == "geo::capitals"


def test_a_deck_that_was_renamed_here_is_still_the_one_that_the_note_names(root: Path) -> None:
    with open_study(open_workspace(root)) as study:
        rename_deck(study, "food", "Essen::Spanien")
    run(root)
    write(root, "note.md", NOTE.replace(GEO, FOOD))
    assert moved(run(root)) == [("note.md", 11, "1", "geo::capitals", "Essen::Spanien")]


def test_other_cards_of_the_old_deck_stay_and_its_empty_heading_goes(root: Path) -> None:
    write(root, "other.md", f"# Other\n\n{FOOD}\n\nDish of Italy? ::Pasta\n")
    run(root)
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    run(root)
    text = (root / "decks" / "vault" / "food.md").read_text(encoding="utf-8")
    assert "## Other" in text
    assert "Two homes" not in text
    assert decks(root)["Dish of Spain?"] == "geo::capitals"
    before = {file: file.read_bytes() for file in (root / "decks").rglob("*.md")}
    run(root, full=True)
    assert {file: file.read_bytes() for file in (root / "decks").rglob("*.md")} == before


def test_a_dry_run_says_it_and_moves_nothing(root: Path) -> None:
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    outcome = build(open_workspace(root), Request(dry_run=True), silent)
    assert outcome is not None
    assert moved(outcome) == [("note.md", 15, "1", "food", "geo::capitals")]
    assert [(s.action, s.reason) for s in steps(outcome) if s.front == "Dish of Spain?"] == [("updated", "deck")]
    assert decks(root)["Dish of Spain?"] == "food"


def test_no_card_is_lost_where_its_new_file_cannot_be_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root, "note.md", NOTE.replace(FOOD, GEO))
    written = write_deck

    def busy(path: Path, *rest: object) -> str:
        if path.name == "geo - capitals.md":
            raise StoppedError("deck-changed-on-disk", path=str(path))
        return written(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("studykit.flows.writing.write_deck", busy)
    with pytest.raises(StoppedError):
        run(root)
    found = [read_deck(file, file.name).deck for file in (root / "decks").rglob("*.md")]
    assert sum("Dish of Spain?" in block.card.content.front for deck in found for block in deck.cards) == 1


def test_it_is_said_in_both_languages() -> None:
    for language in ("en", "zh"):
        text = message("inline-deck-moved", language, count="2", old="a", new="b")
        assert "a" in text
        assert "b" in text
        assert message("reason-deck", language)


@pytest.mark.parametrize("written", range(4))
@pytest.mark.parametrize("named", [GEO, "#flashcards/new"])
def test_a_build_that_was_cut_off_is_finished_by_the_next(
    root: Path, monkeypatch: pytest.MonkeyPatch, written: int, named: str
) -> None:
    card = id_of(root, "Dish of Spain?")
    write(root, "other.md", f"# Other\n\n{FOOD}\n\nDish of Italy? ::Pasta\n")
    run(root)
    write(root, "note.md", NOTE.replace(FOOD, named))
    real = write_deck
    done: list[Path] = []
    told: list[tuple[str, int, str, str, str]] = []

    def cut_off(path: Path, deck: Deck, expected: str | None) -> str:
        if len(done) == written:
            raise KeyboardInterrupt
        digest = real(path, deck, expected)
        if digest != expected:
            done.append(path)
        return digest

    with monkeypatch.context() as patched:
        patched.setattr("studykit.flows.writing.write_deck", cut_off)
        with suppress(KeyboardInterrupt):
            told += moved(run(root))
    outcome = run(root)
    assert not [one for one in outcome.report["problems"] if one["severity"] != "info"]
    deck = named.removeprefix("#flashcards/").replace("/", "::")
    assert told + moved(outcome) == [("note.md", 15, "1", "food", deck)]  # once, also by a build after one cut off
    assert id_of(root, "Dish of Spain?") == card  # once, and by its name
    assert decks(root)["Dish of Spain?"] == deck
    before = {file: file.read_bytes() for file in (root / "decks").rglob("*.md")}
    run(root, full=True)
    assert {file: file.read_bytes() for file in (root / "decks").rglob("*.md")} == before


def test_what_a_build_moved_that_was_cut_off_moves_on_where_the_author_says_by_then(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, "note.md", NOTE.replace(FOOD, GEO))

    def cut_off(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("studykit.flows.rebuild.make_packages", cut_off)
        with suppress(KeyboardInterrupt):
            run(root, full=True)
    assert decks(root)["Dish of Spain?"] == "geo::capitals"
    write(root, "note.md", NOTE.replace(FOOD, "#flashcards/drink"))
    assert [one[3:] for one in moved(run(root))] == [("food", "geo::capitals"), ("geo::capitals", "drink")]
    assert decks(root)["Dish of Spain?"] == "drink"
    assert not moved(run(root, full=True))
