"""The name that a title holds: what one asks by, without what people put around it.

Titles carry numbers, dates, labels in brackets, the kind of note (`… - the basics`, `…（听课整理）`, `Ch 9 - …`) and
remarks on it. A title is cut at its dashes, colons and bars; each piece loses what names no subject at its two ends,
one word after the other, until nothing more goes; the first piece that is left and reads as a name is the subject.
"""

import re
from collections import deque
from functools import lru_cache
from typing import Final

from studykit.text.names import without_label, without_pictures


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_BRACKETS: Final = re.compile(r"[(（\[【「『][^()（）\[\]【】「」『』]*[)）\]】」』]")
_OPENING: Final = frozenset("(（[【「『")
_AROUND_BRACKETS: Final = re.compile(rf"({_BRACKETS.pattern}\s*)")
_CUTS: Final = re.compile(r"\s+(?:-{1,3}|–|—{1,2}|~|·|•|/|//|\||»|>)\s+|\s*(?:——|｜|：|:(?=\s)|--)\s*")
_MAY_CUT: Final = re.compile(r"[\s:：｜—-]")
"""Without one of these there is nothing to cut at."""
_DATE: Final = re.compile(
    r"(?<![\w.])(?:\d{12}|\d{8}|(?:19|20)\d\d(?:[-./年]\s?\d{1,2}(?:[-./月]\s?\d{1,2}日?|月)?|年)?(?:\s?[-/]?Q[1-4])?|"
    r"Q[1-4]|[01]\d[0-3]\d|\d{1,2}月\d{1,2}日)(?![\w.])"
)
_UNIT: Final = re.compile(
    r"第\s*[一二三四五六七八九十百\d]+\s*(?:部分|[章节讲课篇回周期集天])|[（(]?[一二三四五六七八九十][)）]|"
    r"(?:ch(?:apter)?|lec(?:ture)?|week|day|part|vol(?:ume)?|episode|ep|session|seminar|lesson|module|unit|no|section|sec)"
    r"\.?\s*\d{1,3}\b",
    re.IGNORECASE,
)
_MAY_COUNT: Final = re.compile(r"[\d第)）]")
"""Without one of these there is neither a date nor a chapter."""
_KINDS: Final = _listed(
    "notes note overview introduction intro tutorial basics explained guide primer cheatsheet cheat sheet glossary",
    "summary refresher recap walkthrough prep draft wip transcript dump 101 untitled etc misc faq handout quick",
)
"""Words that say what kind of note it is."""
_OCCASIONS: Final = _KINDS | _listed(
    "paper crash course short brief full review reading lecture slides todo thoughts revision homework exam final",
    "finals midterm new copy part weekly daily sync meeting standup minutes retro postmortem incident class lesson",
    "everything complete practical beginners beginner workshop session seminar call team",
)
"""Words that name nothing where no other stands beside them, but may end a name: `Peer review`."""
_SMALL: Final = _listed(
    "the a an of on to in for and or with about from by at as & + my our your some more its it this that"
)
_TELLS: Final = _listed(
    "how what why when where who which i we you he she they is are was were does do did works understood learned",
    "understand know need should can will really it's",
)
"""Words of a clause: a piece with one of them behind a dash remarks on the name before it."""
_NO_SUBJECT: Final = _listed(
    "译 转 转载 翻译 摘译 会议 纪要 组会 周会 例会 周报 日报 月报 复盘 项目复盘 评审 随笔 笔记 草稿 未命名 无标题 未完",
    "日记 待办 读书 听课 记录 会议记录 组会纪要 索引 目录 首页 杂记 杂项 其他 总结 小结 概述 概览 简介 基础 入门",
)
_MEETING: Final = re.compile(r"(?:例会|周会|组会|站会|月会|周报|日报|月报)$")
_SUFFIX: Final = re.compile(
    r"(?:深度理解|深入理解|学习笔记|读书笔记|读书摘抄|课堂笔记|论文笔记|听课整理|录音整理|翻译整理|面试题|随手记|会议记录|"
    r"组会纪要|那点事|踩坑记|踩坑|速记|速查|速成|札记|笔记|详解|精讲|原理|入门|概览|概述|简介|介绍|总结|小结|论文|教程|"
    r"整理|纪要|摘抄|摘译|八股|清单|提纲|大纲|备忘|手册|问答|会议|周会|未完|补课|复习|基础|初步|初探|浅谈|杂谈|小记|专题)$"
)
_PREFIX: Final = re.compile(
    r"^(?:关于|浅谈|再谈|漫谈|谈谈|初识|认识|理解|读懂|搞懂|一文搞懂|一文读懂|什么是|学习)(?=[\w《“「])"
)
_EDGES: Final = " \t-–—:：,，.。;；|｜/·•~&_!！"
_LATIN: Final = re.compile(r"[A-Za-z0-9][\w'’.&+-]*")
_HAN: Final = re.compile("[\u3400-\u9fff]")


