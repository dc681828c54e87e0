"""A body's blocks as rows of numbers, and its outline: one pass over the parser's events gives both.

A block is a leaf, which holds text, or a container, which holds blocks. Only what someone asks for later is kept of the
inline level (code, mathematics, links, images, bold); the rest is a slice away. What the outline tells is what
`outline` gives by itself, for whoever needs no blocks.
"""

import re
from array import array
from sys import intern
from typing import Final, NamedTuple

from studykit.markup.events import parse
from studykit.markup.links import block_ids
from studykit.markup.numbers import (
    CALLOUT,
    CELL,
    CODE,
    DISPLAY,
    FOOTNOTE,
    HEADING,
    HTML,
    IMAGE,
    INLINE_CODE,
    INLINE_HTML,
    ITEM,
    LINK,
    LIST,
    MATH,
    PARAGRAPH,
    QUOTE,
    REFERENCE,
    ROW,
    RULE,
    STRONG,
    TABLE,
    UNKNOWN,
    Rows,
)  # fmt: skip
from studykit.markup.outline import FREE_HASH, Opened, Outline, ended_link, find_tags, heading_text, wiki_name
from studykit.model.note import Heading, Link

_LEAVES: Final = {"Paragraph": PARAGRAPH, "TableCell": CELL, "HtmlBlock": HTML}
"""Of which the parser tells no more than that they begin."""
_CONTAINERS: Final = {
    "Item": ITEM,
    "List": LIST,
    "TableRow": ROW,
    "TableHead": ROW,
    "Table": TABLE,
    "BlockQuote": QUOTE,
    "FootnoteDefinition": FOOTNOTE,
}
_INLINE: Final = frozenset(("Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"))
_VERBATIM: Final = {"Code": INLINE_CODE, "InlineMath": MATH, "DisplayMath": DISPLAY}
_OTHER: Final = {"InlineHtml": INLINE_HTML, "FootnoteReference": REFERENCE}
_CALLOUT_HEAD: Final = re.compile(rb">[ \t]*\[!([^\]|\n]+)[^\]\n]*\]")
_DEEPEST: Final = 50
"""Blocks nest no deeper than this; what lies deeper is hung to the last block that does, so that walks may recurse."""
_new: Final = tuple.__new__


class Reading(NamedTuple):
    """What a body held."""

    outline: Outline
    shown: bytes
    """The text with comments written over: what all places count in."""
    rows: Rows


