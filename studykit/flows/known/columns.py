"""Of each bit of a look, which notes have it: a bit for each note, so that a question is put to all notes at once."""

from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from studykit.changes.looks import WIDTH

_FORM: Final = f"0{WIDTH}b"


class Columns:
    """The looks of many notes, told apart by their places."""

    def __init__(self, text: bytes, notes: int) -> None:
        self.notes = notes
        self._text = text
        """What `text` says, empty where that is not worked out: a question asks for few bits of many."""
        self._bits: dict[int, int] = {}
        """By bit, the notes that have it, as far as it was asked for; all where there is no text."""

    @classmethod
    def of(cls, looks: Sequence[int]) -> "Columns":
        """Made of the looks of all notes, in order."""
        digits = "".join([f"{look:{_FORM}}" for look in reversed(looks)])
        found = cls(b"", 0)
        found._hold([int(digits[bit::WIDTH] or "0", 2) for bit in reversed(range(WIDTH))], len(looks))
        return found

    @property
    def text(self) -> bytes:
        """By bit from the lowest the notes that have it, from the first: whole bytes for every bit, in Base64."""
        if not self._text and self.notes:
            rows = [self._bits[bit].to_bytes((self.notes + 7) // 8, "little") for bit in range(WIDTH)]
            self._text = b"".join([b2a_base64(row, newline=False) for row in rows])
        return self._text

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
        mark = 1 << place
        self._hold([one | mark if look >> bit & 1 else one & ~mark for bit, one in enumerate(self._all())], self.notes)

    def insert(self, places: Iterable[int]) -> None:
        """Make room for notes without a look, one after another, each at its place."""
        self._shift((place, place + 1) for place in places)

    def remove(self, places: Iterable[int]) -> None:
        """Take out notes, one after another."""
        self._shift((place + 1, place) for place in places)

    def _shift(self, steps: Iterable[tuple[int, int]]) -> None:
        bits, notes = self._all(), self.notes
        for begins, comes in steps:
            below = (1 << min(begins, comes)) - 1
            bits = [one >> begins << comes | one & below for one in bits]
            notes += comes - begins
        self._hold(bits, notes)

    def _hold(self, bits: Iterable[int], notes: int) -> None:
        self.notes = notes
        self._bits = dict(enumerate(bits))
        self._text = b""

    def _all(self) -> list[int]:
        return [self._bit(bit) for bit in range(WIDTH)]

    def _bit(self, bit: int) -> int:
        if bit not in self._bits:
            size = len(self._text) // WIDTH
            self._bits[bit] = int.from_bytes(a2b_base64(self._text[bit * size : (bit + 1) * size]), "little")
        return self._bits[bit]


def _places(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
