"""A text to read in which some lines can be chosen: what a report says, and what was missed."""

from collections.abc import Sequence

from studykit.markup.screen import Line
from studykit.tui.widgets.chooser import Chooser


class Places(Chooser):
    """Lines of which only the stops are chosen; going on beyond them scrolls."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.stops: Sequence[int] = ()

    def read(self, lines: Sequence[Line], stops: Sequence[int], stop: int = 0) -> None:
        """Show a text from its beginning, one of its stops chosen."""
        self.stops = stops
        self.lines = lines
        self.place = stops[max(0, min(stop, len(stops) - 1))] if stops else -1
        self.top = self._within(self.top)
        self.refresh()

    @property
    def stop(self) -> int | None:
        """The number of the stop that is chosen; None where there is none."""
        return self.stops.index(self.place) if self.place in self.stops else None

    def move(self, count: int) -> None:
        """To another stop, or as a line is clicked, to it; where there is none, the text scrolls."""
        stop = self.stop
        wanted = self.place + count
        if stop is None:
            self.scroll_lines(count)
            return
        at = wanted if wanted in self.stops and abs(count) > 1 else self.stops[self._within_stops(stop + count)]
        before = self._seen()
        if at == self.place:
            self.top = self._within(self.top + count)
        else:
            self.place = at
            self._follow()
        self._draw(before)

    def _within_stops(self, stop: int) -> int:
        return max(0, min(stop, len(self.stops) - 1))

    def _follow(self) -> None:
        if self.place >= 0:
            super()._follow()
