"""Siblings: of the faces of one card, one a day, since each gives the other away.

Nothing is written for it: what was asked today, and what comes earlier in the queue, is enough to know. So a face that
was held back is there again tomorrow, whatever happens in between.
"""

from collections.abc import Callable, Iterable

from studykit.model.ids import CardId
from studykit.model.options import Options
from studykit.scheduling.rows import Row


class Siblings:
    """Which cards have a face in today's queue, or had one answered today."""

    def __init__(self, options: Callable[[str], Options], asked: Iterable[CardId]) -> None:
        self._options = options
        self._asked = set(asked)
        self._buries: dict[str, bool] = {}
        self.held_back: list[Row] = []
        """Faces that wait for tomorrow, in the order in which they came."""

    def admit(self, row: Row) -> bool:
        """Whether no sibling stands in the way; if one does, the row is noted as held back."""
        if row.card not in self._asked:
            return True
        buries = self._buries.get(row.deck)
        if buries is None:
            buries = self._buries[row.deck] = self._options(row.deck).bury_siblings
        if buries:
            self.held_back.append(row)
        return not buries

    def ask(self, row: Row) -> None:
        """The row is in the queue: its siblings are not, from here on."""
        self._asked.add(row.card)
