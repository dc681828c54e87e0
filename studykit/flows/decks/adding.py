"""A person's own cards added to a deck file, without a comment: the next build gives them their ids."""

from collections.abc import Sequence
from typing import NamedTuple

from studykit.decks.deck import CardBlock, Prose
from studykit.decks.edit import insert_cards
from studykit.decks.files import read_deck, write_deck
from studykit.decks.parse import parse
from studykit.errors import DeckFileError, UsageError
from studykit.flows.decks.catalogue import read_catalogue
from studykit.flows.decks.moving import heading_in
from studykit.flows.workspace import Workspace
from studykit.model.card import Card, Content
from studykit.text.normal import name_key

_HEADER = "---\ndeck: x\n---\n"


class Added(NamedTuple):
    """Where the cards are."""

    file: str
    """Relative to the decks' folder."""
    line: int
    """Of the first of them."""


def add_cards(workspace: Workspace, deck: str, contents: Sequence[Content], heading: str = "") -> Added:
    """Put cards at the end of a deck, or under a heading of it, which is made where it is missing.

    `deck` is its name, or a part of it that no other deck's name has. UsageError where it names none, or several.
    ValueError (a code) for a content that could not be read again.
    """
    file = deck_file(workspace, deck)
    found = read_deck(workspace.decks / file, f"{workspace.decks.name}/{file}")
    under = heading
    if not under:
        for block in found.deck.blocks:
            under = heading_in(block.raw, under) if isinstance(block, Prose) else under
    changed = insert_cards(found.deck, under, [Card(content, None, None) for content in contents])
    before = {id(block) for block in found.deck.blocks}
    write_deck(found.path, changed, found.digest)
    new = [block for block in changed.cards if block.card.stamp is None and id(block) not in before]
    wanted = [block.line for block in new if block.card.content == contents[0]]
    return Added(file, max(wanted, default=1))


def deck_file(workspace: Workspace, deck: str) -> str:
    """The file of a deck: by its whole name, else by a part of it."""
    named = [(found.header.deck, file) for file, found in read_catalogue(workspace).decks]
    exact = [file for name, file in named if name == deck]
    if exact:
        return exact[0]
    fits = {name: file for name, file in reversed(named) if name_key(deck) in name_key(name)}
    last = {name: file for name, file in fits.items() if name_key(name.rpartition("::")[2]) == name_key(deck)}
    for found in (last, fits):
        if len(found) == 1:
            return next(iter(found.values()))
    if not deck or not fits:
        raise UsageError("deck-missing", deck=deck, known=", ".join(name for name, _ in named) or "-")
    raise UsageError("cards-deck-several", deck=deck, known=", ".join(sorted(fits)))


def written_cards(text: str, name: str) -> list[Content]:
    """The cards of a text that a person wrote, as a deck file has them; what stands from `<!--` on is left out.

    DeckFileError, with `name` and the line, where it is no card, or holds other text than cards.
    """
    own = text.replace("\r\n", "\n").partition("<!--")[0]
    if not own.strip():
        return []
    try:
        blocks = parse(_HEADER + own).blocks
    except DeckFileError as error:
        others = {key: value for key, value in error.parameters.items() if key not in ("path", "line", "column")}
        raise DeckFileError(
            error.code, line=max(1, error.line - _HEADER.count("\n")), column=error.column, path=name, **others
        ) from None
    if any(isinstance(block, Prose) and block.raw.strip() for block in blocks):
        raise DeckFileError("cards-not-cards", line=1, path=name)
    return [block.card.content for block in blocks if isinstance(block, CardBlock)]
