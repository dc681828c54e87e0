"""What follows a question, as an answer: the lead is shown, the rest folded away."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt_of
from studykit.drafting.rules.generic import is_placeholder
from studykit.drafting.rules.proposal import ANSWER_WORDS, first_quote
from studykit.drafting.rules.words import latin_words
from studykit.drafting.sentences import lead
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.text.expression import Expression
from studykit.text.normal import weight

_LABEL: Final = r"(?:\*\*|__)?(?:答案|回答要点|回答|参考答案|要点|答|answer|A)\s?(?:\*\*|__)?"
_OPENING: Final = Expression(rf"\s*{_LABEL}\s?[:：]\s?(?:\*\*|__)?\s?", re.IGNORECASE)
_LABEL_ALONE: Final = Expression(r"\s*(?:\*\*|__)?(?:答案|回答要点|回答|参考答案|要点|答)(?:\*\*|__)?\s*")
_LEADS_ON: Final = Expression(r"[:：](?:\*\*|__)?$")
_LEADS_TO_FORMULA: Final = Expression(
    r"(?:定义|定义为|定义是|记为|记作|表示为|写作|写成|等于|如下|如下所示|公式|公式为|公式是|目标函数为|损失函数为|为|即"
    r"|defined as|given by|as follows|written as|denoted by|equal to)[:：](?:\*\*|__)?$",
    re.IGNORECASE,
)
_OTHER: Final = r"[^和与，。?？]{2,10}[?？]?\s*$"
_MORE: Final = r"\s*(?:而|怎么|如何|为什么|又|还)"
_WIDE: Final = Expression(
    rf"区别|不同|差别|差在|差异|对比|关系|分别|各[有是自]|和{_OTHER}|与{_OTHER}|，{_MORE}|,{_MORE}"
)
_WIDE_WORDS: Final = ("differ", "compare", "versus", "vs")
LEAST_WORDS: Final = 5
"""An answer that weighs less takes in what stands behind it."""
_DETAIL_WORDS: Final = 400
_SHOWN: Final = frozenset(("paragraph", "list", "code", "table", "quote", "callout"))
_QUESTIONS: Final = ("question", "faq", "help")
_LABELS_BEGIN: Final = frozenset("*_答回参要aA")
"""Characters that a label of an answer begins with."""


class Answer(NamedTuple):
    """An answer and where it stands."""

    text: str
    detail: str
    quote: str
    line: int


def answer_from(unit: Unit, blocks: Sequence[Block], asked: str = "") -> Answer | None:
    """The answer that blocks give to what is asked, or None where there is none or something it shows is missing.

    The first block answers; one that ends with a colon leads on to the next. Work that the author left for later, a
    placeholder, and a lead-in with nothing behind it answer nothing.
    """
    shown = [
        block for block in blocks if block.kind in _SHOWN and (block.kind != "callout" or block.info not in _QUESTIONS)
    ]
    text = ""
    start = 0
    while not text:
        if start == len(shown) or is_open_work(shown[start]):
            return None
        first = excerpt_of(unit, shown[start])
        if first is None:
            return None
        text = without_opening(first)
        start += 1
    shown = shown[start - 1 :]
    if is_placeholder(text):
        return None
    count, rest = 1, ""
    if leads_on(text):
        following = _what_is_led_to(unit, shown[0], text, shown[1:])
        if not following:
            return None
        text = f"{text}\n\n{following}"
        count = 2
    elif shown[0].kind == "paragraph":
        if len(text) > ANSWER_WORDS:  # else it weighs no more
            text, rest = lead(text, most_words(asked), LEAST_WORDS)
        if not rest and len(shown) > 1 and shown[1].kind in ("list", "table") and weight(text) < LEAST_WORDS:
            following = None if is_open_work(shown[1]) else excerpt_of(unit, shown[1])
            if following:
                text, count = f"{text}\n\n{following}", 2
    quote = first_quote(unit.document.source(shown[0]))
    if not any(map(str.isalnum, quote)):
        return None  # signs alone stand anywhere
    return Answer(text, _detail(unit, rest, shown[count:]), quote, unit.line_at(shown[0].start))


def most_words(asked: str) -> int:
    """How much of an answer is shown: a question for two things, or for how they differ, needs both halves."""
    if _WIDE.search(asked) is not None:
        return 2 * ANSWER_WORDS
    for word in latin_words(asked):
        if word.startswith(_WIDE_WORDS):
            return 2 * ANSWER_WORDS
    return ANSWER_WORDS


def without_opening(text: str) -> str:
    """An answer without the word that says it is one: `答：`, `**回答要点**`."""
    first = text[:1]
    if first not in _LABELS_BEGIN and not first.isspace():
        return text
    if _LABEL_ALONE.fullmatch(text):
        return ""
    match = _OPENING.match(text)
    if match is None:
        return text
    shorter = text[match.end() :]
    return shorter.removesuffix("**").rstrip() if shorter.count("**") % 2 else shorter.lstrip()


def leads_on(text: str) -> bool:
    """Whether a text ends where the next block takes over."""
    end = text[-8:].rstrip()
    return end.endswith((":", "：", "*", "_")) and _LEADS_ON.search(end) is not None


def is_open_work(block: Block) -> bool:
    """Tasks that the author has left for later: a to-do callout, a list of tasks or with an open one in it."""
    if block.kind == "callout":
        return block.info == "todo"
    return block.kind == "list" and (_has_open_task(block) or all(item.level for item in block.children))


def _has_open_task(block: Block) -> bool:
    return any((child.kind == "item" and child.level == 1) or _has_open_task(child) for child in block.children)


def _what_is_led_to(unit: Unit, block: Block, text: str, blocks: Sequence[Block]) -> str | None:
    """What stands behind a lead-in. A plain paragraph behind one to a formula says that the formula was lost."""
    if block.kind not in ("paragraph", "list") or not blocks or is_open_work(blocks[0]):
        return None
    following = blocks[0]
    formula = any(span.kind in ("display", "math", "image") for span in following.spans)
    if following.kind == "paragraph" and not formula and _LEADS_TO_FORMULA.search(text[-40:].rstrip()):
        return None
    return excerpt_of(unit, following)


def _detail(unit: Unit, rest: str, blocks: Sequence[Block]) -> str:
    """The rest of the lead and the blocks after it, whole ones, as far as one reads on a card."""
    texts = [rest] if rest else []
    words, counted = len(rest), False  # a text weighs no more than it has characters
    for block in blocks:
        text = None if is_open_work(block) else excerpt_of(unit, block)
        if text is None or is_placeholder(text):
            break
        words += weight(text) if counted else len(text)
        if words > _DETAIL_WORDS and not counted:
            words, counted = sum(map(weight, (*texts, text))), True
        if words > _DETAIL_WORDS or len(texts) == _DETAIL_WORDS:
            break
        if text:
            texts.append(text)
    while texts and leads_on(texts[-1]):
        texts.pop()
    return "\n\n".join(texts)
