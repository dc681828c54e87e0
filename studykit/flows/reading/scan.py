"""Scan a vault: list, read, parse, resolve, and find every note's home. Nothing is written anywhere."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from studykit.config import Config
from studykit.flows.reading.glosses import Glosses, glosses_of
from studykit.markup.document import Document
from studykit.model.concept import Concept, Moc, Section, SectionId
from studykit.model.event import Advanced, Finished, Listener, Started
from studykit.model.ids import NotePath
from studykit.model.inline import Inline
from studykit.model.note import Link, Note
from studykit.model.problem import Problem, Severity, problem
from studykit.text.normal import name_key, normal
from studykit.vault import load
from studykit.vault.homes import find_homes
from studykit.vault.moc import World, is_moc, read_moc
from studykit.vault.parse import Parsed, parse_body, parse_note, parse_notes
from studykit.vault.resolve import Resolver

_STUB_WORDS = 15
_STUB_STATUS = {"stub", "todo", "待填充", "待补充"}
_BATCH = 64


@dataclass(frozen=True)
class Scan:
    """A vault as one reading found it."""

    root: Path
    name: str
    listing: load.Listing
    notes: Mapping[NotePath, Note]
    resolver: Resolver
    mocs: Mapping[NotePath, Moc]
    sections: Mapping[SectionId, Section]
    concepts: tuple[Concept, ...]
    problems: tuple[Problem, ...]
    unread: frozenset[NotePath]
    """Notes whose text could not be had: their cards stand."""
    damaged: frozenset[NotePath]
    """Notes that lost bytes: nothing is drafted from them."""
    embedded: set[tuple[NotePath, NotePath]] = field(default_factory=set)
    """(note, note whose text it was found to show): filled while units are cut."""
    inline: Inline = field(default_factory=Inline)
    """Which other tools' card syntaxes are read."""
    inline_problems: dict[NotePath, list[Problem]] = field(default_factory=dict)
    """What is wrong with cards in these syntaxes, by note: filled while units are cut."""
    documents: dict[NotePath, Document] = field(default_factory=dict)
    """The notes' texts, where that was asked for: each is taken out when its units are cut."""

    @cached_property
    def names(self) -> frozenset[str]:
        """Every title and alias, normalised."""
        return frozenset(normal(name) for note in self.notes.values() for name in (note.title, *note.aliases))

    @cached_property
    def unlisted(self) -> tuple[NotePath, ...]:
        """Notes that no MOC lists, MOCs themselves aside."""
        listed = {concept.note for concept in self.concepts if concept.section.moc}
        return tuple(path for path in self.notes if path not in listed and path not in self.mocs)

    @cached_property
    def glosses(self) -> Mapping[NotePath, Glosses]:
        """What each MOC says of its notes."""
        return {path: glosses_of(moc) for path, moc in self.mocs.items()}

    @cached_property
    def stubs(self) -> tuple[NotePath, ...]:
        """Notes with too little in them to draft from."""
        return tuple(path for path, note in self.notes.items() if path not in self.mocs and is_stub(note))


def is_stub(note: Note) -> bool:
    """Whether a note says of itself that it is unfinished, or holds hardly more than a heading and links."""
    status = note.properties.get("status")
    return (isinstance(status, str) and status.strip().casefold() in _STUB_STATUS) or note.words < _STUB_WORDS


def scan(
    root: Path,
    config: Config,
    listener: Listener,
    *,
    skip: Collection[Path] = (),
    extra_mocs: Collection[str] = (),
    homes: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    documents: bool = False,
) -> Scan:
    """Read a whole vault. `extra_mocs` are paths of notes that the command line names as MOCs.

    With `documents`, where units are to be cut next, those are kept: no note is then read and parsed again for that.

    `homes` tells, by what one would write between `[[` and `]]`, the (map, section) in which the cards of a note
    stand: that stays its home while that section lists it.
    """
    listing = load.list_files(root, config.exclude, skip)
    problems = list(listing.problems)
    notes: dict[NotePath, Note] = {}
    unread = {NotePath(path) for path in listing.unread}
    damaged: set[NotePath] = set()
    held: dict[NotePath, Document] = {}
    listener(Started("scan", len(listing.notes)))
    for start in range(0, len(listing.notes), _BATCH):
        files = [NotePath(file.path) for file in listing.notes[start : start + _BATCH]]
        for path, parsed in zip(files, _read_batch(root, files, documents=documents), strict=True):
            problems += parsed.problems
            if parsed.note is None:
                unread.add(path)
            else:
                notes[path] = parsed.note
                if parsed.document is not None:
                    held[path] = parsed.document
                if parsed.damaged:
                    damaged.add(path)
        listener(Advanced("scan", start + len(files)))
    resolver = Resolver(notes, listing.attachments, (*sorted(unread), *sorted(listing.left_out)))
    moc_paths = find_mocs(notes.values(), config, extra_mocs)

    def read(path: NotePath) -> Document | None:
        return held.pop(path, None) or read_note(root, path).document

    mocs = _read_mocs(moc_paths, read, notes, listing, resolver, damaged)
    problems += link_problems(notes, resolver)
    name = config.obsidian_vault or root.resolve().name
    homeless = [path for path in notes if path not in mocs]
    sticky = dict(_sticky(homes, mocs, resolver))
    sections, concepts = find_homes(homeless, mocs, name, sticky=sticky, folders=config.unlisted == "folders")
    listener(Finished("scan", len(notes)))
    return Scan(
        root, name, listing, notes, resolver, mocs, sections, tuple(concepts), tuple(problems),
        frozenset(unread), frozenset(damaged), inline=config.inline, documents=held,
    )  # fmt: skip


