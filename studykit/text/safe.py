"""Text from notes, models and packages made safe to show: no control, escape, direction or invisible characters."""

import re
from typing import Final

_UNSAFE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and line feed, DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, embeddings, overrides, isolates
    "\u200b\u2060-\u2064\ufeff\u00ad\u034f\u180e"  # zero width and soft hyphen
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # interlinear annotation, tag characters
    "\ud800-\udfff]"  # lone surrogates
)


def safe_text(text: str) -> str:
    """The text without characters that a terminal or a reader could be fooled by.

    Tab and line feed stay; so do the joiners U+200C and U+200D, which scripts and emoji need.
    """
    return _UNSAFE.sub("", text)


def safe_line(text: str) -> str:
    """`safe_text` on one line, for paths and messages."""
    return " ".join(safe_text(text).split())
