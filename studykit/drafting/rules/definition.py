"""Definitions in prose: a sentence that opens with the concept, or with the heading's own name, and says what it is."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt_of
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.markup.parts import Part
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import bare, halves, subject, without_label
from studykit.text.normal import normal, weight

_CHINESE: Final = Expression(
    r"^(?P<name>[^，。；：:,;!?！？]{1,40}?)\s*(?:(?:就)?是指|指的是|"
    r"(?:就)?是(?![否不因由为从在如怎什谁哪说要最很比可能])|即(?![使便将可])|意为|意思是|定义为)\s*(?P<said>.{4,})$",
    re.DOTALL,
)
_ENGLISH: Final = Expression(
    r"^(?P<name>[^,.;:!?]{1,60}?)\s+(?:is|are|refers? to|means|denotes|describes|stands for)\s+"
    r"(?P<said>(?:an?|the|any|one|when|how|what|that|[a-z]).{10,})$",
    re.DOTALL,
)
_OPENING: Final = 240  # bytes in which a definition that is asked for has begun
_VERBS: Final = ("是", "即", "指的", "意为", "意思", "定义为")
_BEGINNINGS: Final = ("是", "即", "意", "指的", "定义为")
"""Their beginnings: a verb stands where one of these does."""
_PAUSES_FIRST: Final = Expression(r"[^，。；：:,;!?！？是即指意定\[<]*+(?:[，。；：:,;?！？]|!(?!\[))")
"""A pause before any letter of a verb, and before what may stand in a card in other words."""
_NO_PAUSE: Final = Expression(r"[^，。；：:,;!?！？]+")
_MAY_LATIN: Final = Expression(r"\s(?:is|are|refers?|means|denotes|describes|stands)\s")
_ARTICLE: Final = Expression(r"^(?:the|an?)\s+", re.IGNORECASE)
_ASIDE: Final = Expression(r"\s*[（(][^（）()]*[）)]\s*$")
_SEE: Final = Expression(
    r"见\s|参见|如下|如图|下图|上图|下表|上表|下面|上面|see (?:below|above|figure|table)", re.IGNORECASE
)
_LONGEST: Final = 45
_NEGATED: Final = Expression(r"^(?:不|没|并不|not\b|no\b|never\b)", re.IGNORECASE)


def draft(unit: Unit) -> Iterator[Proposal]:
    """One card for the first sentence under a heading that defines what the heading, or the note, is about."""
    for number, part in enumerate(unit.parts):
        blocks = part.blocks if number < 2 else part.blocks[:1]
        for first in blocks:
            if first.kind == "paragraph":
                break
        else:
            continue
        proposal = _defines(unit, first, part)
        if proposal is not None:
            yield proposal


def _may_define(unit: Unit, start: int, end: int) -> bool:
    """Whether one of the verbs stands between two offsets, and before a pause as far as one sees at once."""
    text = unit.document.text
    opening = text[start:end].decode("utf-8", "ignore")
    if not unit.chinese:
        return _MAY_LATIN.search(opening) is not None
    if _PAUSES_FIRST.match(opening) is not None:
        return False
    for verb in _BEGINNINGS:  # noqa: SIM110  (faster than `any`, and asked for every heading)
        if verb in opening:
            return True
    return False


def _may_open(text: str) -> bool:
    """Whether a Chinese text may open with a definition: in most the verb, if there is one, stands behind a comma."""
    before = _NO_PAUSE.match(_plain(text.lstrip()))
    return before is not None and any(map(before.group().__contains__, _VERBS))


def _plain(text: str) -> str:
    return text.replace("**", "").replace("==", "")


def _names(unit: Unit, part: Part) -> set[str]:
    """Every name of the concept and of the heading, normalised."""
    names = set(unit.names)
    heading = without_label(part.title)
    if part.level > 1 and not is_generic(heading):
        names |= {normal(name) for name in (heading, bare(heading), subject(heading), *halves(heading)) if name}
    return names


def _defines(unit: Unit, block: Block, part: Part) -> Proposal | None:
    if not _may_define(unit, block.start, min(block.end, block.start + _OPENING)):
        return None
    text = excerpt_of(unit, block)
    if not text or (unit.chinese and not _may_open(text)):
        return None
    pieces = sentences(text)
    match = (_CHINESE if unit.chinese else _ENGLISH).match(_plain(pieces[0] if pieces else ""))
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
    return propose(Basic(question, said, " ".join(pieces[1:3])), quote, part.title, unit.line_at(block.start), 0.75)
