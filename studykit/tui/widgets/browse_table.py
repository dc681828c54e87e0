"""The table of cards: its columns, so that the head fits the rows, and the mark that can be clicked."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from textual import events
from textual.message import Message

from studykit.markup.screen import Line, Run
from studykit.text.width import fit, width
from studykit.tui.widgets.figures import right
from studykit.tui.widgets.wide import WideTable

WIDE: Final = 100
"""From so many columns on a row says who drafted the card."""


class Cell(NamedTuple):
    """What stands in a column of a row."""

    text: str
    style: str = ""


class Columns(NamedTuple):
    """The columns of the table in a terminal of so many."""

    front: int
    section: int
    state: int
    due: int
    lapses: int
    by: int
    """0 where there is no room for it."""

    def line(self, mark: Cell, cells: Sequence[Cell]) -> Line:
        """Cells at their places: question, section, state, due, lapses, by."""
        runs = [Run(fit(mark.text, 3), mark.style)]
        for size, cell, figure in zip(self, cells, (False, False, False, True, True, False), strict=True):
            if size:
                runs += [Run(right(cell.text, size) if figure else fit(cell.text, size), cell.style), Run(" ")]
        return tuple(runs[:-1])


def columns_of(room: int, heads: Sequence[str]) -> Columns:
    """The columns for a terminal of `room` columns; `heads` are those of state, due and lapses, with their contents."""
    state, due, lapses = (max(6, width(head)) for head in heads)
    by = 16 if room >= WIDE else 0
    section = max(10, min(24, (room - 40) // 3)) if room >= 64 else 0
    used = 3 + sum(size + 1 for size in (section, state, due, lapses, by) if size)
    return Columns(max(10, room - 2 - used - 1), section, state, due, lapses, by)


class CardTable(WideTable):
    """Cards of which one is chosen. A click on the mark's column marks."""

    class Marked(Message):
        """The mark of the chosen row was clicked."""

    def on_click(self, event: events.Click) -> None:
        super().on_click(event)
        if event.x < 3 and self.top + event.y < len(self.lines):
            self.post_message(self.Marked())

    def redraw(self) -> None:
        """Draw the rows anew: what is remembered of a card changed, or a mark."""
        self.refresh()
