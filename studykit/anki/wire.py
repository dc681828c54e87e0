"""Just enough of the protocol buffers' wire format to read the few messages in an Anki package.

Format: https://protobuf.dev/programming-guides/encoding/ (varint, 64-bit, length-delimited, 32-bit).
"""

from collections.abc import Iterator

Value = int | bytes


def fields(message: bytes) -> Iterator[tuple[int, Value]]:
    """(number, value) of each field: an int for a varint, the bytes for all else. ValueError for what is no message."""
    position, end = 0, len(message)
    while position < end:
        key, position = _varint(message, position)
        kind = key & 7
        if kind == 0:
            value, position = _varint(message, position)
            yield key >> 3, value
            continue
        if kind == 2:
            length, position = _varint(message, position)
        elif kind in (1, 5):
            length = 8 if kind == 1 else 4
        else:
            raise ValueError(f"wire type {kind}")
        if position + length > end:
            raise ValueError("a field ends behind its message")
        yield key >> 3, message[position : position + length]
        position += length


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(message):
            raise ValueError("a number ends behind its message")
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ValueError("a number is too long")


def number(message: bytes, field: int, default: int = 0) -> int:
    """The last value of a field that holds a number."""
    for found, value in fields(message):
        if found == field and isinstance(value, int):
            default = value
    return default


def text(message: bytes, field: int) -> str:
    """The last value of a field that holds a text."""
    found_text = ""
    for found, value in fields(message):
        if found == field and isinstance(value, bytes):
            found_text = value.decode("utf-8", "replace")
    return found_text
