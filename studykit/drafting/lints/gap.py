"""The lint of gaps: formulas that a conversion lost and left a hole in the sentence.

A broken sentence grounds itself, as its quote is in the note word for word, so that the quote check cannot see it.
Each sign is looked for in the text as written; where one is found, again in the text with its formulas and code as
one character each, so that `参数 $x$ ，` is none. Tables are not looked at: they are padded.
"""

import re
from collections.abc import Sequence
from typing import Final

from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, error
from studykit.drafting.lints.reading import BLANKS, masked, reading
from studykit.drafting.lints.sides import Sides
from studykit.text.expression import Expression

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff"
_LEAD_IN: Final = (
    r"(?:定义为|定义是|定义如下|记为|记作|表示为|写作|写成|等于|如下|如下所示|公式为|公式是|目标函数为|损失函数为|即"
    r"|\b(?:defined as|given by|as follows|written as|denoted by|equal to))"
)
_SIGNS: Final = tuple(
    Expression(pattern, flags | re.IGNORECASE)
    for pattern, flags in (
        (r"(?<=[^\s|>])[ \t\u00a0\u3000]{2,}[，。；：、！？）」]", 0),  # 参数  ，
        (r"(?<=[^\s|>])[ \t\u00a0]{2,}[,;](?=\s|\Z)", 0),  # the parameter  ,
        (r"^[ \t>]*(?:[-*+]|[0-9]{1,3}[.)])[ \t]+[：，、。；]", re.MULTILINE),  # - ：学习率
        (r"\A\s*：", 0),
        (r"（\s*）|「\s*」|《\s*》|(?<![\w\])}>.])\(\s*\)", 0),  # not a call: `mean()`
        (r"(?:(?<=[为是即用把将令设对由与和取以])|(?<=其中)|(?<=参数)|(?<=记作))[ \t]+[，。；、]", 0),  # 为 ，
        (r"(?:(?<=其中)|(?<=参数)|(?<=\bwhere))[ \t]{2,}(?=\S)", 0),  # 其中  是学习率
        # a lead-in, and then the next paragraph (to ignore the case of 20,000 characters would take 2 ms to compile)
        (_LEAD_IN + rf"[ \t]*[：:][ \t]*\n[ \t]*\n\s*(?=(?-i:[A-Za-zİıſ\u212a{_HAN}]))", 0),
    )
)
_BLANK: Final = r"[ \t\u00a0\u3000]"
_SUSPECT: Final = Expression(  # one of these stands in every hole: most texts have none and are looked at once
    r"[ \t\u00a0\u3000（(「《：:\x00](?=[\s，。；、：）)」》])(?:"
    rf"(?<=\x00)\s*：|(?<={_BLANK})(?:{_BLANK}+\S|[，。；、：])"
    r"|(?<=[（(])\s*[）)]|(?<=「)\s*」|(?<=《)\s*》|(?<=[：:])[ \t]*\n[ \t]*\n)"
)
_BEGINNINGS: Final = (*"：（(「:《\t\u00a0\u3000", "  ", " ，", " 。", " ；", " 、")
"""One of these stands in every suspect text: not the one blank between two words, at which a search would stop."""
_COLON_CUT: Final = Expression(_LEAD_IN + r"\s*[：:]\Z", re.IGNORECASE)
_CUT: Final = Expression(
    _LEAD_IN + r"\s*[：:]\Z|(?:定义为|记为|表示为|公式为|\b(?:defined as|given by|written as))\Z", re.IGNORECASE
)
_TABLE_ROW: Final = Expression(r"^[ \t>]*\|.*$", re.MULTILINE)
_CUT_ENDS: Final = ("：", ":", "为", "by", "as")
CUTS: Final = frozenset(("", *BLANKS, *(end[-1] for end in _CUT_ENDS)))
"""What a text that may be cut ends with."""
_TAIL: Final = 24


def gap(sides: Sides, _context: Context) -> Finding | None:
    """Lint `gap`: the quote or a text of the card has a hole where a formula was.

    Two blanks before punctuation, an item that begins with a colon, empty brackets, a particle before a comma, and a
    lead-in (`定义为：`) with nothing after it. The lead-in may end a question, and a quote whose formula the card has.
    """
    content, quote = sides.content, sides.quote
    texts = (quote, sides.texts[0], content.detail, *sides.texts[1:])
    for text in texts if _are_suspect(texts) else ():
        hole = hole_in(text)
        if hole:
            return error("lint-gap", found=hole)
    back = sides.answer or sides.texts[0]
    if back.rstrip().endswith(("：", ":")) and _COLON_CUT.search(_tail(back)):
        return error("lint-gap", found=_tail(back))
    if quote.rstrip().endswith(_CUT_ENDS) and _CUT.search(_tail(quote)):
        answer = reading(f"{sides.answer}\n\n{content.detail}" if content.detail else back)
        if not (answer.formulas or answer.codes or answer.items or answer.images):
            return error("lint-gap", found=_tail(quote))
    return None


def hole_in(text: str) -> str:
    """The first hole with a little of what stands before it, or nothing. Linear in the text."""
    if _first(text) is None:
        return ""
    if "|" in text:
        text = _TABLE_ROW.sub("", text)
    text = masked(text)
    found = _first(text)
    if found is None:
        return ""
    return " ".join(text[max(0, found.start() - 8) : found.end()].split("\n")).strip()


def may_have_gap(*texts: str) -> bool:
    """Whether there may be a hole in one of some texts."""
    return _SUSPECT.search("\x00".join(("", *texts))) is not None


def _are_suspect(texts: Sequence[str]) -> bool:
    """Whether there can be a hole in one of some texts."""
    text = "\x00".join(("", *texts))
    return any(map(text.__contains__, _BEGINNINGS)) and _SUSPECT.search(text) is not None


def _first(text: str) -> re.Match[str] | None:
    if not _are_suspect((text,)):
        return None
    for sign in _SIGNS:
        found = sign.search(text)
        if found is not None:
            return found
    return None


def _tail(text: str) -> str:
    return text.rstrip()[-_TAIL:]
