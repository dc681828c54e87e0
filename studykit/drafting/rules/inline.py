"""The author's questions in the text: `Q:` … `A:` …, `问：` … `答：` …, line by line."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import lead
from studykit.drafting.rules.answers import answer_from
from studykit.drafting.rules.proposal import ANSWER_WORDS, Proposal
from studykit.drafting.rules.question import question_text
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic

_ASKS: Final = re.compile(
    r"^\s*(?:[-*+]\s+|\d{1,3}[.)]\s+)?(?:\*\*|__)?(?:Q|问题|问)\s*\d{0,3}(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*(.+)$"
)
_ANSWERS: Final = re.compile(
    r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?(?:A|答案|答)\s*\d{0,3}(?:\*\*|__)?\s*[:：](?:\*\*|__)?\s*(.*)$"
)
_BOLD_END: Final = re.compile(r"(?:\*\*|__)\s*$")


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each pair of a question's and an answer's line."""
    for part in unit.parts:
        leaves = list(_leaves(part.blocks))
        for number, block in enumerate(leaves):
            yield from _pairs(unit, block, leaves[number + 1 : number + 3], part.title)


def _leaves(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Paragraphs in reading order, those of lists and quotes too; other blocks as they are."""
    for block in blocks:
        if block.kind in ("list", "item", "quote", "callout"):
            yield from _leaves(block.children)
        else:
            yield block


def _pairs(unit: Unit, block: Block, following: list[Block], heading: str) -> Iterator[Proposal]:
    if block.kind != "paragraph":
        return
    lines = unit.document.source(block).split("\n")
    number = 0
    while number < len(lines):
        asked = _ASKS.match(lines[number])
        number += 1
        if asked is None:
            continue
        question = _BOLD_END.sub("", asked.group(1)).strip()
        while number < len(lines) and not _ANSWERS.match(lines[number]) and not _ASKS.match(lines[number]):
            question += " " + lines[number].strip()
            number += 1
        if number == len(lines):
            yield from _answer_after(unit, question, following, heading)
            return
        opened = _ANSWERS.match(lines[number])
        if opened is None:
            continue
        first = number
        answer = [opened.group(1)]
        number += 1
        while number < len(lines) and not _ASKS.match(lines[number]):
            answer.append(lines[number].strip())
            number += 1
        text = "\n".join(answer).strip()
        if text:
            shown, rest = lead(text, ANSWER_WORDS)
            line = unit.document.line_at(block.start) + first
            content = Basic(question_text(unit, question, heading), shown, rest)
            yield Proposal(content, "\n".join(lines[first:number]).strip(), heading, line, 0.98)


def _answer_after(unit: Unit, question: str, following: list[Block], heading: str) -> Iterator[Proposal]:
    """The answer stands in the next paragraph, which must say that it is one."""
    if not following or following[0].kind != "paragraph" or not _ANSWERS.match(unit.document.source(following[0])):
        return
    if "\n" in unit.document.source(following[0]) and any(
        _ASKS.match(line) for line in unit.document.source(following[0]).split("\n")[1:]
    ):
        return
    answer = answer_from(unit, following[:1])
    if answer is not None:
        content = Basic(question_text(unit, question, heading), answer.text, answer.detail)
        yield Proposal(content, answer.quote, heading, answer.line, 0.98)
