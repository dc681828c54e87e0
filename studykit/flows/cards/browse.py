"""Browsing: what is remembered beside every card, and what is done to many of them at once, each step with its undo."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import Enum

from studykit.decks.files import read_deck
from studykit.errors import UsageError
from studykit.flows.cards.rows import Entry, Shelf
from studykit.flows.cards.searching import is_due, select
from studykit.flows.cards.terms import Term
from studykit.flows.decks.moving import Changed, delete_cards, move_cards, put_back
from studykit.flows.decks.taking_in import take_in
from studykit.flows.imported.cards import whole_card
from studykit.flows.imported.deleting import delete_imported, restore_imported
from studykit.flows.learning.study import Study
from studykit.model.card import Card
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Learning, LogEntry, Relearning, Review
from studykit.store import actions, db
from studykit.store.faces import Face, read_siblings
from studykit.store.imported import FILE as IMPORTED
from studykit.store.log import read_history
from studykit.store.search import NOTHING, Progress, read_progress


class Order(Enum):
    """How the list is sorted."""

    DECK = "deck"
    DUE = "due"
    """What is due first; new ones at the end."""
    LAPSES = "lapses"
    """What was forgotten most first."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One card with all that is known of it."""

    entry: Entry
    card: Card
    faces: tuple[Face, ...]
    history: tuple[LogEntry, ...]
    """The answers that count, of all faces, the latest first."""


