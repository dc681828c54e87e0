"""Texts made comparable: what counts as the same words, how many there are, how alike two texts are."""

import unicodedata
from functools import lru_cache
from operator import add
from typing import Final, NamedTuple

from studykit.text.expression import Expression

_HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\uac00-\ud7af\U00020000-\U0003134f"
_UNIT: Final = Expression(rf"[{_HAN}]|[^\W_{_HAN}]+(?:[.,][0-9]+)*")
_WORD: Final = Expression(rf"[^\W_{_HAN}]+(?:[.,][0-9]+)*")
_ASCII_WORD: Final = Expression(r"[A-Za-z0-9]+(?:[.,][0-9]+)*")
_HAN_RUN: Final = Expression(rf"[{_HAN}]+")
_FOUR: Final = Expression(rf"[{_HAN}]{{4}}|(?<![A-Za-z])(?:[A-Za-z]++ ){{4}}")
"""Four CJK characters or plain words one after the other."""
_LETTERS: Final = Expression(r"[^\W\d_]+")
_MARK: Final = Expression(r"[*_`~=\\\[\]]")
_MARKUP: Final = Expression(r"[*_`~=\\]+|!?\[\[|\]\]")
_NOT_PLAIN: Final = Expression(r"[^\w<>+\-^/%≤≥≠√∑∏∫∞∂∇·×÷±]+")
_NOT_COMMON: Final = bytes(byte for byte in range(256) if not 0xE4 <= byte <= 0xE9)
HEXAGRAMS: Final = b"\xe4\xb7"
_FIRST: Final = 100
_COMMON: Final = Expression("[\x00-\x7f\u4e00-\u9fff，。、：；？！（）「」『』【】《》“”‘’—–…•→\u00a0\u3000\ufffc]*")
_PLAIN_RUN: Final = Expression(r"[0-9A-Za-z<>+\-^/%\u4e00-\u9fff]+")
_JOINED: Final = Expression(r"[.,](?<=[0-9A-Za-z][.,])[0-9]++(?![A-Za-z])")  # `3.14` is one number
_NUMBERS: Final = bytes(ord("0" if byte in b"0123456789" else "." if byte in b".," else " ") for byte in range(256))
_LOWER: Final = bytes(range(256)).lower()
_NOT_ASCII: Final = bytes(range(128, 256))
_NOT_PLAIN_ASCII: Final = bytes(byte for byte in range(128) if not (chr(byte).isalnum() or chr(byte) in "<>+-^/%"))
_WORDS_APART: Final = bytes(byte if byte < 128 and chr(byte).isalnum() else 0x20 for byte in range(256))
_WIDE: Final = tuple(zip("，？：；（）！", ",?:;()!", strict=True))


@lru_cache(maxsize=4096)
def counts(text: str) -> tuple[int, int]:
    """How many words and numbers a text has beside its CJK characters, and how many of those."""
    if not text.isascii() and _COMMON.fullmatch(text) is None:
        return word_count(text), han_count(text)
    data = text.encode()
    words = len(data.translate(_WORDS_APART).split())
    if b".0" in data.translate(_NUMBERS):
        words -= len(_JOINED.findall(text))
    return words, 0 if len(data) == len(text) else len(data.translate(None, _NOT_COMMON))


class RoughCounts(NamedTuple):
    """What `counts` lies between."""

    words_least: int
    words_most: int
    han_least: int
    han_most: int


def rough_counts(text: str) -> RoughCounts:
    """`counts` of a long text, in half the time: how many of its words have a point or comma in them is left open.

    Of the characters that are not common each may be a word, or one more CJK character.
    """
    data = text.encode("utf-8", "replace")
    words = len(data.translate(_WORDS_APART).split())
    if is_common(text):
        han = len(data.translate(None, _NOT_COMMON))
        return RoughCounts(max(0, words - data.count(b".") - data.count(b",")), words, han, han)
    han = common_han(data)
    others = len(text) - len(data.translate(None, _NOT_ASCII)) - han
    return RoughCounts(0, words + others, han, han + others)


