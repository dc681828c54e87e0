"""Changing cards in a deck: every edit touches the lines of the cards it names and leaves all other text as it is.

    replace_cards   other contents, sources or stamps for cards that stand
    insert_cards    new cards under a concept's heading, which is created at its place where it is missing
    insert_groups   the same for many headings at once
    remove_cards    cards that went to another deck

All return a new deck whose blocks are those that parsing its text would give.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from studykit.decks.comment import print_comment
from studykit.decks.deck import Block, CardBlock, Deck, Prose
from studykit.decks.grammar import BREAK, HEADING, blank, split_lines
from studykit.decks.header import changed_header, new_header
from studykit.decks.layout import Layout
from studykit.decks.print import card_block, print_fields
from studykit.model.card import Basic, Card
from studykit.text.normal import folded


def new_deck(name: str, moc: str = "", section: str = "", order: int = 0) -> Deck:
    """A deck without cards."""
    return Deck(new_header(name, moc, section, order), ())


def with_header(deck: Deck, /, **values: str | int) -> Deck:
    """The deck with other values for `deck`, `moc`, `section`, `order`; the rest of the frontmatter stays as it is."""
    return replace(deck, header=changed_header(deck.header, **values)) if values else deck


def replace_cards(deck: Deck, cards: Mapping[int | str, Card]) -> Deck:
    """The deck with other cards in their places; a key is an index in `deck.blocks` or a card's id.

    A card that is the same stays byte for byte; where only the stamp changed, only the comment's line changes.
    KeyError where there is no such card, ValueError for a card that could not be read again.
    """
    ids = _ids(deck)
    blocks = list(deck.blocks)
    for key, card in cards.items():
        index = _index(deck, ids, key)
        blocks[index] = _replaced(blocks[index], card)
    return _tidy(deck, blocks)


def remove_cards(deck: Deck, keys: Iterable[int | str]) -> Deck:
    """The deck without some cards, and without the blank line that stood behind each. Keys as in `replace_cards`."""
    ids = _ids(deck)
    gone = {_index(deck, ids, key) for key in keys}
    blocks: list[Block] = []
    for index, block in enumerate(deck.blocks):
        if index in gone:
            continue
        if index - 1 in gone and isinstance(block, Prose):
            first, *others = split_lines(block.raw)
            block = Prose("".join(others)) if blank(first) else block
        blocks.append(block)
    return _tidy(deck, blocks)


def insert_cards(deck: Deck, heading: str, cards: Sequence[Card], order: Sequence[str] = ()) -> Deck:
    """The deck with new cards behind those that stand under `## heading` (before a deeper heading there).

    Where no heading of level 2 says so, it is created: behind the nearest concept that comes before it in `order`, else
    before the nearest one that comes after it, else at the end. With an empty heading the cards go before all headings.
    """
    return insert_groups(deck, [(heading, cards)], order)


def insert_groups(deck: Deck, groups: Iterable[tuple[str, Sequence[Card]]], order: Sequence[str] = ()) -> Deck:
    """`insert_cards` for many headings, one after the other, in one pass over the deck."""
    return insert_blocks(deck, ((heading, [*map(card_block, cards)]) for heading, cards in groups), order)


def insert_blocks(deck: Deck, groups: Iterable[tuple[str, Sequence[CardBlock]]], order: Sequence[str] = ()) -> Deck:
    """`insert_groups` of cards that are blocks already."""
    layout = Layout(deck.blocks, order)
    for heading, blocks in groups:
        if blocks:
            layout.insert(folded(heading), blocks)
    return _tidy(deck, layout.blocks()) if layout.changed else deck


def _index(deck: Deck, ids: Mapping[str, int], key: int | str) -> int:
    index = ids[key] if isinstance(key, str) else key
    if not (0 <= index < len(deck.blocks) and isinstance(deck.blocks[index], CardBlock)):
        raise KeyError(key)
    return index


def _ids(deck: Deck) -> dict[str, int]:
    cards = ((block.card, index) for index, block in enumerate(deck.blocks) if isinstance(block, CardBlock))
    return {card.stamp.id: index for card, index in cards if card.stamp is not None}


def _replaced(block: Block, card: Card) -> CardBlock:
    new = card_block(card)
    if not isinstance(block, CardBlock) or new.card == block.card:
        return block if isinstance(block, CardBlock) else new
    stamp = new.card.stamp
    if stamp is None or print_fields(new.card) != print_fields(block.card):
        return new
    lines = split_lines(block.raw)
    if block.card.stamp is not None:
        lines.pop()
    elif not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    content = new.card.content
    backwards = isinstance(content, Basic) and content.reversed
    return CardBlock(new.card, "".join([*lines, print_comment(stamp, backwards=backwards), "\n"]))


def _tidy(deck: Deck, blocks: Iterable[Block]) -> Deck:
    """The deck with these blocks as parsing would give them: prose in one piece, cards that end where they should."""
    merged: list[Block] = []
    last: Block | None = None
    for block in blocks:
        if not block.raw:
            continue
        if isinstance(block, Prose) and isinstance(last, Prose):
            last = merged[-1] = Prose(last.raw + block.raw)
        else:
            merged.append(block)
            last = block
    for index, (last, block) in enumerate(pairwise(merged), start=1):
        if isinstance(last, CardBlock) and isinstance(block, Prose) and (ending := _ending(last.card, block.raw)):
            merged[index] = Prose(ending + block.raw)
    head = deck.header.raw
    if merged and not head.endswith("\n"):
        head += "\n"
    line = 1 + head.count("\n")
    placed: list[Block] = []
    end = len(merged) - 1
    for index, block in enumerate(merged):
        raw = block.raw if index == end or block.raw.endswith("\n") else block.raw + "\n"
        if isinstance(block, Prose):
            placed.append(block if block.raw == raw else Prose(raw))
        else:
            same = block.line == line and block.raw == raw
            placed.append(block if same else CardBlock(block.card, raw, line))
        line += raw.count("\n")
    return Deck(replace(deck.header, raw=head), tuple(placed), deck.newline, deck.bom)


def _ending(card: Card, prose: str) -> str:
    """The blank lines that a card without a comment needs to end before this prose."""
    if card.stamp is not None:
        return ""
    lines = split_lines(prose)
    blanks = next((index for index, line in enumerate(lines) if not blank(line)), len(lines))
    if card.source is not None:
        return "\n" if blanks == 0 and prose.startswith(">") else ""
    if blanks >= 2 or blanks == len(lines) or HEADING.match(lines[blanks].rstrip("\r\n")):
        return ""
    return "" if BREAK.match(lines[blanks].rstrip("\r\n")) else "\n" * (2 - blanks)
