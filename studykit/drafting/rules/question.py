"""The author's questions: a heading or a callout that asks, with the answer right under it."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules.answers import answer_from
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_MARK: Final = re.compile(r"[?？]\s*[)）」』”\"]?\s*$")
_OPENS: Final = re.compile(
    r"^(?:为什么|为何|如何|怎么|怎样|什么是|什么时候|何时|哪些|哪个|能否|是否|what|why|how|when|where|which|who|whose)"
    r"(?![a-z])", re.IGNORECASE,
)  # fmt: skip
_HOLDS: Final = re.compile(r"为什么|有什么(?:区别|不同|关系|作用|用)|是什么$|怎么(?:办|做|选|来的|算)$|有何")
_CALLOUTS: Final = {"question", "faq", "help"}
_CALLOUT_TITLE: Final = re.compile(r"^\s*\[![^\]\n]+\][+-]?[ \t]*([^\n]*)")


def is_question(text: str) -> bool:
    """Whether a heading asks: it ends with a question mark, or opens or holds what only a question has."""
    return bool(_MARK.search(text) or _OPENS.match(text) or _HOLDS.search(text)) and weight(text) >= 3


def question_text(unit: Unit, asked: str, under: str = "") -> str:
    """The question as it stands on a card: without number and label, with its concept named, with its mark.

    `under` is the heading that a question within the text belongs to, and may refer to.
    """
    text = without_label(asked).strip()
    if not _MARK.search(text):
        text += "？" if unit.chinese else "?"
    context = _context(unit, text, without_label(under))
    return f"{context}{'：' if unit.chinese else ': '}{text}" if context else text


def _context(unit: Unit, text: str, topic: str) -> str:
    """What a question leaves unsaid: the concept, and the heading it stands under where that says something."""
    named = unit.named_in(text)
    says_more = (
        topic and not is_generic(topic) and normal(topic) not in normal(text) and normal(topic) not in unit.names
    )
    if not says_more:
        return "" if named else unit.subject
    topic = topic.rstrip("?？")
    if named or unit.named_in(topic):
        return topic
    return f"{unit.subject}{'，' if unit.chinese else ', '}{topic}"


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each heading that asks and each question callout."""
    for part in unit.parts:
        if part.heading is not None and part.level > 1 and is_question(without_label(part.title)):
            answer = answer_from(unit, part.blocks)
            if answer is not None:
                question = question_text(unit, part.title)
                content = Basic(question, answer.text, answer.detail)
                yield Proposal(content, answer.quote, part.title, answer.line, 1.0)
        for block in part.blocks:
            if block.kind == "callout" and block.info in _CALLOUTS:
                yield from _callout(unit, block, part.title)


def _callout(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    if not block.children or block.children[0].kind != "paragraph":
        return
    first = unit.document.source(block.children[0])
    match = _CALLOUT_TITLE.match(first)
    if match is None or not is_question(without_label(match.group(1))):
        return
    title = match.group(1).strip()
    start = block.children[0].start
    newline = unit.document.text.find(b"\n", start, block.children[0].end)
    body = list(block.children[1:])
    if newline >= 0:
        first_block = block.children[0]
        spans = tuple(span for span in first_block.spans if span.start > newline)
        after = re.match(rb"(?:[ \t]*>)*[ \t]?", unit.document.text[newline + 1 : block.end])
        start = newline + 1 + (after.end() if after else 0)
        body.insert(0, first_block._replace(start=start, spans=spans))
    answer = answer_from(unit, body)
    if answer is not None:
        content = Basic(question_text(unit, title, heading), answer.text, answer.detail)
        yield Proposal(content, answer.quote, heading, answer.line, 0.97)
