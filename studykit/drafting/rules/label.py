"""Labels in lists: `X：Y` without bold type, be it a definition or not: what `keyterm` leaves. Half are no names."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.defining import repeats
from studykit.drafting.rules.entries import card
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.keyterm import SHOWN_MOST, defined
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.normal import weight

_NO_NAME: Final = Expression(
    r"[是有把被让要会能应该请别勿不]|如果|当|例如|比如|注意|结论|结果|原因|参考|来源|链接|时间|日期|作者|更新|另见|参见|答|问|见|即|"
    r"https?|^\d|\b(?:is|are|if|when|note|see|e\.g|i\.e|todo|source|author|date|example)\b",
    re.IGNORECASE,
)
_NAME_MOST: Final = 12


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each list item that is a name, a colon and what is said of it."""
    for group, taken in defined(unit):
        for entry in group.entries:
            name, said = entry.term, entry.said
            if (
                entry.bold
                or entry.linked
                or entry in taken
                or not name
                or weight(name) > _NAME_MOST
                or weight(said) > SHOWN_MOST
            ):
                continue
            if _NO_NAME.search(name) or is_generic(name) or asking.is_vague(said) or repeats(name, said):
                continue
            yield card(unit, group, entry, Basic(asking.meaning(unit, name, group.heading), said), 0.4)
