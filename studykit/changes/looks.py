"""How a question looks, in 64 bytes: what tells, of a whole vault's questions, the few that one could be too like.

Whether two fronts are alike is a question of the pairs of characters they share (`lints.together`). A look has a bit
for each pair, several pairs to a bit: two fronts that are alike share at least so many bits, so that a scan of looks
finds every one that is alike, and some that are not. Those are compared in full.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from math import ceil
from operator import or_
from struct import Struct
from typing import Final
from zlib import crc32

from studykit.text.normal import bigrams

DUPLICATE: Final = 0.7
"""The share of their pairs that two fronts have in common at least, for a lint to say something of them."""
_SHARED: Final = DUPLICATE / (1 + DUPLICATE) - 1e-9
"""What share of the pairs of two texts both have, where they are as alike as that."""
WIDTH: Final = 512
"""Bits of a look."""
_BYTES: Final = WIDTH // 8
_PAIRS: Final = 1 << 16
"""Of so many pairs the bits are kept."""


def _bit(said: str) -> int:
    return 1 << crc32(said.encode("utf-8", "surrogatepass")) % WIDTH


class _Bits(dict[int, int]):
    """From a pair of characters, as UTF-32 has both in one number, to its bit: questions are made of few pairs, so that
    each is worked out once."""

    def __missing__(self, pair: int) -> int:
        if len(self) >= _PAIRS:
            self.clear()
        bit = self[pair] = _bit(chr(pair & 0xFFFFFFFF) + chr(pair >> 32))
        return bit


_BIT: Final = _Bits()


@lru_cache(maxsize=256)
def _numbers(count: int) -> Struct:
    return Struct(f"<{count}Q")


def look(front: str) -> int:
    """The look of a normalised front."""
    size = len(front)
    if size < 2:
        return _bit(front) if front else 0
    data = front.encode("utf-32-le", "surrogatepass")
    pairs = _numbers(size // 2).unpack_from(data) + _numbers((size - 1) // 2).unpack_from(data, 4)  # odd ones behind
    return reduce(or_, map(_BIT.__getitem__, pairs))


class LookOf(dict[str, int]):
    """The looks of normalised fronts, each worked out once where several ask for it."""

    def __missing__(self, front: str) -> int:
        found = self[front] = look(front)
        return found


class Sought:
    """A normalised front that others are sought for: of a look it tells whether its front could be alike."""

    def __init__(self, front: str) -> None:
        pairs = len(bigrams(front))
        self.pairs = pairs
        self.look = look(front)
        self.lost = pairs - self.look.bit_count()
        """Pairs that fell on the bit of another one."""
        self.least = ceil(DUPLICATE * pairs) - self.lost
        """So many bits of the look every front that is alike has at least."""

    def may_be(self, other: int) -> bool:
        """Whether a front that looks so could be alike: what both share is a share of what they have together."""
        shared = (other & self.look).bit_count()
        return shared >= self.least and shared + self.lost >= _SHARED * (self.pairs + other.bit_count())

    def among(self, looks: Sequence[int]) -> list[int]:
        """The places of those of some looks that share enough bits: few do, and not all of them may be alike."""
        mine, least = self.look, self.least
        return [place for place, other in enumerate(looks) if (other & mine).bit_count() >= least]

    def is_among(self, looks: Iterable[int]) -> bool:
        """Whether one of some fronts that look so could be alike: most share too few bits."""
        mine, least = self.look, self.least
        return any((other & mine).bit_count() >= least and self.may_be(other) for other in looks)


def packed(looks: Iterable[int]) -> bytes:
    """Looks as the store keeps them, in order, each once."""
    return b"".join(one.to_bytes(_BYTES, "little") for one in sorted(set(looks)))


def unpacked(data: bytes) -> list[int]:
    """The looks that `packed` packed."""
    return [int.from_bytes(data[at : at + _BYTES], "little") for at in range(0, len(data), _BYTES)]


def alike(one: str, other: str) -> bool:
    """Whether two normalised fronts share so much that a lint may say something of them."""
    mine, theirs = bigrams(one), bigrams(other)
    shared = len(mine & theirs)
    return one == other or shared >= DUPLICATE * (len(mine) + len(theirs) - shared)


class Field:
    """The looks of many notes, asked for those that a front could be alike to."""

    def __init__(self, rows: Iterable[tuple[str, bytes]]) -> None:
        self._notes: list[str] = []
        self._ends: list[int] = []
        every: list[bytes] = []
        end = 0
        for note, data in rows:
            if data:
                end += len(data) // _BYTES
                self._notes.append(note)
                self._ends.append(end)
                every.append(data)
        self._looks = unpacked(b"".join(every))

    def near(self, front: str) -> list[str]:
        """The notes with looks that could be alike, each once, in order."""
        sought = Sought(front)
        found = [at for at, one in enumerate(self._looks) if sought.pairs and sought.may_be(one)]
        return list(dict.fromkeys(self._notes[bisect_right(self._ends, at)] for at in found))
