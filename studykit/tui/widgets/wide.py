"""What stands over the whole width of the terminal: a table of which only the rows that are seen are made."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

from textual.strip import Strip

from studykit.markup.screen import Line
from studykit.tui.render import Room, strip_of
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.row import Row

_Thing = TypeVar("_Thing")


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
    """A row of the screen that is as wide as a table."""

    @property
    def room(self) -> Room:
        return Whole(self.size.width)


class Made(Sequence[Line], Generic[_Thing]):
    """The lines of things, made when they are asked for: there may be a hundred thousand."""

    def __init__(self, things: Sequence[_Thing], line: Callable[[_Thing], Line]) -> None:
        self.things = things
        self.line = line

    def __len__(self) -> int:
        return len(self.things)

    @overload
    def __getitem__(self, place: int) -> Line: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Line]: ...
    def __getitem__(self, place: int | slice) -> Line | Sequence[Line]:
        if isinstance(place, slice):
            return [self.line(thing) for thing in self.things[place]]
        return self.line(self.things[place])


class WideTable(Chooser):
    """Lines over the whole width, of which one is chosen."""

    def _strip(self, lines: Sequence[Line], number: int, end: str = " ") -> Strip:
        line = lines[number] if 0 <= number < len(lines) else ()
        return strip_of(line, self.size.width, 1, self.app.theme, self.looks(number), end)
