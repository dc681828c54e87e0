"""The words of one side of a card, found once for all lints: which Latin ones, and how many of all."""

from typing import Final, NamedTuple

from studykit.text.expression import Expression
from studykit.text.normal import HEXAGRAMS, counts

# What a side may hold that is read at once: no mark of Markdown, no letter of another script, and no `3.14`.
_COMMON: Final = r"\u00a0\u3000\u4e00-\u9fff，。、：；？！（）「」『』【】《》“”‘’—–…•→"
_PLAIN: Final = rf"(?![ \u00a0\u3000+\-0-9：])(?:[ \"'()+\-/0-9:;=?@A-Z^a-z{_COMMON}]++|[.,](?![0-9])|%(?!%))++"
_BOTH: Final = Expression(rf"{_PLAIN}\n{_PLAIN}")
_COUNTED: Final = Expression(rf"(?:[\x00-+\-/-\x7f\ufffc{_COMMON}]++|[.,](?![0-9]))*+")
"""Texts whose words are the runs of ASCII letters and digits: those of `is_common` without a `3.14`."""
_APART: Final = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 0x20 for byte in range(256))
_LINES: Final = bytes(0x0A if byte == 0x0A else 0x0B if 0xE4 <= byte <= 0xE9 else _APART[byte] for byte in range(256))
"""In small letters, and white space to `bytes.split` where no letter or digit is: line breaks as they are, and 0B for
a CJK character. Of the characters that are common (`is_common`), those begin with E4 to E9."""
_FOLLOWING: Final = bytes(range(0x80, 0xC0))
"""The bytes of a character in UTF-8 behind its first."""
_KINDS: Final = b"".join(
    b"h" if 0xE4 <= byte <= 0xE9 else b"o" if byte >= 128 else b"a" if chr(byte).isalnum() else b" "
    for byte in range(256)
)
_WORDS: Final = bytes(byte if byte == ord("a") else 0x20 for byte in range(256))


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
    apart = text.encode("utf-8", "replace").translate(_LINES)
    latin = apart.split()
    if _COUNTED.fullmatch(text) is None:
        return Words(latin, *counts.__wrapped__(text), False)
    return Words(latin, len(latin), apart.count(b"\x0b"), True)


def words_of_both(question: str, answer: str) -> tuple[Words, Words] | None:
    """The words of two sides that are plainly words and punctuation, as nearly all are; None where one is not."""
    both = f"{question}\n{answer}"
    if _BOTH.fullmatch(both) is None:
        return None
    asked, answered = both.encode().translate(_LINES).split(b"\n")
    in_question, in_answer = asked.split(), answered.split()
    return (
        Words(in_question, len(in_question), asked.count(b"\x0b"), True),
        Words(in_answer, len(in_answer), answered.count(b"\x0b"), True),
    )


def han_least(text: str) -> float:
    """The share of CJK characters among the words of a long text, at least, in a quarter of the time of `counts`.

    Every other character that is not ASCII may be a word, and a point within a number is none in two words.
    """
    data = text.encode("utf-8", "replace")
    kinds = data.translate(_KINDS, _FOLLOWING)
    hexagrams = data.count(HEXAGRAMS)
    han, others = kinds.count(b"h") - hexagrams, kinds.count(b"o") + hexagrams
    return han / max(1, han + others + _runs(kinds))


def han_most(text: str) -> float:
    """The same at most: every other character that is not ASCII may be a CJK one, or a part of the word beside it."""
    kinds = text.encode("utf-8", "replace").translate(_KINDS, _FOLLOWING)
    others = kinds.count(b"o") - text.count("，") - text.count("。")
    han = kinds.count(b"h") + others
    return han / max(1, han + max(0, _runs(kinds) - text.count(".") - text.count(",") - others))


def _runs(kinds: bytes) -> int:
    """How many runs of ASCII letters and digits a text has."""
    return (b" " + kinds.translate(_WORDS)).count(b" a")
