"""The checks of a draft before anybody sees it: the table of lints, and what runs them.

A lint is a function of a draft's sides and its context; it says what is wrong, or nothing. An error drops the draft, a
flag makes it wait for a person. Lints that compare drafts with each other are in `together`.

Nearly every draft is sound, and most lints speak of few: they are asked where the draft's kind and its words call for
them (`_ONLY`, `_ASKED`, `_ANSWERED`).
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final

from studykit.drafting.lints import asking, wording
from studykit.drafting.lints.asking import double_barrelled, enumeration, metadata_trivia, no_question, yes_no
from studykit.drafting.lints.choice import choice_cues, choice_shape
from studykit.drafting.lints.cloze import cloze_shape, cloze_target
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.counting import words_of
from studykit.drafting.lints.cues import Cues
from studykit.drafting.lints.facts import language, leak, novel_fact, quote_missing
from studykit.drafting.lints.finding import Finding, Verdict
from studykit.drafting.lints.form import answer_length, broken_format, empty, question_length
from studykit.drafting.lints.gap import gap
from studykit.drafting.lints.sides import Sides, sides
from studykit.drafting.lints.together import check_together
from studykit.drafting.lints.wording import dangling, soft_target, time_bound, title_alone
from studykit.model.card import Basic, Choice, Cloze, Draft, Typed

Lint = Callable[[Sides, Context], Finding | None]

_LINTS: Final[dict[str, Lint]] = {
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


def _of_a_draft(lint: Lint) -> Callable[[Draft, Context], Finding | None]:
    @wraps(lint)
    def asked(draft: Draft, context: Context) -> Finding | None:
        return lint(sides(draft), context)

    return asked


LINTS: Final = {name: _of_a_draft(lint) for name, lint in _LINTS.items()}
"""To ask one lint about a draft, by its name."""

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

# A bit a lint, in the order of the table: what a text calls for is one number, and its lints are looked up by that
_BIT: Final = {name: 1 << place for place, name in enumerate(_LINTS)}
_ASKED: Final = Cues(
    {
        _BIT["dangling"]: wording.POINTING_CUES,
        _BIT["yes-no"]: asking.YES_NO_CUES,
        _BIT["enumeration"]: asking.LIST_CUES,
        _BIT["double"]: asking.JOINT_CUES,
        _BIT["soft"]: wording.SOFT_CUES,
        _BIT["title"]: wording.TITLE_CUES,
        _BIT["passing"]: wording.PASSING_CUES,
    }
)
_ANSWERED: Final = Cues({_BIT["enumeration"]: "、|\n", _BIT["passing"]: wording.PASSING_CUES})
"""What the words of a question and of an answer call for."""
_CALLED: Final = _ASKED.every | _ANSWERED.every | _BIT["no-question"]
"""Lints that are asked only when they are called; all others always are."""

NO_CARD: Final = frozenset({"lint-empty", "lint-quote"})
"""Errors that stay errors for an author's own question: there is nothing to ask, or nothing it was read from."""


def check(draft: Draft, context: Context, *, authored: bool = False) -> list[Finding]:
    """Everything wrong with a draft by itself. An author's own question is only ever flagged, but for `NO_CARD`."""
    read = sides(draft)
    kind: type = type(draft.content)
    findings = [finding for lint in _lints_of(kind, _called_by(read)) if (finding := lint(read, context)) is not None]
    if not authored:
        return findings
    return [
        finding
        if finding.verdict is Verdict.FLAG or finding.code in NO_CARD
        else finding._replace(verdict=Verdict.FLAG)
        for finding in findings
    ]


def _called_by(read: Sides) -> int:
    """The lints that a draft calls for, as bits: all where it is no plain question with a mark and a plain answer."""
    front, back = read.front, read.back
    asked, words = front.prose, read.asked.latin
    if asked.count("？") + asked.count("?") != 1 or back.items:
        return _CALLED
    if front.shown is not asked:
        asked, words = f"{asked}\n{front.shown}", words + words_of(front.shown).latin
    return _ASKED.called_by(asked, words) | _ANSWERED.called_by(back.prose, read.answered.latin)


@lru_cache(maxsize=256)
def _lints_of(kind: type, called: int) -> tuple[Lint, ...]:
    """The lints for a draft of a kind, in order."""
    return tuple(
        lint
        for name, lint in _LINTS.items()
        if kind in _ONLY.get(name, (kind,)) and (called & _BIT[name] or not _CALLED & _BIT[name])
    )


__all__ = ["LINTS", "NO_CARD", "Context", "Finding", "Lint", "Verdict", "check", "check_together"]
