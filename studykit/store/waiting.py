"""What a desk of drafts reads as it goes: drafts that wait, one after the other, and the decisions of one command."""

import sqlite3
from collections.abc import Iterator

from studykit.store.decisions import Decision
from studykit.store.draft_text import load_draft
from studykit.store.drafts import Waiting


def stream_waiting(connection: sqlite3.Connection) -> Iterator[tuple[str, Waiting]]:
    """Every draft that waits, by note, with the digest of its content. None is parsed before it is asked for."""
    rows = connection.execute("SELECT base, note, state, card, draft FROM pending ORDER BY note, base, card")
    for base, note, state, card, draft in rows:
        yield base, Waiting(note, state, card, load_draft(draft))


def last_command(connection: sqlite3.Connection) -> int:
    """The number of the last command of which a decision stands; 0 where there is none."""
    (command,) = connection.execute("SELECT coalesce(max(command), 0) FROM decisions WHERE undone = 0").fetchone()
    return int(command)


def read_command(connection: sqlite3.Connection, command: int) -> list[Decision]:
    """What one command decided and still stands, in order."""
    rows = connection.execute(
        "SELECT note, about, card, drafted, state, draft, at, number, placed, before FROM decisions "
        "WHERE command = ? AND undone = 0 ORDER BY number",
        (command,),
    )
    return [
        Decision(
            waited=Waiting(note, about, card, load_draft(drafted)), state=state, draft=load_draft(draft), at=at,
            number=number, command=command, placed=placed, before=before,
        )
        for note, about, card, drafted, state, draft, at, number, placed, before in rows
    ]  # fmt: skip
