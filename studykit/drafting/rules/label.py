"""Labels in lists and prose: `X：Y`. Half of what looks so is none, so these cards wait for a person."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt, lead, sentences
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.normal import normal, weight

_LABEL: Final = re.compile(r"^(?P<name>[^，。；！？,;!?:：*\n$]{2,24})[：:]\s*(?P<said>[^：:\n].{4,})$", re.DOTALL)
_NO_NAME: Final = re.compile(
    r"[是有把被让要会能应该请别勿不]|如果|当|例如|比如|注意|结论|结果|原因|参考|来源|链接|时间|日期|作者|更新|另见|参见|答|问|见|即|"
    r"https?|^\d|\b(?:is|are|if|when|note|see|e\.g|i\.e|todo|source|author|date|example)\b",
    re.IGNORECASE,
)
_SAID_MOST: Final = 30


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each list item that is a name, a colon and what is said of it."""
    for part in unit.parts:
        for block in part.blocks:
            if block.kind == "list":
                for item in block.children:
                    yield from _item(unit, item, part.title)


def _item(unit: Unit, item: Block, heading: str) -> Iterator[Proposal]:
    if not item.children or item.children[0].kind != "paragraph" or item.level:
        return
    block = item.children[0]
    text = excerpt(unit, [block])
    match = _LABEL.match(text) if text else None
    if match is None:
        return
    name, (said, _) = asking.name_of(match["name"]), lead(match["said"].strip(), _SAID_MOST)
    if not name or _NO_NAME.search(name) or is_generic(name) or weight(said) > _SAID_MOST or asking.is_vague(said):
        return
    if normal(name) in normal(said) or said.endswith(("：", ":")):
        return
    quote = sentences(unit.document.source(block))[0]
    question = asking.meaning(unit, name, heading)
    yield Proposal(Basic(question, said.rstrip("。.；;")), quote, heading, unit.document.line_at(block.start), 0.4)
