"""What a note says of the notes it links: `- [[X]] — gloss` outside of maps."""

from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import subject
from studykit.text.normal import weight

_GLOSS: Final = Expression(r"^\[\[([^\[\]\n]+)\]\]\s*(?:——?|—|–|-|：|:)\s*(\S.*)$")
_LINK: Final = b"[["
_NEWLINE: Final = 0x0A
_GLOSS_LEAST: Final = 3
_GLOSS_MOST: Final = 24


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each list item that is a link and a gloss."""
    text = unit.document.text
    for part, block in unit.blocks("list"):
        for item in block.children:
            children = item.children
            if not children or not text.startswith(_LINK, children[0].start):
                continue
            end = _line_end(text, children[0])
            if end and (proposal := _card(unit, item, end, part.title)) is not None:
                yield proposal


def _line_end(text: bytes, first: Block) -> int:
    """Where the line ends that begins with a link and goes on; 0 of one that is a link and no more, as most are."""
    closing = text.find(b"]]", first.start, first.end)
    if not 0 <= closing < first.end - 2 or text[closing + 2] == _NEWLINE:
        return 0
    newline = text.find(b"\n", closing, first.end)
    return newline if newline >= 0 else first.end


def _card(unit: Unit, item: Block, end: int, heading: str) -> Proposal | None:
    first = item.children[0]
    text = unit.document.slice(first.start, end)
    if end == first.end:
        text = text.rstrip()
    match = _GLOSS.match(text)
    if match is None:
        return None
    target, _, label = match[1].replace("\\|", "|").partition("|")
    name, gloss = subject(label or target.partition("#")[0].rpartition("/")[2]), match[2].strip()
    if not name or "[[" in gloss or is_generic(gloss):
        return None
    if not _GLOSS_LEAST <= weight(gloss) <= _GLOSS_MOST:
        return None
    question = f"「{name}」一句话讲的是什么？" if unit.chinese else f"What is {name} about, in one phrase?"
    return propose(Basic(question, gloss), text, heading, unit.line_at(item.start), 0.4)
