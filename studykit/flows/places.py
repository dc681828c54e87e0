"""Where a card can be read and edited: the line of its deck file, its note in Obsidian, its quote in the paragraph."""

from studykit.anki.fields import obsidian_link
from studykit.decks.files import read_deck
from studykit.flows.catalogue import Sources
from studykit.flows.workspace import Workspace
from studykit.model.card import Card, Source
from studykit.model.ids import CardId
from studykit.text.encoding import decode
from studykit.vault import load

_AROUND = 4000
"""Characters of a paragraph that are shown at most."""


def line_in_deck(workspace: Workspace, file: str, card: CardId) -> int:
    """The line, 1-based, on which a card begins in its deck file; 1 where it is not there."""
    deck = read_deck(workspace.decks / file, f"{workspace.decks.name}/{file}").deck
    block = deck.by_id.get(card)
    return block.line if block is not None else 1


def link_of(workspace: Workspace, card: Card) -> str:
    """The address that opens a card's note in Obsidian; empty for a card without a source."""
    name = workspace.config.obsidian_vault or workspace.vault.resolve().name
    return "" if card.source is None else obsidian_link(name, card.source)


def paragraph_of(workspace: Workspace, source: Source) -> tuple[str, int | None, str]:
    """(path, line, paragraph) of a quote as its note stands now; the quote alone where it is not there any more."""
    path, line = Sources(workspace).place(source)
    if path is None or line is None:
        return path or source.note, line, source.quote
    raw = load.read_bytes(workspace.vault, path)
    data = decode(raw).data if isinstance(raw, bytes) else None
    if data is None:
        return path, line, source.quote
    lines = data.decode("utf-8", "replace").splitlines()
    start = end = min(line, len(lines)) - 1
    while start > 0 and lines[start - 1].strip() and not lines[start - 1].startswith("#"):
        start -= 1
    last = min(len(lines), start + 60)
    while end + 1 < last and lines[end + 1].strip():
        end += 1
    return path, line, "\n".join(lines[start : end + 1])[:_AROUND]
