"""A note's body as blocks: what Markdown and Obsidian make of it, with byte spans into the text.

One pass over the parser's events gives the blocks, the headings, the links, the tags and the block ids. Only what
someone asks for later is kept of the inline level (code, mathematics, links, images, bold); the rest is a slice away.
"""

import re
from sys import intern
from typing import Any, Final, Literal, NamedTuple

from studykit.markup.events import FILLER
from studykit.markup.events import parse as parse_events
from studykit.markup.links import BLOCK_ID, is_size, markdown_target, split_target, tag_at
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
        if block.quoted and "\n" in text:
            text = re.sub(rf"\n(?:[ \t]*>[ \t]?){{1,{block.quoted}}}", "\n", text)
        return text.rstrip()


_PLAIN_BLOCKS: Final[dict[str, BlockKind]] = {
    "Paragraph": "paragraph",
    "Item": "item",
    "TableRow": "row",
    "TableHead": "row",
    "TableCell": "cell",
    "HtmlBlock": "html",
}
_CALLOUT: Final = re.compile(rb"(?:[ \t]*>)+[ \t]*\[!([^\]\n]+)\]")
_TRAILING_ID: Final = re.compile(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*$")


class _Open:
    """A block whose end has not come yet."""

    __slots__ = ("children", "info", "kind", "last", "level", "spans", "start")

    def __init__(self, kind: BlockKind, start: int, level: int = 0, info: str = "") -> None:
        self.kind = kind
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
        self.line = first_line
        self.position = 0
        self.blocks: list[Block] = []
        self.stack: list[_Open] = []
        self.quoted = 0
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.tags: dict[str, None] = {}
        self.prose = 0
        self.heading: list[str] | None = None
        self.open_links: list[tuple[int, dict[str, Any], bool, list[str]]] = []
        self.strong: list[int] = []

    def line_of(self, offset: int) -> int:
        """The line of an offset; offsets come in order, so each byte is counted once."""
        if offset > self.position:
            self.line += self.text.count(b"\n", self.position, offset)
            self.position = offset
        return self.line

    def push(self, opened: _Open) -> None:
        if self.stack and self.stack[-1].kind == "paragraph" and opened.kind != "paragraph":
            self.close_implicit()
        self.stack.append(opened)

    def pop(self, end: int) -> None:
        if len(self.stack) > 1 and self.stack[-1].kind == "paragraph" and self.stack[-2].kind == "item":
            self.close_implicit()
        opened = self.stack.pop()
        kind, info = opened.kind, opened.info
        if kind == "quote":
            self.quoted -= 1
            callout = _CALLOUT.match(self.text, opened.start)
            if callout is not None:
                kind, info = "callout", callout.group(1).decode("utf-8").strip().casefold()
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
            top = _Open("paragraph", start)
            self.stack.append(top)
        top.last = end

    def text_event(self, value: str, start: int, end: int) -> None:
        if self.heading is not None:
            self.heading.append(value)
        elif self.open_links:
            self.open_links[-1][3].append(value)
        else:
            self.prose += end - start
        if "#" in value:
            self.find_tags(start, value)

    def find_tags(self, start: int, value: str) -> None:
        line_end = self.text.find(b"\n", start)
        whole = self.text[start : line_end if line_end >= 0 else len(self.text)].decode("utf-8")
        free = start == 0 or self.text[start - 1 : start].isspace()
        for match in re.finditer("#", value):
            if (match.start() or free) and (tag := tag_at(whole, match.start())):
                self.tags[tag] = None

    def close_link(self, end: int) -> None:
        start, value, embed, label_parts = self.open_links.pop()
        destination, kind = value["dest_url"], value["link_type"]
        label = "".join(label_parts)
        wiki = isinstance(kind, dict)
        if wiki:
            destination = destination.removesuffix("\\")
            source = self.text[start:end].decode("utf-8")
            label = source.partition("|")[2].removesuffix("]]").strip() if "|" in source else ""
            target: str | None = destination
        else:
            target = markdown_target(destination) if kind in ("Inline", "Reference", "Collapsed", "Shortcut") else None
        if embed and label and is_size(label):
            label = ""
        if target is not None:
            path, heading, block = split_target(target)
            self.links.append(Link(intern(path), heading, block, label, self.line_of(start), embed, wiki))
        if self.heading is not None and wiki:
            self.heading.append(label or destination.rpartition("/")[2])
        if self.stack:
            self.stack[-1].spans.append(Span("image" if embed else "link", start, end, destination))


def read(text: bytes, first_line: int = 1) -> Document:
    """Parse a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length."""
    parsed = parse_events(text)
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
                reader.text_event(value, start, end)
        elif name == "Start":
            _start(reader, value, start, end)
        elif name == "End":
            _end(reader, value, start, end)
        else:
            _leaf(reader, name, value, start, end)
    ids = frozenset(BLOCK_ID.findall(parsed.shown.decode("utf-8"))) if b"^" in text else frozenset[str]()
    return Document(
        parsed.shown,
        first_line,
        tuple(reader.blocks),
        tuple(reader.headings),
        tuple(reader.links),
        tuple(reader.tags),
        ids,
        reader.prose,
    )


def _mark(reader: _Reader, event: str, start: int, end: int) -> None:
    if event == "Rule":
        if reader.stack and reader.stack[-1].kind == "paragraph":
            reader.close_implicit()
        reader.add(Block("rule", start, end, 0, "", reader.quoted, (), ()))
    elif reader.heading is not None:
        reader.heading.append(" ")
    elif reader.open_links:
        reader.open_links[-1][3].append(" ")


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
        reader.open_links.append((start, detail, tag == "Image", []))
    elif tag == "Heading":
        reader.push(_Open("heading", start, int(detail["level"][1])))
        reader.heading = []
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


def _end(reader: _Reader, value: Any, start: int, end: int) -> None:
    if value.__class__ is str:
        if value in ("Link", "Image"):
            reader.close_link(end)
        elif value == "Strong":
            reader.stack[-1].spans.append(Span("strong", reader.strong.pop(), end, ""))
        elif value not in ("Emphasis", "Strikethrough", "Superscript", "Subscript"):
            reader.pop(end)
        return
    if "Heading" in value and reader.heading is not None:
        text = _TRAILING_ID.sub("", "".join(reader.heading).replace(FILLER, "")).strip()
        reader.stack[-1].info = text
        reader.headings.append(Heading(reader.stack[-1].level, text, reader.line_of(start)))
        reader.heading = None
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
        if reader.heading is not None:
            reader.heading.append(value if name == "Code" else f"${value}$")
        elif reader.open_links:
            reader.open_links[-1][3].append(value)
        else:
            reader.prose += end - start
    elif name == "InlineHtml":
        spans.append(Span("html", start, end, value))
    elif name == "FootnoteReference":
        spans.append(Span("footnote", start, end, value))
