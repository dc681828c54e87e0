"""Reading the cards: the first rows before the screen is shown, the rest in a thread while it can be used already."""

from collections.abc import Iterator
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final
from weakref import WeakKeyDictionary

from textual import work
from textual.app import App
from textual.message import Message
from textual.worker import get_current_worker

from studykit.flows.cards.browse import Order
from studykit.flows.cards.rows import Entry, Shelf
from studykit.model.ids import CardId
from studykit.store.search import Progress
from studykit.tui.screens.browse_stage import BrowseStage

_FIRST: Final = 80
"""Rows that are read before anything is shown."""
_EVERY: Final = 0.3
"""Seconds between two looks at what the thread has read."""
_AFTER: Final = 0.05
"""Seconds after which the thread begins: the first rows are on the screen by then."""
_PAUSE: Final = 0.001
"""Seconds that the thread rests between two files."""

_shelves: WeakKeyDictionary[App[int], Shelf] = WeakKeyDictionary()
"""What was read stays with the interface: the second time all rows are there at once."""


class BrowseReading(BrowseStage):
    """The cards of a study, as they are read."""

    @dataclass
    class Read(Message):
        """What the thread has read."""

        cards: list[Entry]
        progress: dict[CardId, Progress] | None = None
        done: bool = False

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
            self.line.focus()
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

    def on_browse_reading_read(self, event: Read) -> None:
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


def _same(one: Entry, other: Entry) -> bool:
    return one.id == other.id if one.id else (one.file, one.line) == (other.file, other.line)
