"""What a session decides, as values: the flow makes them last first, then lets the session go on.

A decision says all that has to be written for it. One whose writing failed changed nothing: the session still stands
where it stood, and decides anew.
"""

from dataclasses import dataclass
from enum import StrEnum

from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag, LogEntry, Standing


class Scope(StrEnum):
    """What is meant by "this one": the face asked, all faces of its card, or of all cards of its note."""

    FACE = "face"
    CARD = "card"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Record:
    """An answer: the entry for the log, and the standing it leads to. For a cram or a quiz the two are the same."""

    entry: LogEntry
    before: Standing
    after: Standing
    leech: bool = False
    """The lapse that makes it a leech: to be told, with its note."""
    suspend: bool = False
    """The face is suspended with the answer, since it is a leech."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """Not asked again until the person says so."""

    key: FaceKey
    note: str
    scope: Scope
    at_ms: int


@dataclass(frozen=True, slots=True)
class Bury:
    """Not asked again on this study day."""

    key: FaceKey
    note: str
    scope: Scope
    day: int
    at_ms: int


@dataclass(frozen=True, slots=True)
class SetFlag:
    """A mark for later, or none any more. The session goes on with the same face."""

    key: FaceKey
    flag: Flag | None
    at_ms: int


@dataclass(frozen=True, slots=True)
class Delete:
    """The person wants the card gone for good."""

    card: CardId
    at_ms: int


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last decision back."""

    of: "Record | Suspend | Bury | SetFlag | Delete"
    at_ms: int


Action = Record | Suspend | Bury | SetFlag | Delete
"""What can be taken back."""
Decision = Action | Undo
