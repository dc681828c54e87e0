"""A text cut into its sentences, in Chinese and in English: what a quote is taken from, and how much an answer shows.

Formulas, code and the addresses of links are not cut. Joined, the pieces of a text are the text again, and none of
them ends within a word: a text weighs what its pieces weigh.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final

from studykit.text.expression import Expression
from studykit.text.normal import common_han, weight

# Both begin with characters that the engine skips to at once; a look behind them says the rest
_WIDE_END: Final = r"(?<=\n)\n*|(?<=[。！？!?])[。！？!?]*[」』”’）)]*"
_END: Final = Expression(rf"[。！？!?\n](?:{_WIDE_END})")
_END_OR_UNCUT: Final = Expression(
    rf"[。！？!?\n.$`\]](?:{_WIDE_END}"
    r"|(?<=[a-z\d)\]\"”]\.)(?=\s+[A-Z“\"(]|\s*$)"
    r"|(?<=\$)(?:\$[^$]*\$\$|[^$\n]+\$)|(?<=`)[^`\n]+`|(?<=\])\([^()\n]*\))"
)
"""An end, with those of Latin sentences, or a piece within which there is none."""
_UNCUT: Final = "$`]"
"""What such a piece begins with."""
_ABBREVIATIONS: Final = frozenset(
    ("dr.", "mr.", "ms.", "prof.", "fig.", "eq.", "sec.", "ch.", "no.", "vs.", "al.", "cf.", "e.g.", "i.e.")
)
_LOOKED_BACK: Final = 7
_WORDS_APART: Final = bytes(byte if byte < 128 and chr(byte).isalnum() else 0x20 for byte in range(256))
_end_of: Final = re.Match.end


@lru_cache(maxsize=256)
def sentences(text: str) -> tuple[str, ...]:
    """A paragraph's sentences, each with its end mark.

    Kept, as several rules ask for those of the same paragraph, and its source is mostly what it shows.
    """
    return tuple([stripped for piece in _pieces(text) if (stripped := piece.strip())])


def first_sentence(text: str) -> str:
    """The first of a paragraph's sentences; empty where there is none."""
    for end in chain(_ends(text), (len(text),)):
        if sentence := text[:end].strip():
            return sentence
    return ""


def lead(text: str, most: int, least: int = 0) -> tuple[str, str]:
    """A text's beginning of at most `most` words, in whole sentences (at least one), and the rest.

    Where the sentences that fit weigh less than `least`, one more is taken: `三档。` alone answers nothing.
    A sentence that ends within the first `most` characters fits without being weighed.
    """
    if len(text) <= most or _at_most(text) <= most:
        return text, ""
    words = weighed = start = 0
    for end in chain(_ends(text), (len(text),)):
        if end > most:
            words += _weight(text[weighed:end], most - words)
            weighed = end
            if words > most and start and _weight(text[:start], least) >= least:
                return text[:start].strip(), text[start:].strip()
        start = end
    return text.strip() if words > most else text, ""


def _at_most(text: str) -> int:
    """A text weighs no more: its words of ASCII letters, and each other character but the commonest marks."""
    plain = text.encode("ascii", "replace")
    words = len(plain.translate(_WORDS_APART).split())
    return words + plain.count(b"?") - text.count("，") - text.count("。")


def _weight(text: str, most: int) -> int:
    """What a text weighs; where that is more than `most`, perhaps less, but more than `most`.

    Of a Chinese one the CJK characters alone mostly are more.
    """
    han = common_han(text.encode())
    return han if han > most else weight(text)


def _pieces(text: str) -> list[str]:
    """The text cut behind each sentence, nothing left out."""
    return [text[start:end] for start, end in pairwise((0, *_ends(text), len(text)))]


def _ends(text: str) -> Iterator[int]:
    """Where its sentences end. Looked for as they are asked for: mostly the first few are enough."""
    if "." not in text and "$" not in text and "`" not in text and "](" not in text:
        return map(_end_of, _END.finditer(text))
    return _ends_around_uncut(text)


def _ends_around_uncut(text: str) -> Iterator[int]:
    behind_uncut = -1
    for match in _END_OR_UNCUT.finditer(text):
        start, end = match.span()
        first = text[start]
        if first in _UNCUT:
            behind_uncut = end
        elif first != "." or (start != behind_uncut and not _abbreviates(text, start)):
            yield end


def _abbreviates(text: str, stop: int) -> bool:
    """Whether the full stop at a place belongs to an abbreviation, and ends no sentence."""
    before = text[max(0, stop - _LOOKED_BACK) : stop + 1]
    return before.replace("(", " ").replace("（", " ").split()[-1].lower() in _ABBREVIATIONS
