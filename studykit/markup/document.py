"""A note's body as blocks: what Markdown and Obsidian make of it, with byte spans into the text.

One pass over the parser's events gives the blocks, and with them what `outline` tells of a note. Only what someone asks
for later is kept of the inline level (code, mathematics, links, images, bold); the rest is a slice away.
"""

import re
from typing import Any, Final, Literal, NamedTuple

from studykit.markup.events import FILLER
from studykit.markup.events import parse as parse_events
from studykit.markup.outline import Teller
from studykit.model.note import Heading, Link

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


class Document(NamedTuple):
    """A parsed body."""

    text: bytes
    """UTF-8 with LF line ends, comments written over: what every offset counts in."""
    first_line: int
    """The line of the file on which the body begins, 1-based."""
    blocks: tuple[Block, ...]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    tags: tuple[str, ...]
    block_ids: frozenset[str]
    prose: int
    """Bytes of text that is neither heading nor link."""

    def line_at(self, offset: int) -> int:
        """The line of the file in which a byte stands, 1-based."""
        return self.first_line + self.text.count(b"\n", 0, offset)

    def slice(self, start: int, end: int) -> str:
        """The text between two offsets as it stands."""
        return self.text[start:end].decode("utf-8").replace(FILLER, "")

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


_PLAIN_BLOCKS: Final[dict[str, BlockKind]] = {
    "Paragraph": "paragraph",
    "Item": "item",
    "TableRow": "row",
    "TableHead": "row",
    "TableCell": "cell",
    "HtmlBlock": "html",
}
_INLINE: Final = frozenset(("Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"))
_CONTAINERS: Final = frozenset(("list", "item", "quote", "callout", "footnote"))
_CALLOUT: Final = re.compile(rb">[ \t]*\[!([^\]|\n]+)[^\]\n]*\]")
_DEEPEST: Final = 50
"""Blocks nest no deeper than this; what lies deeper is hung to the last block that does, so that walks may recurse."""


class _Open:
    """A block whose end has not come yet."""

    __slots__ = ("children", "implicit", "info", "kind", "last", "level", "spans", "start")

    def __init__(self, kind: BlockKind, start: int, level: int = 0, info: str = "", *, implicit: bool = False) -> None:
        self.kind = kind
        self.implicit = implicit
        self.start = start
        self.level = level
        self.info = info
        self.children: list[Block] = []
        self.spans: list[Span] = []
        self.last = start


class _Reader:
    """The state of one pass. Its methods are the events' handlers."""

    def __init__(self, text: bytes, first_line: int) -> None:
        self.text = text
        self.teller = Teller(text, first_line)
        self.blocks: list[Block] = []
        self.stack: list[_Open] = []
        self.quoted = 0
        self.embeds: list[bool] = []
        self.strong: list[int] = []

    def push(self, opened: _Open) -> None:
        if self.stack and self.stack[-1].implicit:
            self.close_implicit()
        self.stack.append(opened)

    def pop(self, end: int) -> None:
        if self.stack[-1].implicit:
            self.close_implicit()
        opened = self.stack.pop()
        kind, info = opened.kind, opened.info
        if kind == "quote":
            self.quoted -= 1
            callout = _CALLOUT.match(self.text, opened.start)
            if callout is not None:
                kind, info = "callout", callout.group(1).decode("utf-8").strip().casefold()
        if len(self.stack) > _DEEPEST and kind in _CONTAINERS:
            self.stack[-1].children.extend(opened.children)
            return
        self.add(
            Block(kind, opened.start, end, opened.level, info, self.quoted, tuple(opened.children), tuple(opened.spans))
        )

    def add(self, block: Block) -> None:
        (self.stack[-1].children if self.stack else self.blocks).append(block)

    def close_implicit(self) -> None:
        """End the paragraph that the text of a tight list item makes, which the parser does not announce."""
        opened = self.stack.pop()
        self.add(Block("paragraph", opened.start, opened.last, 0, "", self.quoted, (), tuple(opened.spans)))

    def inline(self, start: int, end: int) -> None:
        """Something inline stands here; in a tight item it begins or goes on with a paragraph."""
        top = self.stack[-1]
        if top.kind == "item":
            top = _Open("paragraph", start, implicit=True)
            self.stack.append(top)
        top.last = end


