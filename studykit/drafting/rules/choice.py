"""Choices: which gloss belongs to a note, which cell to a row; the wrong ones are its neighbours'."""

from collections.abc import Iterator, Sequence
from typing import Final

from studykit.distractors import distractors, length_tells, shuffled
from studykit.drafting.rules import gloss, table
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic, Choice, Option

_WRONG: Final = 3


def draft(unit: Unit) -> Iterator[Proposal]:
    """A choice for the note's gloss, and for each cell whose column has enough others like it."""
    for proposal in gloss.draft(unit):
        yield from _choice(unit, proposal, [unit.sibling_glosses, unit.wider_glosses], 0.3)
    cells: dict[tuple[str, str], list[Proposal]] = {}
    for plain in (True, False):
        for head, proposal in table.cells(unit, plain=plain):
            content = proposal.content
            if isinstance(content, Basic) and "\n" not in content.answer:
                cells.setdefault((proposal.heading, head), []).append(proposal)
    for column in cells.values():
        answers = [proposal.content.back for proposal in column]
        for proposal in column:
            yield from _choice(unit, proposal, [answers], 0.32)


def _choice(unit: Unit, proposal: Proposal, pools: Sequence[Sequence[str]], score: float) -> Iterator[Proposal]:
    content = proposal.content
    key = content.back
    wrong = distractors(key, pools, unit.names, seed=content.front, count=_WRONG)
    if len(wrong) < _WRONG or length_tells(key, wrong):
        return
    options = tuple(Option(text, text == key) for text in shuffled((key, *wrong), content.front))
    yield proposal._replace(content=Choice(content.front, options), score=score)
