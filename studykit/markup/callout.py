"""A callout taken apart: its title, and its blocks without the line that opens it."""

import re
from typing import Final

from studykit.markup.document import Block, Document

_TITLE: Final = re.compile(r"^\s*\[![^\]\n]+\][+-]?[ \t]*([^\n]*)")
_QUOTES: Final = re.compile(rb"(?:[ \t]*>)*[ \t]?")


def callout_parts(document: Document, block: Block) -> tuple[str, tuple[Block, ...]]:
    """(title, blocks) of a callout. The title is empty where the callout has none."""
    if not block.children or block.children[0].kind != "paragraph":
        return "", block.children
    first = block.children[0]
    match = _TITLE.match(document.source(first))
    if match is None:
        return "", block.children
    newline = document.text.find(b"\n", first.start, first.end)
    if newline < 0:
        return match[1].strip(), block.children[1:]
    mark = _QUOTES.match(document.text, newline + 1)
    start = mark.end() if mark is not None else newline + 1
    if start >= first.end:
        return match[1].strip(), block.children[1:]
    spans = tuple(span for span in first.spans if span.start >= start)
    return match[1].strip(), (first._replace(start=start, spans=spans), *block.children[1:])
