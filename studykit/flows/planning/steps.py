"""The values of a plan: what happens to each card, why, and the decks as they shall be."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from studykit.changes.matches import Offered
from studykit.decks.format import Deck
from studykit.flows.imported.known import Holds, nothing
from studykit.model.card import Card, Draft
from studykit.model.concept import Concept
from studykit.model.ids import NotePath
from studykit.store.decisions import Decision
from studykit.store.drafts import Waiting


class Known(NamedTuple):
    """What the last build knew of drafts that are drafted anew."""

    former: Sequence[Draft] = ()
    """What units that changed gave before."""
    suggested: Mapping[str, Draft] = {}
    """By card, the draft that waits beside what a person made of it."""
    unit_of: Mapping[Draft, str] = {}
    """The key of the unit that gave a draft."""
    accepted: Mapping[str, Decision] = {}
    """By digest, drafts that a person accepted and that are no card yet."""
    drafted: Collection[str] = ()
    """The keys of the units that were drafted now and not before."""
    imported: Holds = nothing
    """Whether a note that came from Anki asks the same."""
    followed: Mapping[str, str] = {}
    """See `Plan.followed`."""


class Why(NamedTuple):
    """What matching found of a card: how it was found again, or what is nearest to it and why that is another."""

    how: str = ""
    """A pass of `changes.matching`; empty where nothing is this card."""
    score: float = 1.0
    """How alike the two are, 0 to 1."""
    lead: float | None = None
    """By how much that beats the next; None where there was no race."""
    near: str = ""
    """The front of the nearest in the note."""
    veto: str = ""
    """Why the nearest is another: a code of `changes.matches.Nearest`."""

    def as_object(self) -> dict[str, object]:
        """As `--json` and the events print it."""
        if self.how:
            return {"match": self.how, "score": self.score} | ({} if self.lead is None else {"lead": self.lead})
        return {"near": self.near, "score": self.score, "veto": self.veto}


class Step(NamedTuple):
    """What happens to one card."""

    action: str
    """`new`, `updated`, `kept`, `edited`, `retired`, `revived`, `pending`, `deleted`."""
    card: str
    """Its id; empty for one that waits."""
    front: str
    file: str
    note: str
    reason: str
    """A code: what decided it."""
    why: Why | None = None

    def as_object(self) -> dict[str, object]:
        """As `--json` prints it."""
        value = self._asdict()
        del value["why"]
        return value | (self.why.as_object() if self.why is not None else {})


@dataclass
class Plan:
    """Every step, and the decks as they shall be."""

    steps: list[Step] = field(default_factory=list)
    decks: dict[str, Deck] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    ambiguous: int = 0
    placed: dict[int, Step] = field(default_factory=dict)
    """By the number of the decision, the new card of a draft that a person accepted."""
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(rule, lint) of drafts of units drafted now that are a card already, or too like one."""
    elsewhere: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """By card that no draft is: a quote that its own note does not hold, and whether another one does."""
    twice: list[tuple[NotePath, Draft]] = field(default_factory=list)
    """Cards that stand in notes, drafted now, and of which another one says the same: one card for both."""
    moved: "list[Moved]" = field(default_factory=list)
    """Cards whose note names another deck for them now."""
    finished: "list[Moved]" = field(default_factory=list)
    """Those that a build which was cut off has moved, and could not tell."""
    delayed: "list[Delayed]" = field(default_factory=list)
    """Those that cannot be moved yet."""
    followed: dict[str, str] = field(default_factory=dict)
    """By card, the deck that its note named when it was last put where that says, as `inline_moved` writes it: of cards
    for which the drafts of the last build do not tell, as they retired then or could not be moved."""
    compared: "Compared | None" = None
    """What was compared with what, for the next build to know."""

    def count(self, action: str) -> int:
        """How many cards an action happens to."""
        return sum(step.action == action for step in self.steps)


class Moved(NamedTuple):
    """Cards of one note that go to another deck."""

    note: NotePath
    line: int
    """Of the first of them in the note."""
    old: str
    """The decks' names."""
    new: str
    source: str
    """The decks' files."""
    target: str
    cards: tuple[str, ...]


class Delayed(NamedTuple):
    """Cards of one note that go to another deck as soon as a file can be read."""

    note: NotePath
    line: int
    """Of the first of them in the note."""
    new: str
    """The deck's name."""
    file: str
    """The deck file, theirs or the other one, that cannot be read; with its folder."""
    cards: int


class Compared(NamedTuple):
    """What a plan matched and compared."""

    offers: "Sequence[Offer]"
    cards: Sequence[tuple[str, Card, NotePath | None]]
    """The cards that took part: file, card as it stood, and the note it was read in, where that is there."""
    matched: "Mapping[int, Offer]"
    """The drafts that are a card, by its index."""
    local: frozenset[int]
    """The indexes of those cards that a pass within their note found."""
    free: Sequence[int]
    """The indexes of the offers that were compared as new."""
    merged: Mapping[str, Card]
    """By id, the cards as they were then."""
    new: Mapping[int, bool] = {}
    """By index, the offers that are new cards, and whether that was plain: nothing was said of them."""
    races: frozenset[NotePath] = frozenset()
    """Notes in which several cards, or several drafts, were as near to each other: what is left over may be paired
    when there are fewer."""
    fronts: Sequence[str] = ()
    """Of each in `free` its front as it was compared (`lints.fronts.front_of`)."""


class Offer(NamedTuple):
    """A draft, the concept it is about, and the unit that gave it."""

    offered: Offered
    concept: Concept
    unit: str
