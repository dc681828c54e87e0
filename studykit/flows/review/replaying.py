"""The proof that nothing was lost: every face's state, made anew from the log of reviews and compared."""

from dataclasses import dataclass
from typing import Any

from studykit.flows.learning.study import Study
from studykit.flows.review.sitting import state_name
from studykit.model.review import New, Standing
from studykit.store.log import Difference, read_log, rebuild, verify
from studykit.store.transactions import transaction


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a comparison."""

    reviews: int
    """Answers of the log."""
    differences: tuple[Difference, ...]
    """Faces whose state was another; with `mend` they have been put right."""

    def shown(self, difference: Difference) -> tuple[str, str]:
        """What is stored and what the log gives, in a few words."""
        return _words(difference.stored), _words(difference.replayed)

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        rows = []
        for one in self.differences:
            stored, replayed = self.shown(one)
            rows.append({"card": one.key.card, "face": one.key.face, "stored": stored, "replayed": replayed})
        return {"reviews": self.reviews, "differences": rows}


def check_states(study: Study, *, mend: bool = False) -> Checked:
    """Replay the whole log. Writes only with `mend`."""
    reviews = sum(1 for _ in read_log(study.store))
    if not mend:
        return Checked(reviews, tuple(verify(study.store, study.replayed)))
    with transaction(study.store):
        return Checked(reviews, tuple(rebuild(study.store, study.replayed)))


def _words(standing: Standing) -> str:
    state = standing.state
    if isinstance(state, New):
        return "new"
    memory = state.memory
    return (
        f"{state_name(standing)} S={memory.stability:g} D={memory.difficulty:g} reps={standing.reps} "
        f"lapses={standing.lapses} last={state.last_ms}"
    )
