"""What Obsidian adds to Markdown and the parser leaves as text: block ids, callouts, the names and sizes of embeds.

Small pure rules, shared by the renderings (`html`, `plain`).
"""

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

from studykit.markup.events import Parsed, parse

CALLOUT: Final = re.compile(rb"\[!([^\]\[|\r\n]{1,60})(?:\|[^\]\r\n]{0,60})?\][+-]?[ \t]*")
"""The head of a callout, at the first byte of the first paragraph of a quote."""

FOOTNOTE: Final = re.compile(rb"\[\^[^\]\[\s]{1,80}\]")
"""A reference to a footnote that is not in the text, which the parser leaves as text."""

IMAGES: Final = frozenset(("png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "apng", "tif", "tiff", "ico"))
SOUNDS: Final = frozenset(
    ("mp3", "wav", "m4a", "ogg", "oga", "opus", "flac", "aac", "3gp", "mp4", "webm", "mkv", "mov", "ogv")
)

_SIZE: Final = re.compile(r"([0-9]{1,4})(?:x([0-9]{1,4}))?")
_BLOCK_ID: Final = re.compile(r"[A-Za-z0-9-]+")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_SHOWN_SCHEME: Final = re.compile(r"(?:https?|obsidian)://[^\s]", re.IGNORECASE)


def without_comments(text: bytes) -> Parsed:
    """The events of a card's text as if its `%%…%%` had never been there.

    `parse` writes blanks over them, as it keeps every offset; at the begin of a line those would make it code.
    """
    parsed = parse(text)
    if parsed.shown == text:
        return parsed
    return parse(bytes(byte for byte, seen in zip(text, parsed.shown, strict=True) if byte == seen))


def without_block_id(text: str, *, line_start: bool) -> str:
    """The last text of a block without a trailing ` ^id`; `line_start` says that the text begins its line."""
    before, caret, after = text.rstrip(" \t").rpartition("^")
    if not caret or _BLOCK_ID.fullmatch(after) is None:
        return text
    if before[-1:] in (" ", "\t") or (not before and line_start):
        return before.rstrip(" \t")
    return text


def link_text(target: str) -> str:
    """The words for a wikilink without a label: the note's name and the last heading, no folder and no block id."""
    path, _, fragment = target.rstrip("\\").partition("#")
    name = path.rpartition("/")[2].removesuffix(".md")
    heading = fragment.rpartition("#")[2]
    if heading.startswith("^"):
        heading = ""
    return f"{name} > {heading}" if name and heading else name or heading or target


def is_remote(target: str) -> bool:
    """Whether a target is an address rather than a file: it has a scheme, or begins with `//`."""
    return _SCHEME.match(target) is not None


def is_shown_address(target: str) -> bool:
    """Whether a link may be one in a card: http, https or obsidian."""
    return _SHOWN_SCHEME.match(target) is not None


def suffix(target: str) -> str:
    """The lower-case ending of a file's name without the dot, empty where there is none."""
    name, dot, ending = target.rpartition(".")
    return ending.lower() if dot and name else ""


class Embed(NamedTuple):
    """An embed taken apart."""

    target: str
    """The path as the vault knows it: no percent signs of Markdown links, no `#…`."""
    label: str
    """The alternative text, empty where there is none."""
    width: str
    height: str
    """Pixels as digits, empty where not given."""


def embed_of(destination: str, label: str, *, wiki: bool) -> Embed:
    """An embed from what the parser gives: `![[target|alt|400x300]]` or `![alt|400](target)`."""
    target = destination.rstrip("\\").partition("#")[0]
    if not wiki and not is_remote(target):
        target = unquote(target)
    text, _, last = label.rpartition("|")
    size = _SIZE.fullmatch(last.strip())
    if size is None:
        return Embed(target, label.strip(), "", "")
    return Embed(target, text.strip(), size[1], size[2] or "")
