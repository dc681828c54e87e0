"""The vault as the last build left it, with some notes as they are now: a scan that opens none of the others.

Names, maps and homes come from the store. They hold while no note came, went or changed its names, and no map changed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, cast

from studykit.flows.known.alike import alike_fact
from studykit.flows.known.likeness import NOWHERE
from studykit.flows.known.memory import Memory
from studykit.flows.known.names import Index, Names, names_fact
from studykit.flows.model.few import Models
from studykit.flows.reading.scan import Scan
from studykit.flows.report import Report
from studykit.flows.unchanged.noop import FOLLOWED, Known, last_report
from studykit.flows.workspace import Workspace
from studykit.model.concept import Concept, Moc, Section, SectionId
from studykit.model.ids import NotePath
from studykit.model.note import Note
from studykit.store import outlines
from studykit.store.db import Store
from studykit.store.looks import Looks
from studykit.store.sources import read_fact_bytes, read_facts
from studykit.vault.load import Listing
from studykit.vault.resolve import Resolver

_NAMES: Final = "names"
_ALIKE: Final = "alike"
_SHORT: Final = frozenset({"sections", "world", "elsewhere", "children"})
"""Facts that every build of a few notes reads at once; the two others are long."""


def world_facts(
    scanned: Scan,
    unsettled: Iterable[str],
    loose: Iterable[str],
    files: Mapping[str, str],
    elsewhere: Mapping[str, tuple[str, bool]],
    looks: Iterable[Looks],
) -> dict[str, str]:
    """What `World` needs of a whole scan. `files` are the deck files of sections, by `section_key`."""
    return {
        _NAMES: names_fact(scanned),
        _ALIKE: alike_fact((*scanned.notes, NOWHERE), looks),
        "sections": sections_fact(scanned.sections.values(), files),
        "children": _json({path: moc.children for path, moc in sorted(scanned.mocs.items()) if moc.children}),
        "world": world_fact(scanned, unsettled, loose),
        "elsewhere": json.dumps(elsewhere, ensure_ascii=False, sort_keys=True),
    }


def world_fact(scanned: Scan, unsettled: Iterable[str], loose: Iterable[str]) -> str:
    """The part of it that every build changes."""
    return _json([sorted(scanned.unread), sorted(scanned.damaged), list(unsettled), sorted(loose)])


def sections_fact(sections: Iterable[Section], files: Mapping[str, str]) -> str:
    """The sections in use. `files` are their deck files, by `section_key`."""
    return _json([[[one.id.moc, one.id.path, one.deck, one.order] for one in sections], files])


def section_key(section: SectionId) -> str:
    """A section as one name."""
    return json.dumps(section, ensure_ascii=False)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class KnownResolver(Resolver):
    """A resolver whose index was made by the last build."""

    def __init__(self, notes: Mapping[NotePath, Note], indexes: Sequence[Index]) -> None:
        super().__init__({}, ())
        self._notes = notes
        found = [cast("dict[str, list[str]]", index) for index in indexes]  # no more is asked of them
        self._paths, self._tails, self._aliases = found


class World:
    """What the last build knew. Empty `ready` where it left something that only a full build can go on from."""

    def __init__(self, workspace: Workspace, store: Store, before: Known, memory: Memory) -> None:
        self._workspace = workspace
        self._before = before
        self._memory = memory
        self._store = store
        self._facts = {**before.facts, **read_facts(store, _SHORT - before.facts.keys())}
        self.ready = bool(before.facts.get("report")) and all(self._facts.get(name) for name in _SHORT)
        self.ready = self.ready and self._called.whole
        unread, damaged, self.unsettled, loose = json.loads(self._facts["world"]) if self.ready else ([], [], [], [])
        self.loose = frozenset(map(NotePath, loose))
        """Notes with a card that no draft was."""
        self.models = Models(workspace, store)
        self.ready = self.ready and not unread and self.models.stand(lambda: self.report["problems"])
        self.elsewhere: dict[str, list[Any]] = json.loads(self._facts.get("elsewhere") or "{}")
        """By card that no draft was: a quote that its own note did not hold, and whether another one did."""
        self.followed: dict[str, str] = json.loads(self._facts.get(FOLLOWED) or "{}")
        """See `Plan.followed`."""
        self.damaged = frozenset(map(NotePath, damaged))
        self.titles = outlines.read_titles(store)
        self._orders: dict[SectionId, int] = {}

    @cached_property
    def report(self) -> Report:
        """The last build's, without what only that build did."""
        return last_report(self._before.facts)

    @cached_property
    def names(self) -> bytes:
        """What `Names` is made from: of a large vault it is long, and a process that makes several builds has it."""
        return read_fact_bytes(self._store, _NAMES)

    @property
    def _called(self) -> Names:
        return self._memory.names(lambda: Names(self.names))

    @property
    def children(self) -> dict[str, list[str]]:
        """By map the maps below it, where there are any."""
        found: dict[str, list[str]] = json.loads(self._facts["children"])
        return found

    @property
    def alike(self) -> bytes:
        """What `Alike` is made from, as long."""
        return read_fact_bytes(self._store, _ALIKE)

    def outline(self, path: str) -> outlines.Outlined | None:
        """A note as the last build left it; None where only a full build can plan about it: a map, a model's note."""
        known = outlines.read_outline(self._store, path) if path not in self.titles else None
        return known if known is not None and not self.models.has(known) else None

    def is_of_models(self, path: str) -> bool:
        """Whether a note, or its section as a whole, may have drafts by a model."""
        return self.models.some and self.outline(path) is None

    def scan(self, now: Mapping[NotePath, Note], concepts: Iterable[Concept]) -> Scan:
        """The vault with some notes as they are now; of the concepts only those that are meant."""
        store = self._store
        names = self._called
        notes = outlines.Known(
            lambda path: outlines.read_outline(store, path),
            lambda: outlines.paths_of_outlines(store),
            now,
            names.plain,
        )
        meant = list(concepts)
        whole = {concept.section.moc: outlines.read_sections(store, concept.section.moc) for concept in meant}
        sections = self.sections
        sections |= {one.id: one for found in whole.values() for one in found if one.id in sections}
        mocs = {
            NotePath(path): Moc(NotePath(path), title, whole.get(path, ()), (), ())
            for path, title in self.titles.items()
            if path
        }
        meant.sort(key=lambda c: (c.section.moc == "", c.section.moc, sections[c.section].order, c.order))
        config, root = self._workspace.config, self._workspace.vault
        scanned = Scan(
            root, config.obsidian_vault or root.resolve().name, Listing((), frozenset(), frozenset(), ()), notes,
            KnownResolver(notes, names.indexes), mocs, sections, tuple(meant), (), frozenset(), self.damaged,
            inline=config.inline,
        )  # fmt: skip
        scanned.__dict__["names"] = names.plain  # a cached property, known already, of which `in` is asked
        return scanned

    def place(self, concept: Concept) -> tuple[object, ...]:
        """What concepts are in the order of."""
        if not self._orders:
            self._orders = {SectionId(moc, tuple(path)): order for moc, path, _, order in self._sections[0]}
        section = concept.section
        return section.moc == "", section.moc, self._orders[section], concept.order

    def file_of(self, section: SectionId) -> str:
        """The deck file of a section; empty where it has none yet."""
        return str(self._sections[1].get(section_key(section), ""))

    @property
    def sections(self) -> dict[SectionId, Section]:
        """The sections in use, without what they list."""
        return {(one := _section(*row)).id: one for row in self._sections[0]}

    def renew(self, memory: Memory, facts: Mapping[str, str], counts: Mapping[str, int]) -> None:
        """Take facts, counts of the report and what is in memory for those that the last build left."""
        self._memory = memory
        self._facts = {**self._facts, **facts}
        if _NAMES in facts:
            self.__dict__["names"] = facts[_NAMES].encode()
        self.__dict__.pop("_sections", None)
        self._orders = {}
        self.__dict__["report"] = {**self.report, **counts}

    @cached_property
    def _sections(self) -> tuple[list[list[Any]], dict[str, str]]:
        sections, files = json.loads(self._facts["sections"])
        return sections, files


def _section(moc: str, path: list[str], deck: str, order: int) -> Section:
    return Section(SectionId(moc, tuple(path)), deck, order, ())


def stored_sections(scanned: Scan) -> dict[str, tuple[str, Any]]:
    """Each map's title and sections, as `outlines.write_maps` takes them; the folders' under an empty name."""
    found: dict[str, tuple[str, Any]] = {path: (moc.title, moc.sections) for path, moc in scanned.mocs.items()}
    found[""] = ("", [one for one in scanned.sections.values() if not one.id.moc])
    return found
