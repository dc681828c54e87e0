"""Maps of content as studykit reads them: sections, what they list, and the concept that a note is by its home."""

from dataclasses import dataclass
from typing import NamedTuple

from studykit.model.ids import NotePath


class SectionId(NamedTuple):
    """A section's identity: its MOC and its heading path. The folder sections of unlisted notes have no MOC."""

    moc: str
    """Path of the MOC in the vault; empty for a folder."""
    path: tuple[str, ...]
    """Headings from the top, as written; for a folder the names of its path."""


class Entry(NamedTuple):
    """One note that a section lists."""

    note: NotePath
    label: str
    """The text that the MOC shows for it; empty where it shows none."""
    gloss: str
    """What the MOC says of it after the dash, as Markdown; empty where it says nothing."""
    line: int
    """1-based, in the MOC."""
    quote: str
    """The line of the MOC, word for word."""


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of a MOC that lists notes, or one folder of notes that no MOC lists."""

    id: SectionId
    deck: str
    """Anki's name for it, `::` between levels."""
    order: int
    """Its place among the sections of its MOC, from 1."""
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Moc:
    """A map of content."""

    path: NotePath
    title: str
    sections: tuple[Section, ...]
    children: tuple[NotePath, ...]
    """MOCs further down that it links, in order; links up and across make no tree."""
    glosses: tuple[tuple[str, str, int, str], ...]
    """Rows that name no note: (name, gloss, line, quote). Kept for the section's context."""

    @property
    def is_index(self) -> bool:
        """Whether it lists more MOCs than notes: such a MOC is nobody's home while another lists the note."""
        return len(self.children) > sum(len(section.entries) for section in self.sections)


@dataclass(frozen=True, slots=True)
class Concept:
    """A note as its home lists it."""

    note: NotePath
    section: SectionId
    deck: str
    order: int
    """Its place among the concepts of its section, from 0."""
    label: str
    """The name the MOC shows, else the title."""
    gloss: str
    gloss_quote: str
    """The line of the MOC that holds the gloss."""
    gloss_line: int
    others: tuple[SectionId, ...]
    """Further sections that list the note."""
