"""Word lists that are asked for in every label and cell, so that they have to be fast.

One expression for Chinese and English that ignores case looks at every alternative at every character. Without case the
engine skips to a first character at once, and whole Latin words are found in a set.
"""

from functools import lru_cache
from typing import Final, NamedTuple

from studykit.text.expression import Expression

_LATIN_WORD: Final = Expression(r"[a-z]+(?:['’][a-z]+)?")
_LETTERS_APART: Final = bytes(byte if chr(byte) in "abcdefghijklmnopqrstuvwxyz" else 0x20 for byte in range(256))


class Words(NamedTuple):
    """Chinese words as an expression, English ones as a set.

    Each alternative of the expression had better begin with a character: the engine then skips to those at once.
    """

    chinese: Expression
    english: frozenset[str]

    def within(self, text: str) -> bool:
        """Whether a text holds one of the words, in any case, English ones as whole words."""
        if self.chinese.search(text) is not None:
            return True
        return not self.english.isdisjoint(latin_words(text))


def words(chinese: str, english: str) -> Words:
    """Words of both languages: an expression, and words between blanks."""
    return Words(Expression(chinese), listed(english))


def listed(*lines: str) -> frozenset[str]:
    """The words between the blanks of some lines."""
    return frozenset(word for line in lines for word in line.split())


@lru_cache(maxsize=256)
def latin_words(text: str) -> tuple[str, ...]:
    """The Latin words of a text in small letters. Kept, as one text is asked for many words."""
    if "'" in text or "’" in text:
        return tuple(_LATIN_WORD.findall(text.lower()))
    return tuple(text.encode("ascii", "replace").lower().translate(_LETTERS_APART).decode().split())
