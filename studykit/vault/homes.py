"""Each note's home: the one section that its cards belong to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from studykit.model.concept import Concept, Entry, Moc, Section, SectionId
from studykit.model.ids import NotePath
from studykit.vault.moc import deck_part


def depths(mocs: Mapping[NotePath, Moc]) -> dict[NotePath, int]:
    """How deep each MOC lies by the longest way down to it; one that no other lists lies at 0. Cycles are cut."""
    parents: dict[NotePath, list[NotePath]] = defaultdict(list)
    for moc in mocs.values():
        for child in moc.children:
            parents[child].append(moc.path)
    depth: dict[NotePath, int] = {}
    below: set[NotePath] = set()
    for path in mocs:
        stack = [path]
        while stack:
            here = stack[-1]
            unknown = [parent for parent in parents[here] if parent not in depth and parent not in below]
            if here not in depth and here not in below and unknown:
                below.add(here)
                stack += reversed([parent for parent in unknown if parent != here])
                continue
            stack.pop()
            if here not in depth:
                depth[here] = max((depth[parent] + 1 for parent in parents[here] if parent in depth), default=0)
                below.discard(here)
    return depth


def find_homes(
    notes: Collection[NotePath],
    mocs: Mapping[NotePath, Moc],
    vault_name: str,
    *,
    sticky: Mapping[NotePath, SectionId] | None = None,
    folders: bool = True,
) -> tuple[dict[SectionId, Section], list[Concept]]:
    """The sections in use and the concepts in them, in the order of the MOCs.

    A note's home is the deepest section that lists it, the first in order, of a MOC that is no index of MOCs where
    there is one; `sticky` keeps a home that a note had, while that section still lists it. With `folders`, the
    folder is the home of a note that no MOC lists; otherwise such a note has none.
    """
    depth = depths(mocs)
    listing: dict[NotePath, list[tuple[Section, Entry, int]]] = defaultdict(list)
    for moc in sorted(mocs.values(), key=lambda moc: (depth[moc.path], moc.path)):
        for section in moc.sections:
            for place, entry in enumerate(section.entries):
                listing[entry.note].append((section, entry, place))
    sections: dict[SectionId, Section] = {}
    concepts: list[Concept] = []
    unlisted: dict[str, list[NotePath]] = defaultdict(list)
    for note in notes:
        found = listing.get(note)
        if not found:
            unlisted[note.rpartition("/")[0]].append(note)
            continue
        section, entry, place = _home(found, mocs, depth, (sticky or {}).get(note))
        sections[section.id] = section
        others = tuple(other.id for other, _, _ in found if other.id != section.id)
        concepts.append(
            Concept(note, section.id, section.deck, place, entry.label, entry.gloss, entry.quote, entry.line, others)
        )
    if folders:
        for order, folder in enumerate(sorted(unlisted), start=1):
            section = _folder_section(folder, order, unlisted[folder], vault_name)
            sections[section.id] = section
            concepts += [
                Concept(note, section.id, section.deck, place, "", "", "", 0, ())
                for place, note in enumerate(sorted(unlisted[folder]))
            ]
    return sections, sorted(
        concepts, key=lambda c: (c.section.moc == "", c.section.moc, sections[c.section].order, c.order)
    )


def _home(
    found: list[tuple[Section, Entry, int]],
    mocs: Mapping[NotePath, Moc],
    depth: Mapping[NotePath, int],
    had: SectionId | None,
) -> tuple[Section, Entry, int]:
    for candidate in found:
        if candidate[0].id == had:
            return candidate

    def rank(candidate: tuple[Section, Entry, int]) -> tuple[bool, int]:
        section = candidate[0]
        moc = NotePath(section.id.moc)
        return not mocs[moc].is_index, depth[moc] * 10 + len(section.id.path)

    return max(found, key=rank)  # the first of equals, as `max` keeps it


def _folder_section(folder: str, order: int, notes: Iterable[NotePath], vault_name: str) -> Section:
    parts = tuple(folder.split("/")) if folder else ()
    deck = "::".join(deck_part(part) for part in (vault_name, *parts))
    entries = tuple(Entry(note, "", "", 0, "") for note in sorted(notes))
    return Section(SectionId("", parts), deck, order, entries)
