"""What waits, found: read in a thread while the screen can be used already, searched, narrowed to a rule or a note."""

from abc import abstractmethod
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from textual import events, work
from textual.app import App
from textual.message import Message
from textual.widgets import Input
from textual.worker import get_current_worker

from studykit.errors import StudykitError
from studykit.flows.cards.terms import Term
from studykit.flows.drafts.decide import SUGGESTION, Held, sections_of_notes
from studykit.flows.drafts.desk import Desk, key_of
from studykit.flows.drafts.query import Row, choices, parse_filter, select
from studykit.flows.learning.study import Study
from studykit.tui.screens.base import ListScreen
from studykit.tui.widgets.drafts_rows import DraftTable

_desks: WeakKeyDictionary[App[int], Desk] = WeakKeyDictionary()
"""What was decided stays with the interface, so that it can be taken back after the screen was left."""


def desk_of(app: App[int], study: Study) -> Desk:
    """The desk of an interface, made when it is first wanted."""
    return _desks.setdefault(app, Desk(study.workspace, study.store))


class Finding(ListScreen):
    """A screen with a list of drafts of which one is chosen; `query` says which are shown at first."""

    @dataclass
    class Read(Message):
        """What the thread has read."""

        drafts: list[Row]
        done: bool = False

    @dataclass
    class Homes(Message):
        """Where each note has its home: known when the vault was read."""

        sections: dict[str, str]

    desk: Desk

    def __init__(self, study: Study, query: str = "") -> None:
        super().__init__()
        self.study = study
        self.query_text = query
        self.terms: tuple[Term, ...] = ()
        self.sections: dict[str, str] | None = None
        """Heading paths by note; None until they are asked for."""
        self.found: list[Row] = []
        self.reading = True
        self.stale = False
        """Whether a build may have changed what waits since it was read."""
        self.said = ""
        """A notice, until the next key."""

    @property
    def table(self) -> DraftTable:
        return self.query_one(DraftTable)

    @property
    def search_line(self) -> Input:
        return self.query_one("#search", Input)

    @property
    def chosen(self) -> Held | None:
        """The draft that is chosen."""
        return self.found[self.table.place].held if self.found else None

    @property
    def shown_for_all(self) -> list[Held]:
        """What is meant by all that are shown: suggestions only where they were asked for."""
        asked = any(term.key == "is" and not term.negated for term in self.terms)
        return [row.held for row in self.found if asked or row.held.waiting.state != SUGGESTION]

    @abstractmethod
    def show(self, place: int | None = None) -> None:
        """Draw all of it anew."""

    @abstractmethod
    def say_rows(self) -> None:
        """Say anew what stands around the draft."""

    def notice(self, said: str) -> None:
        """Say something in the keys' row, until the next key."""
        self.said = said
        self.say_rows()

    # Reading

    def on_mount(self) -> None:
        self.desk = desk_of(self.app, self.study)
        with suppress(StudykitError):  # the search line says what is wrong with it
            self.terms = parse_filter(self.query_text)
        self._ask_homes()
        self._read_anew()

    def on_screen_resume(self) -> None:
        if self.stale:
            self.stale = False
            self._read_anew()

    def _read_anew(self) -> None:
        self.desk.clear()
        self.found, self.reading = [], True
        self._read_on(self.desk.read())

    @work(thread=True, group="read")
    def _read_on(self, reading: Iterator[list[Row]]) -> None:
        worker = get_current_worker()
        for drafts in reading:
            if worker.is_cancelled:
                return
            self.post_message(self.Read(drafts))
        self.post_message(self.Read([], done=True))

    def on_finding_read(self, event: Read) -> None:
        event.stop()
        fresh = self.desk.take(event.drafts)
        self.reading = not event.done
        first = not self.found
        self.found += select(fresh, self.terms, self.sections or {})
        if event.done:
            self.find()
        elif first:
            self.show()
        else:
            self.table.choose_from(self.table.lines, self.table.place)
            self.say_rows()

    @work(thread=True, group="homes")
    def _read_homes(self) -> None:
        self.post_message(self.Homes(dict(sections_of_notes(self.study.workspace))))

    def _ask_homes(self, *, surely: bool = False) -> None:
        """Read the vault where a section is asked for; it is not known otherwise."""
        if self.sections is None and (surely or any(term.key == "section" for term in self.terms)):
            self.sections = {}
            self._read_homes()

    def on_finding_homes(self, event: Homes) -> None:
        from studykit.tui.screens.drafts_narrowing import NarrowingScreen

        event.stop()
        self.sections = event.sections
        self.find()
        if isinstance(self.app.screen, NarrowingScreen):
            self.app.screen.offer(self.choices())

    # Finding

    def find(self, chosen: Held | None = None) -> None:
        """Find again. A draft is chosen, or the same as before; where it is not shown, the one at its place."""
        wanted = self.chosen if chosen is None else chosen
        self.found = select(self.desk.rows, self.terms, self.sections or {})
        place = self._place_of(wanted) if wanted is not None else None
        self.show(self.table.place if place is None else place)

    def _place_of(self, held: Held) -> int | None:
        key = key_of(held)
        place = bisect_left(self.found, key, key=lambda row: key_of(row.held))
        return place if place < len(self.found) and key_of(self.found[place].held) == key else None

    def typing(self, event: events.Key) -> bool:
        """A key in the search line; whether it was more than a letter of it."""
        if event.key in ("down", "enter", "tab"):
            self.set_focus(None)
        elif event.key == "escape" and self.search_line.value:
            self.search_line.value = ""
        elif event.key == "escape":
            self.set_focus(None)
        elif event.key == "f1":
            self.perform("help")
        else:
            return False
        event.stop()
        event.prevent_default()
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if event.input is not self.search_line:
            return
        self.said = ""
        try:
            self.terms = parse_filter(event.value)
        except StudykitError as error:
            self.notice(self.app.words.error(error))
            return
        self._ask_homes()
        chosen, self.table.place = self.chosen, 0
        self.find(chosen)

    def do_browse(self) -> None:
        """Type what is looked for."""
        self.search_line.display = True
        self.search_line.focus()
        self.call_after_refresh(self.say_rows)

    def do_narrow(self) -> None:
        """Choose from what there is."""
        from studykit.tui.screens.drafts_narrowing import NarrowingScreen

        self._ask_homes(surely=True)
        self.app.push_screen(NarrowingScreen(self.choices(), self.narrow))

    def choices(self) -> dict[str, int]:
        """The terms that there are to choose from, with what each leaves."""
        return choices(self.desk.rows, self.sections or {})

    def narrow(self, term: str) -> None:
        """Show only what a term finds; all for an empty one."""
        self.search_line.value = term
