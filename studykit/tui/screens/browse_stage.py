"""What is seen of the browser: a table of cards, the line that searches them, the rows around."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Input

from studykit.flows.cards.browse import Browser, Order
from studykit.flows.cards.rows import Entry
from studykit.flows.cards.searching import parse_query
from studykit.flows.cards.terms import Term
from studykit.flows.learning.study import Study
from studykit.markup.screen import Line, Run
from studykit.tui.screens.base import ListScreen
from studykit.tui.widgets.browse_rows import card_line, column_heads, key_parts, state_width
from studykit.tui.widgets.browse_table import CardTable, Columns, columns_of
from studykit.tui.widgets.row import Part
from studykit.tui.widgets.wide import Made, WideRow


class BrowseStage(ListScreen):
    """The cards of a study, as they are shown; `query` is searched for at the start."""

    CSS = "Input { height: 1; width: 1fr; border: none; padding: 0 1; background: $panel; }"

    def __init__(self, study: Study, query: str = "") -> None:
        super().__init__()
        self.browser = Browser(study)
        self.query_text = query
        self.terms: tuple[Term, ...] = parse_query(query)
        self.order = Order.DECK
        self.all: list[Entry] = []
        self.found: list[Entry] = []
        self.marked: set[str] = set()
        """Ids."""
        self.reading = True
        """Whether there are cards yet to be read."""
        self.said = ""
        """A notice, until the next key."""
        self.columns = Columns(10, 0, 6, 6, 6, 0)

    def compose(self) -> ComposeResult:
        yield WideRow(id="head")
        yield Input(self.query_text, placeholder=self.app.words("browse-search"), compact=True, select_on_focus=False)
        yield WideRow(id="columns")
        yield CardTable(id="cards")
        yield WideRow(id="keys")

    @property
    def table(self) -> CardTable:
        return self.query_one(CardTable)

    @property
    def line(self) -> Input:
        """The line that searches."""
        return self.query_one(Input)

    @property
    def chosen(self) -> Entry | None:
        """The card that the cursor is on."""
        return self.found[self.table.place] if self.found else None

    def on_resize(self) -> None:
        words = self.app.words
        heads = (state_width(words), words("browse-column-due"), words("browse-column-lapses"))
        self.columns = columns_of(self.app.size.width, heads)
        self.show()

    def show(self, place: int | None = None) -> None:
        """Draw all of it anew."""
        words = self.app.words
        self.query_one("#columns", WideRow).say(column_heads(words, self.columns))
        rows: Sequence[Line] = Made(self.found, self._row)
        if not self.found and not self.reading:
            rows = [(Run(words("browse-none" if self.all else "browse-empty"), "muted"),)]
        self.table.choose_from(rows, self.table.place if place is None else place)
        self.say_rows()

    def _row(self, entry: Entry) -> Line:
        return card_line(self.browser, self.app.words, self.columns, self.marked, entry)

    def say_rows(self) -> None:
        """Say anew what stands above and below the table."""
        self._say_head()
        self.say_keys()

    def _say_head(self) -> None:
        words = self.app.words
        parts = [Part(words("browse-title"), "strong"), Part("  ")]
        parts.append(Part(words("browse-count", found=len(self.found), all=len(self.all))))
        if self.reading:
            parts.append(Part(f"  {words('browse-reading')}", "muted"))
        if self.marked:
            parts.append(Part(f"  ● {words('browse-marked', count=len(self.marked))}", "notice"))
        order = words("browse-order", order=words(f"browse-order-{self.order.value}"))
        key = self.app.browse_keymap.shown("sort", words.language)
        self.query_one("#head", WideRow).say(parts, [Part(f"{key} ", "key", "sort"), Part(order, "muted", "sort")])

    def say_keys(self) -> None:
        """Say what the keys do, or what was just done."""
        app = self.app
        keys = key_parts(app.words, app.keymap, app.browse_keymap, app.size.width, typing=self.is_typing)
        self.query_one("#keys", WideRow).say([Part(self.said, "notice")] if self.said else keys)

    def notice(self, said: str) -> None:
        """Say something in the keys' row, until the next key."""
        self.said = said
        self.say_keys()
