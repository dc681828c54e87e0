"""Pieces of a note as the Markdown of a card: links become their words, embeds what they show, images their path.

A card must read by itself, outside the vault. What cannot be shown there (a missing image) is said by `None`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from studykit.drafting.unit import Unit
from studykit.markup.document import Block, Span
from studykit.markup.links import BLOCK_ID, is_size
from studykit.text.normal import weight

_MEDIA: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|mp3|m4a|ogg|wav|flac)$", re.IGNORECASE)
_SENTENCE: Final = re.compile(r"[。！？!?][。！？!?]*[」』”’）)]*|\n+")
_LATIN_END: Final = re.compile(r"(?<=[a-z\d)\]\"”])\.(?:\s+(?=[A-Z“\"(])|\s*$)")
_SHORT: Final = re.compile(r"(?:^|[\s(（])(?:Dr|Mr|Ms|Prof|Fig|Eq|Sec|Ch|No|vs|al|cf|e\.g|i\.e)\.$", re.IGNORECASE)
"""Abbreviations whose full stop ends no sentence."""
_UNCUT: Final = re.compile(r"\$\$[^$]*\$\$|\$[^$\n]+\$|`[^`\n]+`|\]\([^)\n]*\)")


def excerpt(unit: Unit, blocks: Sequence[Block]) -> str | None:
    """The Markdown of blocks for a card, or None where it needs something that is not there."""
    texts = []
    for block in blocks:
        text = _block(unit, block)
        if text is None:
            return None
        if text:
            texts.append(text)
    return "\n\n".join(texts)


def _block(unit: Unit, block: Block) -> str | None:
    pieces: list[str] = []
    position = block.start
    for span in sorted(_spans(block), key=lambda span: (span.start, -span.end)):
        if span.start < position or span.kind not in ("link", "image", "html", "footnote"):
            continue
        shown = _shown(unit, span)
        if shown is None:
            return None
        pieces += (unit.document.slice(position, span.start), shown)
        position = span.end
    pieces.append(unit.document.slice(position, block.end))
    text = "".join(pieces)
    if block.quoted:
        text = re.sub(rf"(?m)^(?:[ \t]*>[ \t]?){{1,{block.quoted}}}", "", text)
    if block.kind == "list":
        text = _without_lazy_lines(text)
    elif block.kind == "paragraph":
        text = re.sub(r"\n[ \t]+", "\n", text)
    if block.kind not in ("code", "table"):
        text = BLOCK_ID.sub("", text)
    return text.strip("\n").rstrip()


def _spans(block: Block) -> Iterator[Span]:
    yield from block.spans
    for child in block.children:
        yield from _spans(child)


def _shown(unit: Unit, span: Span) -> str | None:
    """What stands in a card for a link, an embed, a tag of HTML or a footnote's mark."""
    if span.kind in ("html", "footnote"):
        return ""
    source = unit.document.slice(span.start, span.end)
    wiki = source.startswith(("[[", "![["))
    label = ""
    if wiki:
        target, _, label = source.lstrip("!")[2:-2].replace("\\|", "|").partition("|")
    else:
        target = span.text
        if span.kind == "link":
            words = source[1:].partition("](")[0]
            return source if re.match(r"https?://", target) else words
    if span.kind == "link":
        return label.strip() or target.partition("#")[0].rpartition("/")[2] or target.partition("#")[2]
    if re.match(r"https?:", target):
        return None  # nothing is fetched, so a picture from elsewhere cannot come along
    if _MEDIA.search(target):
        path = unit.file(target)
        size = f"|{label}" if wiki and is_size(label) else ""
        return f"![[{path}{size}]]" if path else None
    return unit.embed(target)


def _without_lazy_lines(text: str) -> str:
    """A list up to a line that stands under it without indentation or marker: prose that was glued to it."""
    lines = text.split("\n")
    for number, line in enumerate(lines[1:], start=1):
        if line[:1].strip() and lines[number - 1].strip() and not re.match(r"(?:[-*+]|\d{1,9}[.)])(?:\s|$)", line):
            return "\n".join(lines[:number])
    return text


def sentences(text: str) -> list[str]:
    """A paragraph's sentences, each with its end mark; formulas, code and links are not cut."""
    return [piece.strip() for piece in _pieces(text) if piece.strip()]


def _pieces(text: str) -> list[str]:
    """The text cut behind each sentence, nothing left out: joined, the pieces are the text again."""
    masked = _UNCUT.sub(lambda match: "_" * len(match.group()), text)
    ends = {match.end() for match in _SENTENCE.finditer(masked)}
    for stop in _LATIN_END.finditer(masked):
        if not _SHORT.search(masked[max(0, stop.start() - 7) : stop.start() + 1]):
            ends.add(stop.end())
    places = [0, *sorted(end for end in ends if 0 < end < len(text)), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


def lead(text: str, most: int) -> tuple[str, str]:
    """A text's beginning of at most `most` words, in whole sentences (at least one), and the rest."""
    if weight(text) <= most:
        return text, ""
    pieces = _pieces(text)
    taken = 1
    while taken < len(pieces) and weight("".join(pieces[: taken + 1])) <= most:
        taken += 1
    return "".join(pieces[:taken]).strip(), "".join(pieces[taken:]).strip()
