"""What is still to be asked, as an immutable value: one lane a section, so that sections can take turns cheaply.

Taking a card costs a look at the heads, never a new arrangement, and the value before it stays as it was: that is what
undo keeps. New cards in the order of a map share one lane, because that order is the person's; they take turns with
the reviews, not with each other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from studykit.scheduling.rows import Kind, Row


class Lane(NamedTuple):
    """Ranks of one section's rows in a block, from `at` on still to be asked."""

    block: int
    section: str | None
    """None if it holds several."""
    ranks: tuple[int, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Lanes:
    """Reviews and new cards still to be asked, and how many of each."""

    order: tuple[Row, ...] = ()
    """All there were at the start, in the order before sections take turns; a rank is a place in it."""
    lanes: tuple[Lane, ...] = ()
    """None is empty; those of an earlier block come first."""
    new: int = 0
    due: int = 0

    @classmethod
    def of(cls, blocks: Iterable[Sequence[Row]], *, interleave: bool, new_in_order: bool) -> Self:
        """Lanes of blocks that follow each other. Without interleaving every block is one lane."""
        order: list[Row] = []
        lanes: list[Lane] = []
        new = 0
        new_kind = Kind.NEW
        for block, rows in enumerate(blocks):
            by_section: dict[str | None, list[int]] = {}
            for rank, row in enumerate(rows, len(order)):
                is_new = row.kind == new_kind
                new += is_new
                section = row.section if interleave and not (is_new and new_in_order) else None
                ranks = by_section.get(section)
                if ranks is None:
                    by_section[section] = [rank]
                else:
                    ranks.append(rank)
            order += rows
            lanes += (Lane(block, section, tuple(ranks)) for section, ranks in by_section.items())
        return cls(tuple(order), tuple(lanes), new, len(order) - new)

    def at_hand(self) -> list[tuple[int, int]]:
        """The heads of the block that is under way, as rank and index of the lane, the one to prefer first.

        That is the order of ranks, save that a section with more than half of what is left goes first: taken any later,
        its cards would come one after the other at the end.
        """
        if not self.lanes:
            return []
        block = self.lanes[0].block
        lanes = [lane for lane in self.lanes if lane.block == block]
        heads = sorted([(lane.ranks[lane.at], at) for at, lane in enumerate(lanes)])
        left = [len(lane.ranks) - lane.at for lane in lanes]
        most = max(left)
        longest = left.index(most)
        if 2 * most > sum(left) and lanes[longest].section is not None:
            heads.sort(key=lambda head: head[1] != longest)
        return heads

    def take(self, index: int) -> tuple[Row, Self]:
        """The head of a lane, and what is left."""
        lane = self.lanes[index]
        row = self.order[lane.ranks[lane.at]]
        rest = (lane._replace(at=lane.at + 1),) if lane.at + 1 < len(lane.ranks) else ()
        is_new = row.kind == Kind.NEW
        lanes = self.lanes[:index] + rest + self.lanes[index + 1 :]
        return row, replace(self, lanes=lanes, new=self.new - is_new, due=self.due - (not is_new))

    def without(self, unwanted: Callable[[Row], bool]) -> Self:
        """What is left when some rows are taken out, wherever they stand."""
        kept = [
            lane._replace(ranks=tuple(rank for rank in lane.ranks[lane.at :] if not unwanted(self.order[rank])), at=0)
            for lane in self.lanes
        ]
        lanes = tuple(lane for lane in kept if lane.ranks)
        new = sum(self.order[rank].kind == Kind.NEW for lane in lanes for rank in lane.ranks)
        return replace(self, lanes=lanes, new=new, due=sum(len(lane.ranks) for lane in lanes) - new)

    def rows(self) -> tuple[Row, ...]:
        """What is left, in the order before sections take turns."""
        return tuple(self.order[rank] for rank in sorted(rank for lane in self.lanes for rank in lane.ranks[lane.at :]))
