"""Where a quote stands in a note: the check that a card says nothing its note does not say.

A quote is looked for as it is, then with white space, Markdown and the width of punctuation left out of the comparison,
then as the passage that is nearly the same (a model changes a comma). The near match is refused where the difference
is a digit or a negation: those few characters are the whole meaning.

A note is asked for many quotes, so its comparable form is built once (`Normalised`) and keeps the way back to offsets.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import Final, NamedTuple

from studykit.text.expression import Expression

LEAST_RATIO: Final = 0.9
"""How alike a quote and its passage have to be: matched characters of both over the characters of both."""
LONGEST_FUZZY_TEXT: Final = 200_000
LONGEST_FUZZY_QUOTE: Final = 1_000
_SHORTEST_FUZZY_QUOTE: Final = 10  # below it one changed character is more than a tenth
_SEED: Final = 4
_PLACES_OF_A_SEED: Final = 4
_CANDIDATES: Final = 3

_DROPPED: Final = Expression(
    r"(?=[\s%!\[\]*_`\\|~=])(?:"  # most characters begin nothing: seen at once
    r"[ \t]+\^[A-Za-z0-9-]+[ \t]*(?=\n|\Z)"  # a block id
    # a line's start: call-out and quotation marks, a list marker or a heading's, a task's box
    r"|\n\s*(?:>[ \t]?)*(?:(?:[-*+]|[0-9]{1,9}[.)]|\#{1,6})[ \t]+(?:\[[ xX]\][ \t]+)?)?"
    r"|\s+"
    r"|%%[^%]*%%"
    r"|!?\[\[(?:[^\[\]|\n]{0,300}\|)?"  # a wikilink is read by its label
    r"|\]\([^()\s]{0,1000}\)"
    r"|[*_`\\\[\]|]+|~~+|==+)"
)
_WIDTHS: Final[dict[int, int | str]] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict(zip(map(ord, "。、“”„‘’‚–—−"), ".,\"\"\"'''---", strict=True)),
}
_ALNUM: Final = Expression(r"[^\W_]")
_EDGES: Final = " \t\r\n\"'“”‘’「」『』….。"
_TELLING: Final = Expression(
    r"[0-9不没沒無无非未勿否]|\b(?:no|not|never|none|nor|neither|without|cannot)\b|n['’]t\b", re.IGNORECASE
)


class Place(NamedTuple):
    """Where a quote stands."""

    start: int
    """Offset of its first character in the text."""
    end: int
    """Offset after its last character."""
    ratio: float = 1.0
    """1 where it stands word for word, else how alike the passage is, at least `LEAST_RATIO`."""


class Normalised:
    """A text in the form quotes are compared in, with the way back.

    Built at the first quote that does not stand there letter for letter, in time linear in the text.
    """

    __slots__ = ("_lengths", "_offsets", "_plain", "_sizes", "_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain: str | None = None
        self._offsets: list[int] = []  # where each kept piece begins in `text`
        self._sizes: list[int] = []  # its length there
        self._starts: list[int] = []  # where it begins in `plain`
        self._lengths: list[int] = []  # its length there

    @property
    def plain(self) -> str:
        """The text as it is compared."""
        if self._plain is None:
            self._plain = self._build()
        return self._plain

    def _build(self) -> str:
        text = self.text
        position = 0
        for match in _DROPPED.finditer(f"\n{text}"):  # the text's start is a line's start
            start, end = match.span()
            if start > position + 1:
                self._offsets.append(position)
                self._sizes.append(start - 1 - position)
            position = end - 1
        if position < len(text):
            self._offsets.append(position)
            self._sizes.append(len(text) - position)
        spans = zip(self._offsets, self._sizes, strict=True)
        folded = _comparable(text)
        if len(folded) == len(text) and unicodedata.is_normalized("NFC", text):  # character by character the same
            pieces = [folded[offset : offset + size] for offset, size in spans]
        else:
            pieces = [_comparable(text[offset : offset + size]) for offset, size in spans]
        self._lengths = [len(piece) for piece in pieces]
        self._starts = [0, *accumulate(self._lengths)][:-1]
        return "".join(pieces)

    def find(self, quote: str) -> Place | None:
        """The first place of the quote, or None. A quote without a letter or digit stands nowhere."""
        quote = quote.strip()
        if _ALNUM.search(quote) is None:
            return None
        start = self.text.find(quote)
        if start >= 0:
            return Place(start, start + len(quote))
        plain = ""
        for spelling in (quote, quote.strip(_EDGES)):  # then without quotation marks around it, an ellipsis at its end
            plain = comparable(spelling)
            start = self.plain.find(plain)
            if plain and start >= 0:
                return self._place(start, start + len(plain), 1.0)
        return self._nearly(quote, plain)

    def _nearly(self, quote: str, plain: str) -> Place | None:
        size = len(plain)
        if not _SHORTEST_FUZZY_QUOTE <= size <= LONGEST_FUZZY_QUOTE or len(self.plain) > LONGEST_FUZZY_TEXT:
            return None
        diagonals = self._diagonals(plain)
        if not diagonals:
            return None
        from rapidfuzz import fuzz  # most runs have no quote to look for so

        best: Place | None = None
        margin = size // 8 + 8
        for diagonal in diagonals:
            start = max(0, diagonal - margin)
            window = self.plain[start : diagonal + size + margin]
            found = fuzz.partial_ratio_alignment(plain, window, score_cutoff=LEAST_RATIO * 100)
            if found is None or (best is not None and found.score / 100 <= best.ratio):
                continue
            first, last = _passage(plain, window[found.dest_start : found.dest_end])
            start += found.dest_start
            place = self._place(max(0, start + first), min(len(self.plain), start + last), round(found.score / 100, 4))
            if _telling(self.text[place.start : place.end]) == _telling(quote):
                best = place
        return best

    def _diagonals(self, plain: str) -> list[int]:
        """Where the quote could begin: its short pieces stand in the text, and most of them agree on one place.

        A passage that is alike enough shares pieces with the quote, so that nothing else has to be compared: a search
        for each piece, which is linear, instead of every passage of the text.
        """
        votes: Counter[int] = Counter()
        for offset in range(0, len(plain) - _SEED + 1, _SEED):
            seed, at = plain[offset : offset + _SEED], -1
            for _ in range(_PLACES_OF_A_SEED):
                at = self.plain.find(seed, at + 1)
                if at < 0:
                    break
                votes[(at - offset) // 16] += 1
        return [max(0, bucket * 16 + 8) for bucket, _ in votes.most_common(_CANDIDATES)]

    def _place(self, start: int, end: int, ratio: float) -> Place:
        return Place(self._raw(start), self._raw(end - 1) + 1, ratio)

    def _raw(self, position: int) -> int:
        """The offset in the text of a character of `plain`. Near by in a piece that composing or folding resized."""
        piece = bisect_right(self._starts, position) - 1
        inside = position - self._starts[piece]
        if inside == self._lengths[piece] - 1:
            return self._offsets[piece] + self._sizes[piece] - 1
        return self._offsets[piece] + min(inside, self._sizes[piece] - 1)


def comparable(text: str) -> str:
    """A text as quotes are compared: without white space and Markdown, case and width of punctuation folded."""
    return Normalised(text).plain


def find_quote(quote: str, text: str) -> Place | None:
    """Where a quote stands in a text; for many quotes of one text build a `Normalised` and ask it."""
    return Normalised(text).find(quote)


def line_of(text: str, place: Place) -> int:
    """The line where a place begins, 1-based."""
    return text.count("\n", 0, place.start) + 1


def _comparable(piece: str) -> str:
    if piece.isascii():
        return piece.lower()
    return unicodedata.normalize("NFC", piece).translate(_WIDTHS).casefold()


def _passage(quote: str, window: str) -> tuple[int, int]:
    """Where in the window the quote begins and ends.

    What the quote has more at an edge stands in for as much of the text, and a little more: the `不` before it.
    """
    from rapidfuzz.distance import Indel

    equal = [step for step in Indel.opcodes(quote, window) if step.tag == "equal"]
    first, last = equal[0], equal[-1]
    return first.dest_start - 2 * first.src_start, last.dest_end + 2 * (len(quote) - last.src_end)


def _telling(text: str) -> Counter[str]:
    """Digits and negations: where they differ, the meaning does, however alike the texts are."""
    return Counter(match.group().casefold() for match in _TELLING.finditer(text))
