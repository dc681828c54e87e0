"""Every card as a compact row to show and to search: read from the deck files and from the store, each once.

Reading goes on file by file, in the order of the maps of content, so that the first rows are there at once; a file
that has not changed since is not read again.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from studykit.decks.deck import Deck
from studykit.decks.files import find_deck_files, read_deck
from studykit.decks.parse import parse
from studykit.errors import DeckFileError
from studykit.flows.cards.imported import read_entries
from studykit.flows.workspace import Workspace
from studykit.markup.math import render_inline
from studykit.markup.plain import to_plain
from studykit.model.card import Card, Choice, Kind
from studykit.model.ids import CardId
from studykit.model.problem import Problem, Severity
from studykit.text.safe import safe_line

_MARKUP: Final = re.compile(r"[*`\\]+|~~+|==+|!?\[\[|\]\]")
_CLOZE: Final = re.compile(r"\{\{c[0-9]{1,3}::|\}\}")
_FORMULA: Final = re.compile(r"\$\$([^$]+)\$\$|\$([^$\n]+)\$")
_DELETION: Final = re.compile(r"\{\{c[0-9]{1,3}::([^{}]*)\}\}")
_LONGEST: Final = 2000
"""Characters of a question that a line is made from."""
_HEADER: Final = re.compile(r"\A(?:\ufeff)?---[ \t]*\r?\n.*?^---[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_HEADER_LIMIT: Final = 8192
"""Characters in which a header mostly ends; the whole file is read in any case, a moment later."""

Look = tuple[int, int, int]
"""A file's time of change, size and inode."""


class Entry(NamedTuple):
    """A card as a list shows it."""

    id: CardId
    """Empty for a card that no build has given one."""
    file: str
    line: int
    deck: str
    section: str
    note: str
    kind: Kind
    front: str
    """The Markdown of its question, of a cloze its text."""
    by: str
    tags: tuple[str, ...]
    retired: bool
    text: str
    """All its words, `searchable`."""
    deck_key: str
    note_key: str


@dataclass(slots=True)
class Shelf:
    """The cards of a workspace as far as they were read."""

    workspace: Workspace
    files: dict[str, tuple[Look, list[Entry]]] = field(default_factory=dict)
    """By file, in their order."""
    problems: list[Problem] = field(default_factory=list)
    _orders: dict[Path, tuple[Look, int]] = field(default_factory=dict)

    def read(self) -> Iterator[list[Entry]]:
        """Read what changed and hand out the cards of every file, one file after the other."""
        before = self.files
        files: dict[str, tuple[Look, list[Entry]]] = {}
        self.files, self.problems = files, []  # a reading that was left off writes into its own, not into these
        for path, look in self._ordered(self.workspace.decks):
            file = path.relative_to(self.workspace.decks).as_posix()
            known = before.get(file)
            entries = known[1] if known is not None and known[0] == look else self._entries(path, file)
            files[file] = (look, entries)
            if entries:
                yield entries
        for file, look, entries in read_entries(self.workspace, before):
            files[file] = (look, entries)
            yield entries

    def entries(self) -> list[Entry]:
        """All cards that were read."""
        return [entry for _, entries in self.files.values() for entry in entries]

    def _ordered(self, folder: Path) -> Iterator[tuple[Path, Look]]:
        """The deck files with their looks, by folder, then in the order of the map of content."""
        group: list[tuple[int, str, Path, Look]] = []
        for path in find_deck_files(folder):
            try:
                stat = path.stat()
            except OSError:
                continue
            if group and group[-1][2].parent != path.parent:
                yield from [(file, look) for _, _, file, look in sorted(group)]
                group = []
            look = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if self._orders.get(path, (None, 0))[0] != look:
                self._orders[path] = (look, _order_of(path))
            group.append((self._orders[path][1], path.name, path, look))
        yield from [(file, look) for _, _, file, look in sorted(group)]

    def _entries(self, path: Path, file: str) -> list[Entry]:
        try:
            deck = read_deck(path, f"{self.workspace.decks.name}/{file}").deck
        except DeckFileError as error:
            details = tuple((name, str(value)) for name, value in error.parameters.items())
            self.problems.append(Problem(Severity.ERROR, error.code, error.path, error.line, details))
            return []
        except FileNotFoundError:
            return []
        return list(entries_of(file, deck))


def entries_of(file: str, deck: Deck) -> Iterator[Entry]:
    """The cards of a deck file as rows."""
    header = deck.header
    deck_key = searchable(header.deck)
    section = header.section or header.deck.rpartition("::")[2]
    for block in deck.cards:
        card, stamp = block.card, block.card.stamp
        note = card.source.note if card.source is not None else ""
        yield Entry(
            stamp.id if stamp is not None else CardId(""), file, block.line, header.deck, section, note,
            card.content.kind, card.content.front, stamp.by.casefold() if stamp is not None else "me",
            tuple([searchable(tag) for tag in stamp.tags]) if stamp is not None else (),
            stamp is not None and stamp.retired, searchable(_words(card)), deck_key, searchable(note),
        )  # fmt: skip


def searchable(text: str) -> str:
    """A text as it is compared: NFKC, case folded, without marks of emphasis, every run of white space one blank."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_MARKUP.sub("", text).casefold().split())


def _words(card: Card) -> str:
    content = card.content
    if isinstance(content, Choice):
        pieces = [content.question, *(option.text for option in content.options), content.detail]
        return "\n".join(pieces)
    text = f"{content.front}\n{content.back}\n{content.detail}"
    return _CLOZE.sub("", text) if content.kind is Kind.CLOZE else text


def _order_of(path: Path) -> int:
    """A deck's place in its map of content, from the first lines of its file."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = _HEADER.match(file.read(_HEADER_LIMIT))
        return parse(found[0]).header.order if found is not None else 0
    except (OSError, UnicodeDecodeError, DeckFileError):
        return 0


@lru_cache(maxsize=4096)
def plain_line(text: str) -> str:
    """A card's Markdown on one line: no markup, formulas in Unicode where they can be, deletions in brackets."""
    shown = _FORMULA.sub(_formula, to_plain(text[:_LONGEST]))
    return safe_line(_DELETION.sub(_bracketed, shown))


def _formula(match: re.Match[str]) -> str:
    return render_inline(match[1] or match[2]) or match[0]


def _bracketed(match: re.Match[str]) -> str:
    return f"[{match[1].partition('::')[0]}]"
