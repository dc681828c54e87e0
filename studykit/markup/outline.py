"""What a note's body tells of it without its blocks: headings, links, tags, block ids, how much prose.

A scan of a whole vault asks for no more than this. `Teller` gathers it from the parser's events, one at a time; the
reader of blocks (`document`) hands its own events on to another, so that both find the same.
"""

import re
from sys import intern
from typing import Any, Final, NamedTuple

from studykit.markup.events import FILLER, parse
from studykit.markup.links import BLOCK_ID, is_size, markdown_target, split_target, tag_at
from studykit.model.note import Heading, Link

_LONGEST_TAG: Final = 400
_HASH: Final = re.compile("#")
_TRAILING_ID: Final = re.compile(r"[ \t]+\^[A-Za-z0-9-]+[ \t]*$")
_VERBATIM: Final = frozenset(("Code", "InlineMath", "DisplayMath"))
_TO_NOTES: Final = frozenset(("Inline", "Reference", "Collapsed", "Shortcut"))


class Outline(NamedTuple):
    """What was told. Lines count from the file's first."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    tags: tuple[str, ...]
    block_ids: frozenset[str]
    prose: int
    """Bytes of text that is neither heading nor link."""


class Teller:
    """Gathers an outline. Its methods are the events that matter to it, in the order of the text."""

    def __init__(self, text: bytes, first_line: int) -> None:
        self._text = text
        self._line = first_line
        self._position = 0
        self._headings: list[Heading] = []
        self._links: list[Link] = []
        self._tags: dict[str, None] = {}
        self._prose = 0
        self._heading: list[str] | None = None
        self._level = self._heading_line = 0
        self._open: list[tuple[int, dict[str, Any], bool, int, list[str]]] = []

    def outline(self) -> Outline:
        """What was gathered."""
        ids = frozenset(BLOCK_ID.findall(self._text.decode("utf-8"))) if b"^" in self._text else frozenset[str]()
        return Outline(tuple(self._headings), tuple(self._links), tuple(self._tags), ids, self._prose)

    def text(self, value: str, start: int, end: int) -> None:
        """Words, of a heading, a link or prose."""
        if self._open:
            self._open[-1][4].append(value)
        if self._heading is not None:
            if not self._open or self._open[-1][1]["link_type"].__class__ is not dict:
                self._heading.append(value)  # of a wikilink, `close_link` adds the name without its folders
        elif not self._open:
            self._prose += end - start
        if "#" in value:
            self._find_tags(start, end)

    def verbatim(self, value: str, start: int, end: int, *, code: bool) -> None:
        """Code or mathematics within a line."""
        if self._heading is not None:
            self._heading.append(value if code else f"${value}$")
        elif self._open:
            self._open[-1][4].append(value)
        else:
            self._prose += end - start

    def line_break(self) -> None:
        """The line ends within a heading or a link."""
        if self._heading is not None:
            self._heading.append(" ")
        elif self._open:
            self._open[-1][4].append(" ")

    def open_heading(self, level: int, start: int) -> None:
        """A heading of a level begins."""
        self._heading, self._level, self._heading_line = [], level, self._line_of(start)

    def close_heading(self) -> str:
        """It ends; its plain text."""
        words = "".join(self._heading or ())
        text = _TRAILING_ID.sub("", words.replace(FILLER, "")).strip()
        self._headings.append(Heading(self._level, text, self._heading_line))
        self._heading = None
        return text

    def open_link(self, detail: dict[str, Any], start: int, *, embed: bool) -> None:
        """A link or image begins."""
        self._open.append((start, detail, embed, self._line_of(start), []))

    def close_link(self, end: int) -> tuple[int, str]:
        """It ends: where it began, and its destination as written."""
        start, detail, embed, line, words = self._open.pop()
        destination: str = detail["dest_url"]
        kind = detail["link_type"]
        wiki = kind.__class__ is dict
        target: str | None = None
        if wiki:
            destination = destination.removesuffix("\\")
            bar = self._text.find(b"|", start, end)
            label = self._text[bar + 1 : end - 2].decode("utf-8").strip() if bar >= 0 else ""
            if "\n" not in destination and destination.strip():
                target = destination
        else:
            label = "".join(words)
            if kind in _TO_NOTES:
                target = markdown_target(destination)
        if embed and label and is_size(label):
            label = ""
        if target is not None:
            path, heading, block = split_target(target) if "#" in target else (target.strip(), "", "")
            self._links.append(Link(intern(path), heading, block, label, line, embed, wiki))
        if wiki and self._heading is not None:
            self._heading.append(label or destination.rpartition("/")[2])
        return start, destination

    def _line_of(self, offset: int) -> int:
        """The line of an offset; offsets come in order, so each byte is counted once."""
        if offset > self._position:
            self._line += self._text.count(b"\n", self._position, offset)
            self._position = offset
        return self._line

    def _find_tags(self, start: int, end: int) -> None:
        """The tags that begin in a stretch of text; a tag may go on beyond it, as `_` cuts texts."""
        line_end = self._text.find(b"\n", end, end + _LONGEST_TAG)
        whole = self._text[start : line_end if line_end >= 0 else end + _LONGEST_TAG].decode("utf-8", "ignore")
        here = len(self._text[start:end].decode("utf-8"))
        free = start == 0 or self._text[start - 1 : start].isspace()
        for match in _HASH.finditer(whole, 0, here):
            if (match.start() or free) and (tag := tag_at(whole, match.start())):
                self._tags[tag] = None


def outline(text: bytes, first_line: int = 1) -> Outline:
    """Read a body (UTF-8, LF line ends). `first_line` is the body's first line in its file. Linear in its length."""
    parsed = parse(text, merge=True)
    teller = Teller(parsed.shown, first_line)
    silent = False  # within code or HTML, where nothing nests
    busy = 0  # headings and links that are open
    prose = 0
    for event, where in parsed.events:  # some two hundred a note: what most of them need is done here
        if event.__class__ is str:
            if busy:
                teller.line_break()
            continue
        ((name, value),) = event.items()
        if name == "Text":
            if silent:
                continue
            if busy or "#" in value:
                teller.text(value, where["start"], where["end"])
            else:
                prose += where["end"] - where["start"]
        elif name == "End":
            if value.__class__ is not str:
                if "Heading" in value:
                    busy -= 1
                    teller.close_heading()
            elif value == "Link" or value == "Image":
                busy -= 1
                teller.close_link(where["end"])
            elif value == "CodeBlock" or value == "HtmlBlock":
                silent = False
        elif name == "Start":
            if value.__class__ is str:
                silent = silent or value == "HtmlBlock"
                continue
            ((tag, detail),) = value.items()
            if tag == "Link" or tag == "Image":
                busy += 1
                teller.open_link(detail, where["start"], embed=tag == "Image")
            elif tag == "Heading":
                busy += 1
                teller.open_heading(int(detail["level"][1]), where["start"])
            elif tag == "CodeBlock":
                silent = True
        elif not silent and name in _VERBATIM:
            teller.verbatim(value, where["start"], where["end"], code=name == "Code")
    told = teller.outline()
    return told._replace(prose=told.prose + prose)
