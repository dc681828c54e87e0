"""Decide what a build does to every card, before anything is written: match, merge, choose, place."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import cached_property
from math import isfinite

from studykit.changes.faces import with_numbers_of
from studykit.changes.matches import Matches, Nearest, Offered, Travel
from studykit.changes.matches import Standing as StandingCard
from studykit.changes.matching import match
from studykit.config import Config
from studykit.decks.format import normal_content, normal_source, replace_cards, with_header
from studykit.decks.merge import merge
from studykit.flows.decks.standing import Standing
from studykit.flows.planning.inline_moved import move_named
from studykit.flows.planning.placing import Near, Placing
from studykit.flows.planning.section_files import SectionFiles
from studykit.flows.planning.steps import Compared, Known, Offer, Plan, Step, Why
from studykit.flows.planning.support import Support
from studykit.flows.reading.scan import Scan
from studykit.model.card import Card, Content, Draft, content_digest
from studykit.model.concept import Concept, SectionId
from studykit.model.ids import NotePath
from studykit.model.note import Link
from studykit.store.drafts import Waiting

__all__ = ["Known", "Plan", "Step", "plan_build"]


def plan_build(
    scan: Scan,
    concepts: Sequence[tuple[Concept, Sequence[Draft]]],
    standing: Standing,
    config: Config,
    *,
    now: int,
    force: bool = False,
    only: Collection[SectionId] | None = None,
    known: Known = Known(),  # noqa: B008 - a frozen value
    near: Near | None = None,
    cards: Collection[str] | None = None,
) -> Plan:
    """The plan of a build. `only` limits it to some sections; `now` is in seconds since 1970 (UTC).

    With `cards` it is about these alone: the others have no step, and what of theirs a new draft could be too like is
    asked of `near`.

    StoppedError where too many of the notes that cards were read in are gone, unless `force`.
    """
    return _Planner(
        scan, concepts, standing, config, now, force=force, only=only, known=known, near=near, cards=cards
    ).plan()


class _Planner:
    def __init__(
        self,
        scan: Scan,
        concepts: Sequence[tuple[Concept, Sequence[Draft]]],
        standing: Standing,
        config: Config,
        now: int,
        *,
        force: bool,
        only: Collection[SectionId] | None,
        known: Known,
        near: Near | None,
        cards: Collection[str] | None,
    ) -> None:
        self.scan = scan
        self.standing = standing
        self.config = config
        self.now = now
        self.force = force
        self.only = only
        self.named: dict[str, NotePath | None] = {}
        """By the name that sources have for them, the notes."""
        self.result = Plan(decks=dict(standing.decks), followed=dict(known.followed))
        self.files = SectionFiles(scan, standing)
        self.near = near
        self.cards = [
            (file, card, self.note_of(card))
            for file, card in standing.cards()
            if cards is None or (card.stamp is not None and card.stamp.id in cards)
        ]
        self.former = {(d.source.note, content_digest(d.content)): d for d in map(in_normal_form, known.former)}
        self.suggested = {card: in_normal_form(draft) for card, draft in known.suggested.items()}
        self.accepted = known.accepted
        self.drafted = frozenset(known.drafted)
        self.imported = known.imported
        self.offers = [
            Offer(
                Offered(in_normal_form(draft), self.note_named(draft.source.note) or concept.note),
                concept,
                known.unit_of.get(draft, concept.note),
            )
            for concept, drafts in concepts
            if only is None or concept.section in only
            for draft in drafts
        ]
        self.matched: dict[int, Offer] = {}
        """By the index of the standing card."""
        self.whys: dict[int, Why] = {}
        """By the index of the standing card, how it was found again or what is nearest to it."""
        self.support = Support(scan, self.cards)

    def note_named(self, name: str) -> NotePath | None:
        if name not in self.named:
            found = self.scan.resolver.resolve(Link(name, "", "", "", 0), NotePath("")).path if name else ""
            self.named[name] = NotePath(found) if found.endswith(".md") else None
        return self.named[name]

    def note_of(self, card: Card) -> NotePath | None:
        return self.note_named(card.source.note) if card.source is not None else None

    def plan(self) -> Plan:
        held = [StandingCard(card, self.note_of(card)) for card in self.standing.held.cards]
        matches = match(
            [*(StandingCard(card, note, self.former_contents(card)) for _, card, note in self.cards), *held],
            [offer.offered for offer in self.offers],
            lambda: self.scan.names,
            Travel(lambda draft: self.offers[draft].unit in self.drafted, self.lost),
        )
        self.whys = self.reasons(matches)
        paired = {pair.standing: self.offers[pair.offered] for pair in matches.pairs}
        self.matched = {index: offer for index, offer in paired.items() if index < len(self.cards)}
        self.result.ambiguous = len(matches.ambiguous)
        self.merge_standing()
        whys = {draft: self.reason(near, self.cards) for draft, near in matches.drafts_near.items()}
        placing = Placing(
            self.result, self.scan, self.standing, self.config, self.files, self.cards, self.now, self.near,
            self.drafted, whys, self.imported,
        )  # fmt: skip
        placing.place(self.offers, matches, self.matched, self.accepted)
        local = frozenset(pair.standing for pair in matches.pairs if pair.how in ("base", "front"))
        self.result.compared = Compared(
            self.offers, self.cards, self.matched, local, placing.free, placing.merged, placing.plain,
            self.races(matches), placing.fronts,
        )  # fmt: skip
        for file, deck in self.result.decks.items():
            section = self.files.section_of(deck)
            if section is not None and deck.header.order != section.order and self.is_meant(section.id):
                self.result.decks[file] = with_header(deck, order=section.order)
        self.leave_out_emptied()
        left = [index for index in range(len(self.cards)) if index not in paired and self.is_touched(index)]
        move_named(self.result, self.standing, placing, paired, left, self.drafts_before)
        for record in self.standing.deletions:
            step = Step("deleted", record["id"], record["front"], "", record["note"], "deleted-by-hand")
            self.result.steps.append(step)
        return self.result

    def leave_out_emptied(self) -> None:
        """A file that was made for an acceptance which was taken back goes too, unless a person named its deck."""
        for file in self.standing.emptied:
            deck = self.result.decks[file]
            section = self.files.section_of(deck)
            if section is not None and deck.header.deck == section.deck and not any(True for _ in deck.cards):
                del self.result.decks[file]

    def is_meant(self, section: SectionId) -> bool:
        return self.only is None or section in self.only

    def is_touched(self, index: int) -> bool:
        """Whether the build is about a card: its note or its deck belongs to a section that was asked for."""
        if self.only is None or index in self.matched:
            return True
        file, _, note = self.cards[index]
        section = self.files.section_of(self.standing.decks[file])
        home = self.sections_of_notes.get(note) if note is not None else None
        return (section is not None and section.id in self.only) or home in self.only

    @cached_property
    def sections_of_notes(self) -> dict[NotePath, SectionId]:
        return {concept.note: concept.section for concept in self.scan.concepts}

    def drafts_before(self, card: Card) -> list[Draft]:
        """The card as it was last drafted, and as it was suggested, as far as the store knows."""
        stamp, source = card.stamp, card.source
        if stamp is None or source is None:
            return []
        before = (self.former.get((source.note, stamp.base)), self.suggested.get(stamp.id))
        return [draft for draft in before if draft is not None]

    def former_contents(self, card: Card) -> tuple[Content, ...]:
        return tuple(draft.content for draft in self.drafts_before(card)) if card.edited else ()

    def merge_standing(self) -> None:
        unmatched = [i for i in range(len(self.cards)) if i not in self.matched and self.is_touched(i)]
        stands = self.support.standing(unmatched, force=self.force)
        self.result.elsewhere |= self.support.elsewhere
        changes: dict[str, dict[int | str, Card]] = defaultdict(dict)
        for index, (file, card, note) in enumerate(self.cards):
            stamp = card.stamp
            assert stamp is not None  # standing.cards() gives no others
            offer = self.matched.get(index)
            about = (offer.concept.note if offer is not None else note) or ""
            if not stamp.base or not self.is_touched(index):
                action, reason = (
                    ("kept", "own") if not stamp.base else ("edited" if card.edited else "kept", "elsewhere")
                )
                self.result.steps.append(Step(action, stamp.id, card.content.front, file, about, reason))
                continue
            draft = self.as_card(offer.offered.draft, card) if offer is not None else None
            old_tags = next((before.tags for before in reversed(self.drafts_before(card))), ())
            merged = merge(card, draft, quote_stands=stands.get(index, True), now=self.now, old_tags=old_tags)
            if merged.card != card:
                changes[file][stamp.id] = merged.card
            if merged.suggestion is not None:
                self.result.waiting.append(Waiting(about, "suggestion", stamp.id, merged.suggestion))
            elif draft is None and merged.action == "edited" and stamp.id in self.suggested:
                self.result.waiting.append(Waiting(about, "suggestion", stamp.id, self.suggested[stamp.id]))
            front, why = merged.card.content.front, self.whys.get(index)
            self.result.steps.append(Step(merged.action, stamp.id, front, file, about, merged.reason, why))
        for file, cards in changes.items():
            self.result.decks[file] = replace_cards(self.result.decks[file], cards)

    def as_card(self, draft: Draft, card: Card) -> Draft:
        """The draft with the faces of the card that it is."""
        content = with_numbers_of(draft.content, card.content)
        return draft if content is draft.content else replace(draft, content=content)

    def lost(self, indices: Collection[int]) -> list[int]:
        """Those of some cards whose quote their note holds no more. Retired ones are looked up along with them."""
        retired = [i for i, (_, card, _) in enumerate(self.cards) if card.stamp is not None and card.stamp.retired]
        meant = [index for index in indices if index < len(self.cards)]
        self.support.look_up([index for index in (*meant, *retired) if self.is_touched(index)])
        return [index for index in meant if not self.support.found.get(index, True)]

    def reasons(self, matches: Matches) -> dict[int, Why]:
        """By card, how it was found again, or what is nearest to it."""
        found = {
            pair.standing: Why(pair.how, round(pair.score, 3), round(pair.lead, 3) if isfinite(pair.lead) else None)
            for pair in matches.pairs
        }
        return found | {card: self.reason(near, self.offers) for card, near in matches.cards_near.items()}

    def races(self, matches: Matches) -> frozenset[NotePath]:
        """The notes of cards and drafts that were too close to call."""
        cards = (self.cards[index][2] for index in matches.ambiguous if index < len(self.cards))
        drafts = (self.offers[index].concept.note for index in matches.contested)
        return frozenset(filter(None, (*cards, *drafts)))

    def reason(self, near: Nearest, others: Sequence[Offer | tuple[str, Card, NotePath | None]]) -> Why:
        """What is nearest to a card or a draft."""
        other = others[near.other] if near.other < len(others) else None
        content = other.offered.draft.content if isinstance(other, Offer) else other[1].content if other else None
        return Why("", round(near.score, 3), None, content.front if content is not None else "", near.veto)


def in_normal_form(draft: Draft) -> Draft:
    """The draft as a deck file gives it back, so that what is compared is what was written."""
    content, source = normal_content(draft.content), normal_source(draft.source) or draft.source
    if content is draft.content and source is draft.source:  # as most are: comparing them takes longer
        return draft
    if content == draft.content and source == draft.source:
        return draft
    return replace(draft, content=content, source=source)
