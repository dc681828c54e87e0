"""Definitions anywhere in prose: `X 是指 Y`, `X 是 … 的 Y`, `X refers to Y`, `an X is a Y that …`.

Of things that are neither the concept nor the heading, which have a rule of their own. Only sentences whose form is
that of a definition: the verb defines (是指, "refers to"), or the noun comes with what tells it apart.
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt_of, may_hold
from studykit.drafting.rules import asking
from studykit.drafting.rules.defining import is_remark, is_term, repeats
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.rules.words import words
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.normal import normal, weight

_CHINESE: Final = Expression(
    r"^(?P<name>[^，。；：:,;!?！？“”\s](?:[^，。；：:,;!?！？（(]{0,14}[^，。；：:,;!?！？\s（(])?)\s*(?:[（(][^（）()]{1,40}[）)])?\s*"
    r"(?P<verb>是指|指的是|就是指|是(?=一[种个类项套组段条])|是(?=[^，。；]{4,40}的[^，。；的]{1,8}(?:[，。；]|$))|等于)\s*"
    r"(?P<said>[^，。？?][^。？?]{4,})。?$"
)
_ENGLISH: Final = Expression(
    r"^(?:(?P<article>an?|the)\s+)?(?P<name>[A-Za-z][\w'’–-]*(?: [\w'’–-]+){0,3}?)\s+"
    r"(?P<verb>is(?= (?:an?|the) )|are(?= the )|refers to|denotes)\s+(?P<said>[^.?;]{12,})\.?$",
    re.IGNORECASE,
)
_BEHIND_IS: Final = Expression(r"(?<=指的是)|[指一]|[^，。；\n]{4,40}的")
_HAN_VERBS: Final = ("是".encode(), "等于".encode())
_VERBS_LATIN: Final = Expression(rb"\s(?:is|are|refers|denotes)\s")
_MAY_LATIN: Final = Expression(r"\s(?:is\san?|is\sthe|are\sthe|refers\sto|denotes)\s")
_NO_NAME: Final = Expression(
    r"[的了地得]$|[这那它他她其此该也都就还并而但则]|如果|因为|所以|虽然|首先|其次|今天|现在|一般|通常|例如|问题|方法$|办法$|意思$|答案|"
    r"^[一二两三四五六七八九十几]个?|出发点|本质|核心|目标|方向|优点|缺点|特征|好处|坏处|意义|代价|关键|重点|前提|结果|特点|区别|目的|原因|思路|做法|"
    r"^(?:this|that|it|there|he|she|they|which|what|who|one|another|each|here|so|but|and|if|when|all|both|first|second|next|"
    r"result|problem|point|idea|answer|reason|goal|aim|question|trick|catch|rule|method|winning|best|worst|only|main|key|other|same)\b|"
    r"\b(?:is|are|was|were|has|have|can|could|will|would|should|do|does|means?|makes?|each|every|trying|using|being)\b",
    re.IGNORECASE,
)
_NO_DEFINITION: Final = Expression(
    r"^(?:最|更|很|比较|非常|一个(?:好|很|坏|大|问题|例子|谜|遗憾)|一种(?:好|误解|浪费)|一回事)|例子|陷阱|不是|而是|"
    r"\b(?:example|way|reason|problem|mistake|myth|pity|good|bad|better|best|matter|lot|bit|result|case|same|point|"
    r"thing|question|story|difference|so|but|because)\b",
    re.IGNORECASE,
)
_SPEAKS: Final = words(
    r"[我你您咱她他]|它|这|那(?!么)|其(?![他中余实次])|今[天年]|现在|当时|后来|曾|目前|刚|最|常用|常见|主要|重要|唯一|著名|经典|典型|"
    r"之一|的(?:关键|核心|基础|前提|原因|结果|根本|来源|标志|体现|代表作)|[?？!！:：]",
    "it its they them their this that's these those we us our you your i my he she his her here now today above below "
    "most best worst only main key first last famous common simplest easiest usual typical same different such",
)
"""What judges, points, or speaks to somebody: then a sentence says something of a thing, and not what it is."""
_TELLS_APART: Final = Expression(
    r"\b(?:that|which|who|whose|where|when|of|for|in which|with|between|to|by|from|on)\b", re.IGNORECASE
)
_TEXTS: Final = frozenset(("list", "item", "quote"))
_SAID_MOST: Final = 30
_NAME_MOST: Final = 8


class _Found(NamedTuple):
    name: str
    said: str
    term: str
    """The name without its article."""
    asks: Callable[[Unit, str, str], str]
    """The question it answers."""


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each sentence that opens with a name and defines it."""
    seen: set[str] = set()
    verbs = _HAN_VERBS if may_hold(unit, "等") else _HAN_VERBS[:1]
    for part in unit.parts:
        for block in _paragraphs(part.blocks) if _may_define(unit, part.start, part.end, verbs) else ():
            if not _may_define(unit, block.start, block.end, verbs):
                continue
            for proposal in _block(unit, block, part.title):
                if proposal.content.front not in seen:
                    seen.add(proposal.content.front)
                    yield proposal


