"""What a rule answers with: a card's content, the words that support it, and how good it is likely to be."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from studykit.drafting.unit import Unit
from studykit.model.card import Content
from studykit.model.inline import Brought

ANSWER_WORDS: Final = 60
"""The most that an answer shows; the rest is folded away (lint 3)."""

_new: Final = tuple.__new__


class Proposal(NamedTuple):
    """A card before it is checked."""

    content: Content
    quote: str
    """Word for word from the note (or from the MOC, for a gloss)."""
    heading: str
    """The heading under which the quote stands; empty for the top."""
    line: int
    """1-based, in the note."""
    score: float
    """0 to 1, from the rule and the place."""
    from_moc: bool = False
    """The quote stands in the MOC and not in the note; `heading` and `line` are the MOC's."""
    flags: tuple[str, ...] = ()
    """Codes of what a person should look at before it goes into a deck."""
    tags: tuple[str, ...] = ()
    """Its own, beside the note's."""
    brought: Brought | None = None
    """What the note says of it beside its words."""


Rule = Callable[[Unit], Iterator[Proposal]]


def propose(
    content: Content, quote: str, heading: str, line: int, score: float, flags: tuple[str, ...] = ()
) -> Proposal:
    """What a rule reads in the note itself. Made in a third of the time that the type's own constructor takes."""
    return _new(Proposal, (content, quote, heading, line, score, False, flags, (), None))


def first_quote(text: str, most: int = 240) -> str:
    """The beginning of a piece of a note as a quote: whole lines as long as they fit, at least the first."""
    text = text.strip("\n")
    if "\n" not in text:
        return text.strip()
    taken: list[str] = []
    length = 0
    for line in text.split("\n"):
        length += len(line) + 1
        if taken and length > most + 1:
            break
        taken.append(line)
    return "\n".join(taken).strip()
