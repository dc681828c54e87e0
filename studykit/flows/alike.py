"""The looks of a whole vault's questions, asked for the notes with one that a new question could be too like.

Few notes are near to any question, so what is asked first of a note is whether all its looks together hold enough of
the question's; only then each of them. That answers as `changes.looks.Field` would, an order of magnitude sooner.
"""

from collections.abc import Collection, Iterable, Iterator
from math import ceil
from typing import Final

from studykit.changes.looks import DUPLICATE, WIDTH, look, unpacked
from studykit.store.looks import Looks
from studykit.text.normal import bigrams

_NONE: Final = Looks("", b"", b"", 0)
_BYTES: Final = WIDTH // 8
_ONE: Final = (1 << WIDTH) - 1


class Alike:
    """The looks of every note; kept between builds where a process makes several."""

    def __init__(self, rows: Iterable[Looks]) -> None:
        """`rows` in the order of their notes."""
        self._rows = {row.note: row for row in rows}
        self._unions = {note: _union(row) for note, row in self._rows.items()}
        self._asked: dict[tuple[int, int], list[Looks]] = {}

    def of(self, note: str) -> Looks:
        """A note's looks, none where it has none."""
        return self._rows.get(note, _NONE)

    def choices(self, without: Collection[str]) -> Iterator[int]:
        """`Looks.choices` of every note but some, where there are any."""
        return (row.choices for note, row in self._rows.items() if row.choices and note not in without)

    def near(self, front: str, *, free: bool, without: Collection[str]) -> list[str]:
        """The notes but some, in order, of which a look of that sort could be alike to a normalised front."""
        pairs = bigrams(front)
        if not pairs:
            return []
        mine = look(front)
        least = ceil(DUPLICATE * len(pairs)) - (len(pairs) - mine.bit_count())
        return [
            row.note
            for row in self._could_be(mine, least)
            if row.note not in without
            and any((one & mine).bit_count() >= least for one in unpacked(row.free if free else row.standing))
        ]

    def _could_be(self, mine: int, least: int) -> list[Looks]:
        """The notes whose looks together have so many bits of one."""
        asked = mine, least
        if asked not in self._asked:
            could = [note for note, union in self._unions.items() if (union & mine).bit_count() >= least]
            self._asked[asked] = [self._rows[note] for note in could]
        return self._asked[asked]

    def hold(self, rows: Iterable[Looks], notes: Collection[str]) -> None:
        """Make these the looks of some notes, as the store now has them."""
        self._asked.clear()
        now = {row.note: row for row in rows}
        for note in [note for note in notes if note in self._rows and note not in now]:
            del self._rows[note], self._unions[note]
        in_order = now.keys() <= self._rows.keys()
        self._rows |= now
        self._unions |= {note: _union(row) for note, row in now.items()}
        if not in_order:
            self._rows = {note: self._rows[note] for note in sorted(self._rows)}
            self._unions = {note: self._unions[note] for note in self._rows}


def _union(row: Looks) -> int:
    """The bits of all looks of a note together: its upper half laid over the lower one until one is left."""
    data = row.free + row.standing
    found, count = int.from_bytes(data, "little"), len(data) // _BYTES
    while count > 1:
        count = (count + 1) // 2
        found |= found >> count * WIDTH
    return found & _ONE
