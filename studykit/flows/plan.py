"""Decide what a build does to every card, before anything is written: match, merge, choose, place."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from studykit.changes.matching import ALIKE, Matches, Offered, match
from studykit.changes.matching import Standing as StandingCard
from studykit.config import Config
from studykit.decks.files import Rejection
from studykit.decks.format import (
    Deck,
    insert_cards,
    new_deck,
    normal_content,
    normal_source,
    replace_cards,
    with_header,
)
from studykit.decks.merge import merge
from studykit.decks.names import file_name, file_names
from studykit.drafting.lints import Verdict, check_together
from studykit.drafting.rules import AUTHORED
from studykit.errors import StoppedError
from studykit.flows.quotes import Quotes
from studykit.flows.scan import Scan
from studykit.flows.standing import Standing, fresh_id, quote_digest
from studykit.model.card import Card, Draft, Stamp, content_digest
from studykit.model.concept import Concept, Section, SectionId
from studykit.model.ids import CardId, NotePath, digest
from studykit.model.note import Link
from studykit.store.drafts import Waiting
from studykit.text.names import bare
from studykit.text.normal import normal

GONE_SHARE = 0.3
"""The share of notes with cards that may vanish in one build; more is an unmounted disk or a wrong path."""


class Step(NamedTuple):
    """What happens to one card."""

    action: str
    """`new`, `updated`, `kept`, `edited`, `retired`, `revived`, `pending`, `deleted`."""
    card: str
    """Its id; empty for one that waits."""
    front: str
    file: str
    note: str
    reason: str


@dataclass
class Plan:
    """Every step, and the decks as they shall be."""

    steps: list[Step] = field(default_factory=list)
    decks: dict[str, Deck] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)
    ambiguous: int = 0
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(rule, lint) of new drafts that are a card already, or too like one."""

    def count(self, action: str) -> int:
        """How many cards an action happens to."""
        return sum(step.action == action for step in self.steps)


