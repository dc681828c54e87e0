"""Cards whose note names another deck for them now: they go there, as the author says, with all that was learned.

A deck is set once, so a card moves only where what the note says changed since it was last drafted, and where the card
stands still where the note had put it: what a person moved by hand stays. In memory; `rebuild` writes the files.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from studykit.decks.deck import CardBlock, Deck, Header, Prose
from studykit.decks.edit import insert_groups, new_deck, remove_cards
from studykit.flows.inline_decks import deck_of, is_named_header, named_section
from studykit.flows.moving import heading_in
from studykit.flows.placing import Placing
from studykit.flows.standing import Standing
from studykit.flows.steps import Moved, Offer, Plan
from studykit.model.card import Card, Draft
from studykit.model.concept import SectionId
from studykit.model.ids import CardId, NotePath


def move_named(
    plan: Plan,
    standing: Standing,
    placing: Placing,
    matched: Mapping[int, Offer],
    before: Callable[[Card], list[Draft]],
) -> None:
    """Move the cards whose note names another deck, in the plan's decks. Its steps and `moved` say so.

    `matched` are the drafts that are a standing card's, by its index; `before` says how a card was drafted before.
    """
    going = list(_going(standing, placing, matched, before))
    if not going:
        return
    homes = placing.homes()
    found: dict[tuple[NotePath, str, str], list[int]] = defaultdict(list)
    sections: dict[str, SectionId] = {}
    for index in going:
        source, offer = placing.cards[index][0], matched[index]
        section = _section_of(offer)
        named = section != offer.concept.section
        target = ("" if named else homes.get(offer.concept.note, "")) or placing.files.file_for(section)
        if target != source and target not in standing.refused:
            found[offer.concept.note, source, target].append(index)
            sections[target] = section
    for (note, source, target), indices in found.items():
        if target not in plan.decks:
            value = placing.scan.sections[sections[target]]
            plan.decks[target] = new_deck(value.deck, value.id.moc, " / ".join(value.id.path), value.order)
        ids = [stamp.id for index in indices if (stamp := placing.cards[index][1].stamp) is not None]
        groups = _groups(plan.decks[source], ids)
        plan.decks[target] = insert_groups(plan.decks[target], groups)
        plan.decks[source] = _without(plan.decks[source], ids, [heading for heading, _ in groups])
        names = plan.decks[source].header.deck, plan.decks[target].header.deck
        line = min(matched[index].offered.draft.line for index in indices)
        plan.moved.append(Moved(note, line, *names, source, target, tuple(ids)))
        _say(plan, ids, target)
    for source in dict.fromkeys(one.source for one in plan.moved):
        if _is_done(plan.decks[source]):
            del plan.decks[source]
            standing.emptied.add(source)


def _going(
    standing: Standing, placing: Placing, matched: Mapping[int, Offer], before: Callable[[Card], list[Draft]]
) -> Iterable[int]:
    """The cards, by index, for which the note says another deck than when they were drafted last."""
    for index, offer in matched.items():
        draft = offer.offered.draft
        if draft.brought is None:
            continue
        file, card, _ = placing.cards[index]
        was = next((one for one in before(card) if one.brought is not None), None)
        if was is None or was.brought is None or was.brought.deck == draft.brought.deck:
            continue
        old, new = named_section(was), named_section(draft)
        header = standing.decks[file].header
        stands = is_named_header(header) and old is not None and header.section == old.id.path[0]
        if (old and old.id) != (new and new.id) and (stands if old is not None else not is_named_header(header)):
            yield index


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