def _may_define(unit: Unit, start: int, end: int, verbs: tuple[bytes, ...]) -> bool:
    """Whether one of the verbs stands between two offsets. `verbs`: the Chinese ones that the unit may hold."""
    text = unit.document.text
    if not unit.chinese:
        return _VERBS_LATIN.search(text, start, end) is not None
    for verb in verbs:  # noqa: SIM110  (faster than `any`, and asked for every paragraph)
        if text.find(verb, start, end) >= 0:
            return True
    return False


def _may_define_han(text: str) -> bool:
    """Whether a verb stands in a text with what makes a definition of it."""
    at = text.find("是")
    while at >= 0:
        if _BEHIND_IS.match(text, at + 1) is not None:
            return True
        at = text.find("是", at + 1)
    return "等于" in text


def _may_define_latin(text: str) -> bool:
    return _MAY_LATIN.search(text) is not None


def _paragraphs(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "paragraph":
            yield block
        elif block.kind in _TEXTS and block.level != 1:
            yield from _paragraphs(block.children)


def _block(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    text = excerpt_of(unit, block)
    may = _may_define_han if unit.chinese else _may_define_latin
    if not text or not may(text):
        return
    sources = sentences(unit.document.source(block))
    for number, sentence in enumerate(sentences(text)):
        if number >= len(sources) or not may(sentence) or (found := _read(unit, sentence)) is None:
            continue
        if number and not _is_marked(unit, found.term, sentence):
            continue
        question = found.asks(unit, found.name, heading)
        yield propose(Basic(question, found.said), sources[number], heading, unit.line_at(block.start), 0.64)


def _read(unit: Unit, sentence: str) -> _Found | None:
    plain = sentence.replace("**", "").replace("==", "")
    match = (_CHINESE if unit.chinese else _ENGLISH).match(plain)
    if match is None:
        return None
    name, said = asking.name_of(match["name"]), match["said"].strip()
    if _NO_NAME.search(name) or not is_term(name) or unit.is_called(normal(name)) or weight(name) > _NAME_MOST:
        return None
    if not 4 <= weight(said) <= _SAID_MOST or is_remark(said) or repeats(name, said) or _NO_DEFINITION.search(said):
        return None
    if _SPEAKS.within(said):
        return None
    if unit.chinese:
        return _Found(name, said, name, asking.equality if match["verb"] == "等于" else asking.definition)
    if _TELLS_APART.search(said) is None:
        return None
    small = f"{name[:1].lower()}{name[1:]}"
    if match["verb"] == "are":
        return _Found(small if name[1:2].islower() else name, said, name, asking.kinds)
    article = (match["article"] or "").lower()
    plain = small if not article and re.search(rf"\b{re.escape(small)}\b", unit.text) else name
    return _Found(f"{article} {plain}".strip(), said, name, asking.definition)


def _is_marked(unit: Unit, name: str, sentence: str) -> bool:
    """Whether the note treats a name inside a paragraph as a term: it is set bold, or comes again."""
    return sentence.startswith(("**", "==")) or unit.text.count(name) > 1
