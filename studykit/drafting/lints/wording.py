"""Lints of wording: that a card can be understood a year later, away from its note."""

import re
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.reading import Reading
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.wordlists import GENERIC_LABELS
from studykit.model.card import Cloze
from studykit.text.expression import Expression
from studykit.text.normal import normal, weight

POINTING_CUES: Final = (
    "这|该|它|此|其|上述|以上|上文|前文|上面的|本文|本节|本篇|文中|作者|如上|见下|下图|上图|下表|上表"
    "|this|these|those|it|its|they|that|above|author|authors|following|aforementioned"
    "|text|note|article|passage|section|chapter|document|paper"
)
SOFT_CUES: Final = (
    "主要|最|关键|核心|main|important|primary|key|benefit|advantage|drawback|disadvantage|property|feature|use|example"
    "|type|kind|limitation|reason|purpose|application|part|component"
)
TITLE_CUES: Final = "是什么|什么是|指什么|什么叫|何谓|何为|is|are|s|mean|define"
PASSING_CUES: Final = (
    "目前|如今|现今|近年|迄今|至今|眼下|最新|sota|state|latest|currently|nowadays|recently|far|date|now"
)
"""A text without one of these is none that the lint speaks of: see `cues`."""

_POINTS_AT_START: Final = Expression(
    r"\s*(?:为什么|为何|如何|怎么|怎样)?(?:这|该(?!不该)|它|此(?!外|前|后)|其(?!他|它|中|实|余)|上述|以上|本文|本节)"
    r"|\s*(?:(?:why|how|what|when|where|which)\s+(?:\w{1,12}\s+)?)?(?:this|these|those|it|its|they)\b"
    r"|\s*that\b(?!\s+is)",
    re.IGNORECASE,
)
_POINTS_BACK: Final = Expression(
    r"上述|上文|前文|上面的|本文|本节|本篇|文中|作者(?!是谁)|如上|见下|下图|上图|下表|上表"
    r"|\bthe (?:above|author'?s?|authors|following|aforementioned)\b|\babove-mentioned\b"
    r"|\b(?:in|by|to|of) (?:the|this) (?:text|note|article|passage|section|chapter|document|paper)\b"
    r"|\bthe (?:text|note|article|passage|document|paper) (?:say|state|mention|describe|claim|argue|propose)s?\b"
    r"|\bthis (?:text|note|article|passage|section|chapter|document|paper|formula|method|table|figure|algorithm)\b",
    re.IGNORECASE,
)
_SOFT: Final = Expression(
    r"主要(?!由|取决)|最重要|最关键|关键(?!词|字|帧|路径)|核心(?!数|线程)|最大的(?:优点|缺点|问题|区别)"
    r"|\b(?:main|most important|primary(?! key))\b"
    r"|\bkey (?:idea|ideas|point|points|difference|differences|feature|features|insight|insights|concept|concepts"
    r"|benefit|benefits|advantage|advantages|reason|reasons|step|steps|property|properties|contribution)\b"
    r"|\b(?:what is|what's|name|give) (?:a|an|one) (?:\w{1,20} )?(?:benefit|advantage|drawback|disadvantage|property"
    r"|feature|use|example|type|kind|limitation|reason|purpose|application|part|component) (?:of|for)\b",
    re.IGNORECASE,
)
_COUNTED: Final = Expression(
    r"[0-9一二三四五六七八九十两几]\s*[个种点步条项类大]|\b(?:[0-9]+|two|three|four|five|six) ", re.IGNORECASE
)
_BARE_ENGLISH: Final = (
    Expression(r"\s*what(?:\s+(?:is|are)|['’]s)\s+([^?？]{1,80}?)\s*[?？.]?\s*\Z", re.IGNORECASE),
    Expression(r"\s*what\s+does\s+([^?？]{1,80}?)\s+mean\s*[?？.]?\s*\Z", re.IGNORECASE),
    Expression(r"\s*define\s+([^?？]{1,80}?)\s*[.]?\s*\Z", re.IGNORECASE),
)
_BARE: Final = (
    Expression(r"\s*(?:什么是|何谓|何为|什么叫)\s*([^?？。]{1,60}?)\s*[?？。]?\s*\Z"),
    Expression(r"\s*([^?？。]{1,60}?)\s*(?:是什么|指什么|是什么意思|指的是什么|是指什么)\s*[?？。]?\s*\Z"),
    *_BARE_ENGLISH,
)
_WHAT_HAN: Final = Expression("是什么|什么是|指什么|什么叫|何谓|何为")
_ARTICLE: Final = Expression(r"(?:the|a|an)\s+", re.IGNORECASE)
_ARTICLE_BEGINS: Final = frozenset("tTaA")
_RELATED: Final = Expression(
    r"[的在中里和与对把用被由到从以时]|(?<![-\w])(?:of|in|for|between|to|on|by|with|from|at|when|if|after|before|than|that)(?![-\w])",
    re.IGNORECASE,
)
_BARE_MOST: Final = 8
# Chinese apart from English: without IGNORECASE the expression engine skips ahead to a first character at once
_PASSING_HAN: Final = Expression(
    r"目前(?<!到目前)|如今|现今|近年来?|迄今|至今|眼下|最新(?!的?(?:策略|参数|权重|样本|数据|状态|一批|一步))"
)
_PASSING: Final = Expression(
    r"\b(?:SOTA|state[- ]of[- ]the[- ]art|latest(?! (?:policy|weights|parameters|sample|batch|state))|currently"
    r"|nowadays|recently|so far|to date|as of now)\b",
    re.IGNORECASE | re.ASCII,
)
_DATED: Final = Expression(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NAMED: Final = Expression(r"[A-Z]{2,}|[A-Za-z][a-z]*[A-Z][A-Za-z]*|\ufffc")
_WINDOW: Final = 10
_WORDS_LOOKED_AT: Final = 80


def dangling(sides: Sides, context: Context) -> Finding | None:
    """Lint 8: a question or cloze that points at something outside itself: `这/该/它` at its beginning, "the author".

    What names a term of the note stands alone: `这个 GRPO 的优势`, "Why does it help PPO?".
    """
    read = sides.front
    found = _POINTS_AT_START.match(read.prose) or _POINTS_BACK.search(read.prose)
    if found is None or _names_a_term(read, context):
        return None
    return error("lint-dangling", found=found.group().strip())


def _names_a_term(read: Reading, context: Context) -> bool:
    """Whether the text names the concept, a note of the vault, or something that the unit spells as a name."""
    if any(term in read.spelled for term in context.terms):
        return True
    unit = context.unit_text
    if read.codes or any(name != "\ufffc" and name in unit for name in _NAMED.findall(read.prose)):
        return True
    words, names = read.spelled.strip("\x00").split("\x00")[:_WORDS_LOOKED_AT], context.names
    return bool(names) and any(_runs_to_a_name(words[start : start + _WINDOW], names) for start in range(len(words)))


def _runs_to_a_name(words: list[str], names: frozenset[str]) -> bool:
    name = ""
    for word in words:
        name += word
        if len(name) > 1 and name in names and name not in GENERIC_LABELS:
            return True
    return False


def soft_target(sides: Sides, _context: Context) -> Finding | None:
    """Lint 12: a question for the main, key or most important thing, or for one of many, without a count.

    Two people who know the note would answer differently. `三个主要阶段` is counted; 关键词 is a name.
    """
    if isinstance(sides.content, Cloze):
        return None
    front = sides.front.prose
    found = _SOFT.search(front)
    if found is None or _COUNTED.search(front):
        return None
    return flag("lint-soft", found=found.group())


_PLACED: Final = Expression(r"[^：:\n]{2,80}(?:：|: )\S")


def is_placed(front: str) -> bool:
    """Whether a question plainly says what its subject belongs to: `GRPO：分母是什么`, `GRPO 的分母是什么`."""
    if "的" in front and front.count("的") > front.count("指的是什么"):
        return True
    return ("：" in front or ": " in front) and _PLACED.match(front) is not None


def title_alone(sides: Sides, context: Context) -> Finding | None:
    """Lint 13: `X 是什么` or "What is X" where X is no title or alias of the vault, or is a label any note has.

    Only where X stands alone, in at most eight words: `GRPO 的分母是什么` and `GRPO，目标函数：分母是什么` say what it
    belongs to.
    """
    front = sides.front.shown
    if isinstance(sides.content, Cloze) or len(front) > 120:
        return None
    if is_placed(front):
        return None
    for pattern in _BARE if _WHAT_HAN.search(front) is not None else _BARE_ENGLISH:
        match = pattern.match(front)
        if match is not None:
            break
    else:
        return None
    subject = match.group(1)
    if subject[:1] in _ARTICLE_BEGINS and (article := _ARTICLE.match(subject)) is not None:
        subject = subject[article.end() :]
    name = normal(subject)
    if name in GENERIC_LABELS:
        return error("lint-title", found=subject)
    if name in context.names or name in context.own_names:
        return None
    if _RELATED.search(subject) or weight(subject) > _BARE_MOST:
        return None
    return error("lint-title", found=subject)


def time_bound(sides: Sides, _context: Context) -> Finding | None:
    """Lint 24: a card that will not stay true (目前, SOTA, latest) and does not say when it was.

    `到目前为止` and `最新策略` speak of steps, not of years.
    """
    text = f"{sides.front.prose}\n{sides.back.prose}"
    found = _PASSING_HAN.search(text) or _PASSING.search(text)
    if found is None or _DATED.search(text):
        return None
    return flag("lint-passing", found=found.group())
