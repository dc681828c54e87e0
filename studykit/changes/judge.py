"""How alike a standing card and a draft of its note are, and what speaks against their being one."""

from typing import Final

from studykit.changes.faces import answered_text, asked_text, hide_alike
from studykit.changes.vetoes import difference
from studykit.model.card import Card, Content, Draft
from studykit.text.normal import normal
from studykit.text.ratio import ratio

ALIKE: Final = 0.72
"""The least similarity (0 to 1) at which a draft is taken for a standing card whose text changed."""


def judge(card: Card, mine: Content, draft: Draft) -> tuple[float, str]:
    """How alike a text of a card and a draft are, 0 to 1, and what says that they are two facts; see `Nearest.veto`.

    Vetoes: another kind; a cloze that hides other words; other numbers, other names (in capitals or quotation marks), a
    negation more or less on the front; too little in common.
    """
    theirs = draft.content
    if mine.kind is not theirs.kind:
        return 0.0, "kind"
    question, other = asked_text(mine), asked_text(theirs)
    front = ratio(normal(question), normal(other))
    back = ratio(normal(answered_text(mine)), normal(answered_text(theirs)))
    source = card.source
    quote = ratio(normal(source.quote), normal(draft.source.quote)) if source is not None else 0.0
    heading = 1.0 if source is not None and normal(source.heading) == normal(draft.source.heading) else 0.0
    score = 0.5 * front + 0.25 * back + 0.15 * quote + 0.1 * heading
    if not hide_alike(mine, theirs):
        return score, "hidden"
    return score, difference(question, other) or ("" if score >= ALIKE else "unlike")
