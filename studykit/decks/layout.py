"""Where the cards of a concept stand in a deck: the parts between its headings, and the place of one that is new."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from studykit.decks.deck import Block, CardBlock, Prose
from studykit.decks.grammar import HEADING, blank, fenced, split_lines
from studykit.text.normal import folded

CONCEPT_LEVEL: Final = 2
_BLANK_LINE: Final = Prose("\n")


class Layout:
    """The blocks of a deck by the headings they stand under. Takes new cards, and gives the blocks back."""

    def __init__(self, blocks: Sequence[Block], order: Sequence[str]) -> None:
        """`order` are the concepts of the deck in the order in which their headings should stand."""
        self.changed = False
        self._parts = list(_parts(blocks))
        self._order = [folded(name) for name in order]
        self._places: dict[str, int] = {}
        for place, name in enumerate(self._order):
            self._places.setdefault(name, place)
        self._concepts: dict[str, _Part] = {}
        """The first part of each concept, under each of its names."""
        self._name(self._parts)

    def blocks(self) -> Iterator[Block]:
        """All blocks in order; prose may come in pieces, and some of them may be empty."""
        for part in self._parts:
            yield from part.blocks
            yield Prose(part.blanks)

    def insert(self, name: str, cards: Sequence[CardBlock]) -> None:
        """Put cards behind those under a heading (folded), or before all headings where it is empty."""
        part = self._concepts.get(name) if name else self._parts[0]
        if part is None:
            part = self._added(name)
        part.end_line()
        for card in cards:
            part.blocks += [_BLANK_LINE, card]
        if not part.blanks and part is not self._parts[-1]:
            part.blanks = "\n"
        self.changed = True

    def _added(self, name: str) -> "_Part":
        """A new part at its place, which takes over the blank lines that were there."""
        index = self._place(name)
        before = self._parts[index - 1]
        part = _Part(CONCEPT_LEVEL, _texts(name), [Prose(f"## {name}\n")])
        before.end_line()
        before.blanks, part.blanks = "\n", before.blanks
        self._parts.insert(index, part)
        if part.texts.isdisjoint(self._concepts):
            self._name([part])
        else:
            self._concepts.clear()
            self._name(self._parts)
        return part

    def _name(self, parts: Iterable["_Part"]) -> None:
        for part in parts:
            if part.level == CONCEPT_LEVEL:
                for text in part.texts:
                    self._concepts.setdefault(text, part)

    def _place(self, name: str) -> int:
        """The index that the part of a new concept gets."""
        own = self._places.get(name, len(self._order))
        for place in range(own - 1, -1, -1):
            other = self._concepts.get(self._order[place])
            if other is not None:
                index = self._parts.index(other) + 1
                while index < len(self._parts) and self._parts[index].level > CONCEPT_LEVEL:
                    index += 1
                return index
        for place in range(own + 1, len(self._order)):
            other = self._concepts.get(self._order[place])
            if other is not None:
                return self._parts.index(other)
        return len(self._parts)


class _Part:
    """A heading and what stands under it, to the next heading."""

    __slots__ = ("blanks", "blocks", "level", "texts")

    def __init__(self, level: int, texts: frozenset[str], blocks: Sequence[Block]) -> None:
        self.level = level
        """0 for what stands before all headings."""
        self.texts = texts
        """The heading's text with and without closing `#`."""
        self.blocks = list(blocks)
        """Without the blank lines at the end."""
        self.blanks = ""
        """The blank lines at the end."""
        if self.blocks and isinstance(self.blocks[-1], Prose):
            lines = split_lines(self.blocks.pop().raw)
            end = len(lines)
            while end and blank(lines[end - 1]):
                end -= 1
            self.blanks = "".join(lines[end:])
            self.blocks.append(Prose("".join(lines[:end])))

    def end_line(self) -> None:
        """End the last line of prose, as one at the end of a file may not be."""
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Prose) and last.raw and not last.raw.endswith("\n"):
            self.blocks.append(Prose("\n"))


def _parts(blocks: Sequence[Block]) -> Iterator[_Part]:
    level, texts = 0, frozenset[str]()
    held: list[Block] = []
    for block in blocks:
        if not isinstance(block, Prose) or "#" not in block.raw:
            held.append(block)
            continue
        raws = split_lines(block.raw)
        inside, _ = fenced([raw.rstrip("\r\n") for raw in raws])
        start = 0
        for index, raw in enumerate(raws):
            match = None if inside[index] else HEADING.match(raw.rstrip("\r\n"))
            if match is not None:
                yield _Part(level, texts, [*held, Prose("".join(raws[start:index]))])
                level, texts = len(match[1]), _texts(folded(raw[match.end() :]))
                held, start = [], index
        held.append(Prose("".join(raws[start:])))
    yield _Part(level, texts, held)


def _texts(text: str) -> frozenset[str]:
    body, _, closing = text.rpartition(" ")
    return frozenset({text, body} if closing and not closing.strip("#") else {text})
