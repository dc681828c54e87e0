"""The values of matching: what stands and what is offered, what was paired and how, and what is left over."""

from collections.abc import Callable, Collection, Mapping
from math import inf
from typing import NamedTuple

from studykit.model.card import Card, Content, Draft
from studykit.model.ids import NotePath


class Standing(NamedTuple):
    """A card that stands in a deck, and the note it was read in."""

    card: Card
    note: NotePath | None
    """None where its note is no longer there."""
    former: tuple[Content, ...] = ()
    """What it was drafted as, where a person changed it since and that is known."""

    @property
    def contents(self) -> tuple[Content, ...]:
        """The card in all its forms."""
        return (self.card.content, *self.former)


class Offered(NamedTuple):
    """A new draft and its note."""

    draft: Draft
    note: NotePath


class Match(NamedTuple):
    """A standing card (its index) and the draft (its index) that is the same card."""

    standing: int
    offered: int
    how: str
    """`base`, `front`, `moved`, `quote`, `alike`, `elsewhere`."""
    score: float = 1.0
    """How alike they are, 0 to 1."""
    lead: float = inf
    """By how much this pairing beats the next; infinite where there was no race."""


class Nearest(NamedTuple):
    """Of a card or a draft that is left over, the nearest on the other side in its note, and why it is another."""

    other: int
    score: float
    veto: str
    """`kind`, `hidden` (a cloze that hides other words), `numbers`, `negations`, `names`, `concept`, `unlike` (below
    `ALIKE`), `race` (below `MARGIN`), `taken` (by another)."""


class Matches(NamedTuple):
    """What was matched; each index at most once."""

    pairs: tuple[Match, ...]
    ambiguous: tuple[int, ...]
    """Standing cards that several drafts fit as well, or that fit a draft as well as another card does."""
    contested: tuple[int, ...] = ()
    """The drafts of those races: neither a card's new text nor a new card."""
    cards_near: Mapping[int, Nearest] = {}
    """Of cards that are left over."""
    drafts_near: Mapping[int, Nearest] = {}
    """Of drafts that are left over."""


class Travel(NamedTuple):
    """What tells of a passage that it went to another note."""

    is_new: Callable[[int], bool]
    """Whether a draft (its index) is of a text that was not drafted before."""
    lost: Callable[[Collection[int]], Collection[int]]
    """Those of some cards whose words are not in their note any more. Asked only where a new draft is no card."""
