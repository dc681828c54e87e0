"""The name that a title holds: what one asks by, without what people put around it.

Titles carry numbers, dates, labels in brackets, the kind of note (`… - the basics`, `…（听课整理）`, `Ch 9 - …`) and
remarks on it. A title is cut at its dashes, colons and bars; each piece loses what names no subject at its two ends,
one word after the other, until nothing more goes; the first piece that is left and reads as a name is the subject.
"""

import re
from collections import deque
from functools import lru_cache
from typing import Final

from studykit.text.expression import Expression
from studykit.text.names import without_label


def _listed(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_IN_BRACKETS: Final = r"[(（\[【「『][^()（）\[\]【】「」『』]*[)）\]】」』]"
_BRACKETS: Final = Expression(_IN_BRACKETS)
_OPENING: Final = Expression(r"[(（\[【「『]")
_AROUND_BRACKETS: Final = Expression(rf"({_IN_BRACKETS}\s*)")
_CUTS: Final = Expression(r"\s+(?:-{1,3}|–|—{1,2}|~|·|•|/|//|\||»|>)\s+|\s*(?:——|｜|：|:(?=\s)|--)\s*")
_MAY_CUT: Final = Expression(r"[:：｜\s—-](?:(?<=[:：｜])|(?<=\s)[-–—~·•/|»>]|(?<=—)—|(?<=-)-)")
"""Without one of these there is nothing to cut at."""
_DATE: Final = Expression(
    r"(?<![\w.])(?:\d{12}|\d{8}|(?:19|20)\d\d(?:[-./年]\s?\d{1,2}(?:[-./月]\s?\d{1,2}日?|月)?|年)?(?:\s?[-/]?Q[1-4])?|"
    r"Q[1-4]|[01]\d[0-3]\d|\d{1,2}月\d{1,2}日)(?![\w.])"
)
_UNIT: Final = Expression(
    r"第\s*[一二三四五六七八九十百\d]+\s*(?:部分|[章节讲课篇回周期集天])|[（(]?[一二三四五六七八九十][)）]|"
    r"(?:ch(?:apter)?|lec(?:ture)?|week|day|part|vol(?:ume)?|episode|ep|session|seminar|lesson|module|unit|no|section|sec)"
    r"\.?\s*\d{1,3}\b",
    re.IGNORECASE,
)
_MAY_COUNT: Final = Expression(r"[\d第)）]")
"""Without one of these there is neither a date nor a chapter."""
_MAY_UNIT: Final = Expression(r"第|[一二三四五六七八九十][)）]|[^\W\d_]\.?\s*\d")
"""Without one of these there is no chapter."""
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
_EDGE_WORDS: Final = _SMALL | _KINDS | _NO_SUBJECT
_WORD_MOST: Final = 40
"""Longer than any of these words with the marks beside it."""
_NAMELESS: Final = _OCCASIONS | _EDGE_WORDS
_MEETINGS: Final = "例会|周会|组会|站会|月会|周报|日报|月报"
_SUFFIXES: Final = (
    "深度理解|深入理解|学习笔记|读书笔记|读书摘抄|课堂笔记|论文笔记|听课整理|录音整理|翻译整理|面试题|随手记|会议记录|"
    "组会纪要|那点事|踩坑记|踩坑|速记|速查|速成|札记|笔记|详解|精讲|原理|入门|概览|概述|简介|介绍|总结|小结|论文|教程|"
    "整理|纪要|摘抄|摘译|八股|清单|提纲|大纲|备忘|手册|问答|会议|周会|未完|补课|复习|基础|初步|初探|浅谈|杂谈|小记|专题"
)
_PREFIXES: Final = "关于|浅谈|再谈|漫谈|谈谈|初识|认识|理解|读懂|搞懂|一文搞懂|一文读懂|什么是|学习"
_MEETING: Final = Expression(rf"(?:{_MEETINGS})$")
_SUFFIX: Final = Expression(rf"(?:{_SUFFIXES})$")
_PREFIX: Final = Expression(rf"(?:{_PREFIXES})(?=[\w《“「])")
_TRIMMED_BEFORE: Final = tuple(_PREFIXES.split("|"))
_TRIMMED_BEHIND: Final = tuple(f"{_SUFFIXES}|{_MEETINGS}".split("|"))
"""Without one of these, and without a chapter, letters alone lose no more than whole words."""
_SUFFIX_MOST: Final = 4
_EDGES: Final = " \t-–—:：,，.。;；|｜/·•~&_!！"
_LATIN: Final = Expression(r"[A-Za-z0-9][\w'’.&+-]*")
_FIRST_HAN: Final = "\u3400"
_HAN: Final = Expression("[\u3400-\u9fff]")


@lru_cache(maxsize=4096)
def name_in(title: str) -> str:
    """What a title is about, as one would ask for it: `3. GRPO 深度理解` → `GRPO`, `Options - the basics` → `Options`.

    Empty where it names nothing: `2024-03-14`, `Untitled 3`, `Weekly sync 0612`.
    """
    text = without_label(title)
    if text.replace(" ", "").isalpha() and not _may_trim(text):  # as most titles and headings are
        words = text.casefold().split(" ")
        if words[0] not in _NAMELESS and words[-1] not in _NAMELESS:
            return text
    text = _without_edges(text)
    if _MAY_CUT.search(text) is None:
        return _trimmed(text)
    pieces = [piece for piece in _CUTS.split(text) if piece]
    named = [(name, piece) for piece in pieces if (name := _trimmed(_without_edges(piece)))]
    plain = [(name, piece) for name, piece in named if not _is_clause(name)]
    if len(plain) > 1 and _UNIT.search(plain[0][1]):
        return plain[1][0]  # `电路 第五章：一阶电路`
    return plain[0][0] if plain else named[0][0] if named else ""


def _may_trim(text: str) -> bool:
    return "第" in text or text.startswith(_TRIMMED_BEFORE) or text.endswith(_TRIMMED_BEHIND)


def _without_edges(text: str) -> str:
    """A text without brackets at its ends."""
    if _OPENING.search(text) is None:
        return text
    pieces = deque(piece for piece in _AROUND_BRACKETS.split(text) if piece)
    before = 0
    while before != len(pieces):
        before = len(pieces)
        if len(pieces) > 1 and _BRACKETS.match(pieces[0]) is not None:
            pieces.popleft()
        if len(pieces) > 1 and _BRACKETS.match(pieces[-1]) is not None:
            pieces.pop()
    return "".join(pieces).strip()


def _trimmed(text: str) -> str:
    """A text without what names no subject at its two ends; empty where nothing is left. Linear in its length."""
    if _MAY_COUNT.search(text) is not None:
        text = _DATE.sub(" ", _UNIT.sub(" ", text) if _MAY_UNIT.search(text) is not None else text)
    text = " ".join(text.split())
    start, end = _between_marks(text, 0, len(text))
    while start < end:
        shorter = _between_marks(text, *_shorter(text, start, end))
        if shorter == (start, end):
            break
        start, end = shorter
    text = text[start:end]
    words = text.casefold().split(" ")
    names_none = all(word in _OCCASIONS or word in _SMALL or word in _NO_SUBJECT or word.isdigit() for word in words)
    return "" if names_none or _MEETING.search(text) or not any(map(str.isalpha, text)) else text


def _between_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The places between which a piece of a text stands without the marks at its ends."""
    while start < end and text[end - 1] in _EDGES:
        end -= 1
    while start < end and text[start] in _EDGES:
        start += 1
    return start, end


def _shorter(text: str, start: int, end: int) -> tuple[int, int]:
    """The places of a piece with one word less at an end, where that word names no subject."""
    start, end = _without_affixes(text, start, end)
    behind_first, last_from = _word_end(text, start, end), _word_start(text, start, end)
    first = text[start:behind_first].strip(_EDGES).casefold()
    last = text[last_from:end].strip(_EDGES).casefold()
    if last in _EDGE_WORDS or (last.isdigit() and first in _OCCASIONS):
        return start, last_from
    if behind_first < end and (first in _SMALL or first in _KINDS):
        second_from = behind_first + 1
        if first in _SMALL or text[second_from : _word_end(text, second_from, end)].casefold() in _SMALL:
            return second_from, end
    return start, end


def _word_end(text: str, start: int, end: int) -> int:
    """Where the first word between two places ends; where it begins, if it is longer than any that is looked for."""
    most = min(end, start + _WORD_MOST)
    space = text.find(" ", start, most)
    return space if space >= 0 else end if most == end else start


def _word_start(text: str, start: int, end: int) -> int:
    """Where the last word between two places begins; where it ends, if it is longer than any that is looked for."""
    least = max(start, end - _WORD_MOST)
    space = text.rfind(" ", least, end)
    return space + 1 if space >= 0 else start if least == start else end


def _without_affixes(text: str, start: int, end: int) -> tuple[int, int]:
    """The places of a piece without a Chinese word before or behind it that names no subject, if a name is left."""
    if text[start] < _FIRST_HAN and text[end - 1] < _FIRST_HAN:
        return start, end
    suffix = _SUFFIX.search(text, max(start, end - _SUFFIX_MOST), end)
    until = suffix.start() if suffix is not None else end
    prefix = _PREFIX.match(text, start, until)
    since = prefix.end() if prefix is not None else start
    is_name = until - since > 2 or (since < until and _HAN.search(text, since, until) is None)
    return (since, until) if is_name else (start, end)


def _is_clause(name: str) -> bool:
    """Whether a piece tells rather than names, or lists what the note holds."""
    if "," in name or "，" in name:
        return True
    return any(word.casefold() in _TELLS for word in _LATIN.findall(name))