def _sticky(
    homes: Mapping[str, tuple[str, str]], mocs: Mapping[NotePath, Moc], resolver: Resolver
) -> Iterator[tuple[NotePath, SectionId]]:
    known = {(moc.path, " / ".join(one.id.path)): one.id for moc in mocs.values() for one in moc.sections}
    for link, (moc, section) in homes.items():
        found = known.get((NotePath(moc), section))
        if found is not None:
            path = resolver.resolve(Link(link, "", "", "", 0), NotePath("")).path
            if path:
                yield NotePath(path), found


def _read_batch(root: Path, paths: Sequence[NotePath], *, documents: bool) -> list[Parsed]:
    """Read some notes; a file that cannot be read is a problem like any other."""
    found = [load.read_bytes(root, path) for path in paths]
    texts = [(path, data) for path, data in zip(paths, found, strict=True) if not isinstance(data, Problem)]
    parsed = iter(parse_notes(texts, documents=documents))
    return [Parsed(None, None, (data,), damaged=True) if isinstance(data, Problem) else next(parsed) for data in found]


def read_note(root: Path, path: NotePath) -> Parsed:
    """Read and parse one note with its document."""
    data = load.read_bytes(root, path)
    if isinstance(data, Problem):
        return Parsed(None, None, (data,), damaged=True)
    return parse_note(path, data)


def read_document(root: Path, note: Note) -> Document | None:
    """A scanned note's document; None where the file is another now."""
    data = load.read_bytes(root, note.path)
    if isinstance(data, Problem) or hashlib.sha256(data).hexdigest() != note.digest:
        return None
    return parse_body(data)


def find_mocs(notes: Iterable[Note], config: Config, extra: Collection[str] = ()) -> list[NotePath]:
    """The paths of those of some notes that are maps, by what they say or by the settings."""
    names = {name_key(name.removesuffix(".md")) for name in config.mocs.names}
    return [
        note.path
        for note in notes
        if note.path in extra or (note.path not in config.mocs.ignore and is_moc(note, names))
    ]


def _read_mocs(
    paths: Sequence[NotePath],
    read: Callable[[NotePath], Document | None],
    notes: Mapping[NotePath, Note],
    listing: load.Listing,
    resolver: Resolver,
    damaged: Collection[NotePath],
) -> dict[NotePath, Moc]:

    def folders(text: str) -> tuple[NotePath, ...] | None:
        if text not in listing.folders:
            return None
        return tuple(path for path in notes if path.startswith(f"{text}/"))

    def find(link: Link, source: NotePath) -> str:
        return resolver.resolve(link, source).path

    def named(name: str) -> str:
        found = resolver.named(name).path
        return found or resolver.resolve(Link(name, "", "", "", 0), NotePath("")).path

    world = World(frozenset(paths), folders)
    mocs = {}
    for path in paths:
        document = read(path)
        if document is not None:
            moc = read_moc(notes[path], document, find, named, world)
            mocs[path] = _links_only(moc) if path in damaged else moc
    return mocs


def _links_only(moc: Moc) -> Moc:
    """A MOC that lost bytes, without what it says of its notes: that could be quoted, and is not what was written."""
    sections = tuple(
        replace(section, entries=tuple(entry._replace(label="", gloss="", quote="") for entry in section.entries))
        for section in moc.sections
    )
    return replace(moc, sections=sections, glosses=())


def link_problems(notes: Mapping[NotePath, Note], resolver: Resolver) -> list[Problem]:
    """Links that lead nowhere, to a heading that is not there, or to one of several notes."""
    problems = []
    for path, note in notes.items():
        for link in note.links:
            target, heading, block, _, line, _, _ = link
            taken, others = resolver.resolve(link, path)
            if taken and not (others or heading or block):
                continue  # as nearly all do
            if not taken:
                code = "file-missing" if _has_extension(target) else "link-broken"
                problems.append(problem(Severity.WARNING, code, path, line, target=target))
            elif others:
                details = {"target": target, "taken": taken, "others": ", ".join(others[:3])}
                problems.append(problem(Severity.INFO, "link-ambiguous", path, line, **details))
            elif not resolver.has_anchor(link, taken):
                details = {"target": target or path, "anchor": f"^{block}" if block else heading}
                problems.append(problem(Severity.WARNING, "anchor-missing", path, line, **details))
    return problems


def _has_extension(target: str) -> bool:
    extension = target.rpartition("/")[2].rpartition(".")[2]
    return (
        "." in target
        and 1 < len(extension) <= 5
        and extension.isascii()
        and extension.isalnum()
        and not extension.isdigit()
        and extension.lower() != "md"
    )
