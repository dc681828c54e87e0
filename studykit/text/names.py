"""Names as people write them in titles and headings, and the name that is meant."""

import re
from functools import lru_cache
from typing import Final

from studykit.text.expression import Expression

# Enclosed letters, arrows, technical signs, dingbats, symbols, emoji, their selectors and joiners
_PICTURE: Final = Expression(
    "[\u2190-\u21ff\u2300-\u23ff\u24c2\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0e\ufe0f\u200d\u20e3]+"
)
_REMARKS: Final = {")": "(", "）": "（", "]": "[", "】": "【"}
"""The brackets of a remark: what closes it, and what opens it."""
_HALVES: Final = Expression(r"^(.*\S)\s*[(（]([^()（）]+)[)）]$")
_NUMBER: Final = Expression(
    r"(?:第?[一二三四五六七八九十百]+(?:部分|章|节)?[、.．:：]\s*"
    r"|第\s*[一二三四五六七八九十百\d]+\s*(?:部分|章|节|讲|课|篇|回|周)\s*[:：]?\s*"
    r"|[(（]\d{1,3}[)）]\s*|\d{1,3}(?:\.\d{1,3})+[.、:：)）]?\s*|\d{1,3}[.、:：)）](?!\d)\s*|[IVX]{1,4}[.、]\s+)"
)
_LABEL: Final = Expression(
    r"(?:(?:面试题|问题|问答|思考题|练习|question|quiz|faq)\s*(?:\d{1,3}\s*)?[:：.、)）]\s*|Q\s*\d{0,3}\s*[:：.、)）]\s*"
    r"|(?:问|Q)\s*[:：]\s*)",
    re.IGNORECASE,
)
_HAN: Final = Expression("[\u3400-\u9fff]")


def without_pictures(text: str) -> str:
    """The text without emoji, stars and arrows."""
    return " ".join((text if text.isascii() else _PICTURE.sub(" ", text)).split())


@lru_cache(maxsize=4096)
def without_label(text: str) -> str:
    """A heading without its number and label: `3.1 …`, `Q1: …`, `面试题 2：…`, `一、…`."""
    text = without_pictures(text)
    start = 0
    while True:
        number = _NUMBER.match(text, start)
        end = number.end() if number is not None else start
        label = _LABEL.match(text, end)
        if label is not None:
            end = label.end()
        if end == start or end == len(text):
            return text[start:]
        start = end


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A title without number, label, pictures and bracketed remarks at its end: `GRPO ⭐（重点方向）` → `GRPO`."""
    text = without_label(text)
    end = len(text)
    while (opening := _REMARKS.get(text[end - 1 : end])) is not None:
        start = text.rfind(opening, 0, end - 1)
        if start <= 0 or text.find(text[end - 1], start, end - 1) >= 0:
            break  # nothing before it, or nothing that it closes
        end = start - (text[start - 1] == " ")
    return text[:end]


def halves(text: str) -> tuple[str, ...]:
    """Both names of a bilingual title, `中文 (English)` either way; nothing for any other title.

    A remark in the same script as the title (`GRPO（重点方向）` counts: Han after Latin) is a name only where
    one half is Han and the other is not.
    """
    match = _HALVES.match(without_pictures(text))
    if match is None:
        return ()
    first, second = match.group(1).strip(), match.group(2).strip()
    if bool(_HAN.search(first)) == bool(_HAN.search(second)):
        return ()
    return first, second


_PLAIN: Final = Expression(r"(?!第)[^\W\d][\w &'-]*")


def variants(name: str) -> tuple[str, ...]:
    """A name in all the ways it may be called: as it is, without number and label, bare, and its halves."""
    if not name or _PLAIN.fullmatch(name) is not None:
        return (name,) if name else ()  # nothing in it that any of them would take away
    return tuple(dict.fromkeys(text for text in (name, without_label(name), bare(name), *halves(name)) if text))


_SUFFIX: Final = Expression(
    r"(?:深度理解|深入理解|学习笔记|读书笔记|论文笔记|笔记|详解|精讲|原理|入门|概览|概述|简介|介绍|总结|论文|教程"
    r"|[\s:：-]*\b(?:notes?|overview|introduction|intro|tutorial|basics|explained|paper))\s*$",
    re.IGNORECASE,
)
_SUFFIX_ENDS: Final = (*"解记讲理门览述介绍结文程", "te", "es", "ew", "on", "ro", "al", "cs", "ed", "er")
"""What the words of `_SUFFIX` end in, which is tried at every character of a text: few texts end so."""


@lru_cache(maxsize=4096)
def subject(title: str) -> str:
    """What a title is about, as one would ask for it: `3. GRPO 深度理解` → `GRPO`."""
    text = bare(title)
    shorter = _SUFFIX.sub("", text) if text[-2:].casefold().endswith(_SUFFIX_ENDS) else text
    shorter = shorter.strip(" -:：")
    return shorter if len(shorter) >= 2 else text
