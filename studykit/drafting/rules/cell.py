"""Cells of tables whose head does not say what kind of answer it holds: their questions read stiffly, and wait."""

from collections.abc import Iterator

from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.rules.table import proposals
from studykit.drafting.unit import Unit


def draft(unit: Unit) -> Iterator[Proposal]:
    """What `table` leaves."""
    return (proposal for proposal, clear in proposals(unit) if not clear)
