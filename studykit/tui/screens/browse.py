"""Browsing: all cards in a table, a line to search them, and what is done to many at once.

The first rows are read before the screen is shown, the others in a thread of their own while it can be used already.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final
from weakref import WeakKeyDictionary

from textual import events, work
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from studykit.errors import StudykitError
from studykit.flows.browse import Browser, Order
from studykit.flows.cards import Entry, Shelf
from studykit.flows.searching import Term, parse_query
from studykit.flows.study import Study
from studykit.markup.screen import Line, Run
from studykit.model.ids import CardId
from studykit.store.search import Progress
from studykit.text.safe import safe_line
from studykit.tui.screens.base import StudyScreen
from studykit.tui.widgets.browse_rows import card_line, column_heads, key_parts, state_width
from studykit.tui.widgets.browse_table import CardTable, Columns, Rows, WideRow, columns_of
from studykit.tui.widgets.chooser import Chooser
from studykit.tui.widgets.row import Part

_FIRST: Final = 80
"""Rows that are read before anything is shown."""
_EVERY: Final = 0.3
"""Seconds between two looks at what the thread has read."""
_AFTER: Final = 0.05
"""Seconds after which the thread begins: the first rows are on the screen by then."""
_PAUSE: Final = 0.001
"""Seconds that the thread rests between two files."""
_KEYS: Final = {"space": "mark", "enter": "read", "a": "mark_all", "m": "move", "r": "sort"}
"""Keys that only this screen has."""

_shelves: WeakKeyDictionary[App[int], Shelf] = WeakKeyDictionary()
"""What was read stays with the interface: the second time all rows are there at once."""


class BrowseScreen(StudyScreen):
    """The cards of a study; `query` is searched for at the start."""

    @dataclass
    class Read(Message):
        """What the thread has read."""

        cards: list[Entry]
        progress: dict[CardId, Progress] | None = None
        done: bool = False

    CSS = "BrowseScreen Input { height: 1; width: 1fr; border: none; padding: 0 1; background: $panel; }"

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
        self.said = ""
        """A notice, until the next key."""
        self.sure = False
        """Whether the next delete is meant."""
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
    def chosen(self) -> Entry | None:
        return self.found[self.table.place] if self.found else None

    @property
    def meant(self) -> list[Entry]:
        """The cards that are marked, else the chosen one; only those with an id."""
        if self.marked:
            return [entry for entry in self.all if entry.id in self.marked]
        return [self.chosen] if self.chosen is not None and self.chosen.id else []

    # Reading

    def on_mount(self) -> None:
        shelf = _shelves.setdefault(self.app, self.browser.shelf)
        self.browser.shelf = shelf
        reading = shelf.read()
        for entries in reading:
            self.all += entries
            if len(self.all) >= _FIRST:
                break
        self.browser.know(self.all)
        self.found = self.browser.find(self.all, self.terms, self.order)
        if not self.query_text:
            self.query_one(Input).focus()
        self.set_timer(_AFTER, lambda: self._read_on(reading))

    def on_screen_resume(self) -> None:
        if not self.reading and self.browser.stale:
            self.browser.take_progress(self.browser.read_progress())
            self.reload()

    @work(thread=True, exclusive=True)
    def _read_on(self, reading: Iterator[list[Entry]]) -> None:
        """In a thread of its own. It never waits for the screen, which may be gone by then."""
        worker = get_current_worker()
        self.post_message(self.Read([], self.browser.read_progress()))
        batch: list[Entry] = []
        last = monotonic()
        for entries in reading:
            if worker.is_cancelled:
                return
            batch += entries
            sleep(_PAUSE)  # the screen goes first
            if monotonic() - last > _EVERY:
                self.post_message(self.Read(batch))
                batch, last = [], monotonic()
        self.post_message(self.Read(batch, done=True))

    def on_browse_screen_read(self, event: Read) -> None:
        event.stop()
        if event.progress is not None:
            self.browser.take_progress(event.progress)
        self._more(event.cards, event.done)

    def _more(self, batch: list[Entry], done: bool = False) -> None:
        self.all += batch
        self.reading = not done
        if self.order is Order.DECK and not done:
            self.found += self.browser.find(batch, self.terms)
            self.show()
        else:
            self.search()
        if done and self.browser.shelf.problems:
            self.notice(self.app.words("browse-broken", count=len(self.browser.shelf.problems)))

    def reload(self) -> None:
        """Read what changed on the disk, the same card chosen."""
        for _ in self.browser.shelf.read():
            pass
        self.all = self.browser.shelf.entries()
        self.marked &= {entry.id for entry in self.all}
        self.search()

    def search(self) -> None:
        """Find again, the same card chosen where it is still there."""
        chosen = self.chosen
        self.found = self.browser.find(self.all, self.terms, self.order)
        place = self.table.place
        if chosen is not None:
            here = (number for number, entry in enumerate(self.found) if _same(entry, chosen))
            place = next(here, place)
        self.show(place)

    # What is on the screen

    def on_resize(self) -> None:
        words = self.app.words
        heads = (state_width(words), words("browse-column-due"), words("browse-column-lapses"))
        self.columns = columns_of(self.app.size.width, heads)
        self.show()

    def show(self, place: int | None = None) -> None:
        """Draw all of it anew."""
        words = self.app.words
        self.query_one("#columns", WideRow).say(column_heads(words, self.columns))
        rows: Sequence[Line] = Rows(self.found, self._line)
        if not self.found and not self.reading:
            rows = [(Run(words("browse-none" if self.all else "browse-empty"), "muted"),)]
        self.table.choose_from(rows, self.table.place if place is None else place)
        self._say_head()
        self._say_keys()

    def _line(self, entry: Entry) -> Line:
        return card_line(self.browser, self.app.words, self.columns, self.marked, entry)

    def _say_head(self) -> None:
        words = self.app.words
        parts = [Part(words("browse-title"), "strong"), Part("  ")]
        parts.append(Part(words("browse-count", found=len(self.found), all=len(self.all))))
        if self.reading:
            parts.append(Part(f"  {words('browse-reading')}", "muted"))
        if self.marked:
            parts.append(Part(f"  ● {words('browse-marked', count=len(self.marked))}", "notice"))
        order = words("browse-order", order=words(f"browse-order-{self.order.value}"))
        self.query_one("#head", WideRow).say(parts, [Part(order, "muted", "sort")])

    def _say_keys(self) -> None:
        app = self.app
        keys = key_parts(app.words, app.keymap, app.size.width, typing=self.is_typing)
        self.query_one("#keys", WideRow).say([Part(self.said, "notice")] if self.said else keys)

    def notice(self, said: str) -> None:
        """Say something in the keys' row, until the next key."""
        self.said = said
        self._say_keys()

    # Keys

    def on_key(self, event: events.Key) -> None:
        self.said = ""
        if self.is_typing:
            self._typing(event)
            return
        name = _KEYS.get(event.key) or _KEYS.get(event.character or "")
        if name is None:
            super().on_key(event)
        else:
            event.stop()
            event.prevent_default()
            self.perform(name)

    def _typing(self, event: events.Key) -> None:
        line = self.query_one(Input)
        if event.key in ("down", "enter", "tab"):
            self.set_focus(None)
        elif event.key == "escape" and line.value:
            line.value = ""
        elif event.key == "escape":
            self.set_focus(None)
        elif event.key == "f1":
            self.do_help()
        else:
            return
        event.stop()
        event.prevent_default()
        self._say_keys()

    def perform(self, action: str) -> None:
        if action != "delete":
            self.sure = False
        try:
            super().perform(action)
        except (StudykitError, OSError) as error:
            self.said = self.app.words.error(error)
        self._say_head()
        self._say_keys()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        try:
            self.terms = parse_query(event.value)
        except StudykitError as error:
            self.notice(self.app.words.error(error))
            return
        self.said = ""
        self.table.place = 0
        self.found = self.browser.find(self.all, self.terms, self.order)
        self.show(0)

    def on_chooser_chosen(self, event: Chooser.Chosen) -> None:
        event.stop()
        self.set_focus(None)
        self.perform("read")

    def on_card_table_marked(self) -> None:
        self.perform("mark")

    def do_browse(self) -> None:
        self.query_one(Input).focus()

    def do_help(self) -> None:
        from studykit.tui.screens.browse_help import BrowseHelpScreen

        self.app.push_screen(BrowseHelpScreen())

    def do_read(self) -> None:
        """Show the chosen card whole."""
        from studykit.tui.screens.browse_card import CardScreen

        if self.found:
            self.app.push_screen(CardScreen(self))

    def do_mark(self) -> None:
        entry = self.chosen
        if entry is not None and not entry.id:
            self.notice(self.app.words("browse-no-id"))
        elif entry is not None:
            self.marked ^= {entry.id}
            self.table.move(1)
            self.table.redraw()

    def do_mark_all(self) -> None:
        ids = {entry.id for entry in self.found if entry.id}
        self.marked = set() if ids <= self.marked else self.marked | ids
        self.table.redraw()

    def do_sort(self) -> None:
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.found = self.browser.find(self.all, self.terms, self.order)
        self.show(0)

    def do_suspend(self) -> None:
        """Suspend, or ask again where all of them are suspended."""
        meant = self.meant
        back = bool(meant) and all(self.browser.of(entry).wholly_suspended for entry in meant)
        count = self.browser.unsuspend(meant) if back else self.browser.suspend(meant)
        self._told("browse-unsuspended" if back else "browse-suspended", count)

    def do_delete(self) -> None:
        meant = self._ready()
        if not meant:
            return
        key = self.app.keymap.shown("delete", self.app.words.language)
        if len(meant) > 1 and not self.sure:
            self.sure = True
            self.said = self.app.words("browse-sure-delete", count=len(meant), key=key)
            return
        self.sure = False
        self._told("browse-deleted", self.browser.delete(meant))
        self.reload()

    def do_move(self) -> None:
        from studykit.tui.screens.choosing import ChoosingScreen

        meant = self._ready()
        if meant:
            title = self.app.words("browse-move-to", count=len(meant))
            self.app.push_screen(
                ChoosingScreen(title, list(self.browser.files()), lambda deck: self._move(meant, deck))
            )

    def do_undo(self) -> None:
        kind = self.browser.undo()
        if kind in ("delete", "move"):
            self.reload()
        self.table.redraw()
        self.said = self.app.words("browse-undo-none" if kind is None else f"browse-undone-{kind}")

    def do_edit(self) -> None:
        entry = self.chosen
        seen = self.browser.see(entry) if entry is not None else None
        if seen is not None:
            try:
                self.app.edit_at(self.browser.study.workspace.decks / seen.entry.file, seen.entry.line)
            except SuspendNotSupported:
                self.said = self.app.words("tui-no-editor")
                return
            self.browser.taken_in()
            self.browser.know([seen.entry])
            self.reload()

    def do_open(self) -> None:
        from studykit.flows.places import link_of
        from studykit.tui.opening import open_link

        seen = self.browser.see(self.chosen) if self.chosen is not None else None
        link = link_of(self.browser.study.workspace, seen.card) if seen is not None else ""
        if link and not open_link(link):
            self.said = self.app.words("review-open", link=link)

    def do_down(self) -> None:
        self.table.move(1)

    def do_up(self) -> None:
        if self.table.place == 0:
            self.query_one(Input).focus()
        self.table.move(-1)

    def do_page_down(self) -> None:
        self.table.move(self.table.page)

    def do_page_up(self) -> None:
        self.table.move(-self.table.page)

    def do_top(self) -> None:
        self.table.move(-len(self.found))

    def do_bottom(self) -> None:
        self.table.move(len(self.found))

    def _ready(self) -> list[Entry]:
        """What is meant, where deck files can be changed now."""
        if self.reading:
            self.said = self.app.words("browse-reading")
            return []
        if self.chosen is not None and not self.meant:
            self.said = self.app.words("browse-no-id")
        return self.meant

    def _move(self, meant: list[Entry], deck: str) -> None:
        try:
            self._told("browse-moved", self.browser.move(meant, deck), deck=safe_line(deck))
        except (StudykitError, OSError) as error:
            self.said = self.app.words.error(error)
        self.reload()

    def _told(self, code: str, count: int, **parameters: object) -> None:
        words = self.app.words
        key = self.app.keymap.shown("undo", words.language)
        self.said = words(code, count=count, key=key, **parameters) if count else words("browse-unchanged")
        if count:
            self.marked.clear()
        self.table.redraw()


def _same(one: Entry, other: Entry) -> bool:
    return one.id == other.id if one.id else (one.file, one.line) == (other.file, other.line)
