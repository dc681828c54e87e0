"""The looks of a whole vault's questions, asked for the notes with one that a new question could be too like.

Few notes are near to any question, so what is asked first is which notes hold, in all their looks together, enough of
the question's bits: of each bit is kept which notes have it, a bit for a note, so that it is asked of all at once. Only
the looks of what is left are read. That answers as `changes.looks.Field` would, and much sooner.
"""

import json
from base64 import b64decode, b64encode
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

from studykit.changes.looks import WIDTH, Sought, unpacked
from studykit.store.looks import Looks

_BYTES: Final = WIDTH // 8
_ONE: Final = (1 << WIDTH) - 1
_NOTE: Final = "\x1e"
_PART: Final = "\x1d"
"""Stand between what `alike_fact` says, as in `known.names`, which tells where a vault has them in names."""
Read = Callable[[list[str]], Iterable[Looks]]
"""The looks of some notes out of the store."""


def alike_fact(notes: Iterable[str], rows: Iterable[Looks]) -> str:
    """What `Alike` needs of a whole vault. `notes` are all that may have looks, also later, each once."""
    known = {row.note: row for row in rows}
    names = sorted({*notes, *known})
    unions = (_union(known[name]) if name in known else 0 for name in reversed(names))
    columns = zip(*(f"{union:0{WIDTH}b}" for union in unions), strict=True)  # from the highest bit to the lowest
    bits = [int("".join(column), 2) for column in columns][::-1] or [0] * WIDTH
    choices = {name: known[name].choices for name in names if name in known and known[name].choices}
    return _fact(names, _table(bits, len(names)), choices)


def _table(bits: Iterable[int], notes: int) -> bytearray:
    """By bit of a look, the notes that have it, a bit for each by their places: so many bytes for every bit."""
    size = (notes + 7) // 8
    return bytearray(b"".join(one.to_bytes(size, "little") for one in bits))


def _fact(names: list[str], table: bytearray, choices: dict[str, int]) -> str:
    data = b64encode(table).decode("ascii")
    said = _PART.join((_NOTE.join(names), data, json.dumps(choices, ensure_ascii=False, sort_keys=True)))
    try:
        said.encode()
    except UnicodeEncodeError:  # a file's name in another encoding
        return ""
    return said


class Alike:
    """The looks of every note; kept between builds where a process makes several."""

    def __init__(self, fact: str) -> None:
        names, data, choices = fact.split(_PART)
        self._names = names.split(_NOTE)
        self._table = bytearray(b64decode(data))
        self._bits: dict[int, int] = {}
        """Rows of the table that were asked for."""
        self._choices: dict[str, int] = json.loads(choices)
        self._rows: dict[str, Looks] = {}
        self._asked: dict[tuple[int, int], list[str]] = {}
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
        sought = Sought(front)
        if not sought.pairs:
            return []
        found = self._of([note for note in self._could_be(sought.look, sought.least) if note not in without])
        return [row.note for row in found if any(map(sought.may_be, unpacked(row.free if free else row.standing)))]

    def _could_be(self, mine: int, least: int) -> list[str]:
        """The notes whose looks together have so many bits of one."""
        if (mine, least) not in self._asked:
            reached = [(1 << len(self._names)) - 1, *[0] * max(least, 0)]
            """By a number of bits, the notes that have so many of those that were counted."""
            for bit in range(WIDTH):
                if mine >> bit & 1:
                    for count in range(least, 0, -1):
                        reached[count] |= reached[count - 1] & self._bit(bit)
            self._asked[mine, least] = [self._names[place] for place in _places(reached[-1])]
        return self._asked[mine, least]

    def hold(self, rows: Iterable[Looks], notes: Collection[str]) -> bool:
        """Make these the looks of some notes; whether they were others. KeyError for a note that is not known."""
        now = {row.note: row for row in rows}
        moved = [row for note in notes if self.of(note) != (row := now.get(note) or Looks(note, b"", b"", 0))]
        if moved:
            self._asked.clear()
        for row in moved:
            note = row.note
            self._rows[note] = row
            self._choices.pop(note, None)
            if row.choices:
                self._choices[note] = row.choices
            self._enter(self._place(note), _union(row))
        return bool(moved)

    def _bit(self, bit: int) -> int:
        """The notes that have a bit."""
        if bit not in self._bits:
            size = len(self._table) // WIDTH
            self._bits[bit] = int.from_bytes(self._table[bit * size : (bit + 1) * size], "little")
        return self._bits[bit]

    def _enter(self, place: int, union: int) -> None:
        """Let a note have the bits of a union."""
        size = len(self._table) // WIDTH
        mark = 1 << place % 8
        for bit, at in enumerate(range(place // 8, len(self._table), size)):
            self._table[at] = self._table[at] | mark if union >> bit & 1 else self._table[at] & ~mark
        self._bits.clear()

    def _place(self, note: str) -> int:
        place = bisect_left(self._names, note)
        if place == len(self._names) or self._names[place] != note:
            raise KeyError(note)
        return place

    def add(self, notes: Collection[str]) -> None:
        """Know some more notes, which have no look yet."""
        bits = list(map(self._bit, range(WIDTH))) if notes else []
        for note in notes:
            place = bisect_left(self._names, note)
            self._names.insert(place, note)
            below = (1 << place) - 1
            bits = [(one >> place) << place + 1 | one & below for one in bits]
        self._hold_all(bits)

    def drop(self, notes: Collection[str]) -> None:
        """Forget some notes, which have no look any more."""
        bits = list(map(self._bit, range(WIDTH))) if notes else []
        for note in notes:
            place = self._place(note)
            del self._names[place]
            below = (1 << place) - 1
            bits = [(one >> place + 1) << place | one & below for one in bits]
        self._hold_all(bits)

    def _hold_all(self, bits: list[int]) -> None:
        if bits:
            self._table = _table(bits, len(self._names))
            self._bits = dict(enumerate(bits))
            self._asked.clear()

    def fact(self) -> str:
        """What `alike_fact` would say now."""
        return _fact(self._names, self._table, self._choices)


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


def _union(row: Looks) -> int:
    """The bits of all looks of a note together: its upper half laid over the lower one until one is left."""
    data = row.free + row.standing
    found, count = int.from_bytes(data, "little"), len(data) // _BYTES
    while count > 1:
        count = (count + 1) // 2
        found |= found >> count * WIDTH
    return found & _ONE
