"""What the last build left, as it would have left it with the notes, names and maps of now.

A note that came, went or changed its names, and a map that was edited, reach further than their own text: links mean
other notes, sections list others. Here it is found out which notes that concerns. Their homes are written into the
store as they are now, so that these notes can be planned like any that changed. It is done in the transaction that
ends the build, which is taken back where a plan cannot be made.

What depends on all the other notes is left to a full build: a name that two notes have, a note that several maps list
and not the same ones as before.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from studykit.decks.grammar import split_lines
from studykit.decks.header import read_header
from studykit.flows.incremental.changed import Changed
from studykit.flows.known.names import Names, Renamed, renamed
from studykit.flows.known.world import KnownResolver, World, section_key, sections_fact
from studykit.flows.planning.inline_decks import is_named
from studykit.flows.reading.scan import find_mocs, read_note
from studykit.flows.workspace import Workspace
from studykit.model.concept import Concept, Moc, SectionId
from studykit.model.ids import NotePath
from studykit.model.note import Link, Note
from studykit.store.db import Store
from studykit.store.decks import read_decks
from studykit.store.outlines import (
    Known,
    Outlined,
    dump_concept,
    load_concept,
    paths_of_outlines,
    read_concepts,
    read_outline,
    read_sections,
    texts_of_outlines,
    write_concepts,
    write_maps,
    write_outlines,
)
from studykit.text.encoding import decode
from studykit.text.mojibake import LOST
from studykit.text.normal import name_key
from studykit.vault import moc
from studykit.vault.homes import find_homes
from studykit.vault.load import read_bytes
from studykit.vault.parse import Parsed


class Rehomed(NamedTuple):
    """What changed about names and homes."""

    anew: frozenset[NotePath] = frozenset()
    """The notes to be planned anew for it, those that changed aside."""
    moved: frozenset[NotePath] = frozenset()
    """The notes with another home, or of which their map says something else."""
    maps: Mapping[NotePath, Outlined] = {}
    """The maps that were read again, as the last build left them."""
    gone: Mapping[NotePath, Outlined] = {}
    asking: frozenset[NotePath] = frozenset()
    """Notes with links that mean something else now."""
    names: Names | None = None
    """The names of now, where they are others."""
    facts: Mapping[str, str] = {}
    """What is kept of it for the next build."""
    counts: Mapping[str, int] = {}
    """What a report says of notes and homes."""
    shifted: frozenset[SectionId] = frozenset()
    """Sections that stand at another place now."""


class _UnknownError(Exception):
    """Only a full build can tell."""


def rehome(
    workspace: Workspace, store: Store, world: World, changed: Changed, parsed: Mapping[NotePath, Parsed]
) -> Rehomed | None:
    """Find out what notes that changed, came or went mean for others, and write down the homes of all.

    `parsed` are those that changed and those that came. None where only a full build can tell. To be called within a
    transaction.
    """
    try:
        return _Rehoming(workspace, store, world, changed, parsed).rehomed()
    except _UnknownError:
        return None


class _Rehoming:
    def __init__(
        self, workspace: Workspace, store: Store, world: World, changed: Changed, parsed: Mapping[NotePath, Parsed]
    ) -> None:
        self.workspace = workspace
        self.store = store
        self.world = world
        self.came = changed.came
        self.now = {path: one.note for path, one in parsed.items() if one.note is not None}
        self.gone = {path: self.known(path) for path in sorted(changed.gone)}
        self.mocs = sorted(NotePath(path) for path in world.titles if path)
        self.edited = [path for path in self.mocs if path in parsed]

    def known(self, path: NotePath) -> Outlined:
        found = self.world.outline(path)
        if found is None:
            raise _UnknownError
        return found

    def rehomed(self) -> Rehomed:
        if self.edited and self.workspace.config.inline.syntaxes:
            raise _UnknownError  # cards may stand in them
        names = self.renaming
        anew, asking = self.linking(names) if names is not None else (set[NotePath](), set[NotePath]())
        asking |= anew
        read = {path: self.read_map(path) for path in self.maps_to_read(names, asking)}
        maps = {path: self.outlined(path) for path in read}
        write_outlines(self.store, (), list(self.gone))
        came = [Outlined(self.now[path], None, 0, 0) for path in sorted(self.came)]
        write_outlines(self.store, came, [one.note.path for one in came])
        rehomed, facts, counts, shifted = self.find_homes(read)
        write_maps(self.store, {path: (one.title, one.sections) for path, one in read.items()}, list(read))
        if names is not None:
            anew |= self.world.loose - {*self.mocs}
            maps |= {path: self.outlined(path) for path in self.world.loose if path in self.mocs}
            facts["names"] = names.fact
        anew = (anew | rehomed) - self.now.keys() - self.gone.keys() - maps.keys()
        return Rehomed(
            frozenset(anew), frozenset(rehomed), maps, self.gone, frozenset(asking),
            self.names if names is not None else None,
            facts, counts, shifted,
        )  # fmt: skip

    @cached_property
    def renaming(self) -> Renamed | None:
        """The names of now; None where they are as they were."""
        before = {path: self.outlined(path).note for path in self.now if path not in self.came}
        others = [path for path, note in before.items() if _called(note) != _called(self.now[path])]
        if not (self.came or self.gone or others):
            return None
        gone = [*(one.note for one in self.gone.values()), *(before[path] for path in others)]
        found = renamed(self.world.names.decode(), gone, [self.now[path] for path in (*sorted(self.came), *others)])
        if found is None:
            raise _UnknownError
        return found

    def outlined(self, path: NotePath) -> Outlined:
        """A note or a map as the last build left it."""
        found = read_outline(self.store, path)
        if found is None:
            raise _UnknownError
        return found

    @cached_property
    def resolver(self) -> KnownResolver:
        """Where links lead now."""
        store = self.store
        notes = Known(lambda path: read_outline(store, path), lambda: self.paths, self.now)
        return KnownResolver(notes, self.names.indexes)

    @cached_property
    def names(self) -> Names:
        return Names(self.renaming.fact.encode() if self.renaming is not None else self.world.names)

    @cached_property
    def paths(self) -> list[str]:
        """All notes of now, in order."""
        return sorted({*paths_of_outlines(self.store), *self.came} - self.gone.keys())

    def linking(self, names: Renamed) -> tuple[set[NotePath], set[NotePath]]:
        """The notes with a link that could mean something else now, first those whose text depends on what it means."""
        wanted = [json.dumps(name, ensure_ascii=False)[1:-1] for name in (*names.tails, *names.others)]
        anew: set[NotePath] = set()
        asking: set[NotePath] = set()
        for path, text in texts_of_outlines(self.store):
            folded = name_key(text)
            if LOST in folded:
                raise _UnknownError  # what a name with lost bytes means is a question of all names
            if not any(name in folded for name in wanted):
                continue
            for link in self.outlined(NotePath(path)).note.links:
                name = name_key(link.target).removesuffix(".md").strip("/")
                if name.rpartition("/")[2] in names.tails or name in names.others:
                    (anew if link.embed or link.heading or link.block else asking).add(NotePath(path))
        return anew, asking

    def maps_to_read(self, names: Renamed | None, linking: Collection[NotePath]) -> list[NotePath]:
        """The maps that could list other notes now."""
        if names is None:
            return self.edited
        folders = {folder for path in (*self.came, *self.gone) for folder in _above(path)}
        wanted = (*names.tails, *names.others)
        found = []
        for path in self.mocs:
            raw = read_bytes(self.workspace.vault, path)
            data = decode(raw).data if isinstance(raw, bytes) else None
            if data is None:
                raise _UnknownError
            text = data.decode("utf-8", "replace")
            folded = name_key(text)
            spans = {" ".join(span.split()).strip("/ ") for span in text.split("`")}  # a span may name a folder
            if path in linking or path in self.edited or any(name in folded for name in wanted) or spans & folders:
                found.append(path)
        return found

    def read_map(self, path: NotePath) -> Moc:
        """A map as it is now, where it has its place among the others still."""
        parsed = read_note(self.workspace.vault, path)
        note, document = parsed.note, parsed.document
        if note is None or document is None or parsed.damaged or not find_mocs([note], self.workspace.config):
            raise _UnknownError
        resolver = self.resolver

        def find(link: Link, source: NotePath) -> str:
            return resolver.resolve(link, source).path

        def named(name: str) -> str:
            return resolver.named(name).path or find(Link(name, "", "", "", 0), NotePath(""))

        def folders(text: str) -> tuple[NotePath, ...] | None:
            inside = tuple(NotePath(one) for one in self.paths if one.startswith(f"{text}/"))
            return inside if inside or (self.workspace.vault / text).is_dir() else None

        found = moc.read_moc(note, document, find, named, moc.World(frozenset(self.mocs), folders))
        old = self.stored_map(path)
        if (found.title, found.children, found.is_index) != (old.title, old.children, old.is_index):
            raise _UnknownError
        if _reordered(old, found):
            raise _UnknownError  # of two drafts that are as good the first is taken
        return found

    def stored_map(self, path: NotePath) -> Moc:
        children = tuple(map(NotePath, self.world.children.get(path, ())))
        return Moc(path, self.world.titles[path], read_sections(self.store, path), children, ())

    def find_homes(
        self, read: Mapping[NotePath, Moc]
    ) -> tuple[set[NotePath], dict[str, str], dict[str, int], frozenset[SectionId]]:
        """Write down the homes of now. Returns the notes that are drafted otherwise for them; the facts and counts that
        changed; the sections that stand at another place."""
        config, root = self.workspace.config, self.workspace.vault
        maps = {path: read.get(path) or self.stored_map(path) for path in self.mocs}
        old = {NotePath(path): text for path, text in read_concepts(self.store).items()}
        if any(old[path] for path in maps):
            raise _UnknownError  # cards stand in a map
        disputed = {path: load_concept(path, text) for path, text in old.items() if text and not text.endswith("[]]")}
        if not self.paths:
            raise _UnknownError  # the vault is empty: a build stops
        homeless = [NotePath(path) for path in self.paths if path not in maps]
        sections, concepts = find_homes(
            homeless, maps, config.obsidian_vault or root.resolve().name,
            sticky={path: concept.section for path, concept in disputed.items()},
            folders=config.unlisted == "folders",
        )  # fmt: skip
        anew: set[NotePath] = set()
        now = {concept.note: concept for concept in concepts}
        rows: dict[str, str] = {}
        for path in homeless:
            concept = now.get(path)
            text = dump_concept(concept) if concept is not None else ""
            if text == old[path]:
                continue
            rows[path] = text
            before = load_concept(path, old[path]) if old[path] else None
            if concept is not None and concept.others and _candidates(concept) != _candidates(before):
                raise _UnknownError  # its cards say which of them is its home
            if _said(concept) != _said(before):
                anew.add(path)
        write_concepts(self.store, rows)
        known = self.world.sections
        shifted = {key for key, one in sections.items() if key in known and known[key].order != one.order}
        sections |= {key: one for key, one in known.items() if is_named(key)}
        files = {section_key(key): file for key in sections if (file := self.world.file_of(key))}
        files |= self.files_of(sections.keys() - known.keys())
        folders = [one for key, one in sections.items() if not key.moc]
        write_maps(self.store, {"": ("", folders)}, [""])
        listed = {concept.note for concept in concepts if concept.section.moc}
        counts = {
            "notes": len(self.paths),
            "concepts": len(concepts),
            "sections": len({concept.section for concept in concepts}),
            "unlisted": sum(path not in listed for path in homeless),
        }
        files = {key: files[key] for key in map(section_key, sections) if key in files}
        return anew, {"sections": sections_fact(sections.values(), files)}, counts, frozenset(shifted)

    def files_of(self, sections: Collection[SectionId]) -> dict[str, str]:
        """The deck files that sections have which were not in use."""
        wanted = {(key.moc, " / ".join(key.path)): section_key(key) for key in sections}
        found: dict[str, str] = {}
        for row in read_decks(self.store).values() if wanted else ():
            header = read_header(split_lines(row.text), row.file)
            if (header.moc, header.section) in wanted:
                found[wanted[header.moc, header.section]] = row.file
        return found


def _called(note: Note) -> tuple[str, ...]:
    return note.title, *note.aliases


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in."""
    parts = path.split("/")[:-1]
    return ("/".join(parts[:number]) for number in range(1, len(parts) + 1))


def _reordered(old: Moc, new: Moc) -> bool:
    """Whether two sections of a map, or two notes in one of them, came in another order before."""
    before = {section.id: [entry.note for entry in section.entries] for section in old.sections}
    after = {section.id: [entry.note for entry in section.entries] for section in new.sections}
    common = before.keys() & after.keys()
    if [section for section in before if section in common] != [section for section in after if section in common]:
        return True
    for section in common:
        both = set(before[section]) & set(after[section])
        if [note for note in before[section] if note in both] != [note for note in after[section] if note in both]:
            return True
    return False


def _candidates(concept: Concept | None) -> set[SectionId]:
    """The sections that list a note."""
    return {concept.section, *concept.others} if concept is not None else set()


def _said(concept: Concept | None) -> tuple[object, ...]:
    """What a note is drafted with."""
    if concept is None:
        return ()
    return concept.section, concept.deck, concept.label, concept.gloss, concept.gloss_quote
