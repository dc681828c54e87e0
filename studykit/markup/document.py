"""A note's body as blocks: what Markdown and Obsidian make of it, with byte spans into the text.

Documents are kept from the scan of a vault until cards are drafted from them. Until their blocks are asked for these
are `numbers`, which take a fraction of the room.
"""

import re
from typing import Final, Literal, NamedTuple

from studykit.markup.events import FILLER
from studykit.markup.numbers import CONTAINERS, KINDS, SPANS, Rows
from studykit.markup.outline import Outline
from studykit.markup.rows import read_rows

BlockKind = Literal[
    "heading",
    "paragraph",
    "list",
    "item",
    "table",
    "row",
    "cell",
    "code",
    "quote",
    "callout",
    "footnote",
    "html",
    "rule",
]
SpanKind = Literal["math", "display", "code", "link", "image", "strong", "html", "footnote"]


class Span(NamedTuple):
    """Something within a block's text. Offsets are bytes of the document's text, marks included."""

    kind: SpanKind
    start: int
    end: int
    text: str
    """Of code and mathematics what stands between the marks, of links and images the destination as written."""


class Block(NamedTuple):
    """A block with its parts. Offsets are bytes of the document's text."""

    kind: BlockKind
    start: int
    end: int
    level: int
    """Heading: 1 to 6. Ordered list: its first number. Head row of a table: 1. Open task: 1, done task: 2. Else 0."""
    info: str
    """Code: the info string. Callout: its type in lower case. Footnote: its label. Heading: its plain text."""
    quoted: int
    """How many block quotes enclose it: so many `>` begin its lines."""
    children: tuple["Block", ...]
    spans: tuple[Span, ...]


_DEEPEST: Final = 50
"""What `source` takes away stands so often at the beginning of a line, at most."""
_new: Final = tuple.__new__
"""Makes a named tuple in a third of the time that its own constructor takes; of blocks and spans there are many."""


class Document:
    """A parsed body."""

    __slots__ = ("_blocks", "_rows", "first_line", "text")

    def __init__(self, text: bytes, first_line: int, rows: Rows) -> None:
        self.text = text
        """UTF-8 with LF line ends, comments written over: what every offset counts in."""
        self.first_line = first_line
        """The line of the file on which the body begins, 1-based."""
        self._rows: Rows | None = rows
        self._blocks: tuple[Block, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that are in no other, in order."""
        if self._rows is not None:
            self._blocks, self._rows = _blocks(self._rows), None
        return self._blocks

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return (self.text, self.first_line, self.blocks) == (other.text, other.first_line, other.blocks)

    def line_at(self, offset: int) -> int:
        """The line of the file in which a byte stands, 1-based."""
        return self.first_line + self.text.count(b"\n", 0, offset)

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets as it stands."""
        text = self.text[start:end].decode()
        return text.replace(FILLER, "") if FILLER in text else text

    def source(self, block: Block) -> str:
        """A block's Markdown, without the `>` of the quotes around it and the indentation of the list it is in."""
        text = self.slice(block.start, block.end)
        if "\n" in text:
            head = self.slice(self.text.rfind(b"\n", 0, block.start) + 1, block.start)
            if block.quoted:
                marks = rf"(?:[ \t]*>[ \t]?){{1,{min(block.quoted, _DEEPEST)}}}"
                text = re.sub(rf"\n{marks}", "\n", text)
                head = re.sub(rf"^{marks}", "", head)
            if head:
                text = re.sub(rf"\n[ \t]{{1,{min(len(head), 2 * _DEEPEST)}}}", "\n", text)
        return text.rstrip()


def _blocks(rows: Rows) -> tuple[Block, ...]:
    words = rows.words
    numbers = iter(rows.spans)
    spans = [
        _new(Span, (SPANS[kind], start, end, words[word]))
        for kind, start, end, word in zip(*[numbers] * 4, strict=True)
    ]
    found: list[Block] = []
    numbers = iter(rows.blocks)
    at = 0
    for kind, start, end, level, word, quoted, held in zip(*[numbers] * 7, strict=True):
        if not held:
            found.append(_new(Block, (KINDS[kind], start, end, level, words[word], quoted, (), ())))
        elif kind in CONTAINERS:
            children = tuple(found[-held:])
            del found[-held:]
            found.append(_new(Block, (KINDS[kind], start, end, level, words[word], quoted, children, ())))
        else:
            within = tuple(spans[at : at + held])
            at += held
            found.append(_new(Block, (KINDS[kind], start, end, level, words[word], quoted, (), within)))
    return tuple(found)


def read_whole(text: bytes, first_line: int = 1, decoded: str | None = None) -> tuple[Outline, Document]:
    """What a body (UTF-8, LF line ends) tells of itself, and its document, of one pass. Linear in its length.

    `first_line` is the body's first line in its file, `decoded` the body as a string, where there is one already.
    """
    told, shown, rows = read_rows(text, first_line, decoded)
    return told, Document(shown, first_line, rows)


def read(text: bytes, first_line: int = 1) -> Document:
    """The document alone."""
    return read_whole(text, first_line)[1]
