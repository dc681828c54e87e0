"""Decks that notes name for their cards: beside the home of the note, in builds of a few notes as in those of all."""

from pathlib import Path
from random import Random

import pytest

from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.workspace import open_workspace
from tests.flows.incremental_twins import Twins, quick_builds
from tests.flows.inline_cases import CASES
from tests.flows.small_world import World
from tests.flows.test_inline_build import cards, run, workspace, write

CONFIG = '[inline]\nsyntaxes = ["spaced-repetition", "obsidian-to-anki"]\n'
NOTE = """# Two homes

### Why does a note have two decks?

Because its author named one for some of its cards and none for the others.

Home card? ::here

#flashcards/geo/capitals

Capital of Spain? ::Madrid

#flashcards/food

Dish of Spain? ::Paella
"""
MOC = "---\ntype: moc\n---\n# Map\n\n## First\n\n- [[note]]\n- [[ordinary]]\n"


def decks(root: Path) -> dict[str, str]:
    return {card.content.front: deck for deck, card in cards(root)}


def test_a_note_has_cards_at_home_and_in_decks_that_it_names(tmp_path: Path) -> None:
    root = workspace(tmp_path, NOTE, CONFIG)
    write(root, "_MOC.md", MOC)
    run(root)
    home = "Map::First"
    expected = {"Home card?": home, "Capital of Spain?": "geo::capitals", "Dish of Spain?": "food"}
    assert decks(root) == expected
    found = {deck.header.deck: file for file, deck, _ in read_catalogue(open_workspace(root)).cards()}
    assert found["geo::capitals"] == "vault/geo - capitals.md"
    before = {file: file.read_bytes() for file in (root / "decks").rglob("*.md")}
    for full in (False, True):
        assert run(root, full=full).report["cards"]["new"] == 0
        assert {file: file.read_bytes() for file in (root / "decks").rglob("*.md")} == before
    write(root, "other.md", "#flashcards/food\n\nDish of Italy? ::Pasta\n\n#flashcards/new/deck\n\nNew? ::yes\n")
    run(root)
    assert decks(root) == {**expected, "Dish of Italy?": "food", "New?": "new::deck"}
    write(root, "note.md", NOTE.replace("Madrid", "Madrid, of course"))
    report = run(root).report["cards"]
    assert (report["new"], report["retired"]) == (0, 0)
    assert decks(root)["Capital of Spain?"] == "geo::capitals"


def test_names_that_are_no_names_of_decks(tmp_path: Path) -> None:
    text = "TARGET DECK: ../../out::\x1b[31m::\u202e \n\nSTART\nBasic\nq\nBack: a\nEND\n"
    root = workspace(tmp_path / "w", text, CONFIG)
    run(root)
    [(deck, _)] = cards(root)
    assert "\x1b" not in deck
    assert "\u202e" not in deck
    assert {place.name for place in tmp_path.iterdir()} == {"w"}
    assert {place.name for place in root.iterdir()} == {"vault", "studykit.toml", "decks", ".studykit"}


def test_a_card_without_an_end_is_told_with_its_line(tmp_path: Path) -> None:
    root = workspace(tmp_path, "# N\n\nSTART\nBasic\nfront\nBack: back\n", CONFIG)
    told = [("inline-no-end", "note.md", 3)]
    for full in (False, True):
        problems = run(root, full=full).report["problems"]
        assert [(p["code"], p["path"], p["line"]) for p in problems if p["code"].startswith("inline")] == told
    write(root, "note.md", "# N\n\nSTART\nBasic\nfront\nBack: back\nEND\n")
    assert not [p for p in run(root).report["problems"] if p["code"].startswith("inline")]


def test_no_cap_and_no_flag_keeps_one_out(tmp_path: Path) -> None:
    text = "# Many\n\n" + "".join(f"Is it {number}? ::it\n\n" for number in range(40))
    root = workspace(tmp_path, text, f"{CONFIG}[drafting]\nper_note = 3\nper_unit = 2\n")
    plan = run(root).plan
    assert len(cards(root)) == 40
    assert plan is not None
    assert not [one for one in plan.waiting if one.note == "note.md"]


