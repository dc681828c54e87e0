"""In words, why a build does what it does to a card."""

from typing import TYPE_CHECKING

from studykit.cli.language import text
from studykit.messages import texts
from studykit.text.safe import safe_line
from studykit.text.width import fit

if TYPE_CHECKING:
    from studykit.flows.planning.steps import Step, Why

_FRONT = 40
"""Columns of a question that is only named."""


def because(step: "Step") -> str:
    """What decided a step, and what matching found."""
    said = [reason(step.reason)]
    if step.why is not None:
        said += _found(step.why)
    return "; ".join(said)


def reason(code: str) -> str:
    """What a reason's code says; the check that flagged it; who drafted a new card; a code without words, as it is."""
    if f"reason-{code}" in texts():
        return text(f"reason-{code}")
    if code.startswith("lint-"):
        return text("reason-flagged", check=code.removeprefix("lint-"))
    return text("reason-drafted", by=code) if ":" in code else code


def _found(why: "Why") -> list[str]:
    if why.how:
        lead = [text("match-lead", lead=why.lead)] if why.lead is not None else []
        return [matched(why.how, why.score), *lead]
    front = fit(safe_line(why.near), _FRONT).rstrip()
    return [text("near", front=front, score=why.score, veto=text(f"veto-{why.veto}"))]


def matched(how: str, score: float) -> str:
    """By which pass a card was found again."""
    return text(f"match-{how}", score=score)
