"""Terms with their glosses in a list of such: `- **term**: gloss`, `**X**（English）：…`."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from studykit.drafting.excerpt import excerpt, lead, sentences
from studykit.drafting.rules import asking
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Basic
from studykit.text.names import without_label
from studykit.text.normal import normal, weight

_ENTRY: Final = re.compile(
    r"^(?:\*\*|__)(?P<term>[^*_\n]{1,60}?)\s*(?P<inside>[:：]?)\s*(?:\*\*|__)\s*(?P<aside>[（(][^（）()\n]{1,60}[）)])?\s*"
    r"(?P<colon>[:：]|——?|—|–|\s-\s)?\s*(?P<gloss>\S.*)$",
    re.DOTALL,
)
_STEP: Final = re.compile(
    r"^(?:第[一二三四五六七八九十\d]+|step\s*\d|其[一二三四五]|首先|其次|最后|然后|\d+)", re.IGNORECASE
)
_CLAUSE: Final = re.compile(
    r"[是有把被让使要会能应该请别勿]|不(?!变|动|等)|如果|当|先|再|必须|建议|注意|记得|区别|原因|结果|\b(?:is|are|do|don'?t|should|must|if|when|avoid|use|keep|never|always|why|how)\b",
    re.IGNORECASE,
)
"""Words of a sentence: what is set bold with one of them is emphasis or advice, not a term."""
_LEAST_SIBLINGS: Final = 2
_TERM_MOST: Final = 10
_GLOSS_MOST: Final = 40


class _Entry(NamedTuple):
    term: str
    gloss: str
    block: Block
    quote: str


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each entry of a list in which at least two items are entries."""
    for part in unit.parts:
        heading = without_label(part.title)
        for block in part.blocks:
            if block.kind != "list":
                continue
            entries = [entry for item in block.children if (entry := _entry(unit, item)) is not None]
            if len(entries) < _LEAST_SIBLINGS or len(entries) * 2 < len(block.children):
                continue
            yield from _cards(unit, entries, "" if is_generic(heading) else heading, part.title)


def _entry(unit: Unit, item: Block) -> _Entry | None:
    if not item.children or item.children[0].kind != "paragraph" or item.level:
        return None
    block = item.children[0]
    text = excerpt(unit, [block])
    match = _ENTRY.match(text) if text else None
    if match is None or not (match["inside"] or match["colon"]):
        return None
    term, gloss = asking.name_of(match["term"]), match["gloss"].strip()
    if not term or _STEP.match(term) or _CLAUSE.search(term) or is_generic(term) or weight(term) > _TERM_MOST:
        return None
    shown, rest = lead(gloss, _GLOSS_MOST)
    if weight(shown) < 4 or weight(shown) > _GLOSS_MOST or asking.is_vague(shown) or shown.endswith(("：", ":")):
        return None
    if normal(term) in normal(shown) or rest.startswith(("：", ":")):
        return None
    if match["aside"]:
        term = f"{term}{match['aside']}"
    return _Entry(term, shown.rstrip("。.；;"), block, sentences(unit.document.source(block))[0])


def _cards(unit: Unit, entries: Sequence[_Entry], topic: str, heading: str) -> Iterator[Proposal]:
    for entry in entries:
        question = asking.meaning(unit, entry.term, topic)
        yield Proposal(
            Basic(question, entry.gloss), entry.quote, heading, unit.document.line_at(entry.block.start), 0.5
        )