def test_other_rules_leave_its_lines_alone(tmp_path: Path) -> None:
    text = "# Words\n\n- **Policy** :: what an agent does in a state\n- **Value**: what a state is worth\n\n"
    text += "Q: What is a reward?\nA: A number.\n\nMore words stand here, so that the note is no stub at all.\n"
    root = workspace(tmp_path, text, f'{CONFIG}[drafting]\naccept = "all"\ndecks = ["tier2", "tier3"]\n')
    run(root)
    found = [card for _, _, card in read_catalogue(open_workspace(root)).cards() if card.stamp is not None]
    assert sum("Policy" in card.content.front for card in found) == 1
    assert any("reward" in card.content.front for card in found)


def test_options_are_drafted_anew(tmp_path: Path) -> None:
    root = workspace(tmp_path, "What? ;; that\n\nWhich? ::this\n", CONFIG)
    run(root)
    assert set(decks(root)) == {"Which?"}
    (root / "studykit.toml").write_text(CONFIG + 'separator = ";;"\n', encoding="utf-8")
    run(root)
    assert set(decks(root)) == {"Which?", "What?"}  # what stands in a note is not taken from anyone


class Spaced(World):
    """A world whose notes hold cards of other tools."""

    def settings(self, *lines: str) -> None:
        super().settings(*lines)
        file = self.root / "studykit.toml"
        text = file.read_text(encoding="utf-8")
        file.write_text(f'{text}\n[inline]\nsyntaxes = ["spaced-repetition", "obsidian-to-anki"]\n', encoding="utf-8")


_SAID = (
    "\n#flashcards/geo/capitals\n", "\n#flashcards/food\n", "\nWhat is it? ::that\n", "\nWhich one? ::this one\n",
    "\nfront\n?\nback\n", "\nSTART\nBasic\nWhy?\nBack: because\nEND\n", "\nSTART\nBasic\nopen\n",
    "\nIs it so? ::yes\n<!--SR:!2027-03-04,51,230-->\n", "\nIs it so? ::yes\n<!--SR:!2028-03-04,51,230-->\n",
)  # fmt: skip


def test_few_notes_or_all_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[bool] = []
    for seed in range(4):
        with monkeypatch.context() as patched:
            chance = Random(seed)
            twins = Twins(tmp_path / str(seed), patched, chance, Spaced, said=_SAID)
            quick = quick_builds(patched)
            twins.build("first")
            for _ in range(12):
                name = chance.choice(twins.names)
                text = twins.note(name) + "\n".join(chance.sample(_SAID, 4)) + chance.choice(CASES[:8]).text
                twins.write(f"{name}.md", text)
                twins.build("cards")
                if "#flashcards/food" in text:  # the author thinks of another deck for them
                    twins.write(f"{name}.md", text.replace("#flashcards/food", "#flashcards/geo/capitals"))
                    twins.build("another deck")
            for number in range(3):
                twins.write("eigen.md", f"# Eigen\n\nNobody else asks for this. ::An answer of {number}\n")
                twins.build("a card of its own")
            made += quick
    assert any(made)  # else the two are built alike


def test_what_is_only_a_sign_of_a_tool_is_no_tag_of_a_card(tmp_path: Path) -> None:
    text = "---\ntags: [flashcards/geo, cs/rl]\n---\n# Two\n\nOne? #card #spanish\nyes\n\n"
    text += "front #card-reverse\nback\n\nA?::B\n"
    root = workspace(tmp_path, text, '[inline]\nsyntaxes = ["spaced-repetition", "flashcards"]\n')
    run(root)
    found = {card.content.front: set(card.stamp.tags) for _, card in cards(root) if card.stamp is not None}
    assert found.keys() == {"One?", "front", "A?"}
    assert all(tags == {"cs/rl", "spanish"} for tags in found.values())  # the tags of a note are those of its cards


def test_a_card_that_stands_twice_is_one_and_it_is_said_once(tmp_path: Path) -> None:
    root = workspace(tmp_path, "What is it? ::That\n", CONFIG)
    write(root, "other.md", "# Other\n\nA line.\n\nWhat is it? ::That\n")
    told = [(p["code"], p["path"], p["line"]) for p in run(root).report["problems"]]
    assert told == [("inline-twice", "other.md", 5)]
    assert len(cards(root)) == 1
    for full in (False, True):
        assert not run(root, full=full).report["problems"]
