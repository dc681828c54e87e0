"""New cards: which drafts go into the decks, which wait for a person, and where each card stands."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from itertools import groupby

from studykit.changes.matches import Matches
from studykit.config import Config
from studykit.decks.edit import insert_blocks
from studykit.decks.format import CardBlock, card_block, new_deck, print_card
from studykit.drafting.acceptance import Acceptance
from studykit.drafting.lints import Verdict, check_together
from studykit.drafting.lints.fronts import front_of
from studykit.drafting.rules import AUTHORED, WRITTEN
from studykit.flows.decks.refusals import Refusals
from studykit.flows.decks.standing import Standing, fresh_id
from studykit.flows.imported.known import HELD, Holds, nothing
from studykit.flows.planning.inline_decks import is_named, is_named_header, named_section
from studykit.flows.planning.section_files import SectionFiles
from studykit.flows.planning.steps import Offer, Plan, Step, Why
from studykit.flows.reading.scan import Scan
from studykit.model.card import Card, Content, Draft, Stamp, content_digest
from studykit.model.concept import Concept, SectionId
from studykit.model.ids import CardId, NotePath
from studykit.store.decisions import Decision
from studykit.store.drafts import Waiting

_AMBIGUOUS = "ambiguous"
_RULE_WAITS = "rule-waits"

Cards = Sequence[tuple[str, Card, NotePath | None]]
"""The cards that stand: file, card, and the note it was read in, where that is there."""


Near = Callable[[Sequence[Draft]], Sequence[Content]]
"""What stands elsewhere and one of some new drafts could be too like."""


class Placing:
    """Puts the drafts that no card matched into a plan. `now` is in seconds since 1970 (UTC)."""

    def __init__(
        self,
        plan: Plan,
        scan: Scan,
        standing: Standing,
        config: Config,
        files: SectionFiles,
        cards: Cards,
        now: int,
        near: Near | None = None,
        drafted: Collection[str] = (),
        whys: Mapping[int, Why] = {},
        imported: Holds = nothing,
    ) -> None:
        self.result = plan
        self.scan = scan
        self.standing = standing
        self.config = config
        self.files = files
        self.cards = cards
        self.now = now
        self.near = near
        self.drafted = drafted
        self.whys = whys
        """By the index of an offer, the card that is nearest to it and why that is another."""
        self.imported = imported
        self.free: list[int] = []
        """The indexes of the offers that were compared as new."""
        self.fronts: list[str] = []
        """What was compared of them."""
        self.plain: dict[int, bool] = {}
        """By index, those that go into decks, and whether nothing was said of them."""
        self.merged: dict[str, Card] = {}
        """By id, the cards that they were compared with."""

    def place(
        self,
        offers: Sequence[Offer],
        matches: Matches,
        matched: Mapping[int, Offer],
        accepted: Mapping[str, Decision],
    ) -> None:
        """Those that may go into decks, the best first under the caps; the others wait.

        `matched` are the drafts that are a standing card's, by its index in `cards`. What a person `accepted`, by its
        digest, goes into decks whatever speaks against it, unless they deleted it since.
        """
        chosen = self.choose(offers, matches, matched, accepted)
        self.insert([(offers[index], chosen[index], self.whys.get(index)) for index in sorted(chosen)])

    def choose(
        self,
        offers: Sequence[Offer],
        matches: Matches,
        matched: Mapping[int, Offer],
        accepted: Mapping[str, Decision],
    ) -> dict[int, Decision | None]:
        """The offers that go into decks, by index, each with the decision that brings it there. The others wait."""
        acceptance = Acceptance(self.config.drafting)
        refused = Refusals(self.standing.rejected, lambda: self.scan.names)
        for file, card, note in self.cards if accepted else ():
            if card.stamp is not None and card.stamp.base in accepted:  # a build that was cut off has placed it
                step = Step("kept", card.stamp.id, card.content.front, file, note or "", "same")
                self.result.placed[accepted[card.stamp.base].number] = step
        taken = {pair.offered for pair in matches.pairs}
        free = [
            index
            for index, (offered, _, _) in enumerate(offers)
            if index not in taken and not self.is_known(offered.draft, refused, accepted)
        ]
        free.sort(key=lambda index: -offers[index].offered.draft.score)
        contents = self.contents([offer.offered.draft for offer in matched.values()])
        drafts = [offers[index].offered.draft for index in free]
        contents += self.near(drafts) if self.near is not None else ()
        self.free, self.fronts = free, [front_of(draft.content) for draft in drafts]
        authored = {place for place, draft in enumerate(drafts) if draft.by in AUTHORED}
        together = check_together(drafts, contents, authored=authored, filled=self.headings(), fronts=self.fronts)
        notes, units = self.filled(matched)
        asks_imported = self.imported is not nothing
        chosen: dict[int, Decision | None] = {}
        said: set[str] = set()
        for place, index in enumerate(free):
            draft, (_, concept, unit) = drafts[place], offers[index]
            decision = accepted.get(content_digest(draft.content)) if accepted else None
            if decision is not None:
                if decision.base not in said:  # a text that the notes hold twice is one card
                    said.add(decision.base)
                    notes[concept.note] += 1
                    units[unit] += 1
                    chosen[index] = decision
                    self.plain[index] = False
                continue
            findings = together[place]
            errors: tuple[str, ...] = ()
            flags = draft.flags
            if findings:
                errors = tuple([finding.code for finding in findings if finding.verdict is Verdict.ERROR])
                flags += tuple([finding.code for finding in findings if finding.verdict is Verdict.FLAG])
            if index in matches.contested:
                self.wait(concept.note, draft.with_flags((*flags, _AMBIGUOUS)), _AMBIGUOUS, self.whys.get(index))
            elif errors and unit not in self.drafted:
                pass  # the build that drafted it has told
            elif errors:
                self.result.dropped.update((draft.by, code) for code in errors)
                if draft.by == WRITTEN:
                    self.result.twice.append((concept.note, draft))
            elif asks_imported and draft.by != WRITTEN and self.imported(draft.content):
                self.wait(concept.note, draft.with_flags((*flags, HELD)), HELD, self.whys.get(index))
            elif acceptance.waits(draft.by, concept.note, flags=flags):
                reason = flags[0] if flags else _RULE_WAITS
                self.wait(concept.note, draft.with_flags(flags), reason, self.whys.get(index))
            elif draft.by == WRITTEN or (
                notes[concept.note] < self.config.drafting.per_note and units[unit] < self.config.drafting.per_unit
            ):
                notes[concept.note] += 1
                units[unit] += 1
                chosen[index] = None
                self.plain[index] = not findings
        return chosen

    def headings(self) -> Counter[Hashable]:
        """How many cards stand below each heading: a passage that gave its share gives no more."""
        sources = [card.source for _, card, _ in self.cards if self.stands(card)]
        return Counter((source.note, source.heading) for source in sources if source is not None)

    def stands(self, card: Card) -> bool:
        """Whether a card takes room: one that is retired now has left it to others already."""
        stamp = self.merged.get(card.stamp.id, card).stamp if card.stamp is not None else None
        return stamp is not None and not stamp.retired

    def is_known(self, draft: Draft, refused: Refusals, accepted: Mapping[str, Decision]) -> bool:
        """Whether a draft is a card in a refused file, or one that a person rejected or deleted."""
        if not self.standing.held.bases and not accepted:
            return refused(draft)
        digest = content_digest(draft.content)
        if digest in self.standing.held.bases:
            return True
        return refused.holds(digest) if digest in accepted else refused(draft)

    def contents(self, taken: Iterable[Draft]) -> list[Content]:
        """What a new draft may not say again: every card as it shall be, and the text of an edited one's draft."""
        cards = [block.card for deck in self.result.decks.values() for block in deck.cards]
        self.merged = {card.stamp.id: card for card in cards if card.stamp is not None}
        standing = [card for card in cards if card.stamp is None or not card.stamp.retired]
        return [*(draft.content for draft in taken), *(card.content for card in (*standing, *self.standing.held.cards))]

    def wait(self, note: NotePath, draft: Draft, reason: str, why: Why | None) -> None:
        self.result.waiting.append(Waiting(note, "pending", "", draft))
        self.result.steps.append(Step("pending", "", draft.content.front, "", note, reason, why))

    def filled(self, matched: Mapping[int, Offer]) -> tuple[Counter[NotePath], Counter[str]]:
        """How many cards stand by note and by unit: they fill the caps first."""
        notes: Counter[NotePath] = Counter()
        units: Counter[str] = Counter()
        for index, (_, card, note) in enumerate(self.cards):
            offer = matched.get(index)
            if offer is not None:
                notes[offer.concept.note] += 1
                units[offer.unit] += 1
            elif note is not None and self.stands(card):
                notes[note] += 1
        return notes, units

    def insert(self, chosen: Sequence[tuple[Offer, Decision | None, Why | None]]) -> None:
        taken = {card.stamp.id for _, card in self.standing.cards() if card.stamp is not None} | self.standing.held.ids
        taken |= {CardId(record["id"]) for record in self.standing.rejected}
        homes = self.homes()
        groups: dict[tuple[str, NotePath], list[CardBlock]] = defaultdict(list)
        concepts: dict[NotePath, Concept] = {}
        sections: dict[tuple[str, NotePath], SectionId] = {}
        before: Concept | None = None
        steps = self.result.steps
        for ((draft, _), concept, _), decision, why in chosen:
            named = named_section(draft) if draft.brought is not None else None
            if named is not None or concept is not before:  # the cards of a note come one after the other
                home = named.id if named is not None else concept.section
                file = (homes.get(concept.note) if named is None else "") or self.files.file_for(home)
                section = " / ".join(home.path)
                before = concept if named is None else None
                if not (refused := file in self.standing.refused):
                    group = groups[file, concept.note]
                    concepts[concept.note] = concept
                    sections[file, concept.note] = home
            if refused:
                continue
            own = draft.content
            key = fresh_id(taken, section, draft.source.note, own)
            stamp = Stamp(key, draft.by, content_digest(own), self.now, False, "", draft.tags)
            content = decision.draft.content if decision is not None else own
            group.append(_block(draft, content, stamp))
            step = Step("new", key, content.front, file, concept.note, draft.by, why)
            steps.append(step)
            if decision is not None:
                self.result.placed[decision.number] = step
        places = {file: place for place, (file, _) in enumerate(groups, start=1)}
        ordered = sorted(groups.items(), key=lambda item: places[item[0][0]] if is_named(sections[item[0]]) else 0)
        for (file, home), run in groupby(ordered, lambda item: (item[0][0], sections[item[0]])):
            value = self.scan.sections[home]
            deck = self.result.decks.get(file)
            if deck is None:
                deck = new_deck(value.deck, home.moc, " / ".join(home.path), value.order)
            titles = [self.title(entry.note, entry.label) for entry in value.entries]
            headed = [(self.title(note, concepts[note].label), blocks) for (_, note), blocks in run]
            self.result.decks[file] = insert_blocks(deck, headed, titles)

    def title(self, note: NotePath, label: str) -> str:
        found = self.scan.notes.get(note)
        return label or (found.title if found is not None else note)

    def homes(self) -> dict[NotePath, str]:
        """The file in which most cards of a note stand: its home stays where it was."""
        counts: dict[NotePath, Counter[str]] = defaultdict(Counter)
        for file, _, note in self.cards:
            header = self.standing.decks[file].header
            if note is not None and note not in self.scan.mocs and not is_named_header(header):
                counts[note][file] += 1
        return {note: files.most_common(1)[0][0] for note, files in counts.items()}


def _block(draft: Draft, content: Content, stamp: Stamp) -> CardBlock:
    """A new card for its file. What is offered is in normal form (`plan.in_normal_form`); what a person made of it may
    not be, nor may a draft that names no note."""
    card = Card(content, draft.source, stamp)
    if content is draft.content and draft.source.note.strip() and all(stamp.tags):
        return CardBlock(card, print_card(card))
    return card_block(card)
