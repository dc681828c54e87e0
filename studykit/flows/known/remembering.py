"""Keep what the next build needs, in one transaction: the last thing that a build does.

Deck files and packages are on the disk by then. A build that is cut off before has remembered nothing, so that the
next one does all of it again, and finds most of it done.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

from studykit.changes.keys import DigestOf
from studykit.changes.looks import LookOf
from studykit.decks.format import Deck
from studykit.flows.decks.standing import stored_deck
from studykit.flows.drafting.draft import Drafted
from studykit.flows.known import likeness
from studykit.flows.known import world as known_world
from studykit.flows.known.unsettled import loose, settled_by, unsettled
from studykit.flows.planning.carrying import Carried
from studykit.flows.planning.inline_told import Told
from studykit.flows.planning.steps import Compared, Plan, Step
from studykit.flows.reading.scan import Scan
from studykit.flows.workspace import Workspace
from studykit.model.card import Content, Kind
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.store.db import Store, transaction
from studykit.store.decisions import write_carried
from studykit.store.decks import StoredCard, StoredDeck, write_cards, write_decks
from studykit.store.drafts import count_units, write_units, write_waiting
from studykit.store.events import Event, add_events
from studykit.store.inline_brought import write_inline_rows
from studykit.store.looks import Looks, write_looks, write_ties
from studykit.store.outlines import Outlined, write_leans, write_maps, write_outlines
from studykit.store.sources import Seen, has_sources, write_facts, write_sources
from studykit.store.transactions import filling
from studykit.vault.resolve import Resolver


class Done(NamedTuple):
    """What a build did, for the next one."""

    plan: Plan
    drafted: Drafted
    facts: Mapping[str, str]
    cards: Mapping[str, StoredCard]
    """The cards as the last build left them, by id."""
    suggested: Collection[str]
    """Cards beside which a suggestion waited already."""
    now: int
    told: Told = Told()
    """What other tools wrote beside cards."""


class LeftAlone(NamedTuple):
    """Files that were refused, or saved by a person while the build ran, and what the last build knew of them."""

    files: frozenset[str] = frozenset()
    decks: tuple[StoredDeck, ...] = ()
    cards: tuple[StoredCard, ...] = ()


def left_alone(files: Iterable[str], decks: Mapping[str, StoredDeck], cards: Mapping[str, StoredCard]) -> LeftAlone:
    """What the last build knew of some files."""
    names = frozenset(files)
    return LeftAlone(
        names,
        tuple(decks[file] for file in names if file in decks),
        tuple(card for card in cards.values() if card.file in names),
    )


def remember(store: Store, workspace: Workspace, scanned: Scan, done: Done, left: LeftAlone, carried: Carried) -> None:
    """Keep what a full build found and did."""
    plan, drafted = done.plan, done.drafted
    written = [(file, deck) for file, deck in plan.decks.items() if file not in left.files]
    digest = DigestOf().__getitem__
    with transaction(store) if has_sources(store) else filling(store):
        write_sources(store, _seen(scanned))
        write_units(store, drafted.changed, drafted.gone)
        decks = (stored_deck(workspace.decks, *one) for one in written if (workspace.decks / one[0]).is_file())
        write_decks(store, chain(left.decks, decks))
        write_cards(store, chain(left.cards, stored_cards(written, plan.steps)))
        write_waiting(store, plan.waiting, digest=digest)
        write_facts(store, done.facts)
        write_carried(
            store,
            {number: (step.card, "") for number, step in plan.placed.items() if step.file not in left.files}
            | {number: (one.card, one.before) for number, one in carried.placed.items() if one.file not in left.files},
            [number for number, one in carried.withdrawn.items() if one.file not in left.files],
        )
        add_events(store, events(done))
        write_inline_rows(store, done.told.rows)
        _write_known(store, scanned, done, digest)


def _write_known(store: Store, scanned: Scan, done: Done, digest: Callable[[Content], str]) -> None:
    """What makes it possible to build from a few notes the next time."""
    compared = done.plan.compared
    assert compared is not None  # every plan says what it compared
    concepts = {concept.note: concept for concept in scanned.concepts}
    units = count_units(store)
    pending = likeness.pending_by_note(done.plan)
    write_outlines(
        store,
        (
            Outlined(note, concepts.get(path), units[path], pending[path])
            for path, note in sorted(scanned.notes.items())
        ),
    )
    write_maps(store, known_world.stored_sections(scanned))
    write_leans(store, leans(scanned.notes.values(), scanned.resolver, scanned.embedded))
    settled, looks = _looks(done.plan, compared)
    write_looks(store, looks)
    write_ties(store, likeness.ties(compared, digest))
    headers = {(deck.header.moc, deck.header.section): file for file, deck in done.plan.decks.items()}
    files = {
        known_world.section_key(key): headers[key.moc, " / ".join(key.path)]
        for key in scanned.sections
        if (key.moc, " / ".join(key.path)) in headers
    }
    left = unsettled(done.plan, settled)
    write_facts(store, known_world.world_facts(scanned, left, loose(done.plan), files, done.plan.elsewhere, looks))


def _looks(plan: Plan, compared: Compared) -> tuple[set[NotePath], list[Looks]]:
    """The notes that are settled (`unsettled.settled_by`), and how the questions of all notes look: these are kept, and
    what they were found with, tens of MB in a large vault, is let go."""
    asked, look_of = likeness.asked(compared), LookOf()
    settled = settled_by(plan, asked, look_of)
    return settled, likeness.looks(likeness.fronts(compared, asked, settled), look_of)


def _seen(scanned: Scan) -> Iterator[Seen]:
    for file in scanned.listing.notes:
        note = scanned.notes.get(NotePath(file.path))
        yield Seen(file.path, file.mtime_ns, file.size, file.inode, note.digest if note is not None else "")


def leans(
    notes: Iterable[Note], resolver: Resolver, embedded: Iterable[tuple[NotePath, NotePath]]
) -> Iterator[tuple[str, str, str]]:
    """Which notes ask something of another's text: (target, source, how). One that shows it also asks for headings."""
    found: dict[tuple[str, str], str] = {}
    for note in notes:
        for link in note.links:
            if link.heading or link.block:
                found[resolver.resolve(link, note.path).path, note.path] = "anchor"
    found |= {(target, source): "embed" for source, target in embedded}
    return ((target, source, how) for (target, source), how in found.items() if target)


