"""What the list of drafts is narrowed to: each rule, check, section and note, with how many it leaves."""

from collections.abc import Callable, Mapping

from textual.widgets import Input

from studykit.tui.screens.choosing import ChoosingScreen


class NarrowingScreen(ChoosingScreen):
    """`narrow` is called with the term that was chosen, an empty one for everything."""

    def __init__(self, counts: Mapping[str, int], narrow: Callable[[str], None]) -> None:
        super().__init__("", [], lambda name: narrow(self.terms.get(name, "")))
        self.terms: dict[str, str] = {}
        self.counts = counts

    def on_mount(self) -> None:
        self.title_text = self.app.words("tui-drafts-narrow-to")
        self.offer(self.counts)

    def offer(self, counts: Mapping[str, int]) -> None:
        """Choose from other terms, as far as what was typed finds them."""
        every = self.app.words("tui-drafts-everything")
        self.terms = {every: "", **{f"{term}  ({count})": term for term, count in counts.items()}}
        self.names = list(self.terms)
        line = self.query_one(Input)
        self.on_input_changed(Input.Changed(line, line.value))
