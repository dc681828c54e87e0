"""The checks of a draft before anybody sees it: the table of lints, and what runs them.

A lint is a function of a draft and its context; it says what is wrong, or nothing. An error drops the draft, a flag
makes it wait for a person. Lints that compare drafts with each other are in `together`.
"""

from collections.abc import Callable
from typing import Final

from studykit.drafting.lints.asking import double_barrelled, enumeration, metadata_trivia, no_question, yes_no
from studykit.drafting.lints.choice import choice_cues, choice_shape
from studykit.drafting.lints.cloze import cloze_shape, cloze_target
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.facts import language, leak, novel_fact, quote_missing
from studykit.drafting.lints.finding import Finding, Verdict
from studykit.drafting.lints.form import answer_length, broken_format, empty, question_length
from studykit.drafting.lints.gap import gap
from studykit.drafting.lints.together import check_together
from studykit.drafting.lints.wording import dangling, soft_target, time_bound, title_alone
from studykit.model.card import Basic, Choice, Cloze, Draft, Typed

Lint = Callable[[Draft, Context], Finding | None]

LINTS: Final[dict[str, Lint]] = {
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

_LINTS_OF: Final = {
    kind: tuple(lint for name, lint in LINTS.items() if kind in _ONLY.get(name, (kind,)))
    for kind in (Basic, Cloze, Choice, Typed)
}

NO_CARD: Final = frozenset({"lint-empty", "lint-quote"})
"""Errors that stay errors for an author's own question: there is nothing to ask, or nothing it was read from."""


def check(draft: Draft, context: Context, *, authored: bool = False) -> list[Finding]:
    """Everything wrong with a draft by itself. An author's own question is only ever flagged, but for `NO_CARD`."""
    lints = _LINTS_OF[type(draft.content)]
    findings = [finding for lint in lints if (finding := lint(draft, context)) is not None]
    if not authored:
        return findings
    return [finding if finding.code in NO_CARD else finding._replace(verdict=Verdict.FLAG) for finding in findings]


__all__ = ["LINTS", "NO_CARD", "Context", "Finding", "Lint", "Verdict", "check", "check_together"]
