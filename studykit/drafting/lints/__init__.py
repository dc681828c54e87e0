"""The checks of a draft before anybody sees it.

A lint says what is wrong with a draft, or nothing (`table`). An error drops the draft, a flag makes it wait for a
person. Lints that compare drafts with each other are in `together`. Nearly every draft is sound: only the lints that it
calls for are asked (`called`).
"""

from collections.abc import Callable
from functools import wraps
from typing import Final

from studykit.drafting.lints.called import called_by
from studykit.drafting.lints.context import Context
from studykit.drafting.lints.finding import Finding, Verdict
from studykit.drafting.lints.sides import sides
from studykit.drafting.lints.table import TABLE, Lint, lints_of
from studykit.drafting.lints.together import check_together
from studykit.model.card import Draft


def _of_a_draft(lint: Lint) -> Callable[[Draft, Context], Finding | None]:
    @wraps(lint)
    def asked(draft: Draft, context: Context) -> Finding | None:
        return lint(sides(draft), context)

    return asked


LINTS: Final = {name: _of_a_draft(lint) for name, lint in TABLE.items()}
"""To ask one lint about a draft, by its name."""

NO_CARD: Final = frozenset({"lint-empty", "lint-quote"})
"""Errors that stay errors for an author's own question: there is nothing to ask, or nothing it was read from."""


def check(draft: Draft, context: Context, *, authored: bool = False) -> list[Finding]:
    """Everything wrong with a draft by itself. An author's own question is only ever flagged, but for `NO_CARD`."""
    read = sides(draft)
    kind: type = type(draft.content)
    lints = lints_of(kind, called_by(read, context))
    if not lints:
        return []
    findings = [finding for lint in lints if (finding := lint(read, context)) is not None]
    return [_flagged(finding) for finding in findings] if authored else findings


def _flagged(finding: Finding) -> Finding:
    """What an author's own question is told instead of an error."""
    code, verdict, parameters = finding
    return finding if verdict is Verdict.FLAG or code in NO_CARD else Finding(code, Verdict.FLAG, parameters)


__all__ = ["LINTS", "NO_CARD", "Context", "Finding", "Lint", "Verdict", "check", "check_together"]
