"""The grammar of links: Obsidian's `[[target#heading|label]]`, Markdown's destinations, block ids, tags."""

import re
from typing import Final, NamedTuple
from urllib.parse import unquote

WIKILINK: Final = re.compile(r"(!?)\[\[([^\[\]\n]+)\]\]")
BLOCK_ID: Final = re.compile(r"(?:^|[ \t])\^([A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)
_BLOCK_ID: Final = re.compile(rb"\^(?<![^ \t\n]\^)([A-Za-z0-9-]+)[ \t]*$", re.MULTILINE)
"""The same in bytes, and so that only its first sign is looked for."""
_TAG: Final = re.compile(r"#([\w/-]+)")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SIZE: Final = re.compile(r"\d+(?:x\d+)?$")


class Target(NamedTuple):
    """A link's destination in its parts."""

    path: str
    heading: str
    block: str


def split_target(text: str) -> Target:
    """`note#a#b` → note, `a#b`; `note#^id` → note, block `id`."""
    path, _, anchor = text.partition("#")
    last = anchor.rpartition("#")[2]
    if anchor.startswith("^"):
        last = anchor
    found = (path.strip(), "", last[1:].strip()) if last.startswith("^") else (path.strip(), anchor.strip(), "")
    return tuple.__new__(Target, found)


def markdown_target(destination: str) -> str | None:
    """The note or file that a Markdown link points to, percent-decoded, or None for an address elsewhere.

    Decoded before it is classified: `https%3A%2F%2F…` is no note.
    """
    decoded = unquote(destination).strip()
    if not decoded or decoded.startswith("//") or _SCHEME.match(decoded):
        return None
    return decoded


def block_ids(text: bytes) -> frozenset[str]:
    """The block ids of a text, without `^`."""
    if b"^" not in text:
        return frozenset()
    return frozenset([found.decode("ascii") for found in _BLOCK_ID.findall(text)])


def is_size(label: str) -> bool:
    """Whether an embed's label is a width or width and height in pixels: `400`, `400x300`."""
    return _SIZE.match(label.rpartition("|")[2].strip()) is not None


def tag_at(text: str, position: int) -> str:
    """The tag that begins with the `#` at a position, or nothing: it must stand free and hold more than digits."""
    if position and not text[position - 1].isspace():
        return ""
    match = _TAG.match(text, position)
    if match is None:
        return ""
    tag = match.group(1).strip("/")
    return "" if tag.replace("/", "").isdigit() else tag
