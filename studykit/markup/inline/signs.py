"""The signs of card syntaxes, as the options have them: made once for a vault and asked of every note.

They are looked for by patterns that begin with a known byte, as these run at the speed of memory: of a note with none
of them, which most are, nothing else is asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from studykit.model.inline import SYNTAXES, Inline, Syntax


@dataclass(frozen=True, slots=True, eq=False)
class Sign:
    """What is looked for by one pattern. There is one for each pattern, known by its identity."""

    first: int
    """The byte with which it begins. Asked as a number: a search for it runs at the speed of memory."""
    pattern: re.Pattern[bytes]

    def places(self, text: bytes) -> list[int]:
        """Where it is found, free or not."""
        return [one.start() for one in self.pattern.finditer(text)] if self.first in text else []


_EVERYWHERE: Final[Mapping[Syntax, tuple[bytes, ...]]] = {
    "obsidian-to-anki": (b"START",),
    "inka": (b"Deck:", b"Tags:"),
    "yanki": (b"---", b"***", b"___", b"~~", b"_"),
    "hashcards": (b"Q:", b"C:"),
    "headings": (b"#",),
    "anki": (b"{{c",),
}
"""What stands in every card of a syntax that leaves no choice."""
_ALONE: Final = rb"%(mark)b(?<![^\n \t]%(mark)b)[ \t]*$"
"""The form of a mark with nothing before it on its line, blanks and quotation marks aside."""
_REVERSED: Final = ("-reverse", "/reverse", "_reverse")
CLOSING: Final = {b"==": b"==", b"**": b"**", b"{{": b"}}"}
"""By what opens a deletion of spaced-repetition, what closes it."""


class Signs(NamedTuple):
    """What the readers look for."""

    syntaxes: tuple[tuple[Syntax, tuple[Sign, ...]], ...]
    """Those that are on, in their order, and by which they are found: a note without any of these holds no card."""
    every: tuple[Sign, ...]
    """All of these and those of decks, each once: what a text is gone through for."""
    between: tuple[tuple[bytes, bool], ...]
    """Separators within a line, the longer first, and whether they ask both ways."""
    between_found: tuple[Sign, ...]
    alone: Mapping[bytes, bool]
    """Separators on a line of their own, and whether they ask both ways."""
    alone_found: tuple[Sign, ...]
    deletions: Mapping[bytes, bytes]
    """What opens a deletion, and what closes it."""
    deletions_found: tuple[Sign, ...]
    card_tags: Mapping[str, bool]
    """Tags that make a question, without `#`, and whether they ask both ways."""
    card_tags_found: tuple[Sign, ...]
    deck_tags: frozenset[str]
    """Tags whose further parts name a deck, without `#` and case."""
    deck_tags_found: tuple[Sign, ...]


@lru_cache(maxsize=64)
def signs_of(options: Inline) -> Signs:
    """The signs by some options."""
    pairs = ((options.reversed_separator, True), (options.separator, False))
    between = sorted(((mark.encode(), both) for mark, both in pairs if mark), key=lambda pair: -len(pair[0]))
    between_found = found_by(*(mark for mark, _ in between))
    alone = {options.line_separator.encode(): False, options.reversed_line_separator.encode(): True}
    alone.pop(b"", None)
    alone_found = found_by(*alone, form=_ALONE)
    deletions = {mark.encode(): CLOSING[mark.encode()] for mark in options.cloze if mark.encode() in CLOSING}
    deletions_found = found_by(*deletions)
    kinds = dict.fromkeys(options.card_tags, False) | {n + end: True for n in options.card_tags for end in _REVERSED}
    tags_found = found_by(*(f"#{name}".encode() for tag in options.card_tags for name in (tag, tag.capitalize())))
    found: dict[Syntax, tuple[Sign, ...]] = {syntax: found_by(*marks) for syntax, marks in _EVERYWHERE.items()}
    found["spaced-repetition"] = (*between_found, *alone_found, *deletions_found)
    found["flashcards"] = (*between_found, *tags_found)
    deck_tags_found = found_by(*(f"#{name}".encode() for name in options.deck_tags))
    syntaxes = tuple((syntax, found[syntax]) for syntax in SYNTAXES if syntax in options.syntaxes)
    return Signs(
        syntaxes=syntaxes,
        every=tuple(dict.fromkeys((*(one for _, every in syntaxes for one in every), *deck_tags_found))),
        between=tuple(between),
        between_found=between_found,
        alone=alone,
        alone_found=alone_found,
        deletions=deletions,
        deletions_found=deletions_found,
        card_tags=kinds,
        card_tags_found=tags_found,
        deck_tags=frozenset(name.casefold() for name in options.deck_tags),
        deck_tags_found=deck_tags_found,
    )


def found_by(*marks: bytes, form: bytes = b"%(mark)b") -> tuple[Sign, ...]:
    """Signs of where one of some texts stands in this form, one for each byte with which they begin."""
    groups: dict[bytes, list[bytes]] = {}
    for mark in filter(None, marks):
        groups.setdefault(mark[:1], []).append(form % {b"mark": re.escape(mark)})
    return tuple(_sign(first, b"|".join(group)) for first, group in groups.items())


@cache
def _sign(first: bytes, pattern: bytes) -> Sign:
    return Sign(first[0], re.compile(pattern, re.MULTILINE))