def plan_build(
    scan: Scan,
    concepts: Sequence[tuple[Concept, Sequence[Draft]]],
    standing: Standing,
    config: Config,
    *,
    now: int,
    force: bool = False,
    only: Collection[SectionId] | None = None,
) -> Plan:
    """The plan of a build. `only` limits it to some sections; `now` is in seconds since 1970 (UTC).

    StoppedError where too many of the notes that cards were read in are gone, unless `force`.
    """
    return _Planner(scan, concepts, standing, config, now, force=force, only=only).plan()


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
    ) -> None:
        self.scan = scan
        self.standing = standing
        self.config = config
        self.now = now
        self.force = force
        self.only = only
        self.result = Plan(decks=dict(standing.decks))
        self.files = _SectionFiles(scan, standing.decks)
        self.cards = [(file, card, self.note_of(card)) for file, card in standing.cards()]
        self.offers: list[tuple[Offered, Concept]] = [
            (Offered(_in_normal_form(draft), self.note_named(draft.source.note) or concept.note), concept)
            for concept, drafts in concepts
            if only is None or concept.section in only
            for draft in drafts
        ]

    def note_named(self, name: str) -> NotePath | None:
        if not name:
            return None
        found = self.scan.resolver.resolve(Link(name, "", "", "", 0), NotePath("")).path
        return NotePath(found) if found.endswith(".md") else None

    def note_of(self, card: Card) -> NotePath | None:
        return self.note_named(card.source.note) if card.source is not None else None

    def plan(self) -> Plan:
        matches = match(
            [StandingCard(card, note) for _, card, note in self.cards], [offered for offered, _ in self.offers]
        )
        self.result.ambiguous = len(matches.ambiguous)
        self.merge_standing(matches)
        self.place_new({pair.offered for pair in matches.pairs})
        for file, deck in self.result.decks.items():
            section = self.files.section_of(deck)
            if section is not None and deck.header.order != section.order:
                self.result.decks[file] = with_header(deck, order=section.order)
        for record in self.standing.deletions:
            step = Step("deleted", record["id"], record["front"], "", record["note"], "deleted-by-hand")
            self.result.steps.append(step)
        return self.result

    def merge_standing(self, matches: Matches) -> None:
        drafts = {pair.standing: self.offers[pair.offered][0].draft for pair in matches.pairs}
        stands = self.quotes_of([i for i in range(len(self.cards)) if i not in drafts])
        changes: dict[str, dict[int | str, Card]] = defaultdict(dict)
        for index, (file, card, note) in enumerate(self.cards):
            stamp = card.stamp
            assert stamp is not None  # standing.cards() gives no others
            draft = drafts.get(index)
            if not stamp.base:
                self.result.steps.append(Step("kept", stamp.id, card.content.front, file, note or "", "own"))
                continue
            merged = merge(card, draft, quote_stands=stands.get(index, True), now=self.now)
            if merged.card != card:
                changes[file][stamp.id] = merged.card
            if merged.suggestion is not None:
                self.result.waiting.append(Waiting(note or "", "suggestion", stamp.id, merged.suggestion))
            self.result.steps.append(
                Step(merged.action, stamp.id, merged.card.content.front, file, note or "", merged.reason)
            )
        for file, cards in changes.items():
            self.result.decks[file] = replace_cards(self.result.decks[file], cards)

    def quotes_of(self, indices: Sequence[int]) -> dict[int, bool]:
        """For drafted cards that nobody offered again: whether their quote stands. A vault that is gone stops here."""
        quotes = Quotes(self.scan)
        stands: dict[int, bool] = {}
        lost: dict[int, str] = {}
        for index in indices:
            _, card, note = self.cards[index]
            if card.stamp is None or not card.stamp.base or card.source is None or not card.source.quote.strip():
                continue
            if self.only is not None or (note is not None and quotes.stands_in(card.source.quote, note)):
                stands[index] = True
            else:
                lost[index] = card.source.quote
        anywhere = quotes.anywhere(lost.values()) if lost else set()
        stands.update({index: quote in anywhere for index, quote in lost.items()})
        self.guard([index for index, quote in lost.items() if quote not in anywhere])
        return stands

    def guard(self, gone: Sequence[int]) -> None:
        names = {card.source.note for _, card, _ in self.cards if card.source is not None and card.source.note}
        missing = {
            source.note
            for index in gone
            if (source := self.cards[index][1].source) is not None and self.cards[index][2] is None
        }
        if not self.force and len(missing) > max(GONE_SHARE * len(names), 1):
            shown = ", ".join(sorted(missing)[:5])
            raise StoppedError("too-much-gone", gone=len(missing), notes=len(names), examples=shown)

    def place_new(self, matched: set[int]) -> None:
        """Unmatched drafts: those that may go into decks, the best first under the caps; the others wait."""
        refused = _Refused(self.standing.rejected)
        candidates = [
            (offered.draft, concept)
            for index, (offered, concept) in enumerate(self.offers)
            if index not in matched and not refused(offered.draft)
        ]
        contents = [card.content for _, card, _ in self.cards]
        together = check_together([draft for draft, _ in candidates], contents)
        counts = Counter(
            note
            for _, card, note in self.cards
            if note is not None and card.stamp is not None and not card.stamp.retired
        )
        order = sorted(range(len(candidates)), key=lambda i: -candidates[i][0].score)
        chosen = set()
        for index in order:
            draft, concept = candidates[index]
            codes = [(finding.code, finding.verdict) for finding in together[index]]
            authored = draft.by in AUTHORED
            errors = [code for code, verdict in codes if verdict is Verdict.ERROR]
            flags = (*draft.flags, *(code for code, verdict in codes if verdict is Verdict.FLAG))
            if errors:
                self.result.dropped.update((draft.by, code) for code in errors)
            elif flags and not authored:
                self.result.waiting.append(Waiting(concept.note, "pending", "", replace(draft, flags=flags)))
                self.result.steps.append(Step("pending", "", draft.content.front, "", concept.note, flags[0]))
            elif counts[concept.note] < self.config.drafting.per_note:
                counts[concept.note] += 1
                chosen.add(index)
        self.insert([candidates[index] for index in range(len(candidates)) if index in chosen])

    def insert(self, chosen: Sequence[tuple[Draft, Concept]]) -> None:
        taken = {card.stamp.id for _, card, _ in self.cards if card.stamp is not None}
        taken |= {CardId(record["id"]) for record in self.standing.rejected}
        homes = self.homes()
        groups: dict[tuple[str, NotePath], list[Card]] = defaultdict(list)
        concepts: dict[NotePath, Concept] = {}
        for draft, concept in chosen:
            file = homes.get(concept.note) or self.files.file_for(concept.section)
            if file in self.standing.refused:
                continue
            section = " / ".join(concept.section.path)
            blank = Card(draft.content, draft.source, None)
            key = fresh_id(taken, section, draft.source.note, blank)
            stamp = Stamp(key, draft.by, content_digest(draft.content), self.now, tags=draft.tags)
            groups[file, concept.note].append(replace(blank, stamp=stamp))
            concepts[concept.note] = concept
            self.result.steps.append(Step("new", key, draft.content.front, file, concept.note, draft.by))
        for (file, note), cards in groups.items():
            concept = concepts[note]
            section_value = self.scan.sections[concept.section]
            deck = self.result.decks.get(file)
            if deck is None:
                path = " / ".join(concept.section.path)
                deck = new_deck(section_value.deck, concept.section.moc, path, section_value.order)
            titles = [self.title(entry.note, entry.label) for entry in section_value.entries]
            self.result.decks[file] = insert_cards(deck, self.title(note, concept.label), cards, titles)

    def title(self, note: NotePath, label: str) -> str:
        found = self.scan.notes.get(note)
        return label or (found.title if found is not None else note)

    def homes(self) -> dict[NotePath, str]:
        """The file in which most cards of a note stand: its home stays where it was."""
        counts: dict[NotePath, Counter[str]] = defaultdict(Counter)
        for file, _, note in self.cards:
            if note is not None and note not in self.scan.mocs:
                counts[note][file] += 1
        return {note: files.most_common(1)[0][0] for note, files in counts.items()}


