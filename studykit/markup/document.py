"""A note's body as blocks: what Markdown and Obsidian make of it, with byte spans into the text.

One pass over the parser's events gives the blocks. Only what someone asks for later is kept of the inline level (code,
mathematics, links, images, bold); the rest is a slice away. What `outline` tells of a note is not told again.
"""

import re
from typing import Any, Final, Literal, NamedTuple

from studykit.markup.events import FILLER
from studykit.markup.events import parse as parse_events
from studykit.markup.outline import heading_text, wiki_name

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


_PLAIN_BLOCKS: Final[dict[str, BlockKind]] = {
    "Paragraph": "paragraph",
    "Item": "item",
    "TableRow": "row",
    "TableHead": "row",
    "TableCell": "cell",
    "HtmlBlock": "html",
}
INLINE: Final = frozenset(("Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"))
_CONTAINERS: Final = frozenset(("list", "item", "quote", "callout", "footnote"))
_CALLOUT: Final = re.compile(rb">[ \t]*\[!([^\]|\n]+)[^\]\n]*\]")
SILENT: Final = frozenset(("code", "html"))
_LEAVES: Final[dict[str, SpanKind]] = {
    "Code": "code",
    "InlineMath": "math",
    "DisplayMath": "display",
    "InlineHtml": "html",
    "FootnoteReference": "footnote",
}
_new: Final = tuple.__new__
"""Makes a named tuple in a third of the time that its own constructor takes; of blocks and spans there are many."""
_DEEPEST: Final = 50
"""Blocks nest no deeper than this; what lies deeper is hung to the last block that does, so that walks may recurse."""


class Open:
    """A block whose end has not come yet."""

    __slots__ = ("children", "info", "kind", "last", "level", "spans", "start")

    def __init__(self, kind: BlockKind, start: int, level: int = 0, info: str = "", last: int = -1) -> None:
        self.kind = kind
        self.start = start
        self.level = level
        self.info = info
        self.children: list[Block] = []
        self.spans: list[Span] = []
        self.last = last
        """The last byte of a paragraph that the parser does not announce, as in a tight list; -1 for all others."""

    def closed(self, end: int, quoted: int) -> Block:
        """The block that it is."""
        children, spans = tuple(self.children), tuple(self.spans)
        return _new(Block, (self.kind, self.start, end, self.level, self.info, quoted, children, spans))


_Link = tuple[Literal["link", "image"], int, str, bool]
"""A link whose end has not come yet: its kind, its first byte, its destination, whether it is a wikilink."""


