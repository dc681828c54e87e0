"""Cards moved and taken out in numbers: every card stands somewhere once, and going back gives the same bytes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studykit.config import Config
from studykit.decks.files import find_deck_files, read_deck, write_deck
from studykit.errors import StudykitError, UsageError
from studykit.flows.decks.moving import delete_cards, move_cards, put_back
from studykit.flows.workspace import Workspace
from studykit.model.ids import CardId

HEAD = "---\ndeck: {name}\n---\n\nprose before\n\n"


def card(number: int) -> CardId:
    return CardId(f"card{number:06d}".replace("o", "0"))


def world(root: Path, files: dict[str, list[int]]) -> Workspace:
    """A workspace with deck files of these cards; every third card begins a heading."""
    decks = root / "decks"
    decks.mkdir(parents=True, exist_ok=True)
    for path in find_deck_files(decks):
        path.unlink()
    for name, numbers in files.items():
        text = HEAD.format(name=name)
        for number in numbers:
            text += f"## Concept {number // 3}\n\n" if number % 3 == 0 else ""
            text += f"Q: question {number}?\nA: answer\n<!-- card {card(number)} by me mod 2026-11-22T07:00:00Z -->\n\n"
        (decks / f"{name}.md").write_text(text, encoding="utf-8")
    return Workspace(root, Config(), root, decks, root / ".studykit")


def bytes_of(workspace: Workspace) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in find_deck_files(workspace.decks)}


def places(workspace: Workspace) -> dict[CardId, str]:
    """By card its file; a card that stands twice would fail here."""
    found: dict[CardId, str] = {}
    for path in find_deck_files(workspace.decks):
        for key in read_deck(path).deck.by_id:
            assert key not in found
            found[key] = path.name
    return found


@given(st.data())
def test_moving_and_deleting_lose_nothing_and_go_back(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    owners = data.draw(st.lists(st.sampled_from("abc"), min_size=3, max_size=9))
    files = {name: [number for number, owner in enumerate(owners) if owner == name] for name in "abc"}
    workspace = world(tmp_path_factory.getbasetemp() / "moving", files)
    chosen = {card(number) for number in data.draw(st.sets(st.integers(0, len(owners) - 1)))}
    before, stood = bytes_of(workspace), places(workspace)
    names = {stood[key] for key in chosen}

    if data.draw(st.booleans()):
        target = data.draw(st.sampled_from("abc")) + ".md"
        changed = move_cards(workspace, chosen, names, target)
        assert places(workspace) == {key: target if key in chosen else file for key, file in stood.items()}
        assert changed.cards == sum(stood[key] != target for key in chosen)
    else:
        changed = delete_cards(workspace, chosen, names)
        assert places(workspace) == {key: file for key, file in stood.items() if key not in chosen}
        assert changed.cards == len(chosen)
    put_back(workspace, changed)
    assert bytes_of(workspace) == before


def test_a_move_keeps_the_heading_a_card_stood_under(tmp_path: Path) -> None:
    workspace = world(tmp_path, {"a": [0, 1, 3, 4], "b": [6]})
    move_cards(workspace, {card(4)}, {"a.md"}, "b.md")
    text = (workspace.decks / "b.md").read_text(encoding="utf-8")
    assert text.index("## Concept 1") < text.index("question 4?")


def test_what_was_edited_meanwhile_stays_and_the_cards_come_back(tmp_path: Path) -> None:
    workspace = world(tmp_path, {"a": [0, 1], "b": [3]})
    changed = move_cards(workspace, {card(1)}, {"a.md"}, "b.md")
    path = workspace.decks / "a.md"
    path.write_text(path.read_text(encoding="utf-8").replace("prose before", "prose now"), encoding="utf-8")
    put_back(workspace, changed)
    assert places(workspace) == {card(0): "a.md", card(1): "a.md", card(3): "b.md"}
    assert "prose now" in path.read_text(encoding="utf-8")


def test_a_file_that_cannot_be_written_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = world(tmp_path, {"a": [0, 1], "b": [3], "c": [6]})
    before = bytes_of(workspace)
    calls: list[Path] = []

    def failing(path: Path, *rest: object) -> str:
        calls.append(path)
        if len(calls) == 3:
            raise StudykitError("deck-changed-on-disk", path=path)
        return write_deck(path, *rest)  # type: ignore[arg-type] # what it was called with

    monkeypatch.setattr("studykit.flows.decks.moving.write_deck", failing)
    with pytest.raises(StudykitError):
        move_cards(workspace, {card(0), card(3)}, {"a.md", "b.md"}, "c.md")
    assert bytes_of(workspace) == before


def test_a_card_that_stands_in_the_target_already_is_not_doubled(tmp_path: Path) -> None:
    workspace = world(tmp_path, {"a": [0], "b": [0]})
    with pytest.raises(UsageError):
        move_cards(workspace, {card(0)}, {"a.md"}, "b.md")
