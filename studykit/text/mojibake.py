"""Text that was UTF-8, read as a Windows code page and saved again: `å¼ºåŒ–` for 强化.

Recognised, undone where no byte was lost, and described where some were: the eight bytes that cp1254 does not define
are dropped by the programs that do this, and which of them stood there cannot be known.
"""

import re
from collections import Counter
from typing import Final, NamedTuple

from studykit.text.expression import Expression

LOST: Final = "\ufffd"
_FEWEST: Final = 4
_SHARE: Final = 0.6


class Mojibake(NamedTuple):
    """A double-encoded text, undone as far as its bytes go."""

    text: str
    """What it was; U+FFFD where bytes are missing."""
    lost: int
    """How many places cannot be known. With 0 the text is exactly what it was."""


def _table(code_page: str) -> dict[str, int]:
    """Characters back to bytes. Bytes the page leaves open are taken as C1 controls, as browsers do."""
    table = {chr(byte): byte for byte in range(256)}
    for byte in range(0x80, 0x100):
        decoded = bytes([byte]).decode(code_page, "ignore")
        if decoded:
            table[decoded] = byte
    return table


_TABLES: Final = {page: _table(page) for page in ("cp1252", "cp1254")}
_LEADING: Final = "".join(
    sorted({c for table in _TABLES.values() for c, b in table.items() if 0xC2 <= b <= 0xF4 and ord(c) > 127})
)
_TRAILING: Final = "".join(
    sorted({c for table in _TABLES.values() for c, b in table.items() if 0x80 <= b <= 0xBF and ord(c) > 127})
)
_PAIR: Final = Expression(f"[{re.escape(_LEADING)}][{re.escape(_TRAILING)}]{{1,3}}")
_HIGH: Final = Expression(r"[^\x00-\x7f]")


def undo(text: str) -> Mojibake | None:
    """What a text was before it was double-encoded, or None for a text that was not.

    A text counts as double-encoded when pairs of a leading and a following byte make up most of what is not ASCII:
    in no language do accented letters come only before such signs. What it was must make sense, too.
    """
    if text.isascii():
        return None
    pairs = _PAIR.findall(text)
    paired = sum(map(len, pairs))
    high = sum(1 for _ in _HIGH.finditer(text))
    if paired < 2 * _FEWEST or paired < _SHARE * high:
        return None
    following = Counter("".join(pair[1:] for pair in pairs))
    if max(following.values()) > following.total() / 2:
        return None  # words that all end before the same sign: a no-break space, an apostrophe
    attempts = (_undo_with(text, table) for table in _TABLES.values())
    found = min((attempt for attempt in attempts if attempt is not None), key=lambda one: one.lost, default=None)
    if found is None or sum(1 for _ in _HIGH.finditer(found.text)) < 2 * found.lost:
        return None  # `à` before no-break spaces: more is lost than gained
    return found


def _undo_with(text: str, table: dict[str, int]) -> Mojibake | None:
    raw = bytearray()
    for character in text:
        byte = table.get(character)
        if byte is None:
            return None  # a character that no byte of this page gives: the text was mixed by hand
        raw.append(byte)
    undone = bytes(raw).decode("utf-8", "replace")
    return Mojibake(undone, undone.count(LOST))


def pattern_of(undone: str) -> re.Pattern[str] | None:
    """A pattern that fits what a name with lost bytes may have been, or None for one that lost nothing.

    A character of three bytes that lost one is shown as one or two U+FFFD, so k of them stand for 1 to k characters.
    """
    if LOST not in undone:
        return None
    parts = re.split(f"({LOST}+)", undone)
    return re.compile("".join(f"[^/]{{1,{len(part)}}}" if part.startswith(LOST) else re.escape(part) for part in parts))
