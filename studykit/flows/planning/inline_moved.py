"""Cards whose note names another deck for them now: they go there, as the author says, with all that was learned.

A deck is set once, so a card moves only where what the note says changed since it was last followed, and where the card
stands still where the note had put it: what a person moved by hand stays. Mostly the last build's drafts tell what the
note said. Of a card that no draft is any more, and of one that cannot be moved as a file is broken, it is kept
(`Plan.followed`): such a card goes where its note says when it returns, or when the file can be read.

In memory; `rebuild` writes the files.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from studykit.decks.deck import CardBlock, Deck, Header, Prose
from studykit.decks.edit import insert_groups, new_deck, remove_cards
from studykit.flows.decks.moving import heading_in
from studykit.flows.decks.standing import Standing
from studykit.flows.planning.inline_decks import deck_of, is_named_header, named_section
from studykit.flows.planning.placing import Placing
from studykit.flows.planning.steps import Delayed, Moved, Offer, Plan
from studykit.model.card import Card, Draft
from studykit.model.concept import SectionId
from studykit.model.ids import CardId, NotePath

_Before = Callable[[Card], list[Draft]]
"""How a card was drafted before."""


class _Going(NamedTuple):
    """A card for which its note says another deck."""

    card: CardId
    file: str
    """Where it stands."""
    offer: Offer
    was: str
    """What the note said when that was followed last (`_named`)."""


def move_named(
    plan: Plan,
    standing: Standing,
    placing: Placing,
    paired: Mapping[int, Offer],
    left: Collection[int],
    before: _Before,
) -> None:
    """Move the cards whose note names another deck, in the plan's decks. Its steps, `moved` and `delayed` say so.

    `paired` are the drafts that are a standing card's, by its index, with those of refused files behind all others;
    `left` are the indexes of cards that no draft is.
    """
    _keep(plan, [placing.cards[index][1] for index in left], before)
    going = list(_going(plan, standing, placing, paired, before))
    if not going:
        return
    homes = placing.homes()
    found: dict[tuple[NotePath, str, str], list[_Going]] = defaultdict(list)
    waiting: dict[tuple[NotePath, str, str], list[_Going]] = defaultdict(list)
    sections: dict[str, SectionId] = {}
    for one in going:
        section, note = _section_of(one.offer), one.offer.concept.note
        named = section != one.offer.concept.section
        target = ("" if named else homes.get(note, "")) or placing.files.file_for(section)
        sections[target] = section
        broken = next((file for file in (one.file, target) if file in standing.refused), "")
        if broken:
            waiting[note, target, broken].append(one)
        elif target != one.file:
            found[note, one.file, target].append(one)
    for (note, target, broken), cards in waiting.items():
        plan.followed |= {one.card: one.was for one in cards}
        deck = plan.decks.get(target)
        name = deck.header.deck if deck is not None else placing.scan.sections[sections[target]].deck
        file = standing.refused[broken].path
        plan.delayed.append(Delayed(note, _line(cards), name, file, len(cards)))
    for (note, source, target), cards in found.items():
        if target not in plan.decks:
            value = placing.scan.sections[sections[target]]
            plan.decks[target] = new_deck(value.deck, value.id.moc, " / ".join(value.id.path), value.order)
        ids = [one.card for one in cards]
        groups = _groups(plan.decks[source], ids)
        plan.decks[target] = insert_groups(plan.decks[target], groups)
        plan.decks[source] = _without(plan.decks[source], ids, [heading for heading, _ in groups])
        names = plan.decks[source].header.deck, plan.decks[target].header.deck
        plan.moved.append(Moved(note, _line(cards), *names, source, target, tuple(ids)))
        _say(plan, ids, target)
    for source in dict.fromkeys(one.source for one in plan.moved):
        if _is_done(plan.decks[source]):
            del plan.decks[source]
            standing.emptied.add(source)


def _keep(plan: Plan, cards: Iterable[Card], before: _Before) -> None:
    """Keep, of cards that no draft is, which deck their note named."""
    for card in cards:
        drafted = _brought(before(card))
        if drafted is not None and card.stamp is not None:
            plan.followed.setdefault(card.stamp.id, _named(drafted))


def _going(
    plan: Plan, standing: Standing, placing: Placing, paired: Mapping[int, Offer], before: _Before
) -> Iterator[_Going]:
    """The cards for which the note says another deck than when it was followed last. Of no other that a draft is
    anything is kept after this."""
    held = standing.held
    for index, offer in paired.items():
        is_held = index >= len(placing.cards)
        card = held.cards[index - len(placing.cards)] if is_held else placing.cards[index][1]
        draft, stamp = offer.offered.draft, card.stamp
        assert stamp is not None  # only stamped cards take part
        was = plan.followed.pop(stamp.id, None)
        if draft.brought is None:
            continue
        if was is None:
            drafted = _brought(before(card))
            if drafted is None or drafted.brought == draft.brought:
                continue
            was = _named(drafted)
        if was == _named(draft):
            continue
        if is_held:
            yield _Going(stamp.id, held.files[stamp.id], offer, was)
        elif named_by(standing.decks[placing.cards[index][0]].header) == was:
            yield _Going(stamp.id, placing.cards[index][0], offer, was)


def _brought(drafts: Iterable[Draft]) -> Draft | None:
    """The first of them that is an author's card in another tool's syntax."""
    return next((draft for draft in drafts if draft.brought is not None), None)


def _named(draft: Draft) -> str:
    """The section of the deck that a note names for a draft, as the file's header has it; empty where it names none."""
    section = named_section(draft)
    return section.id.path[0] if section is not None else ""