def read_rows(text: bytes, first_line: int = 1, decoded: str | None = None) -> Reading:
    """Read a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length.

    `decoded` is the body as a string, where there is one already.
    """
    parsed = parse(text, merge=True, decoded=decoded)
    shown = parsed.shown
    rows: list[int] = []
    spans: list[int] = []
    words = [""]
    around: list[list[int]] = []  # the containers that are open: kind, start, level, word, blocks before it in its own
    held = 0  # the blocks so far in the innermost of them
    quoted = 0  # how many of them are block quotes
    leaf = -1  # the leaf that is open, if any
    start = level = word = within = 0  # of the leaf; `within` are its spans so far
    announced = False  # whether the parser tells where the leaf ends: not so of a paragraph in a tight list
    before: dict[str, int] = {}  # where the text was that was read last
    headings: list[Heading] = []
    links: list[Link] = []
    tags: dict[str, None] = {}
    prose = 0
    line, counted = first_line, 0  # the line on which the byte `counted` stands
    pieces: list[str] | None = None  # what gathers text: of a heading or a link; None for all other
    unread: list[str] = []  # in its place within code or HTML
    title: list[str] | None = None  # the pieces of the heading that is open
    title_line = 0
    opened: list[Opened] = []
    strong: list[int] = []
    for event, where in parsed.events:  # some two hundred a note
        if type(event) is str:
            if title is not None:
                title.append(" ")
            elif pieces is not None:
                pieces.append(" ")
            elif event == "Rule":
                if leaf >= 0:
                    rows += (leaf, start, before["end"], 0, 0, quoted, within)
                    held += 1
                    leaf = -1
                rows += (RULE, where["start"], where["end"], 0, 0, quoted, 0)
                held += 1
            continue
        name, value = event.popitem()  # half the time of looking: nobody asks the event again
        if name == "Text":
            if pieces is None:
                begin, end = where["start"], where["end"]
                if leaf < 0:
                    leaf, start, announced = PARAGRAPH, begin, False
                    level = word = within = 0
                prose += end - begin
                if "#" in value and FREE_HASH.search(value) is not None:
                    find_tags(shown, begin, end, tags)
            elif pieces is not unread:
                pieces.append(value)
                if title is not None and pieces is not title and type(opened[-1][2]) is str:
                    title.append(value)
                if "#" in value and FREE_HASH.search(value) is not None:
                    find_tags(shown, where["start"], where["end"], tags)
            before = where
        elif name == "End":
            end = where["end"]
            if type(value) is str and value in _INLINE:
                before = where
                if value == "Link" or value == "Image":
                    ended = opened.pop()
                    pieces = opened[-1][-1] if opened else title
                    link = ended_link(ended, shown, end)
                    if link is not None:
                        links.append(link)
                    begin, destination, kind, embed, _, _ = ended
                    if title is not None and type(kind) is dict:
                        title.append(wiki_name(shown, begin, end, destination, embed=embed))
                    spans += (IMAGE if embed else LINK, begin, end, len(words))
                    words.append(destination)
                    within += 1
                elif value == "Strong":
                    spans += (STRONG, strong.pop(), end, 0)
                    within += 1
                continue
            if leaf >= 0:
                if title is not None:
                    word = len(words)
                    words.append(intern(heading_text(title)))
                    headings.append(_new(Heading, (level, words[word], title_line)))
                    title = None
                closed = end if announced else before["end"]
                rows += (leaf, start, closed, level, word, quoted, within)
                held += 1
                leaf, pieces = -1, None
                if announced:
                    continue
            kind, start, level, word, more = around.pop()
            if kind == QUOTE:
                quoted -= 1
                callout = _CALLOUT_HEAD.match(shown, start)
                if callout is not None:
                    kind, word = CALLOUT, len(words)
                    words.append(callout.group(1).decode("utf-8").strip().casefold())
            if len(around) <= _DEEPEST or kind in (ROW, TABLE):
                rows += (kind, start, end, level, word, quoted, held)
                held = 1
            held += more
        elif name == "Start":
            begin = where["start"]
            if type(value) is str:
                if value in _INLINE:
                    before = where
                    if leaf < 0:
                        leaf, start, announced = PARAGRAPH, begin, False
                        level = word = within = 0
                    if value == "Strong":
                        strong.append(begin)
                    continue
                if leaf >= 0:
                    rows += (leaf, start, before["end"], level, 0, quoted, within)
                    held += 1
                leaf = _LEAVES.get(value, -1)
                if leaf >= 0:
                    start, announced = begin, True
                    level = word = within = 0
                    if leaf == HTML:
                        pieces = unread
                else:
                    around.append([_CONTAINERS.get(value, UNKNOWN), begin, value == "TableHead", 0, held])
                    held = 0
                continue
            tag, detail = value.popitem()
            if tag == "Link" or tag == "Image":
                before = where
                if leaf < 0:
                    leaf, start, announced = PARAGRAPH, begin, False
                    level = word = within = 0
                if begin > counted:  # each byte is counted once
                    line += shown.count(b"\n", counted, begin)
                    counted = begin
                pieces = []
                destination, kind = detail["dest_url"], detail["link_type"]
                if type(kind) is dict:
                    destination = destination.removesuffix("\\")  # which a `|` has before it in tables
                opened.append((begin, destination, kind, tag == "Image", line, pieces))
                continue
            if leaf >= 0:
                rows += (leaf, start, before["end"], level, 0, quoted, within)
                held += 1
                leaf = -1
            if tag == "Heading":
                if begin > counted:
                    line += shown.count(b"\n", counted, begin)
                    counted = begin
                leaf, start, announced = HEADING, begin, True
                word = within = 0
                level, title_line = int(detail["level"][1]), line
                pieces = title = []
            elif tag == "CodeBlock":
                leaf, start, announced = CODE, begin, True
                level = word = within = 0
                pieces = unread
                if type(detail) is dict:
                    word = len(words)
                    words.append(detail["Fenced"])
            else:
                kind, level, word = _CONTAINERS.get(tag, UNKNOWN), 0, 0
                if kind == LIST and detail is not None:
                    level, word = detail, len(words)
                    words.append("ordered")
                elif kind == FOOTNOTE:
                    word = len(words)
                    words.append(detail)
                elif kind == QUOTE:
                    quoted += 1
                around.append([kind, begin, level, word, held])
                held = 0
        elif pieces is not unread:
            if name == "TaskListMarker":
                if leaf < 0:
                    around[-1][2] = 2 if value else 1
                elif title is None:
                    level = 2 if value else 1
                continue
            begin = where["start"]
            if leaf < 0:
                leaf, start, announced = PARAGRAPH, begin, False
                level = word = within = 0
            before = where
            kind = _VERBATIM.get(name, -1)
            if kind >= 0:
                if kind == DISPLAY and shown.startswith(rb"\(", begin):
                    kind = MATH
                if title is not None:
                    title.append(value if name == "Code" else f"${value}$")
                elif pieces is not None:
                    pieces.append(value)
                else:
                    prose += where["end"] - begin
            else:
                kind = _OTHER.get(name, -1)
                if kind < 0:
                    continue
            spans += (kind, begin, where["end"], len(words))
            words.append(value)
            within += 1
    told = Outline(tuple(headings), tuple(links), tuple(tags), block_ids(shown), prose)
    return Reading(told, shown, Rows(array("I", rows), array("I", spans), tuple(words)))
