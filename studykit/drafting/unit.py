"""The unit: what is drafted at once. A short note is one, a long note is one for each of its main headings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from studykit.drafting.naming import name_in
from studykit.markup.document import Block, BlockKind, Document
from studykit.markup.parts import Part, parts
from studykit.model.concept import Concept
from studykit.model.ids import NotePath, UnitKey
from studykit.model.inline import InlineCard
from studykit.model.note import Note
from studykit.text.names import subject
from studykit.text.normal import common_han, has_han_share, is_common, normal
from studykit.text.once import once

LONGEST: Final = 6000
"""Bytes of text above which a note is drafted heading by heading."""
_SUMMARIES: Final = ("brief", "summary", "description", "abstract", "tldr", "摘要", "简介", "概述")
_CHINESE: Final = 0.05
_FIRST: Final = 4
"""The part of a note that is looked at first."""
_SHORT: Final = 4
_LATIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@dataclass(frozen=True, eq=False)
class Unit:
    """A piece of a note with all that a drafter may know of it."""

    key: UnitKey
    note: Note
    concept: Concept
    document: Document
    parts: tuple[Part, ...]
    chinese: bool
    """Whether the note is written in Chinese; its questions are then too."""
    opens_note: bool
    """Whether it is the note's first unit: what is asked of a note as a whole is asked there."""
    breadcrumb: tuple[str, ...]
    """Section path, title, and the unit's own heading where the note is cut."""
    text: str
    """The unit's Markdown, embeds expanded."""
    link: str
    """What one writes between `[[` and `]]` for the note."""
    moc_link: str
    """The same for the MOC that lists it; empty where none does."""
    sibling_glosses: tuple[str, ...]
    """What the map says of the other notes of the section."""
    wider_glosses: tuple[str, ...]
    """What it says of the notes of its other sections."""
    embed: Callable[[str], str]
    """The Markdown that `![[target]]` shows: a note's text, or empty."""
    file: Callable[[str], str]
    """The path in the vault of an image or sound that the note shows, or empty where it is missing."""
    inline: tuple[InlineCard, ...] = ()
    """The cards that stand in it in other tools' syntaxes."""
    inline_alone: bool = False
    """Whether nothing else is drafted from it: but for these cards the note is a stub."""

    @once
    def subject(self) -> str:
        """The concept as one asks for it."""
        return self._name or subject(self.concept.label or self.note.title)

    @once
    def _name(self) -> str:
        return name_in(self.concept.label or self.note.title)

    @once
    def has_name(self) -> bool:
        """Whether the title names a subject: `2024-03-14`, `Untitled 3` and `组会纪要` do not."""
        return bool(self._name)

    @once
    def names(self) -> frozenset[str]:
        """Every name of the concept, normalised."""
        titles = {self.concept.label, self.note.title, *self.note.aliases}
        every = (self.subject, *titles, *map(name_in, titles), *map(subject, titles))
        return frozenset(name for name in map(normal, every) if name)

    @once
    def _letters(self) -> frozenset[str] | None:
        """All the letters of its names, where they are plain: names are pieces of titles, and take longer to make."""
        titles = "\n".join((self.concept.label, self.note.title, *self.note.aliases))
        return frozenset(normal(titles)) if is_common(titles) else None

    @once
    def _literal(self) -> tuple[str, ...]:
        """Names that are found without normalising a text: most texts that name the concept spell it so."""
        return tuple(
            dict.fromkeys(
                name for name in (self.subject, self.note.title) if name.isprintable() and len(normal(name)) > _SHORT
            )
        )

    @once
    def _placed(self) -> Mapping[BlockKind, Sequence[tuple[Part, Block]]]:
        found: dict[BlockKind, list[tuple[Part, Block]]] = {}
        for part in self.parts:
            for block in part.blocks:
                found.setdefault(block.kind, []).append((part, block))
        return found

    def blocks(self, kind: BlockKind) -> Sequence[tuple[Part, Block]]:
        """The blocks of a kind that stand right below a heading, each with its part, in the order of the note."""
        return self._placed.get(kind, ())

    @once
    def _counted(self) -> list[int]:
        """The place whose line was asked for last, and its line."""
        return [0, self.document.first_line]

    def line_at(self, offset: int) -> int:
        """The line of the file in which a byte of the document stands, 1-based.

        Counted from the place that was asked for last: a rule asks in the order of the note, so that it counts once
        through a long one.
        """
        known, line = self._counted
        count = self.document.text.count
        line += count(b"\n", known, offset) if offset >= known else -count(b"\n", offset, known)
        self._counted[:] = offset, line
        return line

    @once
    def extent(self) -> tuple[int, int]:
        """Where the unit's text begins and ends in the document."""
        return (self.parts[0].start, self.parts[-1].end) if self.parts else (0, 0)

    @once
    def excerpts(self) -> dict[tuple[int, int, str], str | None]:
        """What `excerpt` has read of the unit, by place and kind: several rules read the same blocks."""
        return {}

    @once
    def summary(self) -> str:
        """What the note's frontmatter says of it (`brief:` and its sisters) on one line; only its first unit has it."""
        properties = self.note.properties
        if not self.opens_note or properties.keys().isdisjoint(_SUMMARIES):
            return ""
        value = next((properties[key] for key in _SUMMARIES if isinstance(properties.get(key), str)), "")
        return " ".join(str(value).split())

    def is_called(self, plain: str) -> bool:
        """Whether a normalised text is one of its names."""
        return (self._letters is None or self._letters.issuperset(plain)) and plain in self.names

    def named_in(self, text: str) -> bool:
        """Whether a text names the concept. A short Latin name must stand by itself: `RL` is not named in `RLAIF`."""
        for name in self._literal:
            if name in text:
                return True
        plain = normal(text)
        if self._letters is not None and self._letters.isdisjoint(plain):
            return False
        folded = text.casefold()
        for name in self.names:
            if name in plain if len(name) > _SHORT or not name.isascii() else _stands_alone(name, folded):
                return True
        return False


def _stands_alone(name: str, text: str) -> bool:
    """Whether a name stands in a text with no Latin letter or digit at its edges. Both case folded."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if text[start - 1 : start] not in _LATIN and text[end : end + 1] not in _LATIN:
            return True
        start = text.find(name, end)
    return False


def is_chinese(document: Document) -> bool:
    """Whether a note is written in Chinese. Code and formulas are Latin in any language, so a small share is enough."""
    text = document.text
    for first in (text[: len(text) // _FIRST], text):  # the beginning of a Chinese one says it
        han = common_han(first)
        if han > _CHINESE * (len(text) - 2 * han):  # it has no more letters than characters, and these are three bytes
            return True
    return has_han_share(text.decode("utf-8"), _CHINESE)


def cut(document: Document) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """The units of a document as (heading or empty, parts): one where it is short or has no headings to cut at."""
    every = parts(document)
    levels = [part.level for part in every if part.level > 1]
    if len(document.text) <= LONGEST or not levels:
        yield "", every
        return
    level = min(levels)
    name, group = "", list[Part]()
    for part in every:
        if 0 < part.level <= level and group:
            if any(p.blocks for p in group):
                yield name, tuple(group)
            group = []
        if part.level == level:
            name = part.title
        group.append(part)
    if group:
        yield name, tuple(group)


def unit_key(path: NotePath, heading: str, taken: set[UnitKey]) -> UnitKey:
    """A unit's key; a heading that stands twice in a note gets a number."""
    key = base = UnitKey(f"{path}#{heading}" if heading else path)
    number = 2
    while key in taken:
        key = UnitKey(f"{base} ({number})")
        number += 1
    taken.add(key)
    return key
