"""Words looked for in any case: an expression, and the pieces of text that say at once where it cannot match.

A search that ignores case tries every alternative at every character. That a text does not even hold one of the
pieces is seen a hundred times faster, and it is so for nearly every text.
"""

import re
from typing import Final

from studykit.text.expression import Expression

_DOT_ABOVE: Final = "\u0307"


def case_folded(text: str) -> str:
    """A text in which every letter that `re.IGNORECASE` takes for an ASCII one is that letter: `İ`, `ı`, `ſ`, `K`."""
    found = text.casefold()
    return found if found.isascii() else found.replace("ı", "i").replace(_DOT_ABOVE, "")


class Phrases:
    """An expression that ignores case, of which every match holds one of `pieces` (lower case)."""

    def __init__(self, pattern: str, pieces: str, flags: int = re.IGNORECASE) -> None:
        self.expression = Expression(pattern, flags)
        self.pieces = Expression("|".join(map(re.escape, pieces.split("|"))))

    def search(self, text: str, folded: str) -> re.Match[str] | None:
        """The first match in a text that is given as it stands and as `case_folded` has it."""
        return self.expression.search(text) if self.pieces.search(folded) is not None else None
