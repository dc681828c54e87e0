"""Definitions in prose: a sentence that opens with the concept, or with the heading's own name, and says what it is."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt, sentences
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.markup.parts import Part
from studykit.model.card import Basic
from studykit.text.names import bare, halves, subject, without_label
from studykit.text.normal import normal, weight

_CHINESE: Final = re.compile(
    r"^(?P<name>[^，。；：:,;!?！？]{1,40}?)\s*(?:(?:就)?是指|指的是|"
    r"(?:就)?是(?![否不因由为从在如怎什谁哪说要最很比可能])|即(?![使便将可])|意为|意思是|定义为)\s*(?P<said>.{4,})$",
    re.DOTALL,
)
_ENGLISH: Final = re.compile(
    r"^(?P<name>[^,.;:!?]{1,60}?)\s+(?:is|are|refers? to|means|denotes|describes|stands for)\s+"
    r"(?P<said>(?:an?|the|any|one|when|how|what|that|[a-z]).{10,})$",
    re.DOTALL,
)
_OPENING: Final = 240  # bytes in which a definition that is asked for has begun
_MAY_HAN: Final = re.compile("是|即|指的|意为|意思|定义为")
_MAY_LATIN: Final = re.compile(r"\s(?:is|are|refers?|means|denotes|describes|stands)\s")
_ARTICLE: Final = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")
_SEE: Final = re.compile(
    r"见\s|参见|如下|如图|下图|上图|下表|上表|下面|上面|see (?:below|above|figure|table)", re.IGNORECASE
)
_LONGEST: Final = 45
_NEGATED: Final = re.compile(r"^(?:不|没|并不|not\b|no\b|never\b)", re.IGNORECASE)


def draft(unit: Unit) -> Iterator[Proposal]:
    """One card for the first sentence under a heading that defines what the heading, or the note, is about."""
    for number, part in enumerate(unit.parts):
        first = next((block for block in part.blocks if block.kind == "paragraph"), None)
        if first is None or (part.blocks[0] is not first and number > 1):
            continue
        proposal = _defines(unit, first, part)
        if proposal is not None:
            yield proposal


def _names(unit: Unit, part: Part) -> set[str]:
    """Every name of the concept and of the heading, normalised."""
    names = set(unit.names)
    heading = without_label(part.title)
    if part.level > 1 and not is_generic(heading):
        names |= {normal(name) for name in (heading, bare(heading), subject(heading), *halves(heading)) if name}
    return names


def _defines(unit: Unit, block: Block, part: Part) -> Proposal | None:
    opening = unit.document.text[block.start : min(block.end, block.start + _OPENING)].decode("utf-8", "ignore")
    if (_MAY_HAN if unit.chinese else _MAY_LATIN).search(opening) is None:
        return None
    text = excerpt(unit, [block])
    if not text:
        return None
    pieces = sentences(text)
    sentence = pieces[0] if pieces else ""
    plain = sentence.replace("**", "").replace("==", "")
    match = (_CHINESE if unit.chinese else _ENGLISH).match(plain)
    if match is None:
        return None
    name = _ARTICLE.sub("", match["name"].strip())
    whole, shorter = name, _ASIDE.sub("", name)
    said = match["said"].strip().rstrip("。.")
    if not {normal(whole), normal(shorter)} & _names(unit, part) or _NEGATED.match(said) or _SEE.search(said):
        return None
    if weight(said) > _LONGEST or weight(said) < 4 or said.endswith(("：", ":")) or normal(shorter) in normal(said):
        return None
    quote = sentences(unit.document.source(block))[0]
    question = asking.definition(unit, asking.name_of(shorter))
    return Proposal(
        Basic(question, said, " ".join(pieces[1:3])), quote, part.title, unit.document.line_at(block.start), 0.75
    )
