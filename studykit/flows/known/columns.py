"""Of each bit of a look, which notes have it: a bit for each note, so that a question is put to all notes at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from studykit.changes.looks import WIDTH

_FORM: Final = f"0{WIDTH}b"


class Columns:
    """The looks of many notes, told apart by their places."""

    def __init__(self, data: bytes, notes: int) -> None:
        self.notes = notes
        self.data = bytearray(data)
        """By bit from the lowest, the notes that have it, from the first; whole bytes for every bit."""
        self._bits: dict[int, int] = {}
        """Rows of it that were asked for."""

    @classmethod
    def of(cls, looks: Sequence[int]) -> "Columns":
        """Made of the looks of all notes, in order."""
        digits = "".join([f"{look:{_FORM}}" for look in reversed(looks)])
        rows = (int(digits[bit::WIDTH] or "0", 2) for bit in reversed(range(WIDTH)))
        return cls(_data(rows, len(looks)), len(looks))

    def with_most(self, look: int, least: int) -> list[int]:
        """The places, in order, of the notes that have so many bits of a look at least."""
        counts: list[int] = []
        """A number for each note, bit by bit from the lowest: how many of those that were counted it has."""
        for bit in range(WIDTH):
            carry = self._bit(bit) if look >> bit & 1 else 0
            for place, count in enumerate(counts):
                counts[place], carry = count ^ carry, count & carry
            if carry:
                counts.append(carry)
        wanted = max(least, 0)
        if wanted >> len(counts):
            return []
        found = (1 << self.notes) - 1
        for place, count in enumerate(counts):  # as numbers are compared from their lowest digit on
            found = found & count if wanted >> place & 1 else found | count
        return list(_places(found))

    def put(self, place: int, look: int) -> None:
        """Let the note at a place have another look."""
        size, mark = _size(self.notes), 1 << place % 8
        for bit, at in enumerate(range(place // 8, len(self.data), size)):
            self.data[at] = self.data[at] | mark if look >> bit & 1 else self.data[at] & ~mark
        self._bits.clear()

    def insert(self, places: Iterable[int]) -> None:
        """Make room for notes without a look, one after another, each at its place."""
        self._shift((place, place + 1) for place in places)

    def remove(self, places: Iterable[int]) -> None:
        """Take out notes, one after another."""
        self._shift((place + 1, place) for place in places)

    def _shift(self, steps: Iterable[tuple[int, int]]) -> None:
        bits = list(map(self._bit, range(WIDTH)))
        for begins, comes in steps:
            below = (1 << min(begins, comes)) - 1
            bits = [one >> begins << comes | one & below for one in bits]
            self.notes += comes - begins
        self.data = bytearray(_data(bits, self.notes))
        self._bits = dict(enumerate(bits))

    def _bit(self, bit: int) -> int:
        if bit not in self._bits:
            size = _size(self.notes)
            self._bits[bit] = int.from_bytes(self.data[bit * size : (bit + 1) * size], "little")
        return self._bits[bit]


def _size(notes: int) -> int:
    """Bytes for one bit of so many notes."""
    return (notes + 7) // 8


def _data(rows: Iterable[int], notes: int) -> bytes:
    size = _size(notes)
    return b"".join([row.to_bytes(size, "little") for row in rows])


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
