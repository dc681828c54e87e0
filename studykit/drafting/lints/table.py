"""The table of lints: what there is to ask of a draft, and of which kinds of card.

A lint is a function of a draft's sides and its context; it says what is wrong, or nothing.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

from studykit.drafting.lints.asking import double_barrelled, enumeration, metadata_trivia, no_question, yes_no
from studykit.drafting.lints.choice import choice_cues, choice_shape
from studykit.drafting.lints.cloze import cloze_shape, cloze_target
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.facts import language, leak, quote_missing
from studykit.drafting.lints.finding import Finding
from studykit.drafting.lints.form import answer_length, broken_format, empty, question_length
from studykit.drafting.lints.gap import gap
from studykit.drafting.lints.novel import novel_fact
from studykit.drafting.lints.sides import Sides
from studykit.drafting.lints.wording import dangling, soft_target, time_bound, title_alone
from studykit.model.card import Basic, Choice, Cloze, Typed

Lint = Callable[[Sides, Context], Finding | None]

TABLE: Final[dict[str, Lint]] = {
    "empty": empty,
    "quote": quote_missing,
    "gap": gap,
    "question-length": question_length,
    "answer-length": answer_length,
    "no-question": no_question,
    "cloze-shape": cloze_shape,
    "cloze-target": cloze_target,
    "leak": leak,
    "dangling": dangling,
    "yes-no": yes_no,
    "enumeration": enumeration,
    "double": double_barrelled,
    "soft": soft_target,
    "title": title_alone,
    "novel": novel_fact,
    "language": language,
    "format": broken_format,
    "trivia": metadata_trivia,
    "choice-shape": choice_shape,
    "choice-cues": choice_cues,
    "passing": time_bound,
}
"""By name, in the order in which findings are listed: what makes a draft no card at all first."""

_ONLY: Final[dict[str, tuple[type, ...]]] = {
    "question-length": (Basic, Typed, Choice),
    "answer-length": (Basic, Typed),
    "no-question": (Basic, Typed, Choice),
    "cloze-shape": (Cloze,),
    "cloze-target": (Cloze,),
    "yes-no": (Basic, Typed),
    "enumeration": (Basic, Typed),
    "double": (Basic, Typed, Choice),
    "soft": (Basic, Typed, Choice),
    "title": (Basic, Typed, Choice),
    "trivia": (Basic, Typed, Choice),
    "choice-shape": (Choice,),
    "choice-cues": (Choice,),
}
"""The kinds of card that a lint speaks of, where it does not speak of all: of the others it is not asked."""

BIT: Final = {name: 1 << place for place, name in enumerate(TABLE)}
"""A bit a lint, in the order of the table: what a draft calls for is one number."""
EVERY: Final = (1 << len(TABLE)) - 1


@lru_cache(maxsize=256)
def lints_of(kind: type, called: int) -> tuple[Lint, ...]:
    """The lints that are called, in order, but those that do not speak of a kind of card."""
    return tuple(lint for name, lint in TABLE.items() if kind in _ONLY.get(name, (kind,)) and called & BIT[name])
