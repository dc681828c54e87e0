"""Cards in maps of content: what the author wrote as a card is one, and what lists notes stays the map's."""

from pathlib import Path
from random import Random

import pytest

from studykit.config import Config
from studykit.flows.survey import look
from studykit.model.event import silent
from tests.flows.incremental_twins import Twins, quick_builds
from tests.flows.test_inline_build import cards, run, workspace, write
from tests.flows.test_inline_decks import CONFIG, Spaced

MAP = """---
type: moc
---
# Map

What is a map? ::An index

## First

- [[note]] :: the first of them
- [[ordinary]] — a gloss ::with colons
- What stands here? ::A question
- [[note]]
    - Nested? ::Yes
- see [[note]] for more::it

| note | what |
| --- | --- |
| [[note]] | a::b |

[[note]]::both

## Second

Is ==this== read?::It is.

#flashcards/geo

Capital of Spain? ::Madrid

### Why does a map say anything?

Because nobody keeps it from doing so, and this heading asks, which would be a card in any other note of the vault.
"""
NOTE = "# Note\n\n### Why is it here?\n\nBecause every map lists some note, and this is the one which that map lists.\n"
EXPECTED = {
    "What is a map?": "Map",
    "What stands here?": "Map",
    "Nested?": "Map",
    "Is ==this== read?": "Map",
    "Capital of Spain?": "geo",
}


def decks(root: Path) -> dict[str, str]:
    return {card.content.front: deck for deck, card in cards(root)}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = workspace(tmp_path, NOTE, CONFIG)
    write(root, "_MOC.md", MAP)
    return root


def test_a_map_gives_the_cards_that_stand_in_it_and_no_others(root: Path) -> None:
    outcome = run(root)
    assert decks(root) == EXPECTED
    assert not any("Why does a map" in step.front for step in outcome.plan.steps) if outcome.plan else False
    assert (root / "decks" / "Map" / "Map.md").is_file()
    assert outcome.report["mocs"] == 1
    assert outcome.report["unlisted"] == 0
    before = {file: file.read_bytes() for file in (root / "decks").rglob("*.md")}
    for full in (False, True):
        assert run(root, full=full).report["cards"]["new"] == 0
        assert {file: file.read_bytes() for file in (root / "decks").rglob("*.md")} == before


def test_nothing_is_read_where_no_syntax_is_on(root: Path) -> None:
    (root / "studykit.toml").write_text("", encoding="utf-8")
    assert not [step for step in run(root).plan.steps if "map" in step.front]  # type: ignore[union-attr]
    assert not cards(root)


def test_what_init_counts_is_what_a_build_makes(root: Path) -> None:
    write(root, ".obsidian/plugins/obsidian-spaced-repetition/data.json", "{}")
    seen = look(root / "vault", Config(), silent)
    [found] = seen.found
    assert found.cards == len(EXPECTED)
    assert seen.listed == 2
    assert seen.drafts["rules:written"] == len(EXPECTED)


def test_cards_that_a_map_had_stay_when_it_is_one_no_more(root: Path) -> None:
    run(root)
    before = {card.content.front: card.stamp.id for _, card in cards(root) if card.stamp is not None}
    write(root, "_MOC.md", MAP.replace("type: moc", "type: note").replace("What is a map?", "What is a map, then?"))
    (root / "vault" / "_MOC.md").rename(root / "vault" / "Plain.md")
    run(root)
    after = {card.content.front: card.stamp.id for _, card in cards(root) if card.stamp is not None}
    assert before["Nested?"] == after["Nested?"]
    assert before["What is a map?"] == after["What is a map, then?"]


def test_few_notes_or_all_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = Random(7)
    twins = Twins(tmp_path, monkeypatch, chance, Spaced)
    made = quick_builds(monkeypatch)
    listed = "\n".join(f"- [[{name}]]" for name in twins.names)
    twins.write("Karte MOC.md", f"# Karte\n\n{listed}\n\nWhat is a map? ::An index\n\n- Zwei? ::zwei\n")
    twins.build("first")
    for number in range(5):
        name = chance.choice(twins.names)
        twins.write(f"{name}.md", f"{twins.note(name)}\n\nWhat is a map, {number}? ::An index of {number}\n")
        twins.build("a note")
    cards_now = "What is a map now? ::An index\n\n#flashcards/x\n\nDrei? ::drei\n"
    twins.write("Karte MOC.md", f"# Karte\n\n{listed}\n\n{cards_now}")
    twins.build("the map")
    assert any(made)
