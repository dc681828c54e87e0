"""Bold words hidden in their sentence. Bold is emphasis more often than it is a term, so the rule is off by default."""

from collections.abc import Iterator
from typing import Final

from studykit.drafting.excerpt import excerpt
from studykit.drafting.rules import asking
from studykit.drafting.rules.proposal import Proposal, propose
from studykit.drafting.sentences import sentences
from studykit.drafting.unit import Unit
from studykit.markup.document import Block
from studykit.model.card import Cloze
from studykit.text.normal import normal, weight

_TARGET_MOST: Final = 6
_REST_LEAST: Final = 10
_SENTENCE_MOST: Final = 45


def draft(unit: Unit) -> Iterator[Proposal]:
    """A cloze for each sentence with one short bold term that stands nowhere else in it."""
    for part, block in unit.blocks("paragraph"):
        if any(span.kind == "strong" for span in block.spans):
            yield from _block(unit, block, part.title)


def _block(unit: Unit, block: Block, heading: str) -> Iterator[Proposal]:
    text = excerpt(unit, [block])
    sources = sentences(unit.document.source(block))
    for number, sentence in enumerate(sentences(text or "")):
        pieces = sentence.split("**")
        if len(pieces) != 3 or number >= len(sources) or "{{" in sentence or "}}" in sentence:
            continue
        before, target, after = pieces[0], asking.name_of(pieces[1]), pieces[2]
        rest = before + after
        if not target or weight(target) > _TARGET_MOST or not _REST_LEAST <= weight(rest) <= _SENTENCE_MOST:
            continue
        if normal(target) in normal(rest) or asking.is_vague(sentence):
            continue
        about = asking.context(unit, sentence, heading)
        lead = f"{about}{'：' if unit.chinese else ': '}" if about else ""
        cloze = Cloze(f"{lead}{before}{{{{c1::{target}}}}}{after}")
        yield propose(cloze, sources[number], heading, unit.line_at(block.start), 0.35)
