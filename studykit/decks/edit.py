"""Changing cards in a deck: every edit touches the lines of the cards it names and leaves all other text as it is.

    replace_cards   other contents, sources or stamps for cards that stand
    insert_cards    new cards under a concept's heading, which is created at its place where it is missing
    remove_cards    cards that went to another deck

All return a new deck whose blocks are those that parsing its text would give.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

from studykit.decks.comment import print_comment
from studykit.decks.deck import Block, CardBlock, Deck, Header, Prose
from studykit.decks.grammar import BREAK, HEADING, blank, fenced, split_lines
from studykit.decks.header import changed_header, new_header
from studykit.decks.print import card_block, print_fields
from studykit.model.card import Basic, Card
from studykit.text.normal import folded

CONCEPT_LEVEL: Final = 2


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
    if not cards:
        return deck
    headings = list(_headings(deck.blocks))
    name = folded(heading)
    new: list[Block] = []
    if not name:
        place = headings[0].place if headings else _end(deck)
    elif (own := _find(headings, name)) is not None:
        place = headings[own + 1].place if own + 1 < len(headings) else _end(deck)
    else:
        place = _place_of_concept(deck, headings, name, order)
        new.append(Prose(f"\n## {name}\n"))
    for card in cards:
        new += [Prose("\n"), card_block(card)]
    return _tidy(deck, _inserted(deck.blocks, place, new))


class _Heading(NamedTuple):
    level: int
    texts: frozenset[str]
    """Its text with and without closing `#`."""
    place: tuple[int, int]
    """The index of its block, and where its line begins there."""


def _headings(blocks: Sequence[Block]) -> Iterator[_Heading]:
    for index, block in enumerate(blocks):
        if not isinstance(block, Prose) or "#" not in block.raw:
            continue
        raws = split_lines(block.raw)
        inside, _ = fenced([raw.rstrip("\r\n") for raw in raws])
        offset = 0
        for raw, is_fenced in zip(raws, inside, strict=True):
            match = None if is_fenced else HEADING.match(raw.rstrip("\r\n"))
            if match is not None:
                text = folded(raw[match.end() :])
                body, _, closing = text.rpartition(" ")
                texts = {text, body} if closing and not closing.strip("#") else {text}
                yield _Heading(len(match[1]), frozenset(texts), (index, offset))
            offset += len(raw)


def _find(headings: Sequence[_Heading], name: str) -> int | None:
    found = (i for i, heading in enumerate(headings) if heading.level == CONCEPT_LEVEL and name in heading.texts)
    return next(found, None)


def _end(deck: Deck) -> tuple[int, int]:
    return len(deck.blocks), 0


def _place_of_concept(deck: Deck, headings: Sequence[_Heading], name: str, order: Sequence[str]) -> tuple[int, int]:
    names = [folded(other) for other in order]
    own = names.index(name) if name in names else len(names)
    for other in reversed(names[:own]):
        index = _find(headings, other)
        if index is not None:
            behind = (heading.place for heading in headings[index + 1 :] if heading.level <= CONCEPT_LEVEL)
            return next(behind, _end(deck))
    for other in names[own + 1 :]:
        index = _find(headings, other)
        if index is not None:
            return headings[index].place
    return _end(deck)


def _inserted(blocks: Sequence[Block], place: tuple[int, int], new: Sequence[Block]) -> list[Block]:
    """The blocks with new ones behind the last line before `place` that is not blank. A heading or the end follows."""
    index, offset = place
    text = ""
    if index < len(blocks):
        text = blocks[index].raw
    elif blocks and isinstance(blocks[-1], Prose):
        index -= 1
        text, offset = blocks[index].raw, len(blocks[index].raw)
    cut = end = 0
    for line in split_lines(text[:offset]):
        end += len(line)
        cut = cut if blank(line) else end
    before, rest = text[:cut], text[cut:]
    first = split_lines(rest)[:1]
    space = [Prose("\n")] if first and not blank(first[0]) else []
    middle = [Prose(before), Prose("" if before.endswith("\n") or not before else "\n"), *new, *space, Prose(rest)]
    return [*blocks[:index], *middle, *blocks[index + 1 :]]


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
    for block in blocks:
        last = merged[-1] if merged else None
        if isinstance(block, Prose) and isinstance(last, Prose):
            merged[-1] = Prose(last.raw + block.raw)
        elif block.raw:
            merged.append(block)
    for index, (last, block) in enumerate(pairwise(merged), start=1):
        if isinstance(last, CardBlock) and isinstance(block, Prose):
            merged[index] = Prose(_ending(last.card, block.raw) + block.raw)
    texts = [deck.header.raw, *(block.raw for block in merged)]
    texts = [text if text.endswith("\n") else text + "\n" for text in texts[:-1]] + texts[-1:]
    line = 1 + texts[0].count("\n")
    placed: list[Block] = []
    for block, raw in zip(merged, texts[1:], strict=True):
        if isinstance(block, Prose):
            placed.append(block if block.raw == raw else Prose(raw))
        else:
            same = block.line == line and block.raw == raw
            placed.append(block if same else CardBlock(block.card, raw, line))
        line += raw.count("\n")
    header: Header = replace(deck.header, raw=texts[0])
    return replace(deck, header=header, blocks=tuple(placed))


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
