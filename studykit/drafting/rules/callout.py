"""Definition- and theorem-like callouts: `> [!definition] 马尔科夫性`, `> [!theorem] …`."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.answers import answer_from
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.unit import Unit
from studykit.markup.callout import callout_parts
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import weight

_DEFINES: Final = {"definition", "def", "定义", "concept", "概念", "term"}
_STATES: Final = {
    "theorem",
    "lemma",
    "proposition",
    "corollary",
    "law",
    "定理",
    "引理",
    "命题",
    "推论",
    "定律",
    "公理",
    "axiom",
}
_PREFIX: Final = Expression(
    r"^(?:定义|定理|引理|命题|推论|定律|definition|theorem|lemma|proposition|corollary)\s*[\d.]*\s*[:：.（(]?\s*",
    re.IGNORECASE,
)
_NAME_MOST: Final = 12


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each callout that defines or states what its title names."""
    for part, block in unit.blocks("callout"):
        if block.info not in _DEFINES | _STATES:
            continue
        title, body = callout_parts(unit.document, block)
        name = asking.name_of(_PREFIX.sub("", without_label(title), count=1)).strip("（）()")
        if not name or is_generic(name) or weight(name) > _NAME_MOST:
            continue
        answer = answer_from(unit, body)
        if answer is None:
            continue
        ask = asking.definition if block.info in _DEFINES else asking.statement
        content = Basic(ask(unit, name), answer.text, answer.detail)
        yield propose(content, answer.quote, part.title, answer.line, 0.8)
