"""The table of cards: a hundred thousand rows, of which only those that are seen are made.

It takes the whole width of the terminal; what a row holds is decided by `Columns`, so that the head fits the rows.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, overload

from textual import events
from textual.message import Message
from textual.strip import Strip

from studykit.flows.cards import Entry
from studykit.markup.screen import Line, Run
from studykit.text.width import fit, width
from studykit.tui.render import Room, strip_of
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.row import Row

WIDE: Final = 100
"""From so many columns on a row says who drafted the card."""


class Whole(Room):
    """The whole width, but for a column at either side."""

    __slots__ = ()

    @property
    def margin(self) -> int:
        return 1

    @property
    def text(self) -> int:
        return max(8, self.width - 2)


class WideRow(Row):
    """A row of the screen that is as wide as the table."""

    @property
    def room(self) -> Room:
        return Whole(self.size.width)


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
        for size, cell, right in zip(self, cells, (False, False, False, True, True, False), strict=True):
            if size:
                runs += [Run(_right(cell.text, size) if right else fit(cell.text, size), cell.style), Run(" ")]
        return tuple(runs[:-1])


def columns_of(room: int, heads: Sequence[str]) -> Columns:
    """The columns for a terminal of `room` columns; `heads` are those of state, due and lapses, with their contents."""
    state, due, lapses = (max(6, width(head)) for head in heads)
    by = 16 if room >= WIDE else 0
    section = max(10, min(24, (room - 40) // 3)) if room >= 64 else 0
    used = 3 + sum(size + 1 for size in (section, state, due, lapses, by) if size)
    return Columns(max(10, room - 2 - used - 1), section, state, due, lapses, by)


def _right(text: str, size: int) -> str:
    return " " * max(0, size - width(text)) + (text if width(text) <= size else fit(text, size))


class Rows(Sequence[Line]):
    """The lines of cards, made when they are asked for."""

    def __init__(self, entries: Sequence[Entry], line: Callable[[Entry], Line]) -> None:
        self.entries = entries
        self.line = line

    def __len__(self) -> int:
        return len(self.entries)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        if isinstance(place, slice):
            return [self.line(entry) for entry in self.entries[place]]
        return self.line(self.entries[place])


class CardTable(Chooser):
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

    def _strip(self, lines: Sequence[Line], number: int, end: str = " ") -> Strip:
        line = lines[number] if 0 <= number < len(lines) else ()
        return strip_of(line, self.size.width, 1, self.app.theme, self.looks(number), end)
