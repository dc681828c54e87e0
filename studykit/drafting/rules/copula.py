"""Definitions anywhere in prose: `X 是 Y`, `X refers to Y`, of things that are neither the concept nor the heading.

Half of what looks so is none, so these cards wait for a person.
"""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt, sentences
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.normal import normal, weight

_CHINESE: Final = re.compile(
    r"^(?P<name>[^，。；：:,;!?！？“”\s](?:[^，。；：:,;!?！？]{0,14}[^，。；：:,;!?！？\s])?)\s*"
    r"(?:是指|指的是|是一[种个类项]|即(?![使便将可]))\s*(?P<said>[^，。][^。]{5,})[。]?$"
)
_ENGLISH: Final = re.compile(
    r"^(?:(?:an?|the)\s+)?(?P<name>[A-Za-z][\w'’ -]{1,40}?)\s+(?:is an?|refers to|means|denotes)\s+"
    r"(?P<said>[^.]{12,})\.?$",
    re.IGNORECASE,
)
_MAY: Final = re.compile(r"是指|指的是|是一[种个类项]|即|\b(?:is an?|refers to|means|denotes)\b", re.IGNORECASE)
"""Without one of these there is nothing to look for."""
_NO_NAME: Final = re.compile(
    r"[的了地得]$|这|那|它|他|其|此|该|也|都|就|还|并|而|但|如果|因为|所以|^(?:this|that|it|there|he|she|they|which|what|who)\b",
    re.IGNORECASE,
)
_SAID_MOST: Final = 30


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each sentence that opens with a name and defines it; the note's own names have a rule of their own."""
    for part in unit.parts:
        for block in part.blocks:
            if block.kind == "paragraph":
                yield from _block(unit, block, part.title)


def _block(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    if _MAY.search(unit.document.slice(block.start, block.end)) is None:
        return
    text = excerpt(unit, [block])
    if not text:
        return
    sources = sentences(unit.document.source(block))
    for number, sentence in enumerate(sentences(text)):
        match = (_CHINESE if unit.chinese else _ENGLISH).match(sentence.replace("**", ""))
        if match is None or number >= len(sources):
            continue
        name, said = asking.name_of(match["name"]), match["said"].strip()
        if _NO_NAME.search(name) or is_generic(name) or normal(name) in unit.names or weight(name) > 8:
            continue
        if weight(said) > _SAID_MOST or asking.is_vague(said) or normal(name) in normal(said):
            continue
        question = asking.definition(unit, name, heading)
        line = unit.document.line_at(block.start)
        yield Proposal(Basic(question, said), sources[number], heading, line, 0.42)
