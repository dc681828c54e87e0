"""Plan about the notes that are meant by the code that plans about a whole vault, and about more where it reaches."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from studykit.changes.keys import keys_of_draft
from studykit.changes.looks import look, unpacked
from studykit.changes.matches import Offered
from studykit.decks.files import read_rejected
from studykit.decks.format import Deck
from studykit.drafting.lints.fronts import front_of
from studykit.flows.clock import Clock
from studykit.flows.decks.standing import REJECTED, Standing
from studykit.flows.drafting.draft import draft_all
from studykit.flows.imported.known import imported
from studykit.flows.incremental.changed import Changed
from studykit.flows.incremental.meant import Meant, Planned
from studykit.flows.incremental.neighbours import Neighbours
from studykit.flows.incremental.reaching import are_new, beside, may_be_too_much, may_return
from studykit.flows.known import likeness
from studykit.flows.known.alike import Alike
from studykit.flows.known.memory import Memory
from studykit.flows.known.world import World
from studykit.flows.planning.inline_decks import named_section, sections_of, with_named
from studykit.flows.planning.plan import Known, in_normal_form, plan_build
from studykit.flows.planning.steps import Compared
from studykit.flows.request import Request
from studykit.flows.workspace import Workspace
from studykit.model.card import Draft, content_digest
from studykit.model.concept import SectionId
from studykit.model.event import silent
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.store.db import Store
from studykit.store.decks import files_of, known_ids, read_cards, read_decks
from studykit.store.drafts import only_of, read_waiting
from studykit.store.looks import read_looks, tied, tied_to
from studykit.store.outlines import read_outline

_MOST_NOTES = 64
"""More notes than this are planned with all the others, in a vault that is not large."""
_SHARE = 100
"""In a large one, more than one in so many."""


def most_notes(world: World) -> int:
    """More notes than this are planned with all the others: in a large vault some more than in a small one."""
    return max(_MOST_NOTES, world.report["notes"] // _SHARE)


class Planning:
    """Plans about the notes that are meant, and about more where their questions reach further."""

    def __init__(
        self,
        workspace: Workspace,
        request: Request,
        store: Store,
        world: World,
        meant: Meant,
        changed: Changed,
        now: int,
        clock: Clock,
        memory: Memory,
    ) -> None:
        self.workspace = workspace
        self.request = request
        self.store = store
        self.world = world
        self.meant = meant
        self.texts = [raw for _, raw in changed.texts]
        self.memory = memory
        self.looks = memory.alike(lambda: Alike(world.alike)).reading(partial(read_looks, store))
        self.looks.add(sorted(changed.came))
        self.neighbours = Neighbours(store, world, meant, self.looks)
        self.imported = imported(store)
        self.now = now
        self.clock = clock

    def plan(self) -> Planned | None:
        most = most_notes(self.world)
        rounds = 0
        while len(self.meant.before) <= most and rounds <= 2 * most:
            rounds += len(self.meant.before)  # each plans them all again
            self.neighbours.joining.clear()
            planned = self.once()
            if planned is None or not self.is_known(planned):
                return None
            self.clock.lap("merge")
            if not self.neighbours.joining:
                return planned
            for path in self.neighbours.joining:
                is_map = path in self.world.titles
                known = (
                    read_outline(self.store, path) if is_map and path in self.world.loose else self.world.outline(path)
                )
                if known is None:
                    return None
                self.meant.before[path] = known
        return None

    def once(self) -> Planned | None:
        workspace, store, meant = self.workspace, self.store, self.meant
        notes: dict[NotePath, Note] = {path: known.note for path, known in meant.before.items()}
        notes |= {path: one.note for path, one in meant.changed.items() if one.note is not None}
        concepts = [known.concept for known in meant.before.values() if known.concept is not None]
        scanned = self.world.scan(notes, concepts)
        with only_of(store, meant.whole):
            drafted = draft_all(scanned, workspace.config, store, silent)
        named = sections_of(drafted).keys()
        if not set(map(_named, drafted.former)) - {None} <= named <= scanned.sections.keys():
            return None  # which decks are named is a question of all notes
        scanned = with_named(scanned, drafted)
        self.clock.lap("draft")
        self.neighbours.place_of = {
            in_normal_form(draft): self.world.place(concept) for concept, drafts in drafted.concepts for draft in drafts
        }
        rehomed = meant.rehomed
        files = files_of(store, meant.whole) | {self.world.file_of(concept.section) for concept in concepts}
        files |= set(map(self.world.file_of, named))
        files |= set(map(self.world.file_of, rehomed.shifted)) if rehomed is not None else set()
        files |= meant.by_hand.decks.keys()
        files.discard("")
        cards = read_cards(store, files)
        rows = read_decks(store, sorted(files))
        if len(rows) < len(files):
            return None
        stood = {file: self.memory.deck(row) for file, row in rows.items()}
        standing = self.standing(stood, {file: row.digest for file, row in rows.items()})
        waiting = read_waiting(store, meant.whole)
        suggested = {one.card: one.draft for one in waiting if one.state == "suggestion"}
        changed = {unit.key for unit in drafted.changed}
        known = Known(drafted.former, suggested, drafted.unit_of, {}, changed, self.imported, self.world.followed)
        plan = plan_build(
            scanned, drafted.concepts, standing, workspace.config, now=self.now,
            force=self.request.force or rehomed is not None,
            known=known, near=self.neighbours.near,
            cards={card.id for card in cards.values() if card.note in meant.whole},
        )  # fmt: skip
        if (
            not are_new(store, plan.decks.keys() - standing.decks.keys(), plan)
            or standing.decks.keys() - plan.decks.keys()
        ):
            return None
        if rehomed is not None and (plan.moved or (rehomed.names is not None and standing.rejected)):
            return None  # whether a draft is one that was rejected may depend on a name
        if rehomed is not None and not self.request.force and may_be_too_much(store, plan):
            return None
        free_like = self.neighbours.free_like
        return Planned(
            meant, scanned, drafted, standing, cards, plan, set(suggested), stood, lambda front: bool(free_like(front))
        )

    def standing(self, stood: Mapping[str, Deck], digests: Mapping[str, str | None]) -> Standing:
        """Some deck files as they lie there: as the last build left them, or as a person saved them since."""
        folder, by_hand = self.workspace.decks, self.meant.by_hand
        rejected, problems = read_rejected(folder / REJECTED, f"{folder.name}/{REJECTED}")
        return Standing(
            {**stood, **by_hand.decks}, {**digests, **by_hand.digests}, rejected=rejected, problems=problems
        )

    def is_known(self, planned: Planned) -> bool:
        """Whether the plan is one that a full build would make, but for notes that have to join."""
        compared = planned.plan.compared
        assert compared is not None  # every plan says what it compared
        whole = self.meant.whole
        cards, drafts = likeness.loose_keys(compared)
        cards |= {key for offered in _edited(compared, planned.drafted.former) for key in keys_of_draft(offered)}
        loose = {*self.world.loose, likeness.NOWHERE} - whole  # a draft can only be taken for a card
        if tied(self.store, cards, whole) or tied_to(self.store, drafts, loose):
            return False
        new = [step.card for step in planned.plan.steps if step.action == "new"]
        if known_ids(self.store, new) - planned.cards.keys():
            return False
        came = self.meant.rehomed is not None and not self.meant.gone
        lost = [card for card, _, _ in self.neighbours.cards_of(likeness.NOWHERE)] if came else []
        if may_return(self.world, planned, self.texts, lost):
            return False
        found = likeness.fronts(compared, likeness.asked(compared))
        if not found.keys() <= whole:
            return False  # a line of a map has lost its card, or a card its note
        own = [one.choices for one in found.values()]
        others = list(self.looks.choices(without=whole))
        together = (own, [*others, *own], self.looks.choices(without=()))
        if any(map(likeness.keys_at_one_place, together)):
            return False
        contents = [offer.offered.draft.content for offer in compared.offers]
        contents += [draft.content for draft in planned.drafted.former]
        contents += [card.content for _, card, _ in compared.cards]
        contents += [card.content for card in compared.merged.values()]
        contents += [block.card.content for file in self.meant.by_hand.decks for block in planned.stood[file].cards]
        by_look = {look(front): front for front in map(front_of, contents)}
        moved: set[int] = set()
        for path in whole:
            now, row = found.get(path, likeness.Fronts()), self.looks.of(path)
            for mine, theirs in ((now.free, row.free), (now.standing, row.standing)):
                moved |= set(map(look, mine)) ^ set(unpacked(theirs))
        if not moved <= by_look.keys():
            return False
        homes = self.meant.rehomed.moved if self.meant.rehomed is not None else frozenset()
        for front in {front for path in homes if path in found for front in found[path].free}:
            self.neighbours.joining |= self.neighbours.free_like(front)  # which of them comes first may be otherwise
        for one in moved:
            self.neighbours.joining |= self.neighbours.free_like(by_look[one])
        self.neighbours.joining |= beside(self.store, self.world, planned) - self.meant.before.keys()
        return True


def _edited(compared: Compared, former: Iterable[Draft]) -> Iterator[Offered]:
    """What cards that a person changed were drafted as, of those that no pass within their notes found."""
    drafted = {(draft.source.note, content_digest(draft.content)): draft for draft in map(in_normal_form, former)}
    for index, (_, card, note) in enumerate(compared.cards):
        if index not in compared.local and card.edited and card.stamp and card.source and note is not None:
            draft = drafted.get((card.source.note, card.stamp.base))
            if draft is not None:
                yield Offered(draft, note)


def _named(draft: Draft) -> SectionId | None:
    """The section of the deck that a note names for a draft."""
    section = named_section(draft)
    return section.id if section is not None else None
