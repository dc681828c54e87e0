"""A text cut into its sentences, in Chinese and in English: what a quote is taken from, and how much an answer shows.

Formulas, code and the addresses of links are not cut. Joined, the pieces of a text are the text again, and none of
them ends within a word: a text weighs what its pieces weigh.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from studykit.text.expression import Expression
from studykit.text.normal import weight

# Both begin with characters that the engine skips to at once; a look behind them says the rest
_END: Final = Expression(r"[。！？!?\n](?:(?<=\n)\n*|(?<!\n)[。！？!?]*[」』”’）)]*)")
_LATIN_END: Final = Expression(r"\.(?<=[a-z\d)\]\"”]\.)(?:\s+(?=[A-Z“\"(])|\s*$)")
_ABBREVIATION: Final = Expression(
    r"(?:^|[\s(（])(?:Dr|Mr|Ms|Prof|Fig|Eq|Sec|Ch|No|vs|al|cf|e\.g|i\.e)\.$", re.IGNORECASE
)
_UNCUT: Final = Expression(r"\$\$[^$]*\$\$|\$[^$\n]+\$|`[^`\n]+`|\]\([^()\n]*\)")
_LOOKED_BACK: Final = 7


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[str, ...]:
    """A paragraph's sentences, each with its end mark.

    Kept, as several rules ask for those of the same paragraph, and its source is mostly what it shows.
    """
    return tuple(stripped for piece in _pieces(text) if (stripped := piece.strip()))


def lead(text: str, most: int, least: int = 0) -> tuple[str, str]:
    """A text's beginning of at most `most` words, in whole sentences (at least one), and the rest.

    Where the sentences that fit weigh less than `least`, one more is taken: `三档。` alone answers nothing.
    """
    if len(text) <= most:
        return text, ""
    words, start = 0, 0
    for piece in _pieces(text):
        more = words + weight(piece)
        if start and more > most and words >= least:
            return text[:start].strip(), text[start:].strip()
        words, start = more, start + len(piece)
    return (text, "") if words <= most else (text.strip(), "")


def _pieces(text: str) -> list[str]:
    """The text cut behind each sentence, nothing left out."""
    masked = text
    if "$" in text or "`" in text or "](" in text:
        masked = _UNCUT.sub(lambda match: "_" * len(match.group()), text)
    ends = [match.end() for match in _END.finditer(masked)]
    if "." in masked:
        stops = [stop.end() for stop in _LATIN_END.finditer(masked) if not _abbreviates(masked, stop.start())]
        if stops:
            ends = sorted({*ends, *stops})
    if not ends:
        return [text]
    if ends[-1] == len(text):
        ends.pop()
    return [text[start:end] for start, end in pairwise((0, *ends, len(text)))]


def _abbreviates(text: str, stop: int) -> bool:
    """Whether the full stop at a place belongs to an abbreviation, and ends no sentence."""
    return _ABBREVIATION.search(text[max(0, stop - _LOOKED_BACK) : stop + 1]) is not None
