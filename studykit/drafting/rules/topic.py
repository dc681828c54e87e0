"""The heading that a question stands under, where it says what the question leaves unsaid.

A heading that asks, tells, lists or repeats what the question already names is no place to put another question under.
"""

import re
from functools import lru_cache
from typing import Final

from studykit.drafting.naming import name_in
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.unit import Unit
from studykit.text.expression import Expression
from studykit.text.names import bare
from studykit.text.normal import normal, weight

_LONGEST: Final = 16
_ASKS: Final = Expression(r"[?？]|什么|哪|怎[么样]|如何|吗$|^(?:what|why|how|when|where|which|who)\b", re.IGNORECASE)
_TELLS: Final = Expression(
    r"[，,。；;！!]|不要|别[^名墅]|^(?:被|先|再|看|读|我|你)|几个|一些|一点|"
    r"\b(?:is|are|was|were|does|do|did|don't|i|we|you|my|our|your|some|misc|words|terms|vocab(?:ulary)?)\b",
    re.IGNORECASE,
)
"""A heading that is a sentence, or says that it holds a few of something: it tells rather than names."""
_MYTHS: Final = Expression(
    r"误区|误解|谣言|迷思|易错|错误(?:认识|观点|说法)|"
    r"\b(?:myths?|misconceptions?|fallac(?:y|ies) about|wrong(?:ly)?)\b",
    re.IGNORECASE,
)
_JOINTS: Final = Expression(
    r"[\s/、&+,，]+|(?:^|\b)(?:vs\.?|versus|and|or|the|of|in)\b|[和与或的]|区别|对比|比较|异同|不同|差异|differences?|comparison",
    re.IGNORECASE,
)
"""What stands between the names in a heading, or says that they are compared."""


def topic_for(unit: Unit, text: str, heading: str) -> str:
    """The heading as a topic to put before a question, or nothing where it says no more than the question does."""
    topic = _name(heading)
    if not topic or topic in text or unit.is_called(normal(topic)):
        return ""
    plain = normal(text)
    if normal(topic) in plain or all(normal(word) in plain for word in _JOINTS.split(topic) if word):
        return ""
    return topic


@lru_cache(maxsize=1024)
def _name(heading: str) -> str:
    """What a heading names: of `结果：AIME25` what says something; empty where it names nothing."""
    text = bare(heading).strip(" \t，,。.；;：:、-—–*_").rstrip("?？")
    if not text or _ASKS.search(text):
        return ""
    name = name_in(_without_label(text))
    fits = name and weight(name) <= _LONGEST and not is_generic(name) and not is_generic(text) and "/" not in name
    return name if fits and not _TELLS.search(name) else ""


def names_topic(heading: str) -> bool:
    """Whether a heading by itself names what stands under it."""
    return bool(_name(heading))


@lru_cache(maxsize=1024)
def names_myths(heading: str) -> bool:
    """Whether what stands under a heading is told in order to be rejected."""
    return _MYTHS.search(heading) is not None


def _without_label(text: str) -> str:
    first, colon, second = text.partition("：")
    if not colon:
        first, colon, second = text.partition(": ")
    return (second if is_generic(first) else first).strip() if colon else text
