"""Carry out in the deck files what a person decided about drafts, before the plan of a build is made.

Accepted drafts are new cards and are placed with the others (`placing`). Here are the rest: a suggestion that was taken
or dismissed, and decisions that were taken back.

    suggestion taken        the card gets its text, and is no longer edited
    suggestion dismissed    the card keeps its text; its base is the draft that was dismissed, so that nobody, in no
                            clone, is asked again
    acceptance undone       the card leaves its file, and no one takes that for a deletion
    suggestion undone       the card gets back what it was before
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from studykit.changes.faces import with_numbers_of
from studykit.decks.format import CardBlock, Deck, Prose, parse, print_card, remove_cards, replace_cards
from studykit.flows.decks.card_text import read_card
from studykit.flows.decks.standing import Standing
from studykit.flows.planning.steps import Step
from studykit.model.card import Card, content_digest
from studykit.model.ids import CardId
from studykit.store.decisions import Decision


class Done(NamedTuple):
    """A decision that was carried out."""

    card: str
    file: str
    front: str
    before: str = ""


@dataclass
class Carried:
    """What a build does about decisions, each by its number."""

    placed: dict[int, Done] = field(default_factory=dict)
    withdrawn: dict[int, Done] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)


def carry_out(standing: Standing, decisions: Sequence[Decision], *, now: int) -> Carried:
    """Change the decks as they stand, in memory. `now` is in seconds since 1970 (UTC).

    What concerns a card in a refused file waits for a build that can read it.
    """
    carried = Carried()
    if all(one.placed and not one.undone for one in decisions):
        return carried
    files = {str(card.stamp.id): file for file, card in standing.cards() if card.stamp is not None}
    for decision in reversed(decisions):  # the last is taken back first
        if decision.undone:
            _withdraw(standing, files, decision, carried, now)
    for decision in decisions:
        if decision.waited.state == "suggestion" and not decision.placed and not decision.undone:
            _decide_suggestion(standing, files, decision, carried, now)
    return carried


def accepted(decisions: Sequence[Decision]) -> dict[str, Decision]:
    """Acceptances that no card stands for yet, by the digest of the draft."""
    return {
        decision.base: decision
        for decision in decisions
        if decision.waited.state == "pending" and decision.state == "accepted" and not decision.placed
    }


def _find(standing: Standing, files: Mapping[str, str], card: str) -> tuple[str, Card] | None:
    file = files.get(card, "")
    block = standing.decks[file].by_id.get(CardId(card)) if file else None
    return (file, block.card) if block is not None else None


def _withdraw(standing: Standing, files: Mapping[str, str], decision: Decision, carried: Carried, now: int) -> None:
    if decision.placed in standing.held.ids:
        return
    place = _find(standing, files, decision.placed)
    if place is None:
        carried.withdrawn[decision.number] = Done(decision.placed, "", decision.draft.content.front)
        return
    file, card = place
    note = decision.waited.note
    carried.withdrawn[decision.number] = Done(decision.placed, file, card.content.front)
    if decision.waited.state == "pending":
        standing.decks[file] = left = _without(standing.decks[file], decision.placed)
        if not any(block.raw.strip() for block in left.blocks):
            standing.emptied.add(file)
        carried.steps.append(Step("deleted", decision.placed, card.content.front, file, note, "undone"))
        return
    before = read_card(decision.before)
    assert card.stamp is not None  # it was found by its id
    assert before.stamp is not None  # it was printed with one
    base = replace(card.stamp, by=before.stamp.by, base=before.stamp.base)
    back = replace(card, stamp=base)
    if decision.state == "accepted":
        back = Card(before.content, before.source, replace(base, mod=now))
    standing.decks[file] = replace_cards(standing.decks[file], {decision.placed: back})


def _without(deck: Deck, card: str) -> Deck:
    """The deck without a card, and without its concept's heading where nothing else stands below that."""
    blocks = deck.blocks
    index = next(
        i for i, b in enumerate(blocks) if isinstance(b, CardBlock) and b.card.stamp and b.card.stamp.id == card
    )
    before, after = blocks[index - 1] if index else None, blocks[index + 1] if index + 1 < len(blocks) else None
    removed = remove_cards(deck, [card])
    if not isinstance(before, Prose) or isinstance(after, CardBlock):
        return removed
    behind = after.raw.lstrip("\n") if after is not None else ""
    above, _, heading = before.raw.rstrip("\n").rpartition("\n")
    if heading.startswith("## ") and (not behind or behind.startswith(("# ", "## "))):
        kept = f"{above}\n"
    elif behind:
        return removed
    else:
        kept = before.raw
    if not behind:
        kept = kept.rstrip("\n") + "\n" if kept.strip("\n") else ""
    texts = [block.raw for block in (*blocks[: index - 1], Prose(kept + behind), *blocks[index + 2 :])]
    return replace(parse("".join([deck.header.raw, *texts])), newline=deck.newline, bom=deck.bom)


def _decide_suggestion(
    standing: Standing, files: Mapping[str, str], decision: Decision, carried: Carried, now: int
) -> None:
    place = _find(standing, files, decision.waited.card)
    if place is None:
        return
    file, card = place
    assert card.stamp is not None  # it was found by its id
    draft = decision.draft
    stamp = replace(card.stamp, base=decision.base)
    new = replace(card, stamp=stamp)
    if decision.state == "accepted":
        content = with_numbers_of(draft.content, card.content)
        base = decision.base if content == draft.content else content_digest(content)
        new = Card(content, draft.source, replace(stamp, base=base, by=draft.by, mod=now))
    standing.decks[file] = replace_cards(standing.decks[file], {card.stamp.id: new})
    carried.placed[decision.number] = Done(card.stamp.id, file, new.content.front, print_card(card))
