"""Lints of the question as a question: that it asks, one thing, and not for a yes, a list or a date."""

import re
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error, flag
from studykit.drafting.lints.sides import Sides
from studykit.model.card import Basic, Choice, Cloze, Typed
from studykit.text.expression import Expression

YES_NO_CUES: Final = "吗|否|不|is|are|was|were|does|do|did|can|could|will|would|should|has|have|must"
LIST_CUES: Final = "列|哪|几|list|enumerate|name"
JOINT_CUES: Final = "和|与|及|并|而且|and|or|" + "|".join(
    joint + word for joint in ("and", "or") for word in ("in", "for", "by")
)
"""A question without one of these is none that the lint speaks of: see `cues`."""

_INTERROGATIVE: Final = Expression(
    r"为什么|什么|为何|如何|怎么|怎样|哪|多少|何时|何处|何种|几(?!乎|何)|谁"
    r"|\b(?:what|why|how|when|where|which|who|whom|whose)\b",
    re.IGNORECASE,
)
_ASKS: Final = Expression(
    r"[?？吗呢]|是否|是不是|能否|可否|区别|多[大长高快深]"
    r"|^\s*(?:请|试)?(?:说明|说说|解释|比较|推导|证明|写出|给出|描述|简述|计算|举例|补全|填)"
    r"|\b(?:is|are|does|do|did|can|should)\b"
    r"|^\s*(?:explain|derive|compare|describe|give|name|write|state|prove|compute|define|complete)\b",
    re.IGNORECASE,
)
_YES_NO_END: Final = Expression(r"(?:吗|是否|是不是|对不对|对吗|与否|能不能)\s*[?？。]?\s*\Z")
_YES_NO_INSIDE: Final = Expression(r"是否|是不是|能否|可否|能不能|会不会")
_YES_NO_START: Final = Expression(
    r"\s*(?:is|are|was|were|does|do|did|can|could|will|would|should|has|have|must)\b", re.IGNORECASE
)
_EITHER: Final = Expression(r"还是|\bor\b|\bon-\s", re.IGNORECASE)
_LISTS: Final = Expression(
    r"列举|列出|罗列|有哪些|哪些|哪几|分别是哪"
    r"|\blist (?:all|the|every|each|some|any|[0-9]+|two|three|four|five|six)\b|\benumerate\b"
    r"|\bname (?:all|(?:the )?(?:[0-9]+|two|three|four|five|six|seven))\b",
    re.IGNORECASE,
)
_KINDS: Final = Expression(r"几[种类]")
_BULLET: Final = Expression(r"^[ \t]*(?:[•·▪◦]|[0-9]{1,2}[、)）])", re.MULTILINE)
_MARKS: Final = Expression(r"[?？][?？!！]*")
_QUOTED: Final = Expression(r"「[^「」]*」|“[^“”]*”|『[^『』]*』|\"[^\"\n]*\"")
_JOINED: Final = Expression(
    r"(?:和|以及|与|及|并且|并|而且|\band|\bor)\s*(?:又|它|其|是|in|for|by)?\s*\Z", re.IGNORECASE
)
_JOINT: Final = Expression(r"[和与及并且dDrR]\s*\w{0,3}\s*[为什如怎哪多何几谁wWhH]")
"""A joint (`_JOINED`) with a question word behind it cannot be without one of these."""
_ARXIV: Final = r"(?:arxiv\s*[:：]?\s*)?[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?"
_TRIVIA: Final = Expression(
    rf"{_ARXIV}"
    r"|(?:19|20)[0-9]{2}\s*(?:年(?:\s*[0-9]{1,2}\s*月(?:\s*[0-9]{1,2}\s*[日号])?)?|[-/.][0-9]{1,2}(?:[-/.][0-9]{1,2})?)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s(?:[0-9]{1,2},?\s)?(?:19|20)[0-9]{2}"
    r"|[★⭐☆\ufe0f]{1,5}|[0-9][0-9.,]*\s*k?\s*(?:★|⭐\ufe0f?|stars?|星标?)"
    r"|https?://\S+|(?:\.{0,2}/|~/)[\w./-]+|[\w-]+(?:/[\w.-]+){2,}|[\w/-]*[A-Za-z0-9_-]\.(?:py|md|sh|json|ya?ml|toml|ipynb|pdf|txt)",
    re.IGNORECASE,
)
LISTED: Final = 4
"""So many `、` make a list."""
_TRIVIA_MOST: Final = 6
"""What a date weighs, `2024 年 3 月 5 日`: the most of all that is no path."""
_SUFFIX: Final = len(".ipynb")


