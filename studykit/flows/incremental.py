"""Build from the few notes that changed, and end where a full build would have ended.

The last build left everything decided, so a note that did not change, that shows none that did, and whose questions
are like none that came or went, has nothing new to be decided about. What is left is planned by the same code as a
whole vault (`plan_build`), over the cards and drafts of these notes alone. Wherever something reaches further, a name,
a map, a deck file, a card that could be another note's, the answer is None, and the full build is made.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from studykit.changes.looks import alike, look, unpacked
from studykit.decks.files import read_rejected
from studykit.decks.format import Deck
from studykit.drafting.grounding import Normalised
from studykit.flows import likeness, noop
from studykit.flows.alike import Alike, look_of
from studykit.flows.by_hand import ByHand, taken_in
from studykit.flows.changed import Changed, changed_notes
from studykit.flows.drafting import draft_all
from studykit.flows.glance import Glance
from studykit.flows.imported_known import imported
from studykit.flows.inline_decks import sections_of, with_named
from studykit.flows.known_world import World
from studykit.flows.likeness import front_of
from studykit.flows.meant import Meant, Planned
from studykit.flows.memory import Memory, leave, recall
from studykit.flows.noop import Known as Before
from studykit.flows.plan import Known, in_normal_form, plan_build
from studykit.flows.rebuild import Clock, moment
from studykit.flows.request import Outcome, Request
from studykit.flows.scan import find_mocs
from studykit.flows.settling import settle
from studykit.flows.standing import REJECTED, Standing
from studykit.flows.stored_text import cards_in
from studykit.flows.workspace import Workspace
from studykit.model.card import Card, Content, Draft
from studykit.model.event import Listener, silent
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.store.db import Store
from studykit.store.decks import files_of, known_ids, read_cards, read_decks
from studykit.store.drafts import drafts_of, only_of, read_waiting
from studykit.store.looks import read_looks, read_standing, tied
from studykit.store.outlines import leaning, read_concept
from studykit.vault.parse import outline_notes

MOST_NOTES = 64
"""More notes than this are planned with all the others."""


def incremental(
    workspace: Workspace,
    request: Request,
    listener: Listener,
    started: float,
    store: Store,
    before: Before,
    seen: Glance,
) -> Outcome | None:
    """Build what changed; None where only a full build can tell what that is. Nothing is written then."""
    now, scan_started_ns = moment()
    clock = Clock(started)
    if before.facts.get("settings") != noop.settings(workspace):
        return None
    if before.facts.get("rejected") != noop.rejected_stat(workspace):
        return None
    memory = recall(str(workspace.store), before.facts.get("scanned", ""))
    world = World(workspace, store, before, memory)
    changed = changed_notes(workspace, store, before, seen) if world.ready else None
    by_hand = taken_in(workspace, store, memory, now) if changed is not None else None
    meant = _meant(workspace, store, world, changed, by_hand) if changed is not None and by_hand is not None else None
    if changed is None or meant is None:
        return None
    clock.lap("scan")
    texts = [raw for _, raw in changed.texts]
    planning = _Planning(workspace, request, store, world, meant, texts, now, clock, memory)
    planned = planning.plan()
    if planned is None:
        return None
    facts = noop.facts(workspace, seen, scan_started_ns, complete=True, before=before.folders) | world.models.fact()
    outcome = settle(
        workspace, request, listener, store, before, world.report, planned, changed, facts, clock, now, memory
    )
    leave(str(workspace.store), facts["scanned"], memory)
    return outcome


def _meant(workspace: Workspace, store: Store, world: World, changed: Changed, by_hand: ByHand) -> Meant | None:
    """The notes that changed, those that show them, those with a card that a person changed, those that the last build
    left unsettled; None for too much."""
    parsed = dict(zip((path for path, _ in changed.texts), outline_notes(changed.texts), strict=True))
    if len(parsed) + len(world.unsettled) > MOST_NOTES:
        return None
    meant = Meant(parsed, {}, set(), by_hand)
    for path, one in parsed.items():
        known = world.outline(path)
        note = one.note
        if known is None or note is None or one.damaged or path in world.damaged:
            return None
        if (note.title, note.aliases) != (known.note.title, known.note.aliases):
            return None
        if find_mocs([note], workspace.config):
            return None
        if (note.headings, note.blocks) != (known.note.headings, known.note.blocks):
            meant.asking.update(NotePath(source) for source, _ in leaning(store, path))
    waiting = [*parsed, *by_hand.notes, *map(NotePath, world.unsettled)]
    while waiting:
        path = waiting.pop()
        if path not in meant.before:
            known = world.outline(path)
            if known is None:
                return None
            meant.before[path] = known
            waiting += [NotePath(source) for source, how in leaning(store, path) if how == "embed"]
    meant.asking -= parsed.keys()
    return meant if len(meant.before) <= MOST_NOTES else None


class _Planning:
    """Plans about the notes that are meant, and about more where their questions reach further."""

    def __init__(
        self,
        workspace: Workspace,
        request: Request,
        store: Store,
        world: World,
        meant: Meant,
        texts: Sequence[bytes],
        now: int,
        clock: Clock,
        memory: Memory,
    ) -> None:
        self.workspace = workspace
        self.request = request
        self.store = store
        self.world = world
        self.meant = meant
        self.texts = texts
        self.memory = memory
        self.looks = memory.alike(lambda: Alike(world.alike)).reading(partial(read_looks, store))
        self.joining: set[NotePath] = set()
        self.places: dict[str, tuple[object, ...]] = {}
        self.place_of: dict[Draft, tuple[object, ...]] = {}
        self.imported = imported(store)
        self.now = now
        self.clock = clock

    def plan(self) -> Planned | None:
        while len(self.meant.before) <= MOST_NOTES:
            self.joining.clear()
            planned = self.once()
            if planned is None or not self.is_known(planned):
                return None
            self.clock.lap("merge")
            if not self.joining:
                return planned
            for path in self.joining:
                known = self.world.outline(path)
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
        with only_of(store, meant.before):
            drafted = draft_all(scanned, workspace.config, store, silent)
        scanned = with_named(scanned, drafted)
        self.clock.lap("draft")
        self.place_of = {
            in_normal_form(draft): self.world.place(concept) for concept, drafts in drafted.concepts for draft in drafts
        }
        files = files_of(store, meant.before) | {self.world.file_of(concept.section) for concept in concepts}
        files |= {self.world.file_of(section) for section in sections_of(drafted)}
        files |= meant.by_hand.decks.keys()
        files.discard("")
        cards = read_cards(store, files)
        rows = read_decks(store, sorted(files))
        if len(rows) < len(files):
            return None
        stood = {file: self.memory.deck(row) for file, row in rows.items()}
        standing = self.standing(stood, {file: row.digest for file, row in rows.items()})
        waiting = read_waiting(store, meant.before)
        suggested = {one.card: one.draft for one in waiting if one.state == "suggestion"}
        changed = {unit.key for unit in drafted.changed}
        known = Known(drafted.former, suggested, drafted.unit_of, {}, changed, self.imported)
        plan = plan_build(
            scanned, drafted.concepts, standing, workspace.config, now=self.now, force=self.request.force,
            known=known, near=self.near,
            cards={card.id for card in cards.values() if card.note in meant.before},
        )  # fmt: skip
        if plan.decks.keys() != standing.decks.keys():
            return None  # a section's first card: which name its file gets is a question of all the others
        return Planned(meant, scanned, drafted, standing, cards, plan, set(suggested), stood)

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
        if tied(self.store, likeness.loose_keys(compared), {str(path) for path in self.meant.before}):
            return False
        new = [step.card for step in planned.plan.steps if step.action == "new"]
        if known_ids(self.store, new) - planned.cards.keys():
            return False
        if self.may_return(planned):
            return False
        found = likeness.fronts(compared)
        if not found.keys() <= self.meant.before.keys():
            return False  # a line of a map has lost its card, or a card its note
        own = [one.choices for one in found.values()]
        others = list(self.looks.choices(without=self.meant.before))
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
        for path in self.meant.before:
            now, row = found.get(path, likeness.Fronts()), self.looks.of(path)
            for mine, theirs in ((now.free, row.free), (now.standing, row.standing)):
                moved |= set(map(look, mine)) ^ set(unpacked(theirs))
        if not moved <= by_look.keys():
            return False
        for one in moved:
            self.joining |= self.free_like(by_look[one])
        return True

    def may_return(self, planned: Planned) -> bool:
        """Whether a card of a note that is not meant stands by the words of some other note, or could do so now."""
        others = [
            quote
            for card, quote in self.world.elsewhere.items()
            if card not in {card.id for card in planned.cards.values() if card.note in self.meant.before}
        ]
        if any(found for _, found in others):
            return True
        texts = [Normalised(raw.decode("utf-8", "replace")) for raw in self.texts]
        notes = [one.note for one in self.meant.changed.values() if one.note is not None]
        said = [value for note in notes for value in note.properties.values() if isinstance(value, str)]
        texts += map(Normalised, said)
        return any(text.find(quote) is not None for quote, _ in others for text in texts)

    def near(self, drafts: Sequence[Draft]) -> list[Content]:
        """What stands elsewhere and is like one of some new drafts, and new drafts there that come before it.

        A note with a draft that comes before one and after another has to join.
        """
        found: list[Content] = []
        asked = [(front_of(draft.content), draft) for draft in drafts]
        least_shared = [look_of(front) for front, _ in asked]
        for front in {front for front, _ in asked}:
            for note in self.others_near(front, free=False):
                cards = self.cards_of(note)
                if any(card.edited and card.stamp is not None and card.stamp.base for card in cards):
                    self.joining.add(NotePath(note))  # what it was drafted as counts too
                found += [
                    card.content
                    for card in cards
                    if card.stamp is not None and not card.stamp.retired and alike(front_of(card.content), front)
                ]
        for note in dict.fromkeys(note for front, _ in asked for note in self.others_near(front, free=True)):
            if self.world.is_of_models(note):
                self.joining.add(NotePath(note))  # a section as a whole may have given it drafts
            shown = set(unpacked(self.looks.of(note).free))
            for other in drafts_of(self.store, note):
                theirs = front_of(other.content)
                seen = look(theirs)
                if seen not in shown:
                    continue
                mine = [
                    draft
                    for (front, draft), (one, least) in zip(asked, least_shared, strict=True)
                    if (one & seen).bit_count() >= least and alike(theirs, front)
                ]
                before = {(-other.score, self.place(note)) < (-draft.score, self.place_of[draft]) for draft in mine}
                if before == {True}:
                    found.append(other.content)
                elif len(before) > 1:
                    self.joining.add(NotePath(note))
        self.joining.discard(likeness.NOWHERE)
        return found

    def place(self, note: str) -> tuple[object, ...]:
        """Where a note comes among all that are drafted."""
        if note not in self.places:
            concept = read_concept(self.store, note)
            self.places[note] = self.world.place(concept) if concept is not None else ()
        return self.places[note]

    def others_near(self, front: str, *, free: bool) -> list[str]:
        """The notes that are not meant with a card, or a draft that is none (`free`), that could be like a question."""
        return self.looks.near(front, free=free, without=self.meant.before)

    def free_like(self, front: str) -> set[NotePath]:
        """The other notes with a draft like this question that is no card."""
        return {
            NotePath(note)
            for note in self.others_near(front, free=True)
            if any(alike(front_of(draft.content), front) for draft in drafts_of(self.store, note))
            or self.world.is_of_models(note)
        }

    def cards_of(self, note: str) -> list[Card]:
        """The cards of a note that is not meant, as the last build left them."""
        found = read_standing(self.store, "" if note == likeness.NOWHERE else note)
        wanted = {card for _, card in found}
        decks = read_decks(self.store, dict.fromkeys(file for file, _ in found)).values()
        return [card for deck in decks for card in cards_in(deck.text, deck.file, wanted)]
