"""What came of a package of others' notes, or would come of it: counts, decks, and the notes changed on both sides."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from studykit.flows.imported.merging import FieldConflict
from studykit.model.ids import CardId


class Conflict(NamedTuple):
    """A note that was changed here and in Anki."""

    card: CardId
    front: str
    fields: tuple[FieldConflict, ...]
    taken: bool
    """Whether Anki's words stand now, as the person said."""


@dataclass(slots=True)
class DeckCame:
    """A deck of the package."""

    name: str
    cards: int = 0
    new: bool = True
    """Whether no card of it was here before."""
    learn: str = "terminal"
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Imported:
    """What came of the notes of others in a package."""

    path: str
    notes: int = 0
    """All of them in the package."""
    new: int = 0
    updated: int = 0
    older: int = 0
    """Notes that are newer here than in the package."""
    deleted: int = 0
    """Notes that the person deleted here: they stay out."""
    joined: int = 0
    """New notes that were made of cards in notes of the vault: their history goes on there."""
    cards: int = 0
    """New ones."""
    moved: int = 0
    """Cards whose schedule or deck is taken from the package, of those that were here."""
    reviews: int = 0
    known: int = 0
    """Answers that the log had already."""
    by_hand: int = 0
    """Rows of Anki's log that are no answers."""
    fsrs: int = 0
    """New cards that came with FSRS's memory."""
    converted: int = 0
    """New cards whose memory was computed from SM-2's ease or the answers."""
    suspended: int = 0
    flagged: int = 0
    files: int = 0
    """Pictures and sounds."""
    missing: int = 0
    """Files that notes name and the package has not."""
    decks: dict[str, DeckCame] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    number: int = 0
    """Of the import; 0 where nothing was written."""

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, written."""
        return bool(self.new or self.updated or self.cards or self.moved or self.reviews)

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "file": self.path,
            "import": self.number or None,
            "notes": {"total": self.notes, "new": self.new, "updated": self.updated, "older": self.older,
                      "deleted": self.deleted, "joined": self.joined},
            "cards": {"new": self.cards, "updated": self.moved, "fsrs": self.fsrs, "converted": self.converted,
                      "suspended": self.suspended, "flagged": self.flagged},
            "reviews": {"new": self.reviews, "known": self.known, "by_hand": self.by_hand},
            "files": self.files,
            "missing": self.missing,
            "decks": [
                {"deck": deck.name, "cards": deck.cards, "learn": deck.learn, "options": deck.options}
                for deck in sorted(self.decks.values(), key=lambda deck: deck.name)
            ],
            "conflicts": [
                {"card": one.card, "front": one.front, "taken": one.taken,
                 "fields": [conflict._asdict() for conflict in one.fields]}
                for one in self.conflicts
            ],
        }  # fmt: skip