@lru_cache(maxsize=4096)
def name_in(title: str) -> str:
    """What a title is about, as one would ask for it: `3. GRPO 深度理解` → `GRPO`, `Options - the basics` → `Options`.

    Empty where it names nothing: `2024-03-14`, `Untitled 3`, `Weekly sync 0612`.
    """
    text = _without_edges(without_label(title))
    pieces = [piece for piece in _CUTS.split(text) if piece] if _MAY_CUT.search(text) is not None else [text]
    if len(pieces) == 1:
        return _trimmed(pieces[0])
    named = [(name, piece) for piece in pieces if (name := _trimmed(piece))]
    plain = [(name, piece) for name, piece in named if not _is_clause(name)]
    if len(plain) > 1 and _UNIT.search(plain[0][1]):
        return plain[1][0]  # `电路 第五章：一阶电路`
    return plain[0][0] if plain else named[0][0] if named else ""


def _without_edges(text: str) -> str:
    """A title without dates, chapters, pictures, and brackets at its ends."""
    text = without_pictures(text)
    if _OPENING.isdisjoint(text):
        return text.strip() or text
    pieces = deque(piece for piece in _AROUND_BRACKETS.split(text) if piece)
    before = 0
    while before != len(pieces):
        before = len(pieces)
        if len(pieces) > 1 and _BRACKETS.match(pieces[0]) is not None:
            pieces.popleft()
        if len(pieces) > 1 and _BRACKETS.match(pieces[-1]) is not None:
            pieces.pop()
    return "".join(pieces).strip()


def _trimmed(piece: str) -> str:
    """A piece without what names no subject at its two ends; empty where nothing is left."""
    text = _without_edges(piece)
    if _MAY_COUNT.search(text) is not None:
        text = _DATE.sub(" ", _UNIT.sub(" ", text))
    text = " ".join(text.split()).strip(_EDGES)
    while text:
        shorter = _shorter(text).strip(_EDGES)
        if shorter == text:
            break
        text = shorter
    words = text.casefold().split(" ")
    names_none = all(word in _OCCASIONS or word in _SMALL or word in _NO_SUBJECT or word.isdigit() for word in words)
    return "" if names_none or _MEETING.search(text) or not any(map(str.isalpha, text)) else text


def _shorter(text: str) -> str:
    """A text with one word less at an end, where that word names no subject."""
    if _HAN.search(text):
        shorter = _PREFIX.sub("", _SUFFIX.sub("", text))
        if len(shorter) > 2 or (shorter and not _HAN.search(shorter)):
            text = shorter
    words = text.split(" ")
    last, first = words[-1].strip(_EDGES).casefold(), words[0].strip(_EDGES).casefold()
    alone = len(words) == 1
    if last in _SMALL or last in _KINDS or last in _NO_SUBJECT or (last.isdigit() and first in _OCCASIONS):
        return " ".join(words[:-1])
    if not alone and (first in _SMALL or (first in _KINDS and words[1].casefold() in _SMALL)):
        return " ".join(words[1:])
    return text


def _is_clause(name: str) -> bool:
    """Whether a piece tells rather than names, or lists what the note holds."""
    if "," in name or "，" in name:
        return True
    return any(word.casefold() in _TELLS for word in _LATIN.findall(name))
