"""Cutting a note's Markdown where a reader would: between paragraphs, at the end of a line."""

from typing import Final

_LEAST_HALF: Final = 200


def middle(text: str) -> int | None:
    """The blank line nearest the middle that is in no fence and leaves two halves of some length."""
    blank: list[int] = []
    position, fenced = 0, False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~", "$$")):
            fenced = not fenced
        elif not line.strip() and not fenced:
            blank.append(position)
        position += len(line) + 1
    inner = [place for place in blank if _LEAST_HALF <= place <= len(text) - _LEAST_HALF]
    return min(inner, key=lambda place: abs(place - len(text) / 2), default=None)


def beginning(text: str, most: int) -> str:
    """The beginning of a text up to the end of a line."""
    if len(text) <= most:
        return text
    cut = text.rfind("\n", 0, most)
    return text[: cut if cut > 0 else most].rstrip()
