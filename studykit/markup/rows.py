"""A body's blocks as rows, and its outline: one pass over the parser's events gives both.

A row is a plain tuple with the fields of a block (`document`), which costs half as much to make, and can be packed. A
block is a leaf, which holds text, or a container, which holds blocks. Only what someone asks for later is kept of the
inline level (code, mathematics, links, images, bold); the rest is a slice away. What the outline tells is what
`outline` gives by itself, for whoever needs no blocks.
"""

import re
from sys import intern
from typing import Any, Final, NamedTuple

from studykit.markup.events import parse
from studykit.markup.links import block_ids
from studykit.markup.outline import FREE_HASH, VERBATIM, Opened, Outline, ended_link, find_tags, heading_text, wiki_name
from studykit.model.note import Heading, Link

SpanRow = tuple[str, int, int, str]
"""The fields of a span."""
Row = tuple[str, int, int, int, str, int, tuple[Any, ...], tuple[SpanRow, ...]]
"""The fields of a block, with rows for its children and spans."""

_LEAVES: Final = {
    "Paragraph": "paragraph",
    "TableCell": "cell",
    "Heading": "heading",
    "CodeBlock": "code",
    "HtmlBlock": "html",
}
_CONTAINERS: Final = {
    "Item": "item",
    "List": "list",
    "TableRow": "row",
    "TableHead": "row",
    "Table": "table",
    "BlockQuote": "quote",
    "FootnoteDefinition": "footnote",
}
_INLINE: Final = frozenset(("Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"))
_SPANS: Final = {
    "Code": "code",
    "InlineMath": "math",
    "DisplayMath": "display",
    "InlineHtml": "html",
    "FootnoteReference": "footnote",
}
_SILENT: Final = frozenset(("code", "html"))
"""Leaves whose text is itself and nothing else."""
_CALLOUT: Final = re.compile(rb">[ \t]*\[!([^\]|\n]+)[^\]\n]*\]")
_DEEPEST: Final = 50
"""Blocks nest no deeper than this; what lies deeper is hung to the last block that does, so that walks may recurse."""
_TABLE: Final = frozenset(("row", "table"))
"""Containers in which none nests, however deep they lie."""


class Reading(NamedTuple):
    """What a body held."""

    outline: Outline
    shown: bytes
    """The text with comments written over: what all places count in."""
    rows: list[Row]


class _Containers:
    """The container that is open, with the blocks it holds so far, and those around it."""

    __slots__ = ("children", "info", "kind", "level", "quoted", "stack", "start")

    def __init__(self) -> None:
        self.kind = ""  # of the body itself, which no event ends
        self.start = self.level = 0
        self.info = ""
        self.children: list[Row] = []
        self.stack: list[tuple[str, int, int, str, list[Row]]] = []
        self.quoted = 0
        """How many block quotes are open."""

    def begin(self, tag: str, detail: Any, start: int) -> None:
        self.stack.append((self.kind, self.start, self.level, self.info, self.children))
        self.kind, self.start, self.level, self.info, self.children = _CONTAINERS.get(tag, "html"), start, 0, "", []
        if tag == "TableHead":
            self.level = 1
        elif tag == "List" and detail is not None:
            self.level, self.info = detail, "ordered"
        elif tag == "BlockQuote":
            self.quoted += 1
        elif tag == "FootnoteDefinition":
            self.info = detail

    def end(self, shown: bytes, end: int) -> None:
        kind, start, level, info, children = self.kind, self.start, self.level, self.info, self.children
        if kind == "quote":
            self.quoted -= 1
            callout = _CALLOUT.match(shown, start)
            if callout is not None:
                kind, info = "callout", callout.group(1).decode("utf-8").strip().casefold()
        deep = len(self.stack) > _DEEPEST + 1 and kind not in _TABLE
        self.kind, self.start, self.level, self.info, self.children = self.stack.pop()
        if deep:
            self.children += children
        else:
            self.children.append((kind, start, end, level, info, self.quoted, tuple(children), ()))


