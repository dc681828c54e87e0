"""Lints of form: nothing empty, nothing too long, nothing that would show as broken markup."""

import re
import unicodedata
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.reading import reading
from studykit.model.card import Basic, Choice, Cloze, Draft, Typed
from studykit.text.expression import Expression
from studykit.text.normal import normal, weighs_at_least

QUESTION_LEAST: Final = 4
QUESTION_MOST: Final = 45
ANSWER_FLAG: Final = 30
ANSWER_MOST: Final = 60

_WORDS: Final = Expression("[0-9A-Za-z\u4e00-\u9fff]")
_TAG: Final = Expression(
    r"</?(?:b|br|code|del|em|i|ins|kbd|mark|pre|rp|rt|ruby|s|small|strong|sub|sup|u)\s*/?>", re.IGNORECASE
)
_SCRIPT: Final = Expression(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_LABEL: Final = Expression(
    r"\s*(?:\*\*|__)?(?:(?:card|question|answer|q|a|问题|答案|问|答|卡片)\s?[0-9]{0,3}\s*[:：]|card\s[0-9]{1,3}\b)",
    re.IGNORECASE,
)
_MARKUP: Final = Expression(r"[`$*\[{}<&]")  # what may break begins with one of these, or is a character reference
_NO_MARK: Final = r"[^`$*\\<>\[\]{}&|~#%\t\r\n"
_SOUND: Final = Expression(
    rf"(?![ ])(?:{_NO_MARK}_ ]++|[ ](?![ ])|%(?!%)|\n(?![ \t])"  # nothing indented: that may be code
    r"|(?<!`)`[^`$%\\\r\n]++`(?!`)"
    rf"|(?<![A-Za-z0-9)*])\*\*(?![\s*]){_NO_MARK}_]++\*\*(?![A-Za-z0-9(*-])"
    # a formula; should the parser take its signs for prices, there are two of them
    rf"|(?<![A-Z$*])\$(?![\s$0-9])(?:{_NO_MARK}]++|<(?=[ ])|\\[A-Za-z]|\{{{_NO_MARK}]*+\}})*+"
    r"(?<![\sA-Z\\])\$(?![A-Za-z0-9$*]))*+"
)
"""Prose in which inline code, formulas and bold type are plainly in pairs: most texts, which then need no parser.

Narrower than need be, so that each pair is one wherever it stands, and every character is looked at once.
"""
_LONE_DOLLAR: Final = Expression(r"(?<![A-Z])\$(?![0-9])")
_POWER: Final = Expression(r"(?<=[A-Za-z0-9)])\*\*(?=[A-Za-z0-9(-])")


def empty(draft: Draft, _context: Context) -> Finding | None:
    """Lint 1: a side is empty. A formula, a picture or a symbol is something; a cloze has no other side."""
    content = draft.content
    sides = [content.front]
    if isinstance(content, Choice):
        sides += [option.text for option in content.options]
    elif not isinstance(content, Cloze):
        sides.append(content.back)
    for side in sides:
        if _WORDS.search(side) is None and _nothing(side):
            return error("lint-empty")
    return None


def _nothing(text: str) -> bool:
    """Whether a text without a common letter or digit has nothing else either."""
    if normal(text):
        return False
    read = reading(text)
    return not (read.images or any(unicodedata.category(c).startswith("S") and c not in "`^~=" for c in read.shown))


def question_length(draft: Draft, _context: Context) -> Finding | None:
    """Lint 2: a question weighs 4 to 45. In English three words are a question already: "What is PPO?"."""
    if isinstance(draft.content, Cloze):
        return None
    front = reading(draft.content.front)
    if len(front.prose) + front.unspoken <= QUESTION_MOST and weighs_at_least(front.prose, QUESTION_LEAST):
        return None
    least = QUESTION_LEAST if front.han else QUESTION_LEAST - 1
    if least <= front.weight <= QUESTION_MOST:
        return None
    return error("lint-question-length", weight=front.weight, least=least, most=QUESTION_MOST)


def answer_length(draft: Draft, _context: Context) -> Finding | None:
    """Lint 3: an answer weighs at most 30, else it is flagged; beyond 60 it is an error. Detail does not count."""
    if not isinstance(draft.content, (Basic, Typed)):
        return None
    back = reading(draft.content.back)
    if len(back.prose) + back.unspoken <= ANSWER_FLAG:
        return None
    size = back.weight
    if size <= ANSWER_FLAG:
        return None
    if size > ANSWER_MOST:
        return error("lint-answer-length", weight=size, most=ANSWER_MOST)
    return flag("lint-answer-length", weight=size, most=ANSWER_FLAG)


def broken_format(draft: Draft, _context: Context) -> Finding | None:
    """Lint 17: markup that would show or do harm.

    Delimiters without a partner (`$`, backticks, `**`, `{{`), raw wikilinks, embeds but of media, HTML outside an
    allow-list or with attributes, links that run something, labels like `Q:` before a text. `2**3` and `$5` are none.
    """
    content = draft.content
    texts = [content.front, content.detail]
    if isinstance(content, Choice):
        texts += [option.text for option in content.options]
    elif not isinstance(content, Cloze):
        texts.append(content.back)
    for text in texts:
        found = _broken(text, cloze=isinstance(content, Cloze)) if text else ""
        if found:
            return error("lint-format", found=found)
    return None


def _broken(text: str, *, cloze: bool) -> str:
    """What is broken, as it stands in the text, or nothing."""
    label = _LABEL.match(text)
    if label is not None:
        return label.group().strip()
    if _MARKUP.search(text) is None or _SOUND.fullmatch(text) is not None:
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
    return _unbalanced(read.loose, cloze=cloze)


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
