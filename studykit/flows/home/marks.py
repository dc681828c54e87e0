"""Suspensions and flags that a person gave in Anki, taken over: what changed there since it was last seen.

A card that is suspended here and not in Anki stays suspended, unless Anki was seen to have it suspended too.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from studykit.anki.home import OurNote, face_of
from studykit.anki.read import Collection as AnkiCollection
from studykit.model.ids import CardId
from studykit.model.review import FaceKey, Flag
from studykit.store.actions import Action, change_faces, marked
from studykit.store.db import Store
from studykit.store.faces import Marks, add_unplaced, read_learned
from studykit.store.packaged import Seen, read_seen

COLOURS: Final = ("", "red", "orange", "green", "blue", "pink", "turquoise", "purple")
"""The words of Anki's flags, by their numbers."""
SESSION: Final = "anki"
"""Whose actions these are, for `undo` and the history."""
_SUSPENDED: Final = -1

Change = Callable[[Marks], Marks]


@dataclass(slots=True)
class MarkChanges:
    """What becomes of marks, by kind of action, and what was seen in Anki."""

    suspend: list[FaceKey] = field(default_factory=list)
    unsuspend: list[FaceKey] = field(default_factory=list)
    flag: list[tuple[FaceKey, str]] = field(default_factory=list)
    """With the colour's word."""
    unflag: list[FaceKey] = field(default_factory=list)
    seen: list[tuple[str, str, Seen]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many marks change."""
        return len(self.suspend) + len(self.unsuspend) + len(self.flag) + len(self.unflag)

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "suspended": len(self.suspend),
            "unsuspended": len(self.unsuspend),
            "flagged": len(self.flag),
            "unflagged": len(self.unflag),
        }


def decide_marks(
    store: Store, collection: AnkiCollection, ours: Sequence[OurNote], retired: Collection[CardId]
) -> MarkChanges:
    """What a person marked in Anki since it was last seen. A retired card is suspended by studykit, not by them."""
    before = read_seen(store)
    notes = {one.note.id: one for one in ours}
    changes = MarkChanges()
    for card in collection.cards:
        note = notes.get(card.note)
        if note is None:
            continue
        key = FaceKey(note.card, face_of(note.key, card.ordinal))
        learned = read_learned(store, key)
        last = before.get(key, Seen())
        suspended = last.suspended if note.card in retired else card.queue == _SUSPENDED
        now = Seen(suspended, card.flags & 7)
        if now == last:
            continue
        changes.seen.append((*key, now))
        marks = learned.marks if learned is not None else Marks()
        if now.suspended != last.suspended and now.suspended != marks.suspended:
            (changes.suspend if now.suspended else changes.unsuspend).append(key)
        if now.flag != last.flag:
            word = marks.flag.word if marks.flag is not None else None
            if now.flag and word != COLOURS[now.flag]:
                changes.flag.append((key, COLOURS[now.flag]))
            elif not now.flag and word == COLOURS[last.flag]:
                changes.unflag.append(key)
    return changes


def write_marks(store: Store, changes: MarkChanges, at_ms: int) -> None:
    """Write the marks, in the caller's transaction, as actions that can be taken back."""
    wanted: dict[str, dict[FaceKey, Change]] = {
        "suspend": dict.fromkeys(changes.suspend, _suspended),
        "unsuspend": dict.fromkeys(changes.unsuspend, _asked),
        "flag": {key: _flagged(Flag(word, at_ms)) for key, word in changes.flag},
        "unflag": dict.fromkeys(changes.unflag, _flagged(None)),
    }
    for kind, faces in wanted.items():
        for key in faces:
            if read_learned(store, key) is None:  # of a card that is deleted here, or in a deck that Anki learns
                add_unplaced(store, key)
        made = marked(store, faces)
        if made:
            change_faces(store, Action(kind, at_ms, SESSION, "", made))


def _suspended(marks: Marks) -> Marks:
    return marks._replace(suspended=True)


def _asked(marks: Marks) -> Marks:
    return marks._replace(suspended=False)


def _flagged(flag: Flag | None) -> Change:
    return lambda marks: marks._replace(flag=flag)
