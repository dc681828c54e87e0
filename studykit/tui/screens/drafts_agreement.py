"""How often what flagged a draft agrees with what the person decided: to be looked at before a flag is trusted."""

from studykit.flows.drafts.agreement import Agreement, agreements
from studykit.markup.screen import Line, Run
from studykit.markup.screen.wrap import wrap
from studykit.store.db import Store
from studykit.store.decisions import read_decisions
from studykit.text.safe import safe_line
from studykit.text.width import fit, width
from studykit.tui.render import Room
from studykit.tui.screens.reading import PageScreen
from studykit.tui.widgets.figures import right, share_bar
from studykit.tui.widgets.row import Part, Row

_BAR = 20


class AgreementScreen(PageScreen):
    """A line a flag: decided, rejected, and the share as a bar."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.found: list[Agreement] = agreements(read_decisions(store))

    def on_mount(self) -> None:
        self.query_one("#head", Row).say([Part(self.app.words("tui-drafts-agreement"), "heading")])

    def lines(self, room: Room) -> list[Line]:
        words = self.app.words
        if not self.found:
            return [(), (Run(words("drafts-stats-none"), "muted"),)]
        heads = [words(f"tui-drafts-agreement-{name}") for name in ("flag", "decided", "rejected")]
        numbers = [max(width(head), 5) + 2 for head in heads[1:]]
        size = max(10, min(28, room.text - sum(numbers) - _BAR - 8))
        bar = max(0, min(_BAR, room.text - size - sum(numbers) - 7))
        lines: list[Line] = [
            (),
            (
                Run(
                    fit(heads[0], size) + "".join(right(h, n) for h, n in zip(heads[1:], numbers, strict=True)),
                    "muted",
                ),
            ),
        ]
        for flag, decided, rejected in self.found:
            share = rejected / decided
            name = safe_line(flag.removeprefix("lint-")) or "-"
            lines.append(
                (Run(fit(name, size), "strong"), Run(right(str(decided), numbers[0])),
                 Run(right(str(rejected), numbers[1])), Run(f"{share:>6.0%} "),
                 *share_bar(share, bar))
            )  # fmt: skip
        return [*lines, (), *wrap([Run(words("tui-drafts-agreement-note"), "muted")], room.text)]

    def do_statistics(self) -> None:
        self.app.pop_screen()
