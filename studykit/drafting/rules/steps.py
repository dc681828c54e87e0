"""Ordered steps that the text states as an order: a cloze of one step's name, its neighbours shown."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt, lead
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Cloze
from studykit.text.names import without_label
from studykit.text.normal import weight

_ORDER: Final = re.compile(
    r"步骤|流程|顺序|依次|先后|阶段|[一二三四五六七八九十\d]步|算法步|in order|workflow|pipeline|"
    r"procedure|process|steps?\b|stages?\b|phases?\b",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"^(?:\*\*|__)([^*_\n]{1,40}?)\s*[:：]?\s*(?:\*\*|__)\s*(?:[（(][^（()）\n]{1,40}[）)])?\s*[:：—–-]?\s*(.*)$",
    re.DOTALL,
)
_LABELLED: Final = re.compile(r"^([^，。；,.;:：]{1,16})[:：]\s*(.+)$", re.DOTALL)
_SHOWN_MOST: Final = 18
_NAME_MOST: Final = 6
_LEAST: Final = 3


class _Step(NamedTuple):
    name: str
    said: str
    block: Block


def draft(unit: Unit) -> Iterator[Proposal]:
    """A cloze for each step of an ordered list whose steps have names and whose order the text states."""
    for part in unit.parts:
        before = ""
        for block in part.blocks:
            if block.kind == "list" and block.info == "ordered" and states_order(part.title, before):
                yield from _clozes(unit, block, part.title)
            before = unit.document.source(block) if block.kind == "paragraph" else ""


def states_order(heading: str, before: str) -> bool:
    """Whether a heading, or the lead-in to a list, says that what follows has an order."""
    return bool(_ORDER.search(heading) or (before.endswith(("：", ":")) and _ORDER.search(before[-40:])))


def _clozes(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    steps = [_step(unit, item) for item in block.children]
    if len(steps) < _LEAST or any(step is None for step in steps):
        return
    named = [step for step in steps if step is not None]
    if len({step.name for step in named}) < len(named):
        return
    title = without_label(heading)
    topic = "" if is_generic(title) else title
    about = asking.context(unit, topic) or topic or unit.subject
    about = f"{about}{'，' if unit.chinese else ', '}{topic}" if topic and about != topic else about
    for number, step in enumerate(named):
        shown = range(max(0, number - 1), min(len(named), number + 2))
        lines = [f"{i + 1}. {_line(named[i], hidden=i == number, chinese=unit.chinese)}" for i in shown]
        text = f"{about}{'：' if unit.chinese else ':'}\n\n" + "\n".join(lines)
        quote = unit.document.source(step.block).split("\n")[0]
        yield Proposal(Cloze(text), quote, heading, unit.document.line_at(step.block.start), 0.58)


def _step(unit: Unit, item: Block) -> _Step | None:
    if not item.children or item.children[0].kind != "paragraph" or item.level:
        return None
    text = excerpt(unit, [item.children[0]])
    match = (_NAMED.match(text) or _LABELLED.match(text)) if text else None
    if match is None:
        return None
    name = asking.name_of(match[1])
    if not name or weight(name) > _NAME_MOST or "{{" in name or "}}" in name or is_generic(name):
        return None
    return _Step(name, lead(match[2].strip(), _SHOWN_MOST)[0], item.children[0])


def _line(step: _Step, *, hidden: bool, chinese: bool) -> str:
    name = f"{{{{c1::{step.name}}}}}" if hidden else step.name
    said = step.said.rstrip("。；;.")
    return f"{name}{'：' if chinese else ': '}{said}" if said else name
