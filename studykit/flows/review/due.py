"""What is to be learned today, deck by deck as a tree: what `studykit due` prints and the terminal begins with."""

from dataclasses import dataclass
from typing import Any

from studykit.config import Learn
from studykit.flows.learning.study import Study
from studykit.flows.review.queues import map_order
from studykit.scheduling.limits import lineage
from studykit.store.counts import count_decks, count_studied


@dataclass(frozen=True, slots=True)
class DeckLine:
    """One deck of the tree, with what is below it counted in."""

    name: str
    new: int
    """New faces that today's limits allow."""
    learning: int
    due: int
    """Reviews that are due and within today's limits."""
    over: int
    """Reviews that are due and beyond them."""
    learn: Learn
    """Who owns the schedule."""

    @property
    def depth(self) -> int:
        """Levels above it."""
        return self.name.count("::")

    @property
    def total(self) -> int:
        """Everything that is asked today."""
        return self.new + self.learning + self.due

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "deck": self.name, "new": self.new, "learning": self.learning, "due": self.due, "over": self.over,
            "learn": self.learn,
        }  # fmt: skip


def deck_tree(study: Study) -> list[DeckLine]:
    """Every deck and those above it, as the maps list them; each parent after its limits, before its children."""
    now = study.clock.moment()
    counts = count_decks(study.store, now.day, now.day_end_ms)
    studied = count_studied(study.store, now.day, study.clock.day_of)
    names = sorted({name for deck in counts for name in lineage(deck)}, key=map_order(study))
    children: dict[str, list[str]] = {name: [] for name in names}
    for name in names:
        above = name.rpartition("::")[0]
        if above:
            children[above].append(name)
    lines: dict[str, DeckLine] = {}
    done: dict[str, tuple[int, int]] = {}
    for name in reversed(names):
        below = [lines[child] for child in children[name]]
        own, answered = counts.get(name), studied.done.get(name)
        new_done = (answered.new if answered else 0) + sum(done[child][0] for child in children[name])
        reviews_done = (answered.reviews if answered else 0) + sum(done[child][1] for child in children[name])
        done[name] = (new_done, reviews_done)
        options = study.options(name)
        due = (own.due if own else 0) + sum(line.due for line in below)
        room = max(0, options.reviews_per_day - reviews_done - (0 if options.new_ignores_review_limit else new_done))
        shown = min(due, room)
        new = (own.new if own else 0) + sum(line.new for line in below)
        new = min(new, max(0, options.new_per_day - new_done))
        if not options.new_ignores_review_limit:
            new = min(new, room - shown)
        over = due - shown + sum(line.over for line in below)
        learning = (own.learning if own else 0) + sum(line.learning for line in below)
        learn = study.workspace.config.learned_in(name)
        lines[name] = DeckLine(name, new, learning, shown, over, learn)
    return [lines[name] for name in names]


def totals(lines: list[DeckLine]) -> tuple[int, int, int]:
    """(new, learning, due) of all decks: the sums of those at the top."""
    top = [line for line in lines if line.depth == 0]
    return sum(line.new for line in top), sum(line.learning for line in top), sum(line.due for line in top)
