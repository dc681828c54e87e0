"""How many columns a text takes in a terminal: Chinese characters take two."""

import unicodedata


def width(text: str) -> int:
    """Columns of a line of text."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


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
