"""What came of a package that came home, as values: counts, and every card whose words or tags are concerned."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from studykit.flows.home.edits import Shown
from studykit.flows.home.marks import MarkChanges
from studykit.model.ids import CardId
from studykit.model.problem import Problem


class Edit(NamedTuple):
    """A card that is written anew, or that Anki has otherwise."""

    card: CardId
    file: str
    front: str
    fields: tuple[str, ...] = ()
    """Taken from Anki."""
    tags: tuple[str, ...] = ()
    """Added, in Obsidian's spelling."""
    shown: tuple[Shown, ...] = ()
    """Not taken."""


@dataclass(slots=True)
class Homecoming:
    """What came of a package, or would come of it."""

    path: str
    notes: int = 0
    """Ours."""
    foreign: int = 0
    """Of others: left where they are."""
    reviews: int = 0
    known: int = 0
    """Answers that the log had already."""
    by_hand: int = 0
    """Rows of Anki's log that are no answers."""
    marks: MarkChanges = field(default_factory=MarkChanges)
    edits: list[Edit] = field(default_factory=list)
    """Cards that got words or tags from Anki."""
    conflicts: list[Edit] = field(default_factory=list)
    """Changed here and in Anki: the deck file's words stay."""
    unreadable: list[Edit] = field(default_factory=list)
    """Changed in Anki to what Markdown cannot say."""
    gone: list[tuple[CardId, str]] = field(default_factory=list)
    """Cards that stand in Anki alone: they were deleted here. Id and front."""
    held: int = 0
    """Notes of cards in deck files that cannot be read now: their words were not compared."""
    problems: list[Problem] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether anything was, or would be, written."""
        return bool(self.reviews or self.edits or self.marks.count)

    def as_object(self) -> dict[str, Any]:
        """As `--json` prints it."""
        return {
            "file": self.path,
            "notes": self.notes,
            "foreign": self.foreign,
            "reviews": {"new": self.reviews, "known": self.known, "by_hand": self.by_hand},
            **self.marks.as_object(),
            "edited": [_edit_object(one) for one in self.edits],
            "conflicts": [_edit_object(one) for one in self.conflicts],
            "unreadable": [_edit_object(one) for one in self.unreadable],
            "gone": [{"card": card, "front": front} for card, front in self.gone],
            "held": self.held,
        }


def _edit_object(edit: Edit) -> dict[str, Any]:
    shown = [one._asdict() for one in edit.shown]
    found: dict[str, Any] = {"card": edit.card, "file": edit.file, "front": edit.front}
    return found | ({"shown": shown} if shown else {"fields": list(edit.fields), "tags": list(edit.tags)})