def _in_normal_form(draft: Draft) -> Draft:
    """The draft as a deck file gives it back, so that what is compared is what was written."""
    return replace(draft, content=normal_content(draft.content), source=normal_source(draft.source) or draft.source)


class _Refused:
    """Whether a draft is one that a person rejected or deleted: the same text, the same question, or the same
    place asked in much the same words."""

    def __init__(self, records: Sequence[Rejection]) -> None:
        self.texts = {record["text_digest"] for record in records}
        self.fronts = {(record["note"], record["kind"], normal(record["front"])) for record in records}
        self.quotes: dict[str, list[Rejection]] = defaultdict(list)
        for record in records:
            if record["quote_digest"]:
                self.quotes[record["quote_digest"]].append(record)

    def __call__(self, draft: Draft) -> bool:
        content = draft.content
        if content_digest(content) in self.texts:
            return True
        if (draft.source.note, content.kind.value, normal(content.front)) in self.fronts:
            return True
        same_place = self.quotes.get(quote_digest(draft.source.quote), ())
        return any(
            record["kind"] == content.kind.value
            and ratio(normal(record["front"]), normal(content.front)) / 100 >= ALIKE
            for record in same_place
        )


class _SectionFiles:
    """Which file is a section's deck: the one whose frontmatter says so, else a new one named after it."""

    def __init__(self, scan: Scan, decks: Mapping[str, Deck]) -> None:
        self.scan = scan
        self.by_section = {(deck.header.moc, deck.header.section): file for file, deck in decks.items()}
        self.sections = {(key.moc, " / ".join(key.path)): section for key, section in scan.sections.items()}
        self.taken = {file.casefold() for file in decks}
        self.names = self._names()

    def section_of(self, deck: Deck) -> Section | None:
        return self.sections.get((deck.header.moc, deck.header.section))

    def file_for(self, section: SectionId) -> str:
        key = (section.moc, " / ".join(section.path))
        found = self.by_section.get(key)
        if found is None:
            found = self.names[section]
            if found.casefold() in self.taken:
                found = f"{found.removesuffix('.md')}-{digest('section', *key)[:6]}.md"
            self.taken.add(found.casefold())
            self.by_section[key] = found
        return found

    def _names(self) -> dict[SectionId, str]:
        """A name for every section, the same whatever was built before."""
        mocs = sorted({key.moc for key in self.scan.sections})
        titles = [self.scan.mocs[NotePath(moc)].title if moc else self.scan.name for moc in mocs]
        folders = dict(zip(mocs, file_names(titles), strict=True))
        names = {}
        for moc in mocs:
            keys = sorted(key for key in self.scan.sections if key.moc == moc)
            parts = [_section_title(key, self.scan.name) for key in keys]
            for key, name in zip(keys, file_names(parts), strict=True):
                names[key] = f"{folders[moc]}/{name or file_name(self.scan.name)}.md"
        return names


def _section_title(key: SectionId, vault: str) -> str:
    if not key.path:
        return vault
    return bare(key.path[-1]) if key.moc else " - ".join(key.path)
