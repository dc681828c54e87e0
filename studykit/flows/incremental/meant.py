"""The values of a build that is about a few notes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from studykit.decks.format import Deck
from studykit.flows.decks.standing import Standing
from studykit.flows.drafting.draft import Drafted
from studykit.flows.incremental.by_hand import ByHand
from studykit.flows.incremental.rehoming import Rehomed
from studykit.flows.known.likeness import NOWHERE
from studykit.flows.planning.steps import Plan
from studykit.flows.reading.scan import Scan
from studykit.model.ids import NotePath
from studykit.store.decks import StoredCard
from studykit.store.outlines import Outlined
from studykit.vault.parse import Parsed


@dataclass
class Meant:
    """The notes that a build is about."""

    changed: dict[NotePath, Parsed]
    before: dict[NotePath, Outlined]
    """Every note that is meant, as the last build left it."""
    asking: set[NotePath]
    """Notes whose links lead into a text that changed."""
    by_hand: ByHand
    rehomed: Rehomed | None = None
    """What names and homes became, where a change reached so far."""

    @property
    def gone(self) -> Mapping[NotePath, Outlined]:
        """The notes that are there no more, as the last build left them."""
        return self.rehomed.gone if self.rehomed is not None else {}

    @property
    def whole(self) -> set[NotePath]:
        """The notes all cards of which take part; where some lost theirs, also those that have none."""
        return {*self.before, *self.gone, *((NotePath(""), NOWHERE) if self.gone else ())}


@dataclass
class Planned:
    """A plan about some notes, and all that it was made from."""

    meant: Meant
    scan: Scan
    drafted: Drafted
    standing: Standing
    cards: dict[str, StoredCard]
    plan: Plan
    suggested: set[str]
    stood: Mapping[str, Deck]
    """The decks of `standing` as the last build left them."""
    free_like: Callable[[str], bool]
    """Whether a draft of another note that is no card is like a question."""
