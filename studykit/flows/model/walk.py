"""Which units and sections a model is asked for: a walk through the vault that makes each ask when it is needed.

A unit remembers its drafter. A build that names none leaves units that rules drafted to the rules, and asks the model
for those of its own whose text is another now, wherever it was drafted by another prompt or model then: only who says
`--drafter model` has everything drafted by what is set now. What may not leave the machine is the rules' affair.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from studykit.changes.fingerprint import unit_fingerprint
from studykit.drafting.ask import Ask, Asker, section_key, siblings_of
from studykit.drafting.grounding import Normalised
from studykit.drafting.unit import Unit
from studykit.flows.drafting.draft import fingerprint_of
from studykit.flows.drafting.given import Given
from studykit.flows.drafting.units import reason_for_none, units_of
from studykit.flows.model.standing import StandingCards, Stands
from studykit.flows.reading.scan import Scan, read_document
from studykit.llm.outcome import Failed
from studykit.model.card import Draft
from studykit.model.concept import Concept, SectionId
from studykit.model.event import Advanced, Listener, silent
from studykit.model.ids import NotePath
from studykit.model.problem import Problem, Severity
from studykit.store.db import Store
from studykit.store.drafts import UnitDrafts, read_drafts, read_fingerprints
from studykit.store.replies import read_failed
from studykit.vault.embeds import Embeds

PREFIX: Final = "model:"
_HELD: Final = frozenset(("model-private", "model-secret", "model-nothing"))


@dataclass(frozen=True)
class Pending:
    """What is being asked: what the answer is kept as."""

    key: str
    note: NotePath
    line: int
    """Where the unit begins in its note, 1-based."""
    fingerprint: str
    stands: tuple[Stands, ...]


@dataclass
class Walk:
    """One walk through a vault. What needs no asking is in `given` when the walk is over."""

    scan: Scan
    store: Store | None
    asker: Asker
    model: str
    """The name of the model."""
    standing: StandingCards
    only: Collection[SectionId] | None = None
    explicit: bool = False
    """Whether the person asked for the model by `--drafter model`."""
    listener: Listener = silent
    given: Given = field(default_factory=Given)
    pending: dict[str, Pending] = field(default_factory=dict)
    """By the key of its ask, everything that was asked for."""
    section_drafts: dict[str, UnitDrafts] = field(default_factory=dict)
    notes: dict[str, NotePath] = field(default_factory=dict)
    """By link, the notes of sections that have cards of their own."""

    def __post_init__(self) -> None:
        self.known: Mapping[str, tuple[str, str]] = read_fingerprints(self.store) if self.store is not None else {}
        self.failed = read_failed(self.store) if self.store is not None else {}
        self.drafter = f"{PREFIX}{self.model} {self.asker.mark}"
        self._notes_of_model = {key.partition("#")[0] for key, (_, by) in self.known.items() if by.startswith(PREFIX)}
        scan, privacy = self.scan, self.asker.privacy

        def read(path: NotePath) -> object:
            note = scan.notes.get(path)
            return read_document(scan.root, note) if note is not None else None

        self._opened = Embeds(scan.resolver, privacy.readable(read))  # type: ignore[arg-type]  # a document or None

    def asks(self) -> Iterator[Ask]:
        """Units in the order of the vault, then sections. Each ask is made when it is taken."""
        touched: dict[str, list[str]] = {}
        for number, (concept, units) in enumerate(units_of(self.scan), start=1):
            before = len(self.pending)
            for unit in units:
                ask = self._unit(unit, units)
                if ask is not None:
                    yield ask
            if len(self.pending) > before and section_key(self.scan.sections[concept.section]) in self.known:
                touched[units[0].link] = [unit.text for unit in units]
            self.listener(Advanced("model", number))
        yield from self._sections(touched)

    def _unit(self, unit: Unit, units: list[Unit]) -> Ask | None:
        if unit.inline_alone:
            return None
        before = self.known.get(unit.key)
        ours = before is not None and before[1].startswith(PREFIX)
        fresh = before is None and (unit.key in self.failed or unit.note.path in self._notes_of_model)
        self.given.used |= ours or fresh
        inside = self.only is None or unit.concept.section in self.only
        if not inside or not (self.explicit or ours or fresh):
            if ours:
                self.given.stand.add(unit.key)
            return None
        if before is not None and ours and self._stands_as(unit, *before):
            self.given.stand.add(unit.key)
            return None
        ask, stands = self.ask_of(unit, units)
        line = unit.document.line_at(unit.parts[0].start) if unit.parts else 0
        if isinstance(ask, Failed):
            if ask.code != "model-nothing":
                self.given.problems.append(Problem(Severity.INFO, ask.code, unit.note.path, line, ask.parameters))
            return None
        mark = fingerprint_of(unit, self.drafter)
        self.given.used = True
        self.pending[ask.key] = Pending(unit.key, unit.note.path, line, mark, tuple(stands))
        return ask

    def ask_of(self, unit: Unit, units: Sequence[Unit]) -> tuple[Ask | Failed, list[Stands]]:
        """The ask of a unit, with the cards that stand for it. `units` are all those of its note."""
        concept = unit.concept
        drafts = read_drafts(self.store, unit.key) if self.store is not None and unit.key in self.known else ()
        stands = self.standing.of_unit(unit, drafts, lambda: [one.text for one in units])
        ask = self.asker.of_unit(
            unit,
            siblings_of(self.scan.sections[concept.section], concept.note, self.scan.notes, self.asker.privacy),
            standing=[one.shown for one in stands],
            examples=self.standing.examples(concept.section, unit.link),
            text=self._text(unit),
        )
        return ask, stands

    def _stands_as(self, unit: Unit, mark: str, drafter: str) -> bool:
        """Whether a unit is what it was when the model drafted it."""
        return (not self.explicit or drafter == self.drafter) and fingerprint_of(unit, drafter) == mark

    def _text(self, unit: Unit) -> str | None:
        """The unit's text without what embeds show of private notes; None where there are none."""
        if not self.asker.privacy or not unit.parts:
            return None
        return self._opened.expanded(unit.document.slice(unit.parts[0].start, unit.parts[-1].end), unit.note.path)

    def _sections(self, touched: Mapping[str, list[str]]) -> Iterator[Ask]:
        """Sections of maps with two notes or more, where their notes are others now or a quote is gone."""
        members: dict[SectionId, list[Concept]] = defaultdict(list)
        for concept in self.scan.concepts:
            if concept.section.moc and not reason_for_none(self.scan, concept.note):
                members[concept.section].append(concept)
        wanted: dict[SectionId, str] = {}
        for section, concepts in members.items():
            mark = self._section(section, concepts, touched)
            if mark:
                wanted[section] = mark
        meant = [concept for section in wanted for concept in members[section]]
        group: list[tuple[Unit, str | None]] = []
        for concept, units in units_of(replace(self.scan, concepts=tuple(meant))) if meant else ():
            if group and group[0][0].concept.section != concept.section:
                yield from self._asked_section(group, wanted)
                group = []
            group += [(unit, self._text(unit)) for unit in units[:1]]
        if group:
            yield from self._asked_section(group, wanted)

    def _section(self, section: SectionId, concepts: list[Concept], touched: Mapping[str, list[str]]) -> str:
        """The fingerprint of a section that is to be asked for; empty where it stands or is nobody's."""
        key = section_key(self.scan.sections[section])
        before = self.known.get(key)
        inside = self.only is None or section in self.only
        if before is None and not (self.explicit and inside and len(concepts) > 1):
            return ""
        self.given.used = True
        self.given.sections.add(key)
        links = {self.scan.resolver.shortest_link(concept.note): concept.note for concept in concepts}
        self.notes |= links
        drafts = read_drafts(self.store, key) if self.store is not None and before is not None else ()
        drafter = self.drafter if before is None or self.explicit else before[1]
        self._stands(key, drafts)  # as long as no answer has come
        if not inside:
            return ""
        same = before == (self._mark(section, links.values(), drafter), drafter)
        if same and all(_holds(touched[d.source.note], d) for d in drafts if d.source.note in touched):
            return ""
        return self._mark(section, links.values(), self.drafter)

    def _stands(self, key: str, drafts: tuple[Draft, ...]) -> None:
        before = self.known.get(key)
        if before is not None:
            self.given.stand.add(key)
            self.section_drafts[key] = UnitDrafts(key, "", *before, drafts)

    def _mark(self, section: SectionId, notes: Collection[NotePath], drafter: str) -> str:
        public = sorted(note for note in notes if not self.asker.privacy.holds(note))
        return unit_fingerprint("", section.path, tuple(public), drafter)

    def _asked_section(self, group: list[tuple[Unit, str | None]], wanted: Mapping[SectionId, str]) -> Iterator[Ask]:
        section = self.scan.sections[group[0][0].concept.section]
        key = section_key(section)
        known = self.section_drafts.get(key)
        stands = self.standing.of_section(known.drafts) if known is not None else []
        ask = self.asker.of_section(
            section,
            group,
            standing=[one.shown for one in stands],
            examples=self.standing.examples(section.id, ""),
        )
        if not isinstance(ask, Failed):
            note = group[0][0].note.path
            self.pending[ask.key] = Pending(key, note, 0, wanted[section.id], tuple(stands))
            yield ask


def _holds(texts: list[str], draft: Draft) -> bool:
    return any(Normalised(text).find(draft.source.quote) is not None for text in texts)
