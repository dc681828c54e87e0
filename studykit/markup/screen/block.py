"""One block of styled text, and the deletions of a text: what is read from Markdown and laid out for a screen."""

from dataclasses import dataclass, field
from typing import Final

from studykit.markup.cloze import Deletion
from studykit.markup.screen.runs import Run

DEEPEST: Final = 12
"""Quotes and lists within each other that are still shown as such; what is deeper stands at this depth."""


@dataclass(slots=True)
class Block:
    """One block. `kind` is `paragraph`, `heading`, `list`, `item`, `quote`, `callout`, `code`, `math`, `table`,
    `rule`, `footnote`, or `body` for the whole text; the fields that a kind has no use for are empty."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    children: list["Block"] = field(default_factory=list)
    label: str = ""
    """A list item's bullet, a callout's kind, a code's language, a footnote's name."""
    rows: list[list[list[Run]]] = field(default_factory=list)
    """A table's rows of cells, the head first."""
    alignments: tuple[str, ...] = ()
    number: int | None = None
    """The next number of a list, a heading's level."""
    found: tuple[Deletion, ...] = ()
    """The deletions within a formula."""
    hidden: bool = False
    """Whether a formula lies within a deletion that is asked."""


@dataclass(frozen=True, slots=True)
class Clozes:
    """The deletions of a text whose marks stand in it, in the order of their marks."""

    found: tuple[Deletion, ...] = ()
    asked: int = 0
    """The number that is hidden; the others are text."""
