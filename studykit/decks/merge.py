"""One card, three ways: what was drafted last (base), what the file says now (mine), what is drafted now (theirs).

A human edit always wins; a card is never retired because a drafter did not offer it again.

    base → mine    base → theirs                               result
    same           same, or none while the quote stands        kept
    same           changed                                     updated, history kept
    edited         same                                        kept as edited
    edited         changed                                     kept as edited, the draft is a suggestion
    edited         changed to what the person made of it       kept, and no edit any more
    any            none, and the quote is nowhere              retired
    retired        offered again, or the quote stands again    revived
"""

from dataclasses import dataclass, replace
from typing import Literal

from studykit.decks.shown import shows_the_same
from studykit.model.card import Card, Draft, Source, Stamp, content_digest
from studykit.text.normal import folded

Action = Literal["kept", "updated", "edited", "retired", "revived"]


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a card, and why."""

    action: Action
    card: Card
    """The card as its file shall hold it; the same value where nothing changes."""
    reason: str
    """A code of `messages/`."""
    suggestion: Draft | None = None
    """A draft that differs from what a person made of the card."""


def merge(card: Card, draft: Draft | None, *, quote_stands: bool, now: int, old_tags: tuple[str, ...] = ()) -> Merged:
    """Merge a stamped card with the draft that matches it, if one does. `now` is in seconds since 1970 (UTC).

    `quote_stands` tells whether the card's quote is still in the vault, or cannot be known to be gone.
    `old_tags` are the note's tags as last seen; tags that the person added stay.
    """
    stamp = card.stamp
    if stamp is None:
        raise ValueError("a card without a stamp is the person's and is not merged")
    if draft is None:
        return _without_draft(card, stamp, quote_stands, now)
    theirs = content_digest(draft.content)
    tags = _tags(stamp.tags, old_tags, draft.tags)
    source = _source(card.source, draft.source)
    if card.edited and theirs == content_digest(card.content):
        agreed = replace(stamp, by=draft.by, base=theirs, retired=False, tags=tags)
        after = _dated(card, replace(card, source=source, stamp=agreed), now)
        return Merged("revived" if stamp.retired else "updated", after, "agreed")
    if card.edited:
        offered = draft if theirs != stamp.base else None
        back = _dated(card, replace(card, source=source, stamp=replace(stamp, retired=False, tags=tags)), now)
        return Merged(_edited(card, back), back, "edited-new-draft" if offered else "edited", offered)
    if theirs == stamp.base:
        same = _dated(card, replace(card, source=source, stamp=replace(stamp, retired=False, tags=tags)), now)
        if stamp.retired:
            return Merged("revived", same, "text-returned")
        if same == card:
            return Merged("kept", card, "same")
        return Merged("updated", same, "source" if source != card.source else "tags")
    changed = replace(stamp, by=draft.by, base=theirs, retired=False, tags=tags)
    action: Action = "revived" if stamp.retired else "updated"
    return Merged(action, _dated(card, Card(draft.content, draft.source, changed), now), "text")


def _without_draft(card: Card, stamp: Stamp, quote_stands: bool, now: int) -> Merged:
    if not stamp.base:
        return Merged("kept", card, "own")
    if stamp.retired:
        if quote_stands:
            return Merged("revived", replace(card, stamp=replace(stamp, retired=False, mod=now)), "text-returned")
        return Merged("kept", card, "retired")
    if quote_stands:
        return Merged("edited" if card.edited else "kept", card, "edited" if card.edited else "quote-stands")
    return Merged("retired", replace(card, stamp=replace(stamp, retired=True, mod=now)), "quote-gone")


def _edited(card: Card, after: Card) -> Action:
    was_retired = card.stamp is not None and card.stamp.retired
    is_retired = after.stamp is not None and after.stamp.retired
    return "revived" if was_retired and not is_retired else "edited"


def _dated(before: Card, after: Card, now: int) -> Card:
    """The card with the time of its last change: newer only where a package shows something else of it."""
    assert after.stamp is not None  # merged cards have one
    return after if shows_the_same(before, after) else replace(after, stamp=replace(after.stamp, mod=now))


def _source(mine: Source | None, theirs: Source) -> Source:
    """The draft's source; the one that stands where only its white space is another."""
    if mine is None or (mine.note, mine.heading, folded(mine.quote)) != (
        theirs.note, theirs.heading, folded(theirs.quote),
    ):  # fmt: skip
        return theirs
    return mine


def _tags(mine: tuple[str, ...], base: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Tags three ways: what the note gained is added, what it lost is dropped, what the person added stays."""
    lost = set(base) - set(theirs)
    return tuple(dict.fromkeys((*(tag for tag in mine if tag not in lost), *theirs)))
