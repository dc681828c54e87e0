"""Word lists that are asked for in every label and cell, so that they have to be fast.

One expression for Chinese and English that ignores case looks at every alternative at every character. Without case the
engine skips to a first character at once, and whole Latin words are found in a set.
"""

import re
from typing import Final, NamedTuple

_LATIN_WORD: Final = re.compile(r"[a-z]+(?:['’][a-z]+)?")


class Words(NamedTuple):
    """Chinese words as an expression, English ones as a set."""

    chinese: re.Pattern[str]
    english: frozenset[str]

    def within(self, text: str) -> bool:
        """Whether a text holds one of the words, in any case, English ones as whole words."""
        if self.chinese.search(text) is not None:
            return True
        return not self.english.isdisjoint(latin_words(text))


def words(chinese: str, english: str) -> Words:
    """Words of both languages: an expression, and words between blanks."""
    return Words(re.compile(chinese), listed(english))


def listed(*lines: str) -> frozenset[str]:
    """The words between the blanks of some lines."""
    return frozenset(word for line in lines for word in line.split())


def latin_words(text: str) -> list[str]:
    """The Latin words of a text in small letters."""
    return _LATIN_WORD.findall(text.lower())
