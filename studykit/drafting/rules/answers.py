"""What follows a question, as an answer: the lead is shown, the rest folded away."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt, lead
from studykit.drafting.rules.proposal import ANSWER_WORDS, first_quote
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.text.normal import weight

_OPENING: Final = re.compile(
    r"^\s*(?:\*\*|__)?(?:答案|回答要点|回答|参考答案|要点|答|answer|A)\s*(?:\*\*|__)?\s*[:：]\s*(?:\*\*|__)?\s*",
    re.IGNORECASE,
)
_LEADS_ON: Final = re.compile(r"[:：]\s*(?:\*\*)?$")
_DETAIL_WORDS: Final = 400
_SHOWN: Final = ("paragraph", "list", "code", "table", "quote", "callout")


class Answer(NamedTuple):
    """An answer and where it stands."""

    text: str
    detail: str
    quote: str
    line: int


def answer_from(unit: Unit, blocks: Sequence[Block]) -> Answer | None:
    """The answer that blocks give, or None where there is none or something it shows is missing."""
    shown = [block for block in blocks if block.kind in _SHOWN and not _is_open_work(block)]
    if not shown:
        return None
    first = excerpt(unit, shown[:1])
    if first is None:
        return None
    text = _OPENING.sub("", first, count=1)
    count = 1
    if (_LEADS_ON.search(text) or not text) and len(shown) > 1:
        following = excerpt(unit, shown[1:2])
        if following is None:
            return None
        text = f"{text}\n\n{following}".strip()
        count = 2
    rest = ""
    if shown[0].kind == "paragraph" and count == 1:
        text, rest = lead(text, ANSWER_WORDS)
    if not text:
        return None
    quote = first_quote(unit.document.source(shown[0]))
    if count == 2 and not _OPENING.sub("", quote, count=1):
        quote = first_quote(unit.document.source(shown[1]))
    return Answer(text, _detail(unit, rest, shown[count:]), quote, unit.document.line_at(shown[0].start))


def _is_open_work(block: Block) -> bool:
    """Questions and tasks that the author has left for later answer nothing."""
    if block.kind == "callout":
        return block.info in ("question", "faq", "help", "todo")
    return block.kind == "list" and all(item.level for item in block.children)


def _detail(unit: Unit, rest: str, blocks: Sequence[Block]) -> str:
    """The rest of the lead and the blocks after it, whole ones, as far as one reads on a card."""
    texts = [rest] if rest else []
    for block in blocks:
        text = excerpt(unit, [block])
        if not text or sum(map(weight, texts)) + weight(text) > _DETAIL_WORDS:
            break
        texts.append(text)
    return "\n\n".join(texts)
