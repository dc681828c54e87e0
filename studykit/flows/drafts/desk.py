"""The desk on which a person goes through drafts: each decision is written at once, and each can be taken back.

What is decided, and what a model drafted anew in the meantime, are steps; they are undone in their order, and after
them the decisions of earlier days. Every decision is on the disk when its method returns.
"""

import time
from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from studykit.errors import UsageError
from studykit.files import lock
from studykit.flows.drafts.decide import Held, exchange, placed, settle, withdraw
from studykit.flows.drafts.query import Row, row_of
from studykit.flows.workspace import Workspace
from studykit.model.card import Content, Draft
from studykit.model.event import Listener, silent
from studykit.store import db
from studykit.store.db import Store
from studykit.store.decisions import Decision
from studykit.store.drafts import read_waiting
from studykit.store.waiting import last_command, read_command, stream_waiting

_BATCH: Final = 500

Key = tuple[str, int, str, str]
"""What tells a draft from every other, and its place: note, line, digest, card."""


class Decided(NamedTuple):
    """A command of this session."""

    command: int


class Exchanged(NamedTuple):
    """A draft that a model drafted anew."""

    old: Held
    new: Held
    unit: str


class Undone(NamedTuple):
    """What was taken back."""

    decisions: list[Decision]
    exchanged: Exchanged | None = None