def is_common(text: str) -> bool:
    """Whether a text holds ASCII, common CJK characters and marks alone, none of which is part of a word.

    Most texts do, and are read in a third of the time then.
    """
    return _COMMON.fullmatch(text) is not None


def weight(text: str) -> int:
    """The length of a text as a reader feels it: CJK characters plus words and numbers of other scripts."""
    others, characters = counts(text)
    return others + characters


def weighs_at_least(text: str, least: int) -> bool:
    """Whether a text weighs so much. Mostly its length says that it does not, or four words in a row that it does."""
    return len(text) >= least and ((least <= 4 and _FOUR.search(text) is not None) or weight(text) >= least)


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The letters and digits of a text alone: NFKC, case folded, markup, punctuation and white space gone.

    Operators stay (`<`, `+`, `-`, `^` …), as a formula is another one with another sign; not `=`, which highlights.
    """
    if text.isascii():
        return text.encode().translate(_LOWER, _NOT_PLAIN_ASCII).decode()
    if is_common(text):
        return "".join(_PLAIN_RUN.findall(text)).lower()
    return normal_the_long_way(text)


def normal_the_long_way(text: str) -> str:
    """`normal`, which few texts need: those with letters, marks or signs that are not common."""
    if _MARK.search(text) is not None:
        text = _MARKUP.sub("", text)
    if not text.isascii():
        for wide, narrow in _WIDE:  # most Chinese texts then are NFKC already
            text = text.replace(wide, narrow)
        text = unicodedata.normalize("NFKC", text)
    return _NOT_PLAIN.sub("", text.casefold()).replace("_", "")


def words(text: str) -> list[str]:
    """What `weight` counts, in order, compatibility forms and case folded: CJK characters, words, numbers."""
    found = "\n".join(_UNIT.findall(text))  # before punctuation is made narrow: `1，2` is two numbers
    return unicodedata.normalize("NFKC", found).casefold().split("\n") if found else []


def word_count(text: str) -> int:
    """How many words and numbers a text has beside its CJK characters."""
    return len((_ASCII_WORD if text.isascii() else _WORD).findall(text))


def han_runs(text: str) -> list[str]:
    """The runs of CJK characters of a text, in order."""
    return _HAN_RUN.findall(text) if not text.isascii() else []


def han_count(text: str) -> int:
    """How many CJK characters a text has."""
    return len("".join(han_runs(text)))


def common_han(data: bytes) -> int:
    """How many CJK characters a text in UTF-8 has at least: the common ones, and of others none.

    They are three bytes of which the first is E4 to E9, but for the hexagrams. Ten times as fast as `han_count`.
    """
    return len(data.translate(None, _NOT_COMMON)) - data.count(HEXAGRAMS)


def has_two_han(text: str) -> bool:
    """Whether a text has more than one CJK character."""
    runs = han_runs(text)
    return len(runs) > 1 or len("".join(runs)) > 1


def folded(text: str) -> str:
    """A text to compare word for word: NFC, every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def name_key(text: str) -> str:
    """A name as Obsidian compares names: NFC and case folded."""
    return unicodedata.normalize("NFC", text).casefold()


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of `normal(text)`; a text of one character is its own pair."""
    plain = normal(text)
    if len(plain) < 2:
        return frozenset({plain} if plain else ())
    return frozenset(map(add, plain, plain[1:]))


def jaccard(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1: shared bigrams over all bigrams."""
    a, b = bigrams(one), bigrams(other)
    union = len(a | b)
    return len(a & b) / union if union else 1.0


def han_ratio(text: str) -> float:
    """The share of CJK characters among the letters of a text; 0 where there are no letters."""
    letters = len("".join(_LETTERS.findall(text)))
    return han_count(text) / letters if letters else 0.0


def has_han_share(text: str, share: float) -> bool:
    """Whether `han_ratio` is more than a share (0 or more).

    A text has no more letters than characters, so that the beginning of a Chinese one says it, and a text without a
    CJK character has none: only what is in between is counted through.
    """
    if text.isascii() or _LETTERS.search(text) is None:
        return False
    enough = share * len(text)
    if han_count(text[: int(2 * enough) + _FIRST]) > enough or han_count(text) > enough:
        return True
    return han_ratio(text) > share
