"""The looks of a whole vault's questions, asked for the notes with one that a new question could be too like.

Few notes are near to any question, so what is asked first is which notes hold, in all their looks of a sort together,
enough of the question's bits: that is asked of all at once. Only the looks of what is left are read. It answers as
`changes.looks.Field` would, and much sooner.
"""

import json
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from studykit.changes.looks import WIDTH, Sought, unpacked
from studykit.flows.known.columns import Columns
from studykit.store.looks import Looks

_BYTES: Final = WIDTH // 8
_ONE: Final = (1 << WIDTH) - 1
_NOTE: Final = "\x1e"
_PART: Final = "\x1d"
"""Stand between what `alike_fact` says, as in `known.names`, which tells where a vault has them in names."""
_SORTS: Final = (True, False)
"""Free, and standing."""
Read = Callable[[list[str]], Iterable[Looks]]
"""The looks of some notes out of the store."""


def alike_fact(notes: Iterable[str], rows: Iterable[Looks]) -> str:
    """What `Alike` needs of a whole vault. `notes` are all that may have looks, also later, each once."""
    known = {row.note: row for row in rows}
    names = sorted({*notes, *known})
    found = [known.get(name) or Looks(name, b"", b"", 0) for name in names]
    columns = [Columns.of([_union(row, free=free) for row in found]) for free in _SORTS]
    return _fact(names, columns, {row.note: row.choices for row in found if row.choices})


def _fact(names: list[str], columns: Iterable[Columns], choices: dict[str, int]) -> str:
    data = (one.text.decode("ascii") for one in columns)
    said = _PART.join((_NOTE.join(names), *data, json.dumps(choices, ensure_ascii=False, sort_keys=True)))
    try:
        said.encode()
    except UnicodeEncodeError:  # a file's name in another encoding
        return ""
    return said


class Alike:
    """The looks of every note; kept between builds where a process makes several."""

    def __init__(self, fact: bytes) -> None:
        names, *data, choices = fact.split(_PART.encode())
        self._names = names.decode().split(_NOTE)
        self._columns = [Columns(one, len(self._names)) for one in data]
        """By sort, of each note all its looks laid over each other."""
        self._choices: dict[str, int] = json.loads(choices)
        self._rows: dict[str, Looks] = {}
        self._looks: dict[tuple[str, bool], list[int]] = {}
        """By note and sort, its looks: most of those that are asked for are asked for by several questions."""
        self._near: dict[tuple[str, bool], list[str]] = {}
        """By question and sort, what `near` found in all notes."""
        self._read: Read = lambda _: ()

    def reading(self, read: Read) -> "Alike":
        """The same, that reads looks of notes so."""
        self._read = read
        return self

    def of(self, note: str) -> Looks:
        """A note's looks, none where it has none."""
        return self._of([note])[0]

    def _of(self, notes: list[str]) -> list[Looks]:
        unread = [note for note in notes if note not in self._rows]
        if unread:
            self._rows |= {note: Looks(note, b"", b"", 0) for note in unread}
            self._rows |= {row.note: row for row in self._read(unread)}
        return [self._rows[note] for note in notes]

    def choices(self, without: Collection[str]) -> Iterator[int]:
        """`Looks.choices` of every note but some, where there are any."""
        return (choices for note, choices in self._choices.items() if note not in without)

    def near(self, front: str, *, free: bool, without: Collection[str]) -> list[str]:
        """The notes but some, in order, of which a look of that sort could be alike to a normalised front."""
        if (front, free) not in self._near:
            sought = Sought(front)
            columns = self._columns[_SORTS.index(free)]
            could_be = columns.with_most(sought.look, sought.least) if sought.pairs else []
            rows = self._of([self._names[place] for place in could_be])
            self._near[front, free] = [row.note for row in rows if sought.is_among(self._looks_of(row, free=free))]
        return [note for note in self._near[front, free] if note not in without]

    def _looks_of(self, row: Looks, *, free: bool) -> list[int]:
        key = row.note, free
        if key not in self._looks:
            self._looks[key] = unpacked(row.free if free else row.standing)
        return self._looks[key]

    def hold(self, rows: Iterable[Looks], notes: Collection[str]) -> bool:
        """Make these the looks of some notes; whether they were others. KeyError for a note that is not known."""
        now = {row.note: row for row in rows}
        moved = [row for note in notes if self.of(note) != (row := now.get(note) or Looks(note, b"", b"", 0))]
        if moved:
            self._near.clear()
        for row in moved:
            note, place = row.note, self._place(row.note)
            for free, columns in zip(_SORTS, self._columns, strict=True):
                self._looks.pop((note, free), None)
                columns.put(place, _union(row, free=free))
            self._rows[note] = row
            self._choices.pop(note, None)
            if row.choices:
                self._choices[note] = row.choices
        return bool(moved)

    def _place(self, note: str) -> int:
        place = bisect_left(self._names, note)
        if place == len(self._names) or self._names[place] != note:
            raise KeyError(note)
        return place

    def add(self, notes: Collection[str]) -> None:
        """Know some more notes, which have no look yet."""
        places = []
        for note in notes:
            places.append(bisect_left(self._names, note))
            self._names.insert(places[-1], note)
        if places:
            self._near.clear()
            for columns in self._columns:
                columns.insert(places)

    def drop(self, notes: Collection[str]) -> None:
        """Forget some notes, which have no look any more."""
        places = []
        for note in notes:
            places.append(self._place(note))
            del self._names[places[-1]]
        if places:
            self._near.clear()
            for columns in self._columns:
                columns.remove(places)

    def fact(self) -> str:
        """What `alike_fact` would say now."""
        return _fact(self._names, self._columns, self._choices)


def _union(row: Looks, *, free: bool) -> int:
    """The bits of all looks of a sort together: their upper half laid over the lower one until one is left."""
    data = row.free if free else row.standing
    found, count = int.from_bytes(data, "little"), len(data) // _BYTES
    while count > 1:
        count = (count + 1) // 2
        found |= found >> count * WIDTH
    return found & _ONE
