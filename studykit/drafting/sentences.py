"""A text cut into its sentences, in Chinese and in English: what a quote is taken from, and how much an answer shows.

Formulas, code and the addresses of links are not cut. Joined, the pieces of a text are the text again, and none of
them ends within a word: a text weighs what its pieces weigh.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from studykit.text.expression import Expression
from studykit.text.normal import common_han, weight

# Both begin with characters that the engine skips to at once; a look behind them says the rest
_END: Final = Expression(r"[。！？!?\n](?:(?<=\n)\n*|(?<!\n)[。！？!?]*[」』”’）)]*)")
_LATIN_END: Final = Expression(r"\.(?<=[a-z\d)\]\"”]\.)(?:\s+(?=[A-Z“\"(])|\s*$)")
_ABBREVIATIONS: Final = frozenset(
    ("dr.", "mr.", "ms.", "prof.", "fig.", "eq.", "sec.", "ch.", "no.", "vs.", "al.", "cf.", "e.g.", "i.e.")
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
    words, weighed, start = 0, 0, 0
    for end in chain(_ends(text), (len(text),)):
        if end > most:  # what is not longer weighs no more
            words += weight(text[weighed:start])
            if start and words >= least and _outweighs(text[start:end], most - words):
                return text[:start].strip(), text[start:].strip()
            weighed = start
        start = end
    stripped = text.strip()
    return (text, "") if len(stripped) == len(text) or not _outweighs(text, most) else (stripped, "")


def _outweighs(text: str, most: int) -> bool:
    """Whether a text weighs more. Of a Chinese one its CJK characters alone mostly do."""
    return common_han(text.encode()) > most or weight(text) > most


def _pieces(text: str) -> list[str]:
    """The text cut behind each sentence, nothing left out."""
    return [text[start:end] for start, end in pairwise((0, *_ends(text), len(text)))]


def _ends(text: str) -> Iterator[int]:
    """Where its sentences end, but for the last. Looked for as they are asked for: mostly the first few are enough."""
    masked = text
    if "$" in text or "`" in text or "](" in text:
        masked = _UNCUT.sub(lambda match: "_" * len(match.group()), text)
    last = len(text)
    if "." in masked:
        stops = [stop.end() for stop in _LATIN_END.finditer(masked) if not _abbreviates(masked, stop.start())]
        every = sorted({*stops, *[match.end() for match in _END.finditer(masked)]})
        yield from every[:-1] if every and every[-1] == last else every
        return
    for match in _END.finditer(masked):
        end = match.end()
        if end < last:
            yield end


def _abbreviates(text: str, stop: int) -> bool:
    """Whether the full stop at a place belongs to an abbreviation, and ends no sentence."""
    before = text[max(0, stop - _LOOKED_BACK) : stop + 1]
    return before.replace("(", " ").replace("（", " ").split()[-1].lower() in _ABBREVIATIONS
