"""Lints of form: nothing empty, nothing too long, nothing that would show as broken markup."""

import re
import unicodedata
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.reading import BLANKS, Reading, reading
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.sound import SOUND
from studykit.model.card import Basic, Cloze, Typed
from studykit.text.expression import Expression
from studykit.text.normal import normal

QUESTION_LEAST: Final = 4
QUESTION_MOST: Final = 45
ANSWER_FLAG: Final = 30
ANSWER_MOST: Final = 60

_ASCII_WORD: Final = Expression("[0-9A-Za-z]")
_TAG: Final = Expression(
    r"</?(?:b|br|code|del|em|i|ins|kbd|mark|pre|rp|rt|ruby|s|small|strong|sub|sup|u)\s*/?>", re.IGNORECASE
)
_SCRIPT: Final = Expression(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_LABEL: Final = Expression(
    r"\s*(?:\*\*|__)?(?:(?:card|question|answer|q|a|问题|答案|问|答|卡片)\s?[0-9]{0,3}\s*[:：]|card\s[0-9]{1,3}\b)",
    re.IGNORECASE,
)
LABELLED: Final = frozenset("cCqQaA问答卡*_" + BLANKS)
"""What a label begins with."""
MARKUP: Final = Expression(r"[`$*\[{}<&]")  # what may break begins with one of these, or is a character reference
_LONE_DOLLAR: Final = Expression(r"(?<![A-Z])\$(?![0-9])")
_POWER: Final = Expression(r"(?<=[A-Za-z0-9)])\*\*(?=[A-Za-z0-9(-])")


def empty(sides: Sides, _context: Context) -> Finding | None:
    """Lint 1: a side is empty. A formula, a picture or a symbol is something; a cloze has no other side."""
    for text in sides.texts:
        if not "\u4e00" <= text[:1] <= "\u9fff" and _ASCII_WORD.search(text) is None and _nothing(text):
            return error("lint-empty")
    return None


def _nothing(text: str) -> bool:
    """Whether a text has no letter or digit, and no symbol or picture either."""
    if normal(text):
        return False
    read = reading(text)
    return not (read.images or any(unicodedata.category(c).startswith("S") and c not in "`^~=" for c in read.shown))


def question_length(sides: Sides, _context: Context) -> Finding | None:
    """Lint 2: a question weighs 4 to 45. In English three words are a question already: "What is PPO?"."""
    if isinstance(sides.content, Cloze):
        return None
    least = QUESTION_LEAST if sides.asked.han else QUESTION_LEAST - 1
    size = sides.front_weight
    if least <= size <= QUESTION_MOST:
        return None
    return error("lint-question-length", weight=size, least=least, most=QUESTION_MOST)


def answer_length(sides: Sides, _context: Context) -> Finding | None:
    """Lint 3: an answer weighs at most 30, else it is flagged; beyond 60 it is an error. Detail does not count."""
    if not isinstance(sides.content, (Basic, Typed)):
        return None
    size = sides.back_weight
    if size <= ANSWER_FLAG:
        return None
    if size > ANSWER_MOST:
        return error("lint-answer-length", weight=size, most=ANSWER_MOST)
    return flag("lint-answer-length", weight=size, most=ANSWER_FLAG)


def broken_format(sides: Sides, _context: Context) -> Finding | None:
    """Lint 17: markup that would show or do harm.

    Delimiters without a partner (`$`, backticks, `**`, `{{`), raw wikilinks, embeds but of media, HTML outside an
    allow-list or with attributes, links that run something, labels like `Q:` before a text. `2**3` and `$5` are none.
    """
    content = sides.content
    cloze = isinstance(content, Cloze)
    found = _broken(sides.texts[0], sides.front, cloze=cloze)
    for text in (content.detail, *sides.texts[1:]):
        if text and not found:
            found = _broken(text, sides.back if text is sides.answer else None, cloze=cloze)
    return error("lint-format", found=found) if found else None


def _broken(text: str, read: Reading | None, *, cloze: bool) -> str:
    """What is broken, as it stands in the text, or nothing. Most texts need no reading, where there is none yet."""
    if text[:1] in LABELLED:
        label = _LABEL.match(text)
        if label is not None:
            return label.group().strip()
    if read is None:
        if MARKUP.search(text) is None or SOUND.fullmatch(text) is not None:
            return ""
        read = reading(text)
    if read.wikilinks:
        return f"[[{read.wikilinks[0]}]]"
    for tag in read.html:
        if tag.strip() and _TAG.fullmatch(tag.strip()) is None:
            return tag.strip()[:40]
    for target in read.targets:
        if _SCRIPT.match(target):
            return target[:40]
    return _unbalanced(read.loose, cloze=cloze) if read.loose else ""


def _unbalanced(loose: str, *, cloze: bool) -> str:
    if "`" in loose:
        return "`"
    if "$" in loose and ("$$" in loose or len(_LONE_DOLLAR.findall(loose)) % 2):
        return "$"
    if "**" in loose and (loose.count("**") - len(_POWER.findall(loose))) % 2:
        return "**"
    if "[[" in loose and "]]" not in loose:
        return "[["
    if not cloze and loose.count("{{") != loose.count("}}"):
        return "{{"
    return ""
