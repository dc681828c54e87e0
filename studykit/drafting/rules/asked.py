"""Questions that a paragraph opens with and answers at once: `为什么要闷蒸？新鲜咖啡里有大量二氧化碳 …`.

Prose also asks to lead on, to doubt, or to speak to the reader. So the question must stand by itself, ask for
something that one sentence can say, and the next sentence must answer it without turning to somebody.
"""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt_of
from studykit.drafting.rules import asking
from studykit.drafting.rules.answers import LEAST_WORDS, leads_on
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import lead, sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.normal import weight

_ASKS: Final = Expression(
    r"为什么|为何|怎么(?!办|看|样)|怎样|如何|什么是|是什么|什么时候|多少|哪[个种年]|\b(?:why|how|when|where|what|which|who)\b",
    re.IGNORECASE,
)
_TIED: Final = Expression(
    r"^(?:那|所以|但|可是|不过|而|于是|接下来|然后|so|but|and|then|now|or|well)(?![a-z])|[这那它他她其我你您咱]|大家|同学|老师|上面|刚才|"
    r"[：:「“]|\b(?:it|its|this|that|these|those|they|them|their|he|she|you|your|we|us|our|i|my|next|here|did|was|were)\b",
    re.IGNORECASE,
)
"""What ties a question to its text or its speaker."""
_NO_ANSWER: Final = Expression(
    r"^(?:有同学|有人|大家|老师|我|你|他|她|好|对|嗯|不知道|没人|谁也|答案是?[：:]?$|看|见|下面|如[下图]|这|那|也许|可能|"
    r"well|right|yes|no|nobody|i|you|we|he|she|let|see|look|maybe|perhaps|think|imagine|this|that|these|"
    r"it depends)(?![a-z])",
    re.IGNORECASE,
)
_WIDE_MARK: Final = "？".encode()
_QUESTION_MARKS: Final = ("?", "？")
_QUESTION_LEAST: Final = 4
_QUESTION_MOST: Final = 26
_SHOWN_MOST: Final = 30


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each paragraph whose first sentence asks and whose second answers."""
    text = unit.document.text
    for part, block in unit.blocks("paragraph"):
        start, end = block.start, block.end
        if text.find(b"?", start, end) < 0 and text.find(_WIDE_MARK, start, end) < 0:
            continue
        if (proposal := _proposal(unit, block, part.title)) is not None:
            yield proposal


def _proposal(unit: Unit, block: Block, heading: str) -> Proposal | None:
    source = unit.document.slice(block.start, block.end)
    pieces = sentences(source)
    if len(pieces) < 2 or not _stands_alone(pieces[0]) or pieces[1].endswith(_QUESTION_MARKS):
        return None
    shown_text = excerpt_of(unit, block)
    if not shown_text or not shown_text.startswith(pieces[0]):
        return None  # a link within the question
    answer = shown_text[len(pieces[0]) :].strip()
    if _NO_ANSWER.match(answer) or leads_on(answer):
        return None
    shown, rest = lead(answer, _SHOWN_MOST, LEAST_WORDS)
    if (
        not LEAST_WORDS <= weight(shown) <= _SHOWN_MOST
        or "\n" in shown
        or shown.endswith((*_QUESTION_MARKS, "：", ":"))
    ):
        return None
    question = asking.in_context(unit, asking.name_of(pieces[0]), heading)
    return propose(Basic(question, shown, rest), pieces[0], heading, unit.line_at(block.start), 0.72)


def _stands_alone(question: str) -> bool:
    if not question.endswith(_QUESTION_MARKS) or not _QUESTION_LEAST <= weight(question) <= _QUESTION_MOST:
        return False
    return _ASKS.search(question) is not None and _TIED.search(question) is None
