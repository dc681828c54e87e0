"""The author's questions: a heading or a callout that asks, with the answer right under it."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import cut_out, excerpt
from studykit.drafting.rules.alone import asks_enough, doubts
from studykit.drafting.rules.answers import answer_from
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.interrogative import has_mark, is_question, says_too_little, spelt_out
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.markup.parts import Part
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import normal

_CALLOUTS: Final = {"question", "faq", "help"}
_CALLOUT_MARK: Final = Expression(rb"[ \t>]*\[![^\]\n]+\][+-]?[ \t]*")
_QUOTE_MARKS: Final = Expression(rb"[ \t>]*")
_DIRECT: Final = Expression(
    r"\s*(?:\*\*|__)?(?:(?:答案|回答要点|回答|参考答案|要点|答|结论|一句话|简单(?:来)?说"
    r"|answer|short answer|tl;?dr|in short)(?:\*\*|__)?\s?[:：，,]|因为|由于|原因(?:是|在于)|because\b)",
    re.IGNORECASE,
)
"""How an answer begins that says that it is one."""
_SO: Final = Expression(r"^那么?[，,]?\s*(?=\S{3})")
"""What ties a question to the one before it, which the card does not show."""


def question_text(unit: Unit, asked: str, under: str = "") -> str:
    """The question as it stands on a card: without number and label, with its concept named, with its mark.

    `under` is the heading that a question within the text belongs to, and may refer to.
    """
    text = without_label(asked).strip()
    if text.startswith("那"):
        text = _SO.sub("", text)
    if not has_mark(text):
        text += "？" if unit.chinese else "?"
    if unit.chinese:
        text = spelt_out(text)
    context = _context(unit, text, without_label(under))
    return f"{context}{'：' if unit.chinese else ': '}{text}" if context else text


def _context(unit: Unit, text: str, topic: str) -> str:
    """What a question leaves unsaid: the concept, and the heading it stands under where that says something."""
    named = not unit.has_name or unit.named_in(text)
    topic = topic.rstrip("?？")
    if not topic or is_generic(topic) or unit.is_called(normal(topic)) or normal(topic) in normal(text):
        return "" if named else unit.subject
    if named or unit.named_in(topic):
        return topic
    return f"{unit.subject}{'，' if unit.chinese else ', '}{topic}"


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each heading that asks and each question callout, and for a title that is answered at once."""
    if unit.opens_note:
        yield from _title(unit)
    callouts = bool(unit.blocks("callout"))
    for part in unit.parts:
        if part.level > 1 and is_question(asked := part.path[-1]):
            title = part.title
            answer = answer_from(unit, part.blocks, title)
            if answer is not None:
                content = Basic(question_text(unit, asked, _above(part)), answer.text, answer.detail)
                flags = doubts(unit, asked, answer)
                yield propose(content, answer.quote, title, answer.line, 1.0, flags)
        for block in part.blocks if callouts else ():
            if block.kind == "callout" and block.info in _CALLOUTS:
                yield from _callout(unit, block, part.title)


def _above(part: Part) -> str:
    """The heading above a question that says too little by itself: `为什么？` under `比率截断`."""
    return part.path[-2] if len(part.path) > 1 and says_too_little(part.path[-1]) else ""


def _title(unit: Unit) -> Iterator[Proposal]:
    """A note whose title asks: its text is about the question, and an answer only where it says that it is one."""
    part = unit.parts[0] if unit.parts else None
    if part is None or part.level > 1 or not part.blocks or part.blocks[0].kind != "paragraph":
        return
    title, blocks = part.title or unit.note.title, part.blocks
    if not is_question(without_label(title)):
        return
    if _DIRECT.match(unit.document.source(blocks[0])) is None:
        return
    answer = answer_from(unit, blocks)
    if answer is not None:
        content = Basic(question_text(unit, title), answer.text, answer.detail)
        yield propose(content, answer.quote, part.title, answer.line, 0.96)


def _callout(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    if not block.children or block.children[0].kind != "paragraph":
        return
    first, text = block.children[0], unit.document.text
    mark = _CALLOUT_MARK.match(text, first.start, first.end)
    if mark is None:
        return
    newline = text.find(b"\n", mark.end(), first.end)
    title = excerpt(unit, [cut_out(first, mark.end(), newline if newline >= 0 else first.end)])
    if title is None or not is_question(without_label(title)):
        return
    body = list(block.children[1:])
    if newline >= 0:
        begin = _QUOTE_MARKS.match(text, newline + 1, first.end)
        body.insert(0, cut_out(first, begin.end() if begin else newline + 1, first.end))
    answer = answer_from(unit, body)
    if answer is not None and asks_enough(unit, title, answer):
        content = Basic(question_text(unit, title.strip(), heading), answer.text, answer.detail)
        yield propose(content, answer.quote, heading, answer.line, 0.97)