def no_question(sides: Sides, _context: Context) -> Finding | None:
    """Lint 4: a front that asks nothing: no question mark, no question word, no request (`推导 …`, "Explain …")."""
    front = sides.front.prose
    if isinstance(sides.content, Cloze) or "？" in front or "?" in front:
        return None
    if _ASKS.search(front) or _INTERROGATIVE.search(front):
        return None
    return flag("lint-no-question")


def yes_no(sides: Sides, _context: Context) -> Finding | None:
    """Lint 9: a question that a yes or no answers.

    Not one of two ways ("on- or off-policy?", 还是), nor one that asks why as well.
    """
    front = sides.front.prose
    if isinstance(sides.content, (Cloze, Choice)):
        return None
    if not (_YES_NO_START.match(front) or _asks_yes_or_no(front)):
        return None
    if _EITHER.search(front) or _INTERROGATIVE.search(front):
        return None
    return flag("lint-yes-no")


def _asks_yes_or_no(front: str) -> bool:
    if "吗" not in front and "否" not in front and "不" not in front:
        return False
    return bool(_YES_NO_END.search(front.rstrip()[-12:]) or _YES_NO_INSIDE.search(front))


def enumeration(sides: Sides, _context: Context) -> Finding | None:
    """Lint 10: a question for a list, or an answer that is one (three items, four `、`): one card an item is learned.

    "几种" that is answered by a number asks for the number.
    """
    if not isinstance(sides.content, (Basic, Typed)):
        return None
    front, back = sides.front, sides.back
    asked = _LISTS.search(front.prose)
    if asked is None and "几" in front.prose and sides.back_weight > 4:
        asked = _KINDS.search(front.prose)
    if asked is not None:
        return error("lint-enumeration", found=asked.group())
    if back.items or "\n" in back.prose:
        items = max(back.items, len(_BULLET.findall(back.prose)))
        if items >= 3:
            return error("lint-enumeration", found=items)
    commas = back.prose.count("、")
    return error("lint-enumeration", found="、") if commas >= LISTED else None


def double_barrelled(sides: Sides, _context: Context) -> Finding | None:
    """Lint 11: two questions in one: two question marks, or two question words joined by 和, 以及 or "and".

    What is quoted is not asked, and `什么和什么` asks for one pair.
    """
    front = sides.front.prose
    if isinstance(sides.content, Cloze):
        return None
    if "「" in front or "“" in front or '"' in front or "『" in front:
        front = _QUOTED.sub(" ", front)
    if len(_MARKS.findall(front)) >= 2:
        return error("lint-double", found="?")
    if _JOINT.search(front) is None:
        return None
    before: re.Match[str] | None = None
    for word in _INTERROGATIVE.finditer(front):
        if before is not None:
            between = front[max(before.end(), word.start() - 12) : word.start()]
            joined = _JOINED.search(between)
            pair = before.group() == word.group() and word.start() - before.end() == len(between.strip()) <= 1
            if joined is not None and not pair:
                return error("lint-double", found=f"{before.group()} … {joined.group().strip()} {word.group()}")
        before = word
    return None


def may_be_trivia(answer: str, weight: int) -> bool:
    """Whether an answer may be trivia: none begins with a Chinese character, and if it is long it is a path.

    `weight` is that of the answer, in which there is no `3.14`.
    """
    if "\u4e00" <= answer[:1] <= "\u9fff":
        return False
    return weight <= _TRIVIA_MOST or "/" in answer or "." in answer.strip().rstrip("。.")[-_SUFFIX:]


def metadata_trivia(sides: Sides, _context: Context) -> Finding | None:
    """Lint 20: an answer that is only an arXiv number, a date, a count of stars or a path: nothing to understand."""
    if "\u4e00" <= sides.answer[:1] <= "\u9fff":
        return None
    back = sides.back.shown.strip().rstrip("。.")
    return flag("lint-trivia", found=back[:40]) if back and len(back) < 200 and _TRIVIA.fullmatch(back) else None
