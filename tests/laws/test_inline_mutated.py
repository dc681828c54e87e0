"""Notes with cards of other tools, damaged in every way: no crash, no hang, nothing written outside the workspace.

Reduced: a hundred notes alone, eighty built. `STUDYKIT_ROUNDS=full`: 20,000 alone, 20,000 built in vaults of 400.
"""

import hashlib
import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studykit.flows.build import Request, build
from studykit.flows.workspace import open_workspace
from studykit.markup.document import read
from studykit.markup.inline import read_inline
from studykit.markup.inline.hashed import hashed_cards
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.model.inline import CLOZES, SYNTAXES, Inline
from studykit.vault.parse import parse_note
from tests.conftest import FULL
from tests.flows.inline_cases import CASES

ALONE = 20_000 if FULL else 100
VAULTS, NOTES = (50, 400) if FULL else (1, 80)
SECONDS = 1.0
ALL = Inline(SYNTAXES, cloze=CLOZES, folders=("cards",))
PIECES = (
    "::", ":::", "?", "??", "\n", "\n\n", "==", "**", "{{c1::", "}}", "{", "}", "#card", "#flashcards/../../out",
    "#flashcards/a/b", "START", "END", "STARTI [Basic]", "ENDI", "Back:", "Q:", "A:", "C: [", "]", "---\n", "1. ", "> ",
    "## ", "~~", "_", "<!--SR:!2026-01-01,3,250", "<!--SR:!fsrs,9999-99-99,1e400,nan,-5", "-->", "^1234567890123",
    "<!--ID: 99999999999999999999-->", "`", "```\n", "$", "$$", "[[", "]]", "![[", "字", "\u202e", "\x1b[31m", "\x00",
    "%%", "<%", "%>", "Deck: ../../out", "TARGET DECK: /out::..", "FILE TAGS: ", "| a | b |\n|---|---|\n",
    "cards-deck:", "\r\n", "\r", "\ufeff", "\t", " " * 50, "<script>", "{{", "![x](../../../out.png)", "[^1]", "%\n",
)  # fmt: skip


def mutated(random: Random) -> str:
    """A note of one or two cases, cut, doubled, joined and strewn with marks."""
    text = "\n".join(random.choice(CASES).text for _ in range(random.randint(1, 2)))
    for _ in range(random.randint(1, 12)):
        place, end = sorted((random.randrange(len(text) + 1), random.randrange(len(text) + 1)))
        match random.randrange(5):
            case 0:
                text = text[:place] + text[min(end, place + 40) :]
            case 1:
                text = text[:end] + text[place:end][:60] + text[end:]
            case 2:
                text = text[:place] + text[place:end][::-1][:60] + text[min(end, place + 60) :]
            case _:
                text = text[:place] + random.choice(PIECES) + text[place:]
    return text


@settings(max_examples=ALONE)
@given(st.integers(0, 2**64))
def test_a_damaged_note_is_read(seed: int) -> None:
    text = mutated(Random(seed))
    start = time.process_time()
    parsed = parse_note(NotePath("cards/note.md"), text.encode("utf-8", "surrogatepass"))
    document = parsed.document if parsed.document is not None else read(text.encode())
    properties = parsed.note.properties if parsed.note is not None else {}
    found = read_inline(document, ALL, properties, "cards")
    for card in found.cards:
        assert 0 <= card.whole.start <= card.whole.end <= len(document.text)
        for piece in (*card.front, *card.back):
            document.slice(*piece)
    for _ in hashed_cards(text):
        pass
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("number", range(VAULTS))
def test_damaged_notes_are_built(tmp_path: Path, number: int) -> None:
    root = tmp_path / "workspace"
    folder = root / "vault" / "cards"
    folder.mkdir(parents=True)
    random = Random(number)
    for place in range(NOTES):
        data = mutated(random).encode("utf-8", "surrogatepass")
        (folder / f"note {place}.md").write_bytes(data)
    listed = ", ".join(f'"{syntax}"' for syntax in SYNTAXES if syntax != "yanki" or number % 2)
    (root / "studykit.toml").write_text(
        f'[inline]\nsyntaxes = [{listed}]\ncloze = ["==", "**", "{{{{"]\nfolders = ["cards"]\n', encoding="utf-8"
    )
    before = state(root / "vault")
    start = time.process_time()
    outcome = build(open_workspace(root), Request(), silent)
    assert outcome is not None
    assert time.process_time() - start < SECONDS * NOTES / 10
    assert state(root / "vault") == before
    assert {place.name for place in tmp_path.iterdir()} == {"workspace"}
    assert {place.name for place in root.iterdir()} == {"vault", "studykit.toml", "decks", ".studykit"}
    again = build(open_workspace(root), Request(full=True), silent)
    assert again is not None
    counts = again.report["cards"]
    assert not counts["new"], [step for step in again.plan.steps if step.action == "new"] if again.plan else []
    assert not counts["updated"]
    assert not counts["retired"]


def state(folder: Path) -> dict[str, str]:
    """Every file with a hash of it."""
    files = (place for place in folder.rglob("*") if place.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
