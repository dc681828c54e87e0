"""Acronyms and what they stand for, where the note spells both: `GAE（Generalized Advantage Estimation）`."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import may_hold
from studykit.drafting.naming import name_in
from studykit.drafting.rules.proposal import Proposal, first_quote, propose
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.expression import Expression

_WORDS: Final = r"[A-Za-z][A-Za-z'’-]*(?:[ ][A-Za-z][A-Za-z'’-]*){1,7}"
_ACRONYM: Final = r"[A-Z][A-Za-z0-9&-]{1,9}"
_FORWARD: Final = Expression(rf"(?<![A-Za-z'’-])({_WORDS})[ ]?[(（]({_ACRONYM})[,，;；)）]")
_BACKWARD: Final = Expression(rf"(?<![A-Za-z0-9-])({_ACRONYM})[ ]?[(（]({_WORDS})[,，;；)）]")
_BESIDE: Final = Expression(rf"[(（]({_WORDS})[,，;；][ ]?({_ACRONYM})[)）]")
_BESIDE_BACK: Final = Expression(rf"[(（]({_ACRONYM})[,，;；:：][ ]?({_WORDS})[)）]")
_INSIDE: Final = (
    r"(?:[A-Z][A-Za-z0-9&-]{1,9}(?:[,;)]|，|；|）)"
    r"|(?:[A-Z][A-Za-z0-9&-]{1,9}(?:[,;:]|，|；|：)[ ]?)?[A-Za-z](?:[A-Za-z'-]|’)*[ ][A-Za-z])"
)
_BRACKETS: Final = (b"(", "（".encode())
_MAY: Final = Expression(_INSIDE.encode())
"""Letters alone in brackets, or two words: without such there is nothing to look for."""
_ALONE_LEAST: Final = 4
_SMALL: Final = {"of", "and", "the", "for", "to", "in", "with", "on", "a", "an", "by", "from", "via"}


def spells(acronym: str, words: str) -> str:
    """The tail of a run of words whose letters the acronym spells, or nothing.

    Every capital of the acronym is the first letter of a word or stands within one, in order; the first word gives
    the first letter; at least two words take part; no word but a small one is passed over.
    """
    capitals = [c for c in acronym if c.isalpha() and c.isupper()]
    if len(capitals) < 2 or "-" in acronym or any(c.isdigit() and c not in words for c in acronym):
        return ""
    pieces = words.split()
    for start in range(len(pieces)):
        tail = pieces[start:]
        parts = [part for word in tail for part in re.split(r"[-’']", word) if part]
        if (
            parts
            and parts[0][0].upper() == capitals[0]
            and parts[0].casefold() not in _SMALL
            and _fits(capitals, parts)
        ):
            return " ".join(tail)
    return ""


def _fits(capitals: list[str], parts: list[str]) -> bool:
    position, used = 0, 0
    for part in parts:
        if position < len(capitals) and part[0].upper() == capitals[position]:
            position += 1
            used += 1
            for letter in part[1:]:  # `DeepSeek` gives D and S, `backpropagation` may give B and P
                if position < len(capitals) and letter == capitals[position]:
                    position += 1
        elif part.casefold() not in _SMALL:
            return False
    return position == len(capitals) and used >= 2


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each acronym that the unit expands, where it does so first."""
    seen: set[str] = set()
    brackets = _BRACKETS if may_hold(unit, "（") else _BRACKETS[:1]
    if not _may_spell(unit, *unit.extent, brackets):
        return
    for part in unit.parts:
        if not _may_spell(unit, part.start, part.end, brackets):
            continue
        for block in _text_blocks(part.blocks):
            if not _may_spell(unit, block.start, block.end, brackets):
                continue
            for proposal in _in_block(unit, block, part.title):
                key = proposal.content.front
                if key not in seen:
                    seen.add(key)
                    yield proposal


def _may_spell(unit: Unit, start: int, end: int, brackets: tuple[bytes, ...]) -> bool:
    text = unit.document.text
    for bracket in brackets:
        at = text.find(bracket, start, end)
        while at >= 0:
            if _MAY.match(text, at + len(bracket), end) is not None:
                return True
            at = text.find(bracket, at + 1, end)
    return False


def _text_blocks(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        if block.kind == "paragraph":
            yield block
        elif block.kind in ("list", "item", "quote", "callout") and not _is_left_for_later(block):
            yield from _text_blocks(block.children)


def _is_left_for_later(block: Block) -> bool:
    return (block.kind == "item" and block.level == 1) or (block.kind == "callout" and block.info == "todo")


def _in_block(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    text = unit.document.source(block)
    code = [unit.document.slice(span.start, span.end) for span in block.spans if span.kind in ("code", "math")]
    plain = text
    for piece in dict.fromkeys(code):
        plain = plain.replace(piece, "`")
    plain = plain.replace("**", "").replace("==", "")
    found: dict[str, tuple[int, str]] = {}
    for pattern, acronym_group, words_group in (
        (_FORWARD, 2, 1), (_BACKWARD, 1, 2), (_BESIDE, 2, 1), (_BESIDE_BACK, 1, 2),
    ):  # fmt: skip
        for match in pattern.finditer(plain):
            acronym = match.group(acronym_group)
            expansion = spells(acronym, match.group(words_group))
            if expansion and (acronym not in found or match.start() < found[acronym][0]):
                found[acronym] = match.start(), expansion
    if not found:
        return
    pieces = sentences(text)
    line = unit.line_at(block.start)
    for acronym, (_, expansion) in sorted(found.items(), key=lambda item: item[1]):
        asked = f"缩写 {acronym} 的全称是什么？" if unit.chinese else f"What does {acronym} stand for?"
        field = _field(unit, acronym)
        if not field and len(acronym) < _ALONE_LEAST:
            continue  # two or three letters stand for something in every field
        question = f"{field}{'：' if unit.chinese else ': '}{asked}" if field else asked
        first = expansion.split()[0]
        quote = next((piece for piece in pieces if acronym in piece and first in piece), first_quote(text))
        yield propose(Basic(question, expansion), quote, heading, line, 0.6)


def _field(unit: Unit, acronym: str) -> str:
    """What the letters belong to, as other fields have the same for others.

    Of two or three letters the note's own subject, which is as narrow as can be; of more, and of the acronym that the
    note is about, the map or folder that lists it, so that two notes that spell one acronym out ask for it once.
    """
    if len(acronym) < _ALONE_LEAST and unit.has_name and acronym not in re.split(r"[^A-Za-z0-9&]+", unit.subject):
        return unit.subject
    section = unit.concept.section
    if len(acronym) < _ALONE_LEAST and section.path and acronym not in section.path[-1]:
        return name_in(section.path[-1])
    if section.moc:
        return unit.concept.deck.partition("::")[0]
    return section.path[-1] if section.path else ""