def named_by(header: Header) -> str:
    """The same of the file that a card stands in: which deck its note named when the card came there."""
    return header.section if is_named_header(header) else ""


def _line(cards: Iterable[_Going]) -> int:
    return min(one.offer.offered.draft.line for one in cards)


def _section_of(offer: Offer) -> SectionId:
    named = named_section(offer.offered.draft)
    return named.id if named is not None else offer.concept.section


def _groups(deck: Deck, cards: Sequence[CardId]) -> list[tuple[str, list[Card]]]:
    """The cards as they are now, under the headings they stand under."""
    groups: dict[str, list[Card]] = defaultdict(list)
    heading = ""
    for block in deck.blocks:
        if isinstance(block, Prose):
            heading = heading_in(block.raw, heading)
        elif block.card.stamp is not None and block.card.stamp.id in cards:
            groups[heading].append(block.card)
    return list(groups.items())


def _without(deck: Deck, cards: Sequence[CardId], headings: Iterable[str]) -> Deck:
    """The deck without some cards, and without those of their headings below which nothing stands then."""
    left = remove_cards(deck, cards)
    blocks = list(left.blocks)
    named = "|".join(map(re.escape, headings))
    for place, block in enumerate(blocks):
        if isinstance(block, Prose):
            following = r"## |\Z" if place + 1 == len(blocks) else "## "
            blocks[place] = Prose(re.sub(rf"(?m)^## (?:{named})[ \t]*\n\s*(?={following})", "", block.raw))
    return remove_cards(replace(left, blocks=tuple(blocks)), ())


def _is_done(deck: Deck) -> bool:
    """Whether a file was made for a deck which notes named, and holds nothing any more."""
    return _is_ours(deck.header) and not any(isinstance(one, CardBlock) or one.raw.strip() for one in deck.blocks)


def _is_ours(header: Header) -> bool:
    return is_named_header(header) and header.deck == deck_of(SectionId("", (header.section,)))


def _say(plan: Plan, cards: Sequence[CardId], target: str) -> None:
    """Steps that say where the cards are now, and of those that only stood what happens to them."""
    for place, step in enumerate(plan.steps):
        if step.card in cards:
            step = step._replace(file=target)
            plan.steps[place] = step._replace(action="updated", reason="deck") if step.action == "kept" else step
