"""Which lints have something to look at in a text: those of which it holds a word.

Nearly every question holds none of the words that a lint of wording speaks of. Instead of asking each of them, a text
is gone through once for the words of all, and only the lints of those found are asked.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Final

from studykit.text.expression import Expression

_LATIN: Final = Expression("[a-z]+")
_LIKE_LATIN: Final = "İıſ\u212a"
"""What `re.IGNORECASE` takes for an ASCII letter: a word with one is none of `_LATIN`, so every lint is asked."""


class Cues:
    """The cues of some lints, each lint a bit.

    A cue of Latin letters is a whole word in any case, any other one stands anywhere in the text.
    """

    def __init__(self, cues: Mapping[int, str]) -> None:
        """`cues` has by bit all that a finding of the lint cannot be without one of, `a|b|c` in lower case."""
        bits: dict[str, int] = {}
        for bit, written in cues.items():
            for cue in written.split("|"):
                bits[cue] = bits.get(cue, 0) | bit
        self.every = reduce(or_, cues, 0)
        words = {cue for cue in bits if _LATIN.fullmatch(cue) is not None}
        self._words = {cue.encode(): bits[cue] for cue in words}
        self._cues = frozenset(self._words)
        pieces = bits.keys() - words
        self._pieces = {piece: reduce(or_, map(bits.__getitem__, _hidden_by(piece, pieces))) for piece in pieces}
        self._pieces |= dict.fromkeys(_LIKE_LATIN, self.every)
        self._piece = Expression("|".join(map(re.escape, sorted(self._pieces))))

    def called_by(self, text: str, words: Sequence[bytes]) -> int:
        """The bits of the lints whose cues a text holds, and perhaps of some others. `words` are its words
        (`Words.latin`)."""
        called = 0
        for piece in self._piece.findall(text):
            called |= self._pieces[piece]
        for word in self._cues.intersection(words):
            called |= self._words[word]
        return called


def _hidden_by(piece: str, pieces: Iterable[str]) -> list[str]:
    """A piece and those that can begin within it, which a search goes past once it has found this one."""
    return [
        other
        for other in pieces
        if any(other.startswith(piece[start:]) or piece.startswith(other, start) for start in range(len(piece)))
    ]
