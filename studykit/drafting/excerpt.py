"""Pieces of a note as the Markdown of a card: links become their words, embeds what they show, images their path.

A card must read by itself, outside the vault. What cannot be shown there (a missing image) is said by `None`.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final
from urllib.parse import unquote

from studykit.drafting.unit import Unit
from studykit.markup.document import Block, Span
from studykit.markup.links import BLOCK_ID, WIKILINK, is_size

_END: Final = attrgetter("end")
_MEDIA: Final = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|mp3|m4a|ogg|wav|flac)$", re.IGNORECASE)
_REMOTE: Final = re.compile(r"https?:", re.IGNORECASE)
_FOOTNOTE: Final = re.compile(r"\[\^[^\[\]\s]+\]")
_MARKER: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
_CHANGED: Final = frozenset(("link", "image", "html", "footnote"))
"""Spans that stand in a card in other words than in the note."""
_INDENTED: Final = re.compile(r"\n[ \t]+")


def cut_out(block: Block, start: int, end: int) -> Block:
    """A paragraph's piece between two offsets, as a paragraph of its own.

    Spans stand in the order in which they end, so that a paragraph of many pieces is not looked through for each.
    """
    first = bisect_right(block.spans, start, key=_END)
    last = bisect_right(block.spans, end, first, key=_END)
    spans = tuple(span for span in block.spans[first:last] if start <= span.start)
    return block._replace(start=start, end=end, spans=spans)


def may_hold(unit: Unit, letter: str) -> bool:
    """Whether a character may stand in a unit's piece of the document; where it does not, there is no word with it.

    A character is found fifty times as fast as its bytes are. What an embed is called is not in the unit's text.
    """
    return letter in unit.text or any(link.embed for link in unit.note.links)


def excerpt(unit: Unit, blocks: Sequence[Block]) -> str | None:
    """The Markdown of blocks for a card, or None where it needs something that is not there."""
    texts = []
    for block in blocks:
        text = excerpt_of(unit, block)
        if text is None:
            return None
        if text:
            texts.append(text)
    return "\n\n".join(texts)


def excerpt_of(unit: Unit, block: Block) -> str | None:
    """The same of one block. Kept, as several rules read the same blocks."""
    known = unit.excerpts
    place = block.start, block.end, block.kind
    if place in known:
        return known[place]
    text = known[place] = _block(unit, block)
    return text


def _block(unit: Unit, block: Block) -> str | None:
    spans = _spans(block) if block.children else block.spans
    changed = [span for span in spans if span.kind in _CHANGED]
    if changed:
        pieces: list[str] = []
        position = block.start
        for span in sorted(changed, key=lambda span: (span.start, -span.end)) if len(changed) > 1 else changed:
            if span.start < position:
                continue
            shown = _shown(unit, span)
            if shown is None:
                return None
            pieces += (unit.document.slice(position, span.start), shown)
            position = span.end
        pieces.append(unit.document.slice(position, block.end))
        text = "".join(pieces)
    else:
        text = unit.document.slice(block.start, block.end)
    if block.quoted:
        text = _quote_marks(block.quoted).sub("", text)
    if block.kind == "list":
        text = _without_lazy_lines(text)
    elif block.kind == "paragraph" and "\n" in text:
        text = _INDENTED.sub("\n", text)
    if block.kind not in ("code", "table") and "^" in text:
        text = BLOCK_ID.sub("", text)
    return text.strip("\n").rstrip()


@lru_cache(maxsize=64)
def _quote_marks(deep: int) -> re.Pattern[str]:
    """The `>` before the lines of a block in so many quotations."""
    return re.compile(rf"^(?:[ \t]*>[ \t]?){{1,{deep}}}", re.MULTILINE)


def _spans(block: Block) -> Iterator[Span]:
    yield from block.spans
    for child in block.children:
        yield from _spans(child)


def _shown(unit: Unit, span: Span) -> str | None:
    """What stands in a card for a link, an embed, a tag of HTML or a footnote's mark."""
    if span.kind in ("html", "footnote"):
        return ""
    source = unit.document.slice(span.start, span.end)
    if source.startswith("[["):
        return _label(source[2:-2])
    if span.kind == "link":
        return _markdown_link(source, span.text)
    target, label = unquote(span.text), ""
    if source.startswith("![["):
        target, _, label = source[3:-2].replace("\\|", "|").partition("|")
    if _REMOTE.match(target):
        return None  # nothing is fetched, so a picture from elsewhere cannot come along
    if _MEDIA.search(target):
        path = unit.file(target)
        size = f"|{label}" if is_size(label) else ""
        return f"![[{path}{size}]]" if path else None
    return unit.embed(target) or None


def _markdown_link(source: str, target: str) -> str | None:
    """`[words](target)` and its kin: the words, and the address too where it leads out of the vault."""
    if source.startswith("<"):
        return source
    words, inline, _ = source[1:].partition("](")
    if not inline:
        words = source[1:].partition("]")[0]
    if words.startswith("!["):
        return None  # a picture that links
    return f"[{words}]({target})" if _REMOTE.match(target) else words


def words_of(text: str) -> str:
    """A line that stands outside a note's body, as a card says it: no links, footnotes, comments, block ids."""
    if "[" not in text and "^" not in text and "<" not in text:
        return text.strip()
    text = WIKILINK.sub(lambda match: "" if match.group(1) else _label(match.group(2)), BLOCK_ID.sub("", text))
    before, comment, after = text.partition("<!--")
    while comment:
        text, comment, after = after.partition("-->")[2].partition("<!--")
        before += text
    return _FOOTNOTE.sub("", before).strip()


def _label(link: str) -> str:
    target, _, label = link.replace("\\|", "|").partition("|")
    return label.strip() or target.partition("#")[0].rpartition("/")[2] or target.partition("#")[2]


def _without_lazy_lines(text: str) -> str:
    """A list up to a line that stands under it without indentation or marker: prose that was glued to it.

    A display formula written so belongs to the item: nobody indents `$$`.
    """
    lines = text.split("\n")
    in_formula = False
    for number, line in enumerate(lines[1:], start=1):
        if in_formula or line.startswith("$$"):
            in_formula = (line.count("$$") % 2 == 1) != in_formula
        elif line[:1].strip() and lines[number - 1].strip() and not _MARKER.match(line):
            return "\n".join(lines[:number])
    return text