class Browser:
    """The cards of a study with their progress. What it changes can be taken back, step by step."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.shelf = Shelf(study.workspace)
        self.progress: dict[CardId, Progress] = {}
        self.now = study.clock.moment()
        self._changes = study.store.total_changes
        self._session = f"browse-{uuid.uuid4().hex[:12]}"
        self._done: list[tuple[str, Callable[[], object]]] = []
        """What was done here, and how each step is taken back."""

    def know(self, entries: Iterable[Entry]) -> None:
        """Read the progress of some cards."""
        self.progress |= read_progress(self.study.store, [entry.id for entry in entries if entry.id])

    def read_progress(self) -> dict[CardId, Progress]:
        """The progress of all cards, over a connection of its own: it may be called from another thread."""
        with closing(db.open_store(self.study.workspace.store)) as store:
            return read_progress(store)

    def take_progress(self, progress: dict[CardId, Progress]) -> None:
        """Go on with what `read_progress` gave."""
        self.progress = progress
        self.now = self.study.clock.moment()
        self._changes = self.study.store.total_changes

    @property
    def stale(self) -> bool:
        """Whether something was reviewed or taken in since the progress of all cards was read, not from here."""
        return self.study.store.total_changes != self._changes

    def of(self, entry: Entry) -> Progress:
        """What is remembered of a card."""
        return self.progress.get(entry.id, NOTHING)

    def find(self, entries: Iterable[Entry], terms: Iterable[Term], order: Order = Order.DECK) -> list[Entry]:
        """The cards that a query finds, sorted."""
        found = select(entries, terms, self.progress, self.now)
        if order is Order.DUE:
            found.sort(key=self._due_key)
        elif order is Order.LAPSES:
            found.sort(key=lambda entry: -self.of(entry).lapses)
        return found

    def due(self, entry: Entry) -> int | None:
        """Days until a card is asked, negative where it is overdue; None for a new, suspended or retired one."""
        progress = self.of(entry)
        if entry.retired or not progress.active:
            return None
        if progress.due_ms is not None and progress.due_ms < self.now.day_end_ms:
            return 0
        days = [progress.due_day - self.now.day] if progress.due_day is not None else []
        if progress.due_ms is not None:
            days.append(self.study.clock.day_of(progress.due_ms) - self.now.day)
        return min(days, default=None)

    def state(self, entry: Entry) -> str:
        """`retired`, `suspended`, `due`, `learning`, `review` or `new`: the word a list has room for."""
        progress = self.of(entry)
        if entry.retired:
            return "retired"
        if progress.wholly_suspended:
            return "suspended"
        if is_due(progress, self.now) and progress.review:
            return "due"
        return "learning" if progress.learning else "review" if progress.review else "new"

    # One card

    def see(self, entry: Entry) -> Seen | None:
        """A card as its deck file has it now, with its faces and answers; None where it is not there any more."""
        workspace = self.study.workspace
        if entry.file == IMPORTED:
            return self._see_imported(entry)
        try:
            deck = read_deck(workspace.decks / entry.file, f"{workspace.decks.name}/{entry.file}").deck
        except FileNotFoundError:
            return None
        if not entry.id:
            block = next((block for block in deck.cards if block.line == entry.line), None)
            return None if block is None else Seen(entry, block.card, (), ())
        block = deck.by_id.get(entry.id)
        return None if block is None else self._seen(entry._replace(line=block.line), block.card)

    def _see_imported(self, entry: Entry) -> Seen | None:
        card = whole_card(self.study.store, entry.id)
        return None if card is None else self._seen(entry, card)

    def _seen(self, entry: Entry, card: Card) -> Seen:
        store = self.study.store
        faces = tuple(read_siblings(store, entry.id))
        history = [answer for face in faces for answer in read_history(store, face.key)]
        history.sort(key=lambda answer: answer.at_ms, reverse=True)
        return Seen(entry, card, faces, tuple(history))

    def due_date(self, state: Learning | Review | Relearning) -> str:
        """The study day on which a face is asked next, as a date."""
        day = state.due_day if isinstance(state, Review) else self.study.clock.day_of(state.due_ms)
        return date.fromordinal(day).isoformat()

    # Many cards

    def suspend(self, entries: Sequence[Entry]) -> int:
        """Ask these cards no more. Returns how many faces that were asked before are so no longer."""
        return self.suspend_cards(_ids(entries))

    def unsuspend(self, entries: Sequence[Entry]) -> int:
        """Ask these cards again. Returns how many faces come back."""
        return self.unsuspend_cards(_ids(entries))

    def suspend_cards(self, cards: Iterable[CardId]) -> int:
        """`suspend`, of cards by their ids."""
        return self._mark("suspend", actions.suspend, list(cards))

    def unsuspend_cards(self, cards: Iterable[CardId]) -> int:
        """`unsuspend`, of cards by their ids."""
        return self._mark("unsuspend", actions.unsuspend, list(cards))

    def delete(self, entries: Sequence[Entry]) -> int:
        """Take cards out of their deck files, imported notes out of their decks; no build and no import brings them
        back. Returns how many there were."""
        changed = delete_cards(self.study.workspace, _ids(entries), _files(entries))
        with self._own():
            gone = delete_imported(self.study, sorted(_ids(one for one in entries if one.file == IMPORTED)))
        return self._changed("delete", changed, gone)

    def move(self, entries: Sequence[Entry], deck: str) -> int:
        """Move cards to the file of another deck. Returns how many moved.

        UsageError for a deck that is not there, and for cards that came from Anki: the next import would not know
        which of both decks is meant.
        """
        if any(entry.file == IMPORTED for entry in entries):
            raise UsageError("browse-move-imported")
        target = self.files().get(deck)
        if target is None:
            raise UsageError("deck-missing", deck=deck, known=", ".join(self.files()) or "-")
        changed = move_cards(self.study.workspace, _ids(entries), _files(entries), target)
        return self._changed("move", changed)

    def undo(self) -> str | None:
        """Take the last step back. Returns what it was: `suspend`, `unsuspend`, `delete`, `move`; None without one."""
        if not self._done:
            return None
        kind, back = self._done[-1]
        back()
        self._done.pop()
        return kind

    def files(self) -> dict[str, str]:
        """The decks by name, each with its (first) file."""
        found: dict[str, str] = {}
        for file, (_, entries) in self.shelf.files.items():
            if entries and entries[0].file != IMPORTED:
                found.setdefault(entries[0].deck, file)
        return found

    def taken_in(self) -> None:
        """Have the store know of deck files that changed."""
        with self._own():
            self.study.taken_in = take_in(self.study.workspace, self.study.store)

    @contextmanager
    def _own(self) -> Iterator[None]:
        """What the store is told in this block is known here, and makes nothing stale."""
        before = self.study.store.total_changes
        yield
        self._changes += self.study.store.total_changes - before

    def _mark(self, kind: str, act: Callable[..., int], cards: Sequence[CardId]) -> int:
        study = self.study
        keys: list[FaceKey] = [face.key for card in cards for face in read_siblings(study.store, card)]
        with self._own():
            count = act(study.store, keys, study.clock.now_ms(), self._session)
        if count:
            self._done.append((kind, self._unmark))
            self.progress |= read_progress(study.store, cards)
        return count

    def _unmark(self) -> None:
        study = self.study
        with self._own():
            taken = actions.undo(study.store, study.replayed, study.clock.now_ms(), study.machine, self._session)
        if taken is not None:
            self.progress |= read_progress(study.store, list({change.key.card for change in taken.changes}))

    def _changed(self, kind: str, changed: Changed, imported: Sequence[CardId] = ()) -> int:
        if changed.cards or imported:
            self._done.append((kind, lambda: self._put_back(changed, imported)))
            self.taken_in()
        return changed.cards + len(imported)

    def _put_back(self, changed: Changed, imported: Sequence[CardId]) -> None:
        put_back(self.study.workspace, changed)
        with self._own():
            restore_imported(self.study, imported)
        self.taken_in()

    def _due_key(self, entry: Entry) -> tuple[bool, int]:
        due = self.due(entry)
        return due is None, due or 0


def _files(entries: Iterable[Entry]) -> set[str]:
    """The deck files in which cards stand; imported ones stand in none."""
    return {entry.file for entry in entries} - {IMPORTED}


def _ids(entries: Iterable[Entry]) -> set[CardId]:
    return {entry.id for entry in entries if entry.id}
