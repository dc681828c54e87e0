"""Named formulas: a display formula whose lead-in says what it is."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from studykit.drafting.excerpt import cut_out, excerpt_of
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block, Span
from studykit.markup.parts import Part
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import weight

_NAMED: Final = (
    r"(?:公式|方程|恒等式|不等式|函数|目标|损失|梯度|优势|定义|更新(?:规则|式)?|期望|散度|熵|估计(?:量|器)?|算子|比率|比值|回报|"
    r"奖励|概率|分布|约束|项|分解|上界|下界|均值|方差|误差|权重|系数|策略|解|形式|表达式|写法)"
)
_NAMED_ANYWHERE: Final = Expression(_NAMED)
_CHINESE_LEAD: Final = Expression(
    rf"^(.*{_NAMED})(?:[（(][^（()）]*[）)])?\s*(?:定义为|写作|写成|记作|记为|可写为|就是|是|为|即)?\s*[:：]?$"
)
_ENGLISH_LEAD: Final = Expression(
    r"^(?:(?:the|a|an)\s+)?(.*\b(?:objective|loss|function|equation|gradient|estimator|estimate|update(?: rule)?|"
    r"advantage|definition|ratio|identity|inequality|bound|divergence|entropy|operator|expectation|distribution|"
    r"constraint|return|reward|formula|policy|probability|decomposition))"
    r"\s*(?:is(?: defined as| given by)?|reads|becomes|can be written as)?\s*:?$",
    re.IGNORECASE,
)
_CONNECTIVE: Final = Expression(
    r"(?:因此|于是|所以|从而|那么|则|即|其中|这样|由此|最终|最后|首先|然后|接着|此时|同时|同理|并且|而且|不过|但是|但|而|"
    r"此外|另外|对应地|相应地|具体地|更一般地|thus|so|then|hence|therefore|finally|first|here)[，,、 ]*",
    re.IGNORECASE,
)
_VAGUE: Final = Expression(
    r"^(?:它|这|该|其|上述|上面|下面|以下|如下|此|本|我们|两|得到|可得|有|this|that|it|we|the (?:above|following))"
)
_CLAUSE: Final = Expression(
    r"[把将让使还会要能可不没就都也从看推换变求设若只再最于]|(?<![效作通常])用|得到|代入|展开|化简|整理|加上|减去|乘以|除以|假设|如果|利用|考虑"
)
"""Words of a clause: with one of them a lead-in says what is done, and does not name what follows."""
_COMPOUND: Final = Expression(
    "重要|不等式|不变|不动点|不确定|最优|最大|最小|最高|最低|性能|功能|能量|可加|可微|变换|转换|置换|需求|要求|基于|关于"
)
"""Nouns in which one of them is no word by itself."""
_SAYS_FORMULA: Final = Expression(r"\b(?:formula|equation|identity|inequality)$", re.IGNORECASE)
_LONGEST: Final = 200
_ITEM: Final = Expression(r"(?:[-*+]|\d+[.)])\s+")
_PAUSE: Final = Expression(r"[，,；;。]")
_PAUSES: Final = ("，", ",", "；", ";", "。")
"""A lead-in that ends so says nothing behind its last pause."""
_MARKS: Final = Expression(r"\*\*|==|`")
_DEFINITION: Final = Expression(r"的?定义$|^(?:definition|formula) of (?:the |an? )?", re.IGNORECASE)


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each display formula whose sentence names it."""
    for part in unit.parts:
        before, alone = None, None
        for block in part.blocks:
            if block.spans and block.kind == "paragraph":
                span = _displayed(block)
                if span is not None and any(map(str.isalnum, span.text)):
                    if alone is None:
                        alone = _is_alone(part)
                    yield from _proposal(unit, block, span, before, part.title, alone=alone)
            before = block


def _displayed(block: Block) -> Span | None:
    """The first display formula of a block: a second one follows from it."""
    for span in block.spans:
        if span.kind == "display":
            return span
    return None


def _is_alone(part: Part) -> bool:
    """Whether only one formula is displayed under a heading, which then may name it."""
    return sum(span.kind == "display" for block in part.blocks for span in block.spans) == 1


def _proposal(
    unit: Unit, block: Block, span: Span, before: Block | None, heading: str, *, alone: bool
) -> Iterator[Proposal]:
    start = block.start
    lead_in = excerpt_of(unit, cut_out(block, start, span.start)) if start < span.start else ""
    if not lead_in and before is not None and before.kind == "paragraph":
        lead_in, start = excerpt_of(unit, before), before.start
    if lead_in is None or "$$" in lead_in or "\\[" in lead_in:
        return
    pieces = sentences(lead_in) if not lead_in.rstrip().endswith(_PAUSES) else ()
    name = formula_name(pieces[-1], chinese=unit.chinese) if pieces else ""
    if not name and alone:
        name = formula_name(without_label(heading), chinese=unit.chinese)
    if not name:
        return
    formula = f"$$\n{span.text.strip()}\n$$"
    quote = unit.document.slice(span.start, span.end)
    yield propose(Basic(_question(unit, name), formula), quote, heading, unit.line_at(start), 0.8)


def _question(unit: Unit, name: str) -> str:
    if unit.chinese:
        named = name if unit.named_in(name) else f"{unit.subject}：{name}"
        return f"{named}是什么？" if name.endswith(("公式", "表达式", "方程")) else f"{named}的公式是什么？"
    article = "" if name.split()[0].endswith(("'s", "’s")) else "the "
    concept = "" if unit.named_in(name) else f" ({unit.subject})"
    return (
        f"What is {article}{name}{concept}?"
        if _SAYS_FORMULA.search(name)
        else (f"What is the formula for {article}{name}{concept}?")
    )


@lru_cache(maxsize=128)
def formula_name(lead_in: str, *, chinese: bool) -> str:
    """What a lead-in calls the formula after it, or nothing: `GAE 的定义：` → `GAE 的定义`. Many headings are alike."""
    text = " ".join(_MARKS.sub("", lead_in).split())
    if len(text) > _LONGEST or (chinese and _NAMED_ANYWHERE.search(text) is None):
        return ""
    opening = _ITEM.match(text)
    start = opening.end() if opening is not None else 0
    while (opening := _CONNECTIVE.match(text, start)) is not None:
        start = opening.end()
    text = text[start:]
    clause = _PAUSE.split(text.rstrip("：: "))[-1].strip()
    if chinese and _NAMED_ANYWHERE.search(clause) is None:
        return ""
    match = (_CHINESE_LEAD if chinese else _ENGLISH_LEAD).match(clause)
    if match is None:
        return ""
    name = match.group(1).strip()
    if (
        _VAGUE.match(name)
        or (chinese and _CLAUSE.search(_COMPOUND.sub("", name)))
        or not (3 if chinese else 2) <= weight(name) <= 24
        or name.count("$") % 2
    ):
        return ""
    return _DEFINITION.sub("", name) or name
