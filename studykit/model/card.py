"""Cards: what is asked, what is answered, where it was read, and the stamp that gives a card its identity.

The four contents are values of their own, so that a cloze has no answer to be empty and a choice no second answer:

    Basic    a question and an answer, asked backwards too where `reversed`
    Cloze    one text with Anki's `{{c1::text::hint}}`
    Choice   a question and its options, at least one of them right
    Typed    a question whose answer is typed and compared

All texts are Markdown as the deck file holds it, with LF line ends.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, Final

from studykit.model.ids import CardId, anki_guid, digest
from studykit.model.inline import Brought
from studykit.model.quick import quick


class Kind(StrEnum):
    """The kinds of card. A change of kind makes another card."""

    BASIC = "basic"
    CLOZE = "cloze"
    CHOICE = "choice"
    TYPED = "typed"


@quick
@dataclass(frozen=True, slots=True)
class Basic:
    """Question and answer. `detail` is shown folded under the answer."""

    kind: ClassVar = Kind.BASIC

    question: str
    answer: str
    detail: str = ""
    reversed: bool = False

    @property
    def front(self) -> str:
        return self.question

    @property
    def back(self) -> str:
        return self.answer


@dataclass(frozen=True, slots=True)
class Cloze:
    """One text with deletions; each number of a deletion is a face of its own."""

    kind: ClassVar = Kind.CLOZE

    text: str
    detail: str = ""

    @property
    def front(self) -> str:
        return self.text

    @property
    def back(self) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Option:
    """One line of a choice."""

    text: str
    right: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with options in the order they are shown. `detail` explains the right one."""

    kind: ClassVar = Kind.CHOICE

    question: str
    options: tuple[Option, ...]
    detail: str = ""

    @property
    def front(self) -> str:
        return self.question

    @property
    def back(self) -> str:
        return "\n".join(option.text for option in self.options if option.right)


@dataclass(frozen=True, slots=True)
class Typed:
    """A question whose answer is typed."""

    kind: ClassVar = Kind.TYPED

    question: str
    answer: str
    detail: str = ""

    @property
    def front(self) -> str:
        return self.question

    @property
    def back(self) -> str:
        return self.answer


Content = Basic | Cloze | Choice | Typed


@quick
@dataclass(frozen=True, slots=True)
class Source:
    """Where a card was read: a wikilink's two halves, and the words that stand there."""

    note: str
    """The link's target as Obsidian would write it: a base name where that is enough, else a path without `.md`."""
    heading: str
    """The heading's text without `#`; empty for the top of the note."""
    quote: str


@quick
@dataclass(frozen=True, slots=True)
class Stamp:
    """What studykit wrote about a card in its deck file: the comment that carries its identity."""

    id: CardId
    by: str
    """Who drafted it: `rules:question`, `model:NAME`; `me` for a card that a person wrote."""
    base: str
    """`content_digest` of the card as last drafted, or empty for a card that a person wrote."""
    mod: int
    """When the content last changed, in seconds since 1970 (UTC)."""
    retired: bool = False
    guid: str = ""
    """Anki's GUID where it is not `anki_guid(id)`: the card came from a package."""
    tags: tuple[str, ...] = ()
    """Obsidian's spelling, without `#`, `/` between levels."""


@quick
@dataclass(frozen=True, slots=True)
class Card:
    """A card as a deck file holds it. Without a stamp it is one that a person has just written."""

    content: Content
    source: Source | None
    stamp: Stamp | None

    @property
    def guid(self) -> str:
        """The GUID in Anki. Only a stamped card has one."""
        if self.stamp is None:
            raise ValueError("a card without a stamp has no identity yet")
        return self.stamp.guid or anki_guid(self.stamp.id)

    @property
    def edited(self) -> bool:
        """Whether a person wrote or changed it since it was drafted: a human edit always wins."""
        return self.stamp is None or content_digest(self.content) != self.stamp.base


@quick
@dataclass(frozen=True, slots=True)
class Draft:
    """A card as a drafter proposes it."""

    content: Content
    source: Source
    by: str
    tags: tuple[str, ...] = ()
    line: int = 0
    """Where the quote begins in the note, 1-based."""
    score: float = 0.0
    """How much a drafter thinks of it: the highest go first where there are too many."""
    flags: tuple[str, ...] = ()
    """Codes of the lints that flagged it."""
    brought: Brought | None = None
    """What the note says of it beside its words, where it stands there in another tool's syntax."""

    def __hash__(self) -> int:
        """By two fields that tell nearly all drafts apart: a build looks each of them up several times."""
        return hash((self.content, self.line))

    def with_flags(self, flags: tuple[str, ...]) -> "Draft":
        """The draft with these flags and no others."""
        if flags == self.flags:
            return self
        return Draft(self.content, self.source, self.by, self.tags, self.line, self.score, flags, self.brought)


BASE_LENGTH: Final = 16


@lru_cache(maxsize=16384)
def content_digest(content: Content) -> str:
    """A digest of kind and fields (16 hex digits) that a formatter does not change: NFC, and white space folded."""
    fields: tuple[str, ...]
    match content:
        case Basic():
            fields = (content.question, content.answer, content.detail, "reversed" if content.reversed else "")
        case Cloze():
            fields = (content.text, content.detail)
        case Choice():
            options = [f"{'x' if option.right else ' '}{option.text}" for option in content.options]
            fields = (content.question, content.detail, *options)
        case Typed():
            fields = (content.question, content.answer, content.detail)
    plain = [field and " ".join(unicodedata.normalize("NFC", field).split()) for field in fields]
    return digest(content.kind, *plain)[:BASE_LENGTH]
