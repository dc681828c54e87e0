"""Lines that scroll, some of which lead somewhere: one of these can be chosen."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message

from studykit.markup.screen import Line
from studykit.tui.widgets.scroller import Scroller


class Linked(Scroller):
    """Lines with links; `chosen` is the line of the one that is chosen, -1 for none."""

    class Followed(Message):
        """A link was clicked."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.links: Mapping[int, str] = {}
        """By line, where it leads."""
        self.chosen = -1

    def show_linked(self, lines: Sequence[Line], links: Mapping[int, str], top: int = 0) -> None:
        """Show other lines."""
        self.links, self.chosen = links, -1
        self.lines = lines
        self.top = self._within(top)
        self.refresh()

    @property
    def link(self) -> str:
        """Where the chosen line leads; empty for nowhere."""
        return self.links.get(self.chosen, "")

    def choose(self, step: int) -> None:
        """Choose the next link, or the one before; around the ends."""
        places = sorted(self.links)
        if not places:
            return
        if self.chosen in places:
            self.chosen = places[(places.index(self.chosen) + step) % len(places)]
        else:
            self.chosen = places[0 if step > 0 else -1]
        height = max(1, self.size.height)
        self.top = self._within(min(max(self.top, self.chosen - height + 3), max(0, self.chosen - 1)))
        self.refresh()

    def looks(self, number: int) -> str:
        return "chosen" if number == self.chosen else ""

    def on_click(self, event: events.Click) -> None:
        place = self.top + event.y
        if place in self.links:
            event.stop()
            self.chosen = place
            self.refresh()
            self.post_message(self.Followed())
