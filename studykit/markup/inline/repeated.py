"""repeater's cards with the hashes that its database knows them by.

Facts of that tool (its book "Card Format", `parse_from_file.rs`, `hash.rs`): a card goes from a line that begins with
`Q:` or `C:` to the next such line or one that begins with `---`. It is named by BLAKE3 in hex over these lines, in
small letters, every run of white space one blank; the deletions behind the first have a NUL, `cloze` and their number
from 1 behind that text.
"""

import re
from collections.abc import Iterator
from typing import Final

from studykit.markup.inline.blake3 import blake3
from studykit.markup.inline.hashed import Hashed, HashedFace

_DELETION: Final = re.compile(r"\[([^\[\]]+)\]")


def repeated_cards(text: str) -> Iterator[Hashed]:
    """The cards of a file, in its order. What that tool would refuse does no harm: nothing is known of it."""
    line, parts = 0, list[str]()
    lines = text.replace("\r\n", "\n").split("\n")
    for number, content in enumerate([*lines, "---"], start=1):
        if content.startswith(("Q:", "C:", "---")):
            if parts:
                yield Hashed(line, tuple(_faces("\n".join(parts))))
            line, parts = number, []
        if parts or content.startswith(("Q:", "C:")):
            parts.append(content)


def card_hash(text: str, deletion: int = 0) -> str:
    """The hash of a card's lines, and of the deletion of this number from 0."""
    said = " ".join(text.lower().split())
    return blake3((f"{said}\0cloze{deletion}" if deletion else said).encode("utf-8", "replace"))


def _faces(text: str) -> Iterator[HashedFace]:
    if text.startswith("Q:"):
        yield HashedFace("", (card_hash(text),))
        return
    for number, match in enumerate(_DELETION.finditer(text)):
        yield HashedFace(match[1], (card_hash(text, number),))
