"""Cells of tables under heads that say less clearly what kind of answer they hold: what `table` leaves."""

from collections.abc import Iterator

from studykit.drafting.rules.proposal import Proposal
from studykit.drafting.rules.table import cells
from studykit.drafting.unit import Unit


def draft(unit: Unit) -> Iterator[Proposal]:
    """What `table` leaves."""
    return (proposal for _, proposal in cells(unit, plain=False))
