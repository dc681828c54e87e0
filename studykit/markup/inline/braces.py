"""Deletions in single braces, `{x}`, `{2:x}`, `{c1|x}`, `{1::x}`, and Anki's own `{{c1::x}}`."""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.cloze import deletions as anki_deletions
from studykit.markup.inline.reading import Reading
from studykit.markup.inline.signs import found_by
from studykit.model.inline import Hidden, InlineCard, Piece, Syntax

_CURLY: Final = re.compile(rb"(?<![\\{$^_])\{(?!\{)(?:c?(\d{1,3})(?:::|:|\|))?([^{}\n]+)\}(?!\})")
_ANKI: Final = found_by(b"{{c")
_LARGEST: Final = 499


def curly(reading: Reading, piece: Piece) -> tuple[Hidden, ...]:
    """The deletions of a stretch that is said to hold some. One without a number gets the next free one."""
    found = list(_CURLY.finditer(reading.page.free, *piece))
    used = {int(match[1]) for match in found if match[1]}
    number = 0
    hidden = []
    for match in found:
        if match[1]:
            own = int(match[1])
        else:
            number += 1
            while number in used:
                number += 1
            own = number
        if 1 <= own <= _LARGEST:
            hidden.append(Hidden(Piece(*match.span()), Piece(*match.span(2)), own, ""))
    return tuple(hidden)


def marked(reading: Reading, syntax: Syntax) -> Iterator[InlineCard]:
    """A paragraph with Anki's marks is a card as it stands, mathematics and code within a deletion too."""
    page = reading.page
    behind = 0
    for number in page.found(_ANKI):
        if number < behind or page.lines[number].verbatim or number in reading.taken:
            continue
        above = reading.paragraph(number, -1)
        paragraph = [*above, number, *reading.paragraph(number, 1)]
        paragraph = [place for place in paragraph if not page.lines[place].text.startswith(b"#")]
        behind = max(paragraph[-1] if paragraph else number, number) + 1
        if not paragraph:
            continue
        front = Piece(reading.content(page.lines[paragraph[0]]), page.lines[paragraph[-1]].end)
        if anki_deletions(page.string(front)):
            card = reading.card(syntax, "cloze", paragraph, front, None)
            if card is not None:
                yield card
