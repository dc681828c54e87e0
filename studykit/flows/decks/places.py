"""Where a card can be read and edited: the line of its deck file, its note in Obsidian, its quote in the paragraph."""

from studykit.anki.fields import obsidian_link
from studykit.decks.files import read_deck
from studykit.flows.decks.catalogue import Sources
from studykit.flows.reading.paragraph import around
from studykit.flows.workspace import Workspace
from studykit.model.card import Card, Source
from studykit.model.ids import CardId
from studykit.text.encoding import decode
from studykit.vault import load


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
    return path, line, around(data.decode("utf-8", "replace"), line, line + source.quote.count("\n"))
