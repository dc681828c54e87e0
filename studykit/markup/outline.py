"""What a note's body tells of it without its blocks: headings, links, tags, block ids, how much prose.

A scan of a whole vault asks for no more than this, of every note: most of the parser's events say nothing of it, and
the loop in `outline` passes over those with as little work as can be.
"""

import re
from sys import intern
from typing import Any, Final, NamedTuple

from studykit.markup.events import FILLER, parse
from studykit.markup.links import block_ids, is_size, markdown_target, split_target, tag_at
from studykit.model.note import Heading, Link

FREE_HASH: Final = re.compile(r"#(?<!\S#)")
_RUN: Final = re.compile(rb"#[\w/\x80-\xff-]+")
"""What begins with a tag, if the `#` stands free: a tag ends at the latest where this does."""
_TRAILING_ID: Final = re.compile(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*$")
VERBATIM: Final = frozenset(("Code", "InlineMath", "DisplayMath"))
_TO_NOTES: Final = frozenset(("Inline", "Reference", "Collapsed", "Shortcut"))
_PLACED: Final = frozenset(("Link", "Image", "Heading"))
"""What has a line."""
_DULL: Final = frozenset(("Paragraph", "Item", "TableCell", "TableRow", "TableHead", "Strong", "Emphasis"))
"""What begins and ends most often, and without a word for the outline."""
_new: Final = tuple.__new__
"""Makes a named tuple in a third of the time that its own constructor takes; of links there are many."""


class Outline(NamedTuple):
    """What was told. Lines count from the file's first."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    tags: tuple[str, ...]
    block_ids: frozenset[str]
    prose: int
    """Bytes of text that is neither heading nor link."""


Opened = tuple[int, str, Any, bool, int, list[str]]
"""A link whose end has not come yet: its first byte, its destination, what kind of link the parser says that it is (a
dictionary if it is a wikilink, else a string), whether an embed, its line, the text in it so far."""


def outline(text: bytes, first_line: int = 1, decoded: str | None = None) -> Outline:
    """Read a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length.

    `decoded` is the body as a string, where there is one already.
    """
    parsed = parse(text, merge=True, decoded=decoded)
    shown = parsed.shown
    headings: list[Heading] = []
    links: list[Link] = []
    tags: dict[str, None] = {}
    prose = 0
    line, counted = first_line, 0  # the line on which the byte `counted` stands
    silent = False  # within code or HTML, where nothing nests
    title: list[str] | None = None  # the pieces of the heading that is open
    level = title_line = 0
    opened: list[Opened] = []
    for event, where in parsed.events:  # some two hundred a note
        if event.__class__ is str:
            if title is not None:
                title.append(" ")
            elif opened:
                opened[-1][-1].append(" ")
            continue
        name, value = event.popitem()  # half the time of looking: nobody asks the event again
        if name == "Text":
            if silent:
                continue
            if opened:
                _, _, kind, _, _, words = opened[-1]
                words.append(value)
                if title is not None and type(kind) is str:
                    title.append(value)
            elif title is not None:
                title.append(value)
            else:
                prose += where["end"] - where["start"]
            if "#" in value and FREE_HASH.search(value) is not None:
                find_tags(shown, where["start"], where["end"], tags)
        elif name == "End":
            if value.__class__ is not str:
                if title is not None:
                    headings.append(_new(Heading, (level, intern(heading_text(title)), title_line)))
                    title = None
            elif value in _DULL:
                continue
            elif value == "Link" or value == "Image":
                last, end = opened.pop(), where["end"]
                link = ended_link(last, shown, end)
                if link is not None:
                    links.append(link)
                start, destination, kind, embed, _, _ = last
                if title is not None and type(kind) is dict:
                    title.append(wiki_name(shown, start, end, destination, embed=embed))
            elif value == "CodeBlock" or value == "HtmlBlock":
                silent = False
        elif name == "Start":
            if value.__class__ is str:
                silent = silent or value == "HtmlBlock"
                continue
            tag, detail = value.popitem()
            if tag in _PLACED:
                start = where["start"]
                if start > counted:  # each byte is counted once
                    line += shown.count(b"\n", counted, start)
                    counted = start
                if tag == "Heading":
                    title, level, title_line = [], int(detail["level"][1]), line
                else:
                    destination, kind = detail["dest_url"], detail["link_type"]
                    if type(kind) is dict:
                        destination = destination.removesuffix("\\")  # which a `|` has before it in tables
                    opened.append((start, destination, kind, tag == "Image", line, []))
            elif tag == "CodeBlock":
                silent = True
        elif name in VERBATIM and not silent:
            if title is not None:
                title.append(value if name == "Code" else f"${value}$")
            elif opened:
                opened[-1][-1].append(value)
            else:
                prose += where["end"] - where["start"]
    return Outline(tuple(headings), tuple(links), tuple(tags), block_ids(shown), prose)


def heading_text(pieces: list[str]) -> str:
    """A heading's plain text, of what stands in it, without a block id at its end."""
    words = "".join(pieces)
    if FILLER in words:
        words = words.replace(FILLER, "")
    return (_TRAILING_ID.sub("", words) if "^" in words else words).strip()


def wiki_name(text: bytes, start: int, end: int, destination: str, *, embed: bool) -> str:
    """What a heading shows of a wikilink or embed: its label, or the name without its folders."""
    return _label(text, start, end, embed) or destination.rpartition("/")[2]


def _label(text: bytes, start: int, end: int, embed: bool) -> str:
    """What stands after the `|` of a wikilink; the size of an embed is none."""
    bar = text.find(b"|", start, end)
    if bar < 0:
        return ""
    label = text[bar + 1 : end - 2].decode("utf-8").strip()
    return "" if embed and is_size(label) else label


def ended_link(opened: Opened, text: bytes, end: int) -> Link | None:
    """A link that ends; None where it leads to no note or file."""
    start, destination, kind, embed, line, words = opened
    wiki = type(kind) is dict
    if wiki:
        target = destination.strip()
        if not target or "\n" in destination:
            return None
        label = _label(text, start, end, embed) if kind["WikiLink"]["has_pothole"] else ""
    else:
        target = (markdown_target(destination) if kind in _TO_NOTES else None) or ""
        if not target:
            return None
        label = "".join(words)
        if embed and is_size(label):
            label = ""
    if label:
        label = intern(label)  # many links of a vault say the same
    if "#" not in target:
        return _new(Link, (intern(target), "", "", label, line, embed, wiki))
    path, heading, block = split_target(target)
    return _new(Link, (intern(path), intern(heading), block, label, line, embed, wiki))


def find_tags(text: bytes, start: int, end: int, tags: dict[str, None]) -> None:
    """Add the tags that begin in a stretch of text; a tag may go on beyond it, as `_` cuts texts."""
    at = text.find(b"#", start, end)
    while at >= 0:
        if _stands_free(text, at) and (run := _RUN.match(text, at)) is not None:
            tag = tag_at(run.group().decode("utf-8"), 0)
            if tag:
                tags[tag] = None
        at = text.find(b"#", at + 1, end)


def _stands_free(text: bytes, at: int) -> bool:
    """Whether nothing or a blank stands before a byte."""
    if not at or text[at - 1] < 0x80:
        return not at or chr(text[at - 1]).isspace()
    return text[max(at - 3, 0) : at].decode("utf-8", "ignore")[-1:].isspace()  # no blank is longer than three bytes
