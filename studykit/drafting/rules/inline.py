"""The author's questions in the text: `Q:` … `A:` …, `问：` … `答：` …, line by line."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from studykit.drafting.excerpt import cut_out, excerpt, may_hold
from studykit.drafting.rules.alone import doubts
from studykit.drafting.rules.answers import LEAST_WORDS, Answer, answer_from, leads_on
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.rules.question import question_text
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.normal import weight

_MARKER: Final = r"[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)?(?P<bold>\*\*|__)?"
_COLON: Final = r"[ \t]?\d{0,3}(?:\*\*|__)?[ \t]?[:：](?(bold)(?:\*\*|__)?)[ \t]*"
"""Behind a label that was opened in bold type the marks may close; behind a plain one they open the text."""
_ASKS: Final = Expression(rf"{_MARKER}(?:Q|问题|问){_COLON}(?=\S)")
_ANSWERS: Final = Expression(rf"{_MARKER}(?:A|答案|答){_COLON}")
_SAME_LINE: Final = Expression(rf"(?:(?<=[ \t])|(?<=[?？。]))(?P<bold>\*\*|__)?(?:A|答案|答){_COLON}")


_MAY: Final = Expression(r"(?:Q|问(?:题)?)[ \t]?[0-9]{0,3}(?:\*\*|__)?[ \t]?(?::|：)".encode())
"""Without one of these under a heading there is nothing to look for."""
_ASK: Final = "问".encode()
_LETTERS: Final = (b"Q", _ASK)
_TEXTS: Final = frozenset(("paragraph", "list", "quote", "callout"))
"""Blocks that hold paragraphs. In code a label is none."""


class _Leaf(NamedTuple):
    """A paragraph in reading order, those of lists and quotes too, or another block as it is."""

    block: Block
    behind: tuple[Block, ...]
    """What follows it within the same list item, quotation or heading."""


class _Line(NamedTuple):
    start: int
    end: int
    text: str


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each pair of a question's and an answer's line."""
    text = unit.document.text
    labels = _labels(text, *unit.extent, _LETTERS if may_hold(unit, "问") else _LETTERS[:1])
    if not labels:
        return
    starts = [part.start for part in unit.parts]
    for number in dict.fromkeys(bisect_right(starts, label) - 1 for label in labels):
        part = unit.parts[number]
        if not any(_holds(labels, block) for block in part.blocks if block.kind in _TEXTS):
            continue
        leaves = list(_leaves(part.blocks))
        for number, leaf in enumerate(leaves):
            if leaf.block.kind == "paragraph" and _has_letter(text, leaf.block.start, leaf.block.end):
                following = leaves[number + 1] if number + 1 < len(leaves) else None
                yield from _pairs(unit, leaf, following, part.title)


def _labels(text: bytes, start: int, end: int, letters: tuple[bytes, ...] = _LETTERS) -> list[int]:
    """Where a question's label stands between two offsets, in order. Most notes do not even have its letters."""
    found = []
    for letter in letters:
        at = text.find(letter, start, end)
        while at >= 0:
            if _MAY.match(text, at, end) is not None:
                found.append(at)
            at = text.find(letter, at + 1, end)
    return sorted(found)


def _holds(labels: list[int], piece: Block) -> bool:
    """Whether one of the labels stands in a piece of the note."""
    place = bisect_left(labels, piece.start)
    return place < len(labels) and labels[place] < piece.end


def _has_letter(text: bytes, start: int, end: int) -> bool:
    return text.find(b"Q", start, end) >= 0 or text.find(_ASK, start, end) >= 0


def _leaves(blocks: tuple[Block, ...]) -> Iterator[_Leaf]:
    for number, block in enumerate(blocks):
        if block.kind == "item" and block.level == 1:
            continue  # an open task
        if block.kind in ("list", "item", "quote") or (block.kind == "callout" and block.info != "todo"):
            yield from _leaves(block.children)
        else:
            yield _Leaf(block, blocks[number + 1 : number + 2])


def _lines(unit: Unit, block: Block) -> list[_Line]:
    """The lines of a paragraph, with what stands before them in a quotation."""
    lines, start = [], block.start
    for raw in unit.document.text[block.start : block.end].split(b"\n"):
        lines.append(_Line(start, start + len(raw), raw.decode("utf-8")))
        start += len(raw) + 1
    return lines


def _after(line: _Line, match: re.Match[str]) -> int:
    return line.start + len(line.text[: match.end()].encode())


def _pairs(unit: Unit, leaf: _Leaf, following: _Leaf | None, heading: str) -> Iterator[Proposal]:
    lines = _lines(unit, leaf.block)
    number = 0
    while number < len(lines):
        asks = _ASKS.match(lines[number].text)
        if asks is None:
            number += 1
            continue
        first = number
        asked_from = _after(lines[number], asks)
        same = _SAME_LINE.search(lines[number].text, asks.end())
        number += 1
        answer: Answer | None = None
        if same is not None:
            asked = cut_out(
                leaf.block, asked_from, lines[first].start + len(lines[first].text[: same.start()].encode())
            )
            number = _next_question(lines, number)
            answer = _answer(unit, leaf, _after(lines[first], same), lines[number - 1].end, lines[first].text)
        else:
            while (
                number < len(lines) and not _ANSWERS.match(lines[number].text) and not _ASKS.match(lines[number].text)
            ):
                number += 1
            asked = cut_out(leaf.block, asked_from, lines[number - 1].end)
            if number == len(lines):
                answer = _answer_in(unit, following, lines[first].text)
            elif opened := _ANSWERS.match(lines[number].text):
                start = _after(lines[number], opened)
                number = _next_question(lines, number + 1)
                answer = _answer(unit, leaf, start, lines[number - 1].end, lines[first].text)
        question = excerpt(unit, [asked])
        if answer is not None and question:
            words = _unpaired(" ".join(question.split()))
            content = Basic(question_text(unit, words, heading), answer.text, answer.detail)
            flags = doubts(unit, words, answer)
            yield propose(content, answer.quote, heading, answer.line, 0.98, flags)


def _next_question(lines: Sequence[_Line], number: int) -> int:
    while number < len(lines) and not _ASKS.match(lines[number].text):
        number += 1
    return number


def _answer_in(unit: Unit, leaf: _Leaf | None, asked: str) -> Answer | None:
    """The answer stands in the next paragraph, which must say that it is one."""
    if leaf is None or leaf.block.kind != "paragraph":
        return None
    lines = _lines(unit, leaf.block)
    opened = _ANSWERS.match(lines[0].text)
    if opened is None:
        return None
    return _answer(unit, leaf, _after(lines[0], opened), lines[_next_question(lines, 1) - 1].end, asked)


def _answer(unit: Unit, leaf: _Leaf, start: int, end: int, asked: str) -> Answer | None:
    """The words between two offsets as an answer; what stands behind belongs to it only where they lead on to it."""
    block = cut_out(leaf.block, start, end)
    text = excerpt(unit, [block])
    if text is None:
        return None
    little = weight(text) < LEAST_WORDS or leads_on(text)
    further = leaf.behind if end == leaf.block.end and little else ()
    if any(_ASKS.match(unit.document.slice(other.start, other.end)) for other in further):
        further = ()
    answer = answer_from(unit, [block, *further] if text.strip("*_ ") else further, asked)
    return answer._replace(text=_unpaired(answer.text)) if answer is not None else None


def _unpaired(text: str) -> str:
    """A text without the mark of bold type whose partner stood before its label."""
    for mark in ("**", "__"):
        if text.count(mark) % 2 and text.endswith(mark):
            text = text.removesuffix(mark).rstrip()
    return text
