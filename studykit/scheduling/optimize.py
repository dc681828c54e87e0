"""A person's own parameters, learned from their log, and kept only if they predict a later part of it better.

The recipe of the fit is Anki's, so that the same log gives the same parameters there. What Anki does not do is the
test: parameters are fitted to the earlier reviews alone and asked about the later ones, which they have not seen. Where
they do worse than the parameters in use, these stay. For one person's log the gain is often small; both figures are
there to be shown.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from studykit.model.review import LogEntry
from studykit.scheduling.day import elapsed_days
from studykit.scheduling.memory import History, Parameters, fit, log_loss
from studykit.scheduling.replay import UNCOUNTED

EARLIER: Final = 0.8
"""The share of the reviews, by time, that the test's parameters are fitted to; the rest is asked about."""
ENOUGH: Final = 512
"""Fewer reviews say nothing against the defaults (the number that py-fsrs asks for)."""


class Sample(NamedTuple):
    """One review on a later day than the answer before it, with all of its face's answers up to it."""

    at_ms: int
    face: int
    history: History


@dataclass(frozen=True, slots=True)
class Optimized:
    """What the log says about the parameters."""

    parameters: Parameters
    """The ones to use from now on: those fitted to the whole log if `better`, else those in use."""
    reviews: int
    """Reviews that could be learned from: on a later day than the answer before."""
    tested: int
    """How many of them, the latest, the two log losses are of; 0 where there were not enough."""
    loss_before: float | None
    """Mean log loss of the parameters in use on the later reviews; None where there were not enough."""
    loss_after: float | None
    """The same of parameters fitted to the earlier reviews."""

    @property
    def better(self) -> bool:
        """Whether the later reviews were predicted better by what the earlier ones taught."""
        return self.loss_before is not None and self.loss_after is not None and self.loss_after < self.loss_before


def optimize(faces: Iterable[Sequence[LogEntry]], current: Parameters, relearning_steps: int) -> Optimized:
    """Parameters for the log, given as one sequence of entries a face, each in order.

    `current` are those in use; `relearning_steps` counts the deck's relearning steps. The same log gives the same
    result. If `current` were themselves fitted to the later reviews, the test leans towards keeping them.
    """
    found = samples(faces)
    cut = int(len(found) * EARLIER)
    earlier, later = found[:cut], found[cut:]
    if len(found) < ENOUGH:
        return Optimized(current, len(found), 0, None, None)
    asked = [sample.history for sample in later]
    before, after = log_loss(asked, current), log_loss(asked, _fitted(earlier, relearning_steps))
    parameters = _fitted(found, relearning_steps) if after < before else current
    return Optimized(parameters, len(found), len(later), before, after)


def samples(faces: Iterable[Sequence[LogEntry]]) -> list[Sample]:
    """The reviews that parameters are fitted to, in the order of time."""
    found = []
    for number, entries in enumerate(faces):
        history: list[tuple[int, int]] = []
        last_day: int | None = None
        for entry in entries:
            if entry.kind in UNCOUNTED:
                continue
            elapsed = 0 if last_day is None else elapsed_days(last_day, entry.day)
            history.append((int(entry.rating), elapsed))
            if elapsed > 0:
                found.append(Sample(entry.at_ms, number, tuple(history)))
            last_day = entry.day
    found.sort(key=lambda sample: (sample.at_ms, sample.face))
    return found


def _fitted(part: Sequence[Sample], relearning_steps: int) -> Parameters:
    return fit([sample.history for sample in part], [sample.face for sample in part], relearning_steps)
