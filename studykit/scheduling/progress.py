"""Where a session stands, as an immutable value, and how one such value follows from another. Undo keeps old ones."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from studykit.model.review import FaceKey
from studykit.scheduling.lanes import Lanes
from studykit.scheduling.queue import Queue
from studykit.scheduling.rows import Kind, Row

LEARN_AHEAD_MS = 20 * 60 * 1000
"""How early a learning card is asked when nothing else is left: Anki's 20 minutes."""


@dataclass(frozen=True, slots=True)
class Question:
    """A face is asked; its answer is still hidden."""

    row: Row


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer is shown: now it can be rated."""

    row: Row


@dataclass(frozen=True, slots=True)
class Waiting:
    """Only learning is left, and none of it is due yet."""

    until_ms: int
    """When the next face may be asked."""


@dataclass(frozen=True, slots=True)
class Finished:
    """Nothing is left for today."""


Position = Question | Answer | Waiting | Finished


class Counts(NamedTuple):
    """What is left, the face that is asked among it."""

    new: int
    learning: int
    due: int
    """Reviews and interday learning."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a session stands."""

    main: Lanes
    learning: tuple[Row, ...]
    """The earliest due first."""
    interleave: bool
    position: Position = Finished()
    last: Row | None = None
    """What was asked before."""

    @classmethod
    def start(cls, queue: Queue, now_ms: int) -> Self:
        """The first face of a queue is asked, if there is one."""
        return cls(queue.main, queue.learning, queue.interleave).asked(now_ms)

    @property
    def row(self) -> Row | None:
        """The face that is asked."""
        return self.position.row if isinstance(self.position, Question | Answer) else None

    @property
    def counts(self) -> Counts:
        """What is left."""
        row = self.row
        kind = None if row is None else row.kind
        return Counts(
            self.main.new + (kind == Kind.NEW),
            len(self.learning) + (kind == Kind.LEARNING),
            self.main.due + (kind in (Kind.REVIEW, Kind.INTERDAY)),
        )

    def answered(self, again: Row | None, now_ms: int) -> Self:
        """The face that was asked is done with, or is `again` among the learning; the next one is asked."""
        done = replace(self, position=Finished(), last=self.row)
        if again is not None:
            done = replace(done, learning=tuple(sorted((*self.learning, again), key=_by_due)))
        return done.asked(now_ms)

    def without(self, unwanted: Callable[[Row], bool], now_ms: int) -> Self:
        """Some faces are asked no more. If the one asked is among them, the next one is."""
        left = replace(
            self,
            main=self.main.without(unwanted),
            learning=tuple(row for row in self.learning if not unwanted(row)),
        )
        row = self.row
        if row is None:
            return replace(left, position=Finished()).asked(now_ms)
        return replace(left, position=Finished(), last=row).asked(now_ms) if unwanted(row) else left

    def asked(self, now_ms: int) -> Self:
        """The next face: learning that is due, then the rest of the day, then learning that is due soon.

        With interleaving, one of another section than the last wherever one is at hand, so that learning that is due
        may wait for one card. Soon means the 20 minutes ahead, and then another face than the last if there is one.
        """
        due = [at for at, row in enumerate(self.learning) if row.due <= now_ms]
        heads = self.main.at_hand()
        for at in due:
            if self._elsewhere(self.learning[at]):
                return self._ask_learning(at)
        for rank, lane in heads:
            if self._elsewhere(self.main.order[rank]):
                return self._ask_main(lane)
        if due:
            return self._ask_learning(due[0])
        if heads:
            return self._ask_main(heads[0][1])
        if not self.learning:
            return replace(self, position=Finished())
        if self.learning[0].due > now_ms + LEARN_AHEAD_MS:
            return replace(self, position=Waiting(self.learning[0].due - LEARN_AHEAD_MS))
        soon = [at for at, row in enumerate(self.learning) if row.due <= now_ms + LEARN_AHEAD_MS]
        last = self.last and self.last.key
        return self._ask_learning(
            min(soon, key=lambda at: (self.learning[at].key == last, not self._elsewhere(self.learning[at]), at))
        )

    def _elsewhere(self, row: Row) -> bool:
        """Whether the row may follow the last one: always, without interleaving."""
        return not self.interleave or self.last is None or row.section != self.last.section

    def _ask_learning(self, at: int) -> Self:
        rest = self.learning[:at] + self.learning[at + 1 :]
        return replace(self, learning=rest, position=Question(self.learning[at]))

    def _ask_main(self, lane: int) -> Self:
        row, rest = self.main.take(lane)
        return replace(self, main=rest, position=Question(row))


def _by_due(row: Row) -> tuple[int, FaceKey]:
    return row.due, row.key
