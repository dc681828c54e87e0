"""Ordered steps that the text states as an order: which one follows which.

Asked for the next step rather than for a step's label, as what a step does is often true of several labels, and the
words beside a blank give it away. So the steps need names of their own, and names that do not count: 第一段, 前期.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt
from studykit.drafting.rules import asking
from studykit.drafting.rules.defining import is_term
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.rules.topic import topic_for
from studykit.drafting.sentences import lead
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_ORDER: Final = Expression(
    r"步骤|流程|顺序|依次|先后|阶段|[一二三四五六七八九十\d]步|算法步|in order|workflow|pipeline|"
    r"procedure|process|steps?\b|stages?\b|phases?\b",
    re.IGNORECASE,
)
_NO_ORDER: Final = Expression(
    r"计划|进度|安排|议程|议题|复盘|待办|路线图|日程|怎么选|注意|\b(?:plan|agenda|todo|schedule|roadmap|tips?|log)\b",
    re.IGNORECASE,
)
"""What one person means to do, or has done, is no procedure."""
_NAMED: Final = Expression(
    r"^(?:\*\*|__)([^*_\n]{1,40}?)\s*[:：]?\s*(?:\*\*|__)\s*(?:[（(][^（()）\n]{1,40}[）)])?\s*[:：—–-]?\s*(.*)$",
    re.DOTALL,
)
_LABELLED: Final = Expression(r"^([^，。；,.;:：]{1,16})[:：]\s*(.+)$", re.DOTALL)
_COUNTS: Final = Expression(
    r"第?[一二三四五六七八九十\d]|[前中后末初早晚上下]\S?|.*(?:[前中后末初早晚]期|开始|结束|完成|准备|收尾)|"
    r"(?:first|second|third|next|then|last|final|start|end|begin|finish|prepare|done)\b.*",
    re.IGNORECASE,
)
"""Names that say their place themselves."""
_SHOWN_MOST: Final = 18
_SAID_LEAST: Final = 3
_NAME_MOST: Final = 6
_LEAST: Final = 3


class _Step(NamedTuple):
    name: str
    said: str
    block: Block


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each step of an ordered list that another one follows, where the text states their order."""
    if not any(block.info == "ordered" for _, block in unit.blocks("list")):
        return
    for part in unit.parts:
        for before, block in pairwise((None, *part.blocks)):
            if block is not None and block.kind == "list" and block.info == "ordered":
                said = unit.document.source(before) if before is not None and before.kind == "paragraph" else ""
                if states_order(part.title, said):
                    yield from _cards(unit, block, part.title)


def states_order(heading: str, before: str) -> bool:
    """Whether a heading, or the lead-in to a list, says that what follows has an order."""
    return bool(_ORDER.search(heading) or (before.endswith(("：", ":")) and _ORDER.search(before[-40:])))


def _cards(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    steps = [step for item in block.children if (step := _step(unit, item)) is not None]
    if len(steps) < max(_LEAST, len(block.children)) or _NO_ORDER.search(heading) or not _are_apart(steps):
        return
    topic = topic_for(unit, "", heading) or ("" if asking.is_vague(heading) else without_label(heading))
    for step, following in pairwise(steps):
        if weight(following.said) < _SAID_LEAST:
            continue
        colon = "：" if unit.chinese else ": "
        answer = f"{following.name}{colon}{following.said.rstrip('。；;.')}"
        quote = unit.document.source(following.block).split("\n")[0]
        question = asking.next_step(unit, step.name, topic)
        yield propose(Basic(question, answer), quote, heading, unit.line_at(following.block.start), 0.58)


def _are_apart(steps: Sequence[_Step]) -> bool:
    """Whether every step has a name of its own, that neither says its place nor stands in another step's name."""
    names = [normal(step.name) for step in steps]
    if any(_COUNTS.fullmatch(step.name) for step in steps):
        return False
    return not any(one in other for one in names for other in names if one is not other)


def _step(unit: Unit, item: Block) -> _Step | None:
    if not item.children or item.children[0].kind != "paragraph" or item.level:
        return None
    text = excerpt(unit, [item.children[0]])
    match = (_NAMED.match(text) or _LABELLED.match(text)) if text else None
    if match is None:
        return None
    name = asking.name_of(match[1])
    if weight(name) > _NAME_MOST or not is_term(name):
        return None
    return _Step(name, lead(match[2].strip(), _SHOWN_MOST)[0], item.children[0])
