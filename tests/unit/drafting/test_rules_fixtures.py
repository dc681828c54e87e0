"""What a rule drafts from a note: the cases stand in `fixtures/rules/*.md`, readable without Python.

A file named for a rule beyond tier 1 shows what that rule alone drafts, the others all that tier 1 does.

A case is a title, a line `.`, a small vault, a line `.`, the cards, a line `.`. The vault is one note, or several
files, each begun by a line `=== path`; the cards are those of the first file. A card is `Q:`, `A:` and, behind a line
`+`, what is folded away; `(none)` says that nothing is drafted.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from studykit.config import Config
from studykit.drafting import rules
from studykit.flows.drafting.units import units_in
from studykit.flows.reading.scan import read_note, scan
from studykit.markup.document import Document
from studykit.model.card import Basic, Draft
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.vault.embeds import Embeds

TIER_1 = frozenset(f"rules:{name}" for name in ("question", "inline", "formula", "brief", "gloss", "acronym"))
FIXTURES = Path(__file__).parents[2] / "fixtures" / "rules"


class Case(NamedTuple):
    """One case of a fixture file."""

    title: str
    rules: frozenset[str]
    files: dict[str, str]
    cards: str


def cases(path: Path) -> Iterator[Case]:
    pieces = path.read_text(encoding="utf-8").split("\n.\n")
    assert len(pieces) % 3 == 1, f"{path.name}: a case is a title, a vault and its cards"
    assert not pieces[-1].strip(), f"{path.name}: something stands behind the last case"
    own = f"rules:{path.stem}"
    alone = TIER_1 if path.stem not in rules.RULES or own in TIER_1 else frozenset({own})
    for title, vault, cards in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=False):
        yield Case(title.strip().rpartition("\n")[2], alone, files(vault), cards)


def files(vault: str) -> dict[str, str]:
    if not vault.startswith("=== "):
        vault = f"=== note.md\n{vault}"
    found: dict[str, str] = {}
    for piece in f"\n{vault}".split("\n=== ")[1:]:
        name, _, text = piece.partition("\n")
        found[name] = f"{text}\n"
    return found


def drafts_of(root: Path, vault: dict[str, str], chosen: frozenset[str]) -> list[Draft]:
    """What the chosen rules draft from the first file of a vault, unchecked, but for what its author is to look at."""
    for name, text in vault.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    scanned = scan(root, Config(), silent)
    first = NotePath(next(iter(vault)))
    concept = next(concept for concept in scanned.concepts if concept.note == first)

    def document(path: NotePath) -> Document | None:
        return read_note(root, path).document

    body = document(first)
    assert body is not None
    units = units_in(scanned, concept, body, Embeds(scanned.resolver, document))
    return [draft for unit in units for draft in rules.draft(unit) if draft.by in chosen and not draft.flags]


def shown(draft: Draft) -> str:
    content = draft.content
    assert isinstance(content, Basic)
    detail = f"\n+\n{content.detail}" if content.detail else ""
    return f"Q: {content.question}\nA: {content.answer}{detail}"


CASES = [
    pytest.param(case, id=f"{path.stem}: {case.title}")
    for path in sorted(FIXTURES.glob("*.md"))
    for case in cases(path)
]


@pytest.mark.parametrize("case", CASES)
def test_a_note_gives_these_cards(case: Case, tmp_path: Path) -> None:
    found = drafts_of(tmp_path, case.files, case.rules)
    assert "\n\n".join(map(shown, found)) == ("" if case.cards == "(none)" else case.cards)


def test_there_are_cases_enough_and_no_title_stands_twice() -> None:
    names = [case.id for case in CASES]
    assert len(names) >= 60
    assert len(set(names)) == len(names)
