"""What the readers of all syntaxes share: which lines are taken, which deck holds at a place, how a card is made."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Final, Literal

from studykit.markup.inline.free import Line
from studykit.markup.inline.marks import (
    deck_of_tag,
    file_tags,
    marks_behind,
    may_end_in_id,
    note_deck,
    settings_of_note,
    target_deck,
    without_marks,
)
from studykit.markup.inline.page import Page
from studykit.markup.inline.signs import Signs
from studykit.model.inline import Hidden, Inline, InlineCard, InlineFault, Piece, Syntax

_BULLET: Final = re.compile(
    rb"[ \t]*(?:>[ \t]?)*[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?)?(?:#{1,6}[ \t]+)?"
)
_TAG: Final = re.compile(rb"(?<![^ \t\n])#([^\s#,;.!?()\[\]{}\"'`\x02\x03:]+)")
_HASH: Final = ord("#")
_new: Final = tuple.__new__
LONGEST: Final = 200
"""Lines of a paragraph that can be half of a card."""


class Reading:
    """One note while its cards are read."""

    def __init__(self, page: Page, options: Inline, signs: Signs, properties: Mapping[str, Any]) -> None:
        self.page = page
        self.options = options
        self.properties = properties
        self.signs = signs
        self.taken: set[int] = set(settings_of_note(page))
        """Numbers of lines that belong to a card already."""
        self.faults: list[InlineFault] = []
        self._tags = file_tags(page) if self.taken else ()
        named = target_deck(page) if self.taken else ""
        self._decks = [note_deck(named, properties, signs.deck_tags)]
        self._below = [0]
        """From which byte on each of the decks holds."""
        self._read_deck_tags()

    @cached_property
    def is_meant(self) -> bool:
        """Whether the note says with a tag of that tool, or the name of a deck, that it holds cards of it."""
        heads = {name.casefold() for name in self.options.deck_tags}
        named = self.properties.get("tags")
        words = named if isinstance(named, list) else str(named or "").replace(",", " ").split()
        tags = [str(word).removeprefix("#") for word in words]
        for number in self.page.found(self.signs.deck_tags_found):
            line = self.page.lines[number]
            tags += (name for _, _, name in self.tags(Piece(line.start, line.end)))
        return bool(self._decks[0]) or any(tag.partition("/")[0].casefold() in heads for tag in tags)

    def _read_deck_tags(self) -> None:
        """A line with nothing but a deck's tag holds for all that stands below it."""
        for number in self.page.found(self.signs.deck_tags_found):
            line = self.page.lines[number]
            if line.text.lstrip(b" \t").startswith(b"#") and (deck := self._deck_alone(line)):
                self._decks.append(deck)
                self._below.append(line.start)

    def _deck_alone(self, line: Line) -> str:
        found = _TAG.fullmatch(line.text.strip())
        return deck_of_tag(found[1].decode(), self.signs.deck_tags) if found is not None else ""

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
        if _HASH not in text:
            return []
        return [(piece.start + m.start(), piece.start + m.end(), m[1].decode()) for m in _TAG.finditer(text)]

    def paragraph(self, number: int, step: int) -> list[int]:
        """The numbers of the lines that join this one on one side (`step` -1 or 1) up to a blank or taken line.

        At most `LONGEST`, so that a note without blank lines is not walked through for each of its lines.
        """
        lines = self.page.lines
        found: list[int] = []
        place = number + step
        last = min(lines.count, place + LONGEST) if step > 0 else max(-1, place - LONGEST)
        while (place < last if step > 0 else place > last) and not lines[place].blank and place not in self.taken:
            found.append(place)
            place += step
        return found if step > 0 else found[::-1]

    def card(
        self,
        syntax: Syntax,
        kind: Literal["basic", "reversed", "cloze", "typed"],
        numbers: Sequence[int],
        front: Piece,
        back: Piece | None,
        hidden: tuple[Hidden, ...] = (),
        tags: Sequence[str] = (),
        deck: str = "",
    ) -> InlineCard | None:
        """A card over these lines, which are taken from now on. None where its front or back has no words."""
        page = self.page
        starts = page.lines.starts
        start, last = starts[numbers[0]], numbers[-1]
        marks = marks_behind(page, last)
        marked = may_end_in_id(page, start, marks.end)
        front = page.trimmed(*front)
        if back is not None:
            back = page.trimmed(*back)
            back = without_marks(page, back) if marked else back
        if page.free.find(_HASH, front.start, (back or front).end) >= 0:
            front, deck = self._without_deck(front, deck)
            if back is not None:
                back, deck = self._without_deck(back, deck)
        empty = front.end <= front.start or (back is not None and back.end <= back.start)
        if empty or (back is None and kind in ("basic", "reversed")):
            return None
        self.taken.update(numbers)
        place = last + 1
        while starts[place] < marks.end:
            self.taken.add(place)
            place += 1
        return _new(
            InlineCard,
            (
                syntax,
                kind,
                _new(Piece, (start, marks.end)),
                (without_marks(page, front) if marked else front,),
                () if back is None else (back,),
                hidden,
                deck or self._deck_at(start),
                tuple(dict.fromkeys((*self._tags, *tags))) if tags or self._tags else (),
                marks.notes,
                marks.schedules,
            ),
        )

    def _without_deck(self, side: Piece, deck: str) -> tuple[Piece, str]:
        """A side without the deck's tag that may open or close it, and that deck."""
        for start, end, name in self.tags(side):
            if name.partition("/")[0] not in self.options.deck_tags:
                continue
            if start == side.start:
                side = self.page.trimmed(end, side.end)
            elif end == side.end:
                side = self.page.trimmed(side.start, start)
            deck = deck or deck_of_tag(name, self.signs.deck_tags)
        return side, deck

    def _deck_at(self, offset: int) -> str:
        return self._decks[bisect_right(self._below, offset) - 1]
