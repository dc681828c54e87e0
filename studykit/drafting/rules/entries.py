"""Names with what is said of them, as notes list them: `- **term**: gloss`, `- term：gloss`, lines `**term**：gloss`.

Read once for a unit and kept for the rules that draft from them one after the other.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from studykit.drafting.excerpt import cut_out, excerpt_of
from studykit.drafting.rules import asking
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import first_sentence, lead
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Content
from studykit.text.expression import Expression
from studykit.text.normal import weighs_at_least, weight

GLOSS_MOST: Final = 40
_GLOSS_LEAST: Final = 4
_BOLD: Final = Expression(
    r"^(?:\*\*|__)(?P<term>[^*_\n]{1,60})(?:\*\*|__)[ \t]*(?P<aside>[（(][^（）()\n]{1,60}[）)])?[ \t]*"
    r"(?P<colon>[:：]|——?|—|–|-(?=\s))?[ \t]*(?P<gloss>\S.*)$",
    re.DOTALL,
)
_PLAIN: Final = Expression(
    r"^(?P<term>[^，。；！？,;!?:：*\n$|]{1,40})(?P<colon>[：:](?=\s|[^\x00-\x7f])|\s+(?:—|–|-)\s)\s*(?P<gloss>[^：:\n\s].*)$",
    re.DOTALL,
)
_DIVIDERS: Final = tuple(map(str.encode, ("：", ":", "—", "–", " - ")))
"""Without one of these near its beginning a text is no entry."""
_OPENING: Final = 300
_MARKS: Final = (b"**", b"__")
_LINK: Final = b"[["
_COLONS: Final = (":", "：")


class Entry(NamedTuple):
    """A name and what is said of it."""

    term: str
    """As written, without the aside in brackets behind it."""
    aside: str
    """The brackets behind the name, or empty."""
    said: str
    """What is said, in whole sentences of at most `GLOSS_MOST` words, without its full stop."""
    rest: str
    """What is said behind that."""
    bold: bool
    linked: bool
    """The name is a link: what is said of it may be a remark on the other note."""
    block: Block
    """Where it stands."""


class Group(NamedTuple):
    """Entries that stand together: the items of a list, the lines of a paragraph, paragraphs one after the other."""

    heading: str
    ordered: bool
    size: int
    """How many items or lines there are, those that are no entries too."""
    entries: tuple[Entry, ...]


@lru_cache(maxsize=1)
def groups(unit: Unit) -> tuple[Group, ...]:
    """The lists and runs of paragraphs of a unit that hold entries."""
    return tuple(_groups(unit))


def _groups(unit: Unit) -> Iterator[Group]:
    for part in unit.parts:
        lines: list[Entry] = []
        for block in part.blocks:
            if block.kind == "list":
                found = [entry for item in block.children if item.children and (entry := _item(unit, item)) is not None]
                if found:
                    yield Group(part.title, block.info == "ordered", len(block.children), tuple(found))
            elif block.kind == "paragraph" and unit.document.text.startswith(_MARKS, block.start):
                lines += _lines(unit, block)
        if lines:
            yield Group(part.title, False, len(lines), tuple(lines))


def _item(unit: Unit, item: Block) -> Entry | None:
    block = item.children[0]
    if item.level or block.kind != "paragraph":
        return None
    entry = _entry(unit, block)
    if entry is None or (len(item.children) > 1 and entry.said.endswith(_COLONS)):
        return None
    return entry


def _lines(unit: Unit, block: Block) -> Iterator[Entry]:
    """The lines of a paragraph that open with a bold name; a line without one belongs to the line before it."""
    text = unit.document.text[block.start : block.end]
    starts = [block.start]
    at = text.find(b"\n**")
    while at >= 0:
        starts.append(block.start + at + 1)
        at = text.find(b"\n**", at + 1)
    for start, end in zip(starts, [*starts[1:], block.end], strict=True):
        entry = _entry(unit, cut_out(block, start, end))
        if entry is not None and entry.bold:
            yield entry


def _entry(unit: Unit, block: Block) -> Entry | None:
    source, start, end = unit.document.text, block.start, block.end
    if source.startswith(_LINK, start) and source.find(b"**", start, end) < 0 and source.find(b"__", start, end) < 0:
        return None  # what is said of another note, which no rule asks for here
    if not _is_divided(source, start, min(end, start + _OPENING)):
        return None
    text = excerpt_of(unit, block)
    if not text:
        return None
    match = _BOLD.match(text)
    bold = match is not None
    if match is None:
        match = _PLAIN.match(text)
    if match is None:
        return None
    term, aside = match["term"].strip(), (match["aside"] or "") if bold else ""
    if not match["colon"] and not term.endswith(_COLONS):
        return None
    said, rest = lead(match["gloss"].strip(), GLOSS_MOST)
    if not weighs_at_least(said, _GLOSS_LEAST) or (len(said) > GLOSS_MOST and weight(said) > GLOSS_MOST):
        return None
    if said.endswith(_COLONS) or rest.startswith(_COLONS):
        return None
    return Entry(
        asking.name_of(term),
        aside,
        said.rstrip("。.；;"),
        rest,
        bold,
        source.startswith(b"[", start),
        block,
    )


def _is_divided(source: bytes, start: int, end: int) -> bool:
    for divider in _DIVIDERS:  # noqa: SIM110  (faster than `any`, and asked for every item)
        if source.find(divider, start, end) >= 0:
            return True
    return False


def card(unit: Unit, group: Group, entry: Entry, content: Content, score: float) -> Proposal:
    """A card on an entry, with the sentence that supports it."""
    quote = first_sentence(unit.document.source(entry.block))
    return propose(content, quote, group.heading, unit.line_at(entry.block.start), score)
