"""What a person decided about drafts that waited: kept for good, in order, so that nothing is asked twice.

A decision is written by the command that a person gives and carried out by the next build: `placed` is empty until a
card stands for it. One that is taken back after that stays as `undone` until a build has put things as they were.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from studykit.model.card import Draft, content_digest
from studykit.store.draft_text import dump_draft, load_draft
from studykit.store.drafts import Waiting


class Decision(NamedTuple):
    """One decision about one draft."""

    waited: Waiting
    """The draft as it waited."""
    state: str
    """`accepted` or `rejected`."""
    draft: Draft
    """The draft as it was decided on: with the person's content where they changed it."""
    at: int
    """Seconds since 1970 (UTC)."""
    number: int = 0
    """Its place in the order; given by the store."""
    command: int = 0
    """Decisions of one command are taken back together; given by the store."""
    placed: str = ""
    """The card that came of it, once a build has carried it out."""
    before: str = ""
    """Of a suggestion that was carried out, the card as it stood before, as a deck file prints it."""
    undone: bool = False

    @property
    def base(self) -> str:
        """`content_digest` of the draft as it waited."""
        return content_digest(self.waited.draft.content)


def read_decisions(connection: sqlite3.Connection) -> list[Decision]:
    """Every decision, in order."""
    rows = connection.execute(
        "SELECT note, about, card, drafted, state, draft, at, number, command, placed, before, undone "
        "FROM decisions ORDER BY number"
    )
    return [
        Decision(
            Waiting(note, about, card, load_draft(drafted)), state, load_draft(draft), at, number, command, placed,
            before, bool(undone),
        )
        for note, about, card, drafted, state, draft, at, number, command, placed, before, undone in rows
    ]  # fmt: skip


def add_decisions(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Add the decisions of one command; what they are about waits no longer."""
    (command,) = connection.execute("SELECT coalesce(max(command), 0) + 1 FROM decisions").fetchone()
    decided = list(decisions)
    connection.executemany(
        "INSERT INTO decisions (command, base, note, about, card, state, draft, drafted, at, placed, before, undone) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', '', 0)",
        [
            (
                command, one.base, one.waited.note, one.waited.state, one.waited.card, one.state,
                dump_draft(one.draft), dump_draft(one.waited.draft), one.at,
            )
            for one in decided
        ],
    )  # fmt: skip
    connection.executemany(
        "DELETE FROM pending WHERE note = ? AND base = ? AND card = ?", [_key(one) for one in decided]
    )


def take_back(connection: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    """Forget decisions, or mark those that a build has carried out; what they are about waits again."""
    for one in decisions:
        if one.placed:
            connection.execute("UPDATE decisions SET undone = 1 WHERE number = ?", (one.number,))
        else:
            connection.execute("DELETE FROM decisions WHERE number = ?", (one.number,))
        connection.execute(
            "INSERT OR IGNORE INTO pending (note, base, card, state, draft, flags) VALUES (?, ?, ?, ?, ?, ?)",
            (*_key(one), one.waited.state, dump_draft(one.waited.draft), ",".join(one.waited.draft.flags)),
        )


def write_carried(
    connection: sqlite3.Connection, placed: Mapping[int, tuple[str, str]], withdrawn: Iterable[int]
) -> None:
    """Note what a build carried out: by number, the card and how it stood before; and what it took back."""
    connection.executemany(
        "UPDATE decisions SET placed = ?, before = ? WHERE number = ?",
        [(card, before, number) for number, (card, before) in placed.items()],
    )
    connection.executemany("DELETE FROM decisions WHERE number = ?", [(number,) for number in withdrawn])


def _key(decision: Decision) -> tuple[str, str, str]:
    return decision.waited.note, decision.base, decision.waited.card
