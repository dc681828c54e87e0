"""Terms set bold with what is said of them, be it a definition or not: what `keyterm` leaves. These cards wait."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from studykit.drafting.rules import asking
from studykit.drafting.rules.defining import TERM_MOST, repeats
from studykit.drafting.rules.entries import Entry, card
from studykit.drafting.rules.generic import is_generic
from studykit.drafting.rules.keyterm import defined
from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.rules.steps import states_order
from studykit.drafting.unit import Unit
from studykit.model.card import Basic
from studykit.text.expression import Expression
from studykit.text.names import without_label
from studykit.text.normal import weight

_STEP: Final = Expression(
    r"^(?:第[一二三四五六七八九十\d]+|step\s*\d|其[一二三四五]|首先|其次|最后|然后|前|\d+)", re.IGNORECASE
)
_CLAUSE: Final = Expression(
    r"[是有把被让使要会能应该请别勿]|不(?!变|动|等)|如果|当|先|再|必须|建议|注意|记得|区别|原因|结果|"
    r"\b(?:is|are|do|don'?t|should|must|if|when|avoid|use|keep|never|always|why|how)\b",
    re.IGNORECASE,
)
"""Words of a sentence: what is set bold with one of them is emphasis or advice, not a term."""
_LEAST_SIBLINGS: Final = 2


def draft(unit: Unit) -> Iterator[Proposal]:
    """A card for each bold entry of a list in which at least half of the items are such."""
    for group, taken in defined(unit):
        entries = [entry for entry in group.entries if entry.bold and _may_ask(entry)]
        if len(entries) < _LEAST_SIBLINGS or len(entries) * 2 < group.size:
            continue
        if group.ordered and states_order(group.heading, ""):
            continue
        heading = without_label(group.heading)
        topic = "" if is_generic(heading) else heading
        for entry in entries:
            if entry not in taken:
                question = asking.meaning(unit, f"{entry.term}{entry.aside}", topic)
                yield card(unit, group, entry, Basic(question, entry.said), 0.5)


def _may_ask(entry: Entry) -> bool:
    term = entry.term
    return bool(term) and _may_name(term) and not asking.is_vague(entry.said) and not repeats(term, entry.said)


@lru_cache(maxsize=1024)
def _may_name(term: str) -> bool:
    """Whether bold words may be a term; notes of one vault share theirs."""
    if _STEP.match(term) or _CLAUSE.search(term) or is_generic(term):
        return False
    return weight(term) <= TERM_MOST
