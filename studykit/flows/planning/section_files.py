"""Which file is a section's deck: the one whose frontmatter says so, else a new one named after it."""

from functools import cached_property

from studykit.decks.deck import Deck
from studykit.decks.names import file_name, file_names
from studykit.flows.decks.standing import Standing
from studykit.flows.planning.inline_decks import deck_of, is_named
from studykit.flows.reading.scan import Scan
from studykit.model.concept import Section, SectionId
from studykit.model.ids import NotePath, digest
from studykit.text.names import bare


class SectionFiles:
    """The files of a vault's sections."""

    def __init__(self, scan: Scan, standing: Standing) -> None:
        self.scan = scan
        decks = standing.decks
        self.by_section = {(deck.header.moc, deck.header.section): file for file, deck in decks.items()}
        self.by_section |= {key: file for key, file in standing.held.sections.items() if any(key)}
        self.sections = {(key.moc, " / ".join(key.path)): section for key, section in scan.sections.items()}
        self.taken = {file.casefold() for file in decks}  # not refused ones: their name leads to no card

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

    @cached_property
    def names(self) -> dict[SectionId, str]:
        """A name for every section, the same whatever was built before."""
        mocs = sorted({key.moc for key in self.scan.sections})
        titles = [self.scan.mocs[NotePath(moc)].title if moc else self.scan.name for moc in mocs]
        folders = dict(zip(mocs, file_names(titles), strict=True))
        names = {}
        for moc, title in zip(mocs, titles, strict=True):
            keys = sorted(key for key in self.scan.sections if key.moc == moc)
            parts = [_section_title(key, title) for key in keys]
            for key, name in zip(keys, file_names(parts), strict=True):
                names[key] = f"{folders[moc]}/{name or file_name(self.scan.name)}.md"
        return names


def _section_title(key: SectionId, title: str) -> str:
    """What a section's file is called; `title` is the map's, or the vault's name."""
    if not key.path:
        return title
    if is_named(key):
        return " - ".join(deck_of(key).split("::"))
    return bare(key.path[-1]) if key.moc else " - ".join(key.path)
