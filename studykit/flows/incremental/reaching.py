"""What a plan about few notes could reach beyond them; asked before it is taken for the plan of a full build."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from studykit.drafting.grounding import Normalised
from studykit.drafting.lints.together import CARDS_A_UNIT
from studykit.flows.incremental.meant import Planned
from studykit.flows.known.world import World
from studykit.flows.planning.inline_decks import is_named_header
from studykit.flows.planning.steps import Plan
from studykit.flows.planning.support import GONE_SHARE
from studykit.model.card import Card
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.store.db import Store
from studykit.store.decks import read_deck_stats, read_decks
from studykit.store.outlines import read_concept, read_sections

_QUOTED: Final = re.compile(r"^> \[\[([^\[\]|#\n]+)", re.MULTILINE)
"""The note that a card was read in, in a deck file."""
_OF_A_LINE: Final = 3
"""More drafts than this are not made from what a map says of a note."""


def may_be_too_much(store: Store, plan: Plan) -> bool:
    """Whether so many notes may be gone that a build of everything would stop (`support.GONE_SHARE`)."""
    assert plan.compared is not None  # every plan says what it compared
    nowhere = {card for card, (_, found) in plan.elsewhere.items() if not found}
    cards = (card for _, card, note in plan.compared.cards if note is None)
    gone = {card.source.note for card in cards if card.source and card.stamp and card.stamp.id in nowhere}
    if len(gone) <= 1:
        return False
    notes = {name for row in read_decks(store).values() for name in _QUOTED.findall(row.text)}
    return len(gone) > GONE_SHARE / 2 * len(notes)


def are_new(store: Store, files: Collection[str], plan: Plan) -> bool:
    """Whether these are the files that a full build would make for sections that had no card yet."""
    taken = {file.casefold() for file in read_deck_stats(store)} if files else set()
    return not any(file.casefold() in taken or is_named_header(plan.decks[file].header) for file in files)


def beside(store: Store, world: World, planned: Planned) -> set[NotePath]:
    """The notes that a map speaks of below a heading where new or lost drafts of it may be too many.

    What is drafted from a map's lines is of many notes, and counted together.
    """
    compared, resolver = planned.plan.compared, planned.scan.resolver
    assert compared is not None  # every plan says what it compared
    offers = (compared.offers[index] for index in compared.free)
    said = {(note, draft.source.heading) for (draft, note), concept, _ in offers if note != concept.note}
    said |= {
        (note, card.source.heading)
        for index, (_, card, note) in enumerate(compared.cards)
        if index not in compared.matched and card.source is not None and note in world.titles
    }
    for draft in planned.drafted.former:
        path = resolver.resolve(Link(draft.source.note, "", "", "", 0), NotePath("")).path
        if path in world.titles:
            said.add((NotePath(path), draft.source.heading))
    found: set[NotePath] = set()
    for path, heading in said:
        sections = [one for one in read_sections(store, path) if heading in one.id.path[-1:] or not heading]
        notes = {entry.note for one in sections for entry in one.entries if entry.gloss}
        if len(notes) * _OF_A_LINE > CARDS_A_UNIT:
            found |= {note for note in notes if _is_at_home(store, note, path)}
        found |= {path} & world.loose
    return found


def _is_at_home(store: Store, note: NotePath, path: NotePath) -> bool:
    """Whether a note is drafted from what a map says of it."""
    concept = read_concept(store, note)
    return concept is not None and concept.section.moc == path


def may_return(world: World, planned: Planned, texts: Iterable[bytes], lost: Iterable[Card]) -> bool:
    """Whether a card of a note that is not meant stands by the words of some other note, or could do so now.

    `texts` are those of the notes that changed, `lost` cards without a note, where one may have come back.
    """
    others = [
        quote
        for card, quote in world.elsewhere.items()
        if card not in {card.id for card in planned.cards.values() if card.note in planned.meant.whole}
    ]
    if any(found for _, found in others):
        return True
    if _is_back(planned, lost):
        return True
    held = [Normalised(raw.decode("utf-8", "replace")) for raw in texts]
    notes = [one.note for one in planned.meant.changed.values() if one.note is not None]
    said = [value for note in notes for value in note.properties.values() if isinstance(value, str)]
    held += map(Normalised, said)
    return any(text.find(quote) is not None for quote, _ in others for text in held)


def _is_back(planned: Planned, lost: Iterable[Card]) -> bool:
    """Whether the note of a card that had lost its own is there again."""
    names = {card.source.note for card in lost if card.source is not None}
    resolver = planned.scan.resolver
    return any(resolver.resolve(Link(name, "", "", "", 0), NotePath("")).path for name in names if name)