def read(text: bytes, first_line: int = 1) -> Document:
    """Parse a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length."""
    parsed = parse_events(text, merge=True)
    reader = _Reader(parsed.shown, first_line)
    for event, where in parsed.events:
        start, end = where["start"], where["end"]
        if event.__class__ is str:
            _mark(reader, event, start, end)
            continue
        ((name, value),) = event.items()
        if name == "Text":
            if reader.stack and reader.stack[-1].kind not in ("code", "html"):
                reader.inline(start, end)
                reader.teller.text(value, start, end)
        elif name == "Start":
            _start(reader, value, start, end)
        elif name == "End":
            _end(reader, value, end)
        else:
            _leaf(reader, name, value, start, end)
    told = reader.teller.outline()
    return Document(
        parsed.shown,
        first_line,
        tuple(reader.blocks),
        told.headings,
        told.links,
        told.tags,
        told.block_ids,
        told.prose,
    )


def _mark(reader: _Reader, event: str, start: int, end: int) -> None:
    if event == "Rule":
        if reader.stack and reader.stack[-1].implicit:
            reader.close_implicit()
        reader.add(Block("rule", start, end, 0, "", reader.quoted, (), ()))
    else:
        reader.teller.line_break()


def _start(reader: _Reader, value: Any, start: int, end: int) -> None:
    if value.__class__ is str:
        kind = _PLAIN_BLOCKS.get(value)
        if kind is not None:
            reader.push(_Open(kind, start, 1 if value == "TableHead" else 0))
        else:
            reader.inline(start, end)
            if value == "Strong":
                reader.strong.append(start)
        return
    ((tag, detail),) = value.items()
    if tag in ("Link", "Image"):
        reader.inline(start, end)
        reader.teller.open_link(detail, start, embed=tag == "Image")
        reader.embeds.append(tag == "Image")
    elif tag == "Heading":
        reader.push(_Open("heading", start, int(detail["level"][1])))
        reader.teller.open_heading(reader.stack[-1].level, start)
    elif tag == "List":
        reader.push(_Open("list", start, detail or 0, "ordered" if detail is not None else ""))
    elif tag == "CodeBlock":
        reader.push(_Open("code", start, 0, detail["Fenced"] if isinstance(detail, dict) else ""))
    elif tag == "BlockQuote":
        reader.push(_Open("quote", start))
        reader.quoted += 1
    elif tag == "FootnoteDefinition":
        reader.push(_Open("footnote", start, 0, detail))
    else:
        reader.push(_Open("table" if tag == "Table" else "html", start))


def _end(reader: _Reader, value: Any, end: int) -> None:
    if value.__class__ is str:
        if value in _INLINE:
            reader.stack[-1].last = end
        if value in ("Link", "Image"):
            start, destination = reader.teller.close_link(end)
            reader.stack[-1].spans.append(Span("image" if reader.embeds.pop() else "link", start, end, destination))
        elif value == "Strong":
            reader.stack[-1].spans.append(Span("strong", reader.strong.pop(), end, ""))
        elif value not in _INLINE:
            reader.pop(end)
        return
    if "Heading" in value:
        reader.stack[-1].info = reader.teller.close_heading()
    reader.pop(end)


def _leaf(reader: _Reader, name: str, value: Any, start: int, end: int) -> None:
    if not reader.stack or reader.stack[-1].kind in ("code", "html"):
        return
    if name == "TaskListMarker":
        reader.stack[-1].level = 2 if value else 1
        return
    reader.inline(start, end)
    spans = reader.stack[-1].spans
    if name in ("Code", "InlineMath", "DisplayMath"):
        if name == "DisplayMath" and reader.text[start : start + 2] != rb"\(":
            spans.append(Span("display", start, end, value))
        else:
            spans.append(Span("code" if name == "Code" else "math", start, end, value))
        reader.teller.verbatim(value, start, end, code=name == "Code")
    elif name == "InlineHtml":
        spans.append(Span("html", start, end, value))
    elif name == "FootnoteReference":
        spans.append(Span("footnote", start, end, value))