def read_rows(text: bytes, first_line: int = 1) -> Reading:
    """Read a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length."""
    parsed = parse(text, merge=True)
    shown = parsed.shown
    around = _Containers()
    leaf, start, level, info = "", 0, 0, ""  # the leaf that is open, if any
    spans: list[SpanRow] = []
    last = -1  # the end so far of a paragraph that the parser does not announce, as in a tight list; -1 for all others
    headings: list[Heading] = []
    links: list[Link] = []
    tags: dict[str, None] = {}
    prose = 0
    line, counted = first_line, 0  # the line on which the byte `counted` stands
    title: list[str] | None = None  # the pieces of the heading that is open
    title_line = 0
    opened: list[Opened] = []
    strong: list[int] = []
    for event, where in parsed.events:  # some two hundred a note
        if event.__class__ is str:
            if title is not None:
                title.append(" ")
            elif opened:
                opened[-1][-1].append(" ")
            elif event == "Rule":
                if last >= 0:
                    around.children.append((leaf, start, last, 0, "", around.quoted, (), tuple(spans)))
                    leaf, last = "", -1
                around.children.append(("rule", where["start"], where["end"], 0, "", around.quoted, (), ()))
            continue
        name, value = event.popitem()  # half the time of looking: nobody asks the event again
        if name == "Text":
            if leaf in _SILENT:
                continue
            begin, end = where["start"], where["end"]
            if last >= 0:
                last = end
            elif not leaf:
                leaf, start, level, info, spans, last = "paragraph", begin, 0, "", [], end
            if opened:
                _, _, wiki, _, _, words = opened[-1]
                words.append(value)
                if title is not None and not wiki:
                    title.append(value)
            elif title is not None:
                title.append(value)
            else:
                prose += end - begin
            if "#" in value and FREE_HASH.search(value) is not None:
                find_tags(shown, begin, end, tags)
        elif name == "End":
            end = where["end"]
            if value.__class__ is str and value in _INLINE:
                if last >= 0:
                    last = end
                if value == "Strong":
                    spans.append(("strong", strong.pop(), end, ""))
                elif value == "Link" or value == "Image":
                    ended = opened.pop()
                    link = ended_link(ended, shown, end)
                    if link is not None:
                        links.append(link)
                    begin, about, wiki, embed, _, _ = ended
                    destination = about["dest_url"]
                    if wiki:
                        destination = destination.removesuffix("\\")
                        if title is not None:
                            title.append(wiki_name(shown, begin, end, destination, embed=embed))
                    spans.append(("image" if embed else "link", begin, end, destination))
                continue
            if title is not None:
                info = intern(heading_text(title))
                headings.append(Heading(level, info, title_line))
                title = None
            if leaf:
                closed = last if last >= 0 else end
                around.children.append((leaf, start, closed, level, info, around.quoted, (), tuple(spans)))
                leaf = ""
                if last < 0:
                    continue
                last = -1
            around.end(shown, end)
        elif name == "Start":
            begin = where["start"]
            tag: str
            detail: Any
            tag, detail = (value, None) if value.__class__ is str else value.popitem()
            if tag in _INLINE:
                if last >= 0:
                    last = where["end"]
                elif not leaf:
                    leaf, start, level, info, spans, last = "paragraph", begin, 0, "", [], where["end"]
                if tag == "Strong":
                    strong.append(begin)
                elif detail is not None:
                    if begin > counted:  # each byte is counted once
                        line += shown.count(b"\n", counted, begin)
                        counted = begin
                    opened.append((begin, detail, detail["link_type"].__class__ is dict, tag == "Image", line, []))
                continue
            if last >= 0:
                around.children.append((leaf, start, last, level, info, around.quoted, (), tuple(spans)))
                leaf, last = "", -1
            if tag not in _LEAVES:
                around.begin(tag, detail, begin)
                continue
            leaf, start, level, info, spans = _LEAVES[tag], begin, 0, "", []
            if tag == "Heading":
                if begin > counted:
                    line += shown.count(b"\n", counted, begin)
                    counted = begin
                level, title, title_line = int(detail["level"][1]), [], line
            elif detail.__class__ is dict:
                info = detail["Fenced"]
        elif leaf not in _SILENT:
            if name == "TaskListMarker":
                if not leaf:
                    around.level = 2 if value else 1
                elif title is None:
                    level = 2 if value else 1
                continue
            begin, end = where["start"], where["end"]
            if last >= 0:
                last = end
            elif not leaf:
                leaf, start, level, info, spans, last = "paragraph", begin, 0, "", [], end
            kind = _SPANS.get(name)
            if kind is None:
                continue
            if kind == "display" and shown.startswith(rb"\(", begin):
                kind = "math"
            spans.append((kind, begin, end, value))
            if name in VERBATIM:
                if title is not None:
                    title.append(value if name == "Code" else f"${value}$")
                elif opened:
                    opened[-1][-1].append(value)
                else:
                    prose += end - begin
    told = Outline(tuple(headings), tuple(links), tuple(tags), block_ids(shown), prose)
    return Reading(told, shown, around.children)
