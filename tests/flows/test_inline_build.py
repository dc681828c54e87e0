"""Cards in other tools' syntaxes, from the note to the deck file and the package: as written, in their deck, once.

The notes themselves are never touched.
"""

import hashlib
import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

from studykit.flows.build import Outcome, Request, build
from studykit.flows.decks.catalogue import faces, read_catalogue
from studykit.flows.learning.study import open_study
from studykit.flows.workspace import open_workspace
from studykit.model.card import Basic, Card
from studykit.model.event import silent
from studykit.model.review import FaceKey, Review
from studykit.store.faces import read_learned
from tests.flows.inline_cases import CASES, Case

ORDINARY = "# Ordinary\n\n### Why is this here?\n\nBecause a vault has other notes too, with words enough to be one.\n"


def settings(case: Case) -> str:
    return f'[inline]\nsyntaxes = ["{case.syntax}"]\n{case.options}'


def workspace(root: Path, text: str, config: str, path: str = "note.md") -> Path:
    (root / "vault").mkdir(parents=True)
    (root / "studykit.toml").write_text(config, encoding="utf-8")
    write(root, path, text)
    write(root, "ordinary.md", ORDINARY)
    return root


def write(root: Path, path: str, text: str) -> None:
    place = root / "vault" / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")


def run(root: Path, *, full: bool = False) -> Outcome:
    outcome = build(open_workspace(root), Request(full=full), silent)
    assert outcome is not None
    return outcome


def cards(root: Path) -> list[tuple[str, Card]]:
    found = read_catalogue(open_workspace(root)).cards()
    return [(deck.header.deck, card) for _, deck, card in found if card.stamp and card.stamp.by == "rules:written"]


def kind(card: Card) -> str:
    content = card.content
    return "reversed" if isinstance(content, Basic) and content.reversed else content.kind.value


def looks(root: Path) -> dict[str, str]:
    files = sorted((root / "vault").rglob("*"))
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files if file.is_file()}


@pytest.mark.parametrize("case", CASES, ids=[f"{case.syntax}: {case.name}" for case in CASES])
def test_from_the_note_to_the_package(tmp_path: Path, case: Case) -> None:
    root = workspace(tmp_path, case.text, settings(case), case.path or "note.md")
    before = looks(root)
    run(root)
    found = cards(root)
    assert sorted((kind(card), card.content.front, card.content.back) for _, card in found) == sorted(case.cards)
    for deck, card in found:
        assert card.stamp is not None
        assert (deck == case.deck) == bool(case.deck)
        assert set(case.tags) <= set(card.stamp.tags)
    text = "".join(file.read_text(encoding="utf-8") for file in (root / "decks").rglob("*.md"))
    assert not any(mark in text for mark in ("SR:", "ID:", "16268618", "TARGET", "STARTI", "noteId"))
    assert not any("#card" in f"{card.content.front}{card.content.back}" for _, card in found)
    packed = fields(root)
    for _, card in found:
        assert card.guid in packed
        assert "SR:" not in packed[card.guid]
        assert "16268618" not in packed[card.guid]
    assert looks(root) == before
    if case.due:
        with open_study(open_workspace(root)) as study:
            [(_, card)] = found
            assert card.stamp is not None
            for face, due in zip(faces(card), case.due, strict=False):
                learned = read_learned(study.store, FaceKey(card.stamp.id, face))
                assert learned is not None
                assert isinstance(learned.standing.state, Review)
                assert date.fromordinal(learned.standing.state.due_day).isoformat() == due


def fields(root: Path) -> dict[str, str]:
    """By GUID, the fields of every note in the packages."""
    found: dict[str, str] = {}
    for package in (root / "decks").glob("*.apkg"):
        with zipfile.ZipFile(package) as archive:
            target = root / f"{package.stem}.anki2"
            target.write_bytes(archive.read("collection.anki2"))
        connection = sqlite3.connect(target)
        found |= dict(connection.execute("SELECT guid, flds FROM notes"))
        connection.close()
    return found


def test_nothing_is_read_without_the_line(tmp_path: Path) -> None:
    root = workspace(tmp_path, "".join(case.text for case in CASES[:6]), "")
    run(root)
    assert cards(root) == []
    assert json.dumps([one for one in run(root).report["problems"] if one["code"].startswith("inline")]) == "[]"
