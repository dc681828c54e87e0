"""The paragraph of a note in which a quote stands, as it is written; of a long table its head and the quote's rows."""

import re
from typing import Final

_MOST: Final = 4000
"""Characters of a paragraph that are shown at most."""
_ROWS: Final = 8
"""Rows of a table, without its head, that are shown as they are."""
_RULE: Final = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*")
"""What stands between the head of a table and its rows."""
_LEFT_OUT: Final = "| … |"


def around(text: str, first: int, last: int) -> str:
    """The paragraph of some lines of a text (1-based), up to a heading or a blank line."""
    lines = text.splitlines() if "\r" in text else text.split("\n")
    start, end = min(first, len(lines)) - 1, min(last, len(lines)) - 1
    top, bottom = start, end
    while top > 0 and lines[top - 1].strip() and not lines[top - 1].startswith("#"):
        top -= 1
    while bottom + 1 < len(lines) and lines[bottom + 1].strip():
        bottom += 1
    rule = rule_of(lines[top:start])
    if rule is not None and bottom - top - rule > _ROWS:
        above = [*lines[top : top + rule + 1], *[_LEFT_OUT] * (start > top + rule + 1)]
        shown = [*above, *lines[start : end + 1], *[_LEFT_OUT] * (bottom > end)]
    else:
        above, shown = lines[top:start], lines[top : bottom + 1]
    said = "\n".join(shown)
    if len(said) <= _MOST:
        return said
    at = sum(len(line) + 1 for line in above)
    return said[max(0, at - _MOST // 2) :][:_MOST]


def rule_of(lines: list[str]) -> int | None:
    """The place of the last line that makes a table of what stands above and below it."""
    return next((place for place in range(len(lines) - 1, 0, -1) if _RULE.fullmatch(lines[place])), None)
