"""The Markdown parser's events, with what Obsidian adds and the parser does not know: `\\(…\\)`, `\\[…\\]` and `%%…%%`.

Both are found outside code and mathematics by a first parse, then written over in a copy of the same length, so
that every byte offset of the second parse is one of the original: `\\(` and `\\[` become `$$`, a comment blanks.
"""

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple, cast

import pyromark

_OPTIONS: Final = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_MATH
    | pyromark.Options.ENABLE_WIKILINKS
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_STRIKETHROUGH
)

Event = Any
"""A string or a dictionary with one key, as the parser gives it: `"SoftBreak"`, `{"Text": …}`, `{"Start": …}`."""

_COMMENT: Final = re.compile(rb"%%")
_BRACKET: Final = re.compile(rb"\\[(\[]")
_CLOSING: Final = {b"\\(": b"\\)", b"\\[": b"\\]"}
FILLER: Final = "\x01"
"""Neither blank nor mark: blanks at the beginning of a line would make what follows them code."""
_NOT_NEWLINE: Final = re.compile(rb"[^\n]")
_EMPTY_LINE: Final = re.compile(rb"^[ \t\x01]+$", re.MULTILINE)


class Parsed(NamedTuple):
    """The events of a text. Ranges are bytes of the text that was given, whatever was written over in the copy."""

    events: Iterable[tuple[Event, dict[str, int]]]
    shown: bytes
    """The text with its `%%…%%` comments written over, byte for byte as long: what a reader of the note sees. Where a
    comment shares its line with text, `FILLER` stands in its place, which whoever shows the text drops."""


def parse(text: bytes, *, merge: bool = False, decoded: str | None = None) -> Parsed:
    """Parse UTF-8 text. Linear in its length, whatever it holds. `decoded` is the same as a string, if there is one.

    With `merge` neighbouring texts are one event, whose value may be shorter than its range: escapes are resolved.
    """
    if (b"%" not in text or _COMMENT.search(text) is None) and (b"\\" not in text or _BRACKET.search(text) is None):
        return Parsed(_stream(text.decode() if decoded is None else decoded, merge), text)
    events = list(_stream(text.decode() if decoded is None else decoded, merge))
    inert = _inert_spans(events)
    copy = bytearray(text)
    _blank_comments(copy, inert)
    shown = bytes(copy)
    _dollar_brackets(copy, inert)
    return Parsed(events if copy == text else _stream(copy.decode(), merge), shown)


def _stream(text: str, merge: bool) -> Iterable[tuple[Event, dict[str, int]]]:
    """The events as the parser makes them: a list of them all would not stay in the processor's cache."""
    found = pyromark.events_with_range(text, options=_OPTIONS, merge_text=merge)
    return cast("Iterable[tuple[Event, dict[str, int]]]", found)


def _inert_spans(events: list[tuple[Event, dict[str, int]]]) -> list[tuple[int, int]]:
    """Code, mathematics and HTML: what stands there is itself and nothing else."""
    spans = []
    for event, where in events:
        if not isinstance(event, dict):
            continue
        name, value = next(iter(event.items()))
        if name in ("Code", "InlineMath", "DisplayMath", "Html", "InlineHtml") or (
            name == "Start" and isinstance(value, dict) and "CodeBlock" in value
        ):
            spans.append((where["start"], where["end"]))
    return spans


def _outside(matches: list[re.Match[bytes]], inert: list[tuple[int, int]]) -> list[re.Match[bytes]]:
    """The matches that begin in no inert span; both lists are in order."""
    kept, index = [], 0
    for match in matches:
        while index < len(inert) and inert[index][1] <= match.start():
            index += 1
        if index == len(inert) or match.start() < inert[index][0]:
            kept.append(match)
    return kept


def _blank_comments(copy: bytearray, inert: list[tuple[int, int]]) -> None:
    marks = _outside(list(_COMMENT.finditer(bytes(copy))), inert)
    for first, second in zip(marks[::2], marks[1::2], strict=False):
        start, end = first.start(), second.end()
        copy[start:end] = _NOT_NEWLINE.sub(FILLER.encode(), bytes(copy[start:end]))
    if marks:
        copy[:] = _EMPTY_LINE.sub(lambda line: b" " * len(line.group()), bytes(copy))


def _dollar_brackets(copy: bytearray, inert: list[tuple[int, int]]) -> None:
    text = bytes(copy)
    marks = _outside(
        list(re.finditer(rb"\\[\\()\[\]]", text)), inert
    )  # `\\` is consumed whole: `\\[2pt]` opens nothing
    opening = None
    for mark in marks:
        token = mark.group()
        if token in _CLOSING:
            opening = mark
        elif opening is not None and token == _CLOSING[opening.group()]:
            if b"\n\n" not in text[opening.end() : mark.start()] and text[opening.end() : mark.start()].strip():
                copy[opening.start() : opening.end()] = copy[mark.start() : mark.end()] = b"$$"
            opening = None
