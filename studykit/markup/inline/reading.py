"""What the readers of all syntaxes share: which lines are taken, which deck holds at a place, how a card is made."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from studykit.markup.inline.marks import (
    deck_of_tag,
    file_tags,
    marks_behind,
    note_deck,
    settings_of_note,
    without_marks,
)
from studykit.markup.inline.page import Line, Page
from studykit.model.inline import Hidden, Inline, InlineCard, InlineFault, Piece, Syntax

_BULLET: Final = re.compile(
    rb"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?(?:#{1,6}[ \t]+)?"
)
_TAG: Final = re.compile(rb"(?<![^ \t\n])#([^\s#,;.!?()\[\]{}\"'`\x02\x03:]+)")
LONGEST: Final = 200
"""Lines of a paragraph that can be half of a card."""


class Reading:
    """One note while its cards are read."""

    def __init__(self, page: Page, options: Inline, properties: Mapping[str, Any]) -> None:
        self.page = page
        self.options = options
        self.taken: set[int] = set(settings_of_note(page))
        """Numbers of lines that belong to a card already."""
        self.faults: list[InlineFault] = []
        self._tags = file_tags(page) if b"FILE TAGS" in page.free else ()
        self._decks = [(0, note_deck(page, properties, options.deck_tags))]
        self._read_deck_tags()

    def _read_deck_tags(self) -> None:
        """A line with nothing but a deck's tag holds for all that stands below it."""
        if not any(f"#{name}".encode() in self.page.free for name in self.options.deck_tags):
            return
        for number in self.page.with_mark(*(f"#{name}".encode() for name in self.options.deck_tags)):
            line = self.page.lines[number]
            if line.text.lstrip(b" \t").startswith(b"#") and (deck := self._deck_alone(line)):
                self._decks.append((line.start, deck))

    def _deck_alone(self, line: Line) -> str:
        found = _TAG.fullmatch(line.text.strip())
        return deck_of_tag(found[1].decode(), self.options.deck_tags) if found is not None else ""

    def is_deck_line(self, line: Line) -> bool:
        """Whether a line is a deck's tag alone, or the general one without a deck."""
        found = _TAG.fullmatch(line.text.strip())
        return found is not None and found[1].decode().partition("/")[0] in self.options.deck_tags

    def content(self, line: Line) -> int:
        """The byte at which a line's words begin, behind quotation marks, bullet, number, task and heading marks."""
        found = _BULLET.match(line.text)
        return line.start + (found.end() if found is not None else 0)

    def tags(self, piece: Piece) -> list[tuple[int, int, str]]:
        """The tags in a piece as (start, end, name)."""
        text = self.page.free[piece.start : piece.end]
        if b"#" not in text:
            return []
        return [(piece.start + m.start(), piece.start + m.end(), m[1].decode()) for m in _TAG.finditer(text)]

    def paragraph(self, number: int, step: int) -> list[int]:
        """The numbers of the lines that join this one on one side (`step` -1 or 1) up to a blank or taken line.

        At most `LONGEST`, so that a note without blank lines is not walked through for each of its lines.
        """
        lines = self.page.lines
        found: list[int] = []
        place = number + step
        last = min(len(lines), place + LONGEST) if step > 0 else max(-1, place - LONGEST)
        while (place < last if step > 0 else place > last) and not lines[place].blank and place not in self.taken:
            found.append(place)
            place += step
        return found if step > 0 else found[::-1]

    def card(
        self,
        syntax: Syntax,
        kind: Literal["basic", "reversed", "cloze", "typed"],
        lines: Sequence[int],
        front: Piece,
        back: Piece | None,
        hidden: tuple[Hidden, ...] = (),
        tags: Sequence[str] = (),
        deck: str = "",
    ) -> InlineCard | None:
        """A card over these lines, which are taken from now on. None where its front or back has no words."""
        page = self.page
        start, last = page.lines.start(lines[0]), lines[-1]
        marks = marks_behind(page, start if len(lines) == 1 else page.lines.start(last), last)
        front, deck = self._cleaned(front, deck)
        if back is not None:
            back, deck = self._cleaned(without_marks(page, page.trimmed(*back)), deck)
        empty = front.end <= front.start or (back is not None and back.end <= back.start)
        if empty or (back is None and kind in ("basic", "reversed")):
            return None
        self.taken.update(lines)
        place = last + 1
        while place < len(page.lines) and page.lines.start(place) < marks.end:
            self.taken.add(place)
            place += 1
        return InlineCard(
            syntax,
            kind,
            Piece(start, marks.end),
            (without_marks(page, front),),
            () if back is None else (back,),
            hidden,
            deck or self._deck_at(start),
            tuple(dict.fromkeys((*self._tags, *tags))),
            marks.notes,
            marks.schedules,
        )

    def _cleaned(self, side: Piece, deck: str) -> tuple[Piece, str]:
        """A side without the deck's tag that may open or close it, and that deck."""
        side = self.page.trimmed(*side)
        for start, end, name in self.tags(side):
            if name.partition("/")[0] not in self.options.deck_tags:
                continue
            if start == side.start:
                side = self.page.trimmed(end, side.end)
            elif end == side.end:
                side = self.page.trimmed(side.start, start)
            deck = deck or deck_of_tag(name, self.options.deck_tags)
        return side, deck

    def _deck_at(self, offset: int) -> str:
        return self._decks[bisect_right(self._decks, offset, key=lambda entry: entry[0]) - 1][1]
