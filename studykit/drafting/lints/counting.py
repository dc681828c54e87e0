"""The words of one side of a card, found once for all lints: which Latin ones, and how many of all."""

from typing import Final, NamedTuple

from studykit.text.expression import Expression
from studykit.text.normal import HEXAGRAMS, counts, is_common

# What a side may hold that is read at once: no mark of Markdown, no letter of another script, and no `3.14`.
_PLAIN: Final = (
    r"(?![ \u00a0\u3000+\-0-9：])"
    r"(?:[ \"'()+\-/0-9:;=?@A-Z^a-z\u00a0\u3000\u4e00-\u9fff，。、：；？！（）「」『』【】《》“”‘’—–…•→]++"
    r"|[.,](?![0-9])|%(?!%))++"
)
_BOTH: Final = Expression(rf"{_PLAIN}\n{_PLAIN}")
_APART: Final = bytes(ord(chr(byte).lower()) if byte < 128 and chr(byte).isalnum() else 0x20 for byte in range(256))
_HAN: Final = bytes(0x48 if 0xE4 <= byte <= 0xE9 else 0x20 for byte in range(256))
"""Of the characters that `is_common` lets pass, the CJK ones begin with these bytes."""
_LINES: Final = bytes(0x0A if byte == 0x0A else 0x0B if 0xE4 <= byte <= 0xE9 else _APART[byte] for byte in range(256))
"""The same at once, with line breaks as they are: all but letters and digits is white space to `bytes.split`."""
_FOLLOWING: Final = bytes(range(0x80, 0xC0))
"""The bytes of a character in UTF-8 behind its first."""
_KINDS: Final = b"".join(
    b"h" if 0xE4 <= byte <= 0xE9 else b"o" if byte >= 128 else b"a" if chr(byte).isalnum() else b" "
    for byte in range(256)
)
_WORDS: Final = bytes(byte if byte == ord("a") else 0x20 for byte in range(256))
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


def han_bounds(text: str) -> tuple[float, float]:
    """The share of CJK characters among the words of a long text, at least and at most, in a third of the time of
    `counts`.

    How many points and commas stand within numbers is left open, and nearly every other character that is not ASCII
    may be a CJK character, a word, or a part of the word beside it.
    """
    data = text.encode("utf-8", "replace")
    kinds = data.translate(_KINDS, _FOLLOWING)
    han, others = kinds.count(b"h"), kinds.count(b"o") - text.count("，") - text.count("。")
    if hexagrams := data.count(HEXAGRAMS):
        han, others = han - hexagrams, others + hexagrams
    words = (b" " + kinds.translate(_WORDS)).count(b" a")
    least = han / max(1, han + words + others)
    words = max(0, words - text.count(".") - text.count(",") - others)
    return least, (han + others) / max(1, han + others + words)
