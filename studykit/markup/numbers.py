"""A document's blocks and spans as numbers: so they wait until someone asks for them, in a fraction of the room."""

from array import array
from typing import Final, NamedTuple

KINDS: Final = (
    *("paragraph", "cell", "heading", "code", "html", "item", "list", "row", "table", "quote", "callout", "footnote"),
    *("rule", "html"),
)
"""What the first number of a block's row stands for."""
PARAGRAPH, CELL, HEADING, CODE, HTML, ITEM, LIST, ROW, TABLE, QUOTE, CALLOUT, FOOTNOTE, RULE, UNKNOWN = range(14)

SPANS: Final = ("link", "image", "strong", "code", "math", "display", "html", "footnote")
"""What the first number of a span's row stands for."""
LINK, IMAGE, STRONG, INLINE_CODE, MATH, DISPLAY, INLINE_HTML, REFERENCE = range(8)

CONTAINERS: Final = frozenset((ITEM, LIST, ROW, TABLE, QUOTE, CALLOUT, FOOTNOTE, UNKNOWN))
"""What holds blocks. All else holds spans."""


class Rows(NamedTuple):
    """The numbers of a document."""

    blocks: "array[int]"
    """Seven a block, in the order in which they end: kind, start, end, level, word, quoted, how much it holds."""
    spans: "array[int]"
    """Four a span, in the order of the blocks that hold them: kind, start, end, word."""
    words: tuple[str, ...]
    """What they say, by number; the first is empty."""
