"""Cards that a note holds in another flashcard tool's syntax: where they stand, and what that tool knew of them."""

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

Syntax = Literal[
    "spaced-repetition", "flashcards", "obsidian-to-anki", "hashcards", "inka", "headings", "yanki", "anki"
]
SYNTAXES: Final[tuple[Syntax, ...]] = (
    "obsidian-to-anki",
    "inka",
    "yanki",
    "hashcards",
    "headings",
    "flashcards",
    "spaced-repetition",
    "anki",
)
"""In the order in which they are looked for: what says most clearly where it begins and ends comes first."""

CLOZES: Final = ("==", "**", "{{")


@dataclass(frozen=True, slots=True)
class Inline:
    """Which syntaxes are read, and how they are written where their tools let a person choose."""

    syntaxes: tuple[Syntax, ...] = ()
    separator: str = "::"
    """spaced-repetition, flashcards: between question and answer on one line."""
    reversed_separator: str = ":::"
    """The same, asked both ways."""
    line_separator: str = "?"
    """spaced-repetition: the line between question and answer."""
    reversed_line_separator: str = "??"
    end_marker: str = ""
    """spaced-repetition: the line that ends an answer with blank lines in it; a blank line where empty."""
    cloze: tuple[str, ...] = ("==",)
    """spaced-repetition: the marks around a deletion, of `==`, `**` and `{{`."""
    deck_tags: tuple[str, ...] = ("flashcards",)
    """Tags whose further parts name a deck: `#flashcards/a/b`."""
    card_tags: tuple[str, ...] = ("card", "flashcard")
    """flashcards: tags that make a paragraph a question."""
    heading_level: int = 2
    """headings: the level of the headings that are questions, 1 to 6."""
    folders: tuple[str, ...] = ()
    """yanki: folders whose notes are a card each; empty for none. headings: the only folders that are read for them;
    empty for all."""


class Schedule(NamedTuple):
    """What another tool knew of one face of a card, as it wrote it into the note."""

    due: str
    """An ISO date."""
    interval: float
    """Days."""
    ease: float
    """SM-2's factor, 2.5 to begin with; 0 where there is none."""
    stability: float
    """FSRS's, in days; 0 where there is none."""
    difficulty: float
    """FSRS's, 1 to 10; 0 where there is none."""
    reviewed: str
    """The ISO date of the last review; empty where it is not told."""


class Brought(NamedTuple):
    """What a note says of a card beside its words, as another tool wrote it there."""

    deck: str = ""
    """The deck that the note names for it, levels joined by `::`; empty where it names none."""
    notes: tuple[int, ...] = ()
    """Ids of Anki notes that were made of it."""
    schedules: tuple[Schedule, ...] = ()
    """By face, in order."""


class Piece(NamedTuple):
    """A stretch of a document's text. Offsets are bytes."""

    start: int
    end: int


class Hidden(NamedTuple):
    """A deletion. Offsets are bytes: with its marks, and of what is hidden."""

    outer: Piece
    inner: Piece
    number: int
    hint: str


class InlineCard(NamedTuple):
    """A card as it stands in a note."""

    syntax: Syntax
    kind: Literal["basic", "reversed", "cloze", "typed"]
    whole: Piece
    """With its marks and what its tool wrote below it."""
    front: tuple[Piece, ...]
    back: tuple[Piece, ...]
    """Of a cloze what is shown besides; often nothing."""
    hidden: tuple[Hidden, ...] = ()
    """Of a cloze, in the order of the text; none where the text has Anki's own marks."""
    deck: str = ""
    """The deck that the note names for it, levels joined by `::`; empty where it names none."""
    tags: tuple[str, ...] = ()
    notes: tuple[int, ...] = ()
    """Ids of Anki notes that were made of it."""
    schedules: tuple[Schedule, ...] = ()
    """By face, in order."""


class InlineFault(NamedTuple):
    """A card that was begun and cannot be read."""

    code: str
    """Of `messages/`."""
    offset: int
    """Bytes, in the document's text."""
