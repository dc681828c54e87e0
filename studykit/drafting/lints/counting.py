"""The words of one side of a card, found once for all lints: which Latin ones, and how many of all."""

from typing import Final, NamedTuple

from studykit.text.expression import Expression
from studykit.text.normal import common_han, counts, is_common

_APART: Final = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 0x20 for byte in range(256))
_HAN: Final = bytes(0x48 if 0xE4 <= byte <= 0xE9 else 0x20 for byte in range(256))
"""Of the characters that `is_common` lets pass, the CJK ones begin with these bytes."""
_NOT_ASCII: Final = bytes(range(128, 256))
_POINTED: Final = Expression("[.,][0-9]")


class Words(NamedTuple):
    """What a text is made of."""

    latin: list[bytes]
    """The runs of ASCII letters and digits, in small letters."""
    number: int
    """How many words and numbers there are, as `counts` has them."""
    han: int
    """How many CJK characters."""
    plain: bool
    """Whether the words are the Latin runs: there is no letter of another script, and no `3.14`."""


def words_of(text: str) -> Words:
    """Look at the words of a text."""
    data = text.encode("utf-8", "replace")
    latin = data.translate(_APART).split()
    if not is_common(text) or ((b"." in data or b"," in data) and _POINTED.search(text) is not None):
        return Words(latin, *counts.__wrapped__(text), False)
    return Words(latin, len(latin), data.translate(_HAN).count(b"H") if len(data) > len(text) else 0, True)


def han_bounds(text: str) -> tuple[float, float]:
    """The share of CJK characters among the words of a long text, at least and at most, in half the time of `counts`.

    How many points and commas stand within numbers is left open, and of the characters that are not common each may be
    a CJK character, a word, or a part of the word beside it.
    """
    data = text.encode("utf-8", "replace")
    words, han = len(data.translate(_APART).split()), common_han(data)
    others = 0 if is_common(text) else len(text) - len(data.translate(None, _NOT_ASCII)) - han
    least = han / max(1, han + words + others)
    words = max(0, words - text.count(".") - text.count(",") - others)
    return least, (han + others) / max(1, han + others + words)
