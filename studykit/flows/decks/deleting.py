"""Deleting a card from its deck file, and bringing it back: the next build remembers a deletion that stands."""

from dataclasses import dataclass
from pathlib import Path

from studykit.decks.deck import Deck, Prose
from studykit.decks.edit import insert_cards, remove_cards
from studykit.decks.files import DeckFile, read_deck, write_deck
from studykit.errors import UsageError
from studykit.model.card import Card
from studykit.model.ids import CardId


@dataclass(frozen=True, slots=True)
class Deleted:
    """What is needed to bring a card back."""

    path: Path
    before: Deck
    card: Card
    heading: str
    digest: str
    """Of the file without the card."""


def delete_card(path: Path, shown: str, card: CardId) -> Deleted:
    """Take a card out of its file. UsageError where it is not there; DeckFileError for a broken file."""
    file = read_deck(path, shown)
    block = file.deck.by_id.get(card)
    if block is None:
        raise UsageError("card-missing", id=card)
    digest = write_deck(path, remove_cards(file.deck, [card]), file.digest)
    return Deleted(path, file.deck, block.card, _heading_of(file, card), digest)


def bring_back(deleted: Deleted) -> None:
    """Put a card back where it stood; under its heading, where the file was changed meanwhile."""
    now = read_deck(deleted.path)
    if now.digest == deleted.digest:
        write_deck(deleted.path, deleted.before, now.digest)
    else:
        write_deck(deleted.path, insert_cards(now.deck, deleted.heading, [deleted.card]), now.digest)


def _heading_of(file: DeckFile, card: CardId) -> str:
    heading = ""
    for block in file.deck.blocks:
        if isinstance(block, Prose):
            for line in block.raw.splitlines():
                if line.startswith("## "):
                    heading = line[3:].strip()
        elif block.card.stamp is not None and block.card.stamp.id == card:
            break
    return heading