class Desk:
    """The drafts of a workspace that wait. `store` is used by this thread alone; `read` opens its own."""

    def __init__(self, workspace: Workspace, store: Store, clock: Callable[[], float] = time.time) -> None:
        self.workspace = workspace
        self.rows: list[Row] = []
        """What waits, as far as it was read, by note and then in the order of the note."""
        self.done = 0
        """Drafts that were decided in this session."""
        self.accepted: list[Held] = []
        """Those of them that the next build makes cards of."""
        self.unbuilt = False
        """Whether a build has something to do: to make a card, or to take one back."""
        self._store = store
        self._clock = clock
        self._steps: list[Decided | Exchanged] = []
        self._known: set[Key] = set()
        """What was put here, so that nothing is put twice: what was decided while others were still being read too."""

    # What waits

    def read(self) -> Iterator[list[Row]]:
        """Every draft that waits, a few hundred at a time and over a connection of its own: a thread may call this."""
        with closing(db.open_store(self.workspace.store)) as store:
            batch: list[Row] = []
            for _, group in groupby(stream_waiting(store), key=lambda one: one[1].note):
                held = sorted((Held(*one) for one in group), key=key_of)
                batch += map(row_of, held)
                if len(batch) >= _BATCH:
                    yield batch
                    batch = []
            yield batch

    def take(self, rows: Sequence[Row]) -> list[Row]:
        """Put what was read on the desk. Returns those that are new to it."""
        new = [row for row in rows if key_of(row.held) not in self._known]
        self._known.update(key_of(row.held) for row in new)
        in_order = not (self.rows and new) or key_of(self.rows[-1].held) < key_of(new[0].held)
        self.rows += new
        if not in_order:  # what was taken back meanwhile stands behind it
            self.rows.sort(key=_row_key)
        return new

    def clear(self) -> None:
        """Forget what was read, to read it again."""
        self.rows.clear()
        self._known.clear()

    def _put(self, held: Held) -> None:
        self._known.add(key_of(held))
        insort(self.rows, row_of(held), key=_row_key)

    def _remove(self, held: Held) -> None:
        place = bisect_left(self.rows, key_of(held), key=_row_key)
        if place < len(self.rows) and key_of(self.rows[place].held) == key_of(held):
            del self.rows[place]

    # What is decided

    def accept(self, drafts: Sequence[Held]) -> list[Held]:
        """Accept drafts; those that wait no longer are left out. Returns the others."""
        return self._settle([(one, one.draft) for one in drafts], "accepted")

    def edit(self, one: Held, content: Content) -> list[Held]:
        """Accept a draft with another content."""
        return self._settle([(one, replace(one.draft, content=content))], "accepted")

    def reject(self, drafts: Sequence[Held], why: str = "") -> list[Held]:
        """Reject drafts for good; `why` is in the person's words."""
        return self._settle([(one, one.draft) for one in drafts], "rejected", why)

    def _settle(self, decided: Sequence[tuple[Held, Draft]], state: str, why: str = "") -> list[Held]:
        with self._alone():
            still = set(read_waiting(self._store, {one.waiting.note for one, _ in decided}))
            good = [(one, draft) for one, draft in decided if one.waiting in still]
            if good:
                settle(self.workspace, self._store, good, state, int(self._clock()), why)
                self._steps.append(Decided(last_command(self._store)))
        gone = {key_of(one) for one, _ in decided}
        if len(gone) == 1:
            self._remove(decided[0][0])
        else:
            self.rows = [row for row in self.rows if key_of(row.held) not in gone]
        self.done += len(good)
        if state == "accepted" and good:
            self.accepted += [one for one, _ in good]
            self.unbuilt = True
        return [one for one, _ in good]

    # What a model drafts anew

    def exchange(self, held: Held, draft: Draft, unit: str) -> Held:
        """Put what a model drafted of a unit in the place of a draft. UsageError where that waits no longer."""
        with self._alone():
            new = exchange(self._store, held, draft, unit)
        self._steps.append(Exchanged(held, new, unit))
        self._swap(held, new)
        return new

    # What is taken back

    @property
    def older(self) -> list[Decision]:
        """The decisions that the next undo takes back, where they are none of this session; empty where they are."""
        return [] if self._steps else read_command(self._store, last_command(self._store))

    def undo(self) -> Undone:
        """Take the last step back; after this session's those before it. UsageError where there is none, or where a
        card was edited since."""
        step = self._steps[-1] if self._steps else Decided(last_command(self._store))
        with self._alone():
            if isinstance(step, Exchanged):
                exchange(self._store, step.new, step.old.draft, step.unit)
                self._swap(step.new, step.old)
                undone = Undone([], step)
            else:
                undone = Undone(self._withdraw(step.command))
        del self._steps[-1:]
        return undone

    def _withdraw(self, command: int) -> list[Decision]:
        decisions = read_command(self._store, command)
        if not decisions:  # another window has taken it back
            del self._steps[-1:]
            raise UsageError("drafts-nothing-to-undo")
        withdraw(self.workspace, self._store, decisions, int(self._clock()))
        for one in decisions:
            self._put(Held(one.base, one.waited))
        if self._steps:
            self.done -= len(decisions)
        waited = {one.waited for one in decisions}
        self.accepted = [one for one in self.accepted if one.waiting not in waited]
        self.unbuilt = bool(self.accepted) or any(one.placed for one in decisions) or self.unbuilt
        return decisions

    # What comes of it

    def hand_over(self) -> list[Held]:
        """What was accepted since the last time: for a build that begins now."""
        accepted, self.accepted, self.unbuilt = self.accepted, [], False
        return accepted

    def _swap(self, old: Held, new: Held) -> None:
        self._remove(old)
        self._put(new)

    def _alone(self) -> AbstractContextManager[None]:
        return lock(self.workspace.store / "build.lock")


def key_of(held: Held) -> Key:
    """What tells a draft from every other, and where it stands in the list."""
    return held.waiting.note, held.draft.line, held.digest, held.waiting.card


def _row_key(row: Row) -> Key:
    return key_of(row.held)


class Made(NamedTuple):
    """What a build made of drafts that were accepted."""

    cards: list[tuple[str, str]]
    """Ids and fronts."""
    missing: int
    """Drafts of which there is no card yet: their deck file cannot be read, or their note is gone."""


def carry_out(workspace: Workspace, accepted: Sequence[Held], listener: Listener = silent) -> Made:
    """Build, and say what came of drafts that were accepted. Errors as `build`; a thread may call this."""
    from studykit.flows.build import Request, build

    build(workspace, Request(), listener)
    cards = placed(workspace, accepted)
    return Made(cards, len(accepted) - len(cards))
