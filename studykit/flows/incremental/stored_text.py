"""Some cards out of a deck file as a build left it, read without reading the others.

A card ends with its comment, and nothing before the comment of the card before is any part of it (`decks.parse`), so
that much of the text is enough. Only a fence could reach further: where there is one, the whole file is read.
"""

from collections.abc import Collection, Iterator
from typing import Final

from studykit.decks.format import parse
from studykit.model.card import Card

_COMMENT: Final = "\n<!-- card "
_HEADER: Final = "---\ndeck: any\n---\n"
_FENCES: Final = ("```", "~~~", "\r")
"""With another kind of line feed, the file is read as a whole too."""


def cards_in(text: str, file: str, ids: Collection[str]) -> list[Card]:
    """The cards of some ids that a file holds, in its order."""
    parts = list(_parts(text, ids))
    short = not any(fence in part for part in parts for fence in _FENCES)
    cards = parse(_HEADER + "".join(parts) if short else text, file).by_id
    return [block.card for key, block in cards.items() if key in ids]


def _parts(text: str, ids: Collection[str]) -> Iterator[str]:
    """What the cards of some ids could be made of, in the order of the text."""
    places = [text.find(f"{_COMMENT}{key} ") for key in ids]
    for at in sorted(place for place in places if place >= 0):
        before = text.rfind(_COMMENT, 0, at)
        start = text.find("\n", before + 1) + 1 if before >= 0 else _end_of_header(text)
        end = text.find("\n", at + 1) + 1
        yield text[start : end or len(text)] + ("" if end else "\n")


def _end_of_header(text: str) -> int:
    return text.find("\n---\n", 3) + len("\n---\n")