_KINDS: Final = {kind: kind.value for kind in Kind}
"""The kinds as plain words, looked up once: an enumeration works its values out each time."""


def stored_cards(
    decks: Iterable[tuple[str, Deck]], steps: Iterable[Step], before: Mapping[str, StoredCard] | None = None
) -> Iterator[StoredCard]:
    """The cards of some decks for the store. One that no step is about keeps the note it had."""
    notes = {card.id: card.note for card in before.values()} if before is not None else {}
    notes |= {step.card: step.note for step in steps}
    for file, deck in decks:
        for block in deck.cards:
            content, stamp = block.card.content, block.card.stamp
            if stamp is not None:
                yield StoredCard(
                    stamp.id, file, notes.get(stamp.id, ""), _KINDS[content.kind], content.front, stamp.base
                )


_TOLD: Final = frozenset({"new", "updated", "retired", "revived", "deleted"})
"""Actions that are events whatever else is known of the card."""


def events(done: Done) -> Iterator[Event]:
    """What happened to cards, with reasons: nothing for those that only stand."""
    mods: dict[str, int] = {}
    reasons: Counter[str] = Counter()
    if any(step.card and step.action not in _TOLD for step in done.plan.steps):  # nothing else asks for these
        cards = (block.card for deck in done.plan.decks.values() for block in deck.cards)
        mods = {card.stamp.id: card.stamp.mod for card in cards if card.stamp is not None}
        reasons = Counter(step.card for step in done.plan.steps)
    for step in done.plan.steps:
        if not step.card:
            continue
        before = done.cards.get(step.card)
        detail: dict[str, object] = {"reason": step.reason, "file": step.file, "note": step.note}
        if step.why is not None and step.why.how and step.why.how != "base":
            detail |= step.why.as_object()
        if step.action in _TOLD:
            yield Event(done.now, step.card, step.action, detail)
        elif before is None and reasons[step.card] == 1:
            yield Event(done.now, step.card, "new", {**detail, "reason": "own" if step.reason == "own" else "found"})
        elif (step.action == "edited" and mods.get(step.card) == done.now) or (
            step.reason == "edited-new-draft" and step.card not in done.suggested
        ):
            yield Event(done.now, step.card, "edited", detail)
        if before is not None and step.file and before.file != step.file:
            yield Event(done.now, step.card, "moved", {"from": before.file, "to": step.file})
