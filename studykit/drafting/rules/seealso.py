"""What a note says of the notes it links: `- [[X]] — gloss` outside of maps."""

from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import subject
from studykit.text.normal import weighs_at_least

_GLOSS: Final = Expression(r"^\[\[([^\[\]\n]+)\]\]\s*(?:——?|—|–|-|：|:)\s*(\S.*)$")
_NEWLINE: Final = 0x0A
_GLOSS_LEAST: Final = 3
_GLOSS_MOST: Final = 24


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each list item that is a link and a gloss."""
    text = unit.document.text
    for part, block in unit.blocks("list"):
        for item in block.children:
            if item.children and _may_say(text, item.children[0]):
                yield from _card(unit, item, part.title)


def _may_say(text: bytes, first: Block) -> bool:
    """Whether an item begins with a link that something follows: most that begin with one are a link and no more."""
    if not text.startswith(b"[[", first.start):
        return False
    closing = text.find(b"]]", first.start, first.end)
    return 0 <= closing < first.end - 2 and text[closing + 2] != _NEWLINE


def _card(unit: Unit, item: Block, heading: str) -> Iterator[Proposal]:
    text = unit.document.source(item.children[0]).partition("\n")[0]
    match = _GLOSS.match(text)
    if match is None:
        return
    target, _, label = match[1].replace("\\|", "|").partition("|")
    name, gloss = subject(label or target.partition("#")[0].rpartition("/")[2]), match[2].strip()
    if not name or "[[" in gloss or is_generic(gloss):
        return
    if weighs_at_least(gloss, _GLOSS_LEAST) and not weighs_at_least(gloss, _GLOSS_MOST + 1):
        question = f"「{name}」一句话讲的是什么？" if unit.chinese else f"What is {name} about, in one phrase?"
        yield Proposal(Basic(question, gloss), text, heading, unit.line_at(item.start), 0.4)