class Reader:
    """The state of one pass. Its methods are the events' handlers."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.root = Open("html", 0)
        """Holds the document's own blocks; no event ends it."""
        self.stack = [self.root]
        self.quoted = 0
        self.title: list[str] | None = None
        """The pieces of the heading that is open."""
        self.links: list[_Link] = []
        self.strong: list[int] = []

    def end_paragraph(self) -> None:
        """End the paragraph that was not announced, as a block begins or ends."""
        top = self.stack.pop()
        self.stack[-1].children.append(top.closed(top.last, self.quoted))

    def push(self, opened: Open) -> None:
        if self.stack[-1].last >= 0:
            self.end_paragraph()
        self.stack.append(opened)

    def pop(self, end: int) -> None:
        stack = self.stack
        if stack[-1].last >= 0:
            self.end_paragraph()
        opened = stack.pop()
        kind = opened.kind
        if kind == "quote":
            self.quoted -= 1
            callout = _CALLOUT.match(self.text, opened.start)
            if callout is not None:
                opened.kind, opened.info = "callout", callout.group(1).decode("utf-8").strip().casefold()
        if len(stack) > _DEEPEST + 1 and kind in _CONTAINERS:
            stack[-1].children.extend(opened.children)
        else:
            stack[-1].children.append(opened.closed(end, self.quoted))

    def rule(self, start: int, end: int) -> None:
        if self.stack[-1].last >= 0:
            self.end_paragraph()
        self.stack[-1].children.append(Open("rule", start).closed(end, self.quoted))

    def inline(self, start: int, end: int) -> Open:
        """What holds something inline that stands here; in a tight item it begins or goes on with a paragraph."""
        top = self.stack[-1]
        if top.last >= 0:
            top.last = end
        elif top.kind == "item":
            top = Open("paragraph", start, last=end)
            self.stack.append(top)
        return top

    def start(self, value: str, start: int, end: int) -> None:
        kind = _PLAIN_BLOCKS.get(value)
        if kind is not None:
            if self.stack[-1].last >= 0:
                self.end_paragraph()
            self.stack.append(Open(kind, start, 1 if value == "TableHead" else 0))
        else:
            self.inline(start, end)
            if value == "Strong":
                self.strong.append(start)

    def start_detailed(self, tag: str, detail: Any, start: int, end: int) -> None:
        if tag == "Link" or tag == "Image":
            self.inline(start, end)
            wiki = detail["link_type"].__class__ is dict
            self.links.append(("link" if tag == "Link" else "image", start, detail["dest_url"], wiki))
        elif tag == "Heading":
            self.push(Open("heading", start, int(detail["level"][1])))
            self.title = []
        elif tag == "List":
            self.push(Open("list", start, detail or 0, "ordered" if detail is not None else ""))
        elif tag == "CodeBlock":
            self.push(Open("code", start, 0, detail["Fenced"] if detail.__class__ is dict else ""))
        elif tag == "BlockQuote":
            self.push(Open("quote", start))
            self.quoted += 1
        elif tag == "FootnoteDefinition":
            self.push(Open("footnote", start, 0, detail))
        else:
            self.push(Open("table" if tag == "Table" else "html", start))

    def end_heading(self) -> None:
        self.stack[-1].info = heading_text(self.title or [])
        self.title = None

    def end_inline(self, value: str, end: int) -> None:
        top = self.stack[-1]
        if top.last >= 0:
            top.last = end
        if value == "Strong":
            top.spans.append(_new(Span, ("strong", self.strong.pop(), end, "")))
        elif value == "Link" or value == "Image":
            kind, start, destination, wiki = self.links.pop()
            if wiki:
                destination = destination.removesuffix("\\")
            top.spans.append(_new(Span, (kind, start, end, destination)))
            if wiki and self.title is not None:
                self.title.append(wiki_name(self.text, start, end, destination, embed=kind == "image"))

    def leaf(self, name: str, value: Any, start: int, end: int) -> None:
        """Code, mathematics, HTML or the mark of a task or footnote."""
        if name == "TaskListMarker":
            self.stack[-1].level = 2 if value else 1
            return
        top = self.inline(start, end)
        kind = _LEAVES.get(name)
        if kind is None:
            return
        if kind == "display" and self.text.startswith(rb"\(", start):
            kind = "math"
        top.spans.append(_new(Span, (kind, start, end, value)))
        if self.title is not None and kind not in ("html", "footnote"):
            self.title.append(value if kind == "code" else f"${value}$")


def read(text: bytes, first_line: int = 1) -> Document:
    """Parse a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length."""
    parsed = parse_events(text, merge=True)
    reader = Reader(parsed.shown)
    stack = reader.stack
    for event, where in parsed.events:
        if event.__class__ is str:
            if event == "Rule":
                reader.rule(where["start"], where["end"])
            elif reader.title is not None:
                reader.title.append(" ")
            continue
        name, value = event.popitem()  # half the time of looking: nobody asks the event again
        if name == "Text":  # a third of the events
            top = stack[-1]
            if top.kind in SILENT:
                continue
            if top.last >= 0:
                top.last = where["end"]
            elif top.kind == "item":
                reader.inline(where["start"], where["end"])
            if reader.title is not None and not (reader.links and reader.links[-1][3]):
                reader.title.append(value)
        elif name == "Start":
            if value.__class__ is str:
                reader.start(value, where["start"], where["end"])
            else:
                tag, detail = value.popitem()
                reader.start_detailed(tag, detail, where["start"], where["end"])
        elif name == "End":
            if value.__class__ is str and value in INLINE:
                reader.end_inline(value, where["end"])
                continue
            if reader.title is not None:
                reader.end_heading()
            reader.pop(where["end"])
        elif stack[-1].kind not in SILENT:
            reader.leaf(name, value, where["start"], where["end"])
    return Document(parsed.shown, first_line, tuple(reader.root.children))
