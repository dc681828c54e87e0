"""Bytes to text without guessing: UTF-8, or UTF-16 where a byte order mark says so. All else is told, not tried."""

import codecs
from typing import NamedTuple

from studykit.text.mojibake import undo


class Decoded(NamedTuple):
    """A file's text as UTF-8 with LF line ends."""

    data: bytes | None
    """None where the bytes are not text in an encoding that can be known."""
    fault: str
    """A code: `encoding`, `double-encoded`, `double-encoded-lost`, or empty."""
    detail: str
    """What the fault's message needs: where decoding broke, or a sample of what the text probably was."""
    text: str = ""
    """What `data` says, which was made to find out that it is text."""


def decode(raw: bytes) -> Decoded:
    """Read a file's bytes. Text that was encoded twice is undone where no byte of it was lost."""
    if raw.startswith(codecs.BOM_UTF8):
        raw = raw[3:]
    elif raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            raw = raw.decode("utf-16").encode("utf-8")
        except (UnicodeDecodeError, UnicodeEncodeError) as error:
            return Decoded(None, "encoding", f"UTF-16, {error.reason}")
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if b"\x00" in raw:
        return Decoded(None, "encoding", "NUL")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Decoded(None, "encoding", f"line {line}, byte 0x{raw[error.start]:02x}")
    if text.isascii() or (b"\xc3" not in raw and b"\xc4" not in raw):
        return Decoded(raw, "", "", text)  # every double-encoded text of three bytes a character holds ä to é
    undone = undo(text)
    if undone is None:
        return Decoded(raw, "", "", text)
    sample = next((line.strip("# \t") for line in undone.text.splitlines() if not line.isascii()), "")[:60]
    fault = "double-encoded-lost" if undone.lost else "double-encoded"
    return Decoded(undone.text.encode("utf-8"), fault, sample, undone.text)
