"""How many columns a text takes in a terminal: Chinese characters take two."""

import unicodedata
from functools import lru_cache


def width(text: str) -> int:
    """Columns of a line of text."""
    if text.isascii():
        return len(text)
    return sum(map(_columns, text))


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def fit(text: str, columns: int) -> str:
    """The text in exactly so many columns: cut with an ellipsis, or filled with blanks."""
    if width(text) > columns:
        taken, used = [], 0
        for character in text:
            used += width(character)
            if used > columns - 1:
                break
            taken.append(character)
        text = "".join(taken) + "…"
    return text + " " * (columns - width(text))
